"""The pack at the browser: members download it, and only whoever holds the consortium with the data of persons."""

from io import BytesIO

import pytest

from matchmaker.db import Database
from matchmaker.documents.pack import manifest
from matchmaker.models import Pack
from matchmaker.services import consortia
from tests import factories
from tests.documents.packs import everything, files
from tests.factories import Cast
from tests.web.conftest import Person, here, text


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    """Alice's consortium with Bob and Dora."""
    with new_database.unit_of_work() as session:
        return f"/consortia/{factories.complete(session, here(session, people)).id}"


def named(raw: bytes) -> list[str]:
    return [name for name in files(raw) if name.startswith("persons/")]


def test_holder_downloads_a_draft_with_the_data_of_persons(new_database: Database, alice: Person, path: str) -> None:
    page = text(alice.get(path))
    assert "Download the pack" in page
    assert "DRAFT stands on every page" in page
    got = alice.post(f"{path}/pack", language="pl")
    assert (got.status_code, got.mimetype) == (200, "application/zip")
    assert "no-store" in got.headers["Cache-Control"]
    found = manifest.verify(BytesIO(got.data))
    assert found.unchanged
    assert found.number is None
    assert "persons/acts.json" in named(got.data)
    assert "WERSJA ROBOCZA" in files(got.data)["README.txt"].decode("utf-8-sig")
    with new_database.session() as session:
        assert session.query(Pack).one().sha256 == found.sha256


def test_finalised_consortium_has_a_pack_that_is_no_draft(new_database: Database, people: Cast, alice: Person, path: str) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.complete(session, cast, title="Final")
        factories.finalise(session, made, version=None, by=cast.alice.user)
        number = made.id
    assert "DRAFT stands" not in text(alice.get(f"/consortia/{number}"))
    found = manifest.verify(BytesIO(alice.post(f"/consortia/{number}/pack").data))
    assert (found.unchanged, found.number) == (True, 1)
    assert number != int(path.rsplit("/", 1)[1])


def test_holder_leaves_the_data_of_persons_out(alice: Person, path: str) -> None:
    got = alice.post(f"{path}/pack", without_persons="yes")
    assert named(got.data) == ["persons/none.txt"]


def test_member_has_it_once_it_is_finalised_and_without_data_of_persons(
    new_database: Database, people: Cast, bob: Person, path: str
) -> None:
    assert "Download the pack" not in text(bob.get(path))
    assert bob.post(f"{path}/pack").status_code == 403
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = consortia.get_consortium(session, int(path.rsplit("/", 1)[1]), by=cast.alice.user)
        factories.finalise(session, made, version=None, by=cast.alice.user)
    assert "no personal data: only Alice's organisation has them" in text(bob.get(path))
    got = bob.post(f"{path}/pack")
    assert "How far it is" not in everything(files(got.data))
    assert manifest.verify(BytesIO(got.data)).unchanged
    assert named(got.data) == ["persons/none.txt"]
    assert not any(b"Statute, section 5" in content for content in files(got.data).values())


def test_stranger_gets_nothing(charlie: Person, path: str) -> None:
    assert charlie.post(f"{path}/pack").status_code == 404


def test_whoever_is_only_asked_to_join_gets_nothing(new_database: Database, people: Cast, bob: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.draft(session, cast.alice, [cast.bob])
        factories.invite(session, made, cast.bob, by=cast.alice.user)
        number = made.id
    assert "Download the pack" not in text(bob.get(f"/consortia/{number}"))
    assert bob.post(f"/consortia/{number}/pack").status_code == 403


def test_visitor_is_asked_to_log_in(stranger: Person, path: str) -> None:
    answer = stranger.post(f"{path}/pack")
    assert answer.status_code in (302, 303)
    assert "/login" in answer.location
