"""Races of who says what became of a consortium whose round closed, of the job that gives it up, and of what is erased."""

from datetime import UTC, datetime, timedelta
from typing import Final

from matchmaker.inputs.workspace import Destination
from matchmaker.models import Consortium
from matchmaker.services import elsewhere, outcomes, passed, personal_data
from tests.racing.judging import SOME, ends_as, raced
from tests.racing.running import Move, Race
from tests.racing.scene import SUBMISSION, Scene, gives_up, job, leaves, on

CLOSED: Final = "ka220-vet-2026"
BEGUN: Final = datetime(2026, 1, 10, tzinfo=UTC)
"""Before the deadline of its round, and long before the clock of the tests."""
LATER: Final = timedelta(days=200)


def _long_passed(scene: Scene) -> Consortium:
    """Finalised in earnest, of a round that closed long ago, and its holder was asked."""
    made = scene.finalised()
    made.call_id, made.round, made.created_at = CLOSED, 1, BEGUN
    made.passed_told_at = datetime(2026, 3, 6, tzinfo=UTC)
    scene.session.flush()
    return made


def _gives_up_by_itself(made: Consortium) -> Move:
    return job(passed.see_to, made.id)


@raced
def submitting_and_being_given_up_by_itself(scene: Scene) -> Race:
    made = _long_passed(scene)
    form = SUBMISSION.model_copy(update={"submitted_on": datetime(2026, 3, 5, tzinfo=UTC).date()})
    submits = on(made, scene.alice.user, lambda s, found, by: outcomes.submit(s, found, form, by=by))
    return Race(submits, _gives_up_by_itself(made), SOME, ends_as(made, "submitted", "withdrawn"))


@raced
def going_on_in_another_round_and_being_given_up_by_itself(scene: Scene) -> Race:
    made = _long_passed(scene)
    form = Destination(call="ka220-vet-2027")
    goes_on = on(made, scene.alice.user, lambda s, found, by: passed.go_on(s, found, form, by=by))
    return Race(goes_on, _gives_up_by_itself(made), SOME, ends_as(made, "withdrawn"))


@raced
def two_take_it_along_and_leave(scene: Scene) -> Race:
    made = scene.complete()
    form = Destination(call="ka210-vet-2027")
    takes = on(made, scene.alice.user, lambda s, found, by: elsewhere.take(s, found, form, by=by))
    return Race(takes, leaves(made, scene.bob), SOME, ends_as(made, "inviting"))


@raced
def erasing_and_the_job_that_erases(scene: Scene) -> Race:
    made = scene.submitted()
    outcomes.reject(scene.session, made, by=scene.alice.user)
    erases = on(made, scene.alice.user, lambda s, found, by: personal_data.erase(s, found, by=by), LATER)
    return Race(erases, job(personal_data.erase_when_due, made.id, LATER), SOME, ends_as(made, "rejected"))


@raced
def a_member_erases_its_own_and_it_is_given_up(scene: Scene) -> Race:
    made = scene.complete()
    number = next(one.id for one in made.members if one.organisation_id == scene.bob.organisation.id)
    own = on(
        made,
        scene.bob.user,
        lambda s, found, by: personal_data.erase_own(s, next(one for one in found.members if one.id == number), by=by),
    )
    return Race(own, gives_up(made, scene.alice.user), SOME, ends_as(made, "withdrawn"))
