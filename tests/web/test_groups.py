"""“I have a group already” at the browser: pasted, looked at line by line, made into a draft."""

from sqlalchemy import select

from matchmaker.db import Database
from matchmaker.models import Consortium, Idea
from tests.factories import OPEN_CALL, Cast
from tests.web.conftest import Person, text

SAID = {"title": "Wood and tools", "call": OPEN_CALL}


def test_group_becomes_a_draft(alice: Person, people: Cast, new_database: Database) -> None:
    lines = "Bob's organisation\tDE\nBBS Kassel; Germany; vocational school\nAlice's organisation; PL\nNobody"
    page = alice.post("/groups/new", **SAID, lines=lines)
    assert page.status_code == 200
    assert "It is Bob's organisation, registered here" in text(page)
    assert "that is your organisation, which is in it anyway" in text(page)
    rows = {
        "row": ["r0", "r1", "r2", "r3"],
        "r0-name": "Bob's organisation", "r0-country": "Germany", "r0-registered": people.bob.key, "r0-take": "yes",
        "r1-name": "BBS Kassel", "r1-country": "Germany", "r1-kind": "vocational-school",
        "r2-name": "Alice's organisation", "r2-registered": people.alice.key,
        "r3-name": "Nobody", "r3-country": "Frnce",
    }  # fmt: skip
    page = alice.post("/groups/new", **SAID, **rows)
    assert page.status_code == 422
    assert "Did you mean France?" in text(page)
    assert "Choose what the organisation is" in text(page)
    assert 'value="BBS Kassel"' in page.text
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Idea)).all() == []
    made = alice.post("/groups/new", **SAID, **rows, **{"r3-out": "yes"})
    assert made.status_code == 303
    with new_database.session(reads=True) as session:
        consortium = session.scalars(select(Consortium)).one()
        assert [(one.organisation.name, one.organisation.is_guest) for one in consortium.members] == [
            *(("Alice's organisation", False), ("Bob's organisation", False), ("BBS Kassel", True)),
        ]
        assert consortium.title == "Wood and tools"
    assert made.location == f"/consortia/{consortium.id}"


def test_same_line_twice_is_said_at_the_line(alice: Person, new_database: Database) -> None:
    rows = {
        "row": ["r0", "r1"],
        **{f"r{n}-{name}": said for n in (0, 1) for name, said in {"name": "BBS", "country": "DE", "kind": "school"}.items()},
    }
    page = alice.post("/groups/new", **SAID, **rows)
    assert (page.status_code, "BBS is a member already." in text(page)) == (422, True)
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Consortium)).all() == []


def test_country_that_is_not_understood_is_kept_to_be_corrected(alice: Person) -> None:
    page = alice.post("/groups/new", **SAID, lines="BBS; Frnce; school")
    assert 'value="Frnce"' in page.text
    assert "BBS; Frnce; school" in text(page)


def test_nothing_pasted_is_said(alice: Person) -> None:
    page = alice.post("/groups/new", **SAID)
    assert (page.status_code, "Paste at least one line" in text(page)) == (422, True)
