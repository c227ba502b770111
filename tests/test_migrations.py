"""The migrations make what the models say, and can be undone, on both kinds of database."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from matchmaker.db import alembic_config, downgrade, head, upgrade
from matchmaker.models import Base


def differences(url: str) -> list[object]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_server_default": True}), Base.metadata)
    engine.dispose()
    return list(found)


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_newest_migration_equals_models(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    assert differences(empty_database_url) == []


def test_migrations_can_be_undone_one_by_one_and_done_again(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    made = tables(empty_database_url)
    for migration in ScriptDirectory.from_config(alembic_config(empty_database_url)).walk_revisions():
        downgrade(empty_database_url, str(migration.down_revision or "base"))
    assert tables(empty_database_url) == {"alembic_version"}
    upgrade(empty_database_url)
    assert tables(empty_database_url) == made


def test_migrations_are_numbered_in_their_order() -> None:
    history = list(ScriptDirectory.from_config(alembic_config("sqlite://")).walk_revisions())
    assert [migration.revision for migration in reversed(history)] == [f"{number:04}" for number in range(1, len(history) + 1)]
    assert history[0].revision == head()
