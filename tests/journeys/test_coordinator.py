"""The coordinator's journey: takes over, gathers data and signatures, mends, looks for conflicts, finalises, applies."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from matchmaker.services import handover
from tests import factories
from tests.conftest import Databases
from tests.factories import Actor
from tests.journeys import application
from tests.journeys import walk as walking
from tests.journeys.conftest import Visit
from tests.journeys.measured import too_wide
from tests.journeys.service import Service
from tests.journeys.test_to_the_coordinator import KNOWN, email_of, name_of
from tests.journeys.walk import Walk

pytestmark = pytest.mark.slow
CAST = {
    "Alice": ("vocational-school", "PL"),
    "Bob": ("higher-education", "DE"),
    "Dora": ("chamber", "DE"),
    "Jan": ("employer", "CZ"),
    "Luc": ("vocational-school", "FR"),
    "Ines": ("employer", "ES"),
}


@pytest.fixture
def server() -> str:
    """The journey has a service of its own."""
    return ""


@pytest.fixture
def service(databases: Databases, tmp_path: Path) -> Service:
    return Service(tmp_path, databases.migrated("sqlite"))


def furnish(session: Session) -> None:
    """Alice hands over to Bob what Dora and Jan have joined and Luc has not; Dora plans as good as what becomes of it again."""
    people: dict[str, Actor] = {}
    for name, (kind, country) in CAST.items():
        people[name] = factories.register(session, name, kind=kind, country=country)
        roles = ["coordinator", "partner"] if name == "Bob" else ["partner"]
        factories.edit(session, people[name], roles=roles, flags=["eche"] if name == "Bob" else [], **KNOWN)
    alice, bob = people["Alice"], people["Bob"]
    bob.organisation.oid = "E10000001"
    partners = [people[name] for name in ("Bob", "Dora", "Jan")]
    made = factories.draft(
        session, alice, [*partners, people["Luc"]], coordinator=bob.key, seats=["kind:employer"], summary="Bread."
    )
    for one in partners:
        factories.bring_in(session, made, one, by=alice.user, role="coordinator" if one is bob else "partner")
    factories.invite(session, made, people["Luc"], by=alice.user)
    again = factories.draft(session, people["Dora"], [alice, bob, people["Luc"], people["Ines"]], title="The same again")
    factories.bring_in(session, again, bob, by=people["Dora"].user)
    handover.offer(session, made, factories.member_id(made, bob), "Please.", by=alice.user)


@pytest.mark.parametrize(("width", "language"), [(1440, "en")])
def test_from_the_hand_over_to_the_grant(visit: Visit, service: Service, tmp_path: Path, width: int, language: str) -> None:
    found: list[str] = []
    with service.beside() as session:
        furnish(session)
    look = {"viewport": {"width": width, "height": 800}, "language": language}

    def person(organisation: str) -> Page:
        return visit(email_of(organisation), base_url=service.address, **look)

    bob, dora, jan, luc = (name_of(one) for one in ("Bob", "Dora", "Jan", "Luc"))
    walk = Walk(person, service.moved, "/consortia/1", "Wood and tools", lambda page, _: found.extend(too_wide(page, width)))
    walk.language = language
    with service:
        page = walk.desk(bob)
        walking.accept(page)
        page.click('main a[href$="/readiness"]')
        expect(page.locator("details.partner")).to_have_count(5)
        application.confirm_with_account(walk, dora)
        link = application.bring(walk, bob)
        guest = visit(base_url=service.address, **look)
        application.join_by_link(walk, guest, link, lambda: application.code_of(service))
        application.upload(guest)
        application.open_and_accept(walk, bob, application.GUEST["name"])
        walking.part_and_mend(walk, bob, jan)
        page = walk.here(walk.desk(bob))
        expect(page.locator("#conflicts ~ .rows .chip.bad")).to_have_count(1)
        application.look_at_calls(walk, bob)
        page = walk.here(walk.desk(bob))
        application.remove(page, luc)
        pack = application.finalise(walk, bob, tmp_path)
        application.check(pack)
        application.submit(walk, bob)
    assert not found, "\n".join(found)
