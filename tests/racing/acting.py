"""Races of who acts for an organisation: a role taken away while its bearer acts, owners who go, accounts that are erased."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.inputs.accounts import Erasure
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.models import ColleagueInvitation, Consortium, Membership, Organisation, User
from matchmaker.services import blocking, colleagues, erasure, people
from matchmaker.services.versions import lock
from tests.factories import PASSWORD, Actor
from tests.racing.judging import ONE, RACES, SOME, Made, Wrong, raced
from tests.racing.running import DONE, Move, Race
from tests.racing.scene import (
    Scene,
    answers,
    asks_grant,
    finalises,
    gives_up,
    of_reserve,
    offers,
    on,
    removes,
    sends,
    sends_all,
    submits,
    to,
)


def erases(user: User, *, even_alone: bool = False) -> Move:
    form = Erasure(present=PASSWORD, even_alone=even_alone)
    return to(User, user.id, user, lambda s, found, by: erasure.erase_mine(s, form, by=by))


def of_people(actor: Actor, user: User, act: Callable[[Session, Organisation, User], object]) -> Move:
    return to(Organisation, actor.organisation.id, user, act)


def takes_off(actor: Actor, user: User, whom: User) -> Move:
    number = _membership(actor, whom)
    return of_people(actor, user, lambda s, found, by: people.remove_person(s, found, number, by=by))


def lowers(actor: Actor, user: User, whom: User) -> Move:
    number = _membership(actor, whom)
    return of_people(actor, user, lambda s, found, by: people.give_role(s, found, number, "viewer", by=by))


def goes(actor: Actor, user: User, successor: User | None = None) -> Move:
    named = "" if successor is None else str(_membership(actor, successor))
    return of_people(actor, user, lambda s, found, by: people.leave(s, found, named, by=by))


def _membership(actor: Actor, whom: User) -> int:
    return next(one.id for one in whom.memberships if one.organisation_id == actor.organisation.id)


def _owners(actor: Actor, number: int) -> Wrong:
    theirs = actor.organisation.id

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        owning = select(Membership.id).where(Membership.organisation_id == theirs, Membership.role == "owner")
        if (found := len(session.scalars(owning).all())) != number:
            yield f"{found} owners"

    return wrong


def _two_owners(first: Callable[..., Move], second: Callable[..., Move]) -> Made:
    """Each of two owners does it to the other, or to themselves: one owner stays. Whoever owns it no more may go."""

    def made(scene: Scene) -> Race:
        alice, ann = scene.alice.user, scene.colleague(scene.alice)
        wins = SOME if lowers in (first, second) or (first is takes_off and second is _GO["erasing oneself"]) else ONE
        return Race(first(scene.alice, alice, ann), second(scene.alice, ann, alice), wins, _owners(scene.alice, 1))

    return made


_GO = {
    "taking the other off": takes_off,
    "lowering the other": lowers,
    "leaving": lambda actor, user, other: goes(actor, user),
    "erasing oneself": lambda actor, user, other: erases(user),
}
for _number, (_first, _act) in enumerate(_GO.items()):
    for _second, _other in list(_GO.items())[_number:]:
        RACES[f"two owners: {_first} and {_second}"] = _two_owners(_act, _other)


@raced
def naming_a_successor_who_is_erased(scene: Scene) -> Race:
    ann = scene.colleague(scene.alice, "editor")
    return Race(goes(scene.alice, scene.alice.user, ann), erases(ann), ONE, _owners(scene.alice, 1))


def _asked_colleague(scene: Scene) -> tuple[ColleagueInvitation, Move]:
    """Somebody else is asked to own Alice's organisation, and says yes."""
    ann = scene.colleague(scene.bob)
    form = ColleagueForm(email=ann.email, role="owner")
    sent = colleagues.invite(scene.session, scene.alice.organisation, form, by=scene.alice.user)
    return sent, to(ColleagueInvitation, sent.id, ann, lambda s, found, by: colleagues.accept(s, found, by=by))


@raced
def last_owner_is_erased_and_a_colleague_says_yes(scene: Scene) -> Race:
    _, accepts = _asked_colleague(scene)
    return Race(erases(scene.alice.user, even_alone=True), accepts, SOME)


@raced
def colleague_says_yes_and_is_asked_no_longer(scene: Scene) -> Race:
    sent, accepts = _asked_colleague(scene)
    withdraws = to(ColleagueInvitation, sent.id, scene.alice.user, lambda s, found, by: colleagues.withdraw(s, found, by=by))
    return Race(accepts, withdraws, ONE)


