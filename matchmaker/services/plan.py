"""The plan of a consortium's work: what each member contributes, the work packages, and the amount that is asked for."""

from typing import Final

from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs.plan import GrantForm, PackageForm
from matchmaker.inputs.workspace import Contribution
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Organisation, User, WorkPackage, WorkPackagePart
from matchmaker.programme import budget as sums
from matchmaker.programme.budget import Budget
from matchmaker.services import history, members, sheets
from matchmaker.services.versions import touch

MOST: Final = 30
"""Work packages of one consortium: more than any call admits."""


def describe_member(
    session: Session,
    consortium: Consortium,
    member_id: int,
    said: Contribution,
    *,
    version: int | None,
    by: User,
) -> None:
    """Say what a member contributes, and why one from a third country is essential."""
    members.begin_change(session, consortium, version, by)
    member = members.member_of(consortium, member_id)
    changed = [name for name in Contribution.model_fields if getattr(member, name) != getattr(said, name)]
    if not changed:
        return
    stale = sheets.stale(session, member)
    member.contribution, member.added_value = said.contribution, said.added_value
    touch(session, consortium)
    sheets.retell(session, member, stale)
    organisation = member.organisation
    history.record(session, by, "consortium.describe_member", consortium=consortium, organisation=organisation, fields=changed)


def add_package(session: Session, consortium: Consortium, form: PackageForm, *, version: int | None, by: User) -> WorkPackage:
    """A new work package. Raises `Invalid` for whoever is no member, `Refused` when there are too many."""
    members.begin_change(session, consortium, version, by)
    if len(consortium.packages) >= MOST:
        sentence = N_("A consortium has at most %(n)s work packages here.")
        raise Refused(say(sentence, n=MOST), say(N_("Change one of them instead.")))
    made = WorkPackage(title=form.title)
    _fill(made, consortium, form)
    consortium.packages.append(made)
    touch(session, consortium)
    history.record(session, by, "consortium.add_package", consortium=consortium, title=form.title)
    return made


def change_package(
    session: Session, consortium: Consortium, number: int, form: PackageForm, *, version: int | None, by: User
) -> None:
    """Say something else of a work package; what was changed is named in the history."""
    members.begin_change(session, consortium, version, by)
    package = package_of(consortium, number)
    before = _said(package)
    _fill(package, consortium, form)
    session.flush()
    changed = [name for name, said in _said(package).items() if said != before[name]]
    if not changed:
        return
    touch(session, consortium)
    history.record(session, by, "consortium.change_package", consortium=consortium, title=package.title, fields=changed)


def remove_package(session: Session, consortium: Consortium, number: int, *, version: int | None, by: User) -> None:
    """Take a work package out."""
    members.begin_change(session, consortium, version, by)
    package = package_of(consortium, number)
    consortium.packages.remove(package)
    touch(session, consortium)
    history.record(session, by, "consortium.remove_package", consortium=consortium, title=package.title)


def ask_grant(session: Session, consortium: Consortium, form: GrantForm, *, version: int | None, by: User) -> None:
    """Say which amount is asked for; whether the call gives it the check says."""
    members.begin_change(session, consortium, version, by)
    if consortium.asked_grant == form.asked_grant:
        return
    consortium.asked_grant = form.asked_grant
    touch(session, consortium)
    if form.asked_grant is None:
        history.record(session, by, "consortium.leave_grant_open", consortium=consortium)
    else:
        history.record(session, by, "consortium.ask_grant", consortium=consortium, amount=form.asked_grant)


def package_of(consortium: Consortium, number: int) -> WorkPackage:
    """The work package with this number. Raises `NotFound`."""
    found = next((one for one in consortium.packages if one.id == number), None)
    if found is None:
        raise NotFound(say(N_("This work package is no longer there.")))
    return found


def budget_of(consortium: Consortium) -> Budget:
    """Who gets what; organisations by their keys."""
    shares = [
        {one.organisation.key: one.amount for one in package.parts if one.amount is not None} for package in consortium.packages
    ]
    return sums.budget(shares, consortium.asked_grant)


def _said(package: WorkPackage) -> dict[str, object]:
    """What a work package says, field by field."""
    return {
        "title": package.title,
        "lead": package.lead_id,
        "partners": {one.organisation_id for one in package.parts},
        "amounts": {one.organisation_id: one.amount for one in package.parts if one.amount is not None},
    }


def _fill(package: WorkPackage, consortium: Consortium, form: PackageForm) -> None:
    """Write what the form says; all that it names are members."""
    there = {one.organisation.key: one.organisation for one in consortium.members}
    taking_part = form.everybody
    strange = [key for key in taking_part if key not in there]
    if strange:
        field = "lead" if strange[0] == form.lead else "partners" if strange[0] in form.partners else "amounts"
        raise Invalid({field: say(N_("%(id)s is not a member of the consortium"), id=strange[0][:80])})
    package.title, package.lead = form.title, there[form.lead] if form.lead else None
    kept = {one.organisation.key: one for one in package.parts}
    package.parts = [_part(kept.get(key), there[key], share) for key, share in taking_part.items()]


def _part(kept: WorkPackagePart | None, organisation: Organisation, share: int | None) -> WorkPackagePart:
    part = kept or WorkPackagePart(organisation=organisation)
    part.amount = share
    return part
