"""Mails that were written before they were kept as what they say: they keep it, and go out."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from sqlalchemy import MetaData, Table, insert

from matchmaker.config import Settings
from matchmaker.db import Database, downgrade, upgrade
from matchmaker.jobs import rounds
from matchmaker.programme import guides
from tests.conftest import Clock
from tests.test_migrating_rows import opened, put, rows


def test_mails_that_wait_keep_what_they_say_and_go_out(empty_database_url: str, tmp_path: Path) -> None:
    """More than are changed at once, in both directions; then those that wait are sent."""
    upgrade(empty_database_url, "0026")
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    said = ["First.\n\n{Second} “„ÄŻ”.", "", *(f"Mail {number}" for number in range(1100))]
    with opened(empty_database_url) as connection:
        put(connection, "users", id=1, email="bob@school.eu", standing="none")
        for number, body in enumerate(said[:2], start=1):
            put(connection, "mails", id=number, to="bob@school.eu", subject="s", body=body, attempts=0)
        table = Table("mails", MetaData(), autoload_with=connection)
        about = {"to": "b@school.eu", "subject": "", "attempts": 1, "trouble": "", "created_at": now, "sent_at": now}
        connection.execute(insert(table), [{**about, "id": number, "body": said[number - 1]} for number in range(3, 1103)])
    upgrade(empty_database_url, "0027")
    with opened(empty_database_url) as connection:
        (first,), *rest = rows(connection, "mails", "content")
        assert first == {"language": "", "blocks": [{"said": "First."}, {"said": "{Second} “„ÄŻ”."}]}
        assert rest[-1] == ({"language": "", "blocks": [{"said": "Mail 1099"}]},)
        assert rows(connection, "users", "unwanted") == [([],)]
    downgrade(empty_database_url, "0026")
    with opened(empty_database_url) as connection:
        assert [body for (body,) in rows(connection, "mails", "body")] == said
    upgrade(empty_database_url)
    database = Database(empty_database_url, guides.load(), Clock())
    rounds.round_(database, Settings(instance=tmp_path), ["mails"])
    database.engine.dispose()
    sent = message_from_bytes((tmp_path / "mails" / "000001.eml").read_bytes(), policy=default)
    assert sent.get_body(["plain"]).get_content().splitlines()[:3] == ["First.", "", "{Second} “„ÄŻ”."]
