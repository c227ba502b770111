"""What can be done about each thing that waits: the words of its button, its icon, and the page where it is done."""

from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from matchmaker.agenda import Step
from matchmaker.language import N_


@dataclass(frozen=True)
class Action:
    """words: to be translated. icon: its name. href: where it is done."""

    words: str
    icon: str
    href: str


@dataclass(frozen=True)
class _Way:
    """number: under which name the page asks for the number of the thing; key: the same for what else it is found by."""

    words: str
    icon: str
    endpoint: str
    number: str = "consortium_id"
    key: str = ""
    anchor: str | None = None


_WAYS: Final = {
    "answer_colleague": _Way(N_("Read and answer"), "person", "start.home", "", anchor="asked"),
    "answer_handover": _Way(N_("Read and answer"), "hand", "handover.show", "handover_id"),
    "answer_invitation": _Way(N_("Read the invitation"), "letter", "invitations.show", "invitation_id"),
    "read_message": _Way(N_("Read and write back"), "letter", "invitations.show", "invitation_id", anchor="thread"),
    "see_rules": _Way(N_("See what changed"), "alert", "consortia.show", anchor="rules-changed"),
    "confirm_coordinator": _Way(N_("Look and confirm"), "hand", "consortia.show"),
    "go_on": _Way(N_("Look and go on"), "hand", "consortia.show"),
    "say_what_became": _Way(N_("Say what became of it"), "pencil", "consortia.show"),
    "ask_agency": _Way(N_("See to it"), "alert", "consortia.show"),
    "call_reserve": _Way(N_("To the reserves"), "person", "reserves.show"),
    "replace": _Way(N_("Find a replacement"), "search", "repairs.place", key="place"),
    "mend": _Way(N_("See what would help"), "search", "repairs.show"),
    "fill": _Way(N_("Look for a member"), "plus", "consortia.show", anchor="add"),
    "ask_again": _Way(N_("See who could take its place"), "search", "repairs.place", key="place"),
    "replace_silent": _Way(N_("See who could take its place"), "search", "repairs.place", key="place"),
    "invite": _Way(N_("Invite"), "letter", "batches.send"),
    "give": _Way(N_("See what is asked of you"), "hand", "readiness.show"),
    "look": _Way(N_("Look at it"), "search", "readiness.show"),
    "chase": _Way(N_("See what is missing"), "letter", "readiness.show"),
    "finalise": _Way(N_("Go on and finalise"), "lock", "consortia.show"),
    "hand_over": _Way(N_("Say who applies"), "hand", "handover.offer"),
    "submit": _Way(N_("Go on and apply"), "letter", "consortia.show"),
    "report": _Way(N_("Note the decision"), "pencil", "consortia.show"),
    "confirm": _Way(N_("Look at the profile"), "check", "organisations.show", "organisation_id"),
    "describe": _Way(N_("Describe an idea"), "pencil", "ideas.new", ""),
    "suggest": _Way(N_("Open the idea and find partners"), "search", "ideas.show", "idea_id"),
    "reconsider": _Way(N_("See who could take its place"), "search", "repairs.place", key="place"),
    "wait": _Way(N_("See who"), "clock", "consortia.show", anchor="members"),
}


def action_of(step: Step) -> Action | None:
    """What can be done about it; None where there is nothing to do."""
    way = _WAYS.get(step.kind)
    if way is None:
        return None
    where: dict[str, Any] = {way.number: step.of} if way.number else {}
    if way.key:
        where[way.key] = step.key
    return Action(way.words, way.icon, url_for(way.endpoint, _anchor=way.anchor, **where))
