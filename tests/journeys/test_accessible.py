"""Every main page under axe, in light and dark, wide and narrow: no violation of WCAG 2.2 AA."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Visit, email_of
from tests.journeys.test_school import describe, invite_all, register, save_the_first_suggestion

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
OPEN_PAGES = (
    "/",
    "/about",
    "/register",
    "/login",
    "/password",
    "/calls",
    "/calls/ka202-2018",
    "/calls/cove-2025",
    "/organisations",
    "/nowhere",
)
SIZES = ({"width": 360, "height": 740}, {"width": 1280, "height": 900})


def violations(page: Page) -> Iterator[str]:
    """What axe finds, and what does not fit on the screen, in each size and scheme."""
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            found = Axe().run(page, options=RULES).response["violations"]
            yield from (f"{page.url} {size['width']} {scheme}: {one['id']} {one['nodes'][0]['html']}" for one in found)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            yield f"{page.url} {size['width']}: wider than the screen"


@pytest.mark.parametrize("language", ["en", "pl"])
def test_open_pages(visit: Visit, language: str) -> None:
    page = visit(language=language)
    found = []
    for path in OPEN_PAGES:
        page.goto(path)
        found += violations(page)
    page.goto("/register")
    page.locator("main form").evaluate("form => form.submit()")
    page.wait_for_selector(".mistakes")
    found += violations(page)
    assert not found, "\n".join(found)


def test_pages_of_the_journey(visit: Visit) -> None:
    page = visit()
    found = []
    register(page, "axe@school.eu", "cook")
    found += violations(page)
    page.click('.banner a[href^="/account/confirm"]')
    found += violations(page)
    page.click("main form button")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    describe(page)
    idea = page.url
    save_the_first_suggestion(page, "Composition check passed")
    workspace = page.url
    invite_all(page)
    page.goto("/organisations")
    paths = [
        idea,
        f"{idea}/edit",
        f"{idea}/suggestions",
        workspace,
        f"{workspace}?find=a",
        f"{workspace}/hand-over",
        "/ideas/new",
    ]
    for path in (*paths, "/home", "/account"):
        page.goto(path)
        for fold in page.locator("main details:not(.menu):not(.many)").all():
            fold.evaluate("one => { one.open = true; }")
        found += violations(page)
    partner = visit(email_of("Handwerkskammer Alpenvorland"))
    for path in ("/home", "/organisations/2", "/organisations/2/edit", "/organisations/2/exposure", "/operator"):
        partner.goto(path)
        found += violations(partner)
    partner.goto("/organisations/2")
    partner.click("summary:has(+ form #person-email)")
    partner.fill("#person-email", "axe@school.eu")
    partner.click("form:has(#person-email) button")
    partner.wait_for_selector(".notice")
    found += violations(partner)
    page.goto("/home")
    page.wait_for_selector('form[action$="/accept"]')
    found += violations(page)
    assert not found, "\n".join(found)
