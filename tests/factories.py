"""People and their organisations as tests meet them: Alice coordinates, Bob and Dora are her partners, Charlie is a stranger.

Everything is made by the services themselves, so that no test starts from a state that cannot arise.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.documents import letter
from matchmaker.inputs.accounts import Registration
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.invitations import Declining, InvitationForm, Joining
from matchmaker.inputs.outcomes import Finalising, Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.profiles import Profile
from matchmaker.inputs.sheets import CodeAsked
from matchmaker.models import (
    Consortium,
    ExternalId,
    Idea,
    Invitation,
    Mail,
    Member,
    Membership,
    Organisation,
    PartnerLink,
    Snapshot,
    User,
)
from matchmaker.services import (
    accounts,
    codes,
    consortia,
    guests,
    ideas,
    invitations,
    organisations,
    outcomes,
    partner_access,
    partner_links,
    surroundings,
)

PASSWORD = "correct horse battery staple"
OPEN_CALL = "ka220-vet-2027"
CLOSED_CALL = "ka202-2018"


@dataclass(frozen=True)
class Actor:
    """A person and the organisation it owns."""

    user: User
    organisation: Organisation

    @property
    def key(self) -> str:
        return self.organisation.key


@dataclass(frozen=True)
class Cast:
    """Alice, a vocational school in Poland; Bob, a university in Germany; Dora, a chamber in Austria; Charlie from France."""

    alice: Actor
    bob: Actor
    dora: Actor
    charlie: Actor


def registration(name: str = "Alice", **said: Any) -> Registration:
    """A registration form that is right, but for what is `said`."""
    right = {
        "email": f"{name.lower()}@school.eu",
        "password": PASSWORD,
        "person_name": name,
        "organisation_name": f"{name}'s organisation",
        "kind": "vocational-school",
        "country": "PL",
        "fields": ["1013"],
        "looking_for": "Partners for an exchange of trainers.",
    }
    return parse(Registration, right | said)


def register(session: Session, name: str, **said: Any) -> Actor:
    """Somebody new with an organisation of their own, whose address is confirmed."""
    user = accounts.register(session, registration(name, **said))
    user.confirmed_at = surroundings.now(session)
    session.flush()
    return Actor(user, organisations.list_mine(session, by=user)[0])


def cast(session: Session) -> Cast:
    """The usual four; the three of the consortium meet the rules of a cooperation partnership."""
    made = Cast(
        alice=register(session, "Alice"),
        bob=register(session, "Bob", kind="higher-education", country="DE"),
        dora=register(session, "Dora", kind="chamber", country="AT"),
        charlie=register(session, "Charlie", kind="ngo", country="FR"),
    )
    edit(session, made.alice, established="1990-09-01")
    edit(session, made.bob, established="1950-09-01", flags=["eche"])
    identify(session, made.alice, made.bob)
    return made


def identify(session: Session, *actors: Actor) -> None:
    """Give each the numbers by which registers know it, without which nobody applies."""
    for one in actors:
        one.organisation.oid, one.organisation.pic = f"E8{one.organisation.id:07d}", f"8{one.organisation.id:08d}"
    session.flush()


def profile(organisation: Organisation, **said: Any) -> Profile:
    """The organisation's profile as it stands, but for what is `said`."""
    terms = {
        plural: [term.code for term in organisation.terms if term.vocabulary == vocabulary]
        for vocabulary, plural in (
            *(("field", "fields"), ("topic", "topics"), ("expertise", "expertise"), ("language", "languages")),
            *(("role", "roles"), ("priority", "priorities"), ("flag", "flags")),
        )
    }
    plain = {name: getattr(organisation, name) for name in Profile.model_fields if hasattr(organisation, name)}
    return parse(Profile, {**plain, **terms, "sectors": []} | said)


def edit(session: Session, actor: Actor, **said: Any) -> None:
    """Change some of a profile."""
    organisations.edit(session, actor.organisation, profile(actor.organisation, **said), version=None, by=actor.user)


def join_as(session: Session, name: str, actor: Actor, role: str) -> User:
    """Another person of an actor's organisation, as owner, editor or viewer."""
    user = register(session, name).user
    session.add(Membership(user=user, organisation=actor.organisation, role=role, created_at=surroundings.now(session)))
    session.flush()
    session.refresh(user)
    return user


def known_only(session: Session, key: str, name: str | None = "Known from records", **columns: Any) -> Organisation:
    """An organisation that never joined."""
    now = surroundings.now(session)
    right = {"country": "ES", "type": "EPLUS-EDU-HEI", "created_at": now, "updated_at": now}
    row = Organisation(key=key, name=name, external_ids=[ExternalId(value=key)], **(right | columns))
    session.add(row)
    session.flush()
    return row


