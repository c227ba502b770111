"""How long data of persons and files of a consortium are kept, and erasing them before that."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from matchmaker.language import N_
from matchmaker.permissions import may
from matchmaker.services import consortia, members, personal_data
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("personal_data", __name__, url_prefix="/consortia/<int:consortium_id>/persons")


@blueprint.get("")
def show(consortium_id: int) -> str:
    """What is kept, until when, and what this person may have erased now."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    return render_template(
        "personal_data/show.html",
        consortium=consortium,
        erased_on=personal_data.erased_on(consortium),
        own=[one for one in consortium.members if may(by, "consortium.erase_own", one)],
    )


@blueprint.post("")
def erase(consortium_id: int) -> ResponseReturnValue:
    """Of everybody."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    personal_data.erase(writing(), consortium, by=by)
    flash(N_("The personal data and the files are erased."))
    return redirect(url_for("personal_data.show", consortium_id=consortium_id), 303)


@blueprint.post("/<int:member_id>")
def erase_own(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Of one member."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    personal_data.erase_own(writing(), members.member_of(consortium, member_id), by=by)
    flash(N_("The personal data and the files are erased."))
    return redirect(url_for("personal_data.show", consortium_id=consortium_id), 303)
