"""What people do, again and again: look around, register, describe ideas, have partners suggested, invite, answer, hand over."""

import random
import re
from collections.abc import Awaitable, Callable
from itertools import count

from sqlalchemy import select

from matchmaker.db import Database
from matchmaker.models import HandOver, Invitation
from tests.factories import OPEN_CALL, PASSWORD
from tools.soak.browser import Browser, Lost, Page

WORDS = ("school", "craft", "college", "chamber", "university", "catering", "zespół", "x")
NEWCOMERS = count(1)
Start = Callable[[], Browser]
Journey = Callable[["Town"], Awaitable[None]]


class Town:
    """Who there is on one database, and a browser for each who comes."""

    def __init__(self, database: Database, browser: Start, organisations: list[int], seed: int) -> None:
        self.database = database
        self.browser = browser
        self.organisations = organisations
        self.chance = random.Random(seed)

    def somebody(self) -> int:
        """The number of an organisation for which a person can log in."""
        return self.chance.choice(self.organisations)

    def newest(self, kind: type[Invitation] | type[HandOver], consortium: str) -> list[tuple[int, int]]:
        """Numbers of invitations or offers of a consortium, each with whom it goes to."""
        with self.database.session(reads=True) as session:
            rows = session.execute(select(kind.id, kind.organisation_id).where(kind.consortium_id == int(consortium)))
            return [(row[0], row[1]) for row in rows]


def person(organisation: int) -> str:
    """The address of the person who acts for an organisation."""
    return f"person-{organisation}@people.example"


async def log_in(town: Town, organisation: int) -> Browser:
    """The person of an organisation, at the desk."""
    browser = town.browser()
    page = await browser.get("/login")
    page = await browser.submit(page, "/login", {"email": person(organisation), "password": PASSWORD})
    expect(page, "/home")
    browser.done("logged in")
    return browser


def expect(page: Page, *urls: str) -> None:
    """Raise `Lost` unless one has come to one of these pages."""
    if page.status != 200 or not any(url in page.url for url in urls):
        said = page.mistakes() if page.status in (200, 422) else ""
        raise Lost(f"{page.status} instead of {re.sub('[0-9]+', 'N', urls[0])} {said}")


async def look_around(town: Town) -> None:
    """A visitor: pages, the directory, an organisation."""
    browser = town.browser()
    await browser.get("/")
    page = await browser.get("/organisations", words=town.chance.choice(WORDS))
    for link in page.links(r"/organisations/\d+")[:3]:
        await browser.get(link)
    await browser.get("/organisations", page=str(town.chance.randrange(1, 80)))
    await browser.get(town.chance.choice(("/about", "/calls", f"/calls/{OPEN_CALL}", "/login", "/register")))
    browser.done("looked around")


