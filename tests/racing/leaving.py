"""Races of who leaves, is removed or replaced, and of what is finalised, submitted or opened again meanwhile."""

from datetime import timedelta

from matchmaker.inputs.outcomes import Finalising
from matchmaker.models import Organisation
from matchmaker.services import organisations, outcomes, reminders, submissions, surroundings
from tests.factories import member_id
from tests.racing.judging import BOTH, ONE, SOME, before, ends_as, raced
from tests.racing.running import Race
from tests.racing.scene import (
    Scene,
    answers,
    asks_grant,
    finalises,
    gives_up,
    grants,
    job,
    leaves,
    of_offer,
    offers,
    on,
    removes,
    reopens,
    replaces,
    submits,
    to,
)


@raced
def leaving_and_finalising(scene: Scene) -> Race:
    made = scene.complete()
    return Race(leaves(made, scene.bob), finalises(made, scene.alice.user), SOME, ends_as(made, "inviting", "handed_over"))


@raced
def leaving_and_submitting(scene: Scene) -> Race:
    made = scene.finalised()
    return Race(leaves(made, scene.bob), submits(made, scene.alice.user), SOME, ends_as(made, "handed_over"))


@raced
def leaving_and_granting(scene: Scene) -> Race:
    made = scene.submitted()
    return Race(leaves(made, scene.bob), grants(made, scene.alice.user), SOME, ends_as(made, "handed_over", "granted"))


@raced
def leaving_and_opening_again(scene: Scene) -> Race:
    made = scene.finalised()
    return Race(leaves(made, scene.bob), reopens(made, scene.alice.user), SOME, ends_as(made, "handed_over"))


@raced
def leaving_and_being_asked_to_coordinate(scene: Scene) -> Race:
    made = scene.complete()
    return Race(leaves(made, scene.bob), offers(made, scene.bob, scene.alice.user), SOME, ends_as(made, "inviting"))


@raced
def leaving_and_coordinating(scene: Scene) -> Race:
    made = scene.complete()
    offer = scene.offered(made, scene.bob)
    return Race(leaves(made, scene.bob), of_offer(offer, scene.colleague(scene.bob), "accept"), ONE)


@raced
def leaving_and_another_coordinating(scene: Scene) -> Race:
    made = scene.complete()
    offer = scene.offered(made, scene.bob)
    return Race(leaves(made, scene.dora), of_offer(offer, scene.bob.user, "accept"), BOTH, ends_as(made, "handed_over"))


@raced
def last_two_leave(scene: Scene) -> Race:
    made = scene.complete()
    return Race(leaves(made, scene.bob), leaves(made, scene.dora), BOTH, ends_as(made, "draft"))


@raced
def two_of_one_organisation_leave(scene: Scene) -> Race:
    made = scene.complete()
    return Race(leaves(made, scene.bob), leaves(made, scene.bob, scene.colleague(scene.bob)), ONE, ends_as(made, "inviting"))


@raced
def leaving_and_being_removed(scene: Scene) -> Race:
    made = scene.complete()
    return Race(leaves(made, scene.bob), removes(made, scene.bob, scene.alice.user), ONE)


@raced
def leaving_and_being_replaced(scene: Scene) -> Race:
    made = scene.complete()
    return Race(leaves(made, scene.dora), replaces(made, scene.dora, scene.charlie, scene.alice.user), ONE)


@raced
def leaving_and_giving_up(scene: Scene) -> Race:
    made = scene.complete()
    return Race(leaves(made, scene.dora), gives_up(made, scene.alice.user), BOTH, ends_as(made, "withdrawn"))


@raced
def reminder_and_leaving(scene: Scene) -> Race:
    made = scene.complete()
    made.own_deadline = surroundings.today(scene.session) + 2 * reminders.STAGES[0]
    later = reminders.STAGES[0] + timedelta(days=2)
    return Race(job(reminders.remind, member_id(made, scene.dora), later), leaves(made, scene.dora), BOTH)


@raced
def replacing_and_the_act_that_was_awaited(scene: Scene) -> Race:
    made = scene.complete()
    confirms = to(
        Organisation, scene.dora.organisation.id, scene.dora.user, lambda s, found, by: organisations.confirm(s, found, by=by)
    )
    return Race(replaces(made, scene.dora, scene.charlie, scene.alice.user), confirms, BOTH)


@raced
def two_finalise(scene: Scene) -> Race:
    made = scene.complete()
    both = (scene.alice.user, scene.colleague(scene.alice))
    first, second = (finalises(made, by) for by in both)
    return Race(first, second, ONE, ends_as(made, "finalised"))


@raced
def finalising_and_taking_a_yes_back(scene: Scene) -> Race:
    made = scene.complete()
    sent = made.invitations[-1]
    return Race(finalises(made, scene.alice.user), answers(sent, scene.colleague(scene.alice), "withdraw"), ONE)


@raced
def finalising_and_changing(scene: Scene) -> Race:
    made = scene.complete()
    change = asks_grant(made, scene.colleague(scene.alice))
    return Race(finalises(made, scene.alice.user), change, SOME, before("consortium.ask_grant", "outcome.finalise_despite"))


@raced
def opening_again_and_submitting(scene: Scene) -> Race:
    made = scene.finalised()
    return Race(reopens(made, scene.colleague(scene.alice)), submits(made, scene.alice.user), SOME, ends_as(made, "handed_over"))


@raced
def opening_again_and_granting(scene: Scene) -> Race:
    made = scene.submitted()
    return Race(reopens(made, scene.colleague(scene.alice)), grants(made, scene.alice.user), ONE)


@raced
def submitting_anew_and_letting_the_first_count(scene: Scene) -> Race:
    made = scene.submitted()
    outcomes.reopen(scene.session, made, by=scene.alice.user)
    outcomes.finalise(scene.session, made, Finalising(reason="The rest comes in time."), version=None, by=scene.alice.user)
    stands = on(made, scene.colleague(scene.alice), lambda s, found, by: submissions.stand(s, found, by=by))
    return Race(submits(made, scene.alice.user), stands, ONE, ends_as(made, "submitted"))
