"""The names of what is stored as codes: what an organisation is, what it lists, what an idea asks for, who a member is."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from matchmaker import language
from matchmaker.eligibility import finder
from matchmaker.eligibility.finder import ANY_FIELD, Group
from matchmaker.language import Labelled, Message, Tongue, gettext_
from matchmaker.models import Consortium, Idea, Offer, Organisation
from matchmaker.programme import classes, fields, wording
from matchmaker.programme.calls import Call
from matchmaker.programme.dates import Deadline
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.kinds import KINDS
from matchmaker.programme.money import Euro
from matchmaker.programme.projects import ACTIVITIES, PRIORITIES, PROJECT_TYPES, PriorityOf
from matchmaker.programme.topics import TOPICS
from matchmaker.programme.types import FLAGS, SECTORS, TYPES
from matchmaker.services import rounds, surroundings
from matchmaker.web import marks
from matchmaker.web.transactions import session
from matchmaker.workflow import EDITABLE

_PAGES = re.compile(r"(.*?), (pp?\. .*)")
_VOCABULARIES = {
    "field": FIELDS,
    "topic": TOPICS,
    "expertise": EXPERTISE,
    "priority": PRIORITIES,
    "activity": ACTIVITIES,
    "project_type": PROJECT_TYPES,
    "sector": SECTORS,
    "flag": FLAGS,
}


def label(thing: Labelled) -> str:
    """The name of a thing in the reader's language."""
    return thing.label(language.current())


def code(vocabulary: str, value: str) -> str:
    """The name of one code; what no list of ours has is shown as written."""
    if vocabulary == "language":
        return label(Tongue(value))
    if vocabulary == "role":
        return gettext_(marks.ROLE[value])
    if vocabulary == "flag" and value.startswith("no_"):
        return gettext_("not: %(statement)s") % {"statement": code("flag", value.removeprefix("no_"))}
    known = _VOCABULARIES.get(vocabulary, {})
    return label(known[value]) if value in known else value


def terms(thing: Organisation | Idea, vocabulary: str) -> list[str]:
    """The names of what an organisation or an idea lists."""
    return [code(vocabulary, term.code) for term in thing.terms if term.vocabulary == vocabulary]


def priority(value: str, of: Call | None) -> str:
    """The name of a priority in the year of a call; one that the call does not list is marked."""
    if of is None:
        return code("priority", value)
    known = label(PriorityOf(value, of.year))
    return known if value in of.priorities else gettext_("%(priority)s (none of this call)") % {"priority": known}


def priorities(idea: Idea) -> list[str]:
    """The names of an idea's priorities."""
    of = call(idea.call_id)
    return [priority(term.code, of) for term in idea.terms if term.vocabulary == "priority"]


def means_a_field(words: str) -> bool:
    """Whether somebody's own words mean any field of interest."""
    return bool(fields.find(words[:200], 1))


def field_said(text: str) -> str:
    """The titles of the fields that a text names, in the reader's language; "" where it says anything else."""
    return ", ".join(label(one) for one in fields.recognised(text))


def kind(organisation: Organisation) -> str:
    """What an organisation calls itself, else its official type."""
    known = KINDS.get(organisation.kind or "")
    return label(known) if known else official(organisation.type)


def official(type_code: str) -> str:
    """The name of an official type."""
    return label(TYPES[type_code]) if type_code in TYPES else type_code


def offer(one: Offer) -> list[str]:
    """For which calls, in which roles and with which expertise an offer stands."""
    calls = surroundings.guide(session()).calls
    named = [label(calls[term.code]) for term in one.terms if term.vocabulary == "call" and term.code in calls]
    return named + [code(term.vocabulary, term.code) for term in one.terms if term.vocabulary != "call"]


def call(call_id: str) -> Call | None:
    """A call by its id; None when an operator has taken it away since."""
    return surroundings.guide(session()).calls.get(call_id)


def provisional(of: Call) -> str:
    """What it means that a call is provisional."""
    return language.render(wording.provisional(of), language.current())


def provisions(calls: Sequence[Call]) -> list[str]:
    """The same of those calls that are, each sentence once."""
    return list(dict.fromkeys(provisional(one) for one in calls if one.provisional))


