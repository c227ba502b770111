"""Changing who is in a consortium: each change leads back to the workspace, where the rules are checked anew."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.eligibility.explanations import checked, left_open
from matchmaker.eligibility.providers import providers
from matchmaker.inputs.workspace import Contribution
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Member
from matchmaker.permissions import require
from matchmaker.services import consortia, coordinators, departures, history, plan, rounds
from matchmaker.services.members import member_of
from matchmaker.web.forms import Asked, Form, values_of, version
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done, done_undoably
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


def _role_back(before: Mapping[int, str], consortium: Consortium) -> tuple[int, str] | None:
    """Which member has to be what again so that all are what they were, None where one change is not enough.

    before: number of each member -> its role.
    """
    changed = {one.id: before[one.id] for one in consortium.members if before[one.id] != one.role}
    led = [member for member, role in changed.items() if role == "coordinator"]
    if not led:
        return next(iter(changed.items()), None)
    return (led[0], "coordinator") if set(changed.values()) == {"coordinator", "partner"} else None


def _added(consortium: Consortium, member: Member) -> str:
    """What is said of whoever was added just now: that it was asked before, and whether what was noted about it is back."""
    if all(one.organisation_id != member.organisation_id for one in consortium.invitations):
        return N_("%(name)s is a member now.")
    last = history.find_last(writing(), consortium, member.organisation, "consortium.add_member", "consortium.put_back")
    if last is not None and last.verb == "consortium.put_back":
        return N_("%(name)s is planned again, as it was. Its invitation has ended: ask it again.")
    return N_("%(name)s is planned again. It was asked before: ask it again.")


@blueprint.post("")
def add(consortium_id: int) -> ResponseReturnValue:
    """Add an organisation."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    key, role = request.form.get("organisation", ""), request.form.get("role", "partner")
    member = consortia.add_member(writing(), consortium, key, role, version=version(), by=by)
    said = say(_added(consortium, member), name=member.organisation.name)
    if member.role == "coordinator":  # and who was it before is a partner now
        done(said)
    else:
        done_undoably(said, "members.remove", consortium_id=consortium_id, member_id=member.id)
    return _back(consortium_id)


@blueprint.post("/<int:member_id>/remove")
def remove(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Take a member out."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    member = member_of(consortium, member_id)
    key, role, name = member.organisation.key, member.role, member.organisation.name
    consortia.remove_member(writing(), consortium, member_id, version=version(), by=by)
    said = say(N_("%(name)s is no longer a member."), name=name)
    done_undoably(said, "members.add", {"organisation": key, "role": role}, consortium_id=consortium_id)
    return _back(consortium_id)


@blueprint.post("/<int:member_id>/role")
def role(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    before = {one.id: one.role for one in consortium.members}
    consortia.set_role(writing(), consortium, member_id, request.form.get("role", ""), version=version(), by=by)
    back = _role_back(before, consortium)
    if back:
        done_undoably(SAVED, "members.role", {"role": back[1]}, consortium_id=consortium_id, member_id=back[0])
    else:
        done(SAVED)
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
            plan.describe_member(writing(), consortium, member_id, said, version=version(), by=by)
            done(SAVED)
            return _back(consortium_id)
    return form.page("consortia/member.html", consortium=consortium, member=member)


@blueprint.route("/<int:member_id>/leave", methods=["GET", "POST"])
def leave(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Leave by one's own act, having seen what the rules say of those who stay."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    member = member_of(consortium, member_id)
    require(by, "consortium.leave", member)
    found = departures.foresee(session(), consortium, member)
    if request.method == "POST":
        departures.leave(writing(), consortium, member_id, replacements=found.replacements, by=by)
        done(N_("You have left the consortium."))
        return redirect(url_for("start.home"), 303)
    call = rounds.call_of(session(), consortium)
    staying = {one.organisation.key: one.organisation.name or "" for one in consortium.members if one is not member}
    return render_template(
        "consortia/leave.html",
        consortium=consortium,
        member=member,
        report=found.report,
        reopens=found.reopens,
        providers=lambda finding: providers(finding, staying, call.year),
        checked=checked(call),
        not_checked=left_open(call),
    )


@blueprint.post("/left")
def settle(consortium_id: int) -> ResponseReturnValue:
    """Go on without anybody instead of a member that left."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    departures.settle(writing(), consortium, request.form.get("organisation", ""), by=by)
    done(SAVED)
    return _back(consortium_id)


@blueprint.post("/<int:member_id>/confirm")
def confirm(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Stay with a new coordinator."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    coordinators.confirm(writing(), consortium, member_id, by=by)
    done(N_("Confirmed: you stay with the new coordinator."))
    return _back(consortium_id)
