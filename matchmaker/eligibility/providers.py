"""Who provides what a finding found, in words: the names behind the ids."""

from collections.abc import Mapping

from matchmaker.eligibility.findings import Finding
from matchmaker.language import N_, say
from matchmaker.programme import classes, countries
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.types import SECTORS

_SIDES = {
    "orgs_counting": N_("from programme countries"),
    "orgs_other": N_("from other countries"),
    "orgs_all": N_("in all"),
    "new": N_("new or of little experience"),
    "experienced": N_("experienced"),
}


def providers(finding: Finding, names: Mapping[str, str], year: int) -> tuple[object, ...]:
    """The members' names (`names`: id -> name); by country, class or shared identifier where the finding tells them apart."""
    if isinstance(finding.witness, tuple):
        return tuple(names.get(member_id, member_id) for member_id in finding.witness)
    return tuple(
        say(N_("%(what)s: %(names)s"), what=label(key, year), names=tuple(names.get(i, i) for i in ids))
        for key, ids in finding.witness.items()
        if ids
    )


def label(key: str, year: int) -> object:
    """What a key of a witness means: a country of the call's year, a class, a sector, a side or level, an identifier."""
    if key in _SIDES:
        return say(_SIDES[key])
    if key in classes.CLASSES:
        return classes.get(key)
    if key in SECTORS:
        return SECTORS[key]
    return CountryOf(key, year) if key in countries.ALL else key
