"""A snapshot verifies as it was made and in no other form; its annex can be erased."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import eligibility
from matchmaker.documents import snapshot
from matchmaker.documents.snapshot import Act, Partner
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.programme import guides
from tests.formats import differences, shown

AT = datetime(2026, 11, 23, 10, 30, 15, 999999, tzinfo=UTC)
GUIDE = guides.load()
MEMBERS = (
    Member("o1", "coordinator", "Zespół Szkół", "PL", "EPLUS-EDU-VOC-SEC", established=date(1990, 9, 1), oid="E10000001"),
    Member("o3", "partner", "Uni <b>", "DE", "EPLUS-EDU-HEI", flags=frozenset({"eche", "no_employer"})),
    Member("o2", "partner", "=Kammer", "AT", "EPLUS-SOCIAL", added_value="Only they\ncan"),
)


def built(
    call_id: str = "ka220-vet-2027", *, members: tuple[Member, ...] = MEMBERS, practice: bool = False, salt: str = "00"
) -> dict[str, Any]:
    call, project = GUIDE.call(call_id), Project(months=24)
    return snapshot.build(
        consortium=7,
        number=1,
        title="Wood “and” tools",
        made_at=AT,
        call=call,
        practice=practice,
        project=project,
        partners=[Partner(one, AT - timedelta(days=1), city="Łódź", contribution="Modules") for one in members],
        report=eligibility.check(Consortium(members, project), call, AT.date()),
        acts=[Act("o3", "joined", "Jürgen Müller", "Rektor", "Satzung § 5", AT)],
        salt=salt,
    )


DOCUMENT = built()
RAW = snapshot.canonical(DOCUMENT).encode()


def test_snapshot_has_the_fields_that_are_told() -> None:
    assert list(differences(shown("The snapshot"), DOCUMENT)) == []


def test_snapshot_verifies_as_it_was_made() -> None:
    found = snapshot.verify(RAW)
    assert found.unchanged
    assert found.sha256 == DOCUMENT["sha256"]
    assert "no signature" in " ".join(map(str, found.sentences))


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_one_changed_byte_is_refused(at: int, change: int) -> None:
    changed = bytearray(RAW)
    changed[at] ^= change
    assert not snapshot.verify(bytes(changed)).unchanged


@given(st.integers(0, len(RAW)), st.binary(min_size=1, max_size=3))
def test_added_bytes_are_refused(at: int, more: bytes) -> None:
    assert not snapshot.verify(RAW[:at] + more + RAW[at:]).unchanged


@given(st.integers(0, len(RAW) - 1))
def test_missing_bytes_are_refused(length: int) -> None:
    assert not snapshot.verify(RAW[:length]).unchanged


@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_changed_snapshot_still_looks_like_one(at: int, change: int) -> None:
    changed = bytearray(RAW)
    changed[at] ^= change
    assert snapshot.looks_like_one(bytes(changed))


@pytest.mark.parametrize(
    "raw",
    [
        *(b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'{"a": 1e999}', b"9" * 10_000),
        json.dumps(DOCUMENT).encode(),
        snapshot.canonical({**DOCUMENT, "format_version": 2}).encode(),
        snapshot.canonical({key: value for key, value in DOCUMENT.items() if key != "annex"}).encode(),
        snapshot.canonical({**DOCUMENT, "annex": False}).encode(),
        snapshot.canonical({**DOCUMENT, "annex": {}}).encode(),
        snapshot.canonical({**DOCUMENT, "sha256": None}).encode(),
        RAW.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + RAW,
    ],
)
def test_anything_else_is_refused_and_never_fails(raw: bytes) -> None:
    assert not snapshot.verify(raw).unchanged


def test_resealing_a_changed_document_changes_its_hash() -> None:
    changed = {**DOCUMENT, "title": "Another"}
    resealed = {**changed, "sha256": snapshot.sha256(changed)}
    found = snapshot.verify(snapshot.canonical(resealed).encode())
    assert found.unchanged
    assert found.sha256 != DOCUMENT["sha256"]


@pytest.mark.parametrize(
    "change", [{"consortium": "7"}, {"number": True}, {"title": None}, {"made_at": 1}, {"format_version": 2}]
)
def test_resealed_document_that_states_something_else_is_refused(change: dict[str, Any]) -> None:
    changed = {**DOCUMENT, **change}
    assert not snapshot.verify(snapshot.canonical({**changed, "sha256": snapshot.sha256(changed)}).encode()).unchanged


def test_persons_can_be_erased_while_the_rest_verifies() -> None:
    erased = snapshot.canonical(snapshot.without_persons(DOCUMENT)).encode()
    found = snapshot.verify(erased)
    assert found.unchanged
    assert found.sha256 == DOCUMENT["sha256"]
    assert "erased" in " ".join(map(str, found.sentences))
    assert "Jürgen".encode() not in erased


def test_persons_cannot_be_exchanged() -> None:
    annex = {**DOCUMENT["annex"], "acts": [{**DOCUMENT["annex"]["acts"][0], "name": "Mallory"}]}
    assert not snapshot.verify(snapshot.canonical({**DOCUMENT, "annex": annex}).encode()).unchanged


def test_hash_of_an_erased_annex_cannot_be_guessed() -> None:
    assert built(salt="00")["annex_sha256"] != built(salt="01")["annex_sha256"]


def test_document_states_what_was_frozen() -> None:
    assert [one["id"] for one in DOCUMENT["members"]] == ["o1", "o2", "o3"]
    assert DOCUMENT["made_at"] == "2026-11-23T10:30:15Z"
    assert DOCUMENT["members"][2]["flags"] == ["eche", "no_employer"]
    assert DOCUMENT["report"]["verdict"] == "eligible"
    assert DOCUMENT["call"]["rules_version"] == GUIDE.call("ka220-vet-2027").version
    assert any("National Agency decides" in sentence for sentence in DOCUMENT["not_checked"])
    assert DOCUMENT["call"]["provisional"]
    assert "Zespół Szkół" in RAW.decode()


def test_what_is_unknown_is_to_be_confirmed() -> None:
    document = built(members=(replace(MEMBERS[0], established=None), *MEMBERS[1:]))
    assert len(document["to_be_confirmed"]) == 1
    assert DOCUMENT["to_be_confirmed"] == []


def test_stamps_are_first_to_be_read() -> None:
    assert [stamp.partition(":")[0] for stamp in built()["stamps"]] == ["PROVISIONAL"]
    assert [stamp.partition(":")[0] for stamp in built("ka202-2018", practice=True)["stamps"]] == ["PRACTICE"]
    assert built("ka220-vet-2026")["stamps"] == []


def test_floats_are_refused() -> None:
    with pytest.raises(TypeError):
        snapshot.canonical({"a": [{"b": 1.5}]})
