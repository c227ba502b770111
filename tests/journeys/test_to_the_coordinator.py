"""After the match: one is full, several are invited, one is silent, a coordinator takes over, a partner leaves, another comes."""

from pathlib import Path
from shutil import copy
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from matchmaker import config, db
from matchmaker.demo.cast import cast
from matchmaker.demo.loading import load
from tests import factories
from tests.conftest import Databases
from tests.factories import Actor
from tests.journeys import persons
from tests.journeys import walk as walking
from tests.journeys.conftest import Visit
from tests.journeys.measured import too_wide
from tests.journeys.service import Service
from tests.journeys.walk import Walk

pytestmark = pytest.mark.slow
WIDTHS = [360, 1440]
KNOWN = {"topics": ["work-based-learning"], "languages": ["en", "de"], "established": "1990-09-01"}
CAST = {
    "Alice": ("vocational-school", "PL"),
    "Bob": ("higher-education", "DE"),
    "Dora": ("chamber", "DE"),
    "Fay": ("chamber", "DE"),
    "Jan": ("employer", "CZ"),
    "Hugo": ("chamber", "DE"),
    "Otto": ("chamber", "DE"),
    "Ines": ("employer", "ES"),
    "Luc": ("employer", "FR"),
}
DEMO = 150
"""Organisations of the demo."""


@pytest.fixture
def server() -> str:
    """Each journey here has a service of its own, which begins again when days have passed."""
    return ""


@pytest.fixture
def service(databases: Databases, tmp_path: Path) -> Service:
    return Service(tmp_path, databases.migrated("sqlite"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the demo."""
    folder = tmp_path_factory.mktemp("demo")
    settings = config.load(instance=folder, database_url="")
    db.upgrade(settings.database_url)
    with db.opened(settings) as database, database.unit_of_work() as session:
        load(session, DEMO)
    return folder / "matchmaker.db"


@pytest.fixture
def demo(loaded: Path, tmp_path: Path) -> str:
    """A database with the demo, of this test's own."""
    return f"sqlite:///{copy(loaded, tmp_path / 'demo.db')}"


def furnish(session: Session) -> None:
    """Alice's draft; Fay, who stands in it, has joined as many others as it can."""
    people: dict[str, Actor] = {}
    for name, (kind, country) in CAST.items():
        people[name] = factories.register(session, name, kind=kind, country=country)
        roles = ["coordinator", "partner"] if name == "Bob" else ["partner"]
        factories.edit(session, people[name], roles=roles, flags=["eche"] if name == "Bob" else [], **KNOWN)
    draft = [people[name] for name in ("Bob", "Dora", "Fay", "Jan")]
    factories.draft(session, people["Alice"], draft, coordinator=people["Bob"].key, seats=["kind:employer"], summary="Bread.")
    factories.edit(session, people["Fay"], capacity="1")
    other = factories.draft(session, people["Luc"], [people["Fay"]])
    factories.bring_in(session, other, people["Fay"], by=people["Luc"].user)


def name_of(first: str) -> str:
    return f"{first}'s organisation"


def email_of(organisation: str) -> str:
    return f"{organisation.removesuffix(name_of('')).lower()}@school.eu"


@pytest.mark.parametrize("width", WIDTHS)
def test_one_is_full_one_silent_and_one_leaves(visit: Visit, service: Service, width: int) -> None:
    found: list[str] = []
    with service.beside() as session:
        furnish(session)

    def person(organisation: str) -> Page:
        return visit(email_of(organisation), base_url=service.address, viewport={"width": width, "height": 800})

    alice, dora, jan = (name_of(one) for one in ("Alice", "Dora", "Jan"))
    walk = Walk(person, service.moved, "/consortia/1", "Wood and tools", lambda page, _: found.extend(too_wide(page, width)))
    walk.taken = {"full": "Germany", "silent": "Germany"}
    with service:
        *asked, reserve = walking.invite(walk, alice, name_of("Fay"), dora)
        for one in asked:
            walking.join(walk, one)
        walking.time_passes(walk, alice, dora, reserve)
        walking.join(walk, reserve)
        coordinator = walking.hand_over(walk, alice)
        assert coordinator == name_of("Bob")
        walking.part_and_mend(walk, coordinator, jan, "1 seat is open · 1 rule is not met")
    assert not found, "\n".join(found)


def enter(visit: Visit, service: Service, slug: str, width: int) -> Page:
    """The desk of one of the three log-ins that the start page shows."""
    page = visit(base_url=service.address, viewport={"width": width, "height": 800})
    page.goto("/")
    page.click(f'form:has(input[value="{slug}@demo.example"]) button')
    page.wait_for_url("**/home")
    return page


@pytest.mark.parametrize("width", WIDTHS)
def test_demo_school_goes_from_an_idea_to_a_coordinator(visit: Visit, demo: str, tmp_path: Path, width: int) -> None:
    found: list[str] = []
    with Service(tmp_path, demo) as service:
        page = enter(visit, service, "school", width)
        page.click('main a[href="/ideas/new"]')
        page.click('a[href*="call=ka220-vet-2027"]')
        walking.describe(page, "find")
        page.click(".next-step form button")
        partners = walking.save(page)
        path = urlsplit(page.url).path
        initiator = next(one for one in walking.members(page) if one not in partners)
        page.context.close()
        with service.beside() as session:
            persons.fill_up(session, int(path.rpartition("/")[2]), partners[-1])
        walk = walking.among_strangers(visit, service, path, width, lambda page, _: found.extend(too_wide(page, width)))
        walking.to_the_coordinator(walk, initiator, partners)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", WIDTHS)
def test_demo_coordinator_accepts_and_mends(visit: Visit, demo: str, tmp_path: Path, width: int) -> None:
    found: list[str] = []
    with Service(tmp_path, demo) as service:
        page = enter(visit, service, "coordinator", width)
        walking.accept(page)
        path, title = urlsplit(page.url).path, page.locator("h1").inner_text()
        walk = walking.among_strangers(visit, service, path, width, lambda page, _: found.extend(too_wide(page, width)))
        walk.title = title
        coordinator, chamber = (cast()[slug].facts.name for slug in ("coordinator", "chamber"))
        walking.part_and_mend(walk, coordinator, chamber, "1 seat is open")
    assert not found, "\n".join(found)
