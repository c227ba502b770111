"""What the Agency's form asks, in its order: about the project, and about each organisation; with who has to say it."""

from collections.abc import Iterator
from typing import Final

from matchmaker.documents.pack.blocks import Row, written
from matchmaker.documents.pack.facts import Facts, Partner, Person, Persons
from matchmaker.inputs.tongues import language_of
from matchmaker.language import N_, Message, Tongue, nsay, say
from matchmaker.programme import wording
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.dates import BRUSSELS
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.money import Euro
from matchmaker.programme.projects import ACTIVITIES, PROJECT_TYPES, PriorityOf
from matchmaker.programme.topics import TOPICS
from matchmaker.programme.types import TYPES

ROLES: Final = {
    "coordinator": say(N_("Coordinator (applicant)")),
    "partner": say(N_("Partner")),
    "associated": say(N_("Associated partner")),
}
COORDINATOR: Final = say(N_("the coordinator"))
_OID_OF: Final = {
    "own": say(N_("its own")),
    "governing": say(N_("that of its governing body")),
}


class Asked:
    """A field: its label, what is known (None, "" or () = nothing), who has to say it; own: in a member's words."""

    def __init__(self, label: Message, value: object, whom: object, *, own: bool = False, needed: bool = True) -> None:
        self.label, self.value, self.whom, self.own, self.needed = label, value, whom, own, needed

    def row(self, language: str) -> Row:
        """The field in a document."""
        label = written(self.label, language)
        if self.value in (None, "", ()):
            whom = written(self.whom, language)
            text = written(say(N_("Missing: from %(whom)s"), whom=whom) if self.needed else say(N_("Not stated")), language)
            return Row(label, text, whom if self.needed else "")
        value = written(self.value, language)
        return Row(label, value, own=(language_of(value) or "") if self.own else None)


def context(facts: Facts) -> Iterator[Asked]:
    """The fields about the project."""
    call, project = facts.call, facts.project
    yield Asked(say(N_("Title of the project")), facts.title, COORDINATOR, own=True)
    yield Asked(say(N_("Summary")), facts.summary, COORDINATOR, own=True)
    yield Asked(say(N_("Call")), say(N_("%(call)s, %(action)s, %(year)s"), call=call, action=call.action, year=call.year), "")
    if call.variant:
        yield Asked(say(N_("Kind of project")), call.variant, COORDINATOR)
    if project.type:
        yield Asked(say(N_("Kind of project")), PROJECT_TYPES.get(project.type, project.type), COORDINATOR)
    yield Asked(say(N_("Deadline of the call")), _deadline(facts), say(N_("the call, once it is published")))
    yield Asked(say(N_("Start of the project")), None, COORDINATOR)
    if call.deadline and call.deadline.starts:
        yield Asked(say(N_("Start that the call admits")), wording.starts(call.deadline.starts), "")
    yield Asked(say(N_("Duration")), _months(project.months), COORDINATOR)
    yield Asked(say(N_("Amount asked for (lump sum)")), Euro(project.grant) if project.grant else None, COORDINATOR)
    yield Asked(say(N_("Agency to apply to")), facts.agencies, COORDINATOR)
    yield Asked(say(N_("Language of the form")), Tongue(facts.language) if facts.language else None, COORDINATOR)
    if call.priorities:
        priorities = tuple(PriorityOf(one, call.year) for one in project.priorities)
        yield Asked(say(N_("Priorities")), priorities, COORDINATOR)
    yield Asked(say(N_("Topics")), tuple(TOPICS.get(one, one) for one in facts.topics), COORDINATOR, needed=False)
    yield Asked(say(N_("Fields")), tuple(FIELDS.get(one, one) for one in facts.fields), COORDINATOR, needed=False)
    if call.possible_activities:
        activities = tuple(ACTIVITIES.get(one, one) for one in project.activities)
        yield Asked(say(N_("Activities")), activities, COORDINATOR, needed=False)


