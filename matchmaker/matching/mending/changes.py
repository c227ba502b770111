"""Changes of a consortium, one step each: somebody joins, leaves, takes a place, or coordinates from now on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.language import N_, Message, say

Kind = Literal["add", "replace", "remove", "coordinator"]


@dataclass(frozen=True, slots=True)
class Step:
    """One change. leaves: for `replace`, `remove`; joins: for `add`, `replace`; coordinator: who coordinates from now on.

    Who takes the coordinator's place coordinates. A coordinator leaves without a successor only after another coordinates.
    """

    kind: Kind
    leaves: str | None = None
    joins: str | None = None
    coordinator: str | None = None

    def sentence(self, names: Mapping[str, str]) -> Message:
        """What to do. names: id -> name; an id without a name stands for itself."""
        leaving, joining, leading = (names.get(one, one) if one else "" for one in (self.leaves, self.joins, self.coordinator))
        match self.kind:
            case "add":
                return say(N_("Add %(joining)s"), joining=joining)
            case "replace":
                return say(N_("Replace %(leaving)s by %(joining)s"), leaving=leaving, joining=joining)
            case "remove":
                return say(N_("Go on without %(leaving)s"), leaving=leaving)
            case "coordinator":
                return say(N_("Let %(leading)s coordinate"), leading=leading)


def apply(consortium: Consortium, steps: Iterable[Step], joining: Mapping[str, Member]) -> Consortium:
    """The consortium after the steps. joining: id -> the facts of whoever joins. Raises KeyError for a step that cannot be."""
    for step in steps:
        consortium = _after(consortium, step, joining)
    return consortium


def place_of(members: Sequence[Member], leaving: str) -> int:
    """Which entry goes when that id leaves: of several the last, and rather one that does not coordinate. Raises KeyError."""
    places = [place for place, one in enumerate(members) if one.id == leaving and one.role != "associated"]
    if not places:
        raise KeyError(leaving)
    return ([place for place in places if members[place].role == "partner"] or places)[-1]


def between(leaving: Sequence[str], joining: Sequence[str], coordinator: str | None, successor: str | None) -> tuple[Step, ...]:
    """The fewest steps by which these leave, those join, and coordination goes from `coordinator` to `successor`.

    successor: None when it stays where it is. As many steps as the larger group has, and one more for the coordination,
    unless the coordinator is among those who leave and its successor among those who join.
    """
    handed_over = successor is not None and not (coordinator in leaving and successor in joining)
    first = [Step("replace", leaves=coordinator, joins=successor)] if successor is not None and not handed_over else []
    done = {coordinator, successor} if first else set()
    # A coordinator can leave only when somebody else coordinates, and somebody who joins must be there to coordinate.
    rest = list(_pairs([one for one in leaving if one not in done], [one for one in joining if one not in done]))
    before = [step for step in rest if step.leaves != coordinator and step.joins is not None]
    after = [step for step in rest if step not in before]
    taking_over = [Step("coordinator", coordinator=successor)] if handed_over else []
    return (*first, *before, *taking_over, *after)


def _pairs(leaving: Sequence[str], joining: Sequence[str]) -> Iterator[Step]:
    for gone, come in zip_longest(leaving, joining):
        if gone is None:
            yield Step("add", joins=come)
        elif come is None:
            yield Step("remove", leaves=gone)
        else:
            yield Step("replace", leaves=gone, joins=come)


def _after(consortium: Consortium, step: Step, joining: Mapping[str, Member]) -> Consortium:
    members, leads = consortium.members, consortium.coordinator
    if step.kind == "coordinator":
        if not any(one.id == step.coordinator and one.role != "associated" for one in members):
            raise KeyError(step.coordinator)
        return replace(consortium, members=_led_by(members, step.coordinator or ""))
    gone = len(members) if step.leaves is None else place_of(members, step.leaves)
    staying = (*members[:gone], *members[gone + 1 :])
    taken = leads is not None and leads not in staying
    if taken and step.joins is None:
        raise KeyError(step.leaves)
    if step.joins is not None:
        role: Literal["coordinator", "partner"] = "coordinator" if taken else "partner"
        staying = (*staying, replace(joining[step.joins], role=role))
    return replace(consortium, members=staying)


def _led_by(members: Sequence[Member], coordinator: str) -> tuple[Member, ...]:
    """The same members; of several entries of one id the first coordinates."""
    first = next(place for place, one in enumerate(members) if one.id == coordinator and one.role != "associated")
    return tuple(
        one if one.role == "associated" else replace(one, role="coordinator" if place == first else "partner")
        for place, one in enumerate(members)
    )
