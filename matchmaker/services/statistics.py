"""What PostgreSQL knows of how the rows are spread, brought up to date where very many came at once."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

MANY: Final = 1000
"""New rows from which on plans for tables that were small or empty are bad ones."""


def renew(session: Session, new: int) -> None:
    """Let it look at the tables now that so many rows are new; where they are few there is no need.

    By itself it looks in a minute or so, and until then plans for what was there before. SQLite plans alike for few and many.
    """
    if new >= MANY and session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE"))
