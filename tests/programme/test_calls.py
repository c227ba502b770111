"""The calls as they are shipped: their facts, their sources, their dates."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pydantic import BaseModel

from matchmaker.language import LANGUAGES
from matchmaker.programme import guides
from matchmaker.programme.calls import Call
from matchmaker.programme.classes import belongs
from matchmaker.programme.plan import TaskGroup
from matchmaker.programme.rules import Bundle
from matchmaker.programme.statements import Sourced

CALLS = guides.load().calls
PARTS = {"relevance", "expertise", "cross_sector", "robustness", "responsiveness", "ties", "newcomers"}

# id: least organisations, most, least countries, list of countries, last deadline (UTC), months, weight of the sectors
FACTS = {
    "ka202-2018": (3, None, 3, "PC2018", "2018-03-21T11:00", (12, 36), 0.20),
    "ka203-2018": (3, None, 3, "PC2018", "2018-03-21T11:00", (24, 36), 0.10),
    "ka205-2018": (2, None, 2, "PC2018", "2018-10-04T10:00", (6, 36), 0.10),
    "ka229-2018": (2, 6, 2, "PC2018", "2018-03-21T11:00", (12, 24), 0.0),
    "ka202-2019": (3, None, 3, "PC2019", "2019-03-21T11:00", (12, 36), 0.20),
    "ka220-vet-2023": (3, None, 3, "PC2021", "2023-03-22T11:00", (12, 36), 0.20),
    "ka220-vet-2026": (3, None, 3, "PC2021", "2026-03-05T11:00", (12, 36), 0.20),
    "ka220-sch-2026": (3, None, 3, "PC2021", "2026-03-05T11:00", (12, 36), 0.20),
    "ka220-adu-2026": (3, None, 3, "PC2021", "2026-03-05T11:00", (12, 36), 0.20),
    "ka220-you-2026": (3, None, 3, "PC2021", "2026-03-05T11:00", (12, 36), 0.20),
    "ka220-hed-2026": (3, None, 3, "PC2021", "2026-03-05T11:00", (12, 36), 0.10),
    "ka220-vet-2027": (3, None, 3, "PC2021", None, (12, 36), 0.20),
    "ka220-sch-2027": (3, None, 3, "PC2021", None, (12, 36), 0.20),
    "ka220-adu-2027": (3, None, 3, "PC2021", None, (12, 36), 0.20),
    "ka220-you-2027": (3, None, 3, "PC2021", None, (12, 36), 0.20),
    "ka220-hed-2027": (3, None, 3, "PC2021", None, (12, 36), 0.10),
    "ka210-vet-2026": (2, None, 2, "PC2021", "2026-03-05T11:00", (6, 24), 0.10),
    "ka210-sch-2026": (2, None, 2, "PC2021", "2026-03-05T11:00", (6, 24), 0.10),
    "ka210-adu-2026": (2, None, 2, "PC2021", "2026-03-05T11:00", (6, 24), 0.10),
    "ka210-you-2026": (2, None, 2, "PC2021", "2026-03-05T11:00", (6, 24), 0.10),
    "ka210-vet-2027": (2, None, 2, "PC2021", None, (6, 24), 0.10),
    "ka210-sch-2027": (2, None, 2, "PC2021", None, (6, 24), 0.10),
    "ka210-adu-2027": (2, None, 2, "PC2021", None, (6, 24), 0.10),
    "ka210-you-2027": (2, None, 2, "PC2021", None, (6, 24), 0.10),
    "ka220-ngo-edu-2026": (3, None, 3, "PC2021", "2026-03-05T16:00", (12, 36), 0.20),
    "ka220-ngo-edu-2027": (3, None, 3, "PC2021", None, (12, 36), 0.20),
    "ka220-ngo-youth-2026": (3, None, 3, "PC2021", "2026-03-05T16:00", (12, 36), 0.20),
    "ka220-ngo-youth-2027": (3, None, 3, "PC2021", None, (12, 36), 0.20),
    "sport-scp-2026": (3, None, 3, "PC2021", "2026-03-05T16:00", (12, 36), 0.10),
    "sport-scp-2027": (3, None, 3, "PC2021", None, (12, 36), 0.10),
    "sport-sscp-2026": (2, None, 2, "PC2021", "2026-03-05T16:00", (6, 24), 0.05),
    "sport-sscp-2027": (2, None, 2, "PC2021", None, (6, 24), 0.05),
    "ka240-sch-2026": (6, None, 2, "PC2021", "2026-04-09T10:00", (36, 36), 0.05),
    "ka240-sch-2027": (6, None, 2, "PC2021", None, (36, 36), 0.05),
    "cove-2025": (8, None, 4, "PC2021", "2025-06-11T15:00", (48, 48), 0.20),
    "alliances-lot1-2025": (8, None, 4, "PC2021", "2025-03-06T16:00", (24, 36), 0.20),
    "cbvet-2026": (4, None, 3, "PC2021", "2026-03-26T16:00", (36, 36), 0.10),
    "cbvet-2027": (4, None, 3, "PC2021", None, (36, 36), 0.10),
    "alliances-lot1-2026": (8, None, 4, "PC2021", "2026-03-10T16:00", (24, 36), 0.20),
    "alliances-lot1-2027": (8, None, 4, "PC2021", None, (24, 36), 0.20),
    "alliances-lot2-2026": (12, None, 8, "PC2021", "2026-03-10T16:00", (48, 48), 0.20),
    "alliances-lot2-2027": (12, None, 8, "PC2021", None, (48, 48), 0.20),
    "alliances-lot3-2026": (8, None, 4, "PC2021", "2026-03-10T16:00", (24, 24), 0.20),
    "alliances-lot3-2027": (8, None, 4, "PC2021", None, (24, 24), 0.20),
    "cove-2026": (8, None, 4, "PC2021", "2026-09-03T15:00", (48, 48), 0.20),
    "cove-2027": (8, None, 4, "PC2021", None, (48, 48), 0.20),
    "cbsport-2026": (4, None, 3, "PC2021", "2026-03-05T16:00", (12, 36), 0.05),
    "cbsport-2027": (4, None, 3, "PC2021", None, (12, 36), 0.05),
    "cbhe-strand1-2026": (4, None, 2, "PC2021", "2026-02-10T16:00", (24, 36), 0.05),
    "cbhe-strand1-2027": (4, None, 2, "PC2021", None, (24, 36), 0.05),
    "cbhe-strand2-2026": (4, None, 2, "PC2021", "2026-02-10T16:00", (24, 36), 0.10),
    "cbhe-strand2-2027": (4, None, 2, "PC2021", None, (24, 36), 0.10),
    "cbhe-strand3-2026": (4, None, 2, "PC2021", "2026-02-10T16:00", (36, 48), 0.10),
    "cbhe-strand3-2027": (4, None, 2, "PC2021", None, (36, 48), 0.10),
    "cbyouth-2026": (4, None, 2, "PC2021", "2026-02-26T16:00", (12, 36), 0.10),
    "cbyouth-2027": (4, None, 2, "PC2021", None, (12, 36), 0.10),
    "sport-events-2026": (1, None, 3, "PC2021", "2026-03-05T16:00", (12, 18), 0.05),
    "sport-events-2027": (1, None, 3, "PC2021", None, (12, 18), 0.05),
    "emjm-2026": (3, None, 3, "PC2021", "2026-02-12T16:00", (74, 74), 0.05),
    "emjm-2027": (3, None, 3, "PC2021", None, (74, 74), 0.05),
}


def rule(call: Call, rule_id: str):
    return next(rule for rule in call.rules if rule.id == rule_id)


def test_all_calls_load_the_newest_first():
    assert set(CALLS) == set(FACTS)
    years = [call.year for call in CALLS.values()]
    assert years == sorted(years, reverse=True)


@pytest.mark.parametrize("call_id", FACTS)
def test_call_states_the_facts_of_its_sources(call_id):
    least, most, least_countries, counting, deadline, months, cross_sector = FACTS[call_id]
    call = CALLS[call_id]
    assert (call.min_size, call.max_size, call.counting) == (least, most, counting)
    assert next(rule.min for rule in call.each_variant[0].rules if rule.check == "count_countries") == least_countries
    assert len(call.counting_countries) == (34 if counting == "PC2019" else 33)
    assert call.last_deadline == (datetime.fromisoformat(f"{deadline}+00:00") if deadline else None)
    duration = call.duration_months
    assert duration is not None
    assert (duration.min or duration.allowed[0], duration.max or duration.allowed[-1]) == months
    assert call.scoring.weights["cross_sector"] == cross_sector
    assert call.scoring.sector_target == 4


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_weights_are_ours_for_every_part_and_what_is_freed_goes_to_relevance(call):
    weights = call.scoring.weights
    assert set(weights) == PARTS
    assert sum(weights.values()) == pytest.approx(1)
    newcomers_named = call.year < 2026 or call.id.startswith(("ka220-", "ka210-", "sport-scp", "sport-sscp", "cbhe-strand1"))
    assert weights["newcomers"] == (0.05 if newcomers_named else 0)
    assert weights["relevance"] == pytest.approx(0.55 - weights["cross_sector"] - weights["newcomers"])
    rest = {part: weights[part] for part in PARTS - {"relevance", "cross_sector", "newcomers"}}
    assert rest == {"expertise": 0.20, "robustness": 0.10, "responsiveness": 0.10, "ties": 0.05}


def models(model: BaseModel) -> Iterator[BaseModel]:
    """A model and all models in it."""
    yield model
    for value in dict(model).values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, BaseModel):
                yield from models(part)


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_every_number_has_a_source_of_its_own(call):
    ours = {Call, type(call.scoring), Bundle, TaskGroup}
    for model in models(call):
        numbers = [value for value in dict(model).values() if isinstance(value, int | float) and not isinstance(value, bool)]
        if numbers and type(model) not in ours and "LongerIf" not in type(model).__name__:
            assert isinstance(model, Sourced), model
            assert model.source
            assert model.ev in "FIK"
    assert call.counting_source
    assert call.sources
    assert call.evidence == "found" or call.unverified


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_what_people_read_stands_in_three_languages(call):
    for labels in (call.title, *call.unverified):
        assert labels.pl
        assert labels.de
    assert len({call.label(language) for language in LANGUAGES}) == 3


def test_serbia_counts_from_2019_and_the_united_kingdom_until_2020():
    assert {call_id for call_id, call in CALLS.items() if "RS" not in call.counting_countries} == {
        "ka202-2018", "ka203-2018", "ka205-2018", "ka229-2018",
    }  # fmt: skip
    assert {call.year for call in CALLS.values() if "GB" in call.counting_countries} == {2018, 2019}
    assert all("NO" in call.counting_countries and "CH" not in call.counting_countries for call in CALLS.values())


def test_deadlines_are_noon_in_brussels_in_summer_and_winter():
    rounds = [deadline.at.astimezone(UTC) for deadline in CALLS["ka205-2018"].deadlines]
    assert [moment.isoformat() for moment in rounds] == [
        "2018-02-01T11:00:00+00:00", "2018-04-26T10:00:00+00:00", "2018-10-04T10:00:00+00:00",
    ]  # fmt: skip


def test_call_is_open_to_the_second_of_its_last_deadline():
    call = CALLS["ka205-2018"]
    second, last = call.deadlines[1].at, call.deadlines[2].at
    assert call.next_deadline(second) is call.deadlines[1]
    assert call.next_deadline(second.replace(second=1)) is call.deadlines[2]
    assert (call.state(last), call.is_closed(last)) == ("open", False)
    after = last.replace(second=1)
    assert (call.state(after), call.is_closed(after), call.next_deadline(after)) == ("closed", True, None)


def test_provisional_calls_have_no_deadline_and_are_not_closed():
    provisional = {call_id: call for call_id, call in CALLS.items() if call.provisional}
    assert len(provisional) >= 20
    for call_id, call in provisional.items():
        before = CALLS[call_id.replace("2027", "2026")]
        assert not before.provisional
        assert (call.deadlines, call.last_deadline, call.next_deadline(datetime.now(UTC))) == ((), None, None)
        assert call.state(datetime.now(UTC)) == "unknown"
        assert not call.is_closed(datetime.now(UTC))
        assert (call.rules, call.caps, call.counting_countries) == (before.rules, before.caps, before.counting_countries)
        assert call.unverified == before.unverified


def test_extending_call_replaces_whole_keys():
    before, after = CALLS["ka220-vet-2026"], CALLS["ka220-hed-2026"]
    assert [[cap.max for cap in call.caps] for call in (before, after)] == [[1, 1, 10], [1, 1]]
    assert (before.scoring.anchor_class, after.scoring.anchor_class) == ("vet_provider", "hei")
    assert (after.rules, after.grant, after.coordinator) == (before.rules, before.grant, before.coordinator)


def test_third_countries_of_a_cooperation_partnership_are_limited_to_regions_one_to_three_in_2026():
    before, after = CALLS["ka220-vet-2023"], CALLS["ka220-vet-2026"]
    assert (before.other_countries.allow, after.other_countries.regions) == ("all", ("1", "2", "3"))
    assert after.other_countries.exclude == {"BY"}


def test_what_is_not_settled_is_marked():
    should = {(f"alliances-lot{lot}-{year}", rule) for lot in (1, 3) for year in (2026, 2027) for rule in ("hei", "vet")}
    assert {
        (call_id, rule.id)
        for call_id, call in CALLS.items()
        for rule in (*call.rules, *(rule for variant in call.variants for rule in variant.rules))
        if not rule.settled
    } == {("cove-2025", "per-country"), *((f"sport-events-{year}", "countries-apart") for year in (2026, 2027)), *should}


def test_stricter_readings_only_warn():
    assert {(call.id, rule.id) for call in CALLS.values() for rule in call.rules if rule.only_warns} >= {
        *((f"cove-{year}", "per-country-strict") for year in (2026, 2027)),
        *((f"alliances-lot1-{year}", "min-orgs-counting") for year in (2026, 2027)),
    }


def test_calls_that_need_partners_at_home_say_so():
    assert {call_id for call_id, call in CALLS.items() if call.home_partners} == {
        *("ka240-sch-2026", "ka240-sch-2027", "cove-2025", "cove-2026", "cove-2027"),
    }


def test_grants_and_caps_are_those_of_the_sources():
    grants = {call_id: call.grant for call_id, call in CALLS.items()}
    assert (grants["ka202-2018"].per_month, grants["ka202-2018"].max) == (12500, 450000)
    assert grants["ka229-2018"].amount == 16500
    assert grants["ka220-vet-2026"].options == (120000, 250000, 400000)
    assert grants["ka210-vet-2026"].options == (30000, 60000)
    assert grants["ka240-sch-2026"].options == (400000,)
    assert grants["alliances-lot1-2025"].by_duration == {"24": 1000000, "36": 1500000}
    assert (grants["cove-2025"].max, grants["cove-2025"].funding_rate) == (4000000, 0.8)
    assert (grants["cbvet-2026"].min, grants["cbvet-2026"].max) == (None, 500000)
    assert (grants["cbsport-2026"].min, grants["cbsport-2026"].max) == (100000, 200000)
    assert [grants[f"alliances-lot{lot}-2026"].max for lot in (2, 3)] == [4000000, 1500000]
    assert [(cap.roles, cap.max) for cap in CALLS["ka210-vet-2026"].caps if cap.kind == "per_oid"] == [
        (("coordinator",), 1), (("coordinator", "partner"), 5),
    ]  # fmt: skip
    assert [(grants[f"cbhe-strand{strand}-2026"].min, grants[f"cbhe-strand{strand}-2026"].max) for strand in (1, 2)] == [
        (200000, 400000), (400000, 800000),
    ]  # fmt: skip
    assert (grants["cbhe-strand3-2026"].min, grants["cbhe-strand3-2026"].max) == (600000, 1000000)
    by_variant = {variant.id: variant.grant for call in CALLS.values() if call.year == 2026 for variant in call.variants}
    assert {name: grant and (grant.min, grant.max, *grant.options) for name, grant in by_variant.items()} == {
        "national": None, "multi_country": None, "structural_reform": None, "moldova_master": (None, 2000000),
        "regions_1_2_3": (None, 300000), "region_9": (None, 450000), "local_type_1": (None, None, 200000),
        "local_type_2": (None, None, 300000), "european_wide": (None, None, 450000), "large_scale": (1000000, 1500000),
    }  # fmt: skip


def test_dates_of_variants_are_their_own_and_last_years_in_a_provisional_call():
    large = {year: CALLS[f"sport-events-{year}"].each_variant[3] for year in (2026, 2027)}
    assert [(one.deadlines, [each.local.day for each in one.expected]) for one in (large[2027],)] == [((), [22])]
    assert [one.local.day for one in large[2026].deadlines] == [22]
    assert [large[year].action for year in (2026, 2027)] == ["ERASMUS-SPORT-2026-LSNCESE", "ERASMUS-SPORT-2027-LSNCESE"]
    assert CALLS["sport-events-2027"].each_variant[0].expected == CALLS["sport-events-2026"].deadlines


def test_earlier_calls_keep_their_mandate_and_a_school_exchange_needs_none():
    assert [document.kind for document in CALLS["ka202-2018"].documents] == ["mandate", "declaration_on_honour"]
    assert {call.year for call in CALLS.values() if any(one.kind == "mandate" for one in call.documents)} == {2018, 2019, 2023}
    assert CALLS["ka229-2018"].documents == ()
    assert CALLS["ka229-2018"].contracting == "one_grant_agreement_per_school_with_its_own_NA"


def test_exactly_one_priority_is_addressed_in_partnerships_in_sport_and_one_ecosystem_in_lot_2():
    for call in CALLS.values():
        needed, one = call.priorities_needed, call.id.startswith(("sport-s", "alliances-lot2-"))
        prevails = call.id.startswith("sport-events-")  # one of the objectives, and others beside it
        assert (needed and (needed.min, needed.max)) == ((1, 1) if one else (1, None) if prevails else None)


def test_no_cap_per_organisation_in_higher_education_of_european_ngos_and_in_sport():
    free = {call_id for call_id, call in CALLS.items() if call.year >= 2026 and not any(cap.identifier for cap in call.caps)}
    assert {call_id for call_id in free if CALLS[call_id].assessment and call_id[:5] in {"ka220", "ka210", "sport"}} == {
        f"{call}-{year}"
        for call in ("ka220-hed", "ka220-ngo-edu", "ka220-ngo-youth", "sport-scp", "sport-sscp", "sport-events")
        for year in (2026, 2027)
    }


def test_budget_table_is_asked_for_where_the_lump_sum_is_no_fixed_one():
    of_the_agency = [call for call in CALLS.values() if call.managed_by == "EACEA" and call.year >= 2026 and call.grant]
    fixed = {call.id for call in of_the_agency if call.grant.kind == "lump_sum_options"}
    asked = {call.id for call in of_the_agency if any(paper.kind == "budget_table" for paper in call.papers)}
    assert {call_id[:-5] for call_id in fixed} >= {"ka220-ngo-edu", "ka220-ngo-youth", "sport-scp", "sport-sscp"}
    assert {call_id[:-5] for call_id in asked} >= {"cbhe-strand1", "cbvet", "cbsport", "cove", "alliances-lot1"}
    assert not asked & fixed


def test_one_paper_of_each_partner_takes_the_place_of_the_mandate_from_2026():
    for call in CALLS.values():
        if call.action in {"KA210", "KA220", "KA240"} and call.year >= 2026:
            (form,) = [one for one in call.documents if one.kind == "accession_form"]
            assert (form.per, form.preferred, form.at_latest) == ("partner", "application", "grant_agreement")


def test_only_schools_take_part_in_a_school_exchange():
    call = CALLS["ka229-2018"]
    assert call.member_types
    assert belongs(call.member_types.any_of, "EPLUS-EDU-VOC-SEC", frozenset())
    assert call.other_countries.allow == "none"
