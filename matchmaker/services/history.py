"""What was done, when and by whom: written by every verb, read as sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, HistoryEntry, Idea, Organisation, PartnerLink, User
from matchmaker.permissions import Actor
from matchmaker.programme.money import Euro
from matchmaker.services import surroundings

ROLES: Final[Mapping[str, Message]] = {
    "coordinator": say(N_("coordinator")),
    "partner": say(N_("partner")),
    "associated": say(N_("associated partner")),
}
FIELDS: Final[Mapping[str, Message]] = {
    "title": say(N_("the title")),
    "lead": say(N_("who leads")),
    "partners": say(N_("who takes part")),
    "amounts": say(N_("the shares")),
    "contribution": say(N_("the contribution")),
    "added_value": say(N_("why it is essential")),
    "own_agency": say(N_("the name of the agency")),
    "own_agency_website": say(N_("its website")),
    "national_priorities": say(N_("its priorities")),
    "national_source": say(N_("where they were read")),
}
"""What a change was about, where the entry names fields."""
_SENTENCES: Final[Mapping[str, str]] = {
    "organisation.register": N_("%(who)s registered %(organisation)s"),
    "organisation.edit": N_("%(who)s changed the profile of %(organisation)s"),
    "organisation.confirm": N_("%(who)s confirmed that the profile of %(organisation)s still holds"),
    "organisation.add_person": N_("%(who)s added a person to %(organisation)s"),
    "organisation.invite_person": N_("%(who)s asked a person to act for %(organisation)s"),
    "organisation.take_back_person": N_("%(who)s took an invitation to act for %(organisation)s back"),
    "organisation.join_person": N_("%(who)s acts for %(organisation)s now"),
    "organisation.change_person": N_("%(who)s changed what a person may do for %(organisation)s"),
    "organisation.remove_person": N_("%(who)s removed a person from %(organisation)s"),
    "organisation.block": N_("%(who)s blocked another organisation for %(organisation)s"),
    "organisation.unblock": N_("%(who)s ended a block of another organisation for %(organisation)s"),
    "organisation.leave_person": N_("%(who)s no longer acts for %(organisation)s"),
    "organisation.lose_owner": N_("%(organisation)s is without owner"),
    "organisation.name_contact": N_("%(who)s named the contact person of %(organisation)s"),
    "offer.put": N_("%(who)s wrote what %(organisation)s offers"),
    "offer.end": N_("%(who)s ended an offer of %(organisation)s"),
    "offer.put_back": N_("%(who)s put an offer of %(organisation)s back"),
    "idea.describe": N_("%(who)s described the idea"),
    "idea.change": N_("%(who)s changed the idea"),
    "idea.close": N_("%(who)s closed the idea"),
    "idea.reopen": N_("%(who)s opened the idea again"),
    "idea.recheck": N_("The rules of the call changed; the idea was checked again"),
    "idea.see_review": N_("%(who)s has seen what changed in the rules"),
    "consortium.save": N_("%(who)s saved the draft for %(organisation)s"),
    "consortium.add_member": N_("%(who)s added %(organisation)s as %(role)s"),
    "consortium.put_back": N_("%(who)s put %(organisation)s back as %(role)s"),
    "consortium.remove_member": N_("%(who)s removed %(organisation)s"),
    "consortium.leave": N_("%(organisation)s left (%(who)s)"),
    "consortium.confirm": N_("%(who)s confirmed the new coordinator for %(organisation)s"),
    "consortium.copy": N_("%(who)s goes on in a copy, for the coordinator is silent"),
    "consortium.take": N_("%(who)s made a draft of it for the call %(call)s"),
    "consortium.set_deadline": N_("%(who)s set the internal deadline: %(day)s"),
    "consortium.settle": N_("%(who)s goes on without a replacement for %(organisation)s"),
    "consortium.set_role": N_("%(who)s made %(organisation)s the %(role)s"),
    "consortium.choose_round": N_("%(who)s chose round %(round)s of the call"),
    "consortium.choose_variant": N_("%(who)s chose the kind of project: %(variant)s"),
    "consortium.leave_variant_open": N_("%(who)s left open which kind of project it is"),
    "consortium.choose_usual_round": N_("%(who)s chose no round: the next one counts"),
    "consortium.describe_member": N_("%(who)s described what %(organisation)s contributes"),
    "consortium.add_package": N_("%(who)s added the work package “%(title)s”"),
    "consortium.change_package": N_("%(who)s changed the work package “%(title)s”"),
    "consortium.remove_package": N_("%(who)s removed the work package “%(title)s”"),
    "consortium.ask_grant": N_("%(who)s entered the amount asked for: %(amount)s"),
    "consortium.leave_grant_open": N_("%(who)s left open which amount is asked for"),
    "consortium.enter_agency": N_("%(who)s entered what is known of the National Agency"),
    "invitation.send": N_("%(who)s invited %(organisation)s as %(role)s"),
    "invitation.withdraw": N_("%(who)s withdrew the invitation to %(organisation)s"),
    "invitation.interested": N_("%(organisation)s is interested (%(who)s)"),
    "invitation.join": N_("%(organisation)s joined (%(who)s)"),
    "invitation.end_practice": N_("The invitation to %(organisation)s was ended, as practice reaches nobody"),
    "reserve.list": N_("%(who)s put %(organisation)s in reserve"),
    "reserve.change": N_("%(who)s changed the reserve %(organisation)s"),
    "reserve.remove": N_("%(who)s took %(organisation)s off the reserves"),
    "reserve.propose": N_("%(organisation)s is next in reserve"),
    "reserve.ask": N_("The reserve %(organisation)s takes the place (%(who)s)"),
    "reserve.ask_by_itself": N_("The reserve %(organisation)s takes the place, as was chosen beforehand"),
    "reserve.pass": N_("The reserve %(organisation)s was passed over (%(who)s)"),
    "reserve.pass_by_itself": N_("The reserve %(organisation)s could not be asked, so the next one counts"),
    "invitation.decline": N_("%(organisation)s declined"),
    "invitation.expire": N_("The invitation to %(organisation)s expired without an answer"),
    "guest.bring": N_("%(who)s added %(organisation)s, a partner who is not here yet"),
    "guest.claim": N_("%(organisation)s says that it is an organisation known here (%(who)s)"),
    "guest.object": N_("%(organisation)s objects: it declined for good, and what was kept about it was erased"),
    "link.send": N_("%(who)s sent %(organisation)s its link"),
    "link.write": N_("%(who)s made a letter with the link of %(organisation)s"),
    "link.end": N_("%(who)s ended the link of %(organisation)s"),
    "sheet.write": N_("%(who)s changed the data of %(organisation)s for the application form"),
    "sheet.confirm": N_("%(organisation)s confirmed its data, role and task (%(who)s)"),
    "sheet.confirm_again": N_("%(organisation)s confirmed its data, role and task again (%(who)s)"),
    "upload.add": N_("A file of %(organisation)s was uploaded (%(who)s)"),
    "upload.remove": N_("A file of %(organisation)s was deleted (%(who)s)"),
    "readiness.ask": N_("%(who)s asked %(organisation)s for what is missing"),
    "readiness.accept": N_("%(who)s accepted something that %(organisation)s gave"),
    "readiness.give_back": N_("%(who)s gave something back to %(organisation)s"),
    "handover.offer": N_("%(who)s offered the hand-over to %(organisation)s"),
    "handover.accept": N_("%(organisation)s took over as coordinator (%(who)s)"),
    "handover.decline": N_("%(organisation)s declined to take over"),
    "handover.take_back": N_("%(who)s took the offer to %(organisation)s back"),
    "handover.hand_back": N_("%(who)s handed the consortium back to %(organisation)s"),
    "handover.keep": N_("%(who)s said that %(organisation)s applies itself"),
    "outcome.finalise": N_("%(who)s finalised the consortium"),
    "outcome.finalise_open": N_("%(who)s finalised the consortium although a seat was open: %(reason)s"),
    "outcome.finalise_despite": N_("%(who)s finalised the consortium although something was open: %(reason)s"),
    "outcome.reopen": N_("%(who)s reopened the consortium"),
    "outcome.stand": N_("What was submitted before counts: document number %(number)s"),
    "outcome.submit": N_("%(who)s noted that the application was submitted to %(agency)s as %(form_id)s"),
    "outcome.grant": N_("%(who)s noted that the application was granted"),
    "outcome.reject": N_("%(who)s noted that the application was rejected"),
    "outcome.withdraw": N_("%(who)s withdrew the consortium"),
    "outcome.ask": N_("The round closed without an application; %(organisation)s was asked what became of it"),
    "outcome.withdraw_by_itself": N_("The consortium was given up, as its round passed without an application"),
    "persons.erase": N_("The personal data and the files of %(organisation)s were erased"),
    "persons.erase_all": N_("The data of all persons and all files were erased, as somebody asked"),
    "persons.erase_by_itself": N_("The data of all persons and all files were erased, as their time was over"),
    "consortium.recheck": N_("The rules of the call changed; the consortium was checked again"),
    "consortium.see_review": N_("%(who)s has seen what changed in the rules"),
    "snapshot.recheck": N_("The rules of the call changed; document number %(number)s was checked again, and stays as it was"),
    "call.adopt": N_("%(who)s put the call %(call)s in force"),
    "call.drop": N_("%(who)s took the call %(call)s away"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was done, as people read it."""

    at: datetime
    verb: str
    sentence: Message


