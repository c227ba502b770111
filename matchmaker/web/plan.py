"""Planning the work of a consortium: its work packages with their shares, and the amount that is asked for."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.plan import GrantForm, PackageForm
from matchmaker.language import N_, gettext_, render
from matchmaker.language import current as language
from matchmaker.models import Consortium, Member, WorkPackage
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.programme.money import Euro
from matchmaker.services import consortia, plan, rounds
from matchmaker.web.forms import Asked, Choice, Form, version
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("plan", __name__, url_prefix="/consortia/<int:consortium_id>")


@blueprint.route("/packages/new", methods=["GET", "POST"])
def add(consortium_id: int) -> ResponseReturnValue:
    """A new work package."""
    by = somebody()
    consortium = _to_change(consortium_id)
    form = Form(PackageForm, asked_of(consortium.members))
    if form.sent:
        with form:
            plan.add_package(writing(), consortium, form.parsed(), version=version(), by=by)
            done(SAVED)
            return _back(consortium_id)
    return _page(form, consortium, None)


@blueprint.route("/packages/<int:package_id>", methods=["GET", "POST"])
def change(consortium_id: int, package_id: int) -> ResponseReturnValue:
    """Say something else of a work package."""
    by = somebody()
    consortium = _to_change(consortium_id)
    package = plan.package_of(consortium, package_id)
    form = Form(PackageForm, asked_of(consortium.members), _values(package))
    if form.sent:
        with form:
            plan.change_package(writing(), consortium, package_id, form.parsed(), version=version(), by=by)
            done(SAVED)
            return _back(consortium_id)
    return _page(form, consortium, package)


@blueprint.post("/packages/<int:package_id>/remove")
def remove(consortium_id: int, package_id: int) -> ResponseReturnValue:
    """Take a work package out."""
    by = somebody()
    consortium = _to_change(consortium_id)
    plan.remove_package(writing(), consortium, package_id, version=version(), by=by)
    done(N_("The work package is removed."))
    return _back(consortium_id)


@blueprint.route("/amount", methods=["GET", "POST"])
def grant(consortium_id: int) -> ResponseReturnValue:
    """Say which amount is asked for: one of the call's lump sums, or an amount."""
    by = somebody()
    consortium = _to_change(consortium_id)
    call = rounds.call_of(session(), consortium)
    form = Form(GrantForm, (_asked_grant(call),), {"asked_grant": _typed(consortium.asked_grant)})
    if form.sent:
        with form:
            plan.ask_grant(writing(), consortium, form.parsed(), version=version(), by=by)
            done(SAVED)
            return _back(consortium_id)
    return form.page("consortia/grant.html", consortium=consortium, call=call)


def asks_for_shares(call: Call) -> bool:
    """Whether the call's budget shows the share of each work package and organisation."""
    return bool(call.assessment and call.assessment.limits and call.assessment.limits.share_per_package)


def _to_change(consortium_id: int) -> Consortium:
    consortium = consortia.get_consortium(session(), consortium_id, by=somebody())
    require(somebody(), "consortium.change", consortium)
    return consortium


def _back(consortium_id: int) -> ResponseReturnValue:
    return redirect(url_for("consortia.show", consortium_id=consortium_id, _anchor="plan"), 303)


def _page(form: Form[PackageForm], consortium: Consortium, package: WorkPackage | None) -> Response:
    call = rounds.call_of(session(), consortium)
    amounts = {str(row["what"]): str(row["number"]) for row in form.values.get("amounts", ()) if isinstance(row, dict)}
    gone = [] if package is None else _gone(consortium, package)
    has_shares = asks_for_shares(call)
    return form.page(
        "consortia/package.html", consortium=consortium, package=package, gone=gone, has_shares=has_shares, amounts=amounts
    )


def _gone(consortium: Consortium, package: WorkPackage) -> list[str]:
    """The names of those in a work package who are members no longer."""
    there = {one.organisation_id for one in consortium.members}
    return [one.organisation.name or "" for one in package.parts if one.organisation_id not in there]


def asked_of(members: Sequence[Member]) -> tuple[Asked, ...]:
    """How a work package is asked for, of a consortium of these members."""

    def choices() -> list[Choice]:
        return [Choice(one.organisation.key, one.organisation.name or one.organisation.key) for one in members]

    return (
        Asked("title", N_("Title"), missing=N_("Give the work package a title")),
        Asked("lead", N_("Who leads it"), "select", choices=choices),
        Asked("partners", N_("Who takes part"), "checks", N_("Whoever leads it takes part, too."), choices=choices),
        Asked("amounts", N_("Shares")),
    )


def _asked_grant(call: Call) -> Asked:
    options = call.grant.options if call.grant else ()
    if not options:
        return Asked("asked_grant", N_("Amount asked for, in euro"), "number", N_("Whole euro, without cents."))

    def sums() -> list[Choice]:
        return [*(Choice(str(one), render(Euro(one), language())) for one in options), Choice("", gettext_("Not known yet"))]

    return Asked("asked_grant", N_("Amount asked for"), "radios", N_("One of the call’s lump sums."), choices=sums)


def _values(package: WorkPackage) -> dict[str, Any]:
    """What a work package says, as its form has it; those who are no members any more are left out by their choices."""
    return {
        "title": package.title,
        "lead": package.lead.key if package.lead else "",
        "partners": [one.organisation.key for one in package.parts if one.organisation_id != package.lead_id],
        "amounts": [{"what": one.organisation.key, "number": one.amount} for one in package.parts if one.amount is not None],
    }


def _typed(amount: int | None) -> str:
    return "" if amount is None else str(amount)
