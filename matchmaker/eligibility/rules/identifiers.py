"""Whether the members' identifiers are known: the OID for National Agencies, the PIC for the Executive Agency."""

from collections.abc import Iterable
from typing import Literal

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, say
from matchmaker.programme.calls import Call

EXPLANATION = N_("The application form asks for each organisation's OID (National Agencies) or PIC (Executive Agency).")

FIRST_YEAR_OF_OID = 2020
"""The OID replaced the PIC for calls managed by National Agencies on 22 October 2019, after the last call of that year."""


def identifier_of(call: Call) -> Literal["OID", "PIC"]:
    """Which of the two the call's form asks for."""
    return "OID" if call.managed_by == "NA" and call.year >= FIRST_YEAR_OF_OID else "PIC"


def check(reading: Reading) -> Iterable[Finding]:
    """`oid` or `pic`: a warning while the identifier that the call's form asks for is missing."""
    kind = identifier_of(reading.call)
    known = [bool(member.oid if kind == "OID" else member.pic) for member in reading.members]
    without = [member for member, is_known in zip(reading.members, known, strict=True) if not is_known]
    if without:
        message = say(N_("The %(kind)s is missing: %(names)s."), kind=kind, names=names(without))
    else:
        message = say(N_("The %(kind)s of every member is known."), kind=kind)
    yield Finding(
        rule=kind.lower(),
        scope="data",
        status="warning" if without else "pass",
        message=message,
        required=len(reading.members),
        found=len(reading.members) - len(without),
        witness=ids(member for member, is_known in zip(reading.members, known, strict=True) if is_known),
        missing=ids(without),
    )