async def blunder(town: Town) -> None:
    """Requests that nothing good can come of."""
    browser = town.browser()
    await browser.get(
        town.chance.choice(("/nowhere", "/organisations/0", "/organisations/999999999", "/ideas/1", "/%00", "/a?b=%ff"))
    )
    await browser.get("/organisations", page=town.chance.choice(("0", "-1", "x", "9" * 40)))
    await browser.post("/login", town.chance.choice(("", "email=a", "csrf_token=x&email=a&password=b", "%%%=%%%")))
    page = await browser.get("/register")
    await browser.submit(page, "/register", {"organisation_name": "", "email": "no address", "fields": ["x"] * 20})
    await browser.raw(
        town.chance.choice(
            (b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n")
        )
    )
    browser.done("blundered")


async def register(town: Town) -> None:
    """A newcomer, who confirms the address, logs out and comes again."""
    browser = town.browser()
    number = f"{next(NEWCOMERS)}-{town.chance.randrange(10**9)}"
    page = await browser.get("/register")
    said = {
        "organisation_name": f"Newcomers {number}", "kind": "vocational-school", "country": "AT", "fields": ["1013"],
        "looking_for": "Somebody to cook with.", "person_name": "New Comer",
        "email": f"new-{number}@people.example", "password": PASSWORD,
    }  # fmt: skip
    page = await browser.submit(page, "/register", said)
    expect(page, "/home")
    browser.done("registered")
    for link in page.links("/account/confirm")[:1]:
        await browser.submit(await browser.get(link), "/account/confirm$")
        browser.done("confirmed")
    page = await browser.get("/account")
    await browser.submit(page, "/logout")
    browser.done("logged out")
    page = await browser.submit(await browser.get("/login"), "/login", {"email": said["email"], "password": "not it at all"})
    page = await browser.submit(page, "/login", {"email": said["email"], "password": PASSWORD})
    expect(page, "/home")
    browser.done("logged in")


async def tend(town: Town) -> None:
    """Somebody changes the profile, and says that it still holds."""
    organisation = town.somebody()
    browser = await log_in(town, organisation)
    page = await browser.get(f"/organisations/{organisation}/edit")
    page = await browser.submit(
        page, f"/organisations/{organisation}/edit", {"looking_for": f"Partners for {town.chance.random():.3f}"}
    )
    expect(page, f"/organisations/{organisation}")
    browser.done("changed a profile")
    await browser.submit(await browser.get(f"/organisations/{organisation}"), "/confirm$")
    await browser.get(f"/organisations/{organisation}/openings")
    await browser.submit(await browser.get("/account"), "/logout")


async def build(town: Town) -> None:
    """From an idea to a consortium that somebody has taken over."""
    organisation = town.somebody()
    browser = await log_in(town, organisation)
    page = await browser.get("/ideas/new", call=OPEN_CALL, organisation=str(organisation))
    topics = town.chance.sample(("work-based-learning", "green-skills", "tourism-and-hospitality", "apprenticeships"), 2)
    said = {"title": "Kitchens that teach", "fields": ["1013"], "topics": topics, "go": "whom"}
    page = await browser.submit(page, "/ideas/new/", said)
    page = await browser.submit(page, "/ideas/new/", {"language": "en", "go": "when"})
    idea = await browser.submit(page, "/ideas/new/", {"applicant": "we", "go": "finish"})
    expect(idea, "/ideas/")
    browser.done("described an idea")
    page = await browser.submit(idea, "/suggestions")
    browser.done("had partners suggested")
    if 'name="proposal"' not in page.text:
        browser.done("found no partners")
        return
    page = await browser.submit(page, "/suggestions", field="proposal")
    expect(page, "/consortia/")
    browser.done("saved a consortium")
    consortium = page.url.rsplit("/", 1)[1]
    await browser.get(f"{page.url}/repairs")
    for link in page.links(r"/members/\d+/invitation"):
        said_to = {
            "task": "Try out two modules.",
            "field": "Catering",
            "time_needed": "20 days a year",
            "why_you": "Your kitchen.",
        }
        expect(await browser.submit(await browser.get(link), "/invitation", said_to), "/consortia/")
        browser.done("invited")
    for invitation, asked in town.newest(Invitation, consortium):
        if asked in town.organisations:  # newcomers do not answer
            await answer(town, invitation, asked)
    await hand_over(town, browser, consortium)


async def answer(town: Town, invitation: int, asked: int) -> None:
    """Whoever was invited looks, and joins or declines."""
    browser = await log_in(town, asked)
    page = await browser.get(f"/invitations/{invitation}")
    if town.chance.random() < 0.2:
        await browser.submit(page, "/decline$", {"reason": "No time."})
        browser.done("declined")
        return
    page = await browser.submit(page, "/interest$")
    said = {"name": "A Person", "function": "Head", "authority": "legal representative", "confirmed": "yes"}
    expect(await browser.submit(page, "/join$", said), "/consortia/")
    browser.done("joined")


async def hand_over(town: Town, browser: Browser, consortium: str) -> None:
    """The first who may coordinate is asked, takes over and finalises; where nobody may, one applies oneself."""
    page = await browser.get(f"/consortia/{consortium}/hand-over")
    able = [one for one in _radios(page.text) if "disabled" not in one]
    if not able:
        browser.done("found nobody to hand over to")
        return
    expect(await browser.submit(page, "/hand-over$", {"member": able[0].split('value="')[1].split('"')[0]}), "/consortia/")
    for offer, asked in town.newest(HandOver, consortium):
        if asked not in town.organisations:
            continue
        other = await log_in(town, asked)
        page = await other.submit(await other.get(f"/hand-overs/{offer}"), "/accept$")
        expect(page, "/consortia/")
        other.done("took over")
        page = await other.get(f"/consortia/{consortium}/finalise")
        if 'name="version"' in page.text:  # else whoever applies has no OID
            await other.submit(page, "/finalise$", {"reason": "The rest comes in time."})


def _radios(text: str) -> list[str]:
    return [part.partition(">")[0] for part in text.split('<input type="radio" name="member"')[1:]]


JOURNEYS: tuple[tuple[Journey, int], ...] = ((look_around, 6), (blunder, 2), (register, 1), (tend, 2), (build, 2))
"""What people come for, and how often."""
DEEDS = (
    "looked around", "blundered", "registered", "confirmed", "logged in", "logged out", "changed a profile", "described an idea",
    "had partners suggested", "saved a consortium", "invited", "joined", "declined", "took over",
)  # fmt: skip
"""What has to have been got done, or the load was not the one it should be."""
