"""A population that is kept up to date answers as one that is built anew, whatever happened in between."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from matchmaker import matching
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import parse
from matchmaker.matching import Answer, History, Population
from matchmaker.programme import guides

CALL = guides.load().call("ka220-vet-2026")
TODAY = date(2026, 11, 23)
KEYS = [f"o{number}" for number in range(9)]
FURTHER = ("x", "y", "z")
some_key = st.sampled_from(KEYS)


def subsets(*values: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values))


facts = st.fixed_dictionaries({
    "country": st.sampled_from(("PL", "DE", "FR", "US")),
    "type": st.sampled_from(("EPLUS-EDU-VOC-SEC", "EPLUS-EDU-HEI", "EPLUS-ENT-SME")),
    "name": st.sampled_from(("Alike", "Alone", "ÀLIKE", "")),
    "sectors": subsets("VET", "HED", "BUS"),
    "fields": st.lists(st.sampled_from(("1013", "101", "0411")), max_size=3).map(tuple),
    "topics": st.lists(st.sampled_from(("bees", "inclusion")), max_size=2).map(tuple),
    "priorities": subsets("VET18-WBL").map(tuple),
    "expertise": subsets("evaluation", "facilitation").map(tuple),
    "languages": subsets("en", "pl", "de"),
    "roles": subsets("partner", "coordinator"),
    "newcomer": st.sampled_from((None, True, False)),
    "responsiveness": st.sampled_from((None, 0.0, 0.5, 0.9)),
    "established": st.sampled_from((None, date(1, 1, 1), date(2001, 2, 3))),
    "oid": st.sampled_from((None, "E00000001", "E10000002", "odd")),
    "pic": st.sampled_from((None, "000000007", "999999999", "9")),
    "flags": subsets("eche", "no_public_body", "consultancy"),
    "city": st.sampled_from(("", "Łódź")),
    "registration": st.sampled_from((None, "1")),
    "known_only": st.booleans(),
})  # fmt: skip


class Kept(RuleBasedStateMachine):
    """The organisations and blocks there are, and a population that only hears of changes."""

    @initialize(doubts_listed=st.booleans(), given=st.dictionaries(some_key, facts, max_size=5))
    def begin(self, doubts_listed: bool, given: dict[str, dict[str, Any]]) -> None:
        self.doubts_listed = doubts_listed
        self.there = {key: Organisation(id=key, **said) for key, said in given.items()}
        self.blocks: set[tuple[str, str]] = set()
        self.distinct: set[tuple[str, str]] = set()
        self.population = self.anew()

    def anew(self) -> Population:
        return Population(self.there.values(), self.blocks, distinct=self.distinct, doubts_listed=self.doubts_listed)

    def pairs_of(self, *keys: str, among: set[tuple[str, str]] | None = None) -> list[tuple[str, str]]:
        return [pair for pair in sorted(self.blocks if among is None else among) if not set(pair).isdisjoint(keys)]

    @rule(changed=st.dictionaries(some_key, facts, max_size=4), gone=st.frozensets(some_key, max_size=4), twice=st.booleans())
    def change(self, changed: dict[str, dict[str, Any]], gone: frozenset[str], twice: bool) -> None:
        self.there = {key: one for key, one in self.there.items() if key not in gone}
        for key, said in changed.items():
            before = self.there.get(key)
            self.there[key] = Organisation(id=key, other_ids=before.other_ids if before else (), **said)
        for _ in range(1 + twice):
            given = [self.there[key] for key in changed]
            told = self.pairs_of(*changed, among=self.distinct)
            self.population = self.population.updated(given, gone, self.pairs_of(*changed), distinct=told)

    @rule(key=some_key, further=st.lists(st.sampled_from(FURTHER), unique=True))
    def rename(self, key: str, further: list[str]) -> None:
        """One takes these further ids from whoever has them."""
        if key in self.there:
            was = dict(self.there)
            for other, one in was.items():
                left = tuple(id_ for id_ in one.other_ids if id_ not in further)
                self.there[other] = replace(one, other_ids=tuple(further) if other == key else left)
            self.population = self.population.updated(one for one in self.there.values() if one != was[one.id])

    @rule(one=some_key, other=some_key)
    def block(self, one: str, other: str) -> None:
        """The pair stands from now on, or no longer; only the first of the two is heard of."""
        self.blocks ^= {(one, other)}
        changed = [self.there[one]] if one in self.there else []
        self.population = self.population.updated(changed, blocks=self.pairs_of(one))

    @rule(one=some_key, other=some_key)
    def decide(self, one: str, other: str) -> None:
        """It is decided that these are two bodies, or that is taken back."""
        self.distinct ^= {(one, other)}
        changed = [self.there[one]] if one in self.there else []
        self.population = self.population.updated(changed, distinct=self.pairs_of(one, among=self.distinct))

    @invariant()
    def answers_the_same(self) -> None:
        kept, anew = self.population, self.anew()
        self.holds_the_same(kept, anew)
        self.finds_and_counts_the_same(kept, anew)
        self.keeps_apart_the_same(kept, anew)

    def holds_the_same(self, kept: Population, anew: Population) -> None:
        everybody = range(kept.size)
        assert kept.size == anew.size == len(self.there)
        assert {one.id: one for one in kept.read(everybody)} == self.there
        for place, one in enumerate(map(kept.facts, everybody)):
            assert one == replace(self.there[one.id], name="", city="", registration=None)
            assert (kept.id_of(place), kept.index[one.id]) == (one.id, place)
            assert kept.natures[kept.nature[place]].flags == one.flags
            assert kept.countries[kept.country[place]] == one.country
            assert kept.tongue_sets[kept.tongues[place]] == one.languages

    def finds_and_counts_the_same(self, kept: Population, anew: Population) -> None:
        assert {term: _ids(kept, found) for term, found in kept.postings.items()} == {
            term: _ids(anew, found) for term, found in anew.postings.items()
        }
        assert all(kept.df(term) == anew.df(term) for term in ("field:101", "topic:bees", "priority:none"))
        assert all(found.tolist() == sorted(found.tolist()) for found in kept.postings.values())
        assert set(kept.index) == set(anew.index)
        for given in (*KEYS, *FURTHER):
            mine, theirs = kept.index.get(given), anew.index.get(given)
            assert (mine is None) == (theirs is None)
            assert mine is None or theirs is None or kept.id_of(mine) == anew.id_of(theirs)
        for given in ("E00000001", "E10000002", "odd", "000000007", "9"):
            assert given not in kept.index or given in _numbers(kept, kept.index[given])

    def keeps_apart_the_same(self, kept: Population, anew: Population) -> None:
        assert _groups(kept) == _groups(anew)
        assert kept.groups_of == {
            place: numbers
            for place in range(kept.size)
            if (numbers := [number for number, group in enumerate(kept.shared_identities) if place in group])
        }
        for pairs in ("blocks", "distinct"):
            assert {_ids(kept, pair) for pair in getattr(kept, pairs)} == {_ids(anew, pair) for pair in getattr(anew, pairs)}
        assert sorted(kept.visiting_order(0).tolist() if kept.size else []) == sorted(
            anew.visiting_order(anew.index[kept.id_of(0)]).tolist() if kept.size else []
        )

    @rule(key=some_key)
    def suggest(self, key: str) -> None:
        if key in self.there:
            kept, anew = (_suggested(population, key) for population in (self.population, self.anew()))
            assert kept == anew


def _ids(population: Population, positions: Any) -> tuple[str, ...]:
    return tuple(sorted(population.id_of(int(place)) for place in positions))


def _groups(population: Population) -> list[tuple[str, ...]]:
    return sorted(_ids(population, group) for group in population.shared_identities)


def _numbers(population: Population, place: int) -> tuple[str | None, ...]:
    one = population.facts(place)
    return (one.id, *one.other_ids, one.oid, one.pic)


def _suggested(population: Population, initiator: str) -> list[tuple[float, frozenset[str]]]:
    document = {"call": CALL.id, "initiator": initiator, "fields": ["1013"], "topics": ["bees"], "size": {"min": 3, "max": 4}}
    request = parse({**document, "expertise": [{"slug": "evaluation"}], "limit": 2}, lambda _: CALL)
    answer: Answer = matching.suggest(request, population, History(), CALL, TODAY)
    return [(round(one.score, 9), frozenset(one.partners)) for one in answer.proposals]


TestKept = Kept.TestCase
TestKept.settings = settings(stateful_step_count=12)
