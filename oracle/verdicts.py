"""Whether the rules hold for organisations together, asked of the eligibility check in each reading of the call."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.inputs.organisations import Organisation
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import CONDITIONS
from oracle.readings import among

CONDITION_IDS: Final = frozenset[str]().union(*(one.ids for one in CONDITIONS))


@dataclass
class Verdicts:
    """Answers under one call, each asked for once; all_confirmed: what is not certain counts as no."""

    call: Call
    today: date
    round: int | None
    all_confirmed: bool
    _known: dict[tuple[frozenset[str], str, int], str] = field(default_factory=dict)

    def readings(self, members: Iterable[Organisation]) -> list[Call]:
        """What the call may mean for these; where all is to be confirmed only what asks all that it may ask."""
        return among(self.call, (o.country for o in members), asking_most=self.all_confirmed)

    def holds(self, members: Iterable[Organisation], coordinator: str, reading: Call) -> bool:
        """Whether no rule fails in a reading; coordinator: the id of a member."""
        listed = {o.id: o for o in members}
        if (key := (frozenset(listed), coordinator, id(reading))) not in self._known:
            facts = tuple(
                Member(o.id, "coordinator" if o.id == coordinator else "partner", o.name, o.country, o.type, o.flags,
                       o.established, o.oid, o.pic, o.registration)
                for _, o in sorted(listed.items())
            )  # fmt: skip
            self._known[key] = eligibility.check(Consortium(facts, Project(), self.round), reading, self.today).verdict
        return self._known[key] != "ineligible"

    def unknown(self, one: Organisation, role: Literal["partner", "coordinator"]) -> set[str]:
        """Ids of the conditions of which the check does not know whether it meets them by itself."""
        alone = Member(one.id, role, one.name, one.country, one.type, one.flags, one.established)
        report = eligibility.check(Consortium((alone,), Project(), self.round), self.call, self.today)
        return {found.rule for found in report.rules if found.status == "unknown" and found.rule in CONDITION_IDS}
