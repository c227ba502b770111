"""Every page, in its states, as people of all kinds meet it: axe finds nothing, and nothing is wider than its window.

Each look is taken in one language, another for each look: at four widths, in text of twice the size, and under axe, narrow in one
scheme of colours and wide in the other, turn and turn about. At the narrowest width it is taken in German too, whose words are
longest.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.exceptions import HTTPException

from matchmaker import config, db
from matchmaker.app import create_app
from tests.journeys.conftest import Visit, serving
from tests.journeys.furnished import LINE, NAME, furnish
from tests.journeys.measured import NARROWEST, open_folds, too_wide, too_wide_in_large_text, violations

LANGUAGES = ("en", "pl", "de")
LONGEST = "de"
WIDTHS = (360, 768, 1440)
NO_PAGES = {
    *("static", "start.alive", "start.ready", "start.fields", "suggestions.progress", "outcomes.snapshot", "accounts.data"),
    *("uploads.show", "readiness.dates", "partner.read_file"),
    *("drafts.new_kept", "drafts.edit_kept"),
}
"""What is got and is no page: files, signs of life, parts of pages."""


def submit(form: str) -> Callable[[Page], None]:
    """Send a form as it is, so that its mistakes are shown."""

    def act(page: Page) -> None:
        page.locator(form).first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
        page.wait_for_selector(".mistakes, .mistake")

    return act


def stop_mails(page: Page) -> None:
    """End one kind of mail."""
    with page.expect_navigation():
        page.locator("main form button").first.click()


def invite_nobody(page: Page) -> None:
    """Send a letter without an address."""
    for one in page.locator("input[name=whom]:checked").all():
        one.uncheck()
    submit("main form")(page)


def open_menus(page: Page) -> None:
    """Open one menu after the other: each lies within the window."""
    for menu in page.locator("details.menu").all():
        if menu.is_visible():
            menu.locator("> summary").click()
            expect(menu).to_have_attribute("open", "")
            box = menu.locator("> ul").bounding_box()
            width = page.evaluate("document.documentElement.clientWidth")
            assert box is not None
            assert box["x"] >= 0, page.url
            assert box["x"] + box["width"] <= width, page.url


def open_dialog(page: Page) -> None:
    """Ask what is asked once more."""
    page.locator("details.dialog > summary").first.click()
    page.wait_for_selector("dialog[open]")


def open_partner(page: Page) -> None:
    """Look at all that is asked of one partner."""
    page.locator("details.partner > summary").nth(1).click()
    for fold in page.locator("details.partner[open] details.fold > summary").all():
        fold.click()


def give_nothing(page: Page) -> None:
    """Send no file for a document."""
    form = 'form[enctype="multipart/form-data"]'
    page.locator(form).first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.wait_for_selector(".mistake")


def open_next_step(page: Page) -> None:
    """The same of the next step, beneath whatever else asks once more on the page."""
    page.locator(".next-step details.dialog > summary").first.click()
    page.wait_for_selector("dialog[open]")


def open_link(page: Page) -> None:
    """Open the page of a partner's link."""
    page.click("main form button")
    page.wait_for_selector(".next-step")


def paste_group(page: Page) -> None:
    """Paste a group of which something is not understood, and try to make the draft."""
    page.fill("#title", LINE)
    page.select_option("#call", index=1)
    page.fill("#lines", f"Bob's organisation; DE; higher-education\n{NAME}; Frnce; school")
    page.click("main form .actions button")
    page.wait_for_selector(".understood")
    page.click("main form .actions button")
    page.wait_for_selector(".mistake")


def make_letter(page: Page) -> None:
    """Have the letter with the link made."""
    page.click("main form button")
    page.wait_for_selector("article[lang]")


def try_log_in(page: Page) -> None:
    """An address that has no account."""
    page.fill("#email", "nobody@school.eu")
    page.fill("#password", "what was it again")
    page.press("#password", "Enter")
    page.wait_for_selector(".mistakes")


def suggest(page: Page) -> None:
    """Ask for suggestions, unless there is an answer already."""
    ask = page.locator('form[action$="/suggestions/ask"] button[type="submit"]')
    ask.first.evaluate("button => button.form.requestSubmit(button)")
    page.wait_for_url("**/suggestions*")
    page.wait_for_load_state()


def tell(page: Page) -> None:
    """Say what an idea is about, until the page has kept it and proposes what the words hint at."""
    page.fill("#title", LINE)
    page.fill("#summary", "Cooks, bakers and apprentices; new teaching methods.")
    expect(page.locator("#hinted-topics-apprenticeships")).to_be_checked()
    expect(page.locator(".saved")).to_be_visible()


