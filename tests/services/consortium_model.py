"""A small model of a consortium's way: who is in, who was asked, what was offered. It knows no table of moves."""

from dataclasses import dataclass, field
from datetime import datetime


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

    def out(self, who: str) -> None:
        """Somebody is no longer in it."""
        self.members.discard(who)
        self.joined.discard(who)
        if self.coordinator == who:
            self.coordinator = self.holder
