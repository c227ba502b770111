"""How one's own organisation is seen and asked, and what follows from it for the score."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Blueprint, render_template

from matchmaker.language import N_, Message, nsay, say
from matchmaker.services import experience, exposure, organisations, responses
from matchmaker.services.experience import Known, Standing
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session

blueprint = Blueprint("exposure", __name__, url_prefix="/organisations/<int:organisation_id>/exposure")

HOURS_UP_TO = timedelta(hours=36)
"""A shorter time is told in hours, a longer one in days."""


@blueprint.get("")
def show(organisation_id: int) -> str:
    """Shown, invited, joined, how fast the answers came; how likely an answer is, and where it is new."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    seen = exposure.get_exposure(session(), organisation, by=by)
    return render_template(
        "organisations/exposure.html",
        organisation=organisation,
        seen=seen,
        answer_time=_time(seen.answer_time) if seen.answer_time is not None else None,
        record=responses.get_record(session(), organisation),
        standings=_alike(experience.list_standings(session(), organisation)),
    )


def _alike(standings: Iterable[Standing]) -> list[list[Standing]]:
    """Those of which the same is known, together, in the order of the first."""
    groups: dict[tuple[bool | None, Known], list[Standing]] = {}
    for one in standings:
        groups.setdefault((one.stated, one.known), []).append(one)
    return list(groups.values())


def _time(taken: timedelta) -> Message:
    """A time as people say it: in hours, then in days."""
    hours = round(taken / timedelta(hours=1))
    if hours < 1:
        return say(N_("less than an hour"))
    if taken <= HOURS_UP_TO:
        return nsay(N_("%(n)s hour"), N_("%(n)s hours"), hours)
    return nsay(N_("%(n)s day"), N_("%(n)s days"), round(taken / timedelta(days=1)))
