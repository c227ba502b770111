"""The states of a consortium, of invitations and of a hand-over, and the moves between them. Pure.

Each table reads: from this state, this verb leads to that state. What is not in a table is not allowed.
"""

from typing import Final

from matchmaker.errors import Refused
from matchmaker.language import N_, Message, say

Moves = dict[tuple[str, str], str]

CONSORTIUM: Final[Moves] = {
    ("draft", "invite"): "inviting",
    ("inviting", "invite"): "inviting",
    ("inviting", "clear"): "draft",
    ("inviting", "keep"): "handed_over",
    ("draft", "offer"): "offered",
    ("inviting", "offer"): "offered",
    ("offered", "decline"): "inviting",
    ("offered", "take_back"): "inviting",
    ("offered", "accept"): "handed_over",
    ("handed_over", "invite"): "handed_over",
    ("handed_over", "finalise"): "finalised",
    ("finalised", "reopen"): "handed_over",
    ("finalised", "submit"): "submitted",
    ("submitted", "grant"): "granted",
    ("submitted", "reject"): "rejected",
    ("draft", "withdraw"): "withdrawn",
    ("inviting", "withdraw"): "withdrawn",
    ("offered", "withdraw"): "withdrawn",
    ("handed_over", "withdraw"): "withdrawn",
    ("finalised", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
}
"""`clear`: nobody is asked any more. `keep`: the holder applies itself, so that nothing is to be handed over."""
CONSORTIUM_STATES: Final = (
    "draft", "inviting", "offered", "handed_over", "finalised", "submitted", "granted", "rejected", "withdrawn",
)  # fmt: skip
EDITABLE: Final = frozenset({"draft", "inviting", "handed_over"})
"""States in which members, seats and the project may change."""
UNSUBMITTED: Final = EDITABLE | {"offered", "finalised"}
"""States in which the rules of the call still matter: nobody has applied."""

INVITATION: Final[Moves] = {
    ("sent", "interested"): "interested",
    ("sent", "decline"): "declined",
    ("sent", "expire"): "expired",
    ("sent", "withdraw"): "withdrawn",
    ("interested", "join"): "joined",
    ("interested", "decline"): "declined",
    ("interested", "expire"): "expired",
    ("interested", "withdraw"): "withdrawn",
    ("joined", "withdraw"): "withdrawn",
}
INVITATION_STATES: Final = ("sent", "interested", "joined", "declined", "expired", "withdrawn")
OPEN_INVITATION: Final = frozenset({"sent", "interested"})
STANDING: Final = OPEN_INVITATION | {"joined"}
"""States of an invitation in which the organisation is asked for the consortium, or is in it; in the others it has ended."""

HANDOVER: Final[Moves] = {
    ("offered", "accept"): "accepted",
    ("offered", "decline"): "declined",
    ("offered", "take_back"): "taken_back",
}
HANDOVER_STATES: Final = ("offered", "accepted", "declined", "taken_back")

COLLEAGUE: Final[Moves] = {
    ("sent", "accept"): "accepted",
    ("sent", "decline"): "declined",
    ("sent", "withdraw"): "withdrawn",
    ("sent", "expire"): "expired",
}
COLLEAGUE_STATES: Final = ("sent", "accepted", "declined", "withdrawn", "expired")
"""Of an invitation to a colleague to act for one's organisation."""


_NAMES: Final = {
    "draft": N_("draft"), "inviting": N_("inviting"), "offered": N_("offered"), "handed_over": N_("handed over"),
    "finalised": N_("finalised"), "submitted": N_("submitted"), "granted": N_("granted"), "rejected": N_("rejected"),
    "withdrawn": N_("withdrawn"), "sent": N_("sent"), "interested": N_("interested"), "joined": N_("joined"),
    "declined": N_("declined"), "expired": N_("expired"), "accepted": N_("accepted"), "taken_back": N_("taken back"),
}  # fmt: skip


def name(state: str) -> Message:
    """What people call a state, of whichever thing."""
    return Message(_NAMES[state])


def allows(moves: Moves, state: str, verb: str) -> bool:
    """Whether `verb` may be done in `state`."""
    return (state, verb) in moves


def move(moves: Moves, state: str, verb: str) -> str:
    """The state that `verb` leads to. Raises `Refused` when the table has no such move."""
    try:
        return moves[state, verb]
    except KeyError:
        raise Refused(say(N_("This cannot be done now: the state is “%(state)s”."), state=name(state))) from None
