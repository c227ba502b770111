"""Why one would take an alternative and not the first: what is said of the two holds, and something always is."""

from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

from matchmaker import matching
from matchmaker.inputs import request as requests
from matchmaker.language import LANGUAGES, Message, render
from matchmaker.matching import History, Population, Proposal
from matchmaker.matching.saying.difference import MOST_GAINS, Difference, difference
from matchmaker.matching.saying.glance import glance
from matchmaker.programme import countries
from oracle.brute_force import World
from tests.examples import part_of
from tests.matching.test_reasons import one
from tests.matching.worlds import GUIDE, TODAY, ask, world

YEAR = 2026


def beside(first: Proposal, other: Proposal) -> Difference:
    return difference((first, glance(first)), (other, glance(other)), YEAR)


def in_words(said: tuple[Message, ...]) -> list[str]:
    return [str(message) for message in said]


def both(*others: object, **wishes: object) -> Difference:
    """Of the two answers to a request of a school in Poland that wants three members, the second beside the first."""
    asked = {"call": "ka202-2018", "initiator": "a", "limit": 2, "min_difference": 1, "size": {"min": 3, "max": 3}, **wishes}
    request = requests.parse(asked, GUIDE.call)
    population = Population([one("a", "PL"), *others])  # type: ignore[list-item]
    first, other = matching.suggest(request, population, History(()), GUIDE.call("ka202-2018"), TODAY).proposals
    return beside(first, other)


def test_what_is_better_and_what_speaks_against_it_are_told_apart() -> None:
    trade = {"fields": ("1012",)}
    known = one("b", "DE", fields=("1012",), languages=frozenset({"en"}))
    found = both(known, one("c", "FR", **trade), one("d", "ES", languages=frozenset({"en"})), fields=["1012"], language="en")
    assert in_words(found.worse)[0] == "1 fewer partner in your trade"
    assert in_words(found.better) == ["1 fewer point to be confirmed"]
    assert found.why == found.better
    assert found.points is not None
    assert found.points < 0


def test_where_nothing_is_better_what_differs_is_named() -> None:
    found = both(one("b", "DE"), one("c", "FR"), one("d", "FR"), fields=["1012"])
    assert not found.better
    assert in_words(found.why) in (["Name c instead of Name d"], ["Name d instead of Name c"])
    assert found.points is None


def test_another_applicant_is_said_first_of_what_is_neither_better_nor_worse() -> None:
    leading = {"roles": frozenset({"coordinator", "partner"}), "established": None}
    found = both(one("b", "DE", **leading), one("c", "FR"), one("d", "DE", **leading), coordinator="find")
    assert in_words(found.why)[0] in ("Name b applies", "Name d applies")


def test_a_country_in_place_of_another_is_named_as_such() -> None:
    found = both(one("b", "DE"), one("c", "FR"), one("d", "ES"))
    assert any(str(said).split(" instead of ")[0] in ("Germany", "France", "Spain") for said in found.other)


def of_size(number: int, *others: object) -> Proposal:
    """The best answer with so many members to a school in Poland that knows these others."""
    asked = {"call": "ka202-2018", "initiator": "a", "fields": ["1012"], "size": {"min": number, "max": number}, "limit": 1}
    request = requests.parse({**asked, "same_country": True}, GUIDE.call)
    population = Population([one("a", "PL"), *others])  # type: ignore[list-item]
    return matching.suggest(request, population, History(()), GUIDE.call("ka202-2018"), TODAY).proposals[0]


def test_who_only_comes_or_only_goes_is_named() -> None:
    trade = {"fields": ("1012",)}
    known = [one("b", "DE", **trade), one("c", "FR", **trade), one("d", "ES", **trade), one("e", "AT")]
    four, five = of_size(4, *known), of_size(5, *known)
    assert "with Name e" in in_words(beside(four, five).other)
    assert "without Name e" in in_words(beside(five, four).other)


def test_how_much_depends_on_single_partners_goes_by_the_share_that_the_score_counts() -> None:
    """Two partners are needed in both, of three and of four."""
    known = [one("b", "DE"), one("c", "FR"), one("d", "PL", fields=("1012",)), one("e", "PL")]
    four, five = of_size(4, *known), of_size(5, *known)
    assert (four.parts["robustness"], five.parts["robustness"]) == (pytest.approx(1 / 3), 0.5)
    assert "depends less on single partners" in in_words(beside(four, five).better)
    assert "depends more on single partners" in in_words(beside(five, four).worse)