@raced
def erasing_twice(scene: Scene) -> Race:
    ann = scene.colleague(scene.alice)
    return Race(erases(ann), erases(ann), ONE)


@raced
def blocking_and_being_erased(scene: Scene) -> Race:
    ann = scene.colleague(scene.alice)
    move = to(
        Organisation,
        scene.alice.organisation.id,
        ann,
        lambda s, found, by: blocking.block(s, found, s.get_one(Organisation, theirs), by=by),
    )
    theirs = scene.bob.organisation.id
    return Race(move, erases(ann), SOME)


@raced
def inviting_and_being_erased(scene: Scene) -> Race:
    made, ann = scene.draft(scene.bob, scene.dora), scene.colleague(scene.alice)
    return Race(sends(made, scene.bob, ann), erases(ann, even_alone=True), SOME)


@raced
def taking_back_what_one_sent_and_being_erased(scene: Scene) -> Race:
    made, ann = scene.draft(scene.bob, scene.dora), scene.colleague(scene.alice)
    sent = scene.invited(made, scene.bob)
    sent.sent_by_id = ann.id
    scene.session.flush()
    return Race(answers(sent, ann, "withdraw"), erases(ann, even_alone=True), SOME)


@raced
def saying_yes_and_being_erased(scene: Scene) -> Race:
    made, ann = scene.draft(scene.bob, scene.dora), scene.colleague(scene.bob)
    sent = scene.invited(made, scene.bob, interested=True)
    return Race(answers(sent, ann, "join"), erases(ann, even_alone=True), SOME)


# The role is taken away while the consortium is locked, so that whoever comes second has been allowed to act, and is no more.


def _loses(consortium: Consortium, actor: Actor, ann: User) -> Move:
    number, theirs = _membership(actor, ann), actor.organisation.id

    def act(session: Session, found: Consortium, by: User) -> None:
        lock(session, found)
        people.give_role(session, session.get_one(Organisation, theirs), number, "viewer", by=by)

    return on(consortium, actor.user, act)


def _loses_role(move: Callable[[Scene, Consortium, User], Move], made: Callable[[Scene], Consortium] = Scene.complete) -> Made:
    """The role goes in any case, and the consortium is changed exactly where the move is done that was ready before."""

    def race(scene: Scene) -> Race:
        consortium, ann = made(scene), scene.colleague(scene.alice, "editor")
        second = move(scene, consortium, ann)
        return Race(_loses(consortium, scene.alice, ann), second, SOME, _changed_as_told(consortium, ann))

    return race


def _changed_as_told(consortium: Consortium, ann: User) -> Wrong:
    number, version, person = consortium.id, consortium.version, ann.id

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        changed = session.get_one(Consortium, number).version != version
        if changed != (results[1] == DONE) or results[0] != DONE:
            yield f"changed: {changed}, with {', '.join(results)}"
        if (roles := [one.role for one in session.get_one(User, person).memberships]) != ["viewer"]:
            yield f"acts as {', '.join(roles)}"

    return wrong


def _puts_in_reserve(scene: Scene, made: Consortium, ann: User) -> Move:
    return of_reserve(scene.reserve(made, scene.dora, scene.charlie), ann, "pass_over")


def _takes_back(scene: Scene, made: Consortium, ann: User) -> Move:
    return answers(made.invitations[0], ann, "withdraw")


RACES |= {
    "role is lost and the plan changed": _loses_role(lambda scene, made, ann: asks_grant(made, ann)),
    "role is lost and a reserve passed over": _loses_role(_puts_in_reserve),
    "role is lost and a member removed": _loses_role(lambda scene, made, ann: removes(made, scene.dora, ann)),
    "role is lost and an offer made": _loses_role(lambda scene, made, ann: offers(made, scene.bob, ann)),
    "role is lost and all is finalised": _loses_role(lambda scene, made, ann: finalises(made, ann)),
    "role is lost and all is given up": _loses_role(lambda scene, made, ann: gives_up(made, ann)),
    "role is lost and a yes taken back": _loses_role(_takes_back),
    "role is lost and it is submitted": _loses_role(lambda scene, made, ann: submits(made, ann), Scene.finalised),
    "role is lost and several invited": _loses_role(
        lambda scene, made, ann: sends_all(made, [scene.bob, scene.dora], ann), lambda scene: scene.draft(scene.bob, scene.dora)
    ),
}
