"""The rest of the main job in a real browser, on the database that `tools.real` made, in a wide window and a narrow one.

Describe, suggest, save; one is at its own limit and replaced, several are invited, one does not answer and its reserve is asked
when the clock has moved; a coordinator takes over, a partner leaves and is replaced; finalise, verify. Imported organisations
have no people, so each that takes part is given one first. Needs Chromium.
"""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect, sync_playwright

from matchmaker import config
from tests.conftest import CHROMIUM
from tests.factories import PASSWORD
from tests.journeys import persons
from tests.journeys import test_school as school
from tests.journeys import walk as walking
from tests.journeys.measured import too_wide
from tests.journeys.service import Service

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
FINALISED = "Finalised"
WIDTHS = (1440, 360)
PATIENCE = 120_000
"""Milliseconds: a service that has just begun reads tens of thousands of organisations first."""


def visit(browser: Browser, email: str, **look: Any) -> Page:
    """A browser of this person's own, logged in."""
    page = browser.new_context(locale="en", **look).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto("/login?lang=en")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/home")
    return page


def enter_founding_date(page: Page) -> None:
    """What a call of 2026 asks of an applicant, and no register told."""
    page.goto("/home")
    page.click('main a[href$="/edit"]')
    page.fill("#established", "1962-09-01")
    page.click("main form .actions button")
    page.wait_for_url("**/organisations/*")


def answered(page: Page) -> str:
    """The seconds until the page is there, each time it is loaded again."""
    taken = []
    for _ in range(5):
        page.reload()
        spent = page.evaluate(
            "(({responseEnd, requestStart}) => responseEnd - requestStart)(performance.getEntriesByType('navigation')[0])"
        )
        taken.append(f"{spent / 1000:.2f} s")
    return ", ".join(taken)


def look_at_2026(page: Page) -> None:
    """Whether anything is left to be confirmed for a call of 2026, now that the founding date is there."""
    page.goto("/ideas/new?call=ka220-vet-2026")
    walking.describe(page, "we")
    page.click(".next-step form button")
    first = page.locator("#alternative-1")
    print(f"  ka220-vet-2026, the founding date entered: {first.locator('.rule-bar p').first.inner_text()}")
    print("  to be confirmed: " + "; ".join(first.locator(".rule-bar li").all_inner_texts() or ["nothing"]))


def run(browser: Browser, service: Service, initiator: str, folder: Path, width: int) -> bool:
    """From the idea to a document that verifies until a byte of it is changed; whether it does and every page fits."""
    found: list[str] = []

    def seen(page: Page, name: str) -> None:
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        found.extend(too_wide(page, width))

    with service.beside() as session:
        email = persons.person_of(session, initiator).user.email
    look = {"base_url": service.address, "viewport": {"width": width, "height": 800}}
    page = visit(browser, email, **look)
    if width == WIDTHS[0]:
        enter_founding_date(page)
        look_at_2026(page)
    page.goto("/ideas/new?call=ka220-vet-2027")
    walking.describe(page, "we")
    page.click(".next-step form button")
    page.wait_for_selector("#alternative-1")
    seen(page, "suggestions")
    print(f"  the page of suggestions, asked for five times: {answered(page)}")
    partners = walking.save(page)
    print(f"  saved: {'; '.join(partners)}")
    path = urlsplit(page.url).path
    with service.beside() as session:
        persons.fill_up(session, int(path.rpartition("/")[2]), partners[-1])
    own = next(one for one in walking.members(page) if one not in partners)
    walk = walking.among_strangers(lambda email, **look: visit(browser, email, **look), service, path, width, seen)
    coordinator, others = walking.to_the_coordinator(walk, own, partners)
    walking.part_and_mend(walk, coordinator, others[0])
    print(f"  handed over to {coordinator}, and mended by it")
    page = walk.here(walk.desk(coordinator))
    walking.stay(walk, walking.members(page))
    document = school.finalise(walk.here(page), FINALISED, folder)
    seen(page, "finalised")
    sound = school.verify(document)
    school.spoil(document)
    spoilt = school.verify(document)
    print(f"  {width} pixels wide; verify: exit code {sound}, after one changed byte {spoilt}")
    print("\n".join(found))
    return not found and (sound, spoilt) == (0, 1)


def main() -> int:
    """Run it on the database of the settings; the screenshots lie in the instance folder."""
    folder = Path(os.environ["MATCHMAKER_INSTANCE"])
    expect.set_options(timeout=PATIENCE / 4)
    with Service(folder, config.load().database_url) as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        held = [run(browser, service, sys.argv[1], folder, width) for width in WIDTHS]
        return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
