"""What assessors look at that depends on who takes part: supported by whom, or nothing known; no points are promised."""

from collections.abc import Iterable

from matchmaker.eligibility import support
from matchmaker.eligibility.findings import Finding, Status, Witness
from matchmaker.eligibility.providers import label
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.support import Found
from matchmaker.eligibility.wording import ids, name, names
from matchmaker.language import N_, Message, say
from matchmaker.programme.assessment import ELEMENTS, Element
from matchmaker.programme.projects import PriorityOf

EXPLANATION = N_("Who supports what assessors look at, as far as it depends on who takes part. This promises no points.")


def check(reading: Reading) -> Iterable[Finding]:
    """One finding per element of the call's award criteria that is asked of this consortium, under the element's id."""
    assessment = reading.call.assessment
    for element in (ELEMENTS[one] for one in assessment.elements) if assessment else ():
        found = support.look(element.support, reading)
        if found is not None:
            yield Finding(
                rule=element.id,
                scope="award",
                status=_status(element, found),
                message=_message(element, found, reading),
                witness=found.witness,
                missing=ids(found.missing),
                source=found.source or (assessment.source if assessment else ""),
            )


def _status(element: Element, found: Found) -> Status:
    if found.is_supported:
        return "pass"
    return "warning" if found.missing and element.support.kind == "added_value" else "unknown"


def _message(element: Element, found: Found, reading: Reading) -> Message:
    if found.missing:
        return say(N_("%(element)s: nothing is written yet about %(names)s."), element=element, names=names(found.missing))
    if found.things:
        return say(
            N_("%(element)s: %(who)s."), element=element, who=tuple(PriorityOf(one, reading.call.year) for one in found.things)
        )
    if found.witness:
        return say(N_("%(element)s: %(who)s."), element=element, who=_named(found.witness, reading))
    return say(N_("%(element)s: nothing known yet."), element=element)


def _named(witness: Witness, reading: Reading) -> tuple[object, ...]:
    """Each supporter once, with what it stands for where the witness tells them apart."""
    by_id = {member.id: member for member in reading.members}
    if isinstance(witness, tuple):
        return names(by_id[one] for one in witness)
    whats: dict[str, list[object]] = {}
    for key, those in witness.items():
        for one in those:
            whats.setdefault(one, []).append(label(key, reading.call.year))
    return tuple(say(N_("%(name)s (%(what)s)"), name=name(by_id[one]), what=tuple(what)) for one, what in whats.items())
