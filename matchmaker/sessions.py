"""The session: SQLAlchemy's, and what it needs on two versions of Python."""

import sys

from sqlalchemy import event, orm


class Session(orm.Session):
    """SQLAlchemy's session; what frees its objects neither ends the process (Python 3.11) nor empties them too early (3.13)."""

    def expire_all(self) -> None:
        """Have everything read again when it is next looked at."""
        held = list(self)  # why, `_holds_objects` says
        super().expire_all()
        del held


if sys.version_info < (3, 12):

    @event.listens_for(Session, "loaded_as_persistent", raw=True)
    @event.listens_for(Session, "after_attach", raw=True)
    def _gets_its_dict(session: orm.Session, state: orm.InstanceState[object]) -> None:
        """Make the dict of an object's state now, while the caller holds the object.

        CPython 3.11 runs the cyclic collector inside allocations (from 3.12 on it does not, gh-97922). Once nobody else holds an
        object, setting an attribute of its state makes that dict: when a session is closed, rolled back, flushed. The collector
        may then free the object in the midst of it, and the state's callback clears what the dict is made of: it points at freed
        memory, and the process dies a moment later, anywhere.
        """
        state.__dict__  # noqa: B018


if sys.version_info[:2] == (3, 13):

    @event.listens_for(Session, "after_rollback")
    def _holds_objects(session: orm.Session) -> None:
        """Hold the objects while what was undone is expired.

        CPython 3.13 does not see that whoever has an object's dict still needs what is in it (gh-130327). The collector may then
        empty the collections of an object that only the session knew, while SQLAlchemy expires that object by its dict.
        """
        session.info["held"] = list(session)

    @event.listens_for(Session, "after_soft_rollback")
    def _lets_go(session: orm.Session, transaction: orm.SessionTransaction) -> None:
        session.info.pop("held", None)
