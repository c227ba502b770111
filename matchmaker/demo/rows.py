"""Invented organisations, their people and past projects, written into the database many at a time."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from matchmaker.demo.past import InventedProject
from matchmaker.demo.population import Invented
from matchmaker.inputs.names import compared
from matchmaker.models import ExternalId, Membership, Organisation, OrganisationTerm, Participation, PastProject, User
from matchmaker.services import surroundings
from matchmaker.services.imports_register import portions

NO_PASSWORD = "!"  # noqa: S105 - the hash of no password: nobody logs in with it


def write_organisations(session: Session, invented: Sequence[Invented], seed: int) -> dict[str, int]:
    """All of them, as members that joined in the last year; id -> number."""
    rng = Random(seed)
    now = surroundings.now(session)
    rows = []
    for one in invented:
        joined = now - timedelta(days=rng.randint(350, 700))
        facts = one.facts
        rows.append({
            "key": facts.id, "name": facts.name, "folded_name": compared(facts.name), "country": facts.country,
            "type": facts.type, "kind": one.kind, "newcomer": facts.newcomer, "responsiveness": facts.responsiveness,
            "established": facts.established, "oid": facts.oid, "pic": facts.pic, "region": facts.region, "city": facts.city,
            "website": facts.website, "description": one.description, "contribution": one.contribution,
            "looking_for": one.looking_for, "learners": one.learners, "staff": one.staff, "capacity": one.capacity,
            "is_invented": True, "joined_at": joined, "confirmed_at": now - timedelta(days=rng.randint(0, 85)),
            "created_at": joined, "updated_at": joined,
        })  # fmt: skip
    numbers = _numbers(session, Organisation, rows)
    ids = [{"value": one.facts.id, "organisation_id": number} for one, number in zip(invented, numbers, strict=True)]
    session.execute(insert(ExternalId), ids)
    session.execute(insert(OrganisationTerm), _terms(invented, numbers))
    return {one.facts.id: number for one, number in zip(invented, numbers, strict=True)}


def _terms(invented: Sequence[Invented], numbers: Sequence[int]) -> list[dict[str, Any]]:
    """What describes them, code by code."""
    return [
        {"organisation_id": number, "vocabulary": vocabulary, "code": code}
        for one, number in zip(invented, numbers, strict=True)
        for vocabulary, codes in (
            ("field", one.facts.fields),
            ("priority", one.facts.priorities),
            ("topic", one.facts.topics),
            ("expertise", one.facts.expertise),
            ("language", sorted(one.facts.languages)),
            ("role", sorted(one.facts.roles)),
            ("flag", sorted(one.facts.flags)),
            ("sector", sorted(one.facts.sectors)),
        )
        for code in codes
    ]


def write_people(session: Session, invented: Sequence[Invented], passwords: Mapping[str, str]) -> dict[str, User]:
    """One person for each of these organisations, its owner; only who has a password can log in. Id -> person."""
    now = surroundings.now(session)
    hasher = surroundings.of(session).passwords
    keys = [one.facts.id for one in invented]
    stored = {row.key: row for row in session.scalars(select(Organisation).where(Organisation.key.in_(keys)))}
    people = {}
    for one in invented:
        password = passwords.get(one.email)
        people[one.facts.id] = User(
            email=one.email,
            name=one.contact,
            password_hash=hasher.hash(password) if password else NO_PASSWORD,
            session_version=1,
            is_demo=password is not None,
            created_at=stored[one.facts.id].created_at,
            confirmed_at=stored[one.facts.id].created_at,
            last_seen_at=now,
            memberships=[Membership(organisation=stored[one.facts.id], role="owner", created_at=stored[one.facts.id].created_at)],
        )
    session.add_all(people.values())
    session.flush()
    return people


def write_past(session: Session, past: Sequence[InventedProject], numbers: Mapping[str, int]) -> None:
    """Past projects with who took part; the first member coordinated."""
    rows = [{"key": one.key, "call": one.call, "year": one.year, "title": one.title, "topics": list(one.topics)} for one in past]
    project_ids = _numbers(session, PastProject, rows)
    took_part = [
        {"project_id": project, "organisation_id": numbers[key], "role": "partner" if place else "coordinator"}
        for one, project in zip(past, project_ids, strict=True)
        for place, key in enumerate(one.members)
    ]
    session.execute(insert(Participation), took_part)


def _numbers(session: Session, model: type[Organisation] | type[PastProject], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Write the rows; their numbers, in the same order."""
    written = insert(model).returning(model.id, sort_by_parameter_order=True)
    return [number for some in portions(rows) for number in session.scalars(written, some)]
