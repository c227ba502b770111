"""Who supports an element of an award criterion, looked for again from the data alone."""

from itertools import combinations, permutations
from typing import Any

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.findings import Finding
from matchmaker.programme import countries, types
from matchmaker.programme import support as kinds
from matchmaker.programme.assessment import ELEMENTS
from matchmaker.programme.calls import Call
from oracle.recounting import home, within

Named = dict[str, set[str]]


def supported(finding: Finding, consortium: Consortium, call: Call) -> bool:
    """Whether a finding of the scope `award` says what the facts say: its status, whom it names, and of whom it is not said."""
    groups = finding.witness if isinstance(finding.witness, dict) else {"": finding.witness}
    named, missing = {key: set(those) for key, those in groups.items()}, set(finding.missing)
    stated, members = ELEMENTS[finding.rule].support, list(consortium.taking_part)
    if isinstance(stated, kinds.NationalPriorities) and call.managed_by == "EACEA":
        return False
    if isinstance(stated, kinds.Priorities | kinds.NationalPriorities):
        favoured = stated.any_of if isinstance(stated, kinds.Priorities) else consortium.agency.priorities
        addressed = set(favoured) & set(consortium.project.priorities)
        return (finding.status, named, missing) == ("pass" if addressed else "unknown", {"": set()}, set())
    if isinstance(stated, kinds.AddedValue | kinds.Contributions):
        if isinstance(stated, kinds.AddedValue):
            asked = [(one.id, one.added_value) for one in members if _abroad(one, call)]
        else:
            asked = [(one.id, one.contribution) for one in members if _belongs(stated, one, call)]
        said = {one for one, text in asked if (text or "").strip()}
        silent = {one for one, _ in asked} - said
        status = "pass" if not silent else "warning" if isinstance(stated, kinds.AddedValue) else "unknown"
        return bool(asked) and (finding.status, named, missing) == (status, {"": said}, silent)
    regions = getattr(stated, "regions", ())
    if regions and not any(countries.region(home(one), call.year) in regions for one in members):
        return False
    found = _supporters(stated, members, call)
    return (finding.status, named, missing) == ("pass" if found else "unknown", found or {"": set()}, set())


def _supporters(stated: Any, members: list[Member], call: Call) -> Named:
    """Who supports it, by what tells them apart; nobody where it is not supported."""
    match stated:
        case kinds.Members():
            those = [one for one in members if _belongs(stated, one, call)]
            enough = len(those) >= stated.at_least and len({home(one) for one in those}) >= stated.from_countries
            return {"": {one.id for one in those}} if enough else {}
        case kinds.AwayFromCapitals() | kinds.Experience():
            those = [one for one in members if _belongs(stated, one, call)]
            return _away(stated, those) if isinstance(stated, kinds.AwayFromCapitals) else _by_experience(stated, those)
        case kinds.EachClass():
            each = {group: {one.id for one in members if within(group, one)} for group in stated.classes}
            return each if all(each.values()) else {}
        case kinds.CountriesWith():
            return _by_country(stated, members)
        case kinds.Profiles():
            wanted = stated.sectors or tuple(types.SECTORS)
            each = {sector: {one.id for one in members if sector in _sectors(one)} for sector in wanted}
            return {sector: those for sector, those in each.items() if those and _mixed(members, wanted, stated.at_least)}
        case kinds.OwnField():
            return _filled({"": {one.id for one in members if call.field in _sectors(one)}})
    raise TypeError(stated)


def _away(stated: kinds.AwayFromCapitals, members: list[Member]) -> Named:
    known = {name.casefold() for names in stated.capitals.values() for name in names}
    return _filled({"": {one.id for one in members if one.city.strip() and one.city.strip().casefold() not in known}})


def _by_experience(stated: kinds.Experience, members: list[Member]) -> Named:
    new = {one.id for one in members if one.newcomer}
    old = {one.id for one in members if one.newcomer is False}
    if stated.level == "both":
        return {"new": new, "experienced": old} if new and old else {}
    return _filled({"": new if stated.level == "new" else old})


def _by_country(stated: kinds.CountriesWith, members: list[Member]) -> Named:
    found = {}
    for code in {home(one) for one in members}:
        there = [one for one in members if home(one) == code and any(within(group, one) for group in stated.classes)]
        if all(any(within(group, one) for one in there) for group in stated.classes):
            found[code] = {one.id for one in there}
    return found if len(found) >= stated.at_least else {}


def _mixed(members: list[Member], sectors: tuple[str, ...], least: int) -> bool:
    """Whether so many different members stand, each for another one, for so many different sectors: every way is tried."""
    standing = [one for one in members if _sectors(one) & set(sectors)]
    return any(
        all(sector in _sectors(one) for sector, one in zip(chosen, those, strict=True))
        for chosen in combinations(sectors, least)
        for those in permutations(standing, least)
    )


def _sectors(member: Member) -> set[str]:
    known = member.type in types.TYPES
    return set(types.sectors(member.type, member.flags, member.sectors)[0] if known else member.sectors)


def _abroad(member: Member, call: Call) -> bool:
    return home(member) not in call.counting_countries


def _belongs(group: kinds.Group, member: Member, call: Call) -> bool:
    ways = [within(one, member) for one in group.classes]
    ways += [member.type == one for one in group.types] + [one in member.flags for one in group.flags]
    return not (
        (ways and not any(ways))
        or any(within(one, member) for one in group.not_classes)
        or (group.regions and countries.region(home(member), call.year) not in group.regions)
        or (group.countries and not any(home(member) in _listed(one, call) for one in group.countries))
        or (group.scope == "counting" and _abroad(member, call))
        or (group.scope == "other" and not _abroad(member, call))
        or (group.coordinates and member.role != "coordinator")
    )


def _listed(group: str, call: Call) -> frozenset[str]:
    """The countries of a group as the last guide until the call lists them; none before the first."""
    years = [year for year in countries.GROUPS[group] if year <= call.year]
    return countries.GROUPS[group][max(years)].countries if years else frozenset()


def _filled(named: Named) -> Named:
    return {key: those for key, those in named.items() if those}
