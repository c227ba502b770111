"""Where an organisation is needed: agreed with what repairs say to the other side, and silent about names."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden
from matchmaker.language import render
from matchmaker.models import Consortium, Idea, Participation, PastProject
from matchmaker.services import alterations, consortia, grounds, handover, ideas, invitations, openings, outcomes
from matchmaker.services.openings import Need
from tests import factories
from tests.factories import Actor, Cast, bring_in, draft, edit, invite, member_id
from tests.services.test_query_counts import counted


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def needs(session: Session, actor: Actor) -> list[Need]:
    return openings.list_needs(session, actor.organisation, by=actor.user)


def shown(session: Session, actor: Actor, **said: Any) -> Idea:
    return factories.idea(session, actor, **({"is_shown": True} | said))


def test_request_is_shown_only_when_its_initiator_agreed(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice)
    assert not idea.is_shown
    assert needs(session, cast.dora) == []
    form = ideas.form_of(idea).model_copy(update={"is_shown": True})
    ideas.change(session, idea, form, version=None, by=cast.alice.user)
    (need,) = needs(session, cast.dora)
    assert (need.call.id, need.country, need.kind) == (idea.call_id, "PL", "vocational-school")
    assert not need.is_begun
    assert needs(session, cast.alice) == []
    ideas.close(session, idea, by=cast.alice.user)
    assert needs(session, cast.dora) == []


def test_need_of_a_consortium_is_what_its_repairs_offer(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob], is_shown=True)
    repairs = alterations.list_repairs(session, consortium, by=cast.alice.user)
    offered = {one.steps[0].joins for one in repairs.best if one.steps[0].kind == "add"}
    assert offered == {cast.dora.key, cast.charlie.key}
    for actor in (cast.dora, cast.charlie):
        (need,) = needs(session, actor)
        assert need.is_begun
        assert need.still == ()
        assert need.closes
    assert needs(session, cast.bob) == []


def test_need_names_nobody(session: Session, cast: Cast) -> None:
    draft(session, cast.alice, [cast.bob], is_shown=True, seats=["class:labour_market_actor"])
    (need,) = needs(session, cast.dora)
    said = " ".join(render(one, "en") for one in (*need.closes, *need.nears, *need.still))
    assert [seat.actor_class for seat in need.fills] == ["labour_market_actor"]
    for name in ("Alice", "Bob", "Wood and tools"):
        assert name not in said
        assert name not in repr(need)


def test_most_rules_closed_come_first(session: Session, cast: Cast) -> None:
    shown(session, cast.charlie)
    draft(session, cast.alice, [cast.bob], is_shown=True)
    first, second = needs(session, cast.dora)
    assert (first.country, second.country) == ("PL", "FR")
    assert len(first.closes) > len(second.closes)
    assert second.nears


def _took_over(session: Session, starts: Actor, holds: Actor, leaves: Actor) -> Consortium:
    """A consortium that was handed over, and whose third member was taken out then."""
    consortium = draft(session, starts, [holds, leaves], is_shown=True)
    for actor in (holds, leaves):
        bring_in(session, consortium, actor, by=starts.user)
    offered = handover.offer(session, consortium, member_id(consortium, holds), "", by=starts.user)
    handover.accept(session, offered, by=holds.user)
    consortia.remove_member(session, consortium, member_id(consortium, leaves), version=None, by=holds.user)
    return consortium


def test_past_projects_with_whoever_holds_a_consortium_count_as_in_its_repairs(session: Session, cast: Cast) -> None:
    anna, emil = factories.register(session, "Anna"), factories.register(session, "Emil")
    hugo = factories.register(session, "Hugo", kind="higher-education", country="DE")
    edit(session, anna, country="CZ", established="1990-09-01")
    edit(session, emil, country="AT")
    edit(session, hugo, established="1950-09-01", flags=["eche"])
    first, second = (_took_over(session, starts, holds, cast.dora) for starts, holds in ((cast.alice, cast.bob), (anna, hugo)))
    project = PastProject(key="p1", call="KA202", year=2024)
    project.participations = [Participation(organisation=one.organisation, role="partner") for one in (cast.bob, emil)]
    session.add(project)
    session.flush()
    session.expire_all()
    repairs = [
        {one.steps[0].joins: one.score for one in alterations.list_repairs(session, made, by=holds.user).best}[emil.key]
        for made, holds in ((first, cast.bob), (second, hugo))
    ]
    assert repairs[0] > repairs[1]
    assert [one.country for one in needs(session, emil)] == ["PL", "CZ"]


def test_case_read_from_a_few_columns_is_that_of_the_whole_consortium(session: Session, cast: Cast) -> None:
    emil, seats = factories.register(session, "Emil", country="CZ"), ["sector:HED", "class:labour_market_actor", "sector:HED"]
    known = factories.known_only(session, "known", established=date(1990, 5, 1), oid="E10000001")
    handed = _took_over(session, cast.alice, cast.bob, cast.dora)
    varied = draft(session, cast.alice, [cast.bob, cast.dora, known.key], is_shown=True, seats=seats, applicant="find")
    for actor, role in ((cast.dora, "associated"), (cast.bob, "coordinator")):
        consortia.set_role(session, varied, member_id(varied, actor), role, version=None, by=cast.alice.user)
    varied.members[-1].added_value = "It alone has the archive."
    given_up = draft(session, cast.charlie, [cast.bob], is_shown=True)
    outcomes.withdraw(session, given_up, by=cast.charlie.user)
    session.flush()
    session.expire_all()
    found = {idea.id: idea for idea in openings._asking(session, emil.organisation)}
    made = openings._consortia(session, found, emil.organisation)
    population = openings._population(session, emil.organisation, found.values(), [one for each in made.values() for one in each])
    cases = {}
    for idea in found.values():
        cases |= openings._cases(session, idea, made[idea.id], emil.organisation, population)
    whole = {(one.idea_id, one.id): grounds.case_of_consortium(session, one) for one in (handed, varied)}
    assert {key[1] for key in cases} == {handed.id, varied.id, 0}
    for key, case in whole.items():
        # Who would apply is not asked where somebody coordinates.
        assert cases[key].request == case.request.model_copy(update={"coordinator": "initiator"})
        assert replace(cases[key], request=case.request) == case


def _closed(session: Session, cast: Cast) -> None:
    edit(session, cast.dora, open_to_requests=False)


def _full(session: Session, cast: Cast) -> None:
    edit(session, cast.dora, capacity=0)


def _asked(session: Session, cast: Cast) -> None:
    draft(session, cast.alice, [cast.bob, cast.dora], is_shown=True)


def _complete(session: Session, cast: Cast) -> None:
    emil = factories.register(session, "Emil", kind="chamber", country="AT")
    draft(session, cast.alice, [cast.bob, emil], is_shown=True)


@pytest.mark.parametrize("why", [_closed, _full, _asked, _complete])
def test_nothing_is_shown_to_whom_it_is_not_for(session: Session, cast: Cast, why: Any) -> None:
    if why in (_closed, _full):
        shown(session, cast.alice)
    why(session, cast)
    assert needs(session, cast.dora) == []


def test_declined_is_declined_and_given_up_asks_again(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], is_shown=True)
    sent = invite(session, consortium, cast.dora, by=cast.alice.user)
    invitations.decline(session, sent, factories.declining(), by=cast.dora.user)
    assert needs(session, cast.dora) == []
    assert len(needs(session, cast.charlie)) == 1
    outcomes.withdraw(session, consortium, by=cast.alice.user)
    (need,) = needs(session, cast.charlie)
    assert not need.is_begun


def test_call_that_is_over_is_practice_and_shown_to_nobody(session: Session, cast: Cast) -> None:
    shown(session, cast.alice, call=factories.CLOSED_CALL)
    assert needs(session, cast.dora) == []


def test_many_requests_ask_the_database_as_often_as_one(session: Session, cast: Cast) -> None:
    def asked(number: int) -> int:
        for place in range(number):
            member = factories.register(session, f"P{place}of{len(found)}", kind="higher-education", country="DE")
            known = factories.known_only(session, f"x{place}-{len(found)}", country="IT", type="EPLUS-NGO")
            draft(session, cast.alice, [known.key], is_shown=True)
            draft(session, cast.charlie, [member], is_shown=True)
        session.flush()
        session.expire_all()
        with counted(session) as sent:
            found.append(len(needs(session, cast.dora)))
        return len(sent)

    found: list[int] = []
    asked(1)
    once = asked(1)
    assert asked(10) == once
    assert found == [2, 4, 24]


def test_only_those_who_act_for_it_see_where_it_is_needed(session: Session, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        openings.list_needs(session, cast.dora.organisation, by=cast.alice.user)
    viewer = factories.join_as(session, "Vera", cast.dora, "viewer")
    assert openings.list_needs(session, cast.dora.organisation, by=viewer) == []
