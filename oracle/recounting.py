"""The call's rules about numbers, countries and classes, counted again from scratch: shares nothing with the rules' own code."""

from collections.abc import Iterable, Sequence

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.findings import Witness
from matchmaker.programme import classes, countries, rules
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import Rule


def bodies(consortium: Consortium, *, all_of_them: bool = False) -> list[Member]:
    """One entry per legal entity: the coordinator's, else the first in order of id; all_of_them: associated partners, too."""
    left = [*consortium.taking_part, *(consortium.associated if all_of_them else ())]
    chosen = []
    while left:
        body = [left.pop(0)]
        for known in body:
            body += [other for other in left if alike(known, other)]
            left = [other for other in left if not alike(known, other)]
        chosen.append(next((member for member in body if member.role == "coordinator"), body[0]))
    return chosen


def alike(one: Member, other: Member) -> bool:
    """Whether two entries share an id, an OID or a PIC."""
    same_oid = bool(one.oid) and one.oid == other.oid
    return one.id == other.id or same_oid or (bool(one.pic) and one.pic == other.pic)


def home(member: Member) -> str:
    """The country the member is counted under."""
    return countries.counts_as(member.country)


def within(class_id: str, member: Member) -> bool:
    """Whether the member is in the class."""
    return classes.is_in(class_id, member.type, member.flags)


def possible(class_id: str, member: Member) -> bool:
    """Whether what is not known of the member may put it in the class; not so for whoever is known to be in it."""
    stated = classes.get(class_id)
    said = {flag.removeprefix("no_") for flag in member.flags if flag.startswith("no_")}
    if stated.need == "all_flags":
        return member.type in stated.types and not said & stated.flags and not stated.flags <= member.flags
    left_open = stated.open_types == "all" or member.type in stated.open_types
    return left_open and not within(class_id, member) and not stated.flags <= said and not said & stated.denied_by


def inside(scope: str, consortium: Consortium, call: Call, *, all_of_them: bool = False) -> list[Member]:
    """The legal entities in the scope of a rule (`counting`, `other`, `all`) or on the side of a balance (`orgs_other`)."""
    scope, found = scope.removeprefix("orgs_"), bodies(consortium, all_of_them=all_of_them)
    return [m for m in found if scope == "all" or (home(m) in call.counting_countries) == (scope == "counting")]


def count(rule: Rule, consortium: Consortium, call: Call) -> tuple[bool | None, int, int]:
    """Whether the rule is met (None: nobody knows), and the numbers that its finding states as required and found."""
    match rule:
        case rules.CountOrgs(scope=scope, min=required):
            found = len(inside(scope, consortium, call, all_of_them=rule.with_associated))
            if rule.max is not None and (found > rule.max or required == 0):
                return found <= rule.max, rule.max, found
        case rules.CountClass(scope=scope, min=required, actor_class=actor_class):
            found = sum(within(actor_class, member) for member in inside(scope, consortium, call))
        case rules.DisjointCover(needs=needs):
            required, found = sum(needs.values()), most_filled(_places(needs), bodies(consortium))
        case rules.Compare(left=left, op=op, right=right):
            found, required = len(inside(left, consortium, call)), len(inside(right, consortium, call))
            signs = {"<=": (-1, 0), "<": (-1,), ">=": (0, 1), ">": (1,), "==": (0,)}
            return ((found > required) - (found < required)) in signs[op], required, found
        case _:
            return _count_by_country(rule, consortium, call)
    return found >= required, required, found


def _count_by_country(rule: Rule, consortium: Consortium, call: Call) -> tuple[bool | None, int, int]:
    """The same for rules that ask where members are from."""
    match rule:
        case rules.CountCountries(scope=scope, min=required):
            everybody = inside(scope, consortium, call, all_of_them=rule.with_associated)
            found = len({home(member) for member in everybody if _of_a_class(rule, member)})
            if rule.max is not None and (found > rule.max or required == 0):
                return found <= rule.max, rule.max, found
        case rules.EachCountryHas(scope=scope, need=need):
            members = inside(scope, consortium, call)
            codes = {home(member) for member in members}
            required, found = len(codes), sum(_brings(code, rule.need_in.get(code, need), members) for code in codes)
        case rules.CountriesEachHave(scope=scope, at_least=required, need=need):
            members = inside(scope, consortium, call)
            found = min(required, sum(_brings(code, need, members) for code in {home(member) for member in members}))
        case rules.CountryBundles(bundles=bundles):
            required = sum(bundle.at_least for bundle in bundles)
            found = sum(min(bundle.at_least, _bringing(bundle, consortium, call)) for bundle in bundles)
        case rules.OneOrgPerCountry(scope=scope):
            homes = [home(member) for member in inside(scope, consortium, call)]
            required, found = len(homes), len(set(homes))
        case rules.RegionsOnly(scope=scope):
            abroad = inside(scope, consortium, call)
            answers = [_inside_regions(rule, member, call) for member in abroad]
            met = False if False in answers else None if None in answers else True
            return met, len(abroad), answers.count(True)
        case rules.OneRegion():
            codes = {home(member) for member in inside("other", consortium, call)}
            regions = {countries.region(code, call.year) for code in codes}
            return (None if regions == {None} and len(codes) > 1 else len(regions) <= 1), 1, len(regions)
        case _:
            raise TypeError(f"no such rule: {rule.check}")
    return found >= required, required, found


