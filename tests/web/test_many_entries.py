"""Forms and addresses with more than any of ours has: refused before they are read, cheaply, and not sent back."""

from time import process_time

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from matchmaker.db import Database
from matchmaker.inputs.forms import LONGEST_LIST, MOST_COUNTRIES, MOST_EXPERTISE
from matchmaker.models import Idea
from matchmaker.programme.countries import ALL
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.programme.fields import FIELDS
from matchmaker.programme.topics import TOPICS
from matchmaker.web.requests import MOST_FIELDS
from tests.factories import Cast
from tests.web.conftest import Person, describe, text
from tests.web.test_forms import REGISTRATION, number_of

IDEA = {"call": "ka220-vet-2027", "title": "Bread of tomorrow", "applicant": "we"}
LARGEST_ANSWER = 200_000
"""Bytes of a page that shows a form again: its own choices, not what was sent."""
MANY = {
    "distinct codes": [f"07{n:05d}" for n in range(30_000)],
    "one code": ["0721"] * 30_000,
    "numbers": [str(n) for n in range(40_000)],
}


@pytest.mark.parametrize("entries", MANY.values(), ids=MANY)
@pytest.mark.parametrize("name", ["fields", "topics", "seats", "seats_number", "fields_words", "nothing_of_ours"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_thousands_of_entries_are_refused_before_they_are_read(
    new_database: Database, alice: Person, stranger: Person, name: str, entries: list[str]
) -> None:
    began = process_time()
    answers = [alice.post("/ideas/new/a/what", **IDEA | {name: entries}), stranger.post("/register", **{name: entries})]
    assert process_time() - began < 5  # most of it goes into making the request
    for answer in answers:
        assert answer.status_code == 413
        assert len(answer.data) < 10_000
        assert "too large" in text(answer)
    assert number_of(new_database, Idea) == 0


@pytest.mark.parametrize(
    "path", ["/", "/fields", "/organisations", "/ideas/1/variant", "/consortia/1/what-if", "/login", "/nothing"]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_thousands_of_entries_in_an_address_are_refused(alice: Person, path: str) -> None:
    query = "&".join(f"fields={n}&member={n}&kind=add&words=w&sector=x" for n in range(MOST_FIELDS))
    answer = alice.get(f"{path}?{query}")
    assert answer.status_code in (404, 413)
    assert len(answer.data) < 10_000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_thousands_of_parts_are_refused(alice: Person) -> None:
    parts = [(f"a{n}", "1") for n in range(MOST_FIELDS + 1)]
    answer = alice.client.post("/ideas/new/a/what", data=MultiDict(parts), content_type="multipart/form-data")
    assert answer.status_code == 413
    assert len(answer.data) < 10_000


def test_everything_that_can_be_ticked_is_taken(new_database: Database, alice: Person) -> None:
    half = len(ALL) // 2
    said = {
        "topics": list(TOPICS),
        "expertise": list(EXPERTISE)[:MOST_EXPERTISE],
        "fields": list(FIELDS)[:LONGEST_LIST],
        "countries": list(ALL)[:half],
        "not_countries": list(ALL)[half:],
        "seats": ["", *["sector:HED"] * 8],
        "seats_number": ["1"] * 9,
    }
    made = describe(alice, **IDEA, **said)
    assert made.status_code == 303
    assert alice.get(f"{made.location}/edit/what").status_code == 200
    assert alice.get(f"{made.location}/suggestions").status_code == 200


@pytest.mark.parametrize(
    ("name", "entries", "said"),
    [
        ("topics", [f"topic-{n}" for n in range(LONGEST_LIST + 1)], f"at most {LONGEST_LIST}"),
        ("topics", [f"topic-{n}" for n in range(900)], f"at most {LONGEST_LIST}"),
        ("countries", [*ALL, *(code.lower() for code in ALL[:11])], f"at most {MOST_COUNTRIES}"),
        ("seats", ["sector:HED"] * 9, "at most 8"),
        ("fields", [f"x{n}" for n in range(900)], "a field of interest"),
        ("expertise", ["Not A Slug", *(f"own-{n}" for n in range(20))], "small letters"),
        ("title", ["x" * 200_000], "at most 200"),
        ("summary", ["\u0301" * 80_000], "at most 5000"),
        ("months", ["9" * 300_000], "expected a whole number"),
        ("call", ["x" * 200_000], ""),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_too_much_gets_its_ceiling_said_and_is_not_sent_back(
    alice: Person, name: str, entries: list[str], said: str
) -> None:
    began = process_time()
    answer = describe(alice, **(IDEA | {name: entries}))
    assert process_time() - began < 5
    assert answer.status_code in (200, 404, 422)  # no page goes on without a call
    assert said in text(answer)
    assert len(answer.data) < LARGEST_ANSWER
    assert "x899" not in answer.text


@pytest.mark.parametrize("name", [*REGISTRATION, "fields_words", "find", "next", "csrf_token"])
@pytest.mark.parametrize(
    "value", ["x" * 300_000, "\ufdfa" * 50_000, "e" + "\u0316\u0301" * 30_000], ids=["long", "grows", "piles up"]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_long_texts_are_refused_quickly_and_not_sent_back(stranger: Person, name: str, value: str) -> None:
    began = process_time()
    for path in ("/register", "/login", "/password"):
        answer = stranger.post(path, **(REGISTRATION | {name: value}))
        assert answer.status_code < 500
        assert len(answer.data) < LARGEST_ANSWER
    assert process_time() - began < 5


def test_other_things_that_are_sent_are_cut_too(app: Flask, people: Cast, alice: Person) -> None:
    long, organisation = "x" * 100_000, people.alice.organisation.id
    for path, sent in (
        (f"/organisations/{organisation}/people", {"email": long, "role": long}),
        (f"/organisations/{organisation}/edit", {"name": long, "country": long, "oid": long, "website": long, "kind": long}),
        (f"/organisations/{organisation}/offers", {"summary": "x", "calls": [long], "roles": [long], "until": long}),
        ("/account/language", {"language": long}),
        ("/ideas/new/a/what", {"organisation": long}),
        ("/password/new", {"link": long, "password": "x"}),
    ):
        answer = alice.post(path, **sent)
        assert answer.status_code < 500
        assert len(answer.data) < LARGEST_ANSWER, path
        assert long[:6000] not in answer.text
