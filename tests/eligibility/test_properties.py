"""What holds for every consortium under every call: order, associated partners, witnesses, counting, and never an exception."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations, product

from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from matchmaker import eligibility
from matchmaker.eligibility.assignment import assign
from matchmaker.eligibility.facts import Agency, Consortium, Member, Project
from matchmaker.eligibility.findings import Report
from matchmaker.language import LANGUAGES, render
from matchmaker.programme import classes, countries, guides
from matchmaker.programme.assessment import ASSESSMENTS
from matchmaker.programme.calls import Call
from matchmaker.programme.projects import ACTIVITIES, PRIORITIES, PROJECT_TYPES
from matchmaker.programme.rules import Rule
from matchmaker.programme.types import SECTORS
from matchmaker.programme.variants import Variant
from matchmaker.services.checks import report_json
from oracle import agreement
from oracle.readings import kinds, plain_calls
from oracle.rechecking import recheck

TODAY = date(2026, 3, 5)
SEVERITY = ("pass", "unknown", "fail")
GUIDE = tuple(guides.load().calls.values())
SETTLED = tuple(call.model_copy(update={"open_countries": frozenset()}) for call in GUIDE)
"""The same with one reading of which countries count."""
COUNTRIES = ("PL", "DE", "FR", "GL", "DK", "RE", "RS", "GB", "CH", "BY", "UA", "AL", "KE", "HU", "US", "XK", "GE", "RU")
TYPES = (
    *("EPLUS-EDU-VOC-SEC", "EPLUS-EDU-VOC-TER", "EPLUS-EDU-HEI", "EPLUS-EDU-GEN-SEC", "EPLUS-ENT-SME"),
    *("EPLUS-SOCIAL", "EPLUS-NGO", "EPLUS-YOUTH-GROUP", "EPLUS-BODY-PUB-LOC", "OTH", "no-such-type"),
)
FLAGS = (
    *("eche", "no_eche", "provides_vet", "school_authority", "sector_representative", "hu_public_interest_trust"),
    *("no_public_body", "state_owned_enterprise", "national_agency_host", "network_of_vet_providers"),
)

members = st.builds(
    Member,
    id=st.sampled_from("abcdefghijklmnop"),
    role=st.sampled_from(["partner", "partner", "partner", "associated"]),
    name=st.sampled_from(["", "A school", "100 % <b>"]),
    country=st.sampled_from(COUNTRIES),
    type=st.sampled_from(TYPES),
    flags=st.frozensets(st.sampled_from(FLAGS), max_size=3),
    established=st.none() | st.dates(date(2014, 2, 27), date(2026, 12, 31)) | st.sampled_from([date(2024, 2, 29), date.min]),
    oid=st.sampled_from([None, None, None, "E10000001", "E10000002"]),
    pic=st.sampled_from([None, None, None, "900000001", "900000002"]),
    registration=st.sampled_from([None, None, "", "PL 1", "pl-1", "2"]),
    added_value=st.sampled_from([None, " ", "Nobody else teaches it."]),
    sectors=st.frozensets(st.sampled_from(list(SECTORS)), max_size=2),
    newcomer=st.sampled_from([None, True, False]),
    contribution=st.sampled_from([None, " ", "Tries the lessons out."]),
    city=st.sampled_from(["", "Lviv", "Kyiv"]),
)
projects = st.builds(
    Project,
    type=st.sampled_from([None, *PROJECT_TYPES, "other"]),
    months=st.none() | st.integers(1, 60),
    grant=st.none() | st.integers(1, 5_000_000) | st.sampled_from([60_000, 250_000]),
    priorities=st.lists(st.sampled_from([*PRIORITIES, "other"]), max_size=3).map(tuple),
    activities=st.lists(st.sampled_from([*ACTIVITIES, "other"]), max_size=2).map(tuple),
    flags=st.frozensets(st.just("long_term_pupil_mobility")),
)


@st.composite
def consortia(draw: st.DrawFn, most: int = 10) -> Consortium:
    """Exactly one coordinator; ids, OIDs and PICs may repeat."""
    first, *others = draw(st.lists(members, min_size=1, max_size=most))
    number = draw(st.sampled_from([None, None, 1, 2, 9]))
    agency = Agency(priorities=draw(st.lists(st.sampled_from(list(PRIORITIES)), max_size=3).map(tuple)))
    return Consortium((replace(first, role="coordinator"), *others), draw(projects), number, agency)


scopes = st.sampled_from(["counting", "other", "all"])
sides = st.sampled_from(["orgs_counting", "orgs_other", "orgs_all"])
class_ids = st.sampled_from(classes.CLASSES)
needs = st.dictionaries(class_ids, st.integers(1, 2), min_size=1, max_size=3)
wider = st.sampled_from(["vet_provider_or_network", "education_provider"])
in_doubt = {
    "need": st.just({"hei": 2, "vet_provider": 1}),
    "few_heis_exception": st.sampled_from([None, 1]),
    "perhaps": st.just({}) | wider.map(lambda other: {"vet_provider": other}),
}
less_somewhere = st.dictionaries(
    st.sampled_from(["PL", "DE", "UA"]), st.sampled_from([{"hei": 2}, {"vet_provider": 1}]), max_size=2
)
doubtful_bundles = st.just(
    [
        {"country": "coordinator", "need": {"vet_provider": 1}},
        {"country": "other_counting", "need": {"vet_provider": 1, "hei": 1}},
    ]
)
bundles = st.builds(
    lambda home, away, at_least, named: [
        {"country": "coordinator", "need": home},
        {"country": "other_counting", "at_least": at_least, "need": away},
        *({"country": code, "need": need} for code, need in named.items()),
    ],
    needs,
    needs,
    st.integers(1, 2),
    st.dictionaries(st.sampled_from(["PL", "DE", "UA"]), needs, max_size=2),
)


def stated(check: str, **parts: st.SearchStrategy[object]) -> st.SearchStrategy[Rule]:
    """A rule of the kind with drawn numbers, as a guide file may state it."""
    data = {"id": "drawn", "ev": "K", "source": "drawn", "check": check}
    return st.fixed_dictionaries({**parts, "settled": st.booleans()}).map(
        lambda drawn: TypeAdapter(Rule).validate_python({**data, **drawn})
    )


def softly(rule: Rule, as_rule: bool) -> Rule:
    """The same, as a rule or only as a warning."""
    return rule if as_rule else rule.model_copy(update={"stands_as": "warning"})


rules = st.one_of(
    stated("count_orgs", scope=scopes, min=st.integers(1, 4)),
    stated("count_orgs", scope=scopes, max=st.integers(1, 4)),
    stated("count_orgs", scope=scopes, min=st.integers(1, 3), max=st.integers(3, 5)),
    stated("count_countries", scope=scopes, min=st.integers(1, 4)),
    stated("count_orgs", scope=scopes, min=st.integers(1, 4), with_associated=st.just(True)),
    stated("count_countries", scope=scopes, min=st.integers(1, 4), with_associated=st.just(True)),
    stated("count_countries", scope=scopes, max=st.integers(1, 3)),
    stated("count_countries", scope=scopes, min=st.integers(1, 2), max=st.integers(2, 3), **{"class": class_ids}),
    stated("count_countries", scope=scopes, min=st.integers(1, 3), class_any_of=st.lists(class_ids, min_size=1, max_size=2)),
    stated("countries_each_have", scope=scopes, at_least=st.integers(1, 3), need=needs),
    stated("one_org_per_country", scope=scopes),
    stated("one_region", scope=st.just("other")),
    stated("regions_only", scope=st.just("other"), regions=st.lists(st.sampled_from(["1", "2", "5a", "9"]), min_size=1)),
    stated("count_class", scope=scopes, min=st.integers(1, 3), **{"class": class_ids}),
    stated("count_class", scope=scopes, min=st.integers(1, 3), perhaps=in_doubt["perhaps"], **{"class": st.just("vet_provider")}),
    stated("each_country_has", scope=scopes, need=needs),
    stated("each_country_has", scope=scopes, **in_doubt),
    stated(
        "each_country_has",
        scope=scopes,
        **in_doubt,
        need_in=less_somewhere,
        perhaps_need_in=less_somewhere,
    ),
    stated("countries_each_have", scope=scopes, at_least=st.integers(1, 2), **in_doubt),
    stated("country_bundles", bundles=bundles),
    stated("country_bundles", bundles=doubtful_bundles, perhaps=in_doubt["perhaps"]),
    stated("disjoint_cover", needs=needs),
    stated("disjoint_cover", needs=in_doubt["need"], perhaps=in_doubt["perhaps"]),
    st.tuples(sides, sides)
    .filter(lambda pair: pair[0] != pair[1])
    .flatmap(
        lambda pair: stated(
            "compare", left=st.just(pair[0]), right=st.just(pair[1]), op=st.sampled_from(["<=", "<", ">=", ">", "=="])
        )
    ),
)
few_rules = st.lists(st.builds(softly, rules, st.booleans()), min_size=1, max_size=2).map(
    lambda some: tuple(rule.model_copy(update={"id": f"drawn-{number}"}) for number, rule in enumerate(some))
)
drawn_calls = st.builds(
    lambda call, some, assessment: call.model_copy(update={"rules": some, "assessment": assessment}),
    st.sampled_from(GUIDE),
    few_rules,
    st.sampled_from([None, *ASSESSMENTS.values()]),
)


def with_variants(call: Call, kinds: list[tuple[Rule, ...]]) -> Call:
    """The call with so many variants, each with some rules of its own."""
    letters = "abc"
    variants = tuple(
        Variant(
            id=f"kind_{letters[number]}",
            title={"en": f"Kind {letters[number]}"},
            rules=[rule.model_copy(update={"id": f"{letters[number]}-{place}"}) for place, rule in enumerate(some)],
        )
        for number, some in enumerate(kinds)
    )
    return call.model_copy(update={"variants": variants})


calls_with_variants = st.builds(with_variants, drawn_calls, st.lists(few_rules, min_size=2, max_size=3))
calls = (
    st.sampled_from([call for call in GUIDE if not call.variants])
    | drawn_calls
    | st.builds(
        lambda call, codes: call.model_copy(update={"open_countries": codes - call.counting_countries}),
        drawn_calls,
        st.frozensets(st.sampled_from(("GB", "CH"))),
    )
)


@given(consortia(), calls, st.randoms(use_true_random=False))
def test_check_does_not_depend_on_the_order_of_members(consortium, call, random):
    shuffled = random.sample(consortium.members, len(consortium.members))
    other = replace(consortium, members=tuple(shuffled))
    assert eligibility.check(other, call, TODAY) == eligibility.check(consortium, call, TODAY)


ABOUT_ASSOCIATED = ("associated-partner", "barred-everywhere")


@given(consortia(), calls, st.lists(members, max_size=3))
def test_associated_partners_never_change_a_rule_but_those_about_them(consortium, call, partners):
    assume(not any(rule.counts_associated for rule in call.rules))
    alone = tuple(member for member in consortium.members if member.role != "associated")
    joined = (*consortium.members, *(replace(partner, role="associated") for partner in partners))
    without, with_them = (eligibility.check(replace(consortium, members=m), call, TODAY) for m in (alone, joined))
    others = [[one for one in report.rules if one.rule not in ABOUT_ASSOCIATED] for report in (without, with_them)]
    assert others[0] == others[1]
    ranks = [
        [SEVERITY.index(one.status) for one in report.rules if one.rule in ABOUT_ASSOCIATED] for report in (without, with_them)
    ]
    assert all(before <= after for before, after in zip(*ranks, strict=True))


def each_id_once(drawn: tuple[Member, ...]) -> tuple[Member, ...]:
    """The first member with each id: the second reader knows them by their ids."""
    return tuple({member.id: member for member in reversed(drawn)}.values())[::-1]


@given(consortia(), calls)
def test_findings_are_confirmed_by_the_second_reader(consortium, call):
    consortium = replace(consortium, members=each_id_once(consortium.members))
    for finding in eligibility.check(consortium, call, TODAY).findings:
        assert recheck(finding, consortium, call, TODAY), finding


@given(consortia(), calls, st.data())
def test_findings_that_were_tampered_with_are_refuted(consortium, call, data):
    finding = data.draw(st.sampled_from(eligibility.check(consortium, call, TODAY).rules))
    opposite = "fail" if finding.status == "pass" else "pass"
    assert not recheck(replace(finding, status=opposite), consortium, call, TODAY)
    assert not recheck(replace(finding, witness=("nobody",)), consortium, call, TODAY)
    assert not recheck(replace(finding, missing=("nobody",)), consortium, call, TODAY)
    assert not recheck(replace(finding, rule="no-such-rule"), consortium, call, TODAY)
    if any(rule.id == finding.rule for rule in call.rules):
        assert not recheck(replace(finding, found=finding.found + 1), consortium, call, TODAY)


@given(consortia(), calls)
def test_verdict_follows_from_the_statuses_of_the_composition(consortium, call):
    report = eligibility.check(consortium, call, TODAY)
    statuses = Counter(finding.status for finding in report.findings if finding.scope == "composition")
    assert report.verdict == ("ineligible" if statuses["fail"] else "unknown" if statuses["unknown"] else "eligible")
    beside = [finding for finding in report.findings if finding.scope != "composition"]
    assert all(finding.status in ("pass", "fail", "warning") for finding in beside if finding.scope != "award")
    assert all(finding.status in ("pass", "unknown", "warning") for finding in beside if finding.scope == "award")


@given(consortia(), consortia(), calls)
def test_number_of_rules_is_the_calls(one, other, call):
    first, second = (eligibility.check(consortium, call, TODAY) for consortium in (one, other))
    assume(first.variant == second.variant)
    assert [finding.rule for finding in first.rules] == [finding.rule for finding in second.rules]


@given(consortia(), calls, st.data())
def test_removing_members_never_raises(consortium, call, data):
    gone = data.draw(st.sets(st.sampled_from(sorted({member.id for member in consortium.members}))))
    rest = tuple(member for member in consortium.members if member.id not in gone)
    report = eligibility.check(replace(consortium, members=rest), call, TODAY)
    if not any(member.role == "coordinator" for member in rest):
        assert report.verdict == "ineligible"


@given(consortia(), calls)
def test_what_fails_without_a_member_is_what_the_check_says_of_the_others(consortium, call):
    leaving = [member.id for member in consortium.taking_part]
    failing = eligibility.check(consortium, call, TODAY).failing
    found = eligibility.withdrawals(consortium, call, TODAY, leaving, failing)
    assert found.keys() == {one for one in leaving if one != consortium.coordinator.id}
    assert all(len(set(rules)) == len(rules) for rules in found.values())
    by_reading = {}
    for number, reading in enumerate(plain_calls(call, consortium)):
        rests = {
            gone: replace(consortium, members=tuple(m for m in consortium.members if m.id != gone or m.role == "associated"))
            for gone in found
        }
        refused = bool(eligibility.check(consortium, reading, TODAY).failing)
        by_reading[number] = refused, {gone: eligibility.check(rest, reading, TODAY).failing for gone, rest in rests.items()}
    admitting = [fails for refused, fails in by_reading.values() if not refused] or [fails for _, fails in by_reading.values()]
    most = max(sum(not fails for fails in one.values()) for one in admitting)
    assert sum(not rules for rules in found.values()) == most
    assert {gone: set(rules) for gone, rules in found.items()} in admitting


@given(consortia(), calls)
def test_what_readings_agree_about_is_the_answer_and_the_rest_is_unknown(consortium, call):
    report = eligibility.check(consortium, call, TODAY)
    assert report.verdict == agreement.verdict(call, consortium, TODAY)
    once = Counter(finding.rule for finding in report.rules)
    (judged,) = kinds(call, report.variant)
    for finding in report.rules:
        if once[finding.rule] == 1:
            assert finding.status == agreement.status(finding.rule, judged, consortium, TODAY), finding


@given(st.lists(members, max_size=6).map(tuple), projects, calls)
def test_any_facts_are_judged_and_said_in_every_language(drawn, project, call):
    consortium = Consortium(drawn, project)
    report = eligibility.check(consortium, call, TODAY)
    assert report_json(report)["verdict"] == report.verdict
    assert all(render(finding.message, language) for finding in report.findings for language in LANGUAGES)
    once = replace(consortium, members=each_id_once(drawn))
    assert all(recheck(finding, once, call, TODAY) for finding in eligibility.check(once, call, TODAY).findings)


def _failures(report: Report) -> int:
    return sum(finding.status == "fail" for finding in report.rules)


@given(consortia(), calls_with_variants, st.data())
def test_variants_are_judged_by_themselves_and_the_best_is_the_answer(consortium, call, data):
    report = eligibility.check(consortium, call, TODAY)
    assert report.verdict == agreement.verdict(call, consortium, TODAY)
    each = {one.variant.id: eligibility.check(consortium, one, TODAY) for one in call.each_variant}
    assert report.findings == each[report.variant].findings
    assert report.verdict != "ineligible" or _failures(report) == min(map(_failures, each.values()))
    named = data.draw(st.sampled_from(sorted(each)))
    consortium = replace(consortium, members=each_id_once(consortium.members))
    each = {one.variant.id: eligibility.check(consortium, one, TODAY) for one in call.each_variant}
    chosen = eligibility.check(replace(consortium, project=replace(consortium.project, variant=named)), call, TODAY)
    assert (chosen.variant, chosen.verdict) == (named, each[named].verdict)
    beside = [finding for finding in chosen.findings if finding.rule != "variant"]
    assert beside == [finding for finding in each[named].findings if finding.rule != "variant"]
    assert all(recheck(finding, consortium, call, TODAY) for finding in chosen.findings)
    assert Counter(finding.status for finding in chosen.findings if finding.rule == "variant") == {"pass": 1}


@given(consortia(), calls_with_variants)
def test_withdrawals_are_judged_within_the_variant_that_fits_now(consortium, call):
    leaving = [member.id for member in consortium.taking_part]
    variant = eligibility.check(consortium, call, TODAY).variant
    within = next(one for one in call.each_variant if one.variant.id == variant)
    assert eligibility.withdrawals(consortium, call, TODAY, leaving) == eligibility.withdrawals(
        consortium, within, TODAY, leaving
    )


@given(consortia(), members, calls)
def test_adding_a_member_never_lowers_a_number_that_has_no_maximum(consortium, member, call):
    newcomer = replace(member, id="new", role="partner", oid=None, pic=None)
    before = eligibility.check(consortium, call, TODAY)
    after = eligibility.check(replace(consortium, members=(*consortium.members, newcomer)), call, TODAY)
    for rule, old, new in zip(call.rules, before.findings, after.findings, strict=False):
        if rule.check in ("count_class", "disjoint_cover", "countries_each_have") or (
            rule.check in ("count_orgs", "count_countries") and rule.max is None
        ):
            assert new.found >= old.found
            assert old.status != "pass" or new.status == "pass"


@given(consortia(), calls, st.data())
def test_a_member_entered_twice_is_counted_once_and_found(consortium, call, data):
    member = data.draw(st.sampled_from(consortium.taking_part))
    again = replace(member, role="partner")
    twice = eligibility.check(replace(consortium, members=(*consortium.members, again)), call, TODAY)
    once = eligibility.check(consortium, call, TODAY)
    numbers = len(call.rules)
    assert [(f.status, f.found) for f in twice.findings[:numbers]] == [(f.status, f.found) for f in once.findings[:numbers]]
    assert any(f.rule == "one-entity-once" and f.status == "fail" for f in twice.findings)
    assert twice.verdict == "ineligible"


def most_places_filled(places: list[str], candidates: list[Member]) -> int:
    """The judge: tries every choice of places and every way to hand them to different members."""
    fitting = [[n for n, m in enumerate(candidates) if classes.is_in(place, m.type, m.flags)] for place in places]
    for size in range(len(places), 0, -1):
        for chosen in combinations(fitting, size):
            if any(len(set(picked)) == size for picked in product(*chosen)):
                return size
    return 0


distinct = st.lists(members, min_size=1, max_size=5, unique_by=lambda member: member.id).map(
    lambda drawn: [replace(member, role="partner", oid=None, pic=None) for member in drawn]
)


@given(distinct, st.lists(class_ids, max_size=5))
def test_assignment_fills_as_many_places_as_any_other_would(drawn, places):
    filled = assign(places, drawn, lambda place, member: classes.is_in(place, member.type, member.flags))
    used = [member for member in filled if member is not None]
    assert len(used) == len({member.id for member in used}) == most_places_filled(places, drawn)
    assert all(m is None or classes.is_in(place, m.type, m.flags) for place, m in zip(places, filled, strict=True))


@given(distinct, st.sampled_from(SETTLED), stated("disjoint_cover", needs=needs))
def test_disjoint_cover_agrees_with_brute_force(drawn, call, rule):
    finding = eligibility.check(Consortium(tuple(drawn)), call.model_copy(update={"rules": (rule,)}), TODAY).findings[0]
    assert finding.found == most_places_filled([c for c, number in rule.needs.items() for _ in range(number)], drawn)


@given(distinct, st.sampled_from(SETTLED), stated("each_country_has", scope=st.just("counting"), need=needs))
def test_each_country_has_agrees_with_brute_force(drawn, call, rule):
    finding = eligibility.check(Consortium(tuple(drawn)), call.model_copy(update={"rules": (rule,)}), TODAY).findings[0]
    homes = {countries.counts_as(member.country) for member in drawn} & call.counting_countries
    assert finding.found == sum(brings(code, rule.need, drawn) for code in homes)
    assert (finding.status == "pass") == (finding.found == len(homes) == finding.required)


@given(distinct, st.sampled_from(SETTLED), stated("country_bundles", bundles=bundles))
def test_country_bundles_agree_with_brute_force(drawn, call, rule):
    applicant, *others = drawn
    consortium = Consortium((replace(applicant, role="coordinator"), *others))
    finding = eligibility.check(consortium, call.model_copy(update={"rules": (rule,)}), TODAY).findings[0]
    own, away, *named = rule.bundles
    home = countries.counts_as(applicant.country)
    abroad = {countries.counts_as(member.country) for member in drawn} & call.counting_countries - {home}
    assume(home in call.counting_countries)
    met = brings(home, own.need, drawn) and sum(brings(code, away.need, drawn) for code in abroad) >= away.at_least
    met = met and all(brings(bundle.country, bundle.need, drawn) for bundle in named)
    assert (finding.status == "pass") == met


@given(distinct, st.sampled_from(SETTLED), stated("countries_each_have", scope=scopes, at_least=st.integers(1, 3), need=needs))
def test_countries_each_have_agrees_with_brute_force(drawn, call, rule):
    finding = eligibility.check(Consortium(tuple(drawn)), call.model_copy(update={"rules": (rule,)}), TODAY).findings[0]
    homes = within_scope(rule.scope, drawn, call)
    assert (finding.status == "pass") == (sum(brings(code, rule.need, drawn) for code in homes) >= rule.at_least)


@given(distinct, st.sampled_from(SETTLED), scopes, st.integers(0, 2), st.integers(1, 3), st.lists(class_ids, max_size=2))
def test_count_countries_agrees_with_brute_force(drawn, call, scope, least, more, groups):
    """Also of some classes, and with a maximum."""
    asked = {"id": "drawn", "check": "count_countries", "scope": scope, "min": least, "max": least + more, "class_any_of": groups}
    rule = TypeAdapter(Rule).validate_python({**asked, "ev": "K", "source": "drawn"})
    finding = eligibility.check(Consortium(tuple(drawn)), call.model_copy(update={"rules": (rule,)}), TODAY).findings[0]
    some = [m for m in drawn if not groups or any(classes.is_in(one, m.type, m.flags) for one in groups)]
    assert finding.found == len(within_scope(scope, some, call))
    assert (finding.status == "pass") == (least <= finding.found <= least + more)


@given(distinct, st.sampled_from(SETTLED), stated("one_org_per_country", scope=scopes))
def test_one_org_per_country_agrees_with_brute_force(drawn, call, rule):
    finding = eligibility.check(Consortium(tuple(drawn)), call.model_copy(update={"rules": (rule,)}), TODAY).findings[0]
    homes = within_scope(rule.scope, drawn, call)
    pairs = [(a, b) for a, b in combinations(drawn, 2) if countries.counts_as(a.country) == countries.counts_as(b.country)]
    together = [pair for pair in pairs if countries.counts_as(pair[0].country) in homes]
    assert (finding.status == "pass") == (not together)
    assert set(finding.missing) == {member.id for pair in together for member in pair}


def within_scope(scope: str, drawn: list[Member], call: Call) -> set[str]:
    """The countries of those a rule with that scope is about."""
    homes = {countries.counts_as(member.country) for member in drawn}
    return {code for code in homes if scope == "all" or (code in call.counting_countries) == (scope == "counting")}


@given(consortia(), st.sampled_from(GUIDE), rules)
def test_what_stands_as_a_warning_changes_no_verdict(consortium, call, rule):
    strict = rule.model_copy(update={"stands_as": "warning", "id": "strict"})
    plain, with_it = (
        eligibility.check(consortium, call.model_copy(update={"rules": (*call.rules, *more)}), TODAY) for more in ((), (strict,))
    )
    assert (plain.verdict, plain.rules, plain.summary) == (with_it.verdict, with_it.rules, with_it.summary)
    (finding,) = [one for one in with_it.findings if one.rule == "strict"]
    asked = eligibility.check(consortium, call.model_copy(update={"rules": (rule,)}), TODAY).findings[0]
    assert asked.status == "unknown" or (finding.status == "pass") == (asked.status == "pass")
    assert finding.status in ("pass", "warning")


def brings(code: str, need: dict[str, int], drawn: list[Member]) -> bool:
    """The judge: whether the members from one country fill all places."""
    places = [name for name, number in need.items() for _ in range(number)]
    return most_places_filled(places, [m for m in drawn if countries.counts_as(m.country) == code]) == len(places)