def record(
    session: Session,
    by: Actor | None,
    verb: str,
    *,
    organisation: Organisation | None = None,
    idea: Idea | None = None,
    consortium: Consortium | None = None,
    **details: object,
) -> HistoryEntry:
    """Write down that `by` (None = the service itself) did `verb`. Details are plain values; no person is named in them.

    Of whoever holds a partner's link nothing is kept but that it was done with the link of the organisation.

    The version that what was changed has reached is kept too, so that a conflict can say what happened since.
    """
    changed = consortium or idea or organisation
    if isinstance(by, PartnerLink):
        details |= {"linked": True}
    entry = HistoryEntry(
        at=surroundings.now(session),
        user_id=by.id if isinstance(by, User) else None,
        verb=verb,
        organisation_id=organisation.id if organisation else None,
        idea_id=idea.id if idea else None,
        consortium_id=consortium.id if consortium else None,
        details=details | ({"version": changed.version} if changed else {}),
    )
    session.add(entry)
    return entry


def find_last(session: Session, consortium: Consortium, organisation: Organisation, *verbs: str) -> HistoryEntry | None:
    """The last that was done to this organisation in this consortium, of these verbs; None where it was none of them."""
    session.flush()
    about = (HistoryEntry.consortium_id == consortium.id, HistoryEntry.organisation_id == organisation.id)
    entries = select(HistoryEntry).where(*about, HistoryEntry.verb.in_(verbs))
    return session.scalar(entries.order_by(HistoryEntry.id.desc()).limit(1))


