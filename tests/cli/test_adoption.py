"""`matchmaker calls adopt`: a guide comes into force, and what is open on it is checked again."""

import json
from pathlib import Path

import pytest

from matchmaker.cli import main
from matchmaker.db import Database
from matchmaker.models import Consortium, Mail
from matchmaker.programme import guides
from matchmaker.services import adoption, reviews
from tests import factories
from tests.guides import CALL, NAME, invent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_database: Database) -> Path:
    """The operator's, still empty."""
    made = tmp_path / "guide"
    made.mkdir()
    monkeypatch.setenv("MATCHMAKER_INSTANCE", str(tmp_path))
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", new_database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("MATCHMAKER_GUIDE_DIR", str(made))
    return made


@pytest.fixture
def consortium(new_database: Database) -> Consortium:
    """Alice's, on the call of 2027 while it is provisional."""
    with new_database.unit_of_work() as session:
        adoption.adopt(session, guides.load())
        return factories.complete(session, factories.cast(session))


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int | str | None, str, str]:
    guides.load.cache_clear()
    with pytest.raises(SystemExit) as left:
        main(["calls", "adopt", *argv])
    out, err = capsys.readouterr()
    return left.value.code, out, err


def in_force(database: Database) -> str:
    with database.session(reads=True) as session:
        return adoption.versions(session)[CALL]


def told(database: Database, consortium: Consortium) -> int:
    """How many reviews of the consortium there are for Alice, and mails about it."""
    with database.session(reads=True) as session:
        found = session.get_one(Consortium, consortium.id)
        alice = found.initiator.people[0].user
        mails = [one for one in session.query(Mail) if one.subject.startswith("The rules of its call changed")]
        assert len(mails) == 3 * len(reviews.list_unseen(session, found, by=alice))
        return len(mails)


def test_guide_comes_into_force_and_what_is_open_is_checked_again(
    capsys: pytest.CaptureFixture[str], folder: Path, consortium: Consortium, new_database: Database
) -> None:
    before = in_force(new_database)
    invent(folder)
    code, out, err = run(capsys, "--dry-run")
    assert (code, err) == (0, "")
    assert "Open on these calls: 1 idea, 1 consortium, 0 finalised documents." in out
    assert "nothing was written" in out
    assert (in_force(new_database), told(new_database, consortium)) == (before, 0)
    code, out, _ = run(capsys)
    assert code == 0
    assert f"{CALL}: Cooperation Partnerships" in out
    assert "- new: Switzerland" in out
    assert "They were checked again" in out
    assert in_force(new_database) == guides.load(folder).call(CALL).version != before
    assert told(new_database, consortium) == 3
    assert run(capsys) == (0, "Nothing differs from the calls in force.\n", "")
    assert told(new_database, consortium) == 3


def test_json_is_one_document(
    capsys: pytest.CaptureFixture[str], folder: Path, consortium: Consortium, new_database: Database
) -> None:
    invent(folder)
    code, out, err = run(capsys, "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    ((call),) = document["calls"]
    assert (call["id"], call["before"]["provisional"], call["after"]["provisional"]) == (CALL, True, False)
    assert {one["about"] for one in call["differences"]} >= {"deadlines", "rules", "counting_countries"}
    assert document["open"] == {"ideas": 1, "consortia": 1, "snapshots": 0}
    assert document["left"] == {"ideas": 0, "consortia": 0, "snapshots": 0}


def test_folder_with_mistakes_changes_nothing_and_each_gets_a_sentence(
    capsys: pytest.CaptureFixture[str], folder: Path, consortium: Consortium, new_database: Database
) -> None:
    before = in_force(new_database)
    invent(folder, ("min = 4", "min = -4"), ('add = ["CH"]', 'add = ["CH"]\nadds = 1'), ("T12:00:00", ""))
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    for sentence in (
        f"{NAME}: counting.adds: is not a key we know; expected add",
        f"{NAME}: rules.0.min: -4 is out of range",
        f"{NAME}: deadlines.0.local: expected a local date and time",
    ):
        assert sentence in err
    assert (in_force(new_database), told(new_database, consortium)) == (before, 0)


def test_first_time_everything_is_new_and_nobody_is_told(
    capsys: pytest.CaptureFixture[str], folder: Path, new_database: Database
) -> None:
    code, out, _ = run(capsys)
    assert code == 0
    assert f"  {CALL}       Cooperation Partnerships in vocational education and training" in out
    assert "Open on these calls: 0 ideas, 0 consortia, 0 finalised documents." in out
