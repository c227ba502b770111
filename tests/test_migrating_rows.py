"""What becomes of stored rows when the database is brought up, on both kinds of database."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import IntegrityError

from matchmaker.db import downgrade, upgrade


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def put(connection: Connection, name: str, **values: Any) -> None:
    """A row with these values; what else must be filled gets something of its type."""
    table = Table(name, MetaData(), autoload_with=connection)
    fitting = {bool: False, int: 1, str: "", float: 1.0}
    for column in table.columns:
        if not column.nullable and column.name not in values and not column.primary_key:
            kind = column.type.python_type
            values[column.name] = fitting.get(kind) if kind in fitting else datetime(2026, 11, 23, 9, tzinfo=UTC)
    connection.execute(insert(table).values(values))


def rows(connection: Connection, name: str, *columns: str) -> list[tuple[Any, ...]]:
    table = Table(name, MetaData(), autoload_with=connection)
    return [tuple(row) for row in connection.execute(select(*(table.c[one] for one in columns)).order_by(table.c.id))]


def test_addresses_get_their_one_form_and_nobody_is_lost(empty_database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(empty_database_url, "0005")
    stored = (
        *("anna@school.eu", "x@münchen.de", "ida@canary.exampl\uff45", "ida@canary\u3002example", "=?utf-8?q??=@school.eu"),
        *("\uff41lice@school.eu", "alice@school.eu", "not an address"),
    )
    with opened(empty_database_url) as connection:
        for number, email in enumerate(stored, start=1):
            put(connection, "users", id=number, email=email)
    upgrade(empty_database_url, "0006")
    told = capsys.readouterr().out.splitlines()
    with opened(empty_database_url) as connection:
        assert [email for (email,) in rows(connection, "users", "email")] == [
            *("anna@school.eu", "x@xn--mnchen-3ya.de", "ida@canary.example", "ida@canary\u3002example", "=?utf-8?q??=@school.eu"),
            *("\uff41lice@school.eu", "alice@school.eu", "not an address"),
        ]
    assert [line for line in told if line.startswith("account")] == [
        "account 5 ('=?utf-8?q??=@school.eu') has an address that no mail can be sent to",
        "account 8 ('not an address') has an address that no mail can be sent to",
        "account 4 ('ida@canary\\u3002example') has the address of account 3, which alone logs in",
        "account 6 ('\\uff41lice@school.eu') has the address of account 7, which alone logs in",
    ]
    downgrade(empty_database_url, "0005")


def test_waiting_mails_keep_their_tries_and_those_given_up_are_put_aside(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0009")
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with opened(empty_database_url) as connection:
        for number, (attempts, sent_at) in enumerate([(0, None), (3, None), (8, None), (8, now), (0, now)], start=1):
            put(connection, "mails", id=number, attempts=attempts, sent_at=sent_at)
    upgrade(empty_database_url, "0010")
    with opened(empty_database_url) as connection:
        found = rows(connection, "mails", "attempts", "due_at", "put_aside_at", "trouble")
        assert [(attempts, due_at, aside is not None, kind) for attempts, due_at, aside, kind in found] == [
            *((0, None, False, ""), (3, None, False, ""), (8, None, True, "refused"), (8, None, False, ""), (0, None, False, "")),
        ]
        aside = Table("mails", MetaData(), autoload_with=connection)
        connection.execute(aside.update().where(aside.c.id == 2).values(put_aside_at=now))
    downgrade(empty_database_url, "0009")
    with opened(empty_database_url) as connection:
        assert rows(connection, "mails", "attempts") == [(0,), (8,), (8,), (8,), (0,)]
    upgrade(empty_database_url)


def test_nobody_has_confirmed_an_address_but_the_demo(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0010")
    with opened(empty_database_url) as connection:
        for number, email in enumerate(("anna@school.eu", "d@demo.example", "c@x.example"), start=1):
            put(connection, "users", id=number, email=email, is_demo="demo" in email)
        for number, is_invented in ((1, False), (2, True)):
            put(connection, "organisations", id=number, key=str(number), country="PL", type="EPLUS-NGO", is_invented=is_invented)
            put(connection, "memberships", user_id=2 * number - 1, organisation_id=number, role="owner")
    upgrade(empty_database_url, "0011")
    with opened(empty_database_url) as connection:
        found = rows(connection, "users", "email", "confirmed_at", "asked_at")
        assert [(email, at is not None, asked) for email, at, asked in found] == [
            *(("anna@school.eu", False, None), ("d@demo.example", True, None), ("c@x.example", True, None)),
        ]
    downgrade(empty_database_url, "0010")
    with opened(empty_database_url) as connection:
        assert len(rows(connection, "users", "email")) == 3


def test_operators_stay_operators(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0011")
    with opened(empty_database_url) as connection:
        put(connection, "users", id=1, email="alice@school.eu", is_operator=True)
        put(connection, "users", id=2, email="bob@school.eu", is_operator=False)
        put(connection, "organisations", id=1, key="o1", country="PL")
        put(connection, "memberships", id=1, user_id=2, organisation_id=1, role="owner")
    upgrade(empty_database_url, "0012")
    with opened(empty_database_url) as connection:
        assert rows(connection, "users", "email", "standing") == [("alice@school.eu", "operator"), ("bob@school.eu", "none")]
        assert rows(connection, "memberships", "user_id") == [(2,)]
    downgrade(empty_database_url, "0011")
    with opened(empty_database_url) as connection:
        assert rows(connection, "users", "is_operator") == [(True,), (False,)]
        assert rows(connection, "memberships", "user_id") == [(2,)]
    upgrade(empty_database_url)


def test_snapshots_were_last_checked_when_they_were_made(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0017")
    documents = ('{"call": {"provisional": true}}', '{"call": {"provisional": false}}', "no document")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
        put(connection, "ideas", id=1, organisation_id=1, call_id="ka220-vet-2027", applicant="we")
        put(connection, "consortia", id=1, idea_id=1, initiator_id=1, holder_id=1, call_id="ka220-vet-2027", state="finalised")
        for number, document in enumerate(documents, start=1):
            frozen = {"document": document, "sha256": "0" * 64, "call_version": f"v{number}"}
            put(connection, "snapshots", id=number, consortium_id=1, number=number, **frozen)
    upgrade(empty_database_url, "0018")
    with opened(empty_database_url) as connection:
        assert rows(connection, "snapshots", "checked_version", "is_provisional", "document") == [
            *(("v1", True, documents[0]), ("v2", False, documents[1]), ("v3", False, documents[2])),
        ]
        assert rows(connection, "ideas", "checked_version") == rows(connection, "consortia", "checked_version") == [(None,)]
    downgrade(empty_database_url, "0017")
    with opened(empty_database_url) as connection:
        assert rows(connection, "snapshots", "document") == [(document,) for document in documents]
    upgrade(empty_database_url)


def test_consortia_of_before_have_no_agency_of_their_own(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0018")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
        put(connection, "ideas", id=1, organisation_id=1, call_id="ka220-vet-2027", applicant="we")
        put(
            connection,
            "consortia",
            id=1,
            idea_id=1,
            initiator_id=1,
            holder_id=1,
            call_id="ka220-vet-2027",
            state="draft",
            agency="FRSE",
        )
    upgrade(empty_database_url, "0019")
    with opened(empty_database_url) as connection:
        columns = ("agency", "own_agency", "own_agency_website", "national_priorities", "national_source")
        assert rows(connection, "consortia", *columns) == [("FRSE", "", "", [], "")]
    downgrade(empty_database_url, "0018")
    with opened(empty_database_url) as connection:
        assert rows(connection, "consortia", "agency") == [("FRSE",)]
    upgrade(empty_database_url)


def test_ideas_and_consortia_of_before_name_no_round(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0019")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
        put(connection, "ideas", id=1, organisation_id=1, call_id="ka220-vet-2026", title="Bread", applicant="we")
        put(
            connection,
            "consortia",
            id=1,
            idea_id=1,
            initiator_id=1,
            holder_id=1,
            call_id="ka220-vet-2026",
            title="Bread",
            state="draft",
            national_priorities=[],
        )
    upgrade(empty_database_url, "0020")
    with opened(empty_database_url) as connection:
        assert rows(connection, "ideas", "title", "round") == [("Bread", None)]
        assert rows(connection, "consortia", "title", "round") == [("Bread", None)]
        consortia = Table("consortia", MetaData(), autoload_with=connection)
        connection.execute(consortia.update().values(round=2))
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(consortia.update().values(round=0))
    downgrade(empty_database_url, "0019")
    with opened(empty_database_url) as connection:
        assert rows(connection, "consortia", "title") == [("Bread",)]
    upgrade(empty_database_url)


def test_ideas_and_consortia_of_before_name_no_kind_of_project(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0021")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
        idea = {"call_id": "ka220-vet-2026", "title": "Bread", "applicant": "we", "third_countries": True}
        put(connection, "ideas", id=1, organisation_id=1, **idea)
        held = {"initiator_id": 1, "holder_id": 1, "state": "draft", "national_priorities": []}
        put(connection, "consortia", id=1, idea_id=1, call_id="ka220-vet-2026", title="Bread", **held)
    upgrade(empty_database_url, "0022")
    with opened(empty_database_url) as connection:
        assert rows(connection, "ideas", "title", "third_countries", "variant") == [("Bread", True, None)]
        assert rows(connection, "consortia", "title", "variant") == [("Bread", None)]
    downgrade(empty_database_url, "0021")
    with opened(empty_database_url) as connection:
        assert rows(connection, "ideas", "title") == rows(connection, "consortia", "title") == [("Bread",)]
    upgrade(empty_database_url)


def test_nobody_has_been_named_as_contact_person(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0023")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
        for number in (1, 2):
            put(connection, "users", id=number, email=f"{number}@school.eu", standing="none")
            put(connection, "memberships", id=number, user_id=number, organisation_id=1, role="owner")
    upgrade(empty_database_url, "0024")
    with opened(empty_database_url) as connection:
        assert [(bool(named), phone) for named, phone in rows(connection, "memberships", "is_contact", "phone")] == [
            (False, "")
        ] * 2
        memberships = Table("memberships", MetaData(), autoload_with=connection)
        connection.execute(memberships.update().where(memberships.c.id == 1).values(is_contact=True))
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(memberships.update().values(is_contact=True))
    downgrade(empty_database_url, "0023")
    with opened(empty_database_url) as connection:
        assert rows(connection, "memberships", "user_id", "role") == [(1, "owner"), (2, "owner")]
    upgrade(empty_database_url)


def test_offers_of_before_stand_and_what_has_ended_never_stands_again(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0024")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
        for number, summary in enumerate(("We host.", "We train."), start=1):
            put(connection, "offers", id=number, organisation_id=1, summary=summary)
    upgrade(empty_database_url, "0025")
    with opened(empty_database_url) as connection:
        assert rows(connection, "offers", "summary", "ended_at") == [("We host.", None), ("We train.", None)]
        offers = Table("offers", MetaData(), autoload_with=connection)
        connection.execute(offers.update().where(offers.c.id == 1).values(ended_at=datetime(2026, 11, 23, 9, tzinfo=UTC)))
    downgrade(empty_database_url, "0024")
    with opened(empty_database_url) as connection:
        assert rows(connection, "offers", "summary") == [("We train.",)]
    upgrade(empty_database_url)


def test_no_organisation_of_before_has_lost_its_owner(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0025")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="a", country="PL", type="EPLUS-EDU-VOC-SEC")
    upgrade(empty_database_url, "0026")
    with opened(empty_database_url) as connection:
        assert rows(connection, "organisations", "key", "ownerless_since") == [("a", None)]
    downgrade(empty_database_url, "0025")
    with opened(empty_database_url) as connection:
        assert rows(connection, "organisations", "key") == [("a",)]
    upgrade(empty_database_url)


def test_what_was_submitted_is_the_last_document_of_then(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0028")
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="o1", country="PL")
        put(connection, "ideas", id=1, organisation_id=1, applicant="we")
        held = {"state": "finalised", "national_priorities": []}
        for number, at in ((1, now), (2, None)):
            put(connection, "consortia", id=number, idea_id=1, initiator_id=1, holder_id=1, submitted_at=at, **held)
            for snapshot in (1, 2):
                put(connection, "snapshots", consortium_id=number, number=snapshot, sha256="0" * 64)
    upgrade(empty_database_url, "0029")
    with opened(empty_database_url) as connection:
        assert rows(connection, "consortia", "submitted_number") == [(2,), (None,)]
    downgrade(empty_database_url, "0028")


def test_consortia_of_before_have_no_plan_and_stay(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0029")
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="o1", country="PL")
        put(connection, "ideas", id=1, organisation_id=1, applicant="we")
        held = {"state": "inviting", "national_priorities": []}
        put(connection, "consortia", id=1, idea_id=1, initiator_id=1, holder_id=1, **held)
        put(connection, "members", id=1, consortium_id=1, organisation_id=1, role="coordinator")
    upgrade(empty_database_url, "0030")
    with opened(empty_database_url) as connection:
        assert rows(connection, "consortia", "state", "asked_grant") == [("inviting", None)]
        assert rows(connection, "members", "role") == [("coordinator",)]
        put(connection, "work_packages", id=1, consortium_id=1, title="Modules", lead_id=1)
        put(connection, "work_package_parts", package_id=1, organisation_id=1, amount=5)
    downgrade(empty_database_url, "0029")
    with opened(empty_database_url) as connection:
        assert rows(connection, "consortia", "state") == [("inviting",)]
