"""Finding a call: what fits follows from the calls' data, and every answer may stay open."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaker import eligibility
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.finder import Fit, Wanted, asks, find, in_groups, in_order, in_short
from matchmaker.language import LANGUAGES, SOURCE, render
from matchmaker.programme import guides
from matchmaker.programme.application import Grant
from matchmaker.programme.calls import Call
from matchmaker.programme.kinds import KINDS

CALLS = guides.load().calls
WINTER, NOVEMBER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC)
"""While the calls of 2026 are open, and when those of 2027 are expected."""


def who(kind: str) -> dict[str, object]:
    return {"type": KINDS[kind].type, "flags": KINDS[kind].flags}


def found(wanted: Wanted, now: datetime = NOVEMBER) -> dict[str, Fit]:
    return {one.call.id: one for one in find(CALLS.values(), wanted, now)}


def said(messages: object) -> list[str]:
    return [render(one, SOURCE) for one in messages]


def test_nothing_said_leaves_out_nothing_but_closed_calls():
    for now in (WINTER, NOVEMBER):
        fits = found(Wanted(), now)
        assert set(fits) == {call.id for call in CALLS.values() if not call.is_closed(now)}
        assert all(one.fits and one.applies is None and not one.open_ for one in fits.values())


def test_small_school_with_one_partner_is_led_to_small_scale_partnerships_first():
    wanted = Wanted(**who("school"), country="PL", field="SCH", months=12, organisations=2, countries=2, money=60000)
    fitting = [one for one in found(wanted).values() if one.fits]
    first, second = fitting[:2]
    assert (first.call.id, first.missing_organisations, first.missing_countries) == ("ka210-sch-2027", 0, 0)
    assert (second.call.id, second.missing_organisations, second.missing_countries) == ("ka220-sch-2027", 1, 1)
    assert first.applies is second.applies is True
    assert said(asks(first.call)) == [
        "at least 2 organisations from 2 countries",
        "6 to 24 months",
        "a lump sum of €30,000 or €60,000",
    ]


@pytest.mark.parametrize(
    ("wanted", "call_id", "reason"),
    [
        ({"field": "HED"}, "ka220-vet-2027", "for vocational education and training"),
        ({"months": 36}, "ka210-vet-2027", "lasts 6 to 24 months"),
        ({"months": 6}, "ka220-vet-2027", "lasts 12 to 36 months"),
        ({"money": 60001}, "ka210-vet-2027", "gives at most €60,000"),
        ({"country": "UA"}, "ka210-vet-2027", "not open to organisations from Ukraine"),
        ({"country": "KE"}, "ka220-vet-2027", "not open to organisations from Kenya"),
        ({**who("national-authority"), "country": "GE"}, "ka220-vet-2027", "excluded from all calls by the Programme Guide"),
        (who("youth-group"), "ka220-vet-2027", "No member is: informal group of young people"),
    ],
)
def test_what_does_not_fit_says_why_in_half_a_sentence(wanted, call_id, reason):
    one = found(Wanted(**wanted))[call_id]
    assert not one.fits
    assert reason in said(one.against)


@pytest.mark.parametrize(
    ("wanted", "call_id"),
    [
        ({"months": 24}, "ka210-vet-2027"),
        ({"money": 60000}, "ka210-vet-2027"),
        ({"money": 1}, "ka220-vet-2027"),
        ({"country": "UA"}, "ka220-vet-2027"),
        ({"country": "GL"}, "ka210-vet-2027"),
        ({"field": "ADU"}, "ka220-ngo-edu-2027"),
    ],
)
def test_what_just_fits_fits(wanted, call_id):
    assert found(Wanted(**wanted))[call_id].fits


def test_lowest_amount_and_largest_size_of_a_call_count():
    grant = Grant(kind="range", min=100000, max=400000, ev="K", source="invented")
    call = CALLS["ka210-vet-2027"].model_copy(update={"grant": grant})
    (less,), (enough,) = (find([call], Wanted(money=money), NOVEMBER) for money in (99999, 100000))
    assert said(less.against) == ["gives at least €100,000"]
    assert enough.fits
    spring = datetime(2018, 2, 1, tzinfo=UTC)
    assert said(found(Wanted(organisations=7), spring)["ka229-2018"].against) == ["at most 6 organisations"]
    assert found(Wanted(organisations=6), spring)["ka229-2018"].fits


def test_whoever_may_not_apply_is_told_who_does():
    call_id = "ka220-ngo-edu-2027"
    school = found(Wanted(**who("school"), country="PL"))[call_id]
    assert (school.fits, school.applies) == (True, False)
    assert "Whoever applies is: European NGO" in said(school.who_applies)
    abroad = found(Wanted(country="UA"))["ka220-vet-2027"]
    assert (abroad.fits, abroad.applies) == (True, False)
    assert said(abroad.who_applies) == ["Whoever applies is from a programme country"]


def test_what_is_asked_and_not_said_is_to_be_confirmed():
    university = found(Wanted(**who("higher-education"), country="DE"))["ka220-hed-2027"]
    assert university.fits
    assert "Erasmus Charter for Higher Education" in " ".join(said(university.open_))


def test_what_calls_are_compared_by_is_said_in_a_few_words():
    def short(call_id: str) -> list[str]:
        return said(in_short(CALLS[call_id]))

    assert short("ka210-vet-2027") == ["at least 2 organisations from 2 countries", "6 to 24 months", "€30,000 to €60,000"]
    assert short("ka240-sch-2027") == ["at least 6 organisations from 2 countries", "36 months", "€400,000"]
    assert short("cove-2027")[2] == "at most €4,000,000"
    assert short("sport-events-2027")[2] == "€200,000 to €1,500,000", "of its kinds of project the least and the most"


def test_closed_calls_stand_in_groups_too():
    groups = in_order([one for one in CALLS.values() if one.year == 2026], NOVEMBER)
    (cooperation,) = (one for one in groups if one.first.call.action == "KA220")
    assert {one.call.field for one in cooperation.fits} == {"VET", "HED", "SCH", "ADU", "YOU"}


answers = st.builds(
    Wanted,
    type=st.none() | st.sampled_from(sorted({kind.type for kind in KINDS.values()})),
    country=st.none() | st.sampled_from(["PL", "DE", "UA", "KE", "BY", "GL", "US"]),
    field=st.none() | st.sampled_from(["VET", "HED", "SCH", "ADU", "YOU", "SPORT"]),
    months=st.none() | st.integers(1, 60),
    organisations=st.none() | st.integers(1, 40),
    countries=st.none() | st.integers(1, 20),
    money=st.none() | st.integers(1, 5_000_000),
)


def admits(call: Call, wanted: Wanted) -> bool:
    """Whether the answers fit, read again from the call's data; who may take part is left to the check of a whole consortium."""
    return any(admits_as(kind, wanted) for kind in call.each_variant)


