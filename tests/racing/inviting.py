"""Races of who invites, who is invited, and what ends an invitation."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.models import Invitation
from matchmaker.services import invitations
from tests import factories
from tests.racing.judging import BOTH, ONE, RACES, SOME, Made, asked, ends_as, not_asked_by_who_is_blocked, raced
from tests.racing.running import DONE, Race
from tests.racing.scene import Scene, answers, blocks_, expires, gives_up, job, removes, sends, sends_all


@raced
def batch_and_giving_up(scene: Scene) -> Race:
    made = scene.draft(scene.bob, scene.dora)
    first = sends_all(made, [scene.bob, scene.dora], scene.alice.user)
    return Race(first, gives_up(made, scene.colleague(scene.alice)), SOME, ends_as(made, "withdrawn"))


@raced
def batch_and_invitation_to_one_of_them(scene: Scene) -> Race:
    made = scene.draft(scene.bob, scene.dora)
    first = sends_all(made, [scene.bob, scene.dora], scene.alice.user)
    return Race(first, sends(made, scene.bob, scene.colleague(scene.alice)), ONE, asked(made, 1, scene.bob))


@raced
def two_batches_to_one_organisation(scene: Scene) -> Race:
    made = scene.draft(scene.bob, scene.dora, scene.charlie)
    first = sends_all(made, [scene.bob, scene.dora], scene.alice.user)
    second = sends_all(made, [scene.bob, scene.charlie], scene.colleague(scene.alice))
    return Race(first, second, ONE, asked(made, 2, scene.bob, scene.dora, scene.charlie))


@raced
def two_batches_at_the_limit(scene: Scene) -> Race:
    scene.await_many(invitations.MOST_OPEN - 3)
    one, other = (scene.draft(scene.bob, scene.dora) for _ in range(2))
    moves = [sends_all(made, [scene.bob, scene.dora], scene.alice.user) for made in (one, other)]
    return Race(moves[0], moves[1], ONE)


@raced
def batches_of_two_senders_to_one_organisation(scene: Scene) -> Race:
    both = [scene.draft(scene.bob, scene.dora), scene.draft(scene.bob, scene.dora, by=scene.charlie)]
    users = (scene.alice.user, scene.charlie.user)
    first, second = (sends_all(made, [scene.bob, scene.dora], by) for made, by in zip(both, users, strict=True))
    return Race(first, second, BOTH)


@raced
def two_invite_each_other(scene: Scene) -> Race:
    ours, theirs = scene.draft(scene.bob), scene.draft(scene.alice, by=scene.bob)
    return Race(sends(ours, scene.bob, scene.alice.user), sends(theirs, scene.alice, scene.bob.user), BOTH)


@raced
def batch_and_a_no(scene: Scene) -> Race:
    made = scene.draft(scene.bob, scene.dora, scene.charlie)
    sent = scene.invited(made, scene.bob)
    first = sends_all(made, [scene.dora, scene.charlie], scene.alice.user)
    return Race(first, answers(sent, scene.bob.user, "decline"), BOTH, asked(made, 2, scene.dora, scene.charlie))


@raced
def batch_and_block_by_who_is_asked(scene: Scene) -> Race:
    made = scene.draft(scene.bob, scene.dora)
    first = sends_all(made, [scene.bob, scene.dora], scene.alice.user)
    return Race(first, blocks_(scene.bob, scene.alice), SOME, not_asked_by_who_is_blocked(scene.alice, scene.bob))


@raced
def batch_and_block_by_who_asks(scene: Scene) -> Race:
    made = scene.draft(scene.bob, scene.dora)
    first = sends_all(made, [scene.bob, scene.dora], scene.colleague(scene.alice))
    return Race(first, blocks_(scene.alice, scene.bob), SOME, not_asked_by_who_is_blocked(scene.alice, scene.bob))


@raced
def batch_and_removal(scene: Scene) -> Race:
    made = scene.draft(scene.bob, scene.dora)
    first = sends_all(made, [scene.bob, scene.dora], scene.alice.user)
    return Race(first, removes(made, scene.bob, scene.colleague(scene.alice)), SOME)


def _answer_and_end(answer: str, end: str) -> Made:
    def made(scene: Scene) -> Race:
        consortium = scene.draft(scene.bob, scene.dora)
        sent = scene.invited(consortium, scene.bob, interested=answer == "join")
        number = sent.id
        first = answers(sent, scene.bob.user, answer)
        if end == "expiry":
            second = expires(sent)
        elif end == "withdrawal":
            second = answers(sent, scene.alice.user, "withdraw")
        else:
            second = gives_up(consortium, scene.alice.user)

        def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
            state = session.get_one(Invitation, number).state
            ended = {"expiry": "expired", "withdrawal": "withdrawn", "giving up": "withdrawn"}[end]
            said = {"interested": "interested", "join": "joined", "decline": "declined", "write": ended}[answer]
            stays = end == "expiry" or answer == "decline" or (end == "giving up" and answer == "join")
            if state != (said if results[0] == DONE and stays else ended):
                yield f"{state} after {', '.join(results)}"

        return Race(first, second, SOME, wrong)

    return made


for _answer in ("interested", "join", "decline", "write"):
    for _end in ("expiry", "withdrawal", "giving up"):
        RACES[f"{_answer} and {_end}"] = _answer_and_end(_answer, _end)


@raced
def two_say_that_they_join(scene: Scene) -> Race:
    sent = scene.invited(scene.draft(scene.bob, scene.dora), scene.bob, interested=True)
    return Race(answers(sent, scene.bob.user, "join"), answers(sent, scene.colleague(scene.bob), "join"), ONE)


@raced
def two_disagree_about_the_answer(scene: Scene) -> Race:
    sent = scene.invited(scene.draft(scene.bob, scene.dora), scene.bob, interested=True)
    return Race(answers(sent, scene.bob.user, "join"), answers(sent, scene.colleague(scene.bob), "decline"), ONE)


@raced
def last_place_is_taken_twice(scene: Scene) -> Race:
    factories.edit(scene.session, scene.bob, capacity=1)
    both = [scene.invited(scene.draft(scene.bob, scene.dora), scene.bob, interested=True) for _ in range(2)]
    first, second = (answers(sent, scene.bob.user, "join") for sent in both)
    return Race(first, second, ONE)


@raced
def reminder_and_withdrawal(scene: Scene) -> Race:
    sent = scene.invited(scene.draft(scene.bob, scene.dora), scene.bob)
    return Race(job(invitations.remind, sent.id, timedelta(days=6)), answers(sent, scene.alice.user, "withdraw"), BOTH)


@raced
def one_person_writes_in_two_threads(scene: Scene) -> Race:
    both = [scene.invited(scene.draft(scene.bob, scene.dora), scene.bob) for _ in range(2)]
    first, second = (answers(sent, scene.alice.user, "write") for sent in both)
    return Race(first, second, BOTH)


@raced
def message_and_block(scene: Scene) -> Race:
    sent = scene.invited(scene.draft(scene.bob, scene.dora), scene.bob)
    return Race(answers(sent, scene.alice.user, "write"), blocks_(scene.bob, scene.alice), SOME)
