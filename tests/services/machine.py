"""What state machines share: a session of each walk's own whose clock is moved by hand, left without a trace."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from matchmaker.db import Database, Session
from matchmaker.programme import guides
from tests.conftest import QUICK, Databases

BEGUN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Machine(RuleBasedStateMachine):
    """Every rule is something that a person or a job may try. `opened` comes first in a walk's beginning."""

    database: Database
    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGUN

    def opened(self) -> Session:
        """The walk's session."""
        self.connection = self.database.engine.connect()
        self.outer = self.connection.begin()
        info = replace(self.database.surroundings, clock=lambda: self.now, kept={}).info
        self.session = Session(self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint", info=info)
        return self.session

    @property
    def has_begun(self) -> bool:
        """Invariants are looked at before the beginning, too."""
        return hasattr(self, "session")

    def teardown(self) -> None:
        if self.has_begun:
            self.session.close()
            self.outer.rollback()
            self.connection.close()


def walk(machine: type[Machine], databases: Databases, kind: str, *, examples: int, steps: int) -> None:
    """Walk so many times, each so many steps, on a new database of this kind."""
    database = Database(databases.migrated(kind), guides.load(), lambda: BEGUN, QUICK)
    quick = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck))
    try:
        run_state_machine_as_test(type(machine.__name__, (machine,), {"database": database}), settings=quick)
    finally:
        database.engine.dispose()
