"""Organisation types, flags and what an organisation stands for."""

from fnmatch import fnmatch
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.language import LANGUAGES
from matchmaker.programme import types
from matchmaker.programme.types import FLAG_GROUPS, FLAGS, SECTORS, SIX_SECTORS, TYPES, sectors
from tests.formats import told

# The table of docs/formats.md: pattern of types -> stands for, may add, may add with a flag, what a flag gives.
TABLE = [
    ("EPLUS-EDU-VOC-TER", "VET", "SCH ADU HED", {}, {}),
    ("EPLUS-EDU-VOC-*", "VET", "SCH ADU", {}, {}),
    ("EPLUS-EDU-GEN-*", "SCH", "ADU", {"provides_vet": "VET"}, {}),
    ("EPLUS-EDU-HEI", "HED", "ADU RES", {"provides_vet": "VET"}, {}),
    ("EPLUS-EDU-ADULT", "ADU", "YOU", {"provides_vet": "VET"}, {}),
    ("EPLUS-ENT-*", "BUS", "", {"training_provider": "VET ADU"}, {}),
    ("EPLUS-SOCIAL", "BUS", "ADU", {"provides_vet": "VET"}, {}),
    ("EPLUS-NGO", "CIV", "ADU YOU SCH VET", {}, {}),
    ("EPLUS-FOUND", "CIV", "ADU YOU SCH VET", {}, {}),
    ("EPLUS-ENGO", "CIV", "ADU YOU SCH VET", {}, {}),
    ("EPLUS-NET-EU", "CIV", "ADU YOU SCH VET", {}, {}),
    ("EPLUS-YOUTH-*", "YOU", "CIV", {}, {}),
    ("EPLUS-BODY-PUB-*", "PUB", "ADU", {"school_authority": "SCH"}, {}),
    ("EPLUS-EURO-GROUP-COOP", "PUB", "ADU", {"school_authority": "SCH"}, {}),
    ("EPLUS-INTER", "PUB", "ADU", {"school_authority": "SCH"}, {}),
    ("EPLUS-RES", "RES", "ADU", {}, {}),
    ("EPLUS-SPORT-*", "SPO", "YOU ADU", {}, {}),
    ("OTH", "", "VET SCH ADU YOU CIV PUB RES SPO", {}, {"teacher_training": "SCH VET"}),
    ("EPLUS-BODY-ACCRED", "", "VET SCH ADU YOU CIV PUB RES SPO", {}, {"teacher_training": "SCH VET"}),
    ("EPLUS-BODY-CONS", "", "VET SCH ADU YOU CIV PUB RES SPO", {}, {"teacher_training": "SCH VET"}),
]


def row(code):
    return next(row for row in TABLE if fnmatch(code, row[0]))


def test_types_are_the_29_official_ones():
    assert len(TYPES) == 29
    assert {pattern for pattern, *_ in TABLE} == {row(code)[0] for code in TYPES}


@given(
    st.sampled_from(sorted(TYPES)),
    st.frozensets(st.sampled_from(sorted(FLAGS))),
    st.frozensets(st.sampled_from([*SECTORS, "NONSENSE"])),
)
def test_sectors_follow_the_table(code, flags, added):
    _, stands_for, may_add, may_add_with, gives = row(code)
    always, allowed = set(stands_for.split()), set(may_add.split())
    for flag in flags:
        always |= set(gives.get(flag, "").split())
        allowed |= set(may_add_with.get(flag, "").split())
    assert sectors(code, flags, added) == (always | (added & allowed), added - allowed - always)


def test_documentation_tells_of_the_same_types():
    assert set(told("organisations.csv", "type")) == {pattern for pattern, *_ in TABLE} - {"EPLUS-EDU-VOC-TER"}


def test_sectors_does_not_take_a_denied_flag_for_a_flag():
    assert sectors("EPLUS-EDU-GEN-SEC", {"no_provides_vet"}, {"VET"}) == ({"SCH"}, {"VET"})


def test_sectors_of_an_unknown_type_is_a_key_error():
    with pytest.raises(KeyError):
        sectors("EPLUS-EDUC-HEI", frozenset(), frozenset())


def test_six_sectors_are_among_the_sectors():
    assert set(SIX_SECTORS) < set(SECTORS)
    assert len(SIX_SECTORS) == 6


@pytest.mark.parametrize("things", [TYPES, FLAGS, SECTORS])
def test_names_stand_in_three_languages_and_differ(things):
    for language in LANGUAGES:
        labels = [thing.label(language) for thing in things.values()]
        assert len(set(labels)) == len(labels)
    assert all(thing.labels.pl and thing.labels.de for thing in things.values())


def test_official_names_are_kept_in_english():
    assert TYPES["EPLUS-ENT-SME"].label("en") == "Small and medium sized enterprise"
    assert TYPES["EPLUS-EDU-VOC-SEC"].label("en").endswith("Vocational Training (secondary level)")
    assert TYPES["EPLUS-FOUND"].label("de") == "Stiftung"


def test_flags_are_those_of_the_interchange_format():
    stated = """eche provides_vet training_provider employer consultancy chamber employers_organisation trade_union
        sector_association sector_representative practical_training_centre teacher_training school_authority
        network_of_vet_providers public_body non_profit hu_public_interest_trust"""
    assert set(stated.split()) < set(FLAGS)


def test_flags_stand_by_group_and_each_group_has_some():
    groups = [group for group, _ in groupby(flag.group for flag in FLAGS.values())]
    assert groups == list(FLAG_GROUPS)


@pytest.mark.parametrize(
    ("type_code", "flags", "fills"),
    [
        ("EPLUS-ENT-SME", set(), True),
        ("EPLUS-ENT-SME", {"employer"}, True),
        ("EPLUS-ENT-SME", {"consultancy"}, False),
        ("EPLUS-ENT-LARGE", {"consultancy", "employer"}, True),
        ("EPLUS-ENT-LARGE", {"no_consultancy"}, True),
        ("EPLUS-SOCIAL", {"consultancy"}, True),
    ],
)
def test_consultancy_fills_no_business_seat_unless_it_is_an_employer_too(type_code, flags, fills):
    assert types.fills_business_seat(type_code, flags) is fills