def expected(of: Call) -> str:
    """The date that is not known yet, by that of the year before; empty where nothing is expected."""
    first = of.round or next((one for one in of.expected if not one.optional), None)
    return language.render(wording.expected(first, of.year), language.current()) if first else ""


def in_short(of: Call) -> list[str]:
    """By what calls are compared, each in a few words."""
    return [language.render(one, language.current()) for one in finder.in_short(of)]


def at_agencies(groups: Sequence[Group]) -> list[Group]:
    """Those for which one applies at home, which most look for; all where there are none."""
    return [one for one in groups if one.first.call.managed_by == "NA"] or list(groups)


def by_field(groups: Sequence[Group]) -> list[tuple[str, list[Group]]]:
    """Groups of calls by the name of their field, in the order in which the programme names the fields."""
    fields = {field: [one for one in groups if _field_of(one) == field] for field in wording.FIELDS}
    return [(language.render(wording.FIELDS[field], language.current()), listed) for field, listed in fields.items() if listed]


def _field_of(group: Group) -> str:
    fields = {one.call.field for one in group.fits}
    return fields.pop() if len(fields) == 1 else ANY_FIELD


def call_of(row: Idea | Consortium) -> Call | None:
    """The call of an idea or a consortium, seen in its round; None when an operator has taken it away since."""
    return rounds.find_call(session(), row)


def counted_at(row: Idea | Consortium | None) -> datetime:
    """The moment by which the deadline decides whether this is practice: now, or when it was made final, or given up, begun."""
    if not isinstance(row, Consortium) or row.state in EDITABLE | {"offered"}:
        return surroundings.now(session())
    return row.snapshots[-1].made_at if row.snapshots else row.created_at


def round_of(call: Call, one: Deadline) -> Message:
    """A round of a call in words."""
    return wording.round_of(call, one)


def round_named(idea: Idea) -> Message:
    """The round that an idea names, in words; its number where the call does not have it any more."""
    found = call_of(idea)
    if found is None or found.round is None or found.seen_in != idea.round:
        return Message(str(idea.round))
    return round_of(found, found.round)


def about_round(call: Call, one: Deadline) -> tuple[Message, ...]:
    """What else is to be known of it; of one whose date is not known nothing that was so last year."""
    return tuple(wording.about_round(one if one in call.deadlines else one.model_copy(update={"starts": None})))


def portal_id(of: Call, region: str | None, id_: str) -> Message:
    """An id of a call in the portal of the Executive Agency, with the region it is for."""
    return wording.portal_id(region, id_, of.year)


def variant(call_id: str, named: str) -> str:
    """A kind of project that a call has; its id where the call does not have it any more."""
    found = call(call_id)
    return next((label(one) for one in (found.variants if found else ()) if one.id == named), named)


def not_searched(of: Call) -> list[Message]:
    """For each kind of project of a call for which nobody is suggested: why."""
    return [wording.not_searched(one) for one in of.each_variant if not one.is_searched]


def call_title(call_id: str) -> str:
    """The title of a call."""
    found = call(call_id)
    return label(found) if found else call_id


def field(call: Call) -> str:
    """The field of a call."""
    return language.render(wording.FIELDS[call.field], language.current())


def seat(condition: str, value: str) -> str:
    """Whom a seat asks for."""
    if condition == "class":
        return label(classes.get(value)) if value in classes.CLASSES else value
    if condition == "kind":
        return code("flag", value) if value in FLAGS else official(value)
    return code(condition, value)


def weblink(address: str) -> str | None:
    """An address that may stand behind a link: on the web, and nothing that a browser would run."""
    return address if urlsplit(address).scheme in ("http", "https") else None


def host(address: str) -> str:
    """The short form of an address."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def paged(source: str) -> tuple[str, str]:
    """A source and the pages of it that are meant: `Guide 2026, p. 237` as `Guide 2026` and `p. 237`; "" where it names none."""
    found = _PAGES.fullmatch(source)
    return (found[1], found[2]) if found else (source, "")


def grant(of: Call) -> str:
    """What a call gives, in words; empty where it says nothing."""
    return language.render(wording.grant(of.grant), language.current()) if of.grant else ""


def euro(amount: int) -> Euro:
    """An amount of money."""
    return Euro(amount)
