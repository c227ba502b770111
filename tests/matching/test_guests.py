"""Members that a document tells of, beside a population that knows some of them."""

from datetime import date

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import Population
from matchmaker.matching.mending.guests import received

KNOWN = Organisation(
    id="k1", name="Known", country="DE", type="EPLUS-EDU-HEI", sectors=frozenset({"HED", "ADU"}), topics=("inclusion",),
    flags=frozenset({"eche", "non_profit"}), established=date(1990, 1, 1), oid="E10000001", pic="999999999", city="Bonn",
    other_ids=("old-k1",),
)  # fmt: skip
OTHER = Organisation(id="k2", name="Other", country="FR", type="EPLUS-NGO", sectors=frozenset({"CIV"}))
POPULATION = Population([KNOWN, OTHER])


def guest(key: str, **facts: object) -> Member:
    given = {"role": "partner", "name": "", "country": "DE", "type": "EPLUS-EDU-HEI", **facts}
    return Member(key, **given)


def meet(*members: Member) -> tuple[list[Member], Population]:
    whole, population = received(Consortium(members), POPULATION)
    return list(whole.members), population


def test_what_the_document_does_not_say_is_taken_from_the_population() -> None:
    (member,), population = meet(guest("old-k1"))
    assert (member.id, member.name, member.established, member.oid) == ("k1", "Known", date(1990, 1, 1), "E10000001")
    assert member.flags == KNOWN.flags
    assert population.read([population.index["old-k1"]]) == (KNOWN,)


def test_what_the_document_says_goes_before_what_the_population_knows() -> None:
    said = guest("mine", name="New name", country="AT", type="EPLUS-NGO", flags=frozenset({"no_eche"}), oid="e10000001".upper())
    (member,), population = meet(said)
    assert (member.id, member.name, member.country, member.type) == ("k1", "New name", "AT", "EPLUS-NGO")
    assert member.flags == {"no_eche", "non_profit"}
    (row,) = population.read([population.index["mine"]])
    assert (row.id, row.name, row.country, row.city, row.topics) == ("k1", "New name", "AT", "Bonn", ("inclusion",))
    assert row.sectors == {"CIV", "ADU"}
    assert population.size == POPULATION.size
    assert population.read([population.index["k2"]]) == (OTHER,)


def test_whoever_nobody_knows_is_added() -> None:
    (stranger, by_pic), population = meet(guest("x", name="Stranger", country="PL"), guest("y", pic="999999999"))
    assert (stranger.id, by_pic.id) == ("x", "k1")
    (row,) = population.read([population.index["x"]])
    assert (row.name, row.country, row.sectors) == ("Stranger", "PL", frozenset({"HED"}))
    assert population.size == POPULATION.size + 1


def test_two_entries_of_one_organisation_stay_two() -> None:
    members, population = meet(guest("k1", role="coordinator"), guest("z", oid="E10000001"), guest("x"), guest("x", country="PL"))
    assert [one.id for one in members] == ["k1", "k1", "x", "x"]
    assert [one.country for one in members] == ["DE", "DE", "DE", "PL"]
    assert population.size == POPULATION.size + 1


def test_associated_partners_stay_as_they_are() -> None:
    (member,), population = meet(guest("old-k1", role="associated"))
    assert member.id == "old-k1"
    assert population.read([population.index["k1"]]) == (KNOWN,)
