"""What is mailed about an invitation, to whoever is asked and to whoever asks."""

from typing import Final

from sqlalchemy.orm import Session

from matchmaker.language import N_, Country, Message, say
from matchmaker.models import Consortium, Invitation, Organisation
from matchmaker.programme import fields, wording
from matchmaker.programme.calls import Call
from matchmaker.programme.kinds import KINDS
from matchmaker.programme.types import TYPES
from matchmaker.services import history, notices, rounds
from matchmaker.services.mails import Fact, Lead

TWO_LINES: Final = 180
"""Characters of the text of an idea that a mail shows."""


def ask(session: Session, invitation: Invitation) -> None:
    """To whoever is asked: by whom, for what, why they, until when, and where to answer."""
    consortium = invitation.consortium
    notices.tell(
        session,
        consortium,
        invitation.organisation,
        say(N_("%(holder)s asks you to join “%(title)s”"), holder=consortium.holder.name, title=consortium.title),
        say(
            N_("%(holder)s would like to have %(name)s as %(role)s in a partnership for an Erasmus+ project."),
            holder=consortium.holder.name,
            name=invitation.organisation.name,
            role=history.ROLES[invitation.role],
        ),
        *_asked_for(session, invitation),
        say(
            N_("Please say by %(until)s whether you are interested. You may decline without giving a reason."),
            until=invitation.expires_at.date(),
        ),
        leads=_answers(invitation),
        topic="invitations",
    )


def remind(session: Session, invitation: Invitation) -> None:
    """To whoever is asked, once before the time to answer ends: what is awaited, until when, and where to answer."""
    consortium = invitation.consortium
    places = {"holder": consortium.holder.name, "title": consortium.title, "until": invitation.expires_at.date()}
    awaited = N_("%(holder)s still awaits your answer to the invitation. It ends on %(until)s.")
    if invitation.state == "interested":
        awaited = N_("You said that you are interested. %(holder)s awaits that you join; the invitation ends on %(until)s.")
    notices.tell(
        session,
        consortium,
        invitation.organisation,
        say(N_("Until %(until)s: your answer to “%(title)s”"), **places),
        say(awaited, **places),
        *_asked_for(session, invitation),
        say(N_("If you do nothing, it ends by itself and %(holder)s may ask somebody else."), **places),
        leads=_answers(invitation),
        topic="reminders",
    )


def take_back(session: Session, invitation: Invitation) -> None:
    """To whoever was asked: it need not be answered any more."""
    consortium = invitation.consortium
    notices.tell(
        session,
        consortium,
        invitation.organisation,
        say(N_("The invitation to “%(title)s” was taken back"), title=consortium.title),
        say(N_("%(holder)s has taken the invitation back."), holder=consortium.holder.name),
        say(N_("You need not do anything.")),
        leads=(page_of(invitation),),
        topic="invitations",
    )


def tell_answer(session: Session, invitation: Invitation, subject: Message) -> None:
    """To whoever asked: what the answer is, with the reason of a no if one was given, and what is next."""
    consortium = invitation.consortium
    because = (Fact(say(N_("Their reason")), invitation.decline_reason),) if invitation.decline_reason else ()
    notices.tell(
        session,
        consortium,
        consortium.holder,
        subject,
        say(_NEXT[invitation.state], name=invitation.organisation.name),
        *because,
        *([Fact(say(N_("Until")), invitation.expires_at.date())] if invitation.state == "interested" else []),
    )


def tell_message(session: Session, invitation: Invitation, side: Organisation, text: str) -> None:
    """To the other side: who has written, the beginning of it, and where to read and answer. No name or address of a person."""
    consortium = invitation.consortium
    other = invitation.organisation if side is consortium.holder else consortium.holder
    notices.tell(
        session,
        consortium,
        other,
        say(N_("%(name)s has written to you about “%(title)s”"), name=side.name, title=consortium.title),
        Fact(say(N_("%(name)s writes"), name=side.name), clipped(text)),
        leads=(Lead(say(N_("Read and answer")), f"/invitations/{invitation.id}#thread"),),
        topic="messages",
    )


def propose(session: Session, consortium: Consortium, replaced: Organisation, reserve: Organisation) -> None:
    """To whoever holds the consortium: a place fell empty, and who is next in reserve for it."""
    places = {"name": reserve.name, "replaced": replaced.name, "title": consortium.title}
    notices.tell(
        session,
        consortium,
        consortium.holder,
        say(N_("“%(title)s”: %(name)s is next in reserve"), **places),
        say(
            N_("The place of %(replaced)s is empty. With %(name)s in it, every rule that was met stays met."),
            **places,
        ),
        say(N_("What you wrote for it is ready. Look at it, and send the invitation.")),
        leads=(Lead(say(N_("To the reserves")), f"/consortia/{consortium.id}/reserves"),),
    )


_NEXT: Final = {
    "interested": N_("You can write to each other now. %(name)s has three weeks to join."),
    "joined": N_("%(name)s is a member now."),
    "declined": N_("%(name)s will not be asked again for this consortium. You can ask another organisation."),
    "expired": N_("The invitation to %(name)s has ended. You can invite again, or ask another."),
}


def _asked_for(session: Session, invitation: Invitation) -> list[Fact]:
    """Who asks for what, in the order in which it is asked: who are they, what is it, what of us, why, when."""
    consortium = invitation.consortium
    facts = [Fact(say(N_("Who asks")), _who(consortium.holder))]
    call = rounds.find_call(session, consortium)
    if call is not None:
        facts.append(Fact(say(N_("For which call")), say(N_("%(call)s, %(year)s"), call=call, year=call.year)))
        facts.append(Fact(say(N_("Deadline")), deadline_of(call)))
    idea = "\n".join(filter(None, (consortium.title, clipped(consortium.idea.summary))))
    facts.append(Fact(say(N_("The idea")), idea))
    facts += [
        Fact(say(N_("As what")), history.ROLES[invitation.role]),
        Fact(say(N_("The task")), invitation.task),
        Fact(say(N_("The field")), fields.recognised(invitation.field) or invitation.field),
        Fact(say(N_("The time")), invitation.time_needed),
        Fact(say(N_("Why exactly you")), invitation.why_you),
    ]
    return facts


def page_of(invitation: Invitation) -> Lead:
    """To what was asked, also when it has ended."""
    return Lead(say(N_("Read the invitation")), f"/invitations/{invitation.id}")


def clipped(text: str) -> str:
    """The beginning of a text, in one paragraph of about two lines."""
    words = " ".join(text.split())
    return words if len(words) <= TWO_LINES else f"{words[:TWO_LINES].rsplit(' ', 1)[0]} …"


def deadline_of(call: Call) -> object:
    """The day of the deadline of the round; while it is not known what is expected by that of the year before."""
    if call.deadline is not None:
        return call.deadline.day
    expected = call.round or next((one for one in call.expected if not one.optional), None)
    return wording.expected(expected, call.year) if expected else say(N_("not known yet"))


def _who(organisation: Organisation) -> Message:
    """An organisation, what it is and where."""
    kind = KINDS.get(organisation.kind or "") or TYPES.get(organisation.type) or organisation.type
    return say(N_("%(name)s, %(kind)s, %(country)s"), name=organisation.name, kind=kind, country=Country(organisation.country))


def _answers(invitation: Invitation) -> tuple[Lead, ...]:
    return (
        Lead(say(N_("Read and answer")), f"/invitations/{invitation.id}"),
        Lead(say(N_("No, thanks")), f"/invitations/{invitation.id}/decline"),
    )
