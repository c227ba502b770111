"""How often a consortium or an organisation may apply: questions to ask, since we know drafts only."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, say
from matchmaker.programme.calls import Cap

EXPLANATION = N_("How many applications are allowed per round; what was handed in elsewhere is not known here.")


def check(reading: Reading) -> Iterable[Finding]:
    """One question per cap: `same-consortium`, `per-oid`, `per-oid-coordinator`."""
    for cap in reading.call.caps:
        message = say(_text(cap), max=cap.max, action=cap.action or "")
        yield Finding(_rule(cap), "caps", "warning", message, required=cap.max, source=cap.source)


def _rule(cap: Cap) -> str:
    """The cap's id, which names the role it is about if it is about one only."""
    kind = cap.kind.replace("_", "-")
    return f"{kind}-{cap.roles[0]}" if len(cap.roles) == 1 else kind


def _text(cap: Cap) -> str:
    if cap.kind == "same_consortium":
        return N_("The same partnership may apply %(max)s time a round, to one Agency. Has it applied elsewhere?")
    if cap.roles == ("coordinator",):
        return N_("An organisation (OID) may coordinate at most %(max)s %(action)s applications a round. Ask the coordinator.")
    return N_("An organisation (OID) may be in at most %(max)s %(action)s applications a round. Ask every partner.")
