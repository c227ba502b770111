"""A profile states, denies or leaves open; what it stands for follows from its type."""

from typing import Any

import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.profiles import Profile, roles_of


def profile(**said: Any) -> Profile:
    return parse(Profile, {"name": "Zespół Szkół", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"} | said)


def problems(**said: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        profile(**said)
    return {field: str(sentence) for field, sentence in refused.value.problems.items()}


def test_profile_leaves_open_what_is_not_said() -> None:
    said = profile(newcomer="", oid="", established=None, capacity="")
    assert (said.newcomer, said.oid, said.established, said.capacity, said.flags) == (None, None, None, None, ())


def test_flag_is_stated_denied_or_open_and_never_both() -> None:
    assert profile(flags=["eche", "no_employer"]).all_flags == {"eche", "no_employer"}
    assert "both stated and denied" in problems(flags=["eche", "no_eche"])[""]
    assert list(problems(flags=["no_such_thing"])) == ["flags.0"]


def test_sectors_are_what_the_type_allows_and_nothing_else() -> None:
    assert profile(sectors=["HED", "ADU"]).stands_for == {"VET", "ADU"}
    assert profile(type="EPLUS-ENT-SME", sectors=["VET"]).stands_for == {"BUS"}
    assert profile(type="EPLUS-ENT-SME", sectors=["VET"], flags=["training_provider"]).stands_for == {"BUS", "VET"}


def test_kind_brings_its_type_and_flags() -> None:
    said = profile(kind="chamber", type=None)
    assert said.official_type == "EPLUS-SOCIAL"
    assert "chamber" in said.all_flags
    assert said.stands_for == {"BUS"}


def test_kind_and_type_must_agree() -> None:
    assert "Chamber" in problems(kind="chamber", type="EPLUS-EDU-HEI")[""]
    assert "say what the organisation is" in problems(type=None)[""]


@pytest.mark.parametrize(("typed", "kept"), [("E10000001", "E10000001"), ("e10000001", "E10000001")])
def test_oid_is_e_and_eight_digits(typed: str, kept: str) -> None:
    assert profile(oid=typed).oid == kept


@pytest.mark.parametrize("wrong", ["E1000000", "E100000011", "F10000001", "10000001", "E1000000x", "E٣٣٣٣٣٣٣٣"])
def test_wrong_oid_is_refused(wrong: str) -> None:
    assert "E and 8 digits" in problems(oid=wrong)["oid"]


@pytest.mark.parametrize("wrong", ["12345678", "1234567890", "E12345678", "12345678²"])
def test_wrong_pic_is_refused(wrong: str) -> None:
    assert "9 digits" in problems(pic=wrong)["pic"]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *(("learners", -1), ("staff", 10**12), ("capacity", 101), ("capacity", True), ("languages", ["xx"]), ("roles", ["boss"])),
        *(("priorities", ["peace"]), ("fields", ["99999"]), ("sectors", ["ABC"]), ("type", "SCHOOL"), ("country", "XX")),
        *(("established", "yesterday"), ("website", "javascript:alert(1)"), ("topics", ["Two Words"]), ("newcomer", "perhaps")),
    ],
)
def test_profile_says_what_is_wrong_where(field: str, wrong: Any) -> None:
    assert [key.split(".")[0] for key in problems(**{field: wrong})] == [field]


def test_group_without_legal_personality_is_no_coordinator() -> None:
    assert roles_of("EPLUS-YOUTH-GROUP", frozenset()) == ("partner",)
    assert roles_of("EPLUS-EDU-VOC-SEC", frozenset()) == ("partner", "coordinator")


def test_languages_and_pic_are_kept_in_one_form() -> None:
    said = profile(languages=["PL", "en"], pic="999999999")
    assert (said.languages, said.pic) == (("pl", "en"), "999999999")
