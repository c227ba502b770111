"""After very many rows came at once PostgreSQL plans for what is there, without waiting until it looks by itself."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from matchmaker.db import Database
from matchmaker.inputs.organisations import Organisation, Participation, PastProject
from matchmaker.programme import guides
from matchmaker.services import imports, imports_history
from matchmaker.services.statistics import MANY
from tests.conftest import QUICK, Clock, Databases
from tests.services.test_imports import sheet

pytestmark = pytest.mark.postgres
SCHOOLS = [Organisation(f"s{n}", f"School {n}", "PL", "EPLUS-EDU-VOC-SEC") for n in range(MANY + 2)]


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    made = Database(databases.migrated("postgresql"), guides.load(), Clock(), QUICK)
    yield made
    made.engine.dispose()


def known(database: Database, table: str) -> int:
    """How many rows PostgreSQL believes to be there; -1 where it never looked."""
    with database.engine.connect() as connection:
        return int(connection.execute(text("select reltuples from pg_class where relname = :name"), {"name": table}).scalar_one())


def test_what_a_large_import_brought_is_known_at_once(database: Database) -> None:
    with database.unit_of_work() as session:
        imports.organisations(session, sheet(*SCHOOLS[:2]))
    assert known(database, "organisations") <= 2
    with database.unit_of_work() as session:
        imports.organisations(session, sheet(*SCHOOLS))
    assert known(database, "organisations") == MANY + 2
    projects = [PastProject(f"p{n}", "", None, "", ()) for n in range(MANY)]
    took_part = [Participation(f"p{n}", f"s{n}", "partner") for n in range(MANY)]
    with database.unit_of_work() as session:
        imports_history.projects(session, sheet(*projects), sheet(*took_part))
    assert (known(database, "past_projects"), known(database, "participations")) == (MANY, MANY)
