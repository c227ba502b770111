"""The marks of states: which chip and which icon, and the words beside them. Colour never stands alone."""

from dataclasses import dataclass

from matchmaker.language import N_

OFFERED = {"en": "English", "pl": "Polski", "de": "Deutsch"}
"""The languages one can choose, each by its own name."""


@dataclass(frozen=True)
class Mark:
    """A chip: its tone (a CSS class), its icon and its word."""

    tone: str
    icon: str
    word: str


FINDING = {
    "pass": Mark("good", "check", N_("Met")),
    "fail": Mark("bad", "cross", N_("Not met")),
    "unknown": Mark("open", "question", N_("Not known yet")),
    "warning": Mark("warn", "alert", N_("Please note")),
}
SUPPORT = {**FINDING, "pass": Mark("good", "check", N_("Supported"))}
"""What is known to support something that assessors look at."""
PLANNED = Mark("calm", "clock", N_("Met as planned"))
"""A rule that is met only with those who have not joined yet."""
VERDICT = {
    "eligible": Mark("good", "check", N_("Composition check passed")),
    "ineligible": Mark("bad", "cross", N_("Composition check not passed")),
    "unknown": Mark("open", "question", N_("Composition check not complete: something is not known yet")),
}
CONSORTIUM = {
    "draft": Mark("calm", "pencil", N_("Draft")),
    "inviting": Mark("calm", "letter", N_("Inviting partners")),
    "offered": Mark("warn", "hand", N_("Offered to a coordinator")),
    "handed_over": Mark("calm", "hand", N_("With the coordinator")),
    "finalised": Mark("good", "lock", N_("Finalised")),
    "submitted": Mark("good", "letter", N_("Submitted")),
    "granted": Mark("good", "star", N_("Granted")),
    "rejected": Mark("bad", "cross", N_("Rejected")),
    "withdrawn": Mark("open", "cross", N_("Withdrawn")),
}
INVITATION = {
    "sent": Mark("warn", "letter", N_("Invited, no answer yet")),
    "interested": Mark("calm", "star", N_("Interested")),
    "joined": Mark("good", "check", N_("Joined")),
    "declined": Mark("bad", "cross", N_("Declined")),
    "expired": Mark("open", "clock", N_("Expired")),
    "withdrawn": Mark("open", "cross", N_("Taken back")),
}
CHANGE = {
    "mended": Mark("good", "check", N_("Met now")),
    "broken": Mark("bad", "cross", N_("No longer met")),
    "other": Mark("calm", "question", N_("Changed")),
}
"""What a step does to a rule; one that stays as it was bears no mark."""
READINESS = {
    "missing": Mark("open", "question", N_("Missing")),
    "asked": Mark("warn", "letter", N_("Was asked for")),
    "received": Mark("calm", "clock", N_("Received")),
    "accepted": Mark("good", "check", N_("Accepted")),
    "returned": Mark("bad", "alert", N_("Given back")),
}
THERE = Mark("good", "check", N_("There"))
"""Something received that nobody has to look at."""
ROLE = {
    "coordinator": N_("Coordinator (applicant)"),
    "partner": N_("Partner"),
    "associated": N_("Associated partner"),
}
PART = {
    "relevance": N_("Fits the topic"),
    "expertise": N_("Expertise asked for"),
    "cross_sector": N_("Sectors working together"),
    "robustness": N_("Holds if one drops out"),
    "responsiveness": N_("Likely to answer"),
    "ties": N_("Has worked with you"),
    "newcomers": N_("New and experienced together"),
}
"""What the score is made of."""
