"""The letter that one sends oneself to an organisation that has not joined the service, since no mail of ours reaches it."""

from matchmaker.inputs.invitations import InvitationForm
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Invitation, Member
from matchmaker.programme.calls import Call
from matchmaker.services.history import ROLES
from matchmaker.services.letters import clipped, deadline_of


def letter(consortium: Consortium, member: Member, form: InvitationForm | None = None) -> tuple[Message, ...]:
    """What to write to an organisation that has not joined: paragraphs to copy, with the specifics once they are known."""
    specifics = (
        (
            say(N_("Your task: %(said)s"), said=form.task),
            say(N_("Field: %(said)s"), said=form.field),
            say(N_("Time: %(said)s"), said=form.time_needed),
            say(N_("Why you: %(said)s"), said=form.why_you),
        )
        if form
        else ()
    )
    return (
        say(N_("Dear colleagues at %(name)s,"), name=member.organisation.name),
        say(
            N_("%(holder)s is preparing the project “%(title)s” for an Erasmus+ partnership and would like to have you in it."),
            holder=consortium.holder.name,
            title=consortium.title,
        ),
        *specifics,
        say(N_("If this interests you, please answer this letter.")),
        say(N_("With kind regards, %(holder)s"), holder=consortium.holder.name),
    )


def guest_letter(consortium: Consortium, invitation: Invitation, call: Call | None, link: str) -> tuple[Message, ...]:
    """What to write to a guest: who asks, for which call, what and until when, and its personal link. link: its whole address."""
    places = {"holder": consortium.holder.name, "title": consortium.title, "name": invitation.organisation.name}
    summary = clipped(consortium.idea.summary)
    return (
        say(N_("Dear colleagues at %(name)s,"), **places),
        say(
            N_("%(holder)s is preparing the project “%(title)s” for an Erasmus+ partnership and would like to have you in it."),
            **places,
        ),
        *((_call(call),) if call is not None else ()),
        *((say(N_("The idea: %(said)s"), said=summary),) if summary else ()),
        say(N_("Your role: %(role)s"), role=ROLES[invitation.role]),
        say(N_("Your task: %(said)s"), said=invitation.task),
        say(N_("Field: %(said)s"), said=invitation.field),
        say(N_("Time: %(said)s"), said=invitation.time_needed),
        say(N_("Why you: %(said)s"), said=invitation.why_you),
        say(N_("Read all of it and answer with this personal link; you need no account: %(link)s"), link=link),
        say(
            N_(
                "We gave the name, country and kind of your organisation to Matchmaker, the service behind the link. "
                "It writes to you only if you agree. You can object there, and it is erased."
            ),
        ),
        say(N_("The link is for your organisation alone: please do not pass it on.")),
        say(N_("With kind regards, %(holder)s"), **places),
    )


def _call(call: Call) -> Message:
    return say(N_("Call: %(call)s, %(year)s. Deadline: %(day)s"), call=call, year=call.year, day=deadline_of(call))
