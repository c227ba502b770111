"""From rows to the core's frozen facts: the only translator."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final, cast

from sqlalchemy import and_, func, select, union_all
from sqlalchemy.orm import Session, aliased

from matchmaker import models
from matchmaker.eligibility.facts import Consortium, Member, Project, Role
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from matchmaker.services import surroundings

YEARS_OF_TIES: Final = 7
"""So far back joint projects count."""
_ERASMUS: Final = re.compile(r"erasmus|\bKA[123]\d{0,2}\b", re.IGNORECASE)


def consortium(row: models.Consortium) -> Consortium:
    """A consortium as the check reads it. Members come with organisation and terms, the idea with its terms."""
    return Consortium(tuple(member(one.organisation, one.role, one.added_value) for one in row.members), project(row.idea))


def member(row: models.Organisation, role: str, added_value: str = "") -> Member:
    """An organisation in a role."""
    return Member(
        id=row.key,
        role=cast("Role", role),
        name=row.name or "",
        country=row.country,
        type=row.type,
        flags=frozenset(term.code for term in row.terms if term.vocabulary == "flag"),
        established=row.established,
        oid=row.oid,
        pic=row.pic,
        registration=row.registration,
        added_value=added_value or None,
    )


def project(row: models.Idea) -> Project:
    """What the idea says about the project."""
    return Project(
        type=row.project_type,
        months=row.months,
        priorities=tuple(term.code for term in row.terms if term.vocabulary == "priority"),
        activities=tuple(term.code for term in row.terms if term.vocabulary == "activity"),
    )


def organisation(row: models.Organisation) -> Organisation:
    """An organisation as matching reads it."""
    others = (one.value for one in row.external_ids if one.value != row.key)
    return _organisation(row, ((term.vocabulary, term.code) for term in row.terms), tuple(others))


def is_erasmus(call: str) -> bool:
    """Whether the call a past project names is one of Erasmus+: by the programme's name, or by an action such as KA202."""
    return _ERASMUS.search(call) is not None


def population(session: Session, *, known: bool = False) -> Population:
    """Those that joined; with `known` also those only known from public records. A row without a name is never in it.

    Kept by this process until an organisation, a doubt or a block changes. An open doubt keeps two from sitting together
    as a block does.
    """
    kept, mark = surroundings.kept(session), _mark(session)
    name = f"population {known=}"
    found = cast("tuple[object, Population] | None", kept.get(name))
    if found is None or found[0] != mark:
        found = (mark, Population(_organisations(session, known=known), _apart(session), doubts_listed=True))
        kept[name] = found
    return found[1]


def history(session: Session, around: Collection[str] | None = None) -> History:
    """Joint projects that count as ties: those of Erasmus+ in the last seven years, other programmes are shown only.

    around: keys of organisations; then only projects in which one of them took part (enough to say who worked with them).
    """
    since = surroundings.today(session).year - YEARS_OF_TIES
    rows = (
        select(models.PastProject.key, models.PastProject.call, models.Organisation.key, models.Participation.role)
        .join(models.Participation.project)
        .join(models.Participation.organisation)
        .where(models.PastProject.year >= since)
    )
    if around is not None:
        theirs = aliased(models.Participation)
        mine = select(theirs.project_id).join(theirs.organisation).where(models.Organisation.key.in_(around))
        rows = rows.where(models.Participation.project_id.in_(mine))
    return History(
        Participation(project, key, cast("Role", role)) for project, call, key, role in session.execute(rows) if is_erasmus(call)
    )


_COLUMNS: Final = (
    *(models.Organisation.id, models.Organisation.key, models.Organisation.name, models.Organisation.country),
    *(models.Organisation.type, models.Organisation.newcomer, models.Organisation.responsiveness),
    *(models.Organisation.established, models.Organisation.oid, models.Organisation.pic, models.Organisation.registration),
    *(models.Organisation.region, models.Organisation.city, models.Organisation.website, models.Organisation.joined_at),
)


def _organisations(session: Session, *, known: bool) -> Iterator[Organisation]:
    """All of them by three flat queries, in order of their number."""
    named, joined = models.Organisation.name.is_not(None), models.Organisation.joined_at.is_not(None)
    shown = named if known else and_(named, joined)
    terms: dict[int, list[tuple[str, str]]] = defaultdict(list)
    term = models.OrganisationTerm
    listed = select(term.organisation_id, term.vocabulary, term.code).join(models.Organisation).where(shown)
    for number, vocabulary, code in session.execute(listed.order_by(term.id)):
        terms[number].append((vocabulary, code))
    others: dict[int, list[str]] = defaultdict(list)
    one = models.ExternalId
    further = select(one.organisation_id, one.value).join(models.Organisation).where(shown, one.value != models.Organisation.key)
    for number, value in session.execute(further.order_by(one.id)):
        others[number].append(value)
    for row in session.execute(select(*_COLUMNS).where(shown).order_by(models.Organisation.id)):
        yield _organisation(row, terms.get(row.id, ()), tuple(others.get(row.id, ())))


def _organisation(row: Any, terms: Iterable[tuple[str, str]], other_ids: tuple[str, ...]) -> Organisation:
    """From anything that has the columns of an organisation."""
    codes: dict[str, list[str]] = defaultdict(list)
    for vocabulary, code in terms:
        codes[vocabulary].append(code)
    return Organisation(
        id=row.key,
        name=row.name or "",
        country=row.country,
        type=row.type,
        sectors=frozenset(codes["sector"]),
        fields=tuple(codes["field"]),
        priorities=tuple(codes["priority"]),
        topics=tuple(codes["topic"]),
        expertise=tuple(codes["expertise"]),
        languages=frozenset(codes["language"]),
        roles=frozenset(codes["role"]),
        newcomer=row.newcomer,
        responsiveness=row.responsiveness,
        established=row.established,
        oid=row.oid,
        pic=row.pic,
        flags=frozenset(codes["flag"]),
        region=row.region,
        city=row.city,
        website=row.website,
        registration=row.registration,
        other_ids=other_ids,
        known_only=row.joined_at is None,
    )


def _apart(session: Session) -> list[tuple[str, str]]:
    """Pairs of keys that do not sit together: one has blocked the other, or they are, or may be, one body."""
    one, other = aliased(models.Organisation), aliased(models.Organisation)
    blocks = select(one.key, other.key).select_from(models.Block).join(one, models.Block.organisation_id == one.id)
    doubts = select(one.key, other.key).select_from(models.Doubt).join(one, models.Doubt.first_id == one.id)
    pairs = union_all(
        blocks.join(other, models.Block.blocked_id == other.id),
        doubts.join(other, models.Doubt.second_id == other.id).where(models.Doubt.state != "different"),
    )
    return [(first, second) for first, second in session.execute(pairs)]


def _mark(session: Session) -> object:
    """What changes whenever an organisation, a doubt or a block does.

    The sum of the versions sees every change, also one that was committed later than one with a later moment.
    """
    row = models.Organisation
    changes = session.execute(select(func.count(), func.max(row.id), func.sum(row.version), func.max(row.updated_at))).one()
    doubts = session.execute(select(models.Doubt.state, func.count(), func.max(models.Doubt.id)).group_by(models.Doubt.state))
    blocks = session.execute(select(func.count(), func.max(models.Block.id))).one()
    return tuple(changes), tuple(sorted(tuple(one) for one in doubts)), tuple(blocks)
