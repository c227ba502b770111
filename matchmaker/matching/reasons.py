"""Why each suggested partner, and what nobody knows yet, in sentences that can be translated."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matchmaker.eligibility.findings import Report
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request, Seat
from matchmaker.language import N_, Message, Tongue, nN_, nsay, say
from matchmaker.matching.score import SAME_BROAD, field_credit
from matchmaker.programme import classes, countries, expertise, topics
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.projects import PRIORITIES
from matchmaker.programme.types import FLAGS, SECTORS, SIX_SECTORS, TYPES

_NTH_COUNTRY = (
    N_("adds the second country: %(country)s"),
    N_("adds the third country: %(country)s"),
    N_("adds the fourth country: %(country)s"),
    N_("adds the fifth country: %(country)s"),
    N_("adds the sixth country: %(country)s"),
)
_PROJECTS = nN_("did %(n)s project with %(who)s", "did %(n)s projects with %(who)s")


@dataclass(frozen=True, slots=True)
class Named:
    """A slug by its name in a vocabulary, or as written."""

    slug: str
    name: Callable[[str, str], str]

    def label(self, language: str) -> str:
        """The name in `language`."""
        return self.name(self.slug, language)


@dataclass(frozen=True, slots=True)
class Circle:
    """A consortium as its reasons look at it. present, partners: organisations; filled: seat -> ids that fill it."""

    call: Call
    request: Request
    present: Sequence[Organisation]
    partners: Sequence[Organisation]
    coordinator: str
    filled: Sequence[tuple[Seat, tuple[str, ...]]]
    joint_projects: Mapping[str, tuple[str, ...]]

    @property
    def members(self) -> tuple[Organisation, ...]:
        """All of them, those present first."""
        return (*self.present, *self.partners)


def reasons(circle: Circle) -> dict[str, tuple[Message, ...]]:
    """For each suggested partner what speaks for it, the strongest first; never empty."""
    nth = _new_countries(circle)
    return {
        one.id: tuple(_reasons(circle, one, nth)) or (say(N_("fits the call's rules and your wishes")),)
        for one in circle.partners
    }


def seat_label(seat: Seat) -> object:
    """What a seat asks for, as a thing with a name."""
    if seat.sector is not None:
        return SECTORS[seat.sector]
    if seat.actor_class is not None:
        return classes.get(seat.actor_class)
    return TYPES.get(seat.kind or "") or FLAGS[seat.kind or ""]


def to_confirm(circle: Circle, report: Report) -> tuple[Message, ...]:
    """What nobody knows yet, or what must be shown: unknown rules, warnings about members, languages, records only."""
    found = [f.message for f in report.findings if f.scope == "composition" and f.status in ("unknown", "warning")]
    silent = tuple(one.name for one in circle.partners if circle.request.language and not one.languages)
    if silent:
        tongue = Tongue(circle.request.language or "")
        found.append(say(N_("Whether they work in %(language)s: %(names)s."), language=tongue, names=silent))
    unasked = tuple(one.name for one in circle.partners if one.known_only)
    if unasked:
        found.append(say(N_("Known from public records only, they have not joined: %(names)s."), names=unasked))
    return tuple(found)


def _reasons(circle: Circle, one: Organisation, nth: Mapping[str, Message]) -> Iterator[Message]:
    yield from (
        say(N_("fills the place you asked for: %(place)s"), place=seat_label(seat)) for seat, by in circle.filled if one.id in by
    )
    if one.id == circle.coordinator:
        yield say(N_("offers to coordinate, and may apply in this call as far as is known"))
    yield from _about(circle.request, one)
    yield from _expertise(circle, one)
    if projects := circle.joint_projects.get(one.id):
        who: object = say(N_("you")) if len(circle.present) == 1 else say(N_("members who are already there"))
        yield nsay(*_PROJECTS, len(projects), who=who)
    if one.id in nth:
        yield nth[one.id]
    others = {sector for other in circle.members if other.id != one.id for sector in other.sectors}
    if alone := tuple(SECTORS[sector] for sector in SIX_SECTORS if sector in one.sectors - others):
        yield say(N_("the only one to stand for: %(sectors)s"), sectors=alone)
    if one.newcomer and any(other.newcomer is False for other in circle.members):
        yield say(N_("is new to the programme, beside somebody with experience"))
    if not (one.fields or one.priorities or one.topics):
        yield say(N_("but nothing is known about its field, priorities and topics"))


def _about(request: Request, one: Organisation) -> Iterator[Message]:
    """Fields, priorities and topics it shares with the idea."""
    for wanted in request.fields:
        credit, code = max(((field_credit(wanted, offered), offered) for offered in one.fields), default=(0.0, ""))
        if credit:
            near = N_("works in a field near yours: %(field)s") if credit < 1 else N_("works in your field: %(field)s")
            if credit > SAME_BROAD:
                yield say(near, field=_field(code))
            else:
                yield say(N_("works elsewhere in your broad field: %(field)s"), field=_field(code))
    if shared := tuple(
        PRIORITIES.get(code, code) for code in dict.fromkeys(request.project.priorities) if code in one.priorities
    ):
        yield say(N_("has the same priority: %(priorities)s"), priorities=shared)
    if about := tuple(Named(slug, topics.name) for slug in request.topics if slug in one.topics):
        yield say(N_("works on your topic: %(topics)s"), topics=about)


def _field(code: str) -> object:
    """A field by title and code, or the code while nobody knows its title."""
    return say(N_("%(title)s (%(code)s)"), title=FIELDS[code], code=code) if code in FIELDS else code


def _expertise(circle: Circle, one: Organisation) -> Iterator[Message]:
    """What it offers of the expertise wanted; first what nobody else offers."""
    wanted = [slug for slug in dict.fromkeys(wish.slug for wish in circle.request.expertise) if slug in one.expertise]
    others = {slug for other in circle.members if other.id != one.id for slug in other.expertise}
    if alone := _named(slug for slug in wanted if slug not in others):
        yield say(N_("the only one offering: %(expertise)s"), expertise=alone)
    if shared := _named(slug for slug in wanted if slug in others):
        yield say(N_("offers, like others: %(expertise)s"), expertise=shared)


def _named(slugs: Iterable[str]) -> tuple[Named, ...]:
    return tuple(Named(slug, expertise.name) for slug in slugs)


def _new_countries(circle: Circle) -> dict[str, Message]:
    """Partner -> which country it adds, in the order in which they are listed."""
    found: dict[str, Message] = {}
    seen = {countries.counts_as(one.country) for one in circle.present}
    for one in circle.partners:
        counted = countries.counts_as(one.country)
        if counted not in seen:
            seen.add(counted)
            place = len(seen) - 2
            text = _NTH_COUNTRY[place] if place < len(_NTH_COUNTRY) else N_("adds one more country: %(country)s")
            found[one.id] = say(text, country=CountryOf(counted, circle.call.year))
    return found