def name_countries(page: Page) -> None:
    """Type countries, one of them unknown, and try to go on."""
    page.fill("#countries-typed", "DE, AT, Frnce")
    page.press("#countries-typed", "Tab")
    submit("#idea")(page)


@dataclass(frozen=True)
class Look:
    """A page as somebody sees it.

    who: the first name of whoever is logged in, "" for nobody. then: what brings the page into its state.
    """

    who: str
    path: str
    then: Callable[[Page], None] | None = None
    status: int = 200
    within: str = ""
    """What axe looks at, where that lies over the page."""


LOOKS = (
    Look("", "/"),
    Look("", "/about"),
    Look("", "/register"),
    Look("", "/register", submit("main form")),
    Look("", "/login"),
    Look("", "/login", try_log_in),
    Look("", "/password"),
    Look("", "/password", submit("main form")),
    Look("", "/password/new?link={renewal}"),
    Look("", "/password/new?link={renewal}", submit("main form")),
    Look("", "/mails/stop?link={stop}"),
    Look("", "/mails/stop?link={stop}", stop_mails),
    Look("", "/partner", status=403),
    Look("", "/l/{secret}"),
    Look("", "/l/{secret}", open_link),
    Look("", "/l/{joins}", open_link),
    Look("", "/calls"),
    Look("", "/calls?months=999&kind=vocational-school&country=PL", status=422),
    Look("", "/calls?organisations=1&countries=1&kind=vocational-school&country=PL"),
    Look("", "/calls/ka220-vet-2027"),
    Look("", "/calls/cove-2025"),
    Look("", "/calls/sport-sscp-2026"),
    Look("", "/organisations"),
    Look("", "/organisations?q=nobodyisnamedso"),
    Look("", "/organisations/{alice}"),
    Look("", "/organisations/{records}"),
    Look("", "/nowhere", status=404),
    Look("", "/styleguide"),
    Look("", "/styleguide", open_dialog, within="dialog[open]"),
    Look("eve", "/home"),
    Look("eve", "/home", open_menus, within="details.menu[open]"),
    Look("eve", "/account"),
    Look("eve", "/account/password", submit("main form")),
    Look("eve", "/ideas/new"),
    Look("eve", "/ideas/new/never", status=404),
    Look("eve", "/ideas/new/k1/what?call=ka220-vet-2027", submit("#idea")),
    Look("eve", "/consortia/{draft}", status=404),
    Look("fay", "/home"),
    Look("fay", "/account/confirm?link={confirmation}"),
    Look("fay", "/account/confirm?link=torn"),
    Look("alice", "/home"),
    Look("alice", "/account/password"),
    Look("alice", "/organisations/{alice}"),
    Look("alice", "/organisations/{alice}/edit"),
    Look("alice", "/organisations/{alice}/contact"),
    Look("alice", "/organisations/{alice}/leave"),
    Look("bob", "/organisations/{bob}/leave", submit("main form")),
    Look("eve", "/account/delete", submit("main form")),
    Look("alice", "/organisations/{alice}/exposure"),
    Look("alice", "/organisations/{alice}/openings"),
    Look("alice", "/organisations/{alice}?open_to=ka220-vet-2027&seat=sector:HED"),
    Look("alice", "/ideas/{idea}"),
    Look("alice", "/ideas/new/k1/what?call=ka220-vet-2027", tell),
    Look("alice", "/ideas/new/k1/whom?call=ka220-vet-2027", name_countries),
    Look("alice", "/ideas/new/k1/when?call=ka220-vet-2027"),
    Look("alice", "/ideas/new"),
    Look("alice", "/ideas/{idea}/edit"),
    Look("alice", "/ideas/{idea}/edit/whom"),
    Look("alice", "/ideas/{idea}/edit/when"),
    Look("alice", "/ideas/{idea}", suggest),
    Look("alice", "/ideas/{never}", suggest),
    Look("alice", "/ideas/{idea}/variant?{trial}"),
    Look("alice", "/ideas/{idea}/variant/place?{trial}&place={bobs}"),
    Look("alice", "/consortia/{draft}"),
    Look("alice", "/consortia/{draft}", open_menus, within="details.menu[open]"),
    Look("alice", "/consortia/{draft}?find=a"),
    Look("alice", "/consortia/{draft}?find=nobodyisnamedso"),
    Look("alice", "/consortia/{draft}/members/{member}"),
    Look("alice", "/consortia/{draft}/members/{unasked}/invitation"),
    Look("alice", "/consortia/{draft}/members/{unasked}/invitation", submit("main form")),
    Look("alice", "/consortia/{draft}/invitations"),
    Look("alice", "/consortia/{wanting}/invitations", invite_nobody),
    Look("alice", "/consortia/{draft}/reserves"),
    Look("alice", "/consortia/{draft}/reserves/{reserve}"),
    Look("alice", "/consortia/{draft}/reserves/new?place={bobs}&joins={eves}", submit("main form")),
    Look("alice", "/consortia/{draft}/hand-over"),
    Look("alice", "/consortia/{draft}/agency"),
    Look("alice", "/consortia/{handed}/readiness"),
    Look("bob", "/consortia/{handed}/readiness", give_nothing),
    Look("bob", "/consortia/{handed}/finalise"),
    Look("alice", "/consortia/{passed}/finalise", submit("main form")),
    Look("alice", "/consortia/{draft}/finalise"),
    Look("alice", "/consortia/{offered}/readiness", open_partner),
    Look("alice", "/consortia/{shared}"),
    Look("alice", "/consortia/{shared}/packages/new", submit("main form")),
    Look("alice", "/consortia/{shared}/packages/{package}"),
    Look("alice", "/consortia/{draft}/amount"),
    Look("alice", "/consortia/{shared}/amount"),
    Look("alice", "/consortia/{draft}/repairs"),
    Look("alice", "/consortia/{draft}/what-if?step=remove+{bob}"),
    Look("alice", "/consortia/{draft}/place?place=records-1"),
    Look("alice", "/consortia/{shared}/calls"),
    Look("alice", "/consortia/{shared}/calls", open_dialog, within="dialog[open]"),
    Look("alice", "/consortia/{wanting}"),
    Look("alice", "/consortia/{wanting}/repairs"),
    Look("alice", "/consortia/{offered}"),
    Look("alice", "/consortia/{finalised}"),
    Look("alice", "/consortia/{finalised}", submit('form[action$="/submit"]')),
    Look("alice", "/consortia/{final}"),
    Look("alice", "/consortia/{gone}"),
    Look("alice", "/consortia/{passed}"),
    Look("alice", "/consortia/{passed}", open_next_step, within="dialog[open]"),
    Look("bob", "/consortia/{passed}"),
    Look("bob", "/consortia/{decided}"),
    Look("alice", "/consortia/{decided}/persons"),
    Look("alice", "/consortia/{decided}/persons", open_dialog, within="dialog[open]"),
    Look("bob", "/consortia/{final}/persons"),
    Look("alice", "/groups/new"),
    Look("alice", "/groups/new", paste_group),
    Look("alice", "/consortia/{brought}"),
    Look("alice", "/consortia/{brought}/guests/new", submit("main form")),
    Look("alice", "/consortia/{brought}/members/{written}/letter"),
    Look("alice", "/consortia/{brought}/members/{written}/letter", make_letter),
    Look("alice", "/consortia/{brought}/members/{came}/sheet"),
    Look("bob", "/consortia/{offered}/members/{joined}/sheet"),
    Look("bob", "/invitations/{sent}"),
    Look("bob", "/invitations/{sent}", submit('form[action*="/messages"]')),
    Look("bob", "/invitations/{sent}/decline"),
    Look("alice", "/invitations/{sent}"),
    Look("bob", "/invitations/{over}"),
    Look("bob", "/hand-overs/{offer}"),
    Look("bob", "/consortia/{offered}/members/{joined}/leave"),
    Look("bob", "/consortia/{handed}"),
    Look("bob", "/consortia/{handed}/hand-over"),
    Look("bob", "/consortia/{handed}/hand-back", submit("main form")),
    Look("dora", "/consortia/{handed}"),
    Look("dora", "/invitations/{interested}"),
    Look("dora", "/invitations/{interested}", submit('form[action$="/join"]')),
    Look("dora", "/operator"),
    Look("dora", "/organisations/{alice}"),
    Look("dora", "/organisations/{alice}/block"),
    Look("dora", "/organisations/{dora}/blocked"),
    Look("bob", "/organisations/{bob}/blocked"),
    Look("dora", "/report/organisation/{alice}", submit("main form")),
    Look("dora", "/moderation"),
    Look("dora", "/moderation/{reported}", submit('form[action$="/close"]')),
    Look("dora", "/moderation/{closed}"),
)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, object]]]:
    """The address of the real server, and the numbers of what there is in it."""
    folder = tmp_path_factory.mktemp("furnished")
    settings = config.load(instance=folder, database_url="")
    db.upgrade(settings.database_url)
    with db.opened(settings) as database, database.unit_of_work() as session:
        numbers = furnish(session, settings.secret_key.get_secret_value())
    with serving(folder) as address:
        yield address, numbers


