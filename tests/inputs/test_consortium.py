"""consortium.json: what it may say, and the sentence for each mistake."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import Invalid
from matchmaker.inputs.consortium import MOST_MEMBERS, parse

SCHOOL = {"id": "o1", "role": "coordinator", "name": "A school", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"}
CHAMBER = {"id": "o2", "role": "partner", "name": "A chamber", "country": "DE", "type": "EPLUS-SOCIAL"}


def document(**member):
    return {"call": "ka202-2018", "members": [{**SCHOOL, **member}, CHAMBER]}


def problems(given_document):
    with pytest.raises(Invalid) as caught:
        parse(given_document)
    return {field: str(message) for field, message in caught.value.problems.items()}


def test_parse_reads_a_whole_document():
    parsed = parse(
        json.loads("""{"call": "ka202-2018",
        "project": {"type": "innovation", "months": 24, "priorities": ["VET18-WBL"], "activities": []},
        "members": [{"id": "o1", "role": "coordinator", "name": "...", "country": "PL", "type": "EPLUS-EDU-VOC-SEC",
                     "flags": [], "established": "2001-09-01", "oid": "E10000001", "pic": null, "added_value": null}]}""")
    )
    assert parsed.call == "ka202-2018"
    assert (parsed.project.type, parsed.project.months, parsed.project.grant) == ("innovation", 24, None)
    assert parsed.project.priorities == ("VET18-WBL",)
    (member,) = parsed.members
    assert (member.established, member.oid, member.pic, member.added_value) == (date(2001, 9, 1), "E10000001", None, None)


def test_parse_takes_null_as_not_given():
    parsed = parse({"call": None, "project": None, "members": [{**SCHOOL, "flags": None, "name": None, "registration": None}]})
    assert parsed.call is None
    assert parsed.members[0].name == ""
    assert parsed.members[0].flags == frozenset()


@pytest.mark.parametrize(("written", "read"), [("EL", "GR"), ("UK", "GB"), ("XK", "XK"), ("pl", "PL"), ("GL", "GL")])
def test_parse_reads_country_codes_as_iso(written, read):
    assert parse(document(country=written)).members[0].country == read


def test_parse_leaves_a_repeated_id_to_the_check():
    assert len(parse({"members": [SCHOOL, {**CHAMBER, "id": "o1", "oid": "E10000001"}]}).members) == 2


def test_parse_keeps_what_people_write():
    name = "Szkoła „Pod Lipą” & <b>Söhne</b> 100 %"
    parsed = parse(document(name=f"  {name} ", oid="e10000001", added_value="One.\nTwo.", flags=["provides_vet", "no_eche"]))
    member = parsed.members[0]
    assert (member.name, member.oid, member.added_value) == (name, "E10000001", "One.\nTwo.")
    assert member.flags == {"provides_vet", "no_eche"}


@pytest.mark.parametrize(
    ("member", "field", "words"),
    [
        ({"id": ""}, "id", "is empty"),
        ({"id": "  "}, "id", "is empty"),
        ({"id": 5}, "id", "expected text, found a number"),
        ({"id": None}, "id", "is missing"),
        ({"id": "x" * 201}, "id", "is too long (at most 200 characters)"),
        ({"role": "leader"}, "role", "expected one of: 'coordinator', 'partner' or 'associated'"),
        ({"name": "x" * 301}, "name", "is too long (at most 300 characters)"),
        ({"name": "red\x1b[31m"}, "name", "a character that cannot be shown (U+001B)"),
        ({"name": "two\nlines"}, "name", "a character that cannot be shown (U+000A)"),
        ({"name": "turned\u202eround"}, "name", "a character that cannot be shown (U+202E)"),
        ({"name": ["a"]}, "name", "expected text, found a list"),
        ({"country": "Poland"}, "country", "“Poland” is not a country code: expected ISO 3166-1 alpha-2"),
        ({"country": "ZZ"}, "country", "“ZZ” is not a country code"),
        ({"country": True}, "country", "expected text, found true/false"),
        ({"type": "EPLUS-EDUC-HEI"}, "type", "expected for example EPLUS-EDU-HEI"),
        ({"type": None}, "type", "is missing"),
        ({"flags": "eche"}, "flags", "expected a list, found text"),
        ({"flags": ["echo"]}, "flags.0", "“echo” is not a flag we know; expected for example eche"),
        ({"flags": ["eche", "no_eche"]}, "flags", "states both “eche” and “no_eche”"),
        ({"established": "2001"}, "established", "expected a date such as 2001-09-30"),
        ({"established": "2001-02-30"}, "established", "expected a date such as 2001-09-30"),
        ({"established": 20010901}, "established", "expected a date such as 2001-09-30"),
        ({"oid": "E1"}, "oid", "expected an OID: E and 8 digits"),
        ({"oid": "E１0000001"}, "oid", "expected an OID: E and 8 digits"),
        ({"pic": "12345678"}, "pic", "expected a PIC: 9 digits"),
        ({"pic": 999999999}, "pic", "expected text, found a number"),
        ({"registration": "1\n2"}, "registration", "a character that cannot be shown"),
        ({"added_value": "x" * 5001}, "added_value", "is too long (at most 5000 characters)"),
        ({"adedd_value": "typo"}, "adedd_value", "is not a field we know"),
    ],
)
def test_parse_says_what_is_wrong_with_a_member(member, field, words):
    found = problems(document(**member))
    assert list(found) == [f"members.0.{field}"]
    assert words in found[f"members.0.{field}"]


@pytest.mark.parametrize(
    ("project", "field", "words"),
    [
        ({"months": True}, "months", "expected a whole number"),
        ({"months": "24"}, "months", "expected a whole number"),
        ({"months": 24.5}, "months", "expected a whole number"),
        ({"months": float("nan")}, "months", "expected a whole number"),
        ({"months": 0}, "months", "expected a whole number from 1 to 120"),
        ({"months": 10**30}, "months", "expected a whole number from 1 to 120"),
        ({"grant": -1}, "grant", "expected a whole number from 1 to"),
        ({"type": "innov"}, "type", "“innov” is not a project type we know; expected for example innovation"),
        ({"priorities": ["VET18"]}, "priorities.0", "expected for example VET18-"),
        ({"priorities": "VET18-WBL"}, "priorities", "expected a list, found text"),
        ({"priorities": ["VET18-WBL"] * 101}, "priorities", "100"),
        ({"activities": ["party"]}, "activities.0", "is not a kind of activity we know"),
        ({"flags": ["anything"]}, "flags.0", "long_term_pupil_mobility"),
        ({"colour": "red"}, "colour", "is not a field we know"),
        ([], "", "expected an object with named fields, found a list"),
    ],
)
def test_parse_says_what_is_wrong_with_the_project(project, field, words):
    found = problems({"members": [SCHOOL], "project": project})
    key = f"project.{field}".rstrip(".")
    assert list(found) == [key]
    assert words in found[key]


@pytest.mark.parametrize(
    ("given_document", "field", "words"),
    [
        (None, "", "expected an object with named fields, found nothing"),
        ([], "", "expected an object with named fields, found a list"),
        ({}, "members", "is missing"),
        ({"members": {}}, "members", "expected a list, found an object"),
        ({"members": [1]}, "members.0", "expected an object with named fields, found a number"),
        ({"members": []}, "members", "is empty: a consortium has at least one member"),
        ({"members": [CHAMBER]}, "members", "exactly one member is the coordinator, found 0"),
        ({"members": [SCHOOL, SCHOOL]}, "members", "exactly one member is the coordinator, found 2"),
        ({"members": [SCHOOL] + [CHAMBER] * MOST_MEMBERS}, "members", str(MOST_MEMBERS)),
        ({"members": [SCHOOL], "call": 5}, "call", "expected text, found a number"),
        ({"members": [SCHOOL], "member": []}, "member", "is not a field we know"),
    ],
)
def test_parse_says_what_is_wrong_with_the_whole(given_document, field, words):
    found = problems(given_document)
    assert list(found) == [field]
    assert words in found[field]


def test_parse_names_every_mistake_at_once():
    found = problems({"members": [{**SCHOOL, "country": "Poland", "oid": "1"}, {**CHAMBER, "pic": "1"}], "x": 1})
    assert set(found) == {"members.0.country", "members.0.oid", "members.1.pic", "x"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from([*SCHOOL, "members"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values, st.sampled_from(["", "call", "project", "members", *(f"members.0.{key}" for key in SCHOOL)]))
def test_parse_answers_anything_with_a_document_or_a_sentence(value, place):
    given_document = {"call": "ka202-2018", "project": {}, "members": [dict(SCHOOL)]}
    if place.startswith("members.0."):
        given_document["members"][0][place.rpartition(".")[2]] = value
    else:
        given_document = {**given_document, place: value} if place else value
    try:
        answered = [str(member.id) for member in parse(given_document).members]
    except Invalid as error:
        answered = [str(message) for message in error.problems.values()]
    assert answered
    assert all(answered)
