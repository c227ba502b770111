"""From rows to the core's frozen facts: the only translator."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
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
    codes: dict[str, list[str]] = defaultdict(list)
    for term in row.terms:
        codes[term.vocabulary].append(term.code)
    others = (one.value for one in row.external_ids if one.value != row.key)
    return _organisation([getattr(row, name) for name in _COLUMNS], row.joined_at is None, codes, tuple(others))


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
        select(
            models.PastProject.key,
            models.PastProject.call,
            models.PastProject.title,
            models.Organisation.key,
            models.Participation.role,
        )
        .join(models.Participation.project)
        .join(models.Participation.organisation)
        .where(models.PastProject.year >= since)
    )
    if around is not None:
        theirs = aliased(models.Participation)
        mine = select(theirs.project_id).join(theirs.organisation).where(models.Organisation.key.in_(around))
        rows = rows.where(models.Participation.project_id.in_(mine))
    titles: dict[str, str] = {}
    listed: list[Participation] = []
    for project, call, title, key, role in session.execute(rows):
        if is_erasmus(call):
            titles[project] = title
            listed.append(Participation(project, key, cast("Role", role)))
    return History(listed, titles)


_COLUMNS: Final = (
    *("key", "name", "country", "type", "newcomer", "responsiveness", "established", "oid", "pic"),
    *("registration", "region", "city", "website"),
)
_NO_CODES: Final[Mapping[str, list[str]]] = {}


def _organisations(session: Session, *, known: bool) -> Iterator[Organisation]:
    """All of them by three flat queries, in order of their number."""
    row, term, one = models.Organisation, models.OrganisationTerm, models.ExternalId
    shown = row.name.is_not(None) if known else and_(row.name.is_not(None), row.joined_at.is_not(None))
    codes: dict[int, dict[str, list[str]]] = {}
    listed = select(term.organisation_id, term.vocabulary, term.code).join(row).where(shown).order_by(term.id)
    for number, vocabulary, code in session.execute(listed):
        codes.setdefault(number, {}).setdefault(vocabulary, []).append(code)
    others: dict[int, list[str]] = defaultdict(list)
    further = select(one.organisation_id, one.value).join(row).where(shown, one.value != row.key).order_by(one.id)
    for number, value in session.execute(further):
        others[number].append(value)
    columns = (getattr(row, name) for name in _COLUMNS)
    for number, never_joined, *said in session.execute(
        select(row.id, row.joined_at.is_(None), *columns).where(shown).order_by(row.id)
    ):
        yield _organisation(said, bool(never_joined), codes.get(number, _NO_CODES), tuple(others.get(number, ())))


def _organisation(
    said: Sequence[Any], known_only: bool, codes: Mapping[str, list[str]], other_ids: tuple[str, ...]
) -> Organisation:
    """From the columns named in `_COLUMNS` and the codes by vocabulary."""
    key, name, country, type_, newcomer, responsiveness, established, oid, pic, registration, region, city, website = said
    return Organisation(
        id=key,
        name=name or "",
        country=country,
        type=type_,
        sectors=frozenset(codes.get("sector", ())),
        fields=tuple(codes.get("field", ())),
        priorities=tuple(codes.get("priority", ())),
        topics=tuple(codes.get("topic", ())),
        expertise=tuple(codes.get("expertise", ())),
        languages=frozenset(codes.get("language", ())),
        roles=frozenset(codes.get("role", ())),
        newcomer=newcomer,
        responsiveness=responsiveness,
        established=established,
        oid=oid,
        pic=pic,
        flags=frozenset(codes.get("flag", ())),
        region=region,
        city=city,
        website=website,
        registration=registration,
        other_ids=other_ids,
        known_only=known_only,
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
