"""What becomes of stored rows when the database is brought up, on both kinds of database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import IntegrityError

from matchmaker.db import Database, downgrade, upgrade
from matchmaker.documents import snapshot
from matchmaker.models import Consortium, User
from matchmaker.programme import guides
from matchmaker.services import (
    consortia,
    coordinators,
    departures,
    handover,
    invitations,
    reserves,
    silence,
    submissions,
    threads,
)


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def put(connection: Connection, name: str, /, **values: Any) -> None:
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


def put_a_consortium_of_0028(connection: Connection, state: str, **said: Any) -> None:
    """Alice started it, Bob took it over, Dora joined under Alice; with what stood in the tables of then."""
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    names = {1: ("Alice", "PL"), 2: ("Bob", "DE"), 3: ("Dora", "AT")}
    for number, (name, country) in names.items():
        user = {"email": f"{name.lower()}@school.eu", "name": name, "confirmed_at": now, "standing": "none", "language": "en"}
        put(connection, "users", id=number, unwanted=[], **user)
        known = {"key": f"o{number}", "name": name, "folded_name": name.lower(), "country": country, "joined_at": now}
        put(connection, "organisations", id=number, type="EPLUS-EDU-VOC-SEC", open_to_requests=True, **known)
        put(connection, "external_ids", organisation_id=number, value=f"o{number}")
        put(connection, "memberships", id=number, user_id=number, organisation_id=number, role="owner")
    put(connection, "ideas", id=1, organisation_id=1, call_id="ka220-vet-2027", title="Bread", applicant="we", is_open=True)
    held = {"initiator_id": 1, "holder_id": 2, "call_id": "ka220-vet-2027", "title": "Bread", "state": state}
    put(connection, "consortia", id=1, idea_id=1, national_priorities=[], **(held | said))
    for number in names:
        role = "coordinator" if number == 2 else "partner"
        put(connection, "members", id=number, consortium_id=1, organisation_id=number, role=role, joined_at=now)
    for number in (2, 3):
        asked = {"role": "partner", "state": "joined", "task": "Bake", "answered_at": now, "sent_by_id": 1}
        put(connection, "invitations", id=number, consortium_id=1, organisation_id=number, **asked)
    for organisation, answer in ((3, "declined"), (2, "accepted")):
        answered = {"state": answer, "note": "Why you", "answered_at": now, "offered_by_id": 1}
        put(connection, "handovers", consortium_id=1, organisation_id=organisation, **answered)
    document = (Path(__file__).parent / "before" / "snapshot.json").read_text("utf-8")
    frozen = {"document": document, "sha256": json.loads(document)["sha256"], "call_version": "v1", "checked_version": "v1"}
    put(connection, "snapshots", id=1, consortium_id=1, number=1, **frozen)


def test_consortium_of_before_is_what_it_was_and_goes_on(empty_database_url: str) -> None:
    """From the last version before work packages, threads, handing on and reserves, with everything that such a one held."""
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    upgrade(empty_database_url, "0028")
    with opened(empty_database_url) as connection:
        put_a_consortium_of_0028(connection, "submitted", submitted_at=now, agency="PL01", form_id="KA220-1")
    upgrade(empty_database_url, "0031")
    with opened(empty_database_url) as connection:
        put(connection, "work_packages", id=1, consortium_id=1, title="Modules", lead_id=3)
        put(connection, "work_package_parts", package_id=1, organisation_id=3, amount=500)
        put(connection, "thread_messages", id=1, invitation_id=3, organisation_id=3, user_id=3, text="When do we begin?")
        put(connection, "threads_read", invitation_id=3, user_id=1, until=1)
    upgrade(empty_database_url)
    with opened(empty_database_url) as connection:
        assert rows(connection, "handovers", "kind", "state", "note") == [
            *(("over", "declined", "Why you"), ("over", "accepted", "Why you")),
        ]
        assert rows(connection, "members", "reminded", "agreed_with_id") == [(0, None)] * 3
        new = ("own_deadline", "copied_from_id", "silence_told_at", "asked_grant", "submitted_number")
        assert rows(connection, "consortia", *new) == [(None, None, None, None, 1)]
        assert rows(connection, "thread_messages", "text") == [("When do we begin?",)]
        assert rows(connection, "reserves", "id") == []
        handovers = Table("handovers", MetaData(), autoload_with=connection)
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(handovers.update().values(kind="away"))
    database = Database(empty_database_url, guides.load(), lambda: now)
    with database.unit_of_work() as session:
        bob, dora = (session.get_one(User, number) for number in (2, 3))
        consortium = consortia.get_consortium(session, 1, by=dora)
        assert coordinators.list_to_confirm(consortium) == []
        assert snapshot.verify(consortium.snapshots[0].document.encode()).unchanged
        assert [one.text for one in threads.list_messages(session, consortium.invitations[1], by=bob)] == ["When do we begin?"]
        departures.leave(session, consortium, 3, by=dora)
        assert (consortium.state, consortium.submitted_number) == ("handed_over", 1)
        handover.hand_back(session, consortium, "I am ill", by=bob)
        assert (consortium.state, consortium.holder_id, consortium.handovers[-1].kind) == ("inviting", 1, "back")
    database.engine.dispose()
    downgrade(empty_database_url, "0028")
    with opened(empty_database_url) as connection:
        assert rows(connection, "members", "organisation_id") == [(1,), (2,)]
        assert rows(connection, "consortia", "state", "form_id") == [("inviting", "KA220-1")]
        assert len(rows(connection, "handovers", "state")) == 3


def test_nobody_who_joined_before_is_asked_to_confirm_and_nobody_is_called_silent_at_once(empty_database_url: str) -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    upgrade(empty_database_url, "0031")
    with opened(empty_database_url) as connection:
        put_a_consortium_of_0028(connection, "handed_over")
    upgrade(empty_database_url, "0032")
    upgrade(empty_database_url)
    database = Database(empty_database_url, guides.load(), lambda: now)
    with database.session(reads=True) as session:
        consortium = session.get_one(Consortium, 1)
        assert coordinators.list_to_confirm(consortium) == []
        assert silence.list_due(session) == reserves.list_due(session) == submissions.list_due(session) == []
        assert [invitations.sender_of(one).name for one in consortium.invitations] == ["Bob", "Bob"]
    database.engine.dispose()


def test_consortia_that_had_ended_did_so_when_they_last_changed(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0034")
    last = datetime(2026, 5, 4, 8, tzinfo=UTC)
    with opened(empty_database_url) as connection:
        put(connection, "organisations", id=1, key="o1", country="PL")
        put(connection, "ideas", id=1, organisation_id=1, applicant="we")
        for number, state in enumerate(("draft", "granted", "rejected", "withdrawn", "submitted"), start=1):
            held = {"state": state, "national_priorities": [], "updated_at": last}
            put(connection, "consortia", id=number, idea_id=1, initiator_id=1, holder_id=1, **held)
    for _ in range(2):
        upgrade(empty_database_url, "0035")
        with opened(empty_database_url) as connection:
            found = rows(connection, "consortia", "state", "ended_at", "withdrawn_because")
        ended = [state for state, at, because in found if at is not None and because == ""]
        assert ended == ["granted", "rejected", "withdrawn"]
        downgrade(empty_database_url, "0034")
