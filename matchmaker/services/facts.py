"""From rows to the core's frozen facts; `registered.py` does the same for thousands at once."""

from collections import defaultdict
from collections.abc import Collection
from typing import Final, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from matchmaker import models
from matchmaker.eligibility.facts import Agency, Consortium, Member, Project, Role
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching.history import History
from matchmaker.programme.erasmus import is_erasmus
from matchmaker.services import surroundings

YEARS_OF_TIES: Final = 7
"""So far back joint projects count."""


def consortium(row: models.Consortium) -> Consortium:
    """A consortium as the check reads it. Members come with organisation and terms, the idea with its terms."""
    members = (member(one.organisation, one.role, one.added_value, one.contribution) for one in row.members)
    agency = Agency(row.own_agency, row.own_agency_website, tuple(row.national_priorities), row.national_source)
    return Consortium(tuple(members), project(row.idea, row.variant, row.asked_grant), row.round, agency=agency)


def member(row: models.Organisation, role: str, added_value: str = "", contribution: str = "") -> Member:
    """An organisation in a role; whether it is new is what it states, see `experience.in_the_family_of`."""
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
        sectors=frozenset(term.code for term in row.terms if term.vocabulary == "sector"),
        newcomer=row.newcomer,
        contribution=contribution or None,
        city=row.city,
    )


def project(row: models.Idea, variant: str | None = None, grant: int | None = None) -> Project:
    """What the idea says about the project. variant: of a consortium made from it, which goes before the idea's; grant: of it."""
    return Project(
        type=row.project_type,
        variant=variant or row.variant,
        months=row.months,
        grant=grant,
        priorities=tuple(term.code for term in row.terms if term.vocabulary == "priority"),
        activities=tuple(term.code for term in row.terms if term.vocabulary == "activity"),
    )


def organisation(row: models.Organisation) -> Organisation:
    """An organisation as matching reads it."""
    codes: dict[str, list[str]] = defaultdict(list)
    for term in row.terms:
        codes[term.vocabulary].append(term.code)
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
        other_ids=tuple(one.value for one in row.external_ids if one.value != row.key),
        known_only=row.joined_at is None,
    )


def history(session: Session, around: Collection[str] | None = None, *, and_partners: bool = False) -> History:
    """Joint projects that count as ties: those of Erasmus+ in the last seven years, other programmes are shown only.

    around: keys of organisations; then only projects in which one of them took part (enough to say who worked with them, and
    how many projects each of them did). and_partners: those of everybody too whom one of them worked with.
    """
    since = surroundings.today(session).year - YEARS_OF_TIES
    rows = (
        select(
            models.PastProject.key,
            models.PastProject.call,
            models.PastProject.title,
            models.PastProject.topics,
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
        if and_partners:
            partners, also = aliased(models.Participation), aliased(models.Participation)
            who = select(partners.organisation_id).where(partners.project_id.in_(mine))
            mine = select(also.project_id).where(also.organisation_id.in_(who))
        rows = rows.where(models.Participation.project_id.in_(mine))
    titles: dict[str, str] = {}
    known: dict[str, list[str]] = {}
    listed: list[Participation] = []
    for project, call, title, topics, key, role in session.execute(rows):
        if is_erasmus(call):
            titles[project], known[project] = title, topics
            listed.append(Participation(project, key, cast("Role", role)))
    return History(listed, titles, known)
