"""A member that has joined leaves by its own act."""

from sqlalchemy.orm import Session

from matchmaker.eligibility.findings import Report
from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Member, User
from matchmaker.permissions import require
from matchmaker.services import consortia, history, members, notices
from matchmaker.services.versions import expect, touch


def leave(session: Session, consortium: Consortium, member_id: int, *, by: User) -> None:
    """Take the member out, withdraw its invitation, and tell whoever holds the consortium.

    Raises `Refused` in states in which members may not change, and to the holder, who gives up the whole or hands it over.
    """
    require(by, "consortium.leave", members.member_of(consortium, member_id))
    expect(session, consortium, None)
    members.refuse_unless_editable(consortium)
    member = members.member_of(consortium, member_id)
    organisation = member.organisation
    if organisation.id == consortium.holder_id:
        raise Refused(
            say(N_("%(name)s holds this consortium and stays in it."), name=organisation.name),
            say(N_("Hand the consortium over to another member first, or give it up.")),
        )
    invitation = members.invitation_of(consortium, organisation.id)
    if invitation is not None:
        members.end_invitation(session, consortium, invitation, "withdraw")
    members.leave(session, consortium, member)
    touch(session, consortium)
    history.record(session, by, "consortium.leave", consortium=consortium, organisation=organisation)
    subject = say(N_("%(name)s has left “%(title)s”"), name=organisation.name, title=consortium.title)
    notices.tell(session, consortium, consortium.holder, subject, topic="consortia")


def check_without(session: Session, consortium: Consortium, member: Member) -> Report:
    """The rules about those who stay; the role of coordinator goes back to the holder. Nothing is written."""
    holder = members.find_member(consortium, consortium.holder_id)
    coordinator = holder.id if holder is not None and member.role == "coordinator" else None
    return consortia.what_if(session, consortium, remove=[member.id], coordinator=coordinator)
