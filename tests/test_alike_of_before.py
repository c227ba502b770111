"""Doubts about names alike that were kept as pairs: what the migration leaves of them, and how they come back."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, text

from matchmaker.db import downgrade, upgrade

BEFORE, AFTER = "0013", "0014"
THEN = datetime(2026, 5, 3, 12, tzinfo=UTC)
NAMES = ("same", "same", "same", "renamed", "other")
PAIRS = {
    (1, 2): ("name", "open"),
    (1, 3): ("name", "different"),
    (2, 3): ("name", "same"),
    (1, 4): ("name", "open"),
    (4, 5): ("identifiers", "open"),
}


def fill(engine: Engine) -> None:
    """Three of one name, of which something was decided; one that has another name since; two that a row of a file fitted."""
    tables = MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        texts = dict.fromkeys(("region", "city", "website", "description", "looking_for", "contribution"), "")
        for number, name in enumerate(NAMES, start=1):
            said: dict[str, Any] = {"key": f"o{number}", "name": name, "folded_name": name, "country": "PL", "type": "EPLUS-NGO"}
            kept = {"open_to_requests": True, "is_invented": False, "version": 1, "created_at": THEN, "updated_at": THEN}
            connection.execute(tables.tables["organisations"].insert().values(id=number, **said, **texts, **kept))
        for (first, second), (reason, state) in PAIRS.items():
            doubt = {"first_id": first, "second_id": second, "reason": reason, "state": state, "created_at": THEN}
            connection.execute(tables.tables["doubts"].insert().values(**doubt))


def pairs(engine: Engine) -> dict[tuple[int, int], tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.execute(text("select first_id, second_id, reason, state from doubts")).all()
    return {(first, second): (reason, state) for first, second, reason, state in rows}


def test_what_follows_from_the_names_goes_and_what_was_decided_stays(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    upgrade(empty_database_url, BEFORE)
    fill(engine)
    upgrade(empty_database_url, AFTER)
    assert pairs(engine) == {pair: doubt for pair, doubt in PAIRS.items() if pair != (1, 2)}
    downgrade(empty_database_url, BEFORE)
    assert pairs(engine) == PAIRS
    engine.dispose()
