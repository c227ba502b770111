"""How often a consortium or an organisation may apply: questions to ask, since we know drafts only."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.programme import wording
from matchmaker.programme.application import Cap

EXPLANATION = N_("How many applications are allowed; what was handed in elsewhere is not known here.")

_SAME = nN_(
    "The same partnership may apply once a round, to one Agency. Has it applied elsewhere?",
    "The same partnership may apply %(n)s times a round, to one Agency. Has it applied elsewhere?",
)
_QUESTIONS = {
    "similar": N_("%(cap)s. Is your text your own?"),
    "per-coordinator": N_("%(cap)s. Ask the coordinator."),
    "per-member": N_("%(cap)s. Ask every partner."),
}


def check(reading: Reading) -> Iterable[Finding]:
    """One question per cap: `same-consortium`, `similar`, `per-oid`, `per-oid-coordinator`, `per-pic`, `per-pic-coordinator`."""
    for cap in reading.call.caps:
        rule, message = _asked(cap)
        yield Finding(rule, "caps", "warning", message, required=cap.max, source=cap.source)


def _asked(cap: Cap) -> tuple[str, Message]:
    """The id of the finding, and what is asked."""
    if cap.kind == "same_consortium":
        return "same-consortium", nsay(*_SAME, cap.max)
    if not cap.identifier:
        return "similar", say(_QUESTIONS["similar"], cap=wording.cap(cap))
    leads = cap.roles == ("coordinator",)
    rule = cap.kind.replace("_", "-") + ("-coordinator" if leads else "")
    return rule, say(_QUESTIONS["per-coordinator" if leads else "per-member"], cap=wording.cap(cap))
