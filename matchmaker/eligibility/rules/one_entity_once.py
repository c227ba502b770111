"""One legal entity takes part once."""

from collections import defaultdict
from collections.abc import Iterable

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, identifiers
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, say

EXPLANATION = N_("One legal entity takes part once: entries with the same id, OID or PIC are the same organisation.")

RULE = "one-entity-once"


def check(reading: Reading) -> list[Finding]:
    """`one-entity-once`; after it the warnings: a shared registration number, an associated partner that is also a member."""
    return [_once(reading), *_same_registration(reading), *_also_associated(reading)]


def _once(reading: Reading) -> Finding:
    """No id, OID or PIC twice; the witness of a failure is who shares what."""
    sharing: dict[str, list[Member]] = defaultdict(list)
    for member in reading.members:
        for kind, value in identifiers(member):
            sharing[f"{kind} {value}"].append(member)
    twice = {what: members for what, members in sharing.items() if len(members) > 1}
    if twice:
        shared = tuple(say(N_("%(names)s (%(what)s)"), names=names(who), what=what) for what, who in twice.items())
        message = say(N_("One legal entity takes part once only, but these are the same: %(shared)s."), shared=shared)
    else:
        message = say(N_("Every member is a different legal entity, as far as ids, OID and PIC tell."))
    return Finding(
        rule=RULE,
        scope="composition",
        status="fail" if twice else "pass",
        message=message,
        required=len(reading.members),
        found=len(reading.entities),
        witness={what: ids(members) for what, members in twice.items()} if twice else ids(reading.members),
    )


def _same_registration(reading: Reading) -> Iterable[Finding]:
    """Different legal entities under one registration or tax number: possible (schools share their authority's), so a warning."""
    sharing: dict[str, dict[int, Member]] = defaultdict(dict)
    for number, entity in enumerate(reading.entities):
        for member in entity:
            if registration := _plain(member.registration):
                sharing[registration].setdefault(number, member)
    for registration, by_entity in sharing.items():
        if len(by_entity) > 1:
            members = by_entity.values()
            yield Finding(
                rule=RULE,
                scope="composition",
                status="warning",
                message=say(
                    N_("%(names)s have the same registration or tax number; make sure that they are different legal entities."),
                    names=names(members),
                ),
                witness={f"registration {registration}": ids(members)},
            )


def _also_associated(reading: Reading) -> Iterable[Finding]:
    """An associated partner takes part in no rule, so one that is also a member is a warning."""
    members = {key: member for member in reading.members for key in identifiers(member)}
    for partner in reading.consortium.associated:
        shared = next((key for key in identifiers(partner) if key in members), None)
        if shared:
            yield Finding(
                rule=RULE,
                scope="composition",
                status="warning",
                message=say(
                    N_("%(name)s is an associated partner and a member at once; it can be only one of the two."),
                    name=partner.name or partner.id,
                ),
                witness={" ".join(shared): (members[shared].id, partner.id)},
            )


def _plain(registration: str | None) -> str:
    """A registration number without the spaces, dots and dashes in which two spellings differ."""
    return "".join(character for character in registration or "" if character.isalnum()).upper()
