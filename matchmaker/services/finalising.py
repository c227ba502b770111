"""What stands against finalising a consortium, and what is only listed and passes with a reason: to be said before the button."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.eligibility.findings import Report
from matchmaker.eligibility.rules.identifiers import identifier_of
from matchmaker.errors import Refused
from matchmaker.language import N_, Message, nN_, nsay, say, together
from matchmaker.models import Consortium, Seat
from matchmaker.services import consortia, coordinators, readiness, rounds, seats

_OPEN_SEATS = nN_("%(n)s seat is open.", "%(n)s seats are open.")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """refusal: what stands against it, None = nothing. listed: what is not known or not there. report, empty: what was asked."""

    refusal: Refused | None
    listed: tuple[Message, ...]
    report: Report
    empty: tuple[Seat, ...]


def foresee(session: Session, consortium: Consortium) -> Foreseen:
    """What would be said if it were finalised now, whoever does it."""
    report, empty = consortia.check(session, consortium), tuple(seats.list_open(consortium))
    refusal = _unjoined(consortium) or _ineligible(report) or _without_identifier(session, consortium)
    listed = [finding.message for finding in report.rules if finding.status == "unknown"]
    if empty:
        listed.append(nsay(*_OPEN_SEATS, len(empty)))
    for column, items in readiness.board(session, consortium).missing:
        listed.append(say(N_("%(name)s: %(things)s."), name=column.name, things=tuple(one.name for one in items)))
    return Foreseen(refusal, tuple(listed), report, empty)


def _unjoined(consortium: Consortium) -> Refused | None:
    missing = tuple(one.organisation.name for one in consortium.members if one.joined_at is None)
    if missing:
        return Refused(say(N_("Not everybody has joined: %(names)s."), names=missing), say(N_("Wait for them, or remove them.")))
    unsure = tuple(one.organisation.name for one in coordinators.list_to_confirm(consortium))
    if unsure:
        sentence = N_("Not everybody has confirmed the new coordinator: %(names)s.")
        return Refused(say(sentence, names=unsure), say(N_("Wait for them, or remove them.")))
    return None


def _ineligible(report: Report) -> Refused | None:
    if report.verdict != "ineligible":
        return None
    failed = [finding.message for finding in report.rules if finding.status == "fail"]
    sentence = N_("This consortium may not apply: %(rules)s")
    return Refused(say(sentence, rules=together(failed)), say(N_("The page of the consortium says what would help.")))


def _without_identifier(session: Session, consortium: Consortium) -> Refused | None:
    """Whoever applies cannot even begin the form without it."""
    kind, lead = identifier_of(rounds.call_of(session, consortium)), coordinators.coordinator_of(consortium).organisation
    if lead.oid if kind == "OID" else lead.pic:
        return None
    sentence = N_("%(name)s, who applies, has no %(kind)s: the application form begins with it.")
    return Refused(
        say(sentence, name=lead.name, kind=kind), say(N_("Enter it in the profile of the organisation, then finalise."))
    )
