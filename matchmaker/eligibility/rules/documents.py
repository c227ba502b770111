"""Which documents the application needs, from whom, and by when."""

from collections.abc import Iterable

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import ids
from matchmaker.language import N_, nN_, nsay, say

EXPLANATION = N_("The documents that go with the application; whether they are signed is not checked here.")

_KINDS = {
    "mandate": nN_("%(n)s mandate, one from each partner: %(when)s.", "%(n)s mandates, one from each partner: %(when)s."),
    "declaration_on_honour": nN_(
        "%(n)s declaration on honour, from the coordinator: %(when)s.",
        "%(n)s declarations on honour: %(when)s.",
    ),
}
_WHEN = {
    "application": N_("with the application"),
    "grant_agreement": N_("at the latest when the grant agreement is signed"),
}
_PREFERRED = N_("%(latest)s, preferably with the application")


def check(reading: Reading) -> Iterable[Finding]:
    """One reminder per kind of document: `mandate`, `declaration-on-honour`; associated partners sign none."""
    for document in reading.call.documents:
        signing = _signing(document.per, reading)
        when = say(_WHEN[document.at_latest])
        if document.preferred and document.preferred != document.at_latest:
            when = say(_PREFERRED, latest=when)
        yield Finding(
            rule=document.kind.replace("_", "-"),
            scope="documents",
            status="warning",
            message=nsay(*_KINDS[document.kind], len(signing), when=when),
            required=len(signing),
            missing=ids(signing),
            source=document.source,
        )


def _signing(per: str, reading: Reading) -> list[Member]:
    """Who signs it."""
    return [member for member in reading.members if (member.role == "coordinator") == (per == "coordinator")]