def admits_as(call: Call, wanted: Wanted) -> bool:
    """The same of one kind of project."""
    duration, grant = call.duration_months, call.grant
    if wanted.field and call.field not in (wanted.field, "CROSS"):
        return False
    if wanted.months and duration:
        possible = duration.allowed or range(duration.min or 1, (duration.max or 1000) + 1)
        if wanted.months not in possible:
            return False
    if wanted.money and grant:
        amounts = [*grant.options, *grant.by_duration.values(), *([grant.max] if grant.max else [])]
        if (amounts and wanted.money > max(amounts)) or wanted.money < (grant.min or 0):
            return False
    if wanted.organisations and call.max_size and wanted.organisations > call.max_size:
        return False
    if wanted.type and wanted.country:
        return not stands_in_the_way(CALLS[call.id], leading(call.id), Member("you", "partner", "", wanted.country, wanted.type))
    return True


def stands_in_the_way(call: Call, *members: Member) -> bool:
    """Whether something fails for the last of them."""
    report = eligibility.check(Consortium(members), call, NOVEMBER.date())
    return any(members[-1].id in one.missing for one in report.rules if one.status == "fail")


@cache
def leading(call_id: str) -> Member:
    """A coordinator who may be a member: what fails for one names those, too, whom it leaves open."""
    call = CALLS[call_id]
    tried = (
        Member("first", "partner", "", min(call.counting_countries), one.type, one.flags | {"eche"}) for one in KINDS.values()
    )
    return replace(next(one for one in tried if not stands_in_the_way(call, one)), role="coordinator")


@given(answers, st.sampled_from([WINTER, NOVEMBER]))
@example(Wanted(type="EPLUS-EDU-VOC-SEC", country="PL"), NOVEMBER)  # which may be on the Agency's list of schools
@example(Wanted(type="EPLUS-BODY-PUB-LOC", country="PL"), WINTER)
def test_what_fits_follows_from_the_data(wanted: Wanted, now: datetime):
    for one in find(CALLS.values(), wanted, now):
        if (wanted.type is None) == (wanted.country is None) and not (
            wanted.months and one.call.grant and one.call.grant.by_duration
        ):
            assert one.fits == admits(one.call, wanted), (one.call.id, said(one.against))
        if wanted.organisations:
            assert one.missing_organisations == max(0, one.call.least_named - wanted.organisations)
        assert all(render(why, language) for why in one.against for language in LANGUAGES)


@given(answers, st.data())
def test_an_answer_less_leaves_out_no_call_more(wanted: Wanted, data: st.DataObject):
    name = data.draw(st.sampled_from([one.name for one in fields(Wanted) if one.name != "flags"]))
    before, after = found(wanted), found(replace(wanted, **{name: None}))
    assert {call_id for call_id, one in before.items() if one.fits} <= {call_id for call_id, one in after.items() if one.fits}


@given(answers)
def test_smallest_come_first_and_groups_lose_none(wanted: Wanted):
    fits = find(CALLS.values(), wanted, NOVEMBER)
    assert all(first.call.least_named <= second.call.least_named for first, second in pairwise(fits))
    groups = in_groups(fits)
    assert sorted(one.call.id for group in groups for one in group.fits) == sorted(one.call.id for one in fits)
    for group in groups:
        assert len({one.call.action for one in group.fits}) == 1
        assert len({tuple(said(asks(one.call))) for one in group.fits}) == 1
        assert all(group.label(language) for language in LANGUAGES)


def test_what_a_call_asks_is_said_once():
    for call in CALLS.values():
        in_short = said(asks(call))
        assert len(in_short) == len(set(in_short)), call.id


def test_calls_of_one_action_are_one_group_with_its_name_in_each_language():
    groups = {group.first.call.action: group for group in in_groups(find(CALLS.values(), Wanted(), NOVEMBER))}
    assert [groups["KA220"].label(language) for language in LANGUAGES] == [
        "Cooperation Partnerships",
        "Partnerstwa współpracy",
        "Kooperationspartnerschaften",
    ]
    (lone,) = in_groups(one for one in find(CALLS.values(), Wanted(field="VET"), NOVEMBER) if one.call.id == "ka210-vet-2027")
    assert lone.label(SOURCE) == CALLS["ka210-vet-2027"].label(SOURCE)
