"""An alternative is taken in at one look, whatever its members are called; everything else about it is one press away."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from matchmaker import config, db
from tests import factories
from tests.journeys.conftest import Visit, serving
from tests.journeys.measured import NARROWEST, too_wide, violations

ALICE = "alice@school.eu"
LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
SCREENS = 4
"""Screens of a phone that an alternative takes at most."""
MANY = 6
"""Members of whom each is told in a line, with a second one for a doubt."""
LINES = 112
"""Pixels of a partner in one line, whose name, place and doubt may each take more than one where they are long."""
DOUBTS = 60
"""Pixels that doubts may take beyond a laptop's screen: they are never cut off."""
SIZES = {3: 1, 5: 2, 8: 3}
"""Members -> number of the idea that asks for so many."""
LONG = (
    "Europejskie Centrum Kształcenia Zawodowego i Ustawicznego imienia Świętej Jadwigi Królowej w Województwie Zachodniopomorskim"
)
UNBROKEN = "Handwerkskammerausbildungsstättenverwaltungsgesellschaft" * 4


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real server: organisations with long names and texts, and ideas for three, five and eight members."""
    folder = tmp_path_factory.mktemp("seen")
    settings = config.load(instance=folder, database_url="")
    db.upgrade(settings.database_url)
    with db.opened(settings) as database, database.unit_of_work() as session:
        alice = factories.register(session, "Alice", organisation_name=LONG)
        factories.edit(session, alice, established="1990-09-01", languages=["pl", "en"])
        kinds = ("vocational-school", "chamber", "higher-education", "ngo", "employer")
        for n, country in enumerate(("DE", "AT", "FR", "ES", "IT", "CZ", "SK", "HU", "RO", "PT")):
            name = f"{UNBROKEN if n == 1 else LONG} {country}"
            one = factories.register(session, f"Partner{n}", organisation_name=name, kind=kinds[n % 5], country=country)
            said = {"languages": ["en", "de", "fr", "es"], "topics": ["work-based-learning"], "roles": ["coordinator", "partner"]}
            text = f"{LONG} trains people of every age for crafts and trades. It also runs a school."
            said |= {"languages": []} if n % 3 == 0 else {}  # whether it speaks English has to be asked
            factories.edit(session, one, established="1990-09-01", description=text, contribution=text, **said)
        for number in SIZES:
            said = {"fields": ["1013"], "topics": ["work-based-learning"], "language": "en"}
            factories.idea(session, alice, title=f"For {number}", size_min=number, size_max=number, applicant="find", **said)
    with serving(folder) as address:
        yield address


@pytest.fixture
def page(visit: Visit) -> Page:
    return visit(ALICE)


def suggest(page: Page, members: int) -> None:
    """Ask for the idea with so many members, unless that was done; its search is not waited for."""
    page.goto(f"/ideas/{SIZES[members]}/suggestions")
    if not page.locator("#alternative-1").count():
        page.get_by_role("button", name="Suggest").click()
    if (stop := page.get_by_role("button", name="Stop")).count():
        stop.click()
    expect(page.locator("#alternative-1 article.member")).to_have_count(members - 1)


@pytest.mark.parametrize("members", SIZES)
def test_alternative_fits_a_laptops_screen_and_four_of_a_phone(page: Page, members: int) -> None:
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    suggest(page, members)
    room = LAPTOP["height"] - page.locator("body > header").bounding_box()["height"]  # type: ignore[index]
    tall = [one.bounding_box()["height"] for one in page.locator("section.alternative").all()]  # type: ignore[index]
    lines = [one.bounding_box()["height"] for one in page.locator(".as-lines .member").all()]  # type: ignore[index]
    assert (max(tall) <= room + DOUBTS) if members < MANY else (len(lines) >= members - 1 and max(lines) <= LINES)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    tall = [one.bounding_box()["height"] for one in page.locator("section.alternative").all()]  # type: ignore[index]
    assert max(tall) <= SCREENS * PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_each_partner_has_five_lines_and_everything_else_one_press_away(page: Page) -> None:
    suggest(page, 5)
    first = page.locator("#alternative-1")
    cards = first.locator("article.member")
    for place in range(cards.count()):
        card = cards.nth(place)
        for line in (".who", ".where", ".what", ".answers"):
            expect(card.locator(line)).to_be_visible()
        panel = first.locator(".panel:not(.reserves)").nth(place)
        reasons = panel.locator(".reasons").first.locator("li")
        assert reasons.count() > 1
        expect(reasons.first).to_be_hidden()
        card.get_by_role("button", name="More about it").click()
        for reason in reasons.all():
            expect(reason).to_be_visible()
        expect(panel).to_contain_text("It also runs a school.")
        page.keyboard.press("Escape")
        expect(panel).to_be_hidden()
        expect(card.get_by_role("button", name="More about it")).to_be_focused()


@pytest.mark.parametrize("members", [5, 8])
def test_a_doubt_is_seen_whole_as_card_and_as_line(page: Page, members: int) -> None:
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        suggest(page, members)
        doubts = page.locator("section.alternative .member .asked")
        assert doubts.count() > 0
        for doubt in doubts.all():
            expect(doubt).to_be_visible()
            expect(doubt).to_contain_text(re.compile("English|ECHE"))
            assert doubt.evaluate("one => one.scrollHeight <= one.clientHeight + 1 && one.scrollWidth <= one.clientWidth + 1")


def test_what_all_partners_share_is_said_once_and_in_no_card(page: Page) -> None:
    suggest(page, 5)
    first = page.locator("#alternative-1")
    shared = "works on your topic: work-based learning"
    seen = [one for one in first.get_by_text(shared).all() if one.is_visible()]
    assert len(seen) == 1
    expect(first.locator(".overview")).to_contain_text(shared)
    for card in first.locator("article.member").all():
        expect(card).not_to_contain_text(shared)


def test_rules_score_and_open_points_are_one_press_away(page: Page) -> None:
    suggest(page, 5)
    first = page.locator("#alternative-1")
    expect(first.locator(".rule-bar")).to_contain_text("rules met")
    for fold in first.locator(".folds > details").all():
        expect(fold.locator(":scope > :not(summary)").first).to_be_hidden()
        fold.locator("summary").first.click()
        expect(fold.locator(":scope > :not(summary)").first).to_be_visible()
    assert first.locator(".folds > details").count() >= 4


def test_alternatives_are_compared_on_one_screen_with_what_differs_marked(page: Page) -> None:
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    suggest(page, 3)
    tabs = page.locator("nav.alternatives a")
    assert tabs.count() == page.locator("section.alternative").count() > 1
    table = page.locator("table.compared")
    expect(table).to_be_hidden()
    page.get_by_text("The alternatives side by side").click()
    expect(table).to_be_in_viewport()
    assert table.bounding_box()["height"] <= LAPTOP["height"]  # type: ignore[index]
    marked = table.locator("tr.other")
    assert marked.count()
    for row in marked.all():
        expect(row.locator("th")).to_contain_text("differs")
    for row in table.locator("tr.same").all():
        assert row.locator("td").count() == 1


def test_each_alternative_says_why_one_would_take_it_and_not_the_first(page: Page) -> None:
    suggest(page, 5)
    others = page.locator("section.alternative:not(#alternative-1)")
    assert others.count()
    for other in others.all():
        expect(other.locator(".beside")).to_contain_text(re.compile(r"Beside alternative 1: .{5,}"))
    expect(page.locator("#alternative-1 .beside")).to_have_count(0)
    for tab in page.locator("nav.alternatives a").all()[1:]:
        expect(tab.locator("span")).not_to_be_empty()


def test_number_of_a_member_stands_in_one_line(page: Page) -> None:
    page.goto("/styleguide")
    lines = """numbers => numbers.map(one => {
        const inside = document.createRange();
        inside.selectNodeContents(one);
        return [one.textContent, new Set([...inside.getClientRects()].map(box => Math.round(box.top))).size];
    })"""
    found = page.locator(".pin-number").evaluate_all(lines)
    assert "12" in {number for number, _ in found}
    assert {several for _, several in found} == {1}


def test_suggestions_and_their_panels_are_accessible(page: Page) -> None:
    suggest(page, 8)
    found = [*too_wide(page, NARROWEST), *violations(page, dark_is_narrow=True)]
    page.get_by_role("button", name="More about it").first.click()
    found += [*too_wide(page, NARROWEST), *violations(page, dark_is_narrow=False)]
    assert not found, "\n".join(found)
