"""`matchmaker consortia` shows what is in the making, and erases the data of persons, in the configured database."""

import json

import pytest
from click.testing import CliRunner, Result

from matchmaker.cli.commands import root
from matchmaker.cli.consortia import consortia
from matchmaker.db import Database
from matchmaker.errors import Invalid, NotFound, Refused
from matchmaker.models import Consortium
from tests import factories


def run(*arguments: str) -> Result:
    return CliRunner().invoke(consortia, ["list", *arguments])


@pytest.fixture
def configured(new_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", new_database.url)
    return new_database


def test_consortia_are_listed_with_state_call_and_members(configured: Database) -> None:
    with configured.unit_of_work() as session:
        cast = factories.cast(session)
        first = factories.draft(session, cast.alice, [cast.bob])
        second = factories.draft(session, cast.alice, [cast.dora])
        factories.bring_in(session, second, cast.dora, by=cast.alice.user)
    found = run("--json")
    assert found.exit_code == 0
    assert [(one["id"], one["state"], one["call"]) for one in json.loads(found.output)] == [
        *((second.id, "inviting", "ka220-vet-2027"), (first.id, "draft", "ka220-vet-2027")),
    ]
    assert json.loads(found.output)[0]["members"] == [
        {"id": cast.alice.key, "name": "Alice's organisation", "country": "PL", "role": "coordinator", "joined": True},
        {"id": cast.dora.key, "name": "Dora's organisation", "country": "AT", "role": "partner", "joined": True},
    ]
    assert [one["id"] for one in json.loads(run("--state", "draft", "--json").output)] == [first.id]
    assert "Bob's organisation (partner)" in run().output


def test_nothing_found_is_not_a_yes(configured: Database) -> None:
    found = run("--json")
    assert (found.exit_code, json.loads(found.output)) == (1, [])
    assert (run().exit_code, run().output) == (1, "")


def test_unknown_state_is_wrong_input(configured: Database) -> None:
    assert run("--state", "lost").exit_code == 2


def erase(*arguments: str, answer: str = "y\n") -> Result:
    return CliRunner().invoke(consortia, ["erase-persons", *arguments], input=answer)


def joined(database: Database, number: int) -> dict[str, str]:
    """Who said "we join", by organisation."""
    with database.session(reads=True) as session:
        made = session.get_one(Consortium, number)
        return {(one.organisation.name or "")[:3]: one.joined_name for one in made.invitations}


def test_data_of_persons_are_erased_of_one_or_of_all_after_being_asked_once_more(configured: Database) -> None:
    with configured.unit_of_work() as session:
        cast = factories.cast(session)
        number = factories.complete(session, cast).id
        key = cast.bob.key
    assert erase(f"{number}", answer="n\n").exit_code == 1
    assert joined(configured, number) == {"Bob": "Bob", "Dor": "Dora"}
    assert erase(f"{number}", "--of", key, "--yes").exit_code == 0
    assert joined(configured, number) == {"Bob": "", "Dor": "Dora"}
    assert isinstance(erase(f"{number}", "--of", "nobody").exception, Invalid)
    assert f"of consortium {number} are erased" in erase(f"{number}").output
    assert joined(configured, number) == {"Bob": "", "Dor": ""}
    for strange in (str(number + 1), "0", "9" * 30):
        assert isinstance(erase(strange).exception, NotFound)


def test_command_waits_for_migrations(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", empty_database_url)
    assert isinstance(run().exception, Refused)


def test_command_is_found_by_its_name() -> None:
    assert "consortia" in CliRunner().invoke(root, ["--help"]).output
