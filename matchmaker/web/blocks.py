"""Blocking another organisation, and whom one's own has blocked."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import Forbidden
from matchmaker.inputs.blocks import BlockForm
from matchmaker.language import N_, say
from matchmaker.permissions import may
from matchmaker.services import blocking, blocks, organisations
from matchmaker.web.forms import Asked, Choice, Form
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done, done_undoably
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("blocks", __name__, url_prefix="/organisations/<int:organisation_id>")


def asked_of(mine: Sequence[Choice]) -> tuple[Asked, ...]:
    """What is asked of somebody who acts for these."""
    return (Asked("for_", N_("For which of your organisations?"), "radios", choices=lambda: mine, missing=N_("Choose one")),)


@blueprint.route("/block", methods=["GET", "POST"])
def block(organisation_id: int) -> ResponseReturnValue:
    """Ask once more whether this organisation is to be kept away from one's own, and say what that means."""
    by = somebody()
    other = organisations.get_organisation(session(), organisation_id, by=by)
    mine = [one for one in organisations.list_mine(session(), by=by) if may(by, "organisation.block", one) and one is not other]
    if not mine:
        raise Forbidden(say(N_("Only editors of an organisation block others for it, with a confirmed address.")))
    choices = [Choice(str(one.id), one.name or one.key) for one in mine]
    form = Form(BlockForm, asked_of(choices), {"for_": choices[0].value})
    if form.sent:
        with form:
            said = form.parsed()
            own = organisations.get_organisation(session(), int(said.for_), by=by)
            blocking.block(writing(), own, other, by=by)
            done(say(N_("%(name)s is blocked."), name=other.name))
            return redirect(url_for("blocks.list_", organisation_id=own.id), 303)
    return form.page("blocks/block.html", other=other, mine=mine)


@blueprint.get("/blocked")
def list_(organisation_id: int) -> str:
    """Whom one's own organisation has blocked."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    found = blocks.list_blocks(session(), organisation, by=by)
    return render_template("blocks/list.html", organisation=organisation, blocks=found)


@blueprint.post("/blocked/<int:other_id>/end")
def unblock(organisation_id: int, other_id: int) -> ResponseReturnValue:
    """Let it come near again."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    other = organisations.get_organisation(session(), other_id, by=by)
    blocking.unblock(writing(), organisation, other_id, by=by)
    said = say(N_("%(name)s is no longer blocked."), name=other.name)
    done_undoably(said, "blocks.block", {"for_": str(organisation_id)}, organisation_id=other_id)
    return redirect(url_for("blocks.list_", organisation_id=organisation_id), 303)
