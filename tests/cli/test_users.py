"""`matchmaker users` gives and takes standing."""

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli.users import users
from matchmaker.db import Database
from matchmaker.errors import NotFound
from matchmaker.models import Organisation, User
from tests import factories
from tests.factories import Actor


def run(*arguments: str) -> Result:
    return CliRunner().invoke(users, arguments)


@pytest.fixture
def configured(new_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", new_database.url)
    with new_database.unit_of_work() as session:
        factories.register(session, "Alice")
    return new_database


def standing(database: Database) -> str:
    with database.session(reads=True) as session:
        return session.query(User).one().standing


def test_standing_is_given_changed_and_taken(configured: Database) -> None:
    assert standing(configured) == "none"
    assert run("promote", "alice@school.eu", "operator").output == "Account 1 has the standing of operator.\n"
    assert standing(configured) == "operator"
    assert run("promote", " ALICE@School.eu", "moderator").exit_code == 0
    assert standing(configured) == "moderator"
    assert run("demote", "alice@school.eu").output == "Account 1 has no standing.\n"
    assert standing(configured) == "none"


def test_nobody_else_is_promoted_and_to_nothing_else(configured: Database) -> None:
    assert isinstance(run("promote", "bob@school.eu", "operator").exception, NotFound)
    assert isinstance(run("promote", "not an address", "operator").exception, NotFound)
    assert run("promote", "alice@school.eu", "owner").exit_code == 2
    assert standing(configured) == "none"


def test_account_is_erased_after_being_asked_once_more(configured: Database) -> None:
    assert CliRunner().invoke(users, ["erase", "alice@school.eu"], input="n\n").exit_code == 1
    assert standing(configured) == "none"
    assert run("erase", " ALICE@school.eu", "--yes").output == "Account 1 is erased.\n"
    with configured.session(reads=True) as session:
        assert session.query(User).all() == []
        assert session.query(Organisation).one().ownerless_since is not None
    assert isinstance(run("erase", "alice@school.eu", "--yes").exception, NotFound)


def test_somebody_of_an_organisation_is_made_its_owner(configured: Database) -> None:
    with configured.unit_of_work() as session:
        alice = Actor(session.query(User).one(), session.query(Organisation).one())
        factories.join_as(session, "Ann", alice, "viewer")
        factories.register(session, "Bob")
        key = alice.key
    assert run("erase", "alice@school.eu", "--yes").exit_code == 0
    assert run("own", "ann@school.eu", key).output == f"The organisation {key} has an owner.\n"
    with configured.session(reads=True) as session:
        paused = session.query(Organisation).filter(Organisation.ownerless_since.is_not(None))
        assert paused.count() == 0
    for wrong in (("bob@school.eu", key), ("nobody@school.eu", key), ("ann@school.eu", "no such key")):
        assert isinstance(run("own", *wrong).exception, NotFound)
