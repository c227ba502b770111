"""What changed in the rules of a call, marked as seen."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.services import consortia, ideas, reviews
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("reviews", __name__)


@blueprint.post("/consortia/<int:consortium_id>/rules/seen")
def of_consortium(consortium_id: int) -> ResponseReturnValue:
    """This person has seen what changed for a consortium."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    reviews.see(writing(), consortium, by=by)
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.post("/ideas/<int:idea_id>/rules/seen")
def of_idea(idea_id: int) -> ResponseReturnValue:
    """This person has seen what changed for an idea."""
    by = somebody()
    idea = ideas.get_idea(session(), idea_id, by=by)
    reviews.see(writing(), idea, by=by)
    return redirect(url_for("ideas.show", idea_id=idea_id), 303)
