"""Giving up wishes of an idea that cannot be met: the form of the idea without them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.request import LARGEST, Request
from matchmaker.language import Message
from matchmaker.matching.wishes import wishes
from matchmaker.models import Idea, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.services import ideas, populations, suggestions, surroundings


def give_up(session: Session, idea: Idea, ids: Collection[str], *, by: User) -> tuple[IdeaForm, tuple[Message, ...]]:
    """The idea's form without the wishes of these ids, as `Answer.to_give_up` names them, and what was given up, in words.

    Nothing is written. An id that the idea does not wish (any more) gives up nothing.
    """
    require(by, "idea.write", idea)
    call = surroundings.guide(session).call(idea.call_id)
    asked = suggestions.request_of(session, idea)
    given_up = [wish for wish in wishes(asked, populations.population(session), call) if wish.id in ids]
    less = asked
    for wish in given_up:
        less = wish.give_up(less)
    form = ideas.form_of(idea)
    return form.model_copy(update=_changes(form, asked, less, call)), tuple(wish.label for wish in given_up)


def _changes(form: IdeaForm, asked: Request, less: Request, call: Call) -> dict[str, Any]:
    """The fields of the form in which less is wished than before."""
    said: dict[str, Any] = {
        "seats": tuple(seat for seat, wanted in zip(form.seats, asked.seats, strict=True) if wanted in less.seats),
        "countries": less.countries.include,
        "not_countries": less.countries.exclude,
        "language": less.language,
        "confirmed_only": less.confirmed_only,
    }
    by_default = less.model_copy(update={"third_countries": None}).for_call(call).third_countries
    if less.third_countries and not by_default:
        said["third_countries"] = True
    if less.same_country != asked.same_country:
        said["same_country"] = less.same_country
    if less.size.max != asked.size.max:
        said["size_max"] = min(less.size.max or LARGEST, call.max_size or LARGEST)
    if less.size.min != asked.size.min:
        said["size_min"] = None
    if less.coordinator != asked.coordinator:
        said["applicant"] = "find" if less.coordinator == "find" else "we"
    return said
