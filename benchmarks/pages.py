"""How high and how heavy the main pages are, on a phone and on a desk, measured in a browser on the real service.

`python -m benchmarks.pages --of FOLDER` measures the service of another checkout, `--pictures FOLDER` keeps pictures of pages.
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from benchmarks.pieces import ROOT, save
from benchmarks.sections import pages as section
from benchmarks.service import Look, Service, browser_there, serving

PHONE: Final = 360
DESK: Final = 1440
"""CSS pixels that a window is wide."""
HEIGHT: Final = 800
PATIENCE: Final = 120
"""Seconds for a page to come."""
TEXTS: Final = ("document", "stylesheet", "script")
"""What counts as the page; pictures are beside it."""


def measure(checkout: Path = ROOT, pictures: Path | None = None) -> dict[str, Any]:
    """All pages. pictures: a folder in which each is kept as it looks."""
    there = browser_there()
    if there is None:
        return {"missing": "no Chromium was found", "pages": []}
    with serving(checkout) as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=there, args=["--no-sandbox", "--disable-gpu"])
        found = [{"page": look.name, **_seen(browser, service, look, pictures)} for look in service.looks]
        browser.close()
    return {"missing": None, "pages": found}


def _seen(browser: Browser, service: Service, look: Look, pictures: Path | None) -> Mapping[str, int]:
    """Heights in CSS pixels; bytes of texts unpacked and as they were sent, those of pictures, requests."""
    phone, desk = (_visit(browser, service, look, width, pictures) for width in (PHONE, DESK))
    return {f"height_{PHONE}": phone["height"], f"height_{DESK}": desk["height"], **desk}


def _visit(browser: Browser, service: Service, look: Look, width: int, pictures: Path | None) -> dict[str, int]:
    """The page in a window of its own, into which nothing was loaded before."""
    context, answers = _context(browser, service, look, width), list[Response]()
    page = context.new_page()

    def hear(answer: Response) -> None:
        answers.append(answer)

    page.on("response", hear)
    page.goto(service.base + look.path, wait_until="networkidle")
    found = {"height": int(page.evaluate("document.documentElement.scrollHeight")), **_weights(answers)}
    if pictures is not None:
        _keep(page, pictures / f"{look.name.replace(' ', '-')}-{width}.png")
    context.close()
    return found


def _context(browser: Browser, service: Service, look: Look, width: int) -> BrowserContext:
    headers = {"Cookie": service.cookie} if look.logged_in else {}
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, locale="en", reduced_motion="reduce")
    context.set_extra_http_headers(headers)
    context.set_default_timeout(1000 * PATIENCE)
    return context


def _weights(answers: list[Response]) -> dict[str, int]:
    unpacked, sent = defaultdict[bool, int](int), defaultdict[bool, int](int)
    for answer in answers:
        is_text = answer.request.resource_type in TEXTS
        leads_on = 300 <= answer.status < 400
        unpacked[is_text] += 0 if leads_on else len(answer.body())
        sent[is_text] += answer.request.sizes()["responseBodySize"]
    return {"unpacked": unpacked[True], "sent": sent[True], "pictures": sent[False], "requests": len(answers)}


def _keep(page: Page, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=True)


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--of", type=Path, default=ROOT, help="folder of the checkout whose service is measured")
    parser.add_argument("--pictures", type=Path, help="folder for a picture of each page")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.of.resolve(), options.pictures)
    print(section(found))
    if options.save:
        save("pages", found)


if __name__ == "__main__":
    main()