def provides(rule: Rule, witness: Witness, found: int, consortium: Consortium, call: Call) -> bool:
    """Whether the members named are different legal entities and provide what the rule's finding says they do."""
    by_id = {member.id: member for member in bodies(consortium, all_of_them=rule.counts_associated)}
    keyed = {"": witness} if isinstance(witness, tuple) else witness
    named = [member_id for ids in keyed.values() for member_id in ids]
    if not set(named) <= set(by_id) or (len(named) > len(set(named)) and not isinstance(rule, rules.Compare)):
        return False
    groups = {key: [by_id[member_id] for member_id in ids] for key, ids in keyed.items()}
    members = [by_id[member_id] for member_id in named]
    match rule:
        case rules.CountOrgs(scope=scope) | rules.CountCountries(scope=scope) | rules.CountClass(scope=scope):
            everybody = inside(scope, consortium, call, all_of_them=rule.counts_associated)
            counted = len(members) == found and all(member in everybody for member in members)
            return counted and _each_counts(rule, members)
        case rules.DisjointCover(needs=needs):
            placed = all(within(key, member) for key, group in groups.items() for member in group)
            return placed and len(members) == found and all(len(group) <= needs.get(key, 0) for key, group in groups.items())
        case rules.OneRegion() | rules.OneOrgPerCountry() | rules.RegionsOnly():
            return set(members) <= set(inside(rule.scope, consortium, call)) and _kept_apart(rule, members, found, call)
        case rules.Compare():
            return all(group == inside(side, consortium, call) for side, group in groups.items())
    return _countries_bring(rule, groups, found)


def _inside_regions(rule: rules.RegionsOnly, member: Member, call: Call) -> bool | None:
    """Whether the member's region is one of the rule's; nobody knows while one of these has no countries that we know."""
    own, carried = countries.region(home(member), call.year), countries.regions(call.year)
    return own in rule.among if own else None if any(one not in carried for one in rule.among) else False


def _kept_apart(
    rule: rules.OneRegion | rules.OneOrgPerCountry | rules.RegionsOnly, members: list[Member], found: int, call: Call
) -> bool:
    """Whether those named are from one region, from those that are open, or from as many countries as they are."""
    if isinstance(rule, rules.RegionsOnly):
        return len(members) == found and all(_inside_regions(rule, member, call) for member in members)
    if isinstance(rule, rules.OneRegion):
        return len({countries.region(home(member), call.year) for member in members}) <= 1
    return len({home(member) for member in members}) == len(members) == found


def _each_counts(rule: rules.CountOrgs | rules.CountCountries | rules.CountClass, members: list[Member]) -> bool:
    """Whether each member named counts by itself: from a country of its own, or in the class."""
    if isinstance(rule, rules.CountCountries):
        return len({home(member) for member in members}) == len(members) and all(_of_a_class(rule, one) for one in members)
    return isinstance(rule, rules.CountOrgs) or all(within(rule.actor_class, member) for member in members)


def _of_a_class(rule: rules.CountCountries, member: Member) -> bool:
    """Whether the member makes its country count."""
    asked = [rule.actor_class, *rule.class_any_of] if rule.actor_class else rule.class_any_of
    return not asked or any(within(one, member) for one in asked)


def _countries_bring(
    rule: rules.EachCountryHas | rules.CountriesEachHave | rules.CountryBundles, groups: dict[str, list[Member]], found: int
) -> bool:
    """Whether the members named for a country are from it and fill its places, all of them in `found` countries."""
    needs = {code: _needed(rule, code) for code in groups}
    full = sum(_brings(code, need, group) for code, group in groups.items() for need in needs[code])
    placed = all(
        all(home(member) == code and _placed(member, group, needs[code]) for member in group) for code, group in groups.items()
    )
    return placed and full >= found


def _needed(rule: rules.EachCountryHas | rules.CountriesEachHave | rules.CountryBundles, code: str) -> list[dict[str, int]]:
    """What a country may be asked for, each by itself."""
    match rule:
        case rules.CountryBundles(bundles=bundles):
            return [bundle.need for bundle in bundles]
        case rules.EachCountryHas(need_in=elsewhere) if code in elsewhere:
            return [elsewhere[code]]
        case _:
            return [rule.need]


def _placed(one: Member, group: list[Member], needs: list[dict[str, int]]) -> bool:
    """Whether with this member more places of something that is needed are filled than without it."""
    others = [member for member in group if member is not one]
    return any(most_filled(_places(need), group) > most_filled(_places(need), others) for need in needs)


def most_filled(places: Sequence[str], members: Sequence[Member]) -> int:
    """How many places different members can fill: one place after another, moving those before if that makes room."""
    holds: dict[int, int] = {}

    def place(which: int, tried: set[int]) -> bool:
        for number, member in enumerate(members):
            if number not in tried and within(places[which], member):
                tried.add(number)
                if number not in holds or place(holds[number], tried):
                    holds[number] = which
                    return True
        return False

    return sum(place(which, set()) for which in range(len(places)))


def _places(needs: dict[str, int]) -> list[str]:
    return [need for need, number in needs.items() for _ in range(number)]


def _brings(code: str, need: dict[str, int], members: Iterable[Member]) -> bool:
    """Whether the members from one country fill all places."""
    return most_filled(_places(need), [member for member in members if home(member) == code]) == sum(need.values())


def _bringing(bundle: rules.Bundle, consortium: Consortium, call: Call) -> int:
    """How many countries bring the bundle, of those that may."""
    members = inside("all", consortium, call)
    codes = {home(member) for member in members}
    if bundle.country in ("coordinator", "other_counting"):
        applicant = {home(member) for member in consortium.members if member == consortium.coordinator}
        codes &= call.counting_countries
        codes = codes & applicant if bundle.country == "coordinator" else codes - applicant
    else:
        codes &= {bundle.country}
    return sum(_brings(code, bundle.need, members) for code in codes)
