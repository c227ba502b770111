"""The rules as the search asks them agree with the eligibility check, which knows nothing of the search."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.eligibility import minima
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.reading import read
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.composition import Composition
from matchmaker.matching.rules.kind import NEVER
from matchmaker.matching.standing import Standing
from matchmaker.programme import classes, countries, plain
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import Compare
from tests.examples import examples
from tests.matching.worlds import GUIDE, MAKE_UP, TODAY, organisation

BALANCED = GUIDE.call("cbvet-2026")
CALLS = list(GUIDE.calls.values())


def standing(composition: Composition, call: Call, one: Organisation) -> Standing:
    bits = sum(1 << place for place, name in enumerate(composition.classes) if classes.is_in(name, one.type, one.flags))
    counted = countries.counts_as(one.country)
    return Standing(counted, counted in call.counting_countries, bits)


def failing(call: Call, members: list[Organisation]) -> bool:
    facts = tuple(
        Member(o.id, "partner" if number else "coordinator", o.name, o.country, o.type, o.flags)
        for number, o in enumerate(members)
    )
    return any(finding.status == "fail" for finding in minima.check(read(Consortium(facts), call, TODAY)))


def some_members(random: Random, call: Call, number: int) -> list[Organisation]:
    made_of = MAKE_UP.get(call.id, {})
    found = [organisation(random, n, **{k: v for k, v in made_of.items() if k in ("kinds", "places")}) for n in range(number)]
    found[0] = organisation(random, 0, places=("PL", "DE"))
    return found


@given(st.integers(0, 2**40), st.integers(0, len(CALLS) - 1), st.integers(1, 10))
@examples(300)
def test_what_is_missing_is_nothing_exactly_when_no_rule_fails(seed: int, which: int, number: int) -> None:
    random, call = Random(seed), CALLS[which]
    members = some_members(random, call, number)
    composition = Composition(call)
    stands = [standing(composition, call, one) for one in members]
    home = stands[0].country or ""
    assert (composition.missing(stands, home) == 0) == (not failing(call, members))
    for leaving in range(1, number):
        rest = [one for place, one in enumerate(members) if place != leaving]
        assert composition.holds_without(stands, leaving, home) == (not failing(call, rest))


@given(st.integers(0, 2**40), st.integers(0, len(CALLS) - 1), st.integers(1, 7), st.integers(0, 4))
@examples(300)
def test_what_is_missing_is_never_more_than_what_helps(seed: int, which: int, number: int, more: int) -> None:
    """A lower bound: if so many more members make the rules hold, no larger number was called missing."""
    random, call = Random(seed), CALLS[which]
    members = some_members(random, call, number + more)
    composition = Composition(call)
    stands = [standing(composition, call, one) for one in members]
    home = stands[0].country or ""
    if composition.missing(stands, home) == 0:
        assert composition.missing(stands[:number], home) <= more
        assert composition.in_reach(stands, home)
        undecided = [Standing(None, one.counting, one.classes) for one in stands[1:]]
        if not composition.by_country:
            assert composition.missing([stands[0], *undecided], home) == 0


@pytest.mark.parametrize(
    ("op", "counting", "others", "missing"),
    [
        ("<=", 3, 1, 2), ("<=", 1, 3, 0), ("<", 2, 2, 1), ("<", 1, 2, 0), (">=", 1, 3, 2), (">=", 3, 3, 0),
        (">", 2, 2, 1), (">", 3, 2, 0), ("==", 3, 1, 2), ("==", 1, 3, 2), ("==", 2, 2, 0),
    ],
)  # fmt: skip
def test_a_balance_lacks_the_difference(op: str, counting: int, others: int, missing: int) -> None:
    rule = Compare(id="balance", check="compare", left="orgs_counting", op=op, right="orgs_other", ev="F", source="a test")
    call = BALANCED.model_copy(update={"rules": (rule,)})
    members = [Standing("PL", True, 0)] * counting + [Standing("UA", False, 0)] * others
    assert Composition(call).missing(members, "PL") == missing


def test_too_many_members_cannot_be_mended() -> None:
    call = GUIDE.call("ka229-2018")
    schools = [Standing(f"C{n}", True, 0) for n in range(7)]
    composition = Composition(call)
    assert composition.missing(schools, "C0") == NEVER
    assert composition.missing(schools[:6], "C0") == 0
    assert Composition(call, without={"orgs"}).missing(schools, "C0") == 0


def test_what_is_not_settled_binds_nobody() -> None:
    call = GUIDE.call("cove-2025")
    lenient, strict = (Composition(*plain.widest(call, (), strictly=strictly)) for strictly in (False, True))
    assert not lenient.by_country
    assert strict.by_country
    eight = [Standing(f"C{n % 4}", True, 0) for n in range(8)]
    assert lenient.missing(eight, "C0") == 0
    assert strict.missing(eight, "C0") > 0
    assert {"per-country"} == {one.rule.id for one in strict.binding} - {one.rule.id for one in lenient.binding}