def list_history(session: Session, consortium: Consortium, *, reserves: bool = False) -> list[Entry]:
    """What was done to a consortium, the oldest first; who stands in reserve only for those who decide about that."""
    rows = _rows(session, HistoryEntry.consortium_id == consortium.id)
    return [_entry(row) for row in rows if reserves or not row.verb.startswith("reserve.")]


def list_own(session: Session, *, by: User) -> list[Entry]:
    """What this person did, to whatever, the oldest first."""
    return [_entry(row) for row in _rows(session, HistoryEntry.user_id == by.id)]


def since(session: Session, thing: Organisation | Idea | Consortium, version: int) -> tuple[Message, ...]:
    """What was done to the thing after it had this version, the oldest first."""
    about = [HistoryEntry.consortium_id == thing.id]
    if isinstance(thing, Idea):
        about = [HistoryEntry.idea_id == thing.id, HistoryEntry.consortium_id.is_(None)]
    if isinstance(thing, Organisation):
        nothing_else = (HistoryEntry.consortium_id.is_(None), HistoryEntry.idea_id.is_(None))
        about = [HistoryEntry.organisation_id == thing.id, *nothing_else]
    return tuple(_entry(row).sentence for row in _rows(session, *about) if row.details.get("version", 0) > version)


def _rows(session: Session, *about: ColumnElement[bool]) -> list[HistoryEntry]:
    """Entries with whom and what they name."""
    session.flush()
    named = (joinedload(HistoryEntry.user), joinedload(HistoryEntry.organisation))
    return list(session.scalars(select(HistoryEntry).where(*about).options(*named).order_by(HistoryEntry.id)))


def _entry(row: HistoryEntry) -> Entry:
    """The row in words."""
    who = say(N_("somebody"))
    if row.details.get("linked"):
        who = say(N_("whoever has the link of %(name)s"), name=row.organisation.name if row.organisation else "")
    places: dict[str, object] = {
        "who": row.user.name if row.user else who,
        "organisation": row.organisation.name if row.organisation else say(N_("an organisation")),
        "verb": row.verb,
        **row.details,
    }
    places["role"] = ROLES.get(str(places.get("role")), "")
    if "amount" in places:
        places["amount"] = Euro(int(str(places["amount"])))
    sentence = say(_SENTENCES.get(row.verb, N_("%(who)s: %(verb)s")), **places)
    fields = tuple(FIELDS[one] for one in row.details.get("fields", ()) if one in FIELDS)
    return Entry(row.at, row.verb, say(N_("%(said)s: %(fields)s"), said=sentence, fields=fields) if fields else sentence)
