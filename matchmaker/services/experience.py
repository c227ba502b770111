"""Newcomer, less experienced, experienced: what an organisation states, beside the projects it is known to have been in."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from matchmaker.eligibility.facts import Consortium as Facts
from matchmaker.language import N_, Message, nsay, say
from matchmaker.models import Consortium, Member, Organisation, Participation, PastProject
from matchmaker.programme import families
from matchmaker.programme.calls import Call
from matchmaker.programme.families import FAMILIES, LAST_YEARS, LITTLE, Family
from matchmaker.services import rounds, surroundings

_NONE_KNOWN: Final = N_("not stated, and no project of this kind is known to us: that alone makes nobody a newcomer")


@dataclass(frozen=True, slots=True)
class Known:
    """How many projects of a family an organisation took part in at the least, as coordinator or partner.

    recent: those of the last seven years. No list of projects we have is complete, so there may always be more.
    """

    total: int = 0
    recent: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an organisation is new in a family of actions. stated: new or of little experience, by its own word."""

    family: Family
    stated: bool | None
    known: Known

    @property
    def newcomer(self) -> bool | None:
        """What the score counts: True on the newcomers' side, False on that of the experienced, None unknown."""
        return newcomer(self.stated, self.known)

    @property
    def to_confirm(self) -> bool:
        """Whether what is stated cannot be, by what is known."""
        return contradicts(self.stated, self.known)

    @property
    def sentence(self) -> Message:
        """The standing and what it follows from, on one line."""
        total, recent = self.known.total, self.known.recent
        projects = nsay(N_("%(n)s project of this kind is known"), N_("%(n)s projects of this kind are known"), total)
        if not total:
            projects = say(N_("no project of this kind is known to us"))
        if self.to_confirm:
            text = N_("to be confirmed: it says that it is new or has little experience; in the last seven years %(projects)s")
            return say(text, projects=_known(recent))
        if self.stated is not None:
            little, much = (
                N_("new or of little experience, as it says; %(projects)s"),
                N_("experienced, as it says; %(projects)s"),
            )
            return say(little if self.stated else much, projects=projects)
        if not total:
            return say(_NONE_KNOWN)
        if recent > LITTLE:
            return say(N_("experienced: in the last seven years %(projects)s"), projects=_known(recent))
        text = N_("no newcomer, less experienced by what we know: %(projects)s, of the last seven years %(recent)s")
        return say(text, projects=projects, recent=recent)


def newcomer(stated: bool | None, known: Known) -> bool | None:
    """What the score counts. What is stated goes first, unless it cannot be: then nothing is known until that is cleared up.

    Where nothing is stated, a known project makes an organisation no newcomer; no known project makes it nothing.
    """
    if contradicts(stated, known):
        return None
    return False if stated is None and known.total else stated


def contradicts(stated: bool | None, known: Known) -> bool:
    """Whether it says that it is new or of little experience, and is known to be neither: more than two in seven years."""
    return stated is True and known.recent > LITTLE


def list_standings(session: Session, organisation: Organisation) -> list[Standing]:
    """Where an organisation stands in the families of the calls that are not closed, and in those it has a project in."""
    now, guide = surroundings.now(session), surroundings.guide(session)
    known = grants(session, Organisation.id == organisation.id).get(organisation.key, {})
    of_calls = (families.of_call(call) for call in guide.calls.values() if not call.is_closed(now))
    shown = {family.slug for family in of_calls if family}.union(known)
    return [
        Standing(family, organisation.newcomer, known.get(slug, Known())) for slug, family in FAMILIES.items() if slug in shown
    ]


def grants(session: Session, which: ColumnElement[bool] | None = None) -> dict[str, dict[str, Known]]:
    """Key -> family -> known projects, for those organisations `which` is true of (None = all) and who have any.

    From the past projects that were imported, and from consortia that were granted here; of the two, for each year the
    source that knows more: both may hold the same project. Associated partners receive no support and are not counted.
    """
    only = true() if which is None else which
    public, here = _counted(_imported(session, only)), _counted(_granted(session, only))
    since = surroundings.today(session).year - LAST_YEARS
    found: defaultdict[str, dict[str, Known]] = defaultdict(dict)
    for key, slug in {**public, **here}:
        years = public[key, slug] | here[key, slug]
        recent = sum(times for year, times in years.items() if year is not None and year >= since)
        found[key][slug] = Known(years.total(), recent)
    return dict(found)


def in_the_family_of(session: Session, consortium: Facts, call: Call) -> Facts:
    """The same members; who of them is new is said of the call's kind of action, by what is known beside what is stated."""
    family = families.of_call(call)
    if family is None:
        return consortium
    known = grants(session, Organisation.key.in_([one.id for one in consortium.members]))
    members = tuple(
        replace(one, newcomer=newcomer(one.newcomer, known.get(one.id, {}).get(family.slug, Known())))
        for one in consortium.members
    )
    return replace(consortium, members=members)


def _known(number: int) -> Message:
    return nsay(N_("%(n)s project of this kind is known"), N_("%(n)s projects of this kind are known"), number)


def _counted(took_part: Iterable[tuple[str, Family, int | None]]) -> defaultdict[tuple[str, str], Counter[int | None]]:
    """Organisation and family -> year -> how often."""
    counted: defaultdict[tuple[str, str], Counter[int | None]] = defaultdict(Counter)
    for key, family, year in took_part:
        counted[key, family.slug][year] += 1
    return counted


def _imported(session: Session, only: ColumnElement[bool]) -> Iterator[tuple[str, Family, int | None]]:
    """Who was in which past project: organisation, family, year; each project once, also for one that had two roles."""
    row, project = Participation, PastProject
    columns = (Organisation.key, project.id, project.call, project.key, project.year)
    took_part = select(*columns).join(row.project).join(row.organisation).where(only, row.role != "associated")
    seen: set[tuple[str, int]] = set()
    for key, number, call, name, year in session.execute(took_part):
        family = families.of_project(call, name)
        if family and (key, number) not in seen:
            seen.add((key, number))
            yield key, family, year


def _granted(session: Session, only: ColumnElement[bool]) -> Iterator[tuple[str, Family, int | None]]:
    """Who sits in which consortium that was granted here, practice left out."""
    columns = (Organisation.key, Consortium.call_id, Consortium.round, rounds.led_from(), Consortium.created_at)
    seated = select(*columns).select_from(Member).join(Member.consortium).join(Member.organisation)
    seated = seated.where(only, Consortium.state == "granted", Member.joined_at.is_not(None), Member.role != "associated")
    for key, call_id, number, country, at in session.execute(seated):
        call = surroundings.guide(session).calls.get(call_id)
        if call and not rounds.was_over(session, call_id, number, country, at) and (family := families.of_call(call)):
            yield key, family, call.year
