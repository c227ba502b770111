"""Files of partners: looked through, kept with the unit of work, read and deleted by those they are for."""

import os
import sys
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.uploads import Kept
from matchmaker.models import Consortium, HistoryEntry, Member, ReadinessMark, Upload
from matchmaker.services import departures, files, outcomes, surroundings, uploads
from matchmaker.services.store import Store
from matchmaker.services.uploads import Given
from tests import factories, papers
from tests.factories import Actor, Cast

PDF = Given("form.pdf", Kept("application/pdf", papers.pdf()))


def member(consortium: Consortium, actor: Actor) -> Member:
    return next(one for one in consortium.members if one.organisation_id == actor.organisation.id)


def given(session: Session, consortium: Consortium, actor: Actor, document: str = "accession_form", **more: object) -> Upload:
    """A file of the actor, uploaded by itself."""
    return uploads.add(session, member(consortium, actor), document, PDF, by=actor.user, **more)  # type: ignore[arg-type]


def lying(session: Session) -> set[str]:
    return files.store(session).names()


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast)


def test_a_file_is_looked_through_before_it_is_kept(session: Session, cast: Cast, consortium: Consortium) -> None:
    bobs = member(consortium, cast.bob)
    found = uploads.look_through(session, bobs, "scan.pdf", BytesIO(papers.picture()), by=cast.bob.user)
    assert (found.name, found.kept.media_type) == ("scan.png", "image/png")
    content = papers.pdf(papers.HARMFUL["script deep inside"])
    with pytest.raises(Invalid, match="script"):
        uploads.look_through(session, bobs, "a.pdf", BytesIO(content), by=cast.bob.user)
    with pytest.raises(NotFound):
        uploads.look_through(session, bobs, "a.pdf", BytesIO(papers.pdf()), by=cast.charlie.user)
    assert lying(session) == set()


