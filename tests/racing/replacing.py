"""Races for a place that fell empty: reserves that the job calls while somebody else decides about them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.models import Consortium, Reserve
from matchmaker.services import invitations
from tests.factories import Actor, register
from tests.racing.judging import BOTH, ONE, SOME, Wrong, asked, count_open, ends_as, not_asked_by_who_is_blocked, raced
from tests.racing.running import Race
from tests.racing.scene import (
    Scene,
    blocks_,
    calls,
    gives_up,
    of_reserve,
    removes,
    sends,
    sends_all,
)


def _called_or_waiting(consortium: Consortium, actor: Actor, *, gone: bool = False) -> Wrong:
    """The actor has been asked and is in reserve no more; or is in reserve, and was not asked. gone: or neither."""
    whole, theirs = consortium.id, actor.organisation.id

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        asked_ = count_open(session, whole, [theirs])
        waiting = select(Reserve.state).where(Reserve.consortium_id == whole, Reserve.organisation_id == theirs)
        states = session.scalars(waiting).all()
        if asked_ + len(states) not in ((0, 1) if gone else (1,)):
            yield f"{asked_} invitations, in reserve as {states}"

    return wrong


@raced
def reserve_is_called_and_asked(scene: Scene) -> Race:
    made = scene.vacant()
    reserve = scene.reserve(made, scene.dora, scene.charlie)
    return Race(calls(made), of_reserve(reserve, scene.alice.user, "ask"), SOME, asked(made, 1, scene.charlie))


@raced
def reserve_is_called_twice(scene: Scene) -> Race:
    made = scene.vacant()
    scene.reserve(made, scene.dora, scene.charlie)
    return Race(calls(made), calls(made), BOTH, asked(made, 1, scene.charlie))


@raced
def reserve_is_called_and_another_goes_before_it(scene: Scene) -> Race:
    made, eve = scene.vacant(), register(scene.session, f"Eve{scene.tag}", kind="chamber", country="ES")
    scene.reserve(made, scene.dora, scene.charlie)
    second = scene.reserve(made, scene.dora, eve)
    return Race(calls(made), of_reserve(second, scene.alice.user, "move_up"), BOTH, asked(made, 1, scene.charlie, eve))


@raced
def reserve_is_called_and_taken_off(scene: Scene) -> Race:
    made = scene.vacant()
    reserve = scene.reserve(made, scene.dora, scene.charlie)
    move = of_reserve(reserve, scene.alice.user, "remove")
    return Race(calls(made), move, SOME, _called_or_waiting(made, scene.charlie, gone=True))


@raced
def reserve_is_called_and_passed_over(scene: Scene) -> Race:
    made = scene.vacant()
    reserve = scene.reserve(made, scene.dora, scene.charlie)
    move = of_reserve(reserve, scene.alice.user, "pass_over")
    return Race(calls(made), move, SOME, _called_or_waiting(made, scene.charlie))


@raced
def reserve_is_called_and_written_to_anew(scene: Scene) -> Race:
    made = scene.vacant()
    reserve = scene.reserve(made, scene.dora, scene.charlie)
    return Race(calls(made), of_reserve(reserve, scene.alice.user, "change"), SOME, _called_or_waiting(made, scene.charlie))


@raced
def reserve_is_called_and_the_member_invited_again(scene: Scene) -> Race:
    made = scene.unanswered()
    scene.reserve(made, scene.dora, scene.charlie)
    both = asked(made, 1, scene.charlie, scene.dora)
    return Race(calls(made), sends(made, scene.dora, scene.alice.user), SOME, both)


@raced
def reserve_is_called_and_the_member_removed(scene: Scene) -> Race:
    made = scene.unanswered()
    scene.reserve(made, scene.dora, scene.charlie)
    return Race(calls(made), removes(made, scene.dora, scene.alice.user), SOME, _called_or_waiting(made, scene.charlie))


@raced
def reserve_is_called_and_all_given_up(scene: Scene) -> Race:
    made = scene.vacant()
    scene.reserve(made, scene.dora, scene.charlie)
    return Race(calls(made), gives_up(made, scene.alice.user), BOTH, ends_as(made, "withdrawn"))


@raced
def reserve_is_called_and_blocks(scene: Scene) -> Race:
    made = scene.vacant()
    scene.reserve(made, scene.dora, scene.charlie)
    apart = not_asked_by_who_is_blocked(scene.alice, scene.charlie)
    return Race(calls(made), blocks_(scene.charlie, scene.alice), SOME, apart)


@raced
def reserve_is_asked_and_blocked(scene: Scene) -> Race:
    made = scene.vacant()
    reserve = scene.reserve(made, scene.dora, scene.charlie)
    move = of_reserve(reserve, scene.alice.user, "ask")
    return Race(move, blocks_(scene.alice, scene.charlie), SOME, not_asked_by_who_is_blocked(scene.alice, scene.charlie))


@raced
def two_reserves_are_asked_for_one_place(scene: Scene) -> Race:
    made, eve = scene.vacant(), register(scene.session, f"Eve{scene.tag}", kind="chamber", country="ES")
    both = [scene.reserve(made, scene.dora, one) for one in (scene.charlie, eve)]
    users = (scene.alice.user, scene.colleague(scene.alice))
    first, second = (of_reserve(one, by, "ask") for one, by in zip(both, users, strict=True))
    return Race(first, second, ONE, asked(made, 1, scene.charlie, eve))


@raced
def reserve_is_called_at_the_limit(scene: Scene) -> Race:
    made, other = scene.vacant(), scene.draft(scene.bob)
    scene.reserve(made, scene.dora, scene.charlie)
    scene.await_many(invitations.MOST_OPEN - 1)
    move = sends_all(other, [scene.bob], scene.alice.user)

    return Race(calls(made), move, SOME)
