"""A search that takes long: what was found at first is there at once, how far it is can be seen, and it can be stopped."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from matchmaker import config, db
from tests import factories, long_search
from tests.journeys.conftest import Visit, serving
from tests.journeys.measured import violations

EMAIL = "alice@school.eu"
GOES_ON = "The search is still running"
IMPROVES = re.compile(r"may still improve by up to \d+(\.\d)? points?")
STOPPED = re.compile(r"The search was stopped after \d+ seconds?\.")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server on a database with a crowd, and an idea of Alice's that is hard to answer."""
    folder = tmp_path_factory.mktemp("crowded")
    settings = config.load(instance=folder, database_url="")
    db.upgrade(settings.database_url)
    with db.opened(settings) as database, database.unit_of_work() as session:
        alice = factories.cast(session).alice
        long_search.crowd(session)
        long_search.idea(session, alice)
    with serving(folder) as address:
        yield address


def suggest(page: Page) -> None:
    page.goto("/ideas/1")
    page.click(".next-step form button")
    page.wait_for_url("**/suggestions*")


def number_of_alternatives(page: Page) -> int:
    return page.locator("section.alternative").count()


def test_long_search_is_seen_stopped_and_its_best_shown(visit: Visit) -> None:
    page = visit(EMAIL)
    suggest(page)
    search = page.locator("section.search")
    expect(search.get_by_role("heading", name=GOES_ON)).to_be_visible()
    at_first = number_of_alternatives(page)
    expect(search.locator("progress")).not_to_have_attribute("value", "0", timeout=30_000)
    expect(search).to_contain_text(re.compile(r": [1-9]\d* of at most 60 seconds"), timeout=30_000)
    expect(search).to_contain_text(IMPROVES, timeout=30_000)
    assert page.evaluate("document.activeElement === document.body")
    polled = search.locator("[hx-get]").get_attribute("hx-get")
    page.reload()
    assert search.locator("[hx-get]").get_attribute("hx-get") == polled
    assert list(violations(page, dark_is_narrow=True)) == []
    search.get_by_role("button", name="Stop").click()
    expect(search).to_contain_text(STOPPED, timeout=10_000)
    assert number_of_alternatives(page) >= max(1, at_first)
    expect(page.locator("#alternative-1")).to_contain_text("The best that was found in the time there was")
    page.reload()
    expect(search).to_contain_text(STOPPED)
    page.click("details.asked-how > summary")
    page.get_by_role("button", name="Suggest again").click()
    expect(search.get_by_role("heading", name=GOES_ON)).to_be_visible()
    search.get_by_role("button", name="Stop").click()
    expect(search).to_contain_text(STOPPED, timeout=10_000)


def test_long_search_works_without_script(visit: Visit) -> None:
    page = visit(EMAIL, java_script_enabled=False)
    page.goto("/ideas/1/suggestions")
    for fold in page.locator("details.asked-how > summary").all():  # there is an answer already
        fold.click()
    page.select_option("#chance", "little")
    page.get_by_role("button", name="Suggest").click()
    search = page.locator("section.search")
    until = 60
    while not IMPROVES.search(search.inner_text()):
        until -= 1
        assert until
        page.wait_for_timeout(500)
        search.get_by_role("link", name="Check progress").click()
    search.get_by_role("button", name="Stop").click()
    while not STOPPED.search(search.inner_text()):
        until -= 1
        assert until
        page.wait_for_timeout(200)
        search.get_by_role("link", name="Check progress").click()
    assert page.url.endswith("?chance=little")
    assert number_of_alternatives(page)
