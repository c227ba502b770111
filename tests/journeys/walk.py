"""From an idea to a consortium that a coordinator has mended, as people walk it, wherever its organisations come from."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from matchmaker.language import N_, render, say
from tests.journeys import persons
from tests.journeys import test_school as school
from tests.journeys.service import Service

WORKSPACE = re.compile(r"/consortia/\d+$")
TITLE = "Kitchens that teach"
"""Of the idea that is described."""


def _nothing(page: Page, name: str) -> None:
    del page, name


@dataclass
class Walk:
    """Who walks, and through what.

    visit: the name of an organisation -> a browser of somebody who acts for it, on its desk. moved: lets so many days pass.
    path, title: of the consortium. seen: called with each page that is worth a look, and a name for it.
    taken: of those who could take a place the best whose line says this; else the best of all. language: of all who walk.
    """

    visit: Callable[[str], Page]
    moved: Callable[[int], None]
    path: str
    title: str
    seen: Callable[[Page, str], None] = _nothing
    taken: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    _open: dict[str, Page] = field(default_factory=dict)

    def desk(self, name: str) -> Page:
        """The desk of whoever acts for an organisation, in one browser for each until days have passed."""
        if name in self._open:
            self._open[name].goto("/home")
        else:
            self._open[name] = self.visit(name)
        return self._open[name]

    def later(self, days: int) -> None:
        """Let so many days pass, while nobody looks."""
        for page in self._open.values():
            page.context.close()
        self._open.clear()
        self.moved(days)

    def said(self, sentence: str, **places: str) -> str:
        """A sentence of the pages in the language of the walk."""
        return render(say(sentence, **places), self.language)

    def here(self, page: Page) -> Page:
        """The page, at the consortium."""
        page.goto(self.path)
        return page


def describe(page: Page, applicant: str) -> None:
    """An idea for four partners, on the first of its three pages: a kitchen school looks for a university and an employer.

    applicant: "we", or "find" for a partner that is asked.
    """
    page.fill("#title", TITLE)
    page.fill("#summary", "Restaurants set tasks for apprentices.")
    page.locator("#fields-words").press_sequentially("hotel")
    page.check("#fields-1013")
    page.click("#more > summary")
    page.click("#topics summary")
    page.check("#topics-tourism-and-hospitality")
    page.check("#topics-green-skills")
    page.click("#save button")
    page.wait_for_url("**/whom")
    page.locator('select[name="seats"]').nth(0).select_option("sector:HED")
    page.click('button[value="seats"]')
    page.locator('select[name="seats"]').nth(1).select_option("class:labour_market_actor")
    page.click("#more > summary")
    page.fill("#size_min", "5")
    page.fill("#size_max", "5")
    if applicant == "we":
        page.check("#confirmed_only")
    page.click("#save button")
    page.wait_for_url("**/when")
    page.check(f"#applicant-{applicant}")
    page.click("#save button")
    page.wait_for_url(re.compile(r"/ideas/\d+$"))


def save(page: Page) -> list[str]:
    """The names of the partners of the first suggestion, which is saved."""
    first = page.locator("#alternative-1")
    partners = first.locator("article.member h3").all_inner_texts()
    first.locator("form button").click()
    page.wait_for_url(WORKSPACE)
    return partners


def among_strangers(
    open_: Callable[..., Page], service: Service, path: str, width: int, seen: Callable[[Page, str], None] = _nothing
) -> Walk:
    """A walk among organisations that nobody here acts for: somebody comes for each when it is asked.

    open_: opens a browser, logged in with an address.
    """
    number = int(path.rpartition("/")[2])

    def visit(name: str) -> Page:
        with service.beside() as session:
            email = persons.member_of(session, number, name).user.email
        return open_(email, base_url=service.address, viewport={"width": width, "height": 800})

    return Walk(visit, service.moved, path, TITLE, seen)


def to_the_coordinator(walk: Walk, initiator: str, partners: list[str]) -> tuple[str, list[str]]:
    """From the draft, of whose four partners the last is at its own limit and the last but one stays silent, to a coordinator.

    Answers who that is, and which others were asked and joined.
    """
    silent, full = partners[-2:]
    *asked, reserve = invite(walk, initiator, full, silent)
    for one in asked:
        join(walk, one)
    time_passes(walk, initiator, silent, reserve)
    join(walk, reserve)
    coordinator = hand_over(walk, initiator)
    return coordinator, [one for one in asked if one != coordinator]


def invite(walk: Walk, initiator: str, full: str, silent: str) -> list[str]:
    """Who is at its own limit is seen before anything is written, and replaced; the others are invited, one has a reserve.

    Answers whom to ask to join, and last who stands in reserve for the one that stays silent.
    """
    page = walk.here(walk.desk(initiator))
    page.click('.next-step a[href$="/invitations"]')
    refused = page.locator("main details li", has_text=full)
    expect(refused).to_contain_text("has joined as many consortia of this call as it can")
    expect(page.locator("#whom li", has_text=full)).to_have_count(0)
    walk.seen(page, "one-is-full")
    refused.locator('a[href*="/place"]').click()
    come = take(walk, page, "full")
    others = [one for one in members(page) if one not in (initiator, full, silent, come)]
    _invite_all(walk, page, 2 + len(others))
    expect(page.locator("table.members .chip", has_text="Invited")).to_have_count(2 + len(others))
    walk.seen(page, "invited")
    return [*others, come, _put_in_reserve(walk, page, silent)]


def take(walk: Walk, page: Page, place: str) -> str:
    """The best of those who could take the place, after a look at what that changes: no rule that was met may fail."""
    best = _best(walk, page, place)
    name = best.locator("a").first.inner_text()
    walk.seen(page, f"{place}-replacements")
    best.locator('a[href*="/what-if"]').click()
    expect(page.locator("#changes")).to_be_visible()
    expect(page.locator("tr.changed td:nth-child(2) .chip.bad")).to_have_count(0)
    walk.seen(page, f"{place}-what-if")
    page.click('.actions form button[type="submit"]')
    page.wait_for_url(WORKSPACE)
    expect(row(page, name)).to_be_visible()
    return name


def members(page: Page) -> list[str]:
    """Their names, in their order."""
    return page.locator('table.members th a[href^="/organisations/"]').all_inner_texts()


def row(page: Page, name: str) -> Locator:
    """The line of a member."""
    return page.locator("table.members tr", has=page.get_by_role("link", name=name, exact=True))


def join(walk: Walk, name: str) -> None:
    """First interested, then "we join"; who is asked for several consortia finds this one by its title."""
    page = walk.desk(name)
    waits = page.locator(".next-step, .waits > li", has_text=walk.title)
    waits.locator('a[href*="/invitations/"]').first.click()
    school.answer(page)


def hand_over(walk: Walk, initiator: str) -> str:
    """Everybody has joined: the initiator offers it to one that may coordinate, which accepts; the initiator reads on."""
    page = walk.here(walk.desk(initiator))
    page.click('.next-step a[href$="/hand-over"]')
    able = page.locator('input[name="member"]:not([disabled])')
    chosen = able.and_(page.locator(":checked")) if able.and_(page.locator(":checked")).count() else able.first
    chosen.check()
    label = page.locator(f'label[for="{chosen.get_attribute("id")}"]')
    coordinator = label.evaluate("(one) => one.firstChild.textContent.trim()")
    page.fill("#note", "You have done this before.")
    walk.seen(page, "hand-over")
    page.click("main form .actions button")
    page.wait_for_url(WORKSPACE)

    taker = walk.desk(coordinator)
    accept(taker, lambda page: walk.seen(page, "hand-over-asked"))

    walk.here(page)
    assert coordinator in members(page)
    expect(page.locator(".next-step")).to_contain_text(f"{coordinator} coordinates")
    expect(page.locator("details.more, #main form:visible")).to_have_count(0)  # it reads, and changes nothing
    walk.seen(page, "handed-over")
    return str(coordinator)


def accept(page: Page, seen: Callable[[Page], None] = lambda page: None) -> None:
    """From one's desk to the offer to coordinate, and to the consortium that is one's own then."""
    page.locator('main a[href*="/hand-overs/"]').first.click()
    seen(page)
    page.click('form[action$="/accept"] button')
    page.wait_for_url(WORKSPACE)


def part_and_mend(walk: Walk, coordinator: str, leaver: str, said: str = "") -> str:
    """A member leaves; the coordinator's desk says what that breaks, and one who keeps every rule is taken, invited, and joins.

    said: what the desk is to say of what breaks. Answers who came instead.
    """
    leaving = walk.here(walk.desk(leaver))
    leaving.locator('a[href$="/leave"]').first.click()
    walk.seen(leaving, "leave")
    leaving.click('form .danger[type="submit"]')
    leaving.wait_for_url("**/home")

    page = walk.desk(coordinator)
    expect(page.locator("main").get_by_text(walk.said(N_("%(name)s has left"), name=leaver)).first).to_be_visible()
    expect(page.locator("main")).to_contain_text(said)
    walk.seen(page, "somebody-has-left")
    page.locator(f'main a[href^="{walk.path}/place"]').first.click()
    come = take(walk, page, "left")
    _invite_all(walk, page, 1)
    join(walk, come)
    expect(row(walk.here(page), come)).to_contain_text(walk.said(N_("Joined")))
    walk.seen(page, "mended")
    return come


def stay(walk: Walk, names: list[str]) -> None:
    """Whoever joined under another coordinator confirms the one that has taken over."""
    for name in names:
        page = walk.here(walk.desk(name))
        if (confirm := page.locator('form[action$="/confirm"] button')).count():
            confirm.click()
            expect(confirm).to_have_count(0)


def time_passes(walk: Walk, initiator: str, silent: str, reserve: str) -> None:
    """The invitation of the silent one ends, and the reserve is asked by itself."""
    walk.later(8)
    page = walk.here(walk.desk(initiator))
    expect(page.locator("main")).to_contain_text(f"{silent} is no longer a member")
    expect(row(page, reserve)).to_contain_text("Invited")
    walk.seen(page, "reserve-asked")


def _best(walk: Walk, page: Page, place: str) -> Locator:
    expect(page.locator("#takers")).to_be_visible()
    return page.locator("#takers .reserve > li", has_text=walk.taken.get(place, "")).first


def _invite_all(walk: Walk, page: Page, number: int) -> None:
    """Everybody who can be asked, each with a line of its own."""
    page.click('.next-step a[href$="/invitations"]')
    expect(page.locator('#whom input[type="checkbox"]:checked')).to_have_count(number)
    for place, why in enumerate(page.locator("#whom textarea").all(), 1):
        why.fill(f"Of those who train with restaurants you are number {place} for us.")
    page.fill("#task", "Set tasks from your kitchens.")
    page.fill("#time_needed", "20 days a year for two years")
    walk.seen(page, f"several-{number}")
    page.click("main form .actions button")
    page.wait_for_url(WORKSPACE)


def _put_in_reserve(walk: Walk, page: Page, replaced: str) -> str:
    row(page, replaced).locator("details.more > summary").click()
    row(page, replaced).locator('a[href*="/place"]').click()
    best = _best(walk, page, "silent")
    name = best.locator("a").first.inner_text()
    best.locator('a[href*="/reserves/new"]').click()
    page.fill("#task", "Set tasks from your kitchens.")
    page.fill("#time_needed", "20 days a year for two years")
    page.fill("#why_you", "You would take part if another could not.")
    page.check("#is_automatic")
    walk.seen(page, "reserve-letter")
    page.click("main form .actions button")
    page.wait_for_url("**/reserves")
    expect(page.locator("main")).to_contain_text("is invited by itself")
    walk.seen(page, "reserves")
    return name
