"""What happens is in the next suggestion: answers, silence, projects and grants, also for whoever keeps a population already."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.inputs.interchange import Sheet
from matchmaker.inputs.organisations import Participation as Took
from matchmaker.inputs.organisations import PastProject as Past
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.matching.documents import answer_json
from matchmaker.matching.saying.wording import name_of
from matchmaker.matching.verification import verify
from matchmaker.models import Idea, Organisation, Participation, PastProject
from matchmaker.services import (
    imports_history,
    invitations,
    organisations,
    outcomes,
    populations,
    registered,
    responses,
    suggestions,
    surroundings,
)
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast

CALL, OTHER_CALL = "ka220-vet-2027", "ka210-vet-2027"


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def answers(session: Session) -> dict[str, float | None]:
    """How likely everybody is to answer, as the kept population has it; committed first, as a request is."""
    session.commit()
    population = populations.population(session, known=True)
    return {one.id: one.responsiveness for one in population.read(range(population.size))}


def newcomers(session: Session, call: str = CALL) -> dict[str, bool | None]:
    """Who is a newcomer as a call sees it, as the kept population has it."""
    session.commit()
    population = populations.population(session, known=True).seen_from(surroundings.guide(session).call(call))
    return {one.id: one.newcomer for one in population.read(range(population.size))}


def took_part(session: Session, actor: Actor, *years: int, call: str = "Erasmus+ KA220-VET", role: str = "partner") -> None:
    for year in years:
        project = PastProject(key=f"past-{actor.key}-{call}-{year}", call=call, year=year)
        project.participations = [Participation(organisation_id=actor.organisation.id, role=role)]
        session.add(project)
    session.flush()


def _declined(session: Session, cast: Cast, clock: Clock) -> None:
    sent = factories.invite(session, factories.draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    invitations.decline(session, sent, factories.declining(), by=cast.bob.user)


def _joined(session: Session, cast: Cast, clock: Clock) -> None:
    factories.bring_in(session, factories.draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)


def _expired(session: Session, cast: Cast, clock: Clock) -> None:
    factories.invite(session, factories.draft(session, cast.alice, [cast.bob]), cast.bob, by=cast.alice.user)
    clock.move(days=8)
    invitations.expire_due(session)


def _confirmed(session: Session, cast: Cast, clock: Clock) -> None:
    organisations.confirm(session, cast.bob.organisation, by=cast.bob.user)


def _time_passed(session: Session, cast: Cast, clock: Clock) -> None:
    clock.move(days=30)


@pytest.mark.parametrize("happens", [_declined, _joined, _expired, _confirmed, _time_passed])
def test_next_population_has_what_the_page_of_an_organisation_says(
    session: Session, cast: Cast, clock: Clock, happens: Callable[[Session, Cast, Clock], None]
) -> None:
    clock.move(days=60)
    before = answers(session)
    happens(session, cast, clock)
    after = answers(session)
    assert after[cast.bob.key] != before[cast.bob.key]
    for actor in (cast.alice, cast.bob, cast.dora, cast.charlie):
        assert after[actor.key] == responses.get_record(session, actor.organisation).estimate
    assert after == {one: responses.estimates(session).get(one) for one in after}


def test_what_is_not_known_is_nothing_and_what_was_imported_is_taken(session: Session, cast: Cast) -> None:
    factories.known_only(session, "known-1")
    factories.known_only(session, "known-2", responsiveness=0.3)
    known = answers(session)
    assert (known["known-1"], known["known-2"]) == (None, 0.3)
    population = populations.population(session, known=True)
    assert population.responsiveness[population.index["known-1"]] == 0.5


def test_project_makes_no_newcomer_in_its_family_and_in_no_other(session: Session, cast: Cast) -> None:
    assert newcomers(session) == dict.fromkeys(one.key for one in (cast.alice, cast.bob, cast.dora, cast.charlie))
    took_part(session, cast.bob, 2016, call="Erasmus+ KA202")
    took_part(session, cast.dora, 2020, call="Erasmus+ KA204")
    took_part(session, cast.charlie, 2020, role="associated")
    assert newcomers(session)[cast.bob.key] is False
    assert [newcomers(session)[one.key] for one in (cast.alice, cast.dora, cast.charlie)] == [None, None, None]
    assert set(newcomers(session, OTHER_CALL).values()) == {None}


def test_what_is_stated_stands_until_it_cannot_be(session: Session, cast: Cast) -> None:
    factories.edit(session, cast.bob, newcomer="yes")
    factories.edit(session, cast.dora, newcomer="no")
    took_part(session, cast.bob, 2022, 2023)
    assert (newcomers(session)[cast.bob.key], newcomers(session)[cast.dora.key]) == (True, False)
    took_part(session, cast.bob, 2024)
    assert newcomers(session)[cast.bob.key] is None
    assert newcomers(session, OTHER_CALL)[cast.bob.key] is True
    assert session.get_one(Organisation, cast.bob.organisation.id).newcomer is True


def test_what_cannot_be_is_to_be_confirmed_in_a_suggestion_and_still_verifies(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice, size_min=3, size_max=3)
    factories.edit(session, cast.bob, newcomer="yes")
    took_part(session, cast.bob, 2022, 2023)

    def said() -> list[str]:
        session.commit()
        answer = suggestions.suggest(session, idea, by=cast.alice.user)
        found = verify(json.loads(json.dumps(answer_json(answer))), surroundings.guide(session).call)
        assert (found.refused, found.outdated) == ((), ())
        (proposal,) = (one for one in answer.proposals if {cast.bob.key, cast.dora.key} == set(one.partners))
        return [str(name_of(one)) for one in proposal.to_confirm]

    assert "experience-in-doubt" not in said()
    took_part(session, cast.bob, 2024)
    assert said().count("experience-in-doubt") == 1
    factories.edit(session, cast.bob, newcomer="no")
    assert "experience-in-doubt" not in said()


def test_granted_here_is_in_the_next_population(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast)
    assert newcomers(session)[cast.dora.key] is None
    by = cast.alice.user
    factories.finalise(session, consortium, version=None, by=by)
    said = {"agency": "FRSE", "form_id": "KA220-1", "submitted_by": "Alice"}
    outcomes.submit(session, consortium, parse(Submission, said), by=by)
    assert newcomers(session)[cast.dora.key] is None
    outcomes.grant(session, consortium, by=by)
    assert newcomers(session)[cast.dora.key] is False
    assert newcomers(session)[cast.charlie.key] is None


def sheet(*rows: Any) -> Sheet[Any]:
    return Sheet("here", rows, tuple(range(2, 2 + len(rows))))


def test_imported_history_is_in_the_next_population_also_what_is_filled_later(session: Session, cast: Cast) -> None:
    took = sheet(Took("p1", cast.bob.key, "partner"))
    imports_history.projects(session, sheet(Past("p1", "", None, "Bread")), took)
    assert newcomers(session)[cast.bob.key] is None
    imports_history.projects(session, sheet(Past("p1", "Erasmus+ KA202", 2019, "Bread")), took)
    assert newcomers(session)[cast.bob.key] is False


def test_kept_population_says_what_a_new_one_says(session: Session, cast: Cast, clock: Clock) -> None:
    answers(session)
    took_part(session, cast.bob, 2022, 2023, 2024)
    _joined(session, cast, clock)
    newcomers(session)
    clock.move(days=40)
    _expired(session, cast, clock)
    took_part(session, cast.dora, 2019, call="Erasmus+ KA210-VET")
    for call in (CALL, OTHER_CALL):
        kept = newcomers(session, call)
        some = registered.some(session, list(kept), known=True)
        assert dict(zip(some.ids, some.responsiveness, strict=True)) == answers(session)
        surroundings.of(session).kept.clear()
        assert newcomers(session, call) == kept


def part(session: Session, idea: Idea, cast: Cast, name: str) -> float:
    (proposal,) = suggestions.suggest(session, idea, by=cast.alice.user).proposals
    return proposal.parts[name]  # type: ignore[index]


def test_score_counts_what_happened(session: Session, cast: Cast, clock: Clock) -> None:
    factories.edit(session, cast.alice, newcomer="yes")
    idea = factories.idea(session, cast.alice, size_min=3, size_max=3, seats=["sector:HED", "class:labour_market_actor"])
    session.commit()
    assert part(session, idea, cast, "newcomers") == 0.0
    assert part(session, idea, cast, "responsiveness") == pytest.approx((0.67 + 0.67) / 2)
    took_part(session, cast.bob, 2018)
    _joined(session, cast, clock)
    session.commit()
    assert part(session, idea, cast, "newcomers") == 1.0
    assert part(session, idea, cast, "responsiveness") == pytest.approx((0.75 + 0.67) / 2)
