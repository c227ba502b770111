"""What differs between two calls, or two versions of one: statement by statement, in plain sentences."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from typing import Literal, NamedTuple

from matchmaker.language import N_, Message, say
from matchmaker.programme.calls import Call
from matchmaker.programme.keys import NAMES
from matchmaker.programme.telling import BY_RULE, GATHERED, LISTS, STATED, Statement, data_of, text


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement in both calls. about: the key of the call's file; id: of the rule, country, priority, round ... within it.

    before, after: what each call says, None where it says nothing; the same twice where our words do not show what differs.
    """

    about: str
    id: str
    before: Message | None
    after: Message | None

    @property
    def change(self) -> Literal["added", "removed", "changed"]:
        """What happened to the statement."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def sentence(self) -> Message:
        """The difference in words; they stand under the name of what it is about."""
        if self.before is None:
            return say(N_("new: %(after)s"), after=self.after)
        if self.after is None:
            return say(N_("no longer: %(before)s"), before=self.before)
        if text(self.before) == text(self.after):
            return say(N_("changed in a detail: %(after)s"), after=self.after)
        return say(N_("%(after)s (before: %(before)s)"), after=self.after, before=self.before)


def differences(before: Call, after: Call) -> tuple[Difference, ...]:
    """Everything that `after` states otherwise than `before`, in the order in which a call is read.

    The same statement read in another source, or better confirmed, is no difference; nor is a thing of a list whose name stayed.
    """
    return tuple(one for about in STATED for one in _about(about, before, after))


class Told(NamedTuple):
    """A difference, or several of one list, in words. id: of the rule or condition it is about, else empty."""

    id: str
    sentence: Message


def in_groups(found: Iterable[Difference]) -> list[tuple[Message, list[Told]]]:
    """The differences under the names of what they are about; what is new in a list, and what is gone, as one sentence each."""
    return [
        (NAMES[name], list(_gathered(list(group))))
        for name, group in groupby(found, lambda one: "rules" if one.about in BY_RULE else one.about)
    ]


def _gathered(group: list[Difference]) -> Iterator[Told]:
    if group[0].about not in GATHERED:
        yield from (Told(one.id if one.about in BY_RULE else "", one.sentence) for one in group)
        return
    added = [one.after for one in group if one.after is not None]
    removed = [one.before for one in group if one.before is not None]
    if added:
        yield Told("", Difference(group[0].about, "", None, _together(added)).sentence)
    if removed:
        yield Told("", Difference(group[0].about, "", _together(removed), None).sentence)


def _together(things: list[Message]) -> Message:
    return reduce(lambda first, second: say(N_("%(first)s; %(second)s"), first=first, second=second), things)


def _about(about: str, before: Call, after: Call) -> Iterator[Difference]:
    """The differences of one key; also what our words do not show."""
    was, now = list(STATED[about](before)), list(STATED[about](after))
    found = list(_compared(about, was, now))
    yield from found
    if not found and about not in LISTS and data_of(getattr(before, about)) != data_of(getattr(after, about)):
        yield from (Difference(about, one.id, one.message, one.message) for one in now)


def _compared(about: str, before: Iterable[Statement], after: Iterable[Statement]) -> Iterator[Difference]:
    """Statements of one id side by side: those of the later call in its order, then those that are gone."""
    was, now = _by_id(before), _by_id(after)
    for key, new in now.items():
        old = was.get(key, [])
        for place, one in enumerate(new):
            if place >= len(old):
                yield Difference(about, one.id, None, one.message)
            elif about not in LISTS and (one.data != old[place].data or text(one.message) != text(old[place].message)):
                yield Difference(about, one.id, old[place].message, one.message)
        yield from (Difference(about, one.id, one.message, None) for one in old[len(new) :])
    yield from (Difference(about, one.id, one.message, None) for key, old in was.items() if key not in now for one in old)


def _by_id(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = {}
    for one in statements:
        found.setdefault(one.id, []).append(one)
    return found
