"""What is next: from how a consortium stands to what happened, the one thing to do about it, and by when.

It follows from what is found, who has gone and what has run out, never from the state of a consortium alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from matchmaker.agenda.standing import Gone, Standing
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.workflow import APPLIED, EDITABLE

Kind = Literal[
    "answer_colleague",
    "answer_handover",
    "answer_invitation",
    "read_message",
    "see_rules",
    "confirm_coordinator",
    "give",
    "say_what_became",
    "ask_agency",
    "call_reserve",
    "replace",
    "mend",
    "fill",
    "ask_again",
    "replace_silent",
    "invite",
    "look",
    "finalise",
    "chase",
    "hand_over",
    "go_on",
    "submit",
    "report",
    "confirm",
    "describe",
    "suggest",
    "wait",
    "reconsider",
    "rest",
]
"""What is to be done, the most pressing first; with `wait` and `rest` it is others who act, or nobody."""
ORDER: Final[tuple[str, ...]] = get_args(Kind)
IDLE: Final = frozenset({"wait", "rest"})
LOUD: Final = frozenset({"say_what_became", "call_reserve", "ask_agency", "replace", "mend", "fill"})
"""What shows as loudly as a rule that fails."""
BEFORE_FINALISING: Final = frozenset({"call_reserve", "replace", "mend", "fill", "ask_again", "invite", "wait"})
"""What a coordinator has to see to, or to await, before the consortium can be finalised."""
ELSEWHERE: Final = frozenset(
    {"answer_colleague", "answer_handover", "answer_invitation", "read_message", "confirm", "describe", "suggest"}
)
"""What is about no consortium that one is in."""

_NOT_MET: Final = nN_("%(n)s rule is not met", "%(n)s rules are not met")
_OPEN_SEATS: Final = nN_("%(n)s seat is open", "%(n)s seats are open")
_UNASKED: Final = nN_("%(n)s member has not been asked yet", "%(n)s members have not been asked yet")
_ASKED: Final = nN_("“%(title)s”: %(n)s thing is asked of you", "“%(title)s”: %(n)s things are asked of you")
_TO_LOOK_AT: Final = nN_("%(n)s thing came and is to be looked at", "%(n)s things came and are to be looked at")
_WAITS: Final = nN_("%(n)s thing waits for %(name)s", "%(n)s things wait for %(name)s")
_AWAITED: Final = nN_("%(n)s answer is expected", "%(n)s answers are expected")
_UNSURE: Final = nN_("%(n)s member has to confirm the new coordinator", "%(n)s members have to confirm the new coordinator")
_AT_REST: Final = {
    "offered": N_("%(name)s has been asked to coordinate; the answer is awaited."),
    "handed_over": N_("%(holder)s coordinates and finalises."),
    "finalised": N_("Finalised. %(holder)s submits the application."),
    "submitted": N_("The application was submitted."),
    "granted": N_("The application was granted."),
    "rejected": N_("The application was rejected."),
    "withdrawn": N_("The consortium was given up."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing: what is so, in one sentence, and what can be done.

    of: the number of what it is about (consortium, invitation, hand-over, organisation or idea), key: what else its page is
    found by. by: until when, None = no day is known.
    """

    kind: Kind
    of: int
    said: Message
    by: datetime | None = None
    key: str = ""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is to be done by whoever reads it."""
        return self.kind in IDLE

    @property
    def consortium(self) -> int | None:
        """The number of the consortium that it is about."""
        return None if self.kind in ELSEWHERE else self.of

    @property
    def holds_up(self) -> bool:
        """Whether the consortium cannot be finalised before it is done."""
        return self.kind in BEFORE_FINALISING

    @property
    def is_loud(self) -> bool:
        """Whether something is broken."""
        return self.kind in LOUD


@dataclass(frozen=True, slots=True)
class Line:
    """What is next in a consortium: first of all, what has to be done before it can be finalised, and what else."""

    first: Step
    holding_up: tuple[Step, ...]
    others: tuple[Step, ...]


def steps(one: Standing) -> tuple[Step, ...]:
    """What is next in a consortium, the most pressing first; at least one step, which may be to wait."""
    found = [*_seen(one), *(_own(one) if one.is_mine else ())]
    if one.awaited and one.state in EDITABLE:
        found.append(Step("wait", one.id, nsay(*_AWAITED, len(one.awaited)), min(one.awaited)))
    if one.is_mine and one.state in EDITABLE and one.gone and not (one.open_seats or one.failing or one.given_up):
        said = say(N_("%(gone)s · the rules still hold"), gone=_gone(one.gone[0]))
        found.append(Step("reconsider", one.id, said, one.until, one.gone[0].key))
    return tuple(sorted(found, key=lambda step: ORDER.index(step.kind))) or (Step("rest", one.id, _at_rest(one)),)


def line_up(listed: Sequence[Step], *, finalises: bool) -> Line:
    """The steps of a consortium (`steps`) as its page shows them. finalises: whether whoever reads it is to finalise it now."""
    first, *rest = listed
    others = tuple(one for one in rest if one.kind != "finalise")
    if not finalises or any(one.kind == "finalise" for one in listed):
        return Line(first, (), others)
    return Line(first, tuple(one for one in listed if one.holds_up), tuple(one for one in others if not one.holds_up))


def ahead(listed: Sequence[Step]) -> tuple[Step | None, tuple[Step, ...]]:
    """The first thing that is to be done by whoever reads it, None where others act, and what waits beside it."""
    first = listed[0] if listed and not listed[0].is_idle else None
    return first, tuple(listed[1:] if first else listed)


def desk(standings: Iterable[Standing], others: Iterable[Step] = ()) -> tuple[Step, ...]:
    """All that waits, the most pressing first: of each consortium the first thing to do and what it waits for."""
    found = list(others)
    for one in standings:
        listed = steps(one)
        found += [step for step in listed if not step.is_idle][:1]
        found += [step for step in listed if step.kind == "wait" and one.is_mine]
    return tuple(sorted(found, key=_urgency))


def _urgency(step: Step) -> tuple[int, bool, float]:
    """By what is to be done, and then what has the earliest day."""
    return ORDER.index(step.kind), step.by is None, step.by.timestamp() if step.by else 0.0


def _seen(one: Standing) -> Iterator[Step]:
    """What is for everybody in it."""
    if one.has_changed_rules:
        yield Step("see_rules", one.id, say(N_("The rules of the call have changed")))
    if one.confirms:
        said = N_("%(holder)s coordinates now: say whether %(name)s stays")
        yield Step("confirm_coordinator", one.id, say(said, holder=one.holder, name=one.confirms))
    if one.asked_of_us and one.state in EDITABLE:
        yield Step("give", one.id, nsay(*_ASKED, one.asked_of_us, title=one.title), one.internal)
    if one.data_of:
        yield Step("confirm", one.data_of, say(N_("“%(title)s”: confirm your data"), title=one.title), one.internal)
    if one.can_go_on:
        said = N_("%(holder)s has done nothing for two weeks: you may go on in a copy")
        yield Step("go_on", one.id, say(said, holder=one.holder))


def _own(one: Standing) -> Iterator[Step]:
    """What whoever holds it has to do."""
    if one.given_up is not None:
        yield from _passed(one)
    elif one.state in EDITABLE:
        yield from _repairs(one)
        yield from _late(one)
        yield from _readiness(one)
        if one.unasked:
            yield Step("invite", one.id, nsay(*_UNASKED, len(one.unasked)), one.until)
        if one.unsure:
            yield Step("wait", one.id, nsay(*_UNSURE, one.unsure))
        elif one.is_complete and one.verdict != "ineligible":
            yield _onward(one)
    elif one.state == "finalised":
        yield Step("submit", one.id, say(N_("Finalised: download the document and apply at the agency")), one.until)
    elif one.state in APPLIED and one.gone:
        said = N_("%(name)s has left after the application was sent: ask the agency what this means for it.")
        yield Step("ask_agency", one.id, say(said, name=one.gone[0].name), None, one.gone[0].key)
    elif one.state == "submitted":
        yield Step("report", one.id, say(N_("Submitted: note here what the agency decides")))
    elif one.state == "offered" and one.offered:
        yield Step("wait", one.id, _at_rest(one))


def _passed(one: Standing) -> Iterator[Step]:
    """The round is over: to say what became of it, and to finalise what was submitted."""
    yield Step("say_what_became", one.id, say(N_("The round has closed: say what became of it")), one.given_up)
    if one.state == "handed_over" and one.is_complete and not one.unsure and one.verdict != "ineligible":
        yield _onward(one)


def _repairs(one: Standing) -> Iterator[Step]:
    """What is broken: somebody has gone, a rule fails, a seat is open, nobody answered."""
    if one.proposed:
        yield Step("call_reserve", one.id, say(N_("A place is empty: %(name)s is next in reserve"), name=one.proposed), one.until)
    seats = (nsay(*_OPEN_SEATS, one.open_seats),) if one.open_seats else ()
    rules = (nsay(*_NOT_MET, one.failing),) if one.failing else ()
    if one.gone and (seats or rules):
        last = one.gone[0]
        yield Step("replace", one.id, _beside(_gone(last), *seats, *rules), one.until, last.key)
    elif rules:
        yield Step("mend", one.id, _beside(*rules, *seats), one.until)
    elif seats:
        yield Step("fill", one.id, seats[0], one.until)
    if one.silent:
        first = one.silent[0]
        yield Step("ask_again", one.id, say(N_("%(name)s has not answered in time"), name=first.name), one.until, first.key)


def _readiness(one: Standing) -> Iterator[Step]:
    """What partners gave, and what they still have to give."""
    if one.to_look_at:
        yield Step("look", one.id, nsay(*_TO_LOOK_AT, one.to_look_at), one.internal)
    if one.waits and one.is_complete and not one.unsure and one.verdict != "ineligible":
        yield Step("chase", one.id, nsay(*_WAITS, one.waits, name=one.waits_for), one.internal)


def _late(one: Standing) -> Iterator[Step]:
    """Who was reminded in vain of what it was to do since it joined."""
    if one.late:
        said = say(N_("%(name)s has not done what was asked of it, although it was reminded"), name=one.late[0].name)
        yield Step("replace_silent", one.id, said, one.until, one.late[0].key)


def _gone(last: Gone) -> Message:
    return say(N_("%(name)s has declined") if last.has_declined else N_("%(name)s has left"), name=last.name)


def _onward(one: Standing) -> Step:
    """Everybody has joined and no rule fails."""
    if one.state != "handed_over":
        return Step("hand_over", one.id, say(N_("Everybody has joined; say who applies")), one.until)
    said = say(N_("Everybody has joined and every rule is met"))
    if one.verdict == "unknown":
        said = say(N_("Everybody has joined; some rules are still to be confirmed"))
    return Step("finalise", one.id, said, one.until)


def _at_rest(one: Standing) -> Message:
    """What is so where nobody here has anything to do."""
    text = _AT_REST.get(one.state, N_("%(holder)s puts the consortium together."))
    if one.given_up is not None:
        text = N_("The round has closed, and no application was noted. %(holder)s is asked what became of it.")
    places = {"name": one.offered, "holder": one.holder}
    return say(text, **{name: said for name, said in places.items() if f"%({name})s" in text})


def _beside(*said: Message) -> Message:
    """Short sentences in one line."""
    first, *rest = said
    for one in rest:
        first = say(N_("%(first)s · %(second)s"), first=first, second=one)
    return first
