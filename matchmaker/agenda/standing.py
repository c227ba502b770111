"""How a consortium stands, as somebody meets it: the frozen facts from which follows what is next."""

from dataclasses import dataclass
from datetime import datetime

from matchmaker.eligibility.findings import Verdict


@dataclass(frozen=True, slots=True)
class Gone:
    """An organisation that is out of a consortium, or did not answer: its name and id; said: whether it declined."""

    name: str
    key: str
    has_declined: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """A consortium as somebody meets it.

    is_mine: whether this person decides for whoever holds it; holder: its name.
    verdict: of the rules as planned; failing: how many of them fail. open_seats: nobody fills them. gone: who left or declined,
    the last first, while nobody has come since. silent: members whose invitation ran out. proposed: who is next in
    reserve for a place that is empty, empty = nobody. unasked: numbers of the members that nobody asked yet. awaited: until when
    each answer is expected. offered: who is asked to coordinate, empty = nobody.
    until: the deadline of the call, None = not known or over. confirms: the organisation of this person that joined under another
    coordinator, empty = none; unsure: how many such members there are. can_go_on: the coordinator is silent, and this person
    decides for whoever started it. late: members that were reminded in vain. internal: the internal deadline, None = not known.
    data_of: the number of an organisation of this person whose data are to be confirmed before it; 0 = none.
    asked_of_us: what was asked of organisations of this person, or given back to them. to_look_at: what came and whoever
    coordinates has not opened. waits_for, waits: the partner with most to do, and how much; empty = nobody.
    given_up: its round closed without an application: when it is given up by itself, None = it has not.
    """

    id: int
    state: str
    is_mine: bool
    holder: str
    title: str = ""
    has_changed_rules: bool = False
    verdict: Verdict = "eligible"
    failing: int = 0
    open_seats: int = 0
    gone: tuple[Gone, ...] = ()
    silent: tuple[Gone, ...] = ()
    proposed: str = ""
    unasked: tuple[int, ...] = ()
    awaited: tuple[datetime, ...] = ()
    offered: str = ""
    until: datetime | None = None
    confirms: str = ""
    unsure: int = 0
    can_go_on: bool = False
    late: tuple[Gone, ...] = ()
    internal: datetime | None = None
    data_of: int = 0
    asked_of_us: int = 0
    to_look_at: int = 0
    waits_for: str = ""
    waits: int = 0
    given_up: datetime | None = None

    @property
    def is_complete(self) -> bool:
        """Whether everybody in it has joined."""
        return not (self.silent or self.unasked or self.awaited)
