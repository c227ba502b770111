"""Who may do what: one table from verb to the relations that allow it, and how whoever acts is related to a thing.

A relation reads `<which organisation>.<role in it>`; an owner is also an editor, an editor also a viewer. `anyone` needs no
account, `person` any account; `addressee` is who has confirmed the very address that was asked; `author` is who wrote the
draft of an idea, and nobody else of the organisation; `operator` and `moderator` are a person's standing in the service as a
whole. `linked` is no person: whoever holds a partner's link, for that partner of that consortium alone.
"""

from typing import Final

from matchmaker.errors import Forbidden, NotFound
from matchmaker.language import N_, say
from matchmaker.models import (
    ColleagueInvitation,
    Consortium,
    HandOver,
    Idea,
    IdeaDraft,
    Invitation,
    Member,
    Offer,
    Organisation,
    PartnerLink,
    PartnerSheet,
    Snapshot,
    Upload,
    User,
)
from matchmaker.workflow import OPEN_INVITATION


class Service:
    """The service as a whole."""


SERVICE: Final = Service()
Held = (
    ColleagueInvitation
    | Organisation
    | Offer
    | Idea
    | IdeaDraft
    | Consortium
    | Member
    | Invitation
    | HandOver
    | Snapshot
    | PartnerSheet
    | Upload
)
Thing = Service | Held
Actor = User | PartnerLink
"""Who does something: a person with an account, or whoever holds a partner's link."""

TABLE: Final[dict[str, tuple[str, ...]]] = {
    "service.operate": ("operator",),
    "service.moderate": ("moderator", "operator"),
    "organisation.read": ("anyone",),
    "organisation.report": ("person",),
    "organisation.block": ("own.editor",),
    "organisation.edit": ("own.editor",),
    "organisation.contact": ("own.editor",),
    "organisation.people": ("own.owner",),
    "organisation.leave": ("own.viewer",),
    "colleague.read": ("addressee", "own.owner"),
    "colleague.answer": ("addressee",),
    "colleague.withdraw": ("own.owner",),
    "organisation.exposure": ("own.viewer",),
    "organisation.openings": ("own.viewer",),
    "offer.read": ("anyone",),
    "offer.write": ("own.editor",),
    "idea.read": ("own.viewer",),
    "idea.write": ("own.editor",),
    "idea.suggest": ("own.editor",),
    "draft.read": ("author",),
    "draft.write": ("author",),
    "consortium.read": ("holder.viewer", "initiator.viewer", "member.viewer", "invited.viewer", "offered.viewer"),
    "consortium.save": ("own.editor",),
    "consortium.change": ("holder.editor",),
    "consortium.repair": ("holder.editor",),
    "consortium.invite": ("holder.editor",),
    "consortium.reserve": ("holder.editor",),
    "consortium.offer": ("holder.editor",),
    "consortium.finalise": ("holder.editor",),
    "consortium.report": ("holder.editor",),
    "consortium.withdraw": ("holder.editor",),
    "consortium.leave": ("own.editor", "linked.editor"),
    "consortium.confirm": ("own.editor", "linked.editor"),
    "consortium.copy": ("initiator.editor",),
    "consortium.take": ("holder.editor",),
    "consortium.pack": ("holder.viewer",),
    "consortium.link": ("holder.editor",),
    "guest.answer": ("linked.editor",),
    "sheet.read": ("own.viewer", "holder.viewer", "linked.editor"),
    "sheet.write": ("own.editor", "linked.editor"),
    "sheet.confirm": ("own.editor", "linked.editor"),
    "consortium.erase": ("holder.editor",),
    "consortium.erase_own": ("own.editor", "linked.editor"),
    "consortium.readiness": ("holder.viewer",),
    "consortium.review": ("holder.editor",),
    "consortium.upload": ("own.editor", "holder.editor", "linked.editor"),
    "upload.read": ("own.viewer", "holder.viewer", "member.viewer", "linked.editor"),
    "upload.remove": ("own.editor", "holder.editor", "linked.editor"),
    "invitation.read": ("recipient.viewer", "holder.viewer", "linked.editor"),
    "invitation.message": ("recipient.editor", "holder.editor"),
    "invitation.answer": ("recipient.editor", "linked.editor"),
    "invitation.withdraw": ("holder.editor",),
    "invitation.report": ("recipient.viewer",),
    "message.report": ("recipient.viewer", "holder.viewer"),
    "handover.read": ("recipient.viewer", "holder.viewer", "initiator.viewer"),
    "handover.answer": ("recipient.editor",),
    "handover.take_back": ("holder.editor",),
    "snapshot.read": ("holder.viewer", "initiator.viewer", "member.viewer"),
}
"""`service.operate` is to see what goes wrong beside the requests, and to have it tried again; `service.moderate` to see what
people report. `organisation.report`, `invitation.report` and `message.report` (done to the message's invitation) tell the
moderators; `consortium.report` is to say what became of it: submitted, granted, rejected. `organisation.block` is done for one's
own, to another. `consortium.leave` is done to a member, `consortium.confirm` (that it stays with a new coordinator) too;
`consortium.copy` is to go on without a silent one, `consortium.take` to make a draft of it for another call;
`consortium.erase` to erase the data of all persons in it and all files, `consortium.erase_own` (done to a member) one's own.
`organisation.exposure` is to see how often it was shown, invited, and how it answers; `organisation.openings` where it is needed.
`consortium.repair` is to see what would mend it, or what a change would do. `invitation.message`: to write to the other side.
`guest.answer` is done to a member that is a guest: to say that it is a known organisation, or to object. `consortium.link` is to
give a partner its link, or end it; `consortium.pack` to have all of it as files, whatever names persons in them too; what `sheet`
verbs are done to is what a partner says of itself for the application form.
`consortium.readiness` is to see how far every partner is, `consortium.review` to ask partners for what is missing, and to accept
or give back what came; `consortium.upload` is done to a member. Of files only what was submitted is for every `member`."""