def idea(session: Session, actor: Actor, **said: Any) -> Idea:
    """An idea for a cooperation partnership, but for what is `said`."""
    right = {"title": "Wood and tools", "call": OPEN_CALL, "fields": ["0722"]}
    return ideas.describe(session, actor.organisation, parse(IdeaForm, right | said), by=actor.user)


def draft(session: Session, actor: Actor, partners: Sequence[Actor | str], *, coordinator: str = "", **said: Any) -> Consortium:
    """A saved consortium of the actor and these partners."""
    keys = [actor.key, *(one if isinstance(one, str) else one.key for one in partners)]
    made = idea(session, actor, **said)
    return consortia.save(session, made, keys, coordinator or actor.key, suggestion=None, by=actor.user)


def invitation_form(**said: Any) -> InvitationForm:
    """The four specifics."""
    right = {"task": "Write two modules", "field": "Carpentry", "time_needed": "20 days", "why_you": "You teach it."}
    return parse(InvitationForm, right | said)


def joining(name: str = "Bob", **said: Any) -> Joining:
    """Who says "we join"."""
    return parse(Joining, {"name": name, "function": "Rector", "authority": "Statute, section 5", "confirmed": True} | said)


def declining(**said: Any) -> Declining:
    """A no."""
    return parse(Declining, said)


REASON = "We see to the rest in time."


def finalise(
    session: Session, consortium: Consortium, said: Finalising | None = None, *, version: int | None = None, by: User
) -> Snapshot:
    """Finalise it although partners have not confirmed and uploaded everything."""
    form = said or parse(Finalising, {"reason": REASON})
    return outcomes.finalise(session, consortium, form, version=version, by=by)


def submission(**said: Any) -> Submission:
    """That it was submitted."""
    return parse(Submission, {"agency": "PL01", "form_id": "KA220-1", "submitted_by": "Alice"} | said)


def member_id(consortium: Consortium, actor: Actor) -> int:
    """The number of the actor's membership."""
    return next(one.id for one in consortium.members if one.organisation_id == actor.organisation.id)


def invite(session: Session, consortium: Consortium, actor: Actor, *, by: User, **said: Any) -> Invitation:
    """Invite the actor, who is a member-to-be."""
    return invitations.send(session, consortium, member_id(consortium, actor), invitation_form(**said), by=by)


def bring_in(session: Session, consortium: Consortium, actor: Actor, *, by: User, **said: Any) -> Invitation:
    """Invite the actor, and let it join."""
    sent = invite(session, consortium, actor, by=by, **said)
    invitations.show_interest(session, sent, by=actor.user)
    invitations.join(session, sent, joining(actor.user.name), by=actor.user)
    return sent


def practised(session: Session, consortium: Consortium) -> Consortium:
    """The consortium as one of a closed call, whose members were asked while practice still reached them."""
    consortium.call_id = CLOSED_CALL
    session.flush()
    return consortium


def words(mail: Mail) -> str:
    """What the mail says, as text."""
    return letter.text(letter.Content(**mail.content), "https://match.example.eu", None)


def guest(session: Session, consortium: Consortium, *, by: User, **said: Any) -> Member:
    """A partner who is not here yet, brought into the consortium."""
    right = {"name": "Berufsschule Kassel", "country": "DE", "kind": "vocational-school", "task": "Tries the modules out."}
    return guests.add(session, consortium, parse(GuestForm, right | said), version=None, by=by)


def linked(session: Session, member: Member, *, by: User, address: str = "") -> PartnerLink:
    """A new link of the guest, opened; with an address its holder agreed to be written there."""
    token = partner_access.open_(session, partner_links.write(session, member, "de", by=by))
    link = partner_access.find(session, token)
    assert link is not None
    if address:
        codes.use(session, link, code_for(session, link, address))
    return link


def code_for(session: Session, link: PartnerLink, address: str = "") -> str:
    """The code that was mailed."""
    asked = parse(CodeAsked, {"email": address, "agreed": True}) if address else None
    codes.send(session, link, asked, language="de")
    newest = session.scalars(select(Mail).where(Mail.to == link.address).order_by(Mail.id.desc())).first()
    assert newest is not None
    return re.findall(r"\b\d{6}\b", newest.subject)[-1]


def bring_in_guest(session: Session, consortium: Consortium, member: Member, *, by: User, address: str = "") -> PartnerLink:
    """Invite the guest, and let it join with its link."""
    sent = invitations.send(session, consortium, member.id, invitation_form(), by=by)
    link = linked(session, member, by=by, address=address)
    invitations.show_interest(session, sent, by=link)
    invitations.join(session, sent, joining("Greta"), by=link)
    return link


def complete(session: Session, made: Cast, **said: Any) -> Consortium:
    """Alice's consortium, which Bob and Dora have joined."""
    consortium = draft(session, made.alice, [made.bob, made.dora], **said)
    for actor in (made.bob, made.dora):
        bring_in(session, consortium, actor, by=made.alice.user)
    return consortium
