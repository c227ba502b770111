"""A link for each partner: made and ended by whoever holds the consortium, mailed, or written into a letter to copy."""

from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.models import Member, PartnerLink, User
from matchmaker.services import contacts, history, mails, members, partner_access, practice, surroundings
from matchmaker.services.mails import Lead
from matchmaker.services.versions import begin, touch
from matchmaker.workflow import GOING

AGAIN: Final = timedelta(days=1)
"""After so long whoever has an account may be sent another link."""


def current(session: Session, member: Member) -> PartnerLink | None:
    """The newest link of a partner that works, or None."""
    return partner_access.current(session, member.consortium, member.organisation)


def send(session: Session, member: Member, *, by: User) -> None:
    """Mail the partner a new link; those before end. Raises `Refused` for a guest that has given no address: it gets a letter.

    So for whoever was not asked to join: limits, blocks and declines are those of invitations, and no mail goes around them.
    """
    consortium, organisation = member.consortium, member.organisation
    _begin(session, member, by)
    if not organisation.is_guest and members.invitation_of(consortium, organisation.id) is None and member.joined_at is None:
        sentence = N_("%(name)s has not been asked to join yet.")
        raise Refused(say(sentence, name=organisation.name), say(N_("Invite it first: that is what its first mail is about.")))
    known = partner_access.address_of(session, consortium, organisation)
    address, language, name = (known.address, known.language, "") if known else ("", "", "")
    if not organisation.is_guest:
        person = contacts.person_of(session, organisation)
        if person is not None:
            address, language, name = person.email, person.language, person.name
    if not address:
        sentence = N_("We have no address of %(name)s that we may write to.")
        raise Refused(say(sentence, name=organisation.name), say(N_("Make a letter with its link, and send that yourself.")))
    last = partner_access.current(session, consortium, organisation)
    if last is not None and not organisation.is_guest and last.made_at > surroundings.now(session) - AGAIN:
        sentence = N_("%(name)s was sent its link today.")
        raise Refused(say(sentence, name=organisation.name), say(N_("Send another one tomorrow, or ask in the messages.")))
    partner_access.end(session, consortium, organisation)
    secret = partner_access.mint(session, consortium, organisation, address=address, language=language, by=by)
    touch(session, consortium)
    history.record(session, by, "link.send", consortium=consortium, organisation=organisation)
    if organisation.is_invented:
        return
    places = {"holder": consortium.holder.name, "title": consortium.title, "name": organisation.name}
    mails.write(
        session,
        address,
        say(N_("“%(title)s”: please look at the data of %(name)s"), **places),
        say(N_("%(holder)s asks you to check what the application form needs of %(name)s, and to confirm it."), **places),
        say(N_("The link is for your organisation and this consortium alone. Whoever has it can answer for you.")),
        say(N_("Do not pass it on.")),
        language=language,
        name=name,
        leads=(Lead(say(N_("Open the page of your organisation")), partner_access.path(secret)),),
        why=say(N_("You get this mail because %(holder)s has %(name)s as a partner in a consortium at Matchmaker."), **places),
    )


def write(session: Session, member: Member, language: str, *, by: User) -> str:
    """A new link of a guest for a letter; what it carries, which is shown once. Those before end."""
    consortium, organisation = member.consortium, member.organisation
    _begin(session, member, by)
    if not organisation.is_guest:
        sentence = N_("%(name)s is not a partner you added without an account.")
        raise Refused(say(sentence, name=organisation.name), say(N_("Have its link mailed to its contact person.")))
    known = partner_access.address_of(session, consortium, organisation)
    partner_access.end(session, consortium, organisation)
    address = known.address if known else ""
    secret = partner_access.mint(session, consortium, organisation, address=address, language=language, by=by)
    touch(session, consortium)
    history.record(session, by, "link.write", consortium=consortium, organisation=organisation)
    return secret


def end(session: Session, member: Member, *, by: User) -> None:
    """No link of this partner works any more; a guest is asked for its address anew."""
    begin(session, "consortium.link", member.consortium, by=by)
    partner_access.disown(session, member.consortium, member.organisation)
    touch(session, member.consortium)
    history.record(session, by, "link.end", consortium=member.consortium, organisation=member.organisation)


def _begin(session: Session, member: Member, by: User) -> None:
    """A link is made while something may come of the consortium, and where one does not only practise."""
    begin(session, "consortium.link", member.consortium, by=by)
    practice.refuse(session, member.consortium)
    if member.consortium.state not in GOING:
        raise Refused(say(N_("Nothing is asked of its partners any more.")), say(N_("Its page says what became of it.")))
