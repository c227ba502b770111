"""The members of a consortium: how one gets a role and how one leaves, in the order in which the database allows it."""

from typing import Final

from sqlalchemy.orm import Session

from matchmaker import workflow
from matchmaker.errors import NotFound, Over, Refused
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Invitation, Member, Organisation, User
from matchmaker.services import endings, partner_access, rounds, seats, uploads
from matchmaker.services.versions import begin
from matchmaker.workflow import CONSORTIUM, EDITABLE, INVITATION, STANDING

ANOTHER: Final = say(N_("Ask another organisation; the page of the consortium lists who could take its place."))
"""What to do when an organisation cannot be asked."""


def member_of(consortium: Consortium, member_id: int) -> Member:
    """The member with this number. Raises `NotFound`."""
    found = next((one for one in consortium.members if one.id == member_id), None)
    if found is None:
        raise NotFound(say(N_("This organisation is no longer a member.")))
    return found


def find_member(consortium: Consortium, organisation_id: int) -> Member | None:
    """The organisation as a member, or None."""
    return next((one for one in consortium.members if one.organisation_id == organisation_id), None)


def begin_change(session: Session, consortium: Consortium, version: int | None, by: User) -> None:
    """What every change of a consortium, its members and its plan begins with: it is this person's, of this version, and open.

    Raises `Conflict` for an older version, `Refused` in states in which members may not change.
    """
    begin(session, "consortium.change", consortium, version=version, by=by)
    refuse_unless_editable(consortium)


def has_a_place(member: Member) -> bool:
    """Whether somebody else could take its place: that of a partner that neither started nor holds the consortium."""
    consortium = member.consortium
    return member.role != "associated" and member.organisation_id not in (consortium.initiator_id, consortium.holder_id)


def refuse_unless_editable(consortium: Consortium) -> None:
    """Raise `Refused` in states in which members may not change."""
    if consortium.state not in EDITABLE:
        sentence = say(N_("Members cannot be changed now: the state is “%(state)s”."), state=workflow.name(consortium.state))
        raise workflow.refused(CONSORTIUM, consortium.state, sentence)


def refuse_who_declined(consortium: Consortium, organisation: Organisation) -> None:
    """Raise `Refused` when the organisation said no to this consortium: that is final."""
    if any(one.organisation_id == organisation.id and one.state == "declined" for one in consortium.invitations):
        sentence = N_("%(name)s has declined, and that is final for this consortium.")
        raise Over(say(sentence, name=organisation.name), ANOTHER)


def give_role(session: Session, consortium: Consortium, member: Member, role: str) -> None:
    """Let the member be this. There is one coordinator at a time: whoever was it becomes a partner first.

    Raises `Refused` for a guest that is to coordinate, when no coordinator would be left, or when one has taken over already.
    """
    if member.role == role:
        return
    if role == "coordinator" and member.organisation.is_guest:
        sentence = N_("%(name)s is a partner without an account, and whoever coordinates needs one.")
        raise Refused(say(sentence, name=member.organisation.name), say(N_("Let another member coordinate.")))
    if member.role == "coordinator":
        instead = N_("Name another coordinator; %(name)s then becomes a partner.")
        raise Refused(say(N_("A consortium needs a coordinator.")), say(instead, name=member.organisation.name))
    if role == "coordinator" and consortium.state == "handed_over":
        sentence = N_("%(name)s has taken over as coordinator; the role cannot be given to another any more.")
        instead = N_("If %(name)s cannot apply, it hands the consortium on or back.")
        raise Refused(say(sentence, name=consortium.holder.name), say(instead, name=consortium.holder.name))
    with rounds.kept(session, consortium):
        if role == "coordinator":
            for other in consortium.members:
                if other.role == "coordinator":
                    other.role = "partner"
            session.flush()
        member.role = role
        session.flush()


def leave(session: Session, consortium: Consortium, member: Member, *, for_good: bool = False) -> None:
    """Take the member out, and its files; its links end. If it was to coordinate, the holder coordinates again, if it is one.

    for_good: by its own act, so that what it said for the application goes with it.
    """
    (partner_access.forget if for_good else partner_access.end)(session, consortium, member.organisation)
    uploads.forget(session, consortium, member.organisation_id)
    with rounds.kept(session, consortium):
        consortium.members.remove(member)
        session.flush()
        if member.role == "coordinator":
            holder = find_member(consortium, consortium.holder_id)
            if holder is not None:
                give_role(session, consortium, holder, "coordinator")
    seats.fill(session, consortium)


def invitation_of(consortium: Consortium, organisation_id: int) -> Invitation | None:
    """The organisation's invitation that is open or led to joining; there is one at most."""
    theirs = (one for one in consortium.invitations if one.organisation_id == organisation_id)
    return next((one for one in theirs if one.state in STANDING), None)


def end_invitation(session: Session, consortium: Consortium, invitation: Invitation, verb: str) -> None:
    """Move an invitation to where the verb leads: from now on it shows what it shows at this moment.

    To be done before anything else changes in the consortium.
    """
    endings.freeze(session, consortium, invitation)
    invitation.state = workflow.move(INVITATION, invitation.state, verb)
    clear(consortium)


def clear(consortium: Consortium) -> None:
    """When nobody is asked and nobody has joined, a consortium that invites is a draft again."""
    asked = any(one.state in STANDING for one in consortium.invitations)
    if consortium.state == "inviting" and not asked:
        consortium.state = workflow.move(CONSORTIUM, consortium.state, "clear")
