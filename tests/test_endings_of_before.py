"""Invitations that had ended before their endings were kept: what the migration keeps of them."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, create_engine, text

from matchmaker.db import downgrade, upgrade

BEFORE, AFTER = "0006", "0007"
THEN = datetime(2026, 5, 3, 12, tzinfo=UTC)
PLAIN = {"version": 1, "created_at": THEN, "updated_at": THEN}


def fill(connection: Connection) -> None:
    """Alice's consortium, which Bob declined, Dora took over, and Dora asked Charlie and Eve for; Charlie did not answer."""
    tables = MetaData()
    tables.reflect(connection)

    def add(table: str, **columns: Any) -> None:
        connection.execute(tables.tables[table].insert().values(**columns))

    for number, name in enumerate(("Alice", "Bob", "Dora", "Charlie", "Eve"), start=1):
        said = {"key": name, "name": name, "folded_name": name.lower(), "country": "PL", "type": "EPLUS-NGO", "joined_at": THEN}
        texts = dict.fromkeys(("region", "city", "website", "description", "looking_for", "contribution"), "")
        add("organisations", id=number, open_to_requests=True, is_invented=False, **said, **texts, **PLAIN)
    idea = {"title": "T", "summary": "", "call_id": "ka220-vet-2027", "applicant": "we", "confirmed_only": False}
    add("ideas", id=1, organisation_id=1, is_open=True, is_shown=False, **idea, **PLAIN)
    consortium = {"idea_id": 1, "initiator_id": 1, "holder_id": 3, "call_id": "ka220-vet-2027", "title": "Wood"}
    texts = dict.fromkeys(("agency", "form_id", "submitted_by"), "")
    add("consortia", id=1, state="handed_over", **consortium, **texts, **PLAIN)
    add("handovers", id=1, consortium_id=1, organisation_id=3, state="accepted", note="", answer_note="",
        offered_at=THEN, answered_at=THEN.replace(day=5))  # fmt: skip
    asked = dict.fromkeys(
        ("task", "field", "time_needed", "why_you", "decline_reason", "joined_name", "joined_function", "joined_authority"), ""
    )
    for number, (who, state, day) in enumerate([(2, "declined", 3), (4, "expired", 6), (5, "sent", 7), (3, "joined", 3)], 1):
        sent = THEN.replace(day=day)
        add("invitations", id=number, consortium_id=1, organisation_id=who, role="partner", state=state, sent_at=sent,
            expires_at=sent, **asked)  # fmt: skip


@pytest.fixture
def looked_at(empty_database_url: str) -> Callable[[str], list[tuple[Any, ...]]]:
    """The rows a query gives, on a database of before that was filled and brought up to date."""
    engine = create_engine(empty_database_url)
    upgrade(empty_database_url, BEFORE)
    with engine.begin() as connection:
        fill(connection)
    upgrade(empty_database_url, AFTER)

    def ask(query: str) -> list[tuple[Any, ...]]:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    yield ask
    engine.dispose()


def test_who_asked_and_for_what_is_kept_and_nothing_else(looked_at: Callable[[str], list[tuple[Any, ...]]]) -> None:
    rows = looked_at("select state, ending from invitations order by id")
    kept = [(state, json.loads(ending) if isinstance(ending, str) else ending) for state, ending in rows]
    told = {"title": "Wood", "call": "ka220-vet-2027"}
    assert kept == [
        ("declined", {**told, "holder": "Alice"}),
        ("expired", {**told, "holder": "Dora"}),
        ("sent", None),
        ("joined", None),
    ]


def test_way_back_keeps_the_invitations(looked_at: Callable[[str], list[tuple[Any, ...]]], empty_database_url: str) -> None:
    downgrade(empty_database_url, BEFORE)
    assert looked_at("select count(*) from invitations") == [(4,)]
