"""The ledger of who was shown, and what an organisation sees of itself."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, NotFound
from matchmaker.models import Idea, Organisation, Showing
from matchmaker.services import cards, exposure, invitations
from matchmaker.services.exposure import Exposure, Figures
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSED_CALL, OPEN_CALL, Actor, Cast
from tests.services.test_query_counts import counted


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def seen(session: Session, actor: Actor) -> Exposure:
    return exposure.get_exposure(session, actor.organisation, by=actor.user)


def show(session: Session, cast: Cast, idea: Idea, *actors: Actor) -> None:
    exposure.record_shown(session, idea, [one.key for one in actors], by=cast.alice.user)


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Showing)) or 0


def test_shown_counts_once_a_day_and_idea(session: Session, cast: Cast, clock: Clock) -> None:
    idea, other = factories.idea(session, cast.alice), factories.idea(session, cast.alice)
    show(session, cast, idea, cast.bob, cast.dora)
    show(session, cast, idea, cast.bob, cast.charlie)
    assert exposure.counts(session) == {cast.bob.key: 1, cast.dora.key: 1, cast.charlie.key: 1}
    show(session, cast, other, cast.bob)
    clock.move(days=1)
    show(session, cast, idea, cast.bob)
    assert exposure.counts(session) == {cast.bob.key: 3, cast.dora.key: 1, cast.charlie.key: 1}


def test_one_does_not_show_oneself_nor_who_is_not_here(session: Session, cast: Cast) -> None:
    show(session, cast, factories.idea(session, cast.alice), cast.alice)
    exposure.record_shown(session, factories.idea(session, cast.alice), ["nobody"], by=cast.alice.user)
    exposure.record_shown(session, factories.idea(session, cast.alice), [], by=cast.alice.user)
    assert rows(session) == 0


def test_months_of_the_last_year_add_up_to_what_was_shown_in_it(session: Session, cast: Cast, clock: Clock) -> None:
    idea = factories.idea(session, cast.alice)
    for days in (0, 100, 31, 1):
        clock.move(days=days)
        show(session, cast, idea, cast.bob)
    found = seen(session, cast.bob)
    assert sum(found.by_month.values()) == found.year.shown == 4
    months = list(found.by_month)
    assert 12 <= len(months) <= 13
    assert months == sorted({month.replace(day=1) for month in months})
    assert sum(number > 0 for number in found.by_month.values()) >= 3
    clock.move(days=300)
    assert sum(seen(session, cast.bob).by_month.values()) == seen(session, cast.bob).year.shown < 4


def test_only_who_may_suggest_for_an_idea_shows_anybody(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        exposure.record_shown(session, factories.idea(session, cast.alice), [cast.dora.key], by=cast.bob.user)


def test_showing_is_one_statement_for_one_as_for_many(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice)
    many = [factories.register(session, f"Guest{number}") for number in range(30)]
    session.flush()
    for actors in ([cast.bob], many):
        with counted(session) as sent:
            show(session, cast, idea, *actors)
        assert len(sent) == 1


def test_counts_are_of_the_last_days_and_of_one_call_if_asked(session: Session, cast: Cast, clock: Clock) -> None:
    idea = factories.idea(session, cast.alice)
    practice = factories.idea(session, cast.alice, call=CLOSED_CALL, project_type="innovation")
    show(session, cast, idea, cast.bob)
    clock.move(days=60)
    show(session, cast, practice, cast.bob, cast.dora)
    assert exposure.counts(session) == {cast.bob.key: 2, cast.dora.key: 1}
    assert exposure.counts(session, OPEN_CALL) == {cast.bob.key: 1}
    assert exposure.counts(session, CLOSED_CALL, days=30) == {cast.bob.key: 1, cast.dora.key: 1}
    clock.move(days=30)
    assert exposure.counts(session) == {cast.bob.key: 1, cast.dora.key: 1}
    assert exposure.counts(session, days=91) == {cast.bob.key: 2, cast.dora.key: 1}


def test_what_one_was_shown_oneself_is_left_out(session: Session, cast: Cast) -> None:
    show(session, cast, factories.idea(session, cast.alice), cast.bob, cast.dora)
    exposure.record_shown(session, factories.idea(session, cast.charlie), [cast.bob.key], by=cast.charlie.user)
    assert exposure.counts(session, besides=cast.alice.key) == {cast.bob.key: 1}
    assert exposure.counts(session, besides=cast.charlie.key) == {cast.bob.key: 1, cast.dora.key: 1}
    assert exposure.counts(session, besides="nobody") == {cast.bob.key: 2, cast.dora.key: 1}


def test_call_of_a_showing_is_the_one_it_had_then(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice)
    show(session, cast, idea, cast.bob)
    idea.call_id = "ka210-vet-2027"
    session.flush()
    assert exposure.counts(session, OPEN_CALL) == {cast.bob.key: 1}


def test_ledger_forgets_after_400_days(session: Session, cast: Cast, clock: Clock) -> None:
    idea = factories.idea(session, cast.alice)
    show(session, cast, idea, cast.bob)
    clock.move(days=399)
    show(session, cast, idea, cast.bob)
    exposure.prune(session)
    assert rows(session) == 2
    clock.move(days=1)
    exposure.prune(session)
    assert rows(session) == 1


def test_ledger_goes_with_the_organisation_and_with_the_idea(session: Session, cast: Cast) -> None:
    known = factories.known_only(session, "from-records")
    idea, other = factories.idea(session, cast.alice), factories.idea(session, cast.alice)
    exposure.record_shown(session, idea, [known.key, cast.bob.key], by=cast.alice.user)
    exposure.record_shown(session, other, [cast.bob.key], by=cast.alice.user)
    session.execute(delete(Organisation).where(Organisation.id == known.id))
    assert exposure.counts(session) == {cast.bob.key: 2}
    session.execute(delete(Idea).where(Idea.id == other.id))
    assert exposure.counts(session) == {cast.bob.key: 1}


def test_organisation_that_was_never_seen_has_noughts(session: Session, cast: Cast) -> None:
    nothing = seen(session, cast.bob)
    assert nothing.lately == Figures(90, 0, 0, 0, 0, 0)
    assert nothing.year == Figures(365, 0, 0, 0, 0, 0)
    assert (nothing.by_call, nothing.practised, nothing.answer_time, nothing.answers) == ({}, 0, None, 0)


def test_organisation_sees_how_it_was_shown_and_asked_and_how_it_answered(session: Session, cast: Cast, clock: Clock) -> None:
    idea = factories.idea(session, cast.alice)
    for _ in range(3):
        show(session, cast, idea, cast.bob)
        clock.move(days=40)
    sent = []
    for _ in range(4):
        made = factories.draft(session, cast.alice, [cast.bob])
        sent.append(factories.invite(session, made, cast.bob, by=cast.alice.user))
    joined, declined, missed, waiting = sent
    clock.move(days=1)
    invitations.show_interest(session, joined, by=cast.bob.user)
    clock.move(days=2)
    invitations.decline(session, declined, factories.declining(), by=cast.bob.user)
    clock.move(days=1)
    invitations.join(session, joined, factories.joining(), by=cast.bob.user)
    clock.move(days=3)
    waiting.expires_at += timedelta(days=9)
    session.flush()
    invitations.expire_due(session)
    assert missed.state == "expired"
    found = seen(session, cast.bob)
    assert found.lately == Figures(90, shown=2, invited=4, answered=2, joined=1, missed=1)
    assert found.year == Figures(365, shown=3, invited=4, answered=2, joined=1, missed=1)
    assert found.by_call == {OPEN_CALL: 3}
    # The first answers came after one day (interest, not the joining) and after three.
    assert (found.answer_time, found.answers) == (timedelta(days=2), 2)
    numbers = [cast.alice.organisation.id, cast.bob.organisation.id]
    assert exposure.answer_times(session, numbers) == {cast.bob.organisation.id: timedelta(days=2)}
    known = cards.list_cards(session, {cast.alice.key, cast.bob.key})
    assert str(known[cast.bob.key].soon) == "answers within 2 days"
    assert str(known[cast.alice.key].soon).startswith("confirmed its profile")
    clock.move(days=360)
    assert seen(session, cast.bob).year.invited == 0
    assert seen(session, cast.bob).answer_time is None


def test_second_invitation_to_one_consortium_has_an_answer_time_of_its_own(session: Session, cast: Cast, clock: Clock) -> None:
    made = factories.draft(session, cast.alice, [cast.bob])
    factories.invite(session, made, cast.bob, by=cast.alice.user)
    clock.move(days=8)
    invitations.expire_due(session)
    again = factories.invite(session, made, cast.bob, by=cast.alice.user)
    clock.move(hours=5)
    invitations.show_interest(session, again, by=cast.bob.user)
    assert seen(session, cast.bob).answer_time == timedelta(hours=5)
    assert seen(session, cast.bob).answers == 1


def test_practice_is_told_apart(session: Session, cast: Cast) -> None:
    shown = factories.idea(session, cast.alice, call=CLOSED_CALL, project_type="innovation")
    show(session, cast, shown, cast.bob)
    practice = factories.draft(session, cast.alice, [cast.bob])
    factories.bring_in(session, practice, cast.bob, by=cast.alice.user)
    factories.practised(session, practice)
    found = seen(session, cast.bob)
    assert found.practised == 1
    assert found.year == Figures(365, 0, 0, 0, 0, 0)
    assert (found.by_call, found.answers) == ({}, 0)


def test_only_those_who_act_for_it_see_it(session: Session, cast: Cast) -> None:
    viewer = factories.join_as(session, "Vera", cast.bob, "viewer")
    assert exposure.get_exposure(session, cast.bob.organisation, by=viewer).answers == 0
    with pytest.raises(Forbidden):
        exposure.get_exposure(session, cast.bob.organisation, by=cast.charlie.user)
