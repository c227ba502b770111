"""Newcomer, less experienced, experienced: what an organisation states, beside the projects it is known to have been in."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.language import N_, Message, nsay, say
from matchmaker.models import Consortium, Member, Organisation, Participation, PastProject
from matchmaker.programme import families
from matchmaker.programme.families import FAMILIES, LAST_YEARS, LITTLE, Family
from matchmaker.services import responses, surroundings
from matchmaker.services.imports_register import portions

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
    known = grants(session, [organisation.id]).get(organisation.id, {})
    of_calls = (families.of_call(call) for call in guide.calls.values() if not call.is_closed(now))
    shown = {family.slug for family in of_calls if family}.union(known)
    return [
        Standing(family, organisation.newcomer, known.get(slug, Known())) for slug, family in FAMILIES.items() if slug in shown
    ]


def grants(session: Session, ids: Collection[int] | None = None) -> dict[int, dict[str, Known]]:
    """Number of an organisation -> family -> its known projects; of these organisations (None = of all) who has any.

    From the past projects that were imported, and from consortia that were granted here; of the two, for each year the
    source that knows more: both may hold the same project. Associated partners receive no support and are not counted.
    """
    public: defaultdict[tuple[int, str], Counter[int | None]] = defaultdict(Counter)
    here: defaultdict[tuple[int, str], Counter[int | None]] = defaultdict(Counter)
    for some in portions(sorted(ids)) if ids is not None else (None,):
        for counted, rows in ((public, _imported(session, some)), (here, _granted(session, some))):
            for number, family, year in rows:
                counted[number, family.slug][year] += 1
    since = surroundings.today(session).year - LAST_YEARS
    found: defaultdict[int, dict[str, Known]] = defaultdict(dict)
    for number, slug in {**public, **here}:
        years = public[number, slug] | here[number, slug]
        recent = sum(times for year, times in years.items() if year is not None and year >= since)
        found[number][slug] = Known(years.total(), recent)
    return dict(found)


def _known(number: int) -> Message:
    return nsay(N_("%(n)s project of this kind is known"), N_("%(n)s projects of this kind are known"), number)


def _imported(session: Session, ids: Collection[int] | None) -> Iterator[tuple[int, Family, int | None]]:
    """Who was in which past project: organisation, family, year; each project once, also for one that had two roles."""
    row, project = Participation, PastProject
    took_part = select(row.organisation_id, project.id, project.call, project.key, project.year).join(row.project).distinct()
    if ids is not None:
        took_part = took_part.where(row.organisation_id.in_(ids))
    for number, _, call, key, year in session.execute(took_part.where(row.role != "associated")):
        if family := families.of_project(call, key):
            yield number, family, year


def _granted(session: Session, ids: Collection[int] | None) -> Iterator[tuple[int, Family, int | None]]:
    """Who sits in which consortium that was granted here, practice left out."""
    seated = select(Member.organisation_id, Consortium.call_id, Consortium.created_at).join(Member.consortium)
    seated = seated.where(Consortium.state == "granted", Member.joined_at.is_not(None), Member.role != "associated")
    if ids is not None:
        seated = seated.where(Member.organisation_id.in_(ids))
    for number, call_id, at in session.execute(seated):
        call = surroundings.guide(session).calls.get(call_id)
        if call and not responses.was_practice(session, call_id, at) and (family := families.of_call(call)):
            yield number, family, call.year
