"""What is next follows from findings, departures and expiries: whatever the facts, never from a state alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.agenda import IDLE, LOUD, ORDER, Gone, Standing, Step, ahead, desk, line_up, steps
from matchmaker.language import LANGUAGES, render, say
from matchmaker.workflow import CONSORTIUM_STATES, EDITABLE

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
days = st.integers(1, 60).map(lambda n: NOW + timedelta(days=n))
names = st.sampled_from(["Kassel", "Łódź", "Graz"])
gone = st.builds(Gone, name=names, key=names, has_declined=st.booleans())


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """A consortium in any state that can arise: a rule fails where the verdict says so."""
    verdict = draw(st.sampled_from(["eligible", "ineligible", "unknown"]))
    return Standing(
        id=draw(st.integers(1, 9)),
        state=draw(st.sampled_from(CONSORTIUM_STATES)),
        is_mine=draw(st.booleans()),
        holder="Alice's school",
        has_changed_rules=draw(st.booleans()),
        verdict=verdict,
        failing=draw(st.integers(1, 4)) if verdict == "ineligible" else 0,
        open_seats=draw(st.integers(0, 2)),
        gone=tuple(draw(st.lists(gone, max_size=2))),
        silent=tuple(draw(st.lists(gone, max_size=2))),
        proposed=draw(st.sampled_from(["", "Eve's chamber"])),
        unasked=tuple(draw(st.lists(st.integers(1, 9), max_size=2))),
        awaited=tuple(draw(st.lists(days, max_size=2))),
        offered="Bob's school",
        until=draw(st.none() | days),
        late=tuple(draw(st.lists(gone, max_size=2))),
        internal=draw(st.none() | days),
        data_of=draw(st.integers(0, 2)),
        confirms=draw(st.sampled_from(["", "Dora's chamber"])),
        unsure=draw(st.integers(0, 2)),
        can_go_on=draw(st.booleans()),
    )


def kinds(one: Standing) -> list[str]:
    return [step.kind for step in steps(one)]


@given(standings())
def test_finalising_is_never_next_while_something_fails_or_somebody_has_not_joined(one: Standing) -> None:
    found = kinds(one)
    onward = {"finalise", "hand_over"} & set(found)
    assert not onward or (one.verdict != "ineligible" and one.is_complete and one.is_mine)
    if onward and one.open_seats:
        assert LOUD & set(found[: min(map(found.index, onward))])


@given(standings())
def test_most_pressing_comes_first(one: Standing) -> None:
    found = kinds(one)
    assert found == sorted(found, key=ORDER.index)


@given(standings())
def test_coordinator_that_cannot_finalise_is_told_what_holds_it_up(one: Standing) -> None:
    found = steps(one)
    if one.is_mine and one.state == "handed_over" and not any(step.kind == "finalise" for step in found):
        assert any(step.holds_up for step in found)


@given(standings())
def test_whoever_holds_what_may_change_always_has_something_to_do_or_to_await(one: Standing) -> None:
    found = steps(one)
    assert found
    if one.is_mine and one.state in EDITABLE:
        assert found[0].kind != "rest"
    if one.is_mine and one.state in EDITABLE and (one.failing or one.open_seats):
        assert any(step.is_loud for step in found)


@given(standings())
def test_others_are_told_to_do_only_what_is_theirs(one: Standing) -> None:
    theirs = {
        "see_rules": one.has_changed_rules,
        "confirm_coordinator": bool(one.confirms),
        "confirm": bool(one.data_of),
        "go_on": one.can_go_on,
    }
    if not one.is_mine:
        assert set(kinds(one)) - IDLE == {kind for kind, is_so in theirs.items() if is_so}


@given(standings())
def test_whoever_left_or_declined_is_named_to_the_holder(one: Standing) -> None:
    if one.is_mine and one.state in EDITABLE and one.gone:
        assert one.gone[0].name in " ".join(str(step.said) for step in steps(one))


@given(standings(), st.sampled_from(sorted(LANGUAGES)))
def test_every_step_is_said_in_every_language(one: Standing, language: str) -> None:
    for step in steps(one):
        said = render(step.said, language)
        assert said
        assert "%(" not in said


@given(st.lists(standings(), max_size=6))
def test_desk_lists_the_most_pressing_first_and_nothing_that_is_at_rest(listed: list[Standing]) -> None:
    found = desk(listed, [Step("confirm", 3, say("Still right?"), NOW)])
    places = [ORDER.index(step.kind) for step in found]
    assert places == sorted(places)
    assert all(step.kind != "rest" for step in found)
    for kind in {step.kind for step in found}:
        dated = [step.by for step in found if step.kind == kind]
        known = [day for day in dated if day is not None]
        assert dated == sorted(known) + [None] * (len(dated) - len(known))


@given(st.lists(standings(), max_size=6), st.randoms(use_true_random=False))
def test_order_of_the_list_changes_nothing_that_is_dated_otherwise(listed: list[Standing], random: object) -> None:
    def said(ones: list[Standing]) -> list[tuple[str, int, str]]:
        return sorted((step.kind, step.of, str(step.said)) for step in desk(ones))

    shuffled = list(listed)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert said(shuffled) == said(listed)


def test_an_answer_that_is_awaited_comes_before_what_is_broken_and_the_one_that_ends_first_before_others() -> None:
    broken = Standing(id=1, state="inviting", is_mine=True, holder="Alice", open_seats=1, verdict="ineligible", failing=2)
    later, sooner = (Step("answer_invitation", n, say("asked"), NOW + timedelta(days=n)) for n in (9, 2))
    message = Step("read_message", 4, say("written"))
    assert [step.of for step in desk([broken], [message, later, sooner])] == [2, 9, 4, 1]


def test_a_departure_is_told_with_what_it_leaves_open() -> None:
    kassel = Gone("Kassel", "k")
    one = Standing(
        id=1, state="inviting", is_mine=True, holder="Alice", open_seats=1, gone=(kassel,), verdict="ineligible", failing=2
    )
    (first, *_) = steps(one)
    assert (first.kind, first.key, str(first.said)) == ("replace", "k", "Kassel has left · 1 seat is open · 2 rules are not met")


def test_a_departure_that_breaks_nothing_is_no_alarm() -> None:
    one = Standing(id=1, state="handed_over", is_mine=True, holder="Alice", gone=(Gone("Kassel", "k", True),))
    assert kinds(one) == ["finalise", "reconsider"]


def test_answers_are_expected_by_the_first_of_their_days() -> None:
    later, sooner = NOW + timedelta(days=9), NOW + timedelta(days=2)
    one = Standing(id=1, state="inviting", is_mine=True, holder="Alice", awaited=(later, sooner))
    (only,) = steps(one)
    assert (only.kind, str(only.said), only.by) == ("wait", "2 answers are expected", sooner)


@pytest.mark.parametrize("state", sorted(EDITABLE))
def test_failing_check_is_never_followed_by_finalising(state: str) -> None:
    one = Standing(id=1, state=state, is_mine=True, holder="Alice", verdict="ineligible", failing=1)
    assert kinds(one) == ["mend"]


@given(standings(), st.booleans())
def test_page_of_a_consortium_shows_every_step_once_and_apart_what_holds_up_finalising(one: Standing, finalises: bool) -> None:
    found = steps(one)
    line, is_ready = line_up(found, finalises=finalises), any(step.kind == "finalise" for step in found)
    assert line.first == found[0]
    shown = {line.first, *line.holding_up, *line.others}
    assert {step for step in found if step.kind != "finalise"} <= shown <= set(found)
    assert len({*line.holding_up, *line.others}) == len(line.holding_up) + len(line.others)
    if finalises and not is_ready:
        assert list(line.holding_up) == [step for step in found if step.holds_up]
    else:
        assert line.holding_up == ()
        assert list(line.others) == [step for step in found[1:] if step.kind != "finalise"]


@given(st.lists(st.builds(Step, kind=st.sampled_from(ORDER), of=st.integers(1, 9), said=st.just(say("x")))))
def test_nothing_is_first_of_what_waits_where_others_act(listed: list[Step]) -> None:
    first, beside = ahead(listed)
    assert [*([first] if first else []), *beside] == listed
    assert (first is None) == (not listed or listed[0].is_idle)


def test_what_partners_gave_and_have_to_give_is_a_step_each_with_its_day() -> None:
    holder = Standing(
        id=1, state="handed_over", is_mine=True, holder="Alice", to_look_at=2, waits_for="Kassel", waits=3, internal=NOW
    )
    found = {step.kind: step for step in steps(holder)}
    assert list(found) == ["look", "finalise", "chase"]
    assert str(found["look"].said) == "2 things came and are to be looked at"
    assert str(found["chase"].said) == "3 things wait for Kassel"
    assert found["look"].by == found["chase"].by == NOW
    partner = Standing(id=1, state="handed_over", is_mine=False, holder="Alice", title="Wood", asked_of_us=2, internal=NOW)
    assert [(step.kind, str(step.said)) for step in steps(partner)] == [("give", "“Wood”: 2 things are asked of you")]