@pytest.fixture(scope="module")
def routes() -> Flask:
    return create_app(config.load())


def test_every_page_is_looked_at(routes: Flask) -> None:
    """A new page needs a look in the list above, or a name among what is no page."""
    urls = routes.url_map.bind("localhost")
    asked = {rule.endpoint for rule in routes.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = set()
    for look in LOOKS:
        numbers = dict.fromkeys(furnished_names(look.path), 1)
        with suppress(HTTPException):
            seen.add(urls.match(look.path.format(**numbers).partition("?")[0])[0])
        if look.then is suggest:
            seen.add("suggestions.show")
    assert asked - seen - NO_PAGES == set()
    assert asked >= NO_PAGES


def furnished_names(path: str) -> list[str]:
    """The places of a path."""
    return [part.partition("}")[0] for part in path.split("{")[1:]]


@pytest.mark.parametrize("who", ["", "eve", "fay", "alice", "bob", "dora"])
def test_nothing_is_in_anybodys_way(visit: Visit, furnished: tuple[str, dict[str, object]], who: str) -> None:
    address, numbers = furnished
    email = f"{who}@school.eu" if who else ""
    pages = {language: visit(email, language=language, base_url=address) for language in LANGUAGES}
    found: list[str] = []
    for number, look in enumerate(one for one in LOOKS if one.who == who):
        first = LANGUAGES[number % len(LANGUAGES)]
        for language in sorted({first, LONGEST}):
            page = pages[language]
            page.set_viewport_size({"width": NARROWEST, "height": 740})
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            answer = page.goto(look.path.format(**numbers))
            assert answer is not None
            assert answer.status == look.status, look.path
            if look.then is not None:
                look.then(page)
            open_folds(page)
            found += too_wide(page, NARROWEST)
            if language == first:
                found += (said for width in WIDTHS for said in too_wide(page, width))
                found += too_wide_in_large_text(page)
                found += violations(page, dark_is_narrow=number % 2 == 0, within=look.within)
    assert not found, "\n".join(found)


def test_the_account_is_within_reach_on_the_smallest_screen(visit: Visit, furnished: tuple[str, dict[str, object]]) -> None:
    for language, width in product(LANGUAGES, (320, 390)):
        page = visit("alice@school.eu", language=language, base_url=furnished[0])
        page.set_viewport_size({"width": width, "height": 600})
        page.goto(f"/about?lang={language}")
        page.click("nav details.menu > summary")
        button = page.locator('form[action$="/logout"] button')
        expect(button).to_be_in_viewport(ratio=1)
        button.click()
        expect(page.locator('nav a[href="/login"]')).to_be_visible()
        page.context.close()


def test_the_language_is_one_press_away_at_the_top_of_the_smallest_screen(
    visit: Visit, furnished: tuple[str, dict[str, object]]
) -> None:
    for path, language in product(("/home", "/nowhere"), LANGUAGES):
        page = visit("alice@school.eu", language=language, base_url=furnished[0])
        page.set_viewport_size({"width": NARROWEST, "height": 600})
        page.goto(f"{path}?lang={language}")
        switch, brand = page.locator("header .tongues > summary"), page.locator(".brand")
        assert language.upper() in switch.inner_text()
        beside = [one.bounding_box() for one in (switch, brand)]
        assert beside[0] is not None
        assert beside[1] is not None
        assert abs(beside[0]["y"] + beside[0]["height"] / 2 - beside[1]["y"] - beside[1]["height"] / 2) < 8, "a line of its own"
        switch.click()
        other = page.locator("header .tongues a").first
        expect(other).to_be_in_viewport(ratio=1)
        wanted = other.get_attribute("lang")
        other.click()
        expect(page.locator("html")).to_have_attribute("lang", str(wanted))
        page.context.close()


def test_on_paper_folds_are_open_and_nothing_is_to_be_pressed(visit: Visit, furnished: tuple[str, dict[str, object]]) -> None:
    page = visit("alice@school.eu", base_url=furnished[0])
    page.goto("/consortia/{draft}".format(**furnished[1]))
    rule = page.locator("main details:not(.menu, .dialog, .many) table.rules td").first
    expect(rule).to_be_hidden()
    page.emulate_media(media="print")
    expect(rule).to_be_visible()
    for pressed in ("body > header", "body > footer", "main button", "main .button", "main details.menu"):
        for one in page.locator(pressed).all():
            expect(one).to_be_hidden()


def test_main_actions_are_large_enough_for_a_thumb(visit: Visit, furnished: tuple[str, dict[str, object]]) -> None:
    page = visit("alice@school.eu", base_url=furnished[0], has_touch=True, viewport={"width": 360, "height": 740})
    for path in ("/home", "/consortia/{draft}", "/ideas/{idea}", "/consortia/{draft}/hand-over"):
        page.goto(path.format(**furnished[1]))
        for one in page.locator("main button:not(.link, .small), main a.button:not(.small), nav a").all():
            if one.is_visible():
                box = one.bounding_box()
                assert box is not None
                assert box["height"] >= 44, (path, one.inner_text())
