"""The same partners in two consortia of one round: told to those who are in both, and to nobody else."""

import pytest
from sqlalchemy.orm import Session

from matchmaker.models import Consortium
from matchmaker.services import conflicts, invitations, outcomes
from tests import factories
from tests.factories import Actor, Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def told(session: Session, consortium: Consortium, actor: Actor | None) -> list[str]:
    return [one.kind for one in conflicts.list_of(session, consortium, actor.user if actor else None) if one.kind != "cap"]


@pytest.fixture
def pair(session: Session, cast: Cast) -> tuple[Consortium, Consortium]:
    """Alice's with Bob and Dora, and Bob's with Alice and Dora, where Dora is only asked."""
    mine = factories.complete(session, cast)
    theirs = factories.draft(session, cast.bob, [cast.alice, cast.dora], title="A secret of Bob's")
    factories.bring_in(session, theirs, cast.alice, by=cast.bob.user)
    factories.invite(session, theirs, cast.dora, by=cast.bob.user)
    return mine, theirs


def test_those_who_are_in_both_are_told_and_which_other_if_they_may_read_it(
    session: Session, cast: Cast, pair: tuple[Consortium, Consortium]
) -> None:
    mine, theirs = pair
    for actor in (cast.alice, cast.bob, cast.dora):
        (found,) = (one for one in conflicts.list_of(session, mine, actor.user) if one.kind == "same_partners")
        assert (found.other, found.title, found.of) == (theirs.id, "A secret of Bob's", (actor.key,))
        assert f"{actor.organisation.name} is in both" in str(found.said)
        assert "secret" not in str(found.said)
    assert told(session, mine, None) == []


def test_whoever_is_in_one_of_them_hears_nothing(session: Session, cast: Cast, pair: tuple[Consortium, Consortium]) -> None:
    mine, theirs = pair
    sent = next(one for one in theirs.invitations if one.organisation_id == cast.dora.organisation.id)
    invitations.decline(session, sent, factories.declining(), by=cast.dora.user)
    assert told(session, mine, cast.dora) == []
    assert told(session, mine, cast.charlie) == []
    hugo = factories.register(session, "Hugo", kind="chamber", country="IT")
    assert told(session, mine, hugo) == []


def test_a_draft_of_somebody_else_tells_nobody(session: Session, cast: Cast) -> None:
    mine = factories.complete(session, cast)
    factories.draft(session, cast.bob, [cast.alice, cast.dora], title="Only thought of")
    for actor in (cast.alice, cast.bob, cast.dora):
        assert told(session, mine, actor) == []


def test_another_round_another_action_and_what_is_over_are_no_conflict(
    session: Session, cast: Cast, pair: tuple[Consortium, Consortium]
) -> None:
    mine, theirs = pair
    theirs.round = 2
    session.flush()
    assert told(session, mine, cast.alice) == []
    theirs.round, theirs.call_id = None, "ka210-vet-2027"
    session.flush()
    assert told(session, mine, cast.alice) == []
    theirs.call_id = "ka220-adu-2027"
    session.flush()
    assert told(session, mine, cast.alice) == ["same_partners"]
    outcomes.withdraw(session, theirs, by=cast.bob.user)
    assert told(session, mine, cast.alice) == []


def test_practice_is_compared_with_nothing(session: Session, cast: Cast, pair: tuple[Consortium, Consortium]) -> None:
    for one in pair:
        factories.practised(session, one)
    assert told(session, pair[0], cast.alice) == []


def test_more_applications_here_than_the_call_allows_are_a_question_to_that_organisation(session: Session, cast: Cast) -> None:
    pairs = [factories.draft(session, cast.alice, [one], call="ka210-vet-2027") for one in (cast.bob, cast.dora)]
    assert told(session, pairs[0], cast.alice) == []
    factories.bring_in(session, pairs[1], cast.dora, by=cast.alice.user)
    assert told(session, pairs[0], cast.alice) == ["too_often"]
    assert told(session, pairs[0], cast.bob) == []
    (found,) = (one for one in conflicts.list_of(session, pairs[0], cast.alice.user) if one.kind == "too_often")
    assert found.is_question
    assert "is in 2 applications of this kind here" in str(found.said)
