"""The letter that one sends oneself to an organisation that has not joined the service, since no mail of ours reaches it."""

from matchmaker.inputs.invitations import InvitationForm
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Member


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
