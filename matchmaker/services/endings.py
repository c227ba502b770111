"""Freezing what an invitation shows, at the moment it ends: whoever is out of a consortium sees no more of it."""

from sqlalchemy.orm import Session

from matchmaker import eligibility
from matchmaker.documents import ending as documents
from matchmaker.documents.ending import Ending, Seated
from matchmaker.models import Consortium, Invitation
from matchmaker.services import experience, facts, rounds, surroundings


def freeze(session: Session, consortium: Consortium, invitation: Invitation) -> None:
    """Keep what the invitation shows now, unless that was done in this unit of work. Names of organisations, none of people."""
    if invitation.ending is not None:
        return
    seated = [
        Seated(
            name=one.organisation.name or "",
            kind=one.organisation.kind,
            type=one.organisation.type,
            country=one.organisation.country,
            role=one.role,
        )
        for one in consortium.members
    ]
    call = rounds.find_call(session, consortium)
    check = None
    if call is not None:  # else an operator has taken it away
        said = experience.in_the_family_of(session, facts.consortium(consortium), call)
        report = eligibility.check(said, call, surroundings.today(session))
        names = {one.organisation.key: one.organisation.name or "" for one in consortium.members}
        check = documents.check(report, names, call.year)
    ending = Ending(
        title=consortium.title,
        holder=consortium.holder.name or "",
        call=consortium.call_id,
        summary=consortium.idea.summary,
        members=tuple(seated),
        check=check,
    )
    invitation.ending = ending.model_dump(mode="json")
    session.flush()  # locking the consortium again would drop it


def ending_of(invitation: Invitation) -> Ending | None:
    """What was frozen when the invitation ended; None where it has not ended."""
    return None if invitation.ending is None else Ending.model_validate(invitation.ending)
