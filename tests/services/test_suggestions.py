"""Suggestions come from those who joined and can be asked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.organisations import Organisation as Facts
from matchmaker.inputs.parsing import parse
from matchmaker.models import Block, Doubt, Idea, Organisation, OrganisationTerm, Participation, PastProject
from matchmaker.services import consortia, facts, ideas, populations, responses, searches, suggestions
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, Cast, edit


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def wanted(session: Session, cast: Cast, **said: Any) -> Idea:
    return factories.idea(session, cast.alice, **({"size_min": 3, "size_max": 3} | said))


def partners(session: Session, idea: Idea, cast: Cast, *, known: bool = False) -> set[str]:
    """Everybody who is in any suggestion."""
    answer = suggestions.suggest(session, idea, known=known, limit=20, by=cast.alice.user)
    return {key for proposal in answer.proposals for key in proposal.partners}


def everybody(session: Session) -> dict[str, Facts]:
    """Everybody who joined, as the matcher reads them."""
    population = populations.population(session)
    return {one.id: one for one in population.read(range(population.size))}


def test_suggestion_is_a_whole_consortium_that_may_apply(session: Session, cast: Cast) -> None:
    idea = wanted(session, cast, seats=["sector:HED", "class:labour_market_actor"])
    answer = suggestions.suggest(session, idea, by=cast.alice.user)
    (proposal,) = answer.proposals
    assert set(proposal.members) == {cast.alice.key, cast.bob.key, cast.dora.key}
    assert proposal.eligibility.verdict == "eligible"
    saved = consortia.save(session, idea, proposal.members, proposal.coordinator, suggestion=None, by=cast.alice.user)
    assert consortia.check(session, saved).verdict == "eligible"
    assert all(one.seat for one in saved.members if one.organisation is not cast.alice.organisation)


def test_closed_idea_asks_for_nobody(session: Session, cast: Cast) -> None:
    idea = wanted(session, cast)
    question = suggestions.question_of(session, idea)
    found = suggestions.ask(session, idea, question, by=cast.alice.user)
    assert found.answer is not None
    (proposal,) = found.answer.proposals
    searches.begin(session, idea, question, found.answer, found.sequence, by=cast.alice.user)
    ideas.close(session, idea, by=cast.alice.user)
    with pytest.raises(Refused, match="This idea is closed"):
        suggestions.ask(session, idea, question, by=cast.alice.user)
    kept = suggestions.find_kept(session, idea, question, by=cast.alice.user)
    assert kept is not None
    assert kept.answer.proposals[0].partners == proposal.partners
    with pytest.raises(Refused, match="This idea is closed"):
        consortia.save(session, idea, proposal.members, proposal.coordinator, suggestion=None, by=cast.alice.user)


def test_known_only_organisations_are_added_on_request_and_marked(session: Session, cast: Cast) -> None:
    factories.known_only(session, "x1")
    factories.known_only(session, "x2", None)
    idea = wanted(session, cast)
    assert "x1" not in partners(session, idea, cast)
    assert "x1" in partners(session, idea, cast, known=True)
    assert "x2" not in partners(session, idea, cast, known=True)
    population = populations.population(session, known=True)
    assert population.facts(population.index["x1"]).known_only


def _closed(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, open_to_requests=False)


def _without_owner(session: Session, cast: Cast) -> None:
    cast.bob.organisation.ownerless_since = cast.bob.user.created_at
    session.flush()


def _no_capacity(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, capacity=0)


def _full(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, capacity=1)
    other = factories.draft(session, cast.charlie, [cast.bob])
    factories.bring_in(session, other, cast.bob, by=cast.charlie.user)


def _blocked(session: Session, cast: Cast) -> None:
    ids = {"organisation_id": cast.bob.organisation.id, "blocked_id": cast.alice.organisation.id}
    session.add(Block(**ids, created_at=cast.bob.user.created_at))
    session.flush()


def _doubted(session: Session, cast: Cast) -> None:
    ids = {"first_id": cast.alice.organisation.id, "second_id": cast.bob.organisation.id}
    session.add(Doubt(**ids, reason="name", created_at=cast.bob.user.created_at))
    session.flush()


@pytest.mark.parametrize("before", [_closed, _without_owner, _no_capacity, _full, _blocked, _doubted])
def test_who_cannot_be_asked_is_not_suggested(session: Session, cast: Cast, before: Callable[[Session, Cast], None]) -> None:
    idea = wanted(session, cast)
    assert cast.bob.key in partners(session, idea, cast)
    before(session, cast)
    assert cast.bob.key not in partners(session, idea, cast)


def test_initiator_that_takes_no_requests_is_still_answered(session: Session, cast: Cast) -> None:
    edit(session, cast.alice, open_to_requests=False, capacity=0)
    assert partners(session, wanted(session, cast), cast) == {cast.bob.key, cast.dora.key}


def test_decided_doubt_keeps_nobody_apart(session: Session, cast: Cast) -> None:
    _doubted(session, cast)
    session.query(Doubt).one().state = "different"
    session.flush()
    assert cast.bob.key in partners(session, wanted(session, cast), cast)


def test_own_drafts_take_no_place(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, capacity=1)
    factories.draft(session, cast.bob, [cast.charlie])
    assert cast.bob.key in partners(session, wanted(session, cast), cast)


def test_population_says_what_the_rows_say(session: Session, cast: Cast) -> None:
    edit(session, cast.bob, topics=["bees"], languages=["de", "en"], newcomer=False, capacity=3)
    session.expire_all()
    rows = {row.key: facts.organisation(row) for row in session.query(Organisation)}
    known = responses.estimates(session)
    assert everybody(session) == {key: replace(row, responsiveness=known[key]) for key, row in rows.items()}


def test_ties_are_erasmus_projects_of_the_last_seven_years(session: Session, cast: Cast, clock: Clock) -> None:
    for key, call, year in (
        *(("new", "Erasmus+ KA2 Centres", 2023), ("seven", "KA202", 2019), ("old", "KA202", 2018)),
        *(("other", "Horizon 2020", 2023), ("undated", "KA202", None)),
    ):
        both = [Participation(organisation=one.organisation, role="partner") for one in (cast.alice, cast.bob)]
        topics = ["bees"] if key == "new" else []
        session.add(PastProject(key=key, call=call, year=year, title=f"The {key} one", topics=topics, participations=both))
    session.flush()
    alone = PastProject(
        key="alone", call="KA202", year=2024, participations=[Participation(organisation=cast.dora.organisation, role="partner")]
    )
    session.add(alone)
    session.flush()
    alice, dora = facts.organisation(cast.alice.organisation), facts.organisation(cast.dora.organisation)
    assert facts.history(session).projects_of(alice) == {"new", "seven"}
    assert facts.history(session).projects_of(dora) == {"alone"}
    around = facts.history(session, around=[cast.alice.key])
    assert (around.projects_of(alice), around.projects_of(dora)) == ({"new", "seven"}, set())
    assert around.titles == {"new": "The new one", "seven": "The seven one"}
    assert around.topics == {"new": ["bees"], "seven": []}
    beside = PastProject(key="beside", call="KA202", year=2024)
    beside.participations = [Participation(organisation=cast.bob.organisation, role="partner")]
    session.add(beside)
    session.flush()
    bob = facts.organisation(cast.bob.organisation)
    assert facts.history(session, around=[cast.alice.key]).projects_of(bob) == {"new", "seven"}
    further = facts.history(session, around=[cast.alice.key], and_partners=True)
    assert (further.projects_of(bob), further.projects_of(dora)) == ({"new", "seven", "beside"}, set())
    clock.move(days=365)
    assert facts.history(session).projects_of(alice) == {"new"}


def test_request_says_what_the_idea_says(session: Session, cast: Cast) -> None:
    idea = wanted(
        session,
        cast,
        applicant="find",
        months=24,
        language="en",
        topics=["bees"],
        expertise=["welding"],
        countries=["DE", "AT"],
        not_countries=["FR"],
        same_country=True,
        confirmed_only=True,
        seats=["sector:HED", "class:labour_market_actor", "kind:chamber"],
        size_max=5,
    )
    asked = suggestions.request_of(session, idea)
    assert (asked.call, asked.initiator, asked.coordinator) == (idea.call_id, cast.alice.key, "find")
    assert (asked.fields, asked.topics, [one.slug for one in asked.expertise]) == (("0722",), ("bees",), ["welding"])
    assert (asked.size.min, asked.size.max, asked.language, asked.project.months) == (3, 5, "en", 24)
    assert (asked.countries.include, asked.countries.exclude, asked.same_country) == (("DE", "AT"), ("FR",), True)
    assert [(one.sector, one.actor_class, one.kind) for one in asked.seats] == [
        *(("HED", None, None), (None, "labour_market_actor", None), (None, None, "chamber")),
    ]


def _not_a_coordinator(session: Session, alice: Actor) -> None:
    edit(session, alice, roles=["partner"])


def _not_from_a_programme_country(session: Session, alice: Actor) -> None:
    edit(session, alice, country="UA")


def _of_unknown_age(session: Session, alice: Actor) -> None:
    edit(session, alice, established=None)


@pytest.mark.parametrize(
    ("before", "coordinator"),
    [(_not_a_coordinator, "find"), (_not_from_a_programme_country, "find"), (_of_unknown_age, "initiator")],
)
def test_applicant_that_is_not_known_yet_is_found_when_the_initiator_cannot(
    session: Session, cast: Cast, before: Callable[[Session, Actor], None], coordinator: str
) -> None:
    idea = wanted(session, cast, applicant="unknown")
    assert suggestions.request_of(session, idea).coordinator == "initiator"
    before(session, cast.alice)
    assert suggestions.request_of(session, idea).coordinator == coordinator


def test_suggesting_is_for_editors(session: Session, cast: Cast) -> None:
    idea = wanted(session, cast)
    with pytest.raises(NotFound):
        suggestions.suggest(session, idea, by=cast.bob.user)
    with pytest.raises(Forbidden):
        suggestions.suggest(session, idea, by=factories.join_as(session, "Vera", cast.alice, "viewer"))


def test_idea_is_changed_closed_and_refuses_what_its_call_does_not_know(session: Session, cast: Cast) -> None:
    idea = wanted(session, cast, seats=["sector:HED"])
    form = ideas.form_of(idea)
    ideas.change(session, idea, form.model_copy(update={"title": "New", "seats": ()}), version=idea.version, by=cast.alice.user)
    session.expire_all()
    assert (idea.title, idea.seats) == ("New", [])
    with pytest.raises(Invalid) as refused:
        ideas.change(session, idea, parse(IdeaForm, {"title": "x", "call": "ka000"}), version=None, by=cast.alice.user)
    assert list(refused.value.problems) == ["call"]
    with pytest.raises(Invalid) as refused:
        factories.idea(session, cast.alice, size_min=1, priorities=["VET18-WBL"])
    assert set(refused.value.problems) == {"size_min", "priorities"}


def test_flags_reach_the_matcher_in_three_values(session: Session, cast: Cast) -> None:
    assert session.query(OrganisationTerm).filter_by(vocabulary="flag", code="eche").count() == 1
    edit(session, cast.bob, flags=["no_eche"])
    assert everybody(session)[cast.bob.key].flags == {"no_eche"}