CONFIRMED: Final = frozenset(
    {
        *("service.moderate", "organisation.report", "organisation.block", "invitation.report", "message.report"),
        *("organisation.contact", "organisation.people", "colleague.read", "colleague.answer", "colleague.withdraw"),
        *("consortium.change", "consortium.invite", "consortium.reserve", "consortium.offer", "consortium.finalise"),
        *("consortium.report", "consortium.withdraw", "consortium.leave", "consortium.confirm", "consortium.copy"),
        *("consortium.erase", "consortium.erase_own"),
        *("invitation.answer", "invitation.withdraw", "invitation.message", "consortium.link", "sheet.confirm"),
        *("consortium.review", "consortium.upload", "upload.remove"),
        *("handover.answer", "handover.take_back", "service.operate", "consortium.pack"),
    }
)
"""What only a person with a confirmed address may do: it reaches others, shows how to reach them, or is about all. Contacts
(`services/contacts.py`) are shown to nobody else either."""
UNSEEN: Final = frozenset({"consortium.change", "consortium.withdraw"})
"""What of that reaches nobody while the consortium is a draft."""

READS: Final[dict[type[object], str]] = {
    Service: "service.operate",
    Organisation: "organisation.read",
    ColleagueInvitation: "colleague.read",
    Offer: "offer.read",
    Idea: "idea.read",
    IdeaDraft: "draft.read",
    Consortium: "consortium.read",
    Member: "consortium.read",
    Invitation: "invitation.read",
    HandOver: "handover.read",
    Snapshot: "snapshot.read",
    PartnerSheet: "sheet.read",
    Upload: "upload.read",
}
_INCLUDES: Final[dict[str, tuple[str, ...]]] = {
    "owner": ("owner", "editor", "viewer"),
    "editor": ("editor", "viewer"),
    "viewer": ("viewer",),
}


def may(by: Actor | None, verb: str, thing: Thing) -> bool:
    """Whether `by` (None = not logged in) may do `verb` to `thing`. Raises KeyError for a verb that is not in the table."""
    return _is_related(by, verb, thing) and not _is_to_confirm(by, verb, thing)


def require(by: Actor | None, verb: str, thing: Thing) -> None:
    """Raise `NotFound` to whoever may not even know of the thing, `Forbidden` to whoever may see it but not do this."""
    if may(by, verb, thing):
        return
    if _is_related(by, verb, thing):
        raise Forbidden(say(N_("Confirm your e-mail address first: the link is in the mail that we sent you.")))
    if may(by, READS[type(thing)], thing):
        raise Forbidden(say(N_("You may read this, but not do this to it. Ask an editor of the organisation that holds it.")))
    raise NotFound(say(N_("There is no such page, or it is not for you.")))