def organisation(partner: Partner, facts: Facts) -> Iterator[Asked]:
    """The fields about an organisation that name no person."""
    member, sheet, year, whom = partner.facts, partner.sheet, facts.call.year, partner.name
    yield Asked(say(N_("Role")), ROLES[member.role], "")
    yield from identifiers(partner, facts)
    yield Asked(say(N_("Legal name")), sheet.legal_name, whom)
    yield Asked(say(N_("Country")), CountryOf(member.country, year), whom)
    yield Asked(say(N_("Region")), partner.region, whom)
    yield Asked(say(N_("City")), member.city, whom)
    yield Asked(say(N_("Address")), sheet.address, whom)
    yield Asked(say(N_("Post code")), sheet.post_code, whom)
    yield Asked(say(N_("Website")), partner.website, whom)
    yield Asked(say(N_("Date of establishment or registration")), member.established, whom)
    yield Asked(say(N_("Registration number")), member.registration, whom, needed=False)
    yield Asked(say(N_("Type of organisation")), _type(partner), whom)
    yield Asked(say(N_("Number of staff")), partner.staff, whom)
    yield Asked(say(N_("Number of learners")), partner.learners, whom, needed=member.type.startswith("EPLUS-EDU"))
    yield Asked(say(N_("Scope and areas of activity")), tuple(FIELDS.get(one, one) for one in partner.fields), whom)
    yield Asked(say(N_("Presentation of the organisation")), sheet.background, whom, own=True)
    yield Asked(say(N_("Activities and experience in the field")), sheet.experience, whom, own=True)
    yield Asked(say(N_("Skills and expertise of key persons")), sheet.key_staff, whom, own=True)
    yield Asked(say(N_("Past projects of this kind")), _newness(partner), whom)
    yield Asked(say(N_("Confirmed by the organisation")), _confirmed(partner), whom)


def identifiers(partner: Partner, facts: Facts) -> Iterator[Asked]:
    """OID and PIC: the one that the call asks for is missing where it is not known; associated partners need none."""
    member, needed = partner.facts, partner.facts.role != "associated"
    by_agency = facts.call.managed_by == "NA"
    oid: object = member.oid
    if member.oid and partner.sheet.oid_of in _OID_OF:
        oid = say(N_("%(oid)s (%(whose)s)"), oid=member.oid, whose=_OID_OF[partner.sheet.oid_of])
    yield Asked(say(N_("OID")), oid, partner.name, needed=needed and by_agency)
    yield Asked(say(N_("PIC")), member.pic, partner.name, needed=needed and not by_agency)


def persons(partner: Partner, of: Persons) -> Iterator[tuple[Message, list[Asked]]]:
    """The fields about the persons of an organisation, by who they are."""
    yield say(N_("Legal representative")), [*_person(of.representative, partner.name)]
    phone = Asked(say(N_("Phone")), of.contact.phone, partner.name)
    yield say(N_("Contact person")), [*_person(of.contact, partner.name), phone]


def _person(person: Person, whom: str) -> Iterator[Asked]:
    yield Asked(say(N_("First and last name")), person.name, whom)
    yield Asked(say(N_("Position")), person.function, whom)
    yield Asked(say(N_("E-mail address")), person.email, whom)


def _deadline(facts: Facts) -> object:
    call = facts.call
    if call.deadline is not None:
        return wording.deadline(call.deadline)
    return call.last_deadline.astimezone(BRUSSELS).date() if call.last_deadline else None


def _months(months: int | None) -> object:
    return nsay(*wording.MONTHS, months) if months else None


def _type(partner: Partner) -> object:
    official = TYPES.get(partner.facts.type, partner.facts.type)
    return say(N_("%(kind)s (%(type)s)"), kind=partner.kind, type=official) if partner.kind != official else official


def _newness(partner: Partner) -> object:
    known = partner.facts.newcomer
    if known is None:
        return None
    return say(N_("new or of little experience")) if known else say(N_("experienced"))


def _confirmed(partner: Partner) -> object:
    sheet = partner.sheet
    if sheet.confirmed_at is None:
        return None
    on = sheet.confirmed_at.astimezone(BRUSSELS).date()
    if sheet.differs:
        return say(N_("on %(day)s; changed since then, to be confirmed again"), day=on)
    return say(N_("on %(day)s"), day=on)
