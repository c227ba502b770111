"""Somebody leaves: the desk says so with how many could come instead, one of them does, and the work is planned anew."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from matchmaker import config, db
from tests import factories
from tests.journeys.conftest import Visit, serving
from tests.journeys.measured import too_wide

WIDTHS = (360, 1440)
KNOWN = {"topics": ["work-based-learning"], "languages": ["en", "de"], "established": "1990-09-01"}


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[int, int]]]:
    """The address of the real server; for each width a consortium of Alice's that Bob and Dora have joined."""
    folder = tmp_path_factory.mktemp("gathered")
    settings = config.load(instance=folder, database_url="")
    db.upgrade(settings.database_url)
    with db.opened(settings) as database, database.unit_of_work() as session:
        cast = factories.cast(session)
        for name, country in (("Hugo", "IT"), ("Ines", "ES"), ("Jan", "CZ")):
            factories.edit(session, factories.register(session, name, kind="chamber", country=country), **KNOWN)
        numbers = {
            width: factories.complete(session, cast, title=f"Bread at {width}", seats=["kind:chamber"]).id for width in WIDTHS
        }
    with serving(folder) as address:
        yield address, numbers


@pytest.mark.parametrize("width", WIDTHS)
def test_one_leaves_another_comes_and_the_work_is_planned_anew(
    visit: Visit, gathered: tuple[str, dict[int, int]], width: int
) -> None:
    address, numbers = gathered
    path, look = f"/consortia/{numbers[width]}", {"base_url": address, "viewport": {"width": width, "height": 800}}
    dora = visit("dora@school.eu", **look)
    dora.goto(path)
    dora.locator('a[href$="/leave"]').first.click()
    dora.click('form .danger[type="submit"]')
    dora.wait_for_url("**/home")

    alice = visit("alice@school.eu", **look)
    waiting = alice.locator("main").get_by_text("Dora's organisation has left · 1 seat is open").first
    expect(waiting).to_be_visible()
    expect(alice.locator("#how-many")).to_have_text("3 replacements")
    assert not list(too_wide(alice, width))
    alice.click(f'a[href^="{path}/place"]')
    alice.locator("#takers a", has_text="See what would change").first.click()
    alice.get_by_role("button", name="Do it").click()
    alice.wait_for_url(f"**{path}")

    expect(alice.locator(".next-step")).to_contain_text("1 member has not been asked yet")
    lines = alice.locator(".verdicts")
    expect(lines).to_contain_text("With the 2 who have joined")
    expect(lines.locator(".good")).to_have_count(0)
    assert not list(too_wide(alice, width))
    alice.get_by_role("link", name="Add a work package").click()
    alice.fill("#title", "Modules for bakers")
    alice.select_option("#lead", label="Bob's organisation")
    alice.locator("main form .actions button").click()
    expect(alice.locator("tr", has_text="Modules for bakers")).to_contain_text("Bob's organisation")
    assert not list(too_wide(alice, width))
