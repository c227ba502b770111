"""A consortium that lacks something is mended, a partner swapped and swapped back, and a chamber finds where it is needed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from matchmaker import config, db
from tests import factories
from tests.journeys.conftest import Visit, serving
from tests.journeys.measured import NARROWEST, too_wide, violations

ALICE, DORA = "alice@school.eu", "dora@school.eu"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server: Alice's draft lacks a third country, an idea of hers asks too much, and Charlie's draft is shown."""
    folder = tmp_path_factory.mktemp("mended")
    settings = config.load(instance=folder, database_url="")
    db.upgrade(settings.database_url)
    with db.opened(settings) as database, database.unit_of_work() as session:
        cast = factories.cast(session)
        factories.draft(session, cast.alice, [cast.bob])
        factories.idea(session, cast.alice, title="Only from Malta", countries=["MT"], size_max=3)
        factories.draft(session, cast.charlie, [cast.bob], is_shown=True)
    with serving(folder) as address:
        yield address


def test_repair_swap_and_undo(visit: Visit) -> None:
    page = visit(ALICE)
    page.goto("/consortia/1")
    ways = page.get_by_role("region", name="What would help")
    expect(ways).to_contain_text("One step is enough.")
    found = violations_here(page)
    ways.get_by_role("button", name=re.compile("Do it.*Add Dora's organisation")).click()
    expect(page.locator("[data-announce]")).to_contain_text("Composition check passed")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    found += violations_here(page)
    page.get_by_role("link", name="Try a change of members").click()
    fold = page.locator("details.reserves", has_text="Dora's organisation")
    fold.locator("summary").click()
    fold.get_by_role("link", name=re.compile("See what would change.*Charlie's organisation")).click()
    expect(page.get_by_role("heading", name="Replace Dora's organisation by Charlie's organisation")).to_be_visible()
    found += violations_here(page)
    page.get_by_role("link", name="Undo").click()
    expect(page.get_by_text("Try a change of members: you see")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Do it").click()
    members = page.get_by_role("region", name="Members")
    expect(members).to_contain_text("Charlie's organisation")
    page.get_by_role("button", name="Undo").click()
    expect(members).to_contain_text("Dora's organisation")
    expect(members).not_to_contain_text("Charlie's organisation")
    assert not found, "\n".join(found)


def test_wish_that_cannot_be_met_is_given_up_and_a_partner_swapped(visit: Visit) -> None:
    page = visit(ALICE)
    page.goto("/ideas/2/suggestions")
    page.get_by_role("button", name="Suggest").click()
    expect(page.get_by_role("heading", name="This cannot be met")).to_be_visible(timeout=30_000)
    found = violations_here(page)
    page.get_by_role("link", name=re.compile("Change the idea so.*only partners from Malta")).click()
    found += violations_here(page)
    page.get_by_role("button", name="Save the idea and suggest again").last.click()
    first = page.locator("#alternative-1")
    first.get_by_role("button", name="Who could replace it").first.click()
    fold = first.locator(".reserves:popover-open")
    fold.get_by_role("link", name="See what would change").first.click()
    found += violations_here(page)
    page.get_by_role("button", name="Do it: save as a draft").click()
    page.wait_for_url("**/consortia/*")
    assert not found, "\n".join(found)


def test_chamber_sees_where_it_is_needed(visit: Visit) -> None:
    page = visit(DORA)
    needed = page.get_by_role("region", name="Ideas looking for you: Dora's organisation")
    expect(needed).to_contain_text("1 idea is looking for a partner like you.")
    expect(needed).not_to_contain_text("Charlie")
    found = violations_here(page)
    needed.get_by_role("link", name="All ideas looking for you").click()
    found += violations_here(page)
    assert not found, "\n".join(found)


def violations_here(page: Page) -> list[str]:
    return [*too_wide(page, NARROWEST), *violations(page, dark_is_narrow=False)]
