"""A card tells how many projects an organisation led and joined, and the newest of them."""

from sqlalchemy.orm import Session

from matchmaker.models import Organisation, Participation, PastProject
from matchmaker.services import cards
from tests import factories

PROJECTS = (
    ("a", "KA202", 2019, "coordinator"), ("b", "KA202", 2023, "partner"), ("c", "Horizon 2020", 2021, "partner"),
    ("d", "KA220-VET", 2023, "coordinator"), ("e", "KA202", None, "partner"),
)  # fmt: skip


def take_part(session: Session, organisation: Organisation, key: str, call: str, year: int | None, role: str) -> None:
    session.add(PastProject(key=key, call=call, year=year, participations=[Participation(organisation=organisation, role=role)]))


def test_card_counts_all_and_names_the_newest(session: Session) -> None:
    cast = factories.cast(session)
    for key, call, year, role in PROJECTS:
        take_part(session, cast.bob.organisation, key, call, year, role)
    take_part(session, cast.dora.organisation, "f", "KA202", 2020, "associated")
    session.flush()
    found = cards.list_cards(session, [cast.bob.key, cast.dora.key, cast.alice.key, "nobody"])
    assert set(found) == {cast.bob.key, cast.dora.key, cast.alice.key}
    bob, dora, alice = (found[one.key] for one in (cast.bob, cast.dora, cast.alice))
    assert (bob.led, bob.joined) == (2, 3)
    assert [(one.project.key, one.led, one.erasmus) for one in bob.newest] == [
        *(("b", False, True), ("d", True, True), ("c", False, False)),
    ]
    assert (dora.led, dora.joined, len(dora.newest)) == (0, 1, 1)
    assert (alice.led, alice.joined, alice.newest) == (0, 0, [])


def test_card_tells_how_an_organisation_answers(session: Session) -> None:
    cast = factories.cast(session)
    factories.known_only(session, "from-records")
    factories.bring_in(session, factories.draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    found = cards.list_cards(session, [cast.bob.key, cast.dora.key, "from-records"])
    said = {key: str(card.answering.sentence) for key, card in found.items()}
    assert said == {
        cast.bob.key: "answered 1 of 1 invitation and confirmed its profile today; in the score that counts as 75 %",
        cast.dora.key: "confirmed its profile today; in the score that counts as 67 %",
        "from-records": "not known yet, so it counts as one half",
    }