def compared(random: Random) -> Iterator[tuple[World, Proposal, Proposal]]:
    """Pairs of alternatives out of small worlds, without end: the first and another."""
    while True:
        asked = world(random, random.choice(("ka220-vet-2026", "ka202-2018", "ka210-vet-2026")), 9, limit=3, min_difference=1)
        proposals = ask(asked, time_limit=20.0).proposals
        yield from ((asked, proposals[0], other) for other in proposals[1:])


def counted(asked: World, proposal: Proposal) -> dict[str, float]:
    """What is compared, counted by the judge of the search from the facts alone."""
    everybody = [proposal.facts[key] for key in proposal.members]
    partners = [proposal.facts[key] for key in proposal.partners]
    parts = asked.weighted(partners, proposal.coordinator)
    past = set().union(*(asked.took_part_in(member.id) for member in asked.present))
    wanted = asked.request.fields
    return {
        "country": len({countries.counts_as(member.country) for member in everybody}),
        "sector": asked.sectors(everybody),
        "trade": sum(any(asked.credit(code, own) == 1 for code in wanted for own in member.fields) for member in partners),
        "past projects": sum(bool(past & asked.took_part_in(member.id)) for member in partners),
        "confirmed": len(proposal.to_confirm),
        "new to": sum(member.newcomer is True for member in everybody),
        "partner": len(partners),
        **{name: parts[part][1] for name, part in SHARES.items() if part in parts},
    }


SHARES = {"expertise": "expertise", "work on": "relevance", "single partners": "robustness"}
SAID = {
    "expertise": ("covers more", "covers less"),
    "work on": ("closer", "further"),
    "single partners": ("depends less", "depends more"),
}
ORDER = ("country", "sector", "trade", "past projects", "confirmed", "new to", *SHARES)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_said_of_two_alternatives_holds_by_an_independent_count(seed: int) -> None:
    for asked, first, other in islice(compared(Random(f"differences {seed}")), 2 + part_of(12)):
        before, after = counted(asked, first), counted(asked, other)
        found, back = beside(first, other), beside(other, first)
        assert found.why
        assert len(found.why) <= MOST_GAINS
        assert (len(found.better), len(found.worse)) == (len(back.worse), len(back.better))
        _elsewise_holds([message for message in found.other if not _is_counted(message)], asked, first, other)
        for message in (*found.better, *found.worse, *filter(_is_counted, found.other)):
            _count_holds(str(message), message in found.better, before, after)
        for message in (*found.better, *found.worse, *found.other):
            assert all("%(" not in render(message, language) for language in LANGUAGES)
        if found.points is not None:
            assert found.points == pytest.approx(other.score - first.score, abs=0.11)


Counts = dict[str, float]


def _is_counted(said: Message) -> bool:
    return str(said).split()[1] in ("more", "fewer")


def _count_holds(said: str, is_better: bool, before: Counts, after: Counts) -> None:
    """One sentence against the counts."""
    name = next((one for one in ORDER if one in said.replace("countries", "country")), "partner")
    change = after[name] - before[name]
    assert change, said
    if said[0].isdecimal():
        assert said.split()[:2] == [str(abs(int(change))), "more" if change > 0 else "fewer"]
    else:
        assert said.startswith(SAID[name][change < 0]), said
    if name not in ("new to", "partner"):
        assert is_better == ((change > 0) == (name != "confirmed")), said
    else:
        assert not is_better


def _elsewise_holds(said: list[Message], asked: World, first: Proposal, other: Proposal) -> None:
    """What is merely another, all of it: who applies, the countries, and who comes and goes."""
    names = {one.id: one.name for one in asked.organisations}
    lands = [{countries.counts_as(each.facts[one].country) for one in each.members} for each in (other, first)]
    come = [names[one] for one in other.partners if one not in first.partners]
    gone = [names[one] for one in first.partners if one not in other.partners]
    expected: list[object] = []
    if other.coordinator != first.coordinator:
        expected.append(("%(name)s applies", names[other.coordinator]))
    if len(new := lands[0] - lands[1]) == len(old := lands[1] - lands[0]) > 0:
        expected.append(("%(these)s instead of %(those)s", sorted(new), sorted(old)))
    if len(come) == len(gone) == 1:
        expected.append(("%(these)s instead of %(those)s", come, gone))
    elif come and gone:
        expected.append((f"{len(come)} other partner" + "s" * (len(come) > 1),))
    elif come or gone:
        expected.append(("with %(names)s" if come else "without %(names)s", sorted(come or gone)))
    assert [_read(one) for one in said] == expected


def _read(said: Message) -> object:
    """A sentence and whom or what it names; where it counts, as it is read."""
    args = dict(said.args)
    return (str(said),) if "n" in args else (said.text, *(_plain(args[name]) for name in sorted(args)))


def _plain(named: object) -> object:
    return sorted(getattr(one, "code", one) for one in named) if isinstance(named, tuple) else named