def test_a_file_that_is_kept_lies_under_a_random_name_for_its_owner_alone(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    kept = given(session, consortium, cast.bob)
    path = files.store(session).folder / kept.stored_as
    assert path.read_bytes() == PDF.kept.content == uploads.content_of(session, kept)
    assert path.stat().st_mode & 0o077 == 0
    assert "form" not in kept.stored_as
    assert (kept.size, kept.name) == (len(PDF.kept.content), "form.pdf")
    assert session.scalars(select(HistoryEntry.verb).order_by(HistoryEntry.id.desc()).limit(1)).one() == "upload.add"


def test_a_file_is_for_its_owner_and_whoever_holds_the_consortium(session: Session, cast: Cast, consortium: Consortium) -> None:
    kept = given(session, consortium, cast.bob)
    for actor in (cast.bob, cast.alice):
        assert uploads.get_upload(session, kept.id, by=actor.user) is kept
    for actor in (cast.dora, cast.charlie):
        with pytest.raises(NotFound):
            uploads.get_upload(session, kept.id, by=actor.user)
    viewer = factories.join_as(session, "Vic", cast.bob, "viewer")
    assert uploads.get_upload(session, kept.id, by=viewer) is kept
    with pytest.raises(Forbidden):
        uploads.remove(session, kept, by=viewer)
    with pytest.raises(NotFound):
        uploads.get_upload(session, 2**40, by=cast.alice.user)


def test_only_documents_of_the_call_are_taken_and_the_application_from_whoever_applied(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    for document in ("mandate", "../x", "declaration_on_honour", "application"):
        with pytest.raises(NotFound):
            given(session, consortium, cast.bob, document)
    assert given(session, consortium, cast.bob, "other").document == "other"
    with pytest.raises(NotFound):
        given(session, consortium, cast.alice, "application")
    factories.finalise(session, consortium, version=None, by=cast.alice.user)
    outcomes.submit(session, consortium, factories.submission(), by=cast.alice.user)
    application = given(session, consortium, cast.alice, "application")
    assert uploads.get_upload(session, application.id, by=cast.dora.user) is application


def test_a_file_is_replaced_in_one_step(session: Session, cast: Cast, consortium: Consortium) -> None:
    first = given(session, consortium, cast.bob)
    number, stored = first.id, first.stored_as
    session.commit()
    second = given(session, consortium, cast.bob, replaces=number)
    assert stored in lying(session)
    session.commit()
    assert lying(session) == {second.stored_as}
    assert [one.id for one in uploads.list_of(session, consortium)] == [second.id]
    with pytest.raises(NotFound):
        given(session, consortium, cast.dora, replaces=second.id)


def test_what_was_accepted_is_neither_deleted_nor_replaced(session: Session, cast: Cast, consortium: Consortium) -> None:
    kept = given(session, consortium, cast.bob)
    session.add(
        ReadinessMark(
            consortium_id=consortium.id,
            organisation_id=cast.bob.organisation.id,
            item="document:accession_form",
            decision="accepted",
        )
    )
    session.flush()
    with pytest.raises(Refused, match="was accepted"):
        uploads.remove(session, kept, by=cast.bob.user)
    with pytest.raises(Refused, match="was accepted"):
        given(session, consortium, cast.bob, replaces=kept.id)


def test_there_are_only_so_many_files(
    session: Session, cast: Cast, consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 2)
    kept = [given(session, consortium, cast.bob) for _ in range(2)]
    with pytest.raises(Refused, match="2 files already"):
        given(session, consortium, cast.bob)
    assert given(session, consortium, cast.bob, replaces=kept[0].id)


def test_what_is_over_takes_no_files(session: Session, cast: Cast, consortium: Consortium) -> None:
    outcomes.withdraw(session, consortium, by=cast.alice.user)
    with pytest.raises(Refused, match="is over"):
        given(session, consortium, cast.bob)


def test_files_of_who_leaves_are_erased(session: Session, cast: Cast, consortium: Consortium) -> None:
    theirs, other = given(session, consortium, cast.bob), given(session, consortium, cast.dora)
    session.commit()
    departures.leave(session, consortium, member(consortium, cast.bob).id, replacements=(), by=cast.bob.user)
    assert [one.id for one in uploads.list_of(session, consortium)] == [other.id]
    assert theirs.stored_as in lying(session)
    session.commit()
    assert lying(session) == {other.stored_as}


def test_what_is_not_committed_leaves_no_file(session: Session, cast: Cast, consortium: Consortium) -> None:
    kept = given(session, consortium, cast.bob)
    assert kept.stored_as in lying(session)
    session.rollback()
    assert lying(session) == set()


def test_what_is_not_removed_after_all_stays(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        made = factories.complete(session, cast)
        number = given(session, made, cast.bob).id
    with new_database.session() as session:
        kept = session.get_one(Upload, number)
        with session.begin_nested():
            uploads.remove(session, kept, by=session.merge(cast.bob.user))
        assert lying(session)
    with new_database.unit_of_work() as session:
        assert lying(session) == {session.get_one(Upload, number).stored_as}
        assert files.list_missing(session) == []


def test_files_that_nobody_names_are_taken_away_once_they_are_old(session: Session, cast: Cast, consortium: Consortium) -> None:
    kept = given(session, consortium, cast.bob)
    store = files.store(session)
    lost, new = store.put(b"x"), store.put(b"x")
    unfinished, others = store.folder / f"{'0' * 32}.new", store.folder / "notes.txt"
    for path in (unfinished, others):
        path.write_bytes(b"x")
    for path in (store.folder / lost, store.folder / kept.stored_as, unfinished, others):
        os.utime(path, (0, 0))
    files.tidy(session)
    assert store.names() == {kept.stored_as, new}
    assert not unfinished.exists()
    assert others.exists()


def test_a_missing_file_is_told(session: Session, cast: Cast, consortium: Consortium) -> None:
    kept = given(session, consortium, cast.bob)
    assert files.list_missing(session) == []
    files.store(session).remove(kept.stored_as)
    assert files.list_missing(session) == [kept.id]
    with pytest.raises(FileNotFoundError):
        files.insist(session, kept.id)
    with pytest.raises(NotFound, match="cannot be found"):
        uploads.content_of(session, kept)


@pytest.mark.parametrize("name", ["../secret-key", "/etc/passwd", "", "a" * 31, "A" * 32, "a" * 32 + "\n"])
def test_no_other_name_leads_to_a_file(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / "uploads")
    (tmp_path / "secret-key").write_text("x")
    store.put(b"x")
    store.remove(name)
    with pytest.raises(FileNotFoundError):
        store.get(name)
    assert (tmp_path / "secret-key").exists()


def scanner(tmp_path: Path, what: str) -> str:
    """A command that reads its input and does this."""
    script = tmp_path / "scan it.py"
    script.write_text(f"import sys, time\ncontent = sys.stdin.buffer.read()\n{what}\n")
    return f'{sys.executable} "{script}"'


@pytest.mark.parametrize(
    ("what", "error", "says"),
    [
        ("sys.exit(0 if content[:4] == b'%PDF' else 5)", None, ""),
        ("sys.exit(1)", Invalid, "found something"),
        ("sys.exit(2)", Refused, "cannot be checked"),
        ("time.sleep(9)", Refused, "cannot be checked"),
    ],
)
def test_a_scanner_decides_before_anything_is_kept(
    session: Session,
    cast: Cast,
    consortium: Consortium,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    error: type[Exception] | None,
    says: str,
) -> None:
    monkeypatch.setattr("matchmaker.services.store.SECONDS", 1)
    surroundings.of(session).store = Store(tmp_path / "uploads", scanner(tmp_path, what))
    bobs = member(consortium, cast.bob)
    if error is None:
        assert uploads.look_through(session, bobs, "a.pdf", BytesIO(papers.pdf()), by=cast.bob.user)
    else:
        with pytest.raises(error, match=says):
            uploads.look_through(session, bobs, "a.pdf", BytesIO(papers.pdf()), by=cast.bob.user)
    assert lying(session) == set()
