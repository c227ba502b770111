"""The states of a consortium, of invitations and of a hand-over, and the moves between them. Pure.

Each table reads: from this state, this verb leads to that state. What is not in a table is not allowed.
"""

from typing import Final

from matchmaker.errors import Over, Refused
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
    ("offered", "stay"): "handed_over",
    ("handed_over", "offer"): "offered",
    ("handed_over", "hand_back"): "inviting",
    ("handed_over", "invite"): "handed_over",
    ("handed_over", "finalise"): "finalised",
    ("finalised", "reopen"): "handed_over",
    ("finalised", "submit"): "submitted",
    ("submitted", "reopen"): "handed_over",
    ("draft", "stand"): "submitted",
    ("inviting", "stand"): "submitted",
    ("offered", "stand"): "submitted",
    ("handed_over", "stand"): "submitted",
    ("finalised", "stand"): "submitted",
    ("submitted", "grant"): "granted",
    ("submitted", "reject"): "rejected",
    ("draft", "withdraw"): "withdrawn",
    ("inviting", "withdraw"): "withdrawn",
    ("offered", "withdraw"): "withdrawn",
    ("handed_over", "withdraw"): "withdrawn",
    ("finalised", "withdraw"): "withdrawn",
    ("submitted", "withdraw"): "withdrawn",
}
"""`clear`: nobody is asked any more. `keep`: the holder applies itself, so that nothing is to be handed over.
`stay`: nobody took over from the coordinator. `hand_back`: whoever started it holds it again.
`reopen` of what was submitted: before the deadline only. `stand`: it was opened again, and what had been submitted counts."""
CONSORTIUM_STATES: Final = (
    "draft", "inviting", "offered", "handed_over", "finalised", "submitted", "granted", "rejected", "withdrawn",
)  # fmt: skip
EDITABLE: Final = frozenset({"draft", "inviting", "handed_over"})
"""States in which members, seats and the project may change."""
REOPENED_BY_LEAVING: Final = frozenset({"finalised", "submitted"})
"""States in which a member's departure opens the consortium again, after the deadline no longer one that was submitted."""
IN_THE_MAKING: Final = EDITABLE | {"offered"}
"""States in which something is asked of members."""
UNSUBMITTED: Final = IN_THE_MAKING | {"finalised"}
"""States in which the rules of the call still matter: nobody has applied."""
GOING: Final = UNSUBMITTED | {"submitted"}
"""States in which something may be next."""

TAKEN_OVER: Final = frozenset({"handed_over", "finalised"})
"""States in which a coordinator has something to do: it has taken over, or applies itself, and has not applied yet."""
APPLIED: Final = frozenset({"submitted", "granted"})
"""States in which an application lies with the agency, or was accepted by it."""
ENDED: Final = frozenset({"rejected", "withdrawn"})
"""States of a consortium of which nothing comes any more."""
OVER: Final = ENDED | {"granted"}
"""States in which it is decided what became of it."""

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
HANDOVER_KINDS: Final = ("over", "on", "back")
"""Over: from whoever started it to a coordinator; on: from one coordinator to another; back: from a coordinator."""
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

NEXT_STEP: Final = N_("Its page says what the next step is.")
_APPLIED: Final = N_("What was sent to the agency stays as it is. Another draft can be saved from the idea.")
_INSTEAD: Final[tuple[tuple[Moves, dict[str, str]], ...]] = (
    (CONSORTIUM, {
        "offered": N_("Await the answer to the offer to coordinate, or take the offer back."),
        "finalised": N_("Whoever holds it can open it for changes again: “Change something after all”."),
        "submitted": _APPLIED, "granted": _APPLIED, "rejected": _APPLIED,
        "withdrawn": N_("It was given up. Another draft can be saved from the idea."),
    }),
    (INVITATION, {
        "sent": N_("The first answer is whether you are interested; joining comes after it."),
        "interested": N_("The next answer is whether you join."),
        "joined": N_("Who has joined can leave the consortium on its page."),
        "declined": N_("A no is final for this consortium; another organisation can be asked."),
        "expired": N_("Whoever sent it can invite again."),
        "withdrawn": N_("Whoever sent it can invite again."),
    }),
    (HANDOVER, {
        "accepted": N_("A coordinator has been found: go on from the page of the consortium."),
        "declined": N_("The consortium can be offered again."),
        "taken_back": N_("The consortium can be offered again."),
    }),
    (COLLEAGUE, {
        "accepted": N_("It was accepted already: the organisation stands on the desk."),
        "declined": N_("An owner of the organisation can invite again."),
        "withdrawn": N_("An owner of the organisation can invite again."),
        "expired": N_("An owner of the organisation can invite again."),
    }),
)  # fmt: skip
"""What can be done in a state that does not allow what was wanted."""


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
        sentence = say(N_("This cannot be done now: the state is “%(state)s”."), state=name(state))
        raise refused(moves, state, sentence) from None


def refused(moves: Moves, state: str, message: Message) -> Refused:
    """The refusal of what this state does not allow, with what can be done instead; `Over` where nothing leads on from it."""
    kind = Refused if any(before == state for before, _ in moves) else Over
    said = next(said for table, said in _INSTEAD if table is moves)
    return kind(message, Message(said.get(state, NEXT_STEP)))
