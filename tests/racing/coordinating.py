"""Races for who coordinates: offered, accepted, taken back, handed on and back, confirmed, and gone on without."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.models import Consortium, Mail
from matchmaker.services import silence
from tests.racing.judging import BOTH, ONE, SOME, before, ends_as, held_by, raced
from tests.racing.running import DONE, Race
from tests.racing.scene import (
    SILENT,
    Scene,
    answers,
    asks_grant,
    confirms,
    finalises,
    gives_up,
    goes_on,
    hands_back,
    job,
    keeps,
    leaves,
    of_offer,
    of_reserve,
    offers,
    removes,
    replaces,
)


@raced
def taking_over_and_taking_the_offer_back(scene: Scene) -> Race:
    offer = scene.offered(scene.complete(), scene.bob)
    return Race(of_offer(offer, scene.bob.user, "accept"), of_offer(offer, scene.alice.user, "take_back"), ONE)


@raced
def taking_over_and_saying_no(scene: Scene) -> Race:
    offer = scene.offered(scene.complete(), scene.bob)
    return Race(of_offer(offer, scene.bob.user, "accept"), of_offer(offer, scene.colleague(scene.bob), "decline"), ONE)


@raced
def taking_over_twice(scene: Scene) -> Race:
    offer = scene.offered(scene.complete(), scene.bob)
    return Race(of_offer(offer, scene.bob.user, "accept"), of_offer(offer, scene.colleague(scene.bob), "accept"), ONE)


@raced
def saying_no_and_taking_the_offer_back(scene: Scene) -> Race:
    offer = scene.offered(scene.complete(), scene.bob)
    return Race(of_offer(offer, scene.bob.user, "decline"), of_offer(offer, scene.alice.user, "take_back"), ONE)


@raced
def taking_over_and_giving_up(scene: Scene) -> Race:
    made = scene.complete()
    return Race(of_offer(scene.offered(made, scene.bob), scene.bob.user, "accept"), gives_up(made, scene.alice.user), ONE)


@raced
def two_are_asked_to_coordinate(scene: Scene) -> Race:
    made = scene.complete()
    first = offers(made, scene.bob, scene.alice.user)
    return Race(first, offers(made, scene.dora, scene.colleague(scene.alice)), ONE, ends_as(made, "offered"))


@raced
def offering_and_applying_oneself(scene: Scene) -> Race:
    made = scene.complete()
    return Race(keeps(made, scene.alice.user), offers(made, scene.bob, scene.colleague(scene.alice)), SOME)


@raced
def taking_over_and_the_last_word_of_who_held_it(scene: Scene) -> Race:
    """Whoever has handed it over decides nothing any more."""
    made, sent = scene.complete_but_for_charlie()
    accepts = of_offer(scene.offered(made, scene.bob), scene.bob.user, "accept")
    last = before("invitation.withdraw", "handover.accept")
    return Race(accepts, answers(sent, scene.alice.user, "withdraw"), SOME, last)


@raced
def taking_over_and_a_message_of_who_held_it(scene: Scene) -> Race:
    made, sent = scene.complete_but_for_charlie()
    accepts = of_offer(scene.offered(made, scene.bob), scene.bob.user, "accept")
    return Race(accepts, answers(sent, scene.alice.user, "write"), SOME)


@raced
def taking_over_and_a_reserve_of_who_held_it(scene: Scene) -> Race:
    made = scene.complete()
    reserve = scene.reserve(made, scene.dora, scene.charlie)
    accepts = of_offer(scene.offered(made, scene.bob), scene.bob.user, "accept")
    changes = of_reserve(reserve, scene.alice.user, "remove")
    return Race(accepts, changes, SOME, before("reserve.remove", "handover.accept"))


@raced
def handing_back_and_being_taken_over_from(scene: Scene) -> Race:
    made = scene.held_by_bob()
    accepts = of_offer(scene.offered(made, scene.dora, by=scene.bob), scene.dora.user, "accept")
    return Race(accepts, hands_back(made, scene.bob.user), ONE, held_by(made, scene.dora))


@raced
def handing_back_and_handing_on(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(hands_back(made, scene.bob.user), offers(made, scene.dora, scene.colleague(scene.bob)), ONE)


@raced
def handing_back_twice(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(hands_back(made, scene.bob.user), hands_back(made, scene.colleague(scene.bob)), ONE, held_by(made, scene.alice))


@raced
def handing_back_and_leaving_of_who_gets_it(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(hands_back(made, scene.bob.user), leaves(made, scene.alice), ONE)


@raced
def handing_back_and_a_change(scene: Scene) -> Race:
    made = scene.held_by_bob()
    change = asks_grant(made, scene.colleague(scene.bob))
    return Race(hands_back(made, scene.bob.user), change, SOME, before("consortium.ask_grant", "handover.hand_back"))


@raced
def handing_back_and_finalising(scene: Scene) -> Race:
    made = scene.held_by_bob()
    scene.confirmed(made, scene.dora)
    return Race(hands_back(made, scene.bob.user), finalises(made, scene.colleague(scene.bob)), ONE)


@raced
def going_on_alone_and_an_act_of_the_coordinator(scene: Scene) -> Race:
    made = scene.held_by_bob()
    copies = _copies(made, 0)
    return Race(goes_on(made, scene.alice.user), asks_grant(made, scene.bob.user, later=SILENT), SOME, copies)


@raced
def going_on_alone_twice(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(goes_on(made, scene.alice.user), goes_on(made, scene.colleague(scene.alice)), ONE, _copies(made, 1))


@raced
def going_on_alone_and_handing_back(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(goes_on(made, scene.alice.user), hands_back(made, scene.bob.user, SILENT), SOME, _copies(made, 0))


@raced
def going_on_alone_and_leaving(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(goes_on(made, scene.alice.user), leaves(made, scene.dora), BOTH)


@raced
def two_tell_of_the_silence(scene: Scene) -> Race:
    made = scene.held_by_bob()
    number, address = made.id, scene.alice.user.email

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        told = select(func.count()).where(Mail.to == address, Mail.subject.contains("silent"))
        if session.scalar(told) != 1:
            yield f"told {session.scalar(told)} times"

    both = job(silence.tell, number, SILENT)
    return Race(both, both, BOTH, wrong)


@raced
def telling_of_the_silence_and_an_act(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(job(silence.tell, made.id, SILENT), asks_grant(made, scene.bob.user, later=SILENT), BOTH)


@raced
def confirming_and_leaving(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(confirms(made, scene.dora), leaves(made, scene.dora, scene.colleague(scene.dora)), SOME)


@raced
def confirming_twice(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(confirms(made, scene.dora), confirms(made, scene.dora, scene.colleague(scene.dora)), ONE)


@raced
def confirming_and_finalising(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(confirms(made, scene.dora), finalises(made, scene.bob.user), SOME)


@raced
def confirming_and_handing_back(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(confirms(made, scene.dora), hands_back(made, scene.bob.user), SOME, held_by(made, scene.alice))


@raced
def confirming_and_being_removed(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(confirms(made, scene.dora), removes(made, scene.dora, scene.bob.user), SOME)


@raced
def confirming_and_being_replaced(scene: Scene) -> Race:
    made = scene.held_by_bob()
    return Race(confirms(made, scene.dora), replaces(made, scene.dora, scene.charlie, scene.bob.user), SOME)


def _copies(consortium: Consortium, place: int):  # type: ignore[no-untyped-def]
    """There is a copy if whoever goes on was not refused, and one at most."""
    number = consortium.id

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        found = session.scalar(select(func.count()).where(Consortium.copied_from_id == number))
        went_on = results[:1] if place == 0 else results
        if found != went_on.count(DONE):
            yield f"{found} copies"

    return wrong