def _is_related(by: Actor | None, verb: str, thing: Thing) -> bool:
    allowed = TABLE[verb]
    if isinstance(thing, Organisation) and thing.is_guest:
        # Nobody but the consortium that brought it may know of it, and nobody has an account of it.
        is_open = not {"anyone", "person"}.isdisjoint(allowed)
        return is_open and thing.guest is not None and _is_related(by, "consortium.read", thing.guest.consortium)
    if isinstance(by, PartnerLink):
        return "anyone" in allowed or not relations(by, thing).isdisjoint(allowed)
    if "anyone" in allowed or (by is not None and ("person" in allowed or by.standing in allowed)):
        return True
    return by is not None and not relations(by, thing).isdisjoint(allowed)


def _is_to_confirm(by: Actor | None, verb: str, thing: Thing) -> bool:
    """Whether this reaches others and the person has not confirmed the address."""
    if by is None or isinstance(by, PartnerLink) or by.confirmed_at is not None:
        return False
    unseen = verb in UNSEEN and isinstance(thing, Consortium) and thing.state == "draft"
    return verb in CONFIRMED and not unseen


def relations(by: Actor, thing: Thing) -> frozenset[str]:
    """How whoever acts is related to the thing, in the words of the table."""
    if isinstance(thing, Service):
        return frozenset()
    if isinstance(by, PartnerLink):
        return frozenset({"linked.editor"} if _is_linked(by, thing) else ())
    roles = {membership.organisation_id: _INCLUDES[membership.role] for membership in by.memberships}
    found = {
        f"{which}.{role}"
        for which, organisations in _organisations(thing).items()
        for one in organisations
        for role in roles.get(one, ())
    }
    if isinstance(thing, ColleagueInvitation) and by.confirmed_at is not None and by.email == thing.email:
        found.add("addressee")
    if isinstance(thing, IdeaDraft) and by.id == thing.user_id:
        found.add("author")
    return frozenset(found)


def _is_linked(by: PartnerLink, thing: Held) -> bool:
    """Whether the link is of this partner, while it was not ended; that it is too old is found by who has a clock."""
    if by.revoked_at is not None or not isinstance(thing, Member | Invitation | PartnerSheet | Upload):
        return False
    return (by.consortium_id, by.organisation_id) == (thing.consortium_id, thing.organisation_id)


def _organisations(thing: Held) -> dict[str, set[int]]:
    """Which organisations stand in which relation to the thing."""
    match thing:
        case Organisation():
            return {"own": {thing.id}}
        case Offer() | Idea() | IdeaDraft() | ColleagueInvitation():
            return {"own": {thing.organisation_id}}
        case Invitation() | HandOver():
            consortium = thing.consortium
            return {
                "recipient": {thing.organisation_id},
                "holder": {consortium.holder_id},
                "initiator": {consortium.initiator_id},
            }
        case Member() | PartnerSheet():
            around = _organisations(thing.consortium)
            has_joined = thing.joined_at is not None if isinstance(thing, Member) else thing.organisation_id in around["member"]
            return {**around, "own": {thing.organisation_id} if has_joined else set()}
        case Upload():
            return _of_upload(thing)
        case Consortium() | Snapshot():
            of = thing.consortium if isinstance(thing, Snapshot) else thing
            return {
                "holder": {of.holder_id},
                "initiator": {of.initiator_id},
                "member": {member.organisation_id for member in of.members if member.joined_at is not None},
                "invited": {one.organisation_id for one in of.invitations if one.state in OPEN_INVITATION},
                "offered": {one.organisation_id for one in of.handovers if one.state == "offered"},
            }


def _of_upload(thing: Upload) -> dict[str, set[int]]:
    """A file is its organisation's while that is in it, and the holder's; what was submitted is every member's to read."""
    joined = {one.organisation_id for one in thing.consortium.members if one.joined_at is not None}
    return {
        "holder": {thing.consortium.holder_id},
        "own": {thing.organisation_id} & joined,
        "member": joined if thing.document == "application" else set(),
    }
