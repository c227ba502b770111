"""Alembic's entry: apply migrations to the database whose URL `matchmaker.db` hands over."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from matchmaker.models import Base, Moment


def plain(kind: str, thing: object, autogen_context: object) -> str | bool:
    """A migration names the database's own types, so that it still runs when ours have moved."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, Moment) else False


def run(connection: Connection | None, url: str | None = None) -> None:
    context.configure(
        connection=connection,
        url=url,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_server_default=True,
        render_item=plain,
        literal_binds=connection is None,
    )
    with context.begin_transaction():
        context.run_migrations()


url = context.config.get_main_option("sqlalchemy.url")
given = context.config.attributes.get("connection")
if context.is_offline_mode():
    run(None, url)
elif given is not None:
    run(given)
else:
    engine = create_engine(str(url), poolclass=pool.NullPool)
    with engine.connect() as opened:
        run(opened)
    engine.dispose()
