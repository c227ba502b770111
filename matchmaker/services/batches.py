"""Inviting several members-to-be at once: who can be asked is known before anybody writes; then all are asked, or nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.inputs.invitations import InvitationForm
from matchmaker.language import nN_, nsay
from matchmaker.models import Consortium, Invitation, Member, Organisation, User
from matchmaker.services import invitations
from matchmaker.services.members import member_of
from matchmaker.services.versions import begin, lock

_LEFT = nN_("At present you can send %(n)s invitation more.", "At present you can send %(n)s invitations more.")


@dataclass(frozen=True, slots=True)
class Guest:
    """An organisation that may be asked: the member-to-be that it is, None where it said no; refusal: why it cannot be."""

    organisation: Organisation
    member: Member | None
    refusal: Refused | None


def list_guests(session: Session, consortium: Consortium) -> list[Guest]:
    """Everybody who has not joined: first who can be asked, in the order of the members, then who cannot, and who declined."""
    planned = [one for one in consortium.members if one.joined_at is None]
    found = [Guest(one.organisation, one, invitations.find_refusal(session, consortium, one.organisation)) for one in planned]
    there = {one.organisation_id for one in consortium.members}
    declined = {one.organisation_id: one.organisation for one in consortium.invitations if one.state == "declined"}
    found += [
        Guest(one, None, invitations.find_refusal(session, consortium, one))
        for number, one in declined.items()
        if number not in there
    ]
    return sorted(found, key=lambda one: one.refusal is not None)


def send(session: Session, consortium: Consortium, letters: Mapping[int, InvitationForm], *, by: User) -> list[Invitation]:
    """Ask these members-to-be, each with its own letter: number of the member -> letter.

    Raises `Invalid` when one of them cannot be asked, with a sentence for each who cannot (`why_` and its number), or when
    they are more than the sender may ask at present (`whom`); then nobody is asked.
    """
    begin(session, "consortium.invite", consortium, by=by)
    lock(session, consortium.holder)  # as for each of them
    left = invitations.count_left(session, consortium.holder)
    problems: dict[str, object] = {}
    if left < len(letters):
        problems["whom"] = nsay(*_LEFT, max(left, 0))
    for number in letters:
        try:
            refusal = invitations.find_refusal(session, consortium, member_of(consortium, number).organisation)
        except NotFound as gone:
            problems["whom"] = gone.message
        else:
            if refusal is not None:
                problems[f"why_{number}"] = refusal.message
    if problems:
        raise Invalid(problems)
    return [invitations.send(session, consortium, number, letter, by=by) for number, letter in letters.items()]
