"""A small model of a consortium's way: who is in, who was asked, what was offered. It knows no table of moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass
class Model:
    """What is true, said without the tables: `asked` is the state of the last invitation of each."""

    phase: str = "open"
    """open, offered, taken (by `holder`), frozen, sent, over."""
    holder: str = "alice"
    coordinator: str = "alice"
    members: set[str] = field(default_factory=lambda: {"alice", "bob"})
    joined: set[str] = field(default_factory=lambda: {"alice"})
    asked: dict[str, str] = field(default_factory=dict)
    until: dict[str, datetime] = field(default_factory=dict)
    said_no: set[str] = field(default_factory=set)
    offered_to: str | None = None
    snapshots: int = 0
    was_submitted: bool = False
    is_on: bool = False
    """Whether what is offered comes from a coordinator."""
    agreed: dict[str, str] = field(default_factory=dict)
    """Who joined, or stays, under whom."""
    acted: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    """When whoever holds it last did something."""
    copies: int = 0

    @property
    def editable(self) -> bool:
        return self.phase in ("open", "taken")

    @property
    def inviting(self) -> bool:
        return any(state in ("sent", "interested", "joined") for state in self.asked.values())

    @property
    def state(self) -> str:
        """What the service should call this."""
        names = {"offered": "offered", "taken": "handed_over", "frozen": "finalised", "sent": "submitted"}
        if self.phase == "open":
            return "inviting" if self.inviting else "draft"
        return names.get(self.phase, self.phase)

    @property
    def unsure(self) -> set[str]:
        """Who joined under another coordinator than the one that took over."""
        if self.phase not in ("taken", "frozen"):
            return set()
        return {who for who in self.joined if self.agreed.get(who, self.coordinator) != self.coordinator}

    def hold(self, who: str, *, before: str) -> None:
        """Somebody else holds it, and coordinates; both of them know of it."""
        self.holder = self.coordinator = who
        self.agreed |= {one: who for one in (who, before) if one in self.members}

    def out(self, who: str) -> None:
        """Somebody is no longer in it."""
        self.members.discard(who)
        self.joined.discard(who)
        self.agreed.pop(who, None)
        if self.coordinator == who:
            self.coordinator = self.holder
