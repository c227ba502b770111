"""How often a consortium or an organisation may apply: questions to ask, since we know drafts only."""

from collections.abc import Iterable

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.language import N_, nN_, nsay

EXPLANATION = N_("How many applications are allowed per round; what was handed in elsewhere is not known here.")


_SAME = nN_(
    "The same partnership may apply once a round, to one Agency. Has it applied elsewhere?",
    "The same partnership may apply %(n)s times a round, to one Agency. Has it applied elsewhere?",
)
_LEADING = nN_(
    "An organisation (OID) may coordinate at most %(n)s %(action)s application a round. Ask the coordinator.",
    "An organisation (OID) may coordinate at most %(n)s %(action)s applications a round. Ask the coordinator.",
)
_IN_ALL = nN_(
    "An organisation (OID) may be in at most %(n)s %(action)s application a round. Ask every partner.",
    "An organisation (OID) may be in at most %(n)s %(action)s applications a round. Ask every partner.",
)


def check(reading: Reading) -> Iterable[Finding]:
    """One question per cap: `same-consortium`, `per-oid`, `per-oid-coordinator`."""
    for cap in reading.call.caps:
        leads = cap.roles == ("coordinator",)
        rule = "same-consortium" if cap.kind == "same_consortium" else "per-oid-coordinator" if leads else "per-oid"
        text = {"same-consortium": _SAME, "per-oid-coordinator": _LEADING, "per-oid": _IN_ALL}[rule]
        message = nsay(*text, cap.max, action=cap.action or "")
        yield Finding(rule, "caps", "warning", message, required=cap.max, source=cap.source)
