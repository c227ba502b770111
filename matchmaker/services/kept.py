"""What is kept of finalised consortia and packs to compare a file with: their hashes. Loaded fast, for a command."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from matchmaker.models import Pack, Snapshot
from matchmaker.services.lookup import LARGEST


def find_hash(session: Session, consortium: int, number: int) -> str | None:
    """The hash of the consortium's snapshot of this number, None when there is none here."""
    stored = select(Snapshot.sha256).where(Snapshot.consortium_id == consortium, Snapshot.number == number)
    return session.scalar(stored) if 0 < consortium <= LARGEST and 0 < number <= LARGEST else None


def is_known(session: Session, consortium: int, sha: str) -> bool | None:
    """Whether a pack of this hash was made here; None where none of that consortium ever was."""
    if not 0 < consortium <= LARGEST:
        return None
    if session.scalar(select(exists().where(Pack.consortium_id == consortium, Pack.sha256 == sha))):
        return True
    return False if session.scalar(select(exists().where(Pack.consortium_id == consortium))) else None
