"""Changing who is in a consortium: each change leads back to the workspace, where the rules are checked anew."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.eligibility.explanations import checked, not_checked
from matchmaker.eligibility.providers import providers
from matchmaker.inputs.workspace import Contribution
from matchmaker.language import N_
from matchmaker.permissions import require
from matchmaker.services import consortia, departures, rounds
from matchmaker.services.members import member_of
from matchmaker.web.forms import Asked, Form, values_of, version
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("members", __name__, url_prefix="/consortia/<int:consortium_id>/members")

CONTRIBUTION = (
    Asked("contribution", N_("What this organisation contributes"), "area", rows=4),
    Asked(
        "added_value",
        N_("Why it is essential"),
        "area",
        N_("Needed for organisations from outside the programme countries."),
        rows=4,
    ),
)


def _back(consortium_id: int) -> ResponseReturnValue:
    return redirect(url_for("consortia.show", consortium_id=consortium_id), 303)


@blueprint.post("")
def add(consortium_id: int) -> ResponseReturnValue:
    """Add an organisation."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    key, role = request.form.get("organisation", ""), request.form.get("role", "partner")
    consortia.add_member(writing(), consortium, key, role, version=version(), by=by)
    return _back(consortium_id)


@blueprint.post("/<int:member_id>/remove")
def remove(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Take a member out."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    consortia.remove_member(writing(), consortium, member_id, version=version(), by=by)
    return _back(consortium_id)


@blueprint.post("/<int:member_id>/role")
def role(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    consortia.set_role(writing(), consortium, member_id, request.form.get("role", ""), version=version(), by=by)
    return _back(consortium_id)


@blueprint.route("/<int:member_id>", methods=["GET", "POST"])
def describe(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Say what a member contributes."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    require(by, "consortium.change", consortium)
    member = member_of(consortium, member_id)
    form = Form(Contribution, CONTRIBUTION, values_of(member, Contribution))
    if form.sent:
        with form:
            said = form.parsed()
            consortia.describe_member(
                writing(), consortium, member_id, said.contribution, said.added_value, version=version(), by=by
            )
            flash(N_("Your changes are saved."))
            return _back(consortium_id)
    return form.page("consortia/member.html", consortium=consortium, member=member)


@blueprint.route("/<int:member_id>/leave", methods=["GET", "POST"])
def leave(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Leave by one's own act, having seen what the rules say of those who stay."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    member = member_of(consortium, member_id)
    require(by, "consortium.leave", member)
    if request.method == "POST":
        departures.leave(writing(), consortium, member_id, by=by)
        flash(N_("You have left the consortium."))
        return redirect(url_for("start.home"), 303)
    call = rounds.call_of(session(), consortium)
    staying = {one.organisation.key: one.organisation.name or "" for one in consortium.members if one is not member}
    return render_template(
        "consortia/leave.html",
        consortium=consortium,
        member=member,
        report=departures.check_without(session(), consortium, member),
        providers=lambda finding: providers(finding, staying, call.year),
        checked=checked(call),
        not_checked=not_checked(call),
    )
