"""The judge of repairs: every step and every sequence of steps, tried one by one and asked of the eligibility check.

Written from the documents alone; shares no code with what it judges but the check, and the plain score of `oracle.brute_force`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from random import Random
from typing import Any

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import Population
from matchmaker.matching.mending.cases import Case, case_of
from matchmaker.matching.question import Circumstances
from matchmaker.programme.conditions import CONDITIONS, CoordinatorConditions
from oracle.brute_force import World
from tests.matching.worlds import TODAY, history, world

Standing = tuple[frozenset[str], str]
"""Who is in a consortium, and who of them coordinates."""
Change = tuple[str, str | None, str | None]
"""A kind of step, who leaves, and who joins or coordinates."""


@dataclass
class Trial:
    """A consortium in a world, tried in every way, as the kind of project that it is at first."""

    world: World
    members: tuple[str, ...]
    coordinator: str
    anyone_may_leave: bool

    def __post_init__(self) -> None:
        self.by_id = {one.id: one for one in self.world.organisations}
        self.core = tuple(dict.fromkeys([self.world.request.initiator, *self.world.request.members]))
        self.start: Standing = (frozenset(self.members), self.coordinator)
        self.joinable = {
            one.id for one in self.world.organisations if one.id not in self.members and self.world.may_be_suggested(one)
        }
        self.able = {one for one in self.joinable if self.world.may_coordinate(self.by_id[one])}
        self._fails: dict[Standing, frozenset[str]] = {}
        if (whole := self.world.call).variants:
            kind = eligibility.check(consortium(self.world, *self.start), whole, TODAY).variant
            (self.world,) = (one for one in self.world.each_variant() if one.call.variant and one.call.variant.id == kind)
        self.call = whole

    # Questions of one consortium -----------------------------------------------------------------------------------

    def fails(self, standing: Standing) -> frozenset[str]:
        if standing not in self._fails:
            report = eligibility.check(consortium(self.world, *standing), self.world.call, TODAY)
            failing = {one.rule for one in report.findings if one.scope == "composition" and one.status == "fail"}
            self._fails[standing] = frozenset(failing)
        return self._fails[standing]

    def breaks_by_itself(self, one: str, *, coordinating: bool) -> bool:
        """Whether somebody who joins breaks a rule about each member, or about who coordinates."""
        fails = self.fails((frozenset({one}), one if coordinating else ""))
        asked = frozenset[str]().union(*(one.ids for one in CONDITIONS))
        asked |= {rule.id for rule in self.world.call.rules if rule.check == "regions_only"}
        return bool(fails & (asked if coordinating else asked - CoordinatorConditions.ids))

    def partners(self, standing: Standing) -> list[str]:
        """P: all but S, and S is the coordinator where nobody of S is left."""
        members, coordinator = standing
        core = [one for one in self.core if one in members] or [coordinator]
        return sorted(members - set(core))

    def seats(self, standing: Standing) -> int:
        places = [seat for seat in self.world.request.seats for _ in range(seat.count)]
        partners = [self.by_id[one] for one in sorted(standing[0] - set(self.core))]
        size = min(len(places), len(partners))
        if len(partners) < len(places):
            orders = (zip(chosen, partners, strict=False) for chosen in permutations(places, size))
        else:
            orders = (zip(places, chosen, strict=False) for chosen in permutations(partners, size))
        return max((sum(self.world.fits(seat, one) for seat, one in order) for order in orders), default=0)

    def score(self, standing: Standing) -> float:
        members, coordinator = standing
        core = [one for one in self.core if one in members] or [coordinator]
        beside = self.world.without(initiator=core[0], members=tuple(core))
        return beside.score([self.by_id[one] for one in self.partners(standing)], coordinator)

    def is_repaired(self, standing: Standing, tolerated: frozenset[str] = frozenset()) -> bool:
        """No rule fails but those tolerated, no seat was emptied, nobody joined whom somebody else rules out."""
        members, coordinator = standing
        joined, left = members - self.start[0], self.start[0] - members
        if not members & self.start[0] or not self.fails(standing) <= tolerated:
            return False
        # Where a rule is broken already, nobody joins who breaks it too.
        if any(self.breaks_by_itself(one, coordinating=one == coordinator) for one in joined):
            return False
        if any(self.world.in_conflict(self.by_id[a], self.by_id[b]) for a in joined for b in members if a != b):
            return False
        if any(self.same_body(a, b) for a in joined for b in left):
            return False
        return self.seats(standing) >= self.seats(self.start)

    def same_body(self, one: str, other: str) -> bool:
        nobody_apart = replace(self.world, apart=(), _by_id={})
        return nobody_apart.in_conflict(self.by_id[one], self.by_id[other])

    # Steps ---------------------------------------------------------------------------------------------------------

    def steps(self, standing: Standing) -> Iterator[tuple[Change, Standing]]:
        members, coordinator = standing
        may_leave = {one for one in members if self.anyone_may_leave or one not in self.core}
        for one in sorted(self.joinable - members):
            yield ("add", None, one), (members | {one}, coordinator)
        for gone in sorted(may_leave):
            for one in sorted((self.able if gone == coordinator else self.joinable) - members):
                after = members - {gone} | {one}
                yield ("replace", gone, one), (after, one if gone == coordinator else coordinator)
            if gone != coordinator:
                yield ("remove", gone, None), (members - {gone}, coordinator)
        for one in sorted(members - {coordinator}):
            if one in self.start[0] or one in self.able:
                yield ("coordinator", None, one), (members, one)

    def single_steps(self, tolerated: frozenset[str] = frozenset()) -> dict[Change, float]:
        """Every single step that repairs, and the score it leads to."""
        return {change: self.score(then) for change, then in self.steps(self.start) if self.is_repaired(then, tolerated)}

    def fewest(self, most: int, largest: int | None = None) -> int | None:
        """The smallest number of steps, up to `most`, that repair; None when there are none.

        largest: a size beyond which nobody is added, though members may be replaced.
        """
        reached, seen = [self.start], {self.start}
        for number in range(most + 1):
            if any(self.is_repaired(one) for one in reached):
                return number
            steps = ((one, change, then) for one in reached for change, then in self.steps(one))
            after = {then for one, change, then in steps if change[0] != "add" or largest is None or len(one[0]) < largest} - seen
            seen |= after
            reached = sorted(after, key=lambda one: (sorted(one[0]), one[1]))
        return None

    # The same for what is judged -----------------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        made = case_of(self.world.request, [self.by_id[one] for one in self.members], self.coordinator)
        return replace(made, anyone_may_leave=self.anyone_may_leave)

    @property
    def circumstances(self) -> Circumstances:
        population = Population(self.world.organisations, self.world.apart)
        return Circumstances(population, history(self.world), self.call, TODAY)


def consortium(asked: World, members: frozenset[str], coordinator: str) -> Consortium:
    by_id = {one.id: one for one in asked.organisations}
    return Consortium(tuple(member(by_id[one], coordinator) for one in sorted(members)), Project(), asked.round)


def member(one: Organisation, coordinator: str) -> Member:
    role = "coordinator" if one.id == coordinator else "partner"
    return Member(one.id, role, one.name, one.country, one.type, one.flags, one.established, one.oid, one.pic, one.registration)


def trial(random: Random, call_id: str, size: int, members: int, **wished: Any) -> Trial:
    """A consortium of about so many members in a random world, mostly led by who starts, sometimes free to change wholly."""
    document = {"include": [], "coordinator": "initiator", **wished}
    return trial_of(random, world(random, call_id, size, **document), members)


def trial_of(random: Random, asked: World, members: int) -> Trial:
    """The same in a world that is there; nobody in it is asked for by name, and who starts coordinates."""
    core = list(dict.fromkeys([asked.request.initiator, *asked.request.members]))
    others = [one.id for one in asked.organisations if one.id not in core]
    number = max(0, min(len(others), members + random.choice((-1, 0, 0, 1)) - len(core)))
    chosen = (*core, *random.sample(others, number))
    named = [one for one in chosen if one not in asked.request.exclude]
    leads = random.choice(named) if random.random() < 0.25 else core[0]
    asked = asked.without(include=(), exclude=tuple(one for one in asked.request.exclude if one not in chosen))
    return Trial(asked, tuple(chosen), leads, anyone_may_leave=random.random() < 0.4)
