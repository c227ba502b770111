"""An idea and a consortium apply in one round: it decides who may coordinate, who is practising, and who has room."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.documents import snapshot
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import RoundChoice
from matchmaker.matching.documents import answer_json
from matchmaker.models import Consortium, Mail, Member, Organisation
from matchmaker.programme import guides
from matchmaker.programme.dates import Confirmation
from matchmaker.programme.guides import Guide
from matchmaker.services import (
    applying,
    capacity,
    consortia,
    endings,
    experience,
    exposure,
    history,
    ideas,
    invitations,
    members,
    openings,
    practice,
    responses,
    rounds,
    suggestions,
    surroundings,
)
from oracle.rounds import usual_round
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, bring_in, draft, edit, member_id

CALL = "ka220-vet-2026"
SPRING, SUMMER, WINTER = (datetime(2026, month, 20, 9, tzinfo=UTC) for month in (2, 6, 11))


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def confirm(session: Session, *countries: str) -> None:
    """Let the Agencies of these countries be known to hold the second round."""
    those = tuple(Confirmation(round=2, country=one, source="the Agency's page", date=date(2026, 6, 1)) for one in countries)
    guide = guides.load()
    calls = {**guide.calls, CALL: guide.call(CALL).model_copy(update={"confirmations": those})}
    surroundings.of(session).guide = Guide(calls)


@pytest.fixture
def summer(clock: Clock) -> Iterator[Clock]:
    """The first round is over, the second is not."""
    clock.now = SUMMER
    return clock


def choose(session: Session, consortium: Consortium, number: int | None, cast: Cast, version: int | None = None) -> None:
    form = parse(RoundChoice, {"round": number or ""})
    applying.choose_round(session, consortium, form, version=version, by=cast.alice.user)


def age(session: Session, consortium: Consortium) -> tuple[int | None, str]:
    report = consortia.check(session, consortium)
    return report.round, next(one.status for one in report.findings if one.rule == "coordinator-age")


def test_idea_keeps_its_round_and_hands_it_to_its_consortium(session: Session, cast: Cast) -> None:
    edit(session, cast.alice, established="2024-06-01")
    idea = factories.idea(session, cast.alice, call=CALL, round=2)
    assert (idea.round, ideas.form_of(idea).round) == (2, 2)
    assert suggestions.request_of(session, idea).round == 2
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL, round=2)
    assert age(session, consortium) == (2, "pass")
    silent = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL)
    assert (silent.round, age(session, silent)) == (None, (1, "fail"))


def test_round_that_the_call_does_not_have_is_no_choice(session: Session, cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        factories.idea(session, cast.alice, call=CALL, round=3)
    assert str(caught.value.problems["round"]) == "ka220-vet-2026 has no round 3; it has: 1 and 2"
    consortium = draft(session, cast.alice, [cast.bob], call=CALL)
    with pytest.raises(Invalid, match="has no round 3"):
        choose(session, consortium, 3, cast)


def test_suggestions_are_made_for_the_round_of_the_idea(session: Session, cast: Cast) -> None:
    edit(session, cast.alice, established="2024-06-01")
    for name, country in (("Ella", "DE"), ("Fred", "ES"), ("Gina", "CZ")):
        factories.register(session, name, country=country)
    answer = suggestions.suggest(session, factories.idea(session, cast.alice, call=CALL, round=2), by=cast.alice.user)
    assert answer.status == "ok"
    assert answer_json(answer)["request"]["round"] == 2
    spring = suggestions.suggest(session, factories.idea(session, cast.alice, call=CALL), by=cast.alice.user)
    assert (spring.status, spring.request.round) == ("infeasible", 1)


def test_question_is_another_one_once_another_round_is_usual(session: Session, cast: Cast, clock: Clock) -> None:
    confirm(session, "PL")
    idea, asked = factories.idea(session, cast.alice, call=CALL), []
    for clock.now in (SPRING, SUMMER):
        asked.append(suggestions.question_of(session, idea))
    assert [one.request.round for one in asked] == [1, 2]
    assert asked[0].digest != asked[1].digest


def test_holder_chooses_the_round_and_history_says_so(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL)
    before = consortium.version
    choose(session, consortium, 2, cast)
    choose(session, consortium, 2, cast)
    assert (consortium.round, consortium.version) == (2, before + 1)
    with pytest.raises(Conflict):
        choose(session, consortium, 1, cast, version=before)
    choose(session, consortium, None, cast)
    said = [str(one.sentence) for one in history.list_history(session, consortium)]
    assert said[-2:] == ["Alice chose round 2 of the call", "Alice chose no round: the next one counts"]


def test_nobody_else_chooses_it(session: Session, cast: Cast) -> None:
    consortium = factories.complete(session, cast)
    form = parse(RoundChoice, {"round": "2"})
    with pytest.raises(Forbidden):
        applying.choose_round(session, consortium, form, version=None, by=cast.bob.user)
    with pytest.raises(NotFound):
        applying.choose_round(session, consortium, form, version=None, by=cast.charlie.user)
    viewer = factories.join_as(session, "Vera", cast.alice, "viewer")
    with pytest.raises(Forbidden):
        applying.choose_round(session, consortium, form, version=None, by=viewer)
    assert consortium.round is None


def test_finalising_fixes_the_round_and_the_document_states_it(session: Session, cast: Cast, clock: Clock) -> None:
    clock.now = SPRING
    consortium = factories.complete(session, cast, call=CALL)
    frozen = factories.finalise(session, consortium, version=None, by=cast.alice.user)
    document = json.loads(frozen.document)
    assert consortium.round == 1
    assert (document["call"]["round"], document["call"]["deadline"]) == (1, "2026-03-05T11:00:00Z")
    assert document["report"]["round"] == 1
    assert snapshot.verify(frozen.document.encode()).unchanged
    assert snapshot.consortium_of(frozen.document).round == 1
    # What comes to be known later moves it no more.
    clock.now = SUMMER
    confirm(session, "PL")
    assert rounds.number_of(session, consortium) == 1
    with pytest.raises(Refused):
        choose(session, consortium, 2, cast)


def mails(session: Session, to: str) -> int:
    return len(session.scalars(select(Mail.id).where(Mail.to == to)).all())


@pytest.mark.usefixtures("summer")
def test_whether_it_is_practice_goes_by_the_round(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL)
    assert practice.is_practice(session, consortium)
    with pytest.raises(Refused, match="nobody is asked"):
        factories.invite(session, consortium, cast.dora, by=cast.alice.user)
    choose(session, consortium, 2, cast)
    assert not practice.is_practice(session, consortium)
    before = mails(session, cast.dora.user.email)
    factories.invite(session, consortium, cast.dora, by=cast.alice.user)
    assert mails(session, cast.dora.user.email) == before + 1


@pytest.mark.usefixtures("summer")
def test_optional_round_counts_by_itself_only_where_the_coordinators_agency_holds_it(session: Session, cast: Cast) -> None:
    confirm(session, "PL")
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL)
    assert (rounds.number_of(session, consortium), practice.is_practice(session, consortium)) == (2, False)
    german = draft(session, cast.bob, [cast.alice, cast.dora], call=CALL)
    assert (rounds.number_of(session, german), practice.is_practice(session, german)) == (1, True)
    assert rounds.number_of(session, factories.idea(session, cast.alice, call=CALL)) == 2
    assert rounds.number_of(session, factories.idea(session, cast.alice, call=CALL, applicant="find")) == 1
    assert rounds.number_of(session, factories.idea(session, cast.bob, call=CALL)) == 1


@pytest.mark.usefixtures("summer")
def test_consortium_stays_in_its_round_whoever_comes_to_coordinate(session: Session, cast: Cast) -> None:
    confirm(session, "PL")
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL)
    expected = consortia.what_if(session, consortium, coordinator=member_id(consortium, cast.bob)).round
    consortia.set_role(session, consortium, member_id(consortium, cast.bob), "coordinator", version=None, by=cast.alice.user)
    assert (consortium.round, consortia.check(session, consortium).round, expected) == (2, 2, 2)
    german = draft(session, cast.alice, [cast.bob], coordinator=cast.bob.key, call=CALL)
    members.leave(session, german, next(one for one in german.members if one.organisation is cast.bob.organisation))
    assert (german.round, rounds.number_of(session, german)) == (1, 1)
    plain = draft(session, cast.alice, [cast.bob], call="ka240-sch-2026")
    consortia.set_role(session, plain, member_id(plain, cast.bob), "coordinator", version=None, by=cast.alice.user)
    assert plain.round is None


@pytest.mark.usefixtures("summer")
def test_room_is_counted_in_each_round_by_itself(session: Session, cast: Cast, clock: Clock) -> None:
    confirm(session, "PL")
    edit(session, cast.bob, capacity=1)
    clock.now = SPRING
    first = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL, round=1)
    bring_in(session, first, cast.bob, by=cast.alice.user)
    clock.now = SUMMER

    def full() -> list[bool]:
        found = [capacity.is_full(session, cast.bob.organisation, CALL, number) for number in (1, 2, None)]
        listed = [cast.bob.key in capacity.list_unavailable(session, CALL, number) for number in (1, 2, None)]
        assert found == listed
        return found

    assert full() == [True, False, True]
    choose(session, first, None, cast)  # led from Poland, it then applies in October
    assert full() == [False, True, True]
    consortia.set_role(session, first, member_id(first, cast.dora), "coordinator", version=None, by=cast.alice.user)
    choose(session, first, None, cast)  # led from Austria, it does not
    assert full() == [True, False, True]
    other = draft(session, cast.charlie, [cast.bob, cast.dora], call=CALL, round=2)
    bring_in(session, other, cast.bob, by=cast.charlie.user)
    assert full() == [True, True, True]
    third = draft(session, cast.alice, [cast.bob], call=CALL, round=1)
    clock.now = SPRING
    with pytest.raises(Refused, match="as many consortia of this call as it can"):
        factories.invite(session, third, cast.bob, by=cast.alice.user)


def test_what_is_asked_of_the_database_is_what_each_consortium_says(session: Session, cast: Cast, clock: Clock) -> None:
    leading = {"PL": cast.alice, "DE": cast.bob, "AT": cast.dora, "FR": cast.charlie}
    greenland = factories.register(session, "Nuka", country="GL")
    made = [
        draft(session, actor, [], call=CALL, round=number) for actor in (*leading.values(), greenland) for number in (None, 1, 2)
    ]
    for stray in made[::4]:
        stray.round = 7  # as if the guide had lost a round since
    session.flush()
    for clock.now in (SPRING, SUMMER, WINTER):
        for confirmed in ((), ("PL",), ("PL", "DK"), ("AT", "DE", "FR")):
            confirm(session, *confirmed)
            call, today = surroundings.guide(session).call(CALL), surroundings.today(session)
            for number in (1, 2):
                asked = select(Consortium.id).where(rounds.are_in(session, CALL, number))
                expected = {
                    one.id
                    for one in made
                    if (one.round if one.round in (1, 2) else usual_round(call, one.initiator.country, today)) == number
                }
                assert set(session.scalars(asked)) == expected
                assert {one.id for one in made if rounds.number_of(session, one) == number} == expected


@pytest.mark.usefixtures("summer")
def test_request_is_shown_to_others_while_its_round_is_open(session: Session, cast: Cast) -> None:
    wished = {"call": CALL, "is_shown": True}
    factories.idea(session, cast.alice, **wished)
    assert openings.list_needs(session, cast.bob.organisation, by=cast.bob.user) == []
    factories.idea(session, cast.alice, round=2, **wished)
    (need,) = openings.list_needs(session, cast.bob.organisation, by=cast.bob.user)
    assert (need.call.seen_in, need.call.state(SUMMER)) == (2, "open")
    over = draft(session, cast.charlie, [], round=2, **wished)
    assert len(openings.list_needs(session, cast.bob.organisation, by=cast.bob.user)) == 2
    form = parse(RoundChoice, {"round": "1"})
    applying.choose_round(session, over, form, version=None, by=cast.charlie.user)
    assert len(openings.list_needs(session, cast.bob.organisation, by=cast.bob.user)) == 1


@pytest.mark.usefixtures("summer")
def test_what_happened_in_a_round_that_was_open_counts(session: Session, cast: Cast, clock: Clock) -> None:
    practised = draft(session, cast.alice, [cast.bob], call=CALL, round=2)
    factories.invite(session, practised, cast.bob, by=cast.alice.user)
    applying.choose_round(session, practised, parse(RoundChoice, {"round": "1"}), version=None, by=cast.alice.user)
    earnest = draft(session, cast.alice, [cast.dora], call=CALL, round=2)
    factories.invite(session, earnest, cast.dora, by=cast.alice.user)
    for number, actor in ((None, cast.bob), (2, cast.dora)):
        idea = factories.idea(session, cast.alice, call=CALL, round=number)
        exposure.record_shown(session, idea, [actor.key], by=cast.alice.user)
    clock.move(days=30)
    invitations.expire_due(session)
    assert responses.get_record(session, cast.bob.organisation).answers == ()
    assert [answered for answered, _ in responses.get_record(session, cast.dora.organisation).answers] == [False]
    seen = {actor: exposure.get_exposure(session, actor.organisation, by=actor.user) for actor in (cast.bob, cast.dora)}
    assert [(one.year.invited, one.year.shown, one.practised) for one in seen.values()] == [(0, 0, 1), (1, 1, 0)]


def test_grant_of_a_round_that_was_open_is_experience(session: Session, cast: Cast, clock: Clock) -> None:
    clock.now = SUMMER
    for number, count in ((2, 1), (1, 1)):
        consortium = factories.complete(session, cast, call=CALL, round=2)
        consortium.round, consortium.state = number, "granted"
        session.flush()
        known = experience.grants(session, Organisation.id == cast.bob.organisation.id)
        assert [one.total for one in known[cast.bob.key].values()] == [count]


@pytest.mark.usefixtures("summer")
def test_ended_invitation_keeps_the_check_of_its_round(session: Session, cast: Cast) -> None:
    edit(session, cast.alice, established="2024-06-01")
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], call=CALL, round=2)
    sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
    invitations.withdraw(session, sent, by=cast.alice.user)
    ending = endings.ending_of(sent)
    assert ending is not None
    assert ending.check is not None
    assert "1 October 2026" in ending.model_dump_json()


def test_round_of_another_call_is_not_taken_over_by_an_idea(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice, call=CALL, round=2)
    form = ideas.form_of(idea).model_copy(update={"call": "cove-2025"})
    with pytest.raises(Invalid, match="has no round 2"):
        ideas.change(session, idea, parse(IdeaForm, form.model_dump()), version=None, by=cast.alice.user)


def test_members_row_is_asked_only_where_it_matters(session: Session, cast: Cast) -> None:
    """Where nobody confirmed an optional round, the round of a consortium is known without its members."""
    consortium = draft(session, cast.alice, [cast.bob], call=CALL)
    session.expire(consortium, ["members"])
    rounds.number_of(session, consortium)
    assert "members" not in consortium.__dict__
    assert session.scalar(select(Member.id).limit(1)) is not None
