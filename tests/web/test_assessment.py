"""What assessors look at, on pages: folded, by criterion, with who supports what, and without a promise."""

import pytest

from matchmaker.db import Database
from matchmaker.models import Consortium, Participation, PastProject
from tests import factories
from tests.factories import Cast, draft
from tests.web.conftest import Person, here, suggest, text

CARD = "What assessors look at: "


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    """A draft of Alice's with Bob, who states that he is experienced, and Dora, who states nothing."""
    with new_database.unit_of_work() as session:
        people = here(session, people)
        for actor, is_new in ((people.alice, None), (people.bob, False), (people.dora, None)):
            actor.organisation.newcomer = is_new
        return f"/consortia/{draft(session, people.alice, [people.bob, people.dora]).id}"


def test_consortium_says_who_supports_what_assessors_look_at(people: Cast, alice: Person, path: str) -> None:
    said = text(alice.get(path))
    card = said[said.index(CARD) :]
    assert "Partnership and cooperation: at most 20 points, at least 10 needed" in card
    assert f"Organisations with past experience in the programme: {people.bob.organisation.name}." in card
    assert "Newcomers and less experienced organisations: nothing known yet." in card
    assert "it promises no points" in card
    assert "An active part for every organisation: nothing is written yet about" in card
    assert "Programme Guide 2026" in card
    assert card.startswith(f"{CARD}4 of 9 elements supported")


def test_what_is_known_of_past_projects_counts_beside_what_is_stated(
    new_database: Database, people: Cast, alice: Person, path: str
) -> None:
    with new_database.unit_of_work() as session:
        dora = here(session, people).dora.organisation
        past = PastProject(key="past-1", call="Erasmus+ KA220-VET", year=2023)
        past.participations = [Participation(organisation=dora, role="partner")]
        session.add(past)
    said = text(alice.get(path))
    named = said[said.index("Organisations with past experience in the programme: ") :].split(".")[0]
    assert {one.organisation.name in named for one in (people.bob, people.dora)} == {True}
    assert people.alice.organisation.name not in named


def test_what_a_member_contributes_supports_an_active_part(
    new_database: Database, people: Cast, alice: Person, path: str
) -> None:
    with new_database.unit_of_work() as session:
        for one in session.get_one(Consortium, int(path.rpartition("/")[2])).members:
            one.contribution = "Tries the lessons out."
    said = text(alice.get(path))
    assert "An active part for every organisation: nothing is written" not in said
    assert "An active part for every organisation: " in said


def test_board_of_rules_counts_no_award_elements_among_its_points(alice: Person, path: str) -> None:
    said = text(alice.get(path))
    board = said[said.index("not about who takes part") : said.index("What was checked, and what was not")]
    assert "Newcomers and less experienced organisations" not in board


def test_proposal_shows_the_same(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        idea = factories.idea(session, here(session, people).alice, size_min=3, size_max=3)
        path = f"/ideas/{idea.id}"
    said = text(suggest(alice, path))
    assert CARD in said
    assert "A mix of organisations with different profiles" in said


def test_call_tells_its_criteria(alice: Person) -> None:
    said = text(alice.get("/calls/ka220-vet-2026"))
    assert "Relevance: at most 25 points, at least 13 needed" in said
    assert "In all, at least 70 of 100 points are needed. Ties are decided, in this order, by: Relevance and Impact." in said
    assert "What assessors look at" not in text(alice.get("/calls/ka202-2018"))


@pytest.mark.parametrize(
    ("language", "words"), [("pl", "Na co patrzą eksperci oceniający"), ("de", "Worauf Gutachterinnen und Gutachter achten")]
)
def test_card_is_told_in_the_readers_language(alice: Person, path: str, language: str, words: str) -> None:
    alice.post("/account/language", language=language)
    assert words in text(alice.get(path))
