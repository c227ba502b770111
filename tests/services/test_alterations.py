"""What mends a consortium, what a change would do, who could take a place; and taking steps, all or none."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.steps import StepForm, Steps, Variant
from matchmaker.inputs.workspace import Contribution
from matchmaker.models import Consortium, Participation, PastProject
from matchmaker.services import alterations, consortia, departures, handover, invitations, plan
from tests import factories
from tests.factories import Actor, Cast, bring_in, draft, edit, invite, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def steps(*said: dict[str, str]) -> tuple[StepForm, ...]:
    return parse(Steps, {"steps": said}).steps


def add(one: Actor) -> dict[str, str]:
    return {"kind": "add", "joins": one.key}


def replace(one: Actor, other: Actor) -> dict[str, str]:
    return {"kind": "replace", "leaves": one.key, "joins": other.key}


def remove(one: Actor) -> dict[str, str]:
    return {"kind": "remove", "leaves": one.key}


def members(consortium: Consortium) -> set[str]:
    return {one.organisation.key for one in consortium.members}


def names(ways: Any) -> set[str]:
    return {one.joining[0].id for one in ways.best}


def test_every_repair_that_is_listed_mends_when_it_is_taken(session: Session, cast: Cast) -> None:
    factories.register(session, "Emil", kind="chamber", country="DE")
    consortium = draft(session, cast.alice, [cast.bob])
    answer = alterations.list_repairs(session, consortium, by=cast.alice.user)
    assert consortia.check(session, consortium).verdict == "ineligible"
    assert (answer.status, answer.fewest) == ("repairable", 1)
    assert {one.steps[0].joins for one in answer.best} == {cast.dora.key, cast.charlie.key}
    for found in answer.best:
        said = steps({"kind": "add", "joins": str(found.steps[0].joins)})
        back = alterations.take(session, consortium, said, version=consortium.version, by=cast.alice.user)
        assert consortia.check(session, consortium) == found.effect.after.report
        alterations.take(session, consortium, steps(*map(_said, back)), version=None, by=cast.alice.user)
        assert members(consortium) == {cast.alice.key, cast.bob.key}


def _said(step: Any) -> dict[str, str]:
    fields = ("kind", "leaves", "joins", "coordinator")
    return {name: getattr(step, name) for name in fields if getattr(step, name) is not None}


def test_past_projects_of_whoever_takes_over_are_all_counted(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    for number in range(100):
        project = PastProject(key=f"p{number}", call="KA202", year=2024)
        both = (cast.bob, cast.charlie) if number == 0 else (cast.charlie,)
        project.participations = [Participation(organisation=one.organisation, role="partner") for one in both]
        session.add(project)
    session.flush()
    found = alterations.try_out(session, consortium, steps(replace(cast.alice, cast.charlie)), by=cast.alice.user)
    assert found.after.coordinator == cast.charlie.key
    # Of Bob and Dora one did a project with Charlie, one of its hundred.
    assert found.after.parts["ties"] == pytest.approx((1 - 2 ** -(100 / 101)) / 2)


def test_repairs_leave_out_who_declined_takes_no_requests_or_never_joined(session: Session, cast: Cast) -> None:
    factories.known_only(session, "x1")
    edit(session, cast.charlie, open_to_requests=False)
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    invitations.decline(
        session, invite(session, consortium, cast.dora, by=cast.alice.user), factories.declining(), by=cast.dora.user
    )
    found = alterations.list_repairs(session, consortium, by=cast.alice.user)
    assert (found.status, found.best) == ("infeasible", ())
    assert found.explanation is not None
    beyond = alterations.list_repairs(session, consortium, known=True, by=cast.alice.user)
    assert {one.joining[0].id for one in beyond.best} == {"x1"}


def test_seats_are_those_of_the_page_also_where_whoever_coordinates_fills_one(session: Session, cast: Cast) -> None:
    seats = ["sector:HED", "class:labour_market_actor"]
    consortium = factories.complete(session, cast, seats=seats)
    effect = alterations.try_out(session, consortium, steps(replace(cast.dora, cast.charlie)), by=cast.alice.user)
    assert (effect.seats_before, effect.seats_after, effect.seats) == (2, 1, 2)
    offered = handover.offer(session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user)
    handover.accept(session, offered, by=cast.bob.user)
    assert {one.seat.code for one in consortium.members if one.seat} == {"HED", "labour_market_actor"}
    effect = alterations.try_out(session, consortium, steps(replace(cast.dora, cast.charlie)), by=cast.bob.user)
    assert (effect.seats_before, effect.seats_after, effect.seats) == (2, 1, 2)


def test_member_known_from_records_only_is_part_of_what_is_mended(session: Session, cast: Cast) -> None:
    factories.known_only(session, "x1")
    consortium = draft(session, cast.alice, ["x1"])
    found = alterations.list_repairs(session, consortium, by=cast.alice.user)
    assert {one.id for one in found.before.members} == {cast.alice.key, "x1"}
    assert {one.joining[0].id for one in found.best} == {cast.bob.key, cast.dora.key, cast.charlie.key}


def test_what_if_says_what_the_check_says_after_it_is_done(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], seats=["sector:HED"])
    said = steps(replace(cast.bob, cast.charlie))
    effect = alterations.try_out(session, consortium, said, by=cast.alice.user)
    assert effect.before.report == consortia.check(session, consortium)
    assert (effect.seats_before, effect.seats_after, effect.seats) == (1, 0, 1)
    assert members(consortium) == {cast.alice.key, cast.bob.key, cast.dora.key}
    alterations.take(session, consortium, said, version=consortium.version, by=cast.alice.user)
    assert effect.after.report == consortia.check(session, consortium)
    assert members(consortium) == {cast.alice.key, cast.charlie.key, cast.dora.key}


def test_who_takes_the_coordinators_place_coordinates_and_it_can_be_undone(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], coordinator=cast.bob.key)
    said = steps(replace(cast.bob, cast.charlie), {"kind": "coordinator", "coordinator": cast.dora.key})
    back = alterations.take(session, consortium, said, version=consortium.version, by=cast.alice.user)
    roles = {one.organisation.key: one.role for one in consortium.members}
    assert roles == {cast.alice.key: "partner", cast.charlie.key: "partner", cast.dora.key: "coordinator"}
    alterations.take(session, consortium, steps(*map(_said, back)), version=None, by=cast.alice.user)
    roles = {one.organisation.key: one.role for one in consortium.members}
    assert roles == {cast.alice.key: "partner", cast.bob.key: "coordinator", cast.dora.key: "partner"}


def test_who_was_asked_is_named_before_and_comes_back_unasked(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    sent = invite(session, consortium, cast.bob, by=cast.alice.user)
    said = Contribution(contribution="Two modules", added_value="")
    plan.describe_member(session, consortium, member_id(consortium, cast.bob), said, version=None, by=cast.alice.user)
    effect = alterations.try_out(session, consortium, steps(replace(cast.bob, cast.charlie)), by=cast.alice.user)
    assert alterations.list_asked(consortium, effect.steps) == [cast.bob.organisation]
    gone = steps(replace(cast.bob, cast.charlie))
    back = alterations.take(session, consortium, gone, version=None, by=cast.alice.user)
    assert sent.state == "withdrawn"
    alterations.take(session, consortium, steps(*map(_said, back)), version=None, by=cast.alice.user)
    assert members(consortium) == {cast.alice.key, cast.bob.key, cast.dora.key}
    bob = next(one for one in consortium.members if one.organisation is cast.bob.organisation)
    assert (bob.contribution, bob.joined_at, sent.state) == ("Two modules", None, "withdrawn")
    assert alterations.list_asked(consortium, effect.steps) == []


def test_steps_are_taken_once_and_of_the_version_that_was_looked_at(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob])
    version = consortium.version
    alterations.take(session, consortium, steps(add(cast.dora)), version=version, by=cast.alice.user)
    with pytest.raises(Conflict):
        alterations.take(session, consortium, steps(add(cast.charlie)), version=version, by=cast.alice.user)
    for said in (remove(cast.charlie), {"kind": "coordinator", "coordinator": cast.charlie.key}):
        with pytest.raises(Invalid):
            alterations.take(session, consortium, steps(said), version=None, by=cast.alice.user)
    with pytest.raises(Refused):
        alterations.take(session, consortium, steps(remove(cast.alice)), version=None, by=cast.alice.user)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "add"},
        {"kind": "add", "joins": "a", "leaves": "b"},
        {"kind": "replace", "joins": "a"},
        {"kind": "remove", "joins": "a"},
        {"kind": "coordinator", "leaves": "a"},
        {"kind": "swap", "leaves": "a", "joins": "b"},
    ],
)
def test_step_that_names_the_wrong_people_is_refused(said: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        steps(said)


def test_replacements_keep_every_rule_and_every_seat(session: Session, cast: Cast) -> None:
    emil = factories.register(session, "Emil", kind="higher-education", country="IT")
    edit(session, emil, flags=["eche"])
    factories.register(session, "Fritz", kind="chamber", country="AT")
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], seats=["sector:HED"])
    place = alterations.list_replacements(session, consortium, cast.bob.key, by=cast.alice.user)
    assert names(place.replacements) == {emil.key}
    assert place.step(emil.key).kind == "replace"
    for key in (cast.alice.key, cast.charlie.key):
        with pytest.raises(Invalid):
            alterations.list_replacements(session, consortium, key, by=cast.alice.user)


@pytest.mark.parametrize("how", ["declines", "leaves"])
def test_who_has_gone_can_be_replaced_as_if_still_there(session: Session, cast: Cast, how: str) -> None:
    emil = factories.register(session, "Emil", kind="higher-education", country="IT")
    edit(session, emil, flags=["eche"])
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], seats=["sector:HED"])
    if how == "declines":
        sent = invite(session, consortium, cast.bob, by=cast.alice.user)
        invitations.decline(session, sent, factories.declining(), by=cast.bob.user)
    else:
        bring_in(session, consortium, cast.bob, by=cast.alice.user)
        departures.leave(session, consortium, member_id(consortium, cast.bob), by=cast.bob.user)
    place = alterations.list_replacements(session, consortium, cast.bob.key, by=cast.alice.user)
    assert names(place.replacements) == {emil.key}
    assert (place.leaves, place.step(emil.key).kind) == (None, "add")
    alterations.take(session, consortium, steps(add(emil)), version=None, by=cast.alice.user)
    assert consortia.check(session, consortium).verdict == "eligible"


def test_after_the_hand_over_its_coordinator_stays(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora], coordinator=cast.bob.key, seats=["sector:HED"])
    bring_in(session, consortium, cast.bob, by=cast.alice.user, role="coordinator")
    offered = handover.offer(session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user)
    handover.accept(session, offered, by=cast.bob.user)
    effect = alterations.try_out(session, consortium, steps(replace(cast.dora, cast.charlie)), by=cast.bob.user)
    assert [one.change for one in effect.rules] == ["same"] * len(effect.rules)
    with pytest.raises(Invalid):
        alterations.list_replacements(session, consortium, cast.bob.key, by=cast.bob.user)
    with pytest.raises(Forbidden):
        alterations.list_repairs(session, consortium, by=cast.alice.user)


def test_strangers_see_no_repairs_and_members_change_nothing(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    bring_in(session, consortium, cast.bob, by=cast.alice.user)
    for by, error in ((cast.charlie.user, NotFound), (cast.bob.user, Forbidden)):
        with pytest.raises(error):
            alterations.list_repairs(session, consortium, by=by)
        with pytest.raises(error):
            alterations.try_out(session, consortium, steps(remove(cast.dora)), by=by)
        with pytest.raises(error):
            alterations.list_replacements(session, consortium, cast.dora.key, by=by)
        with pytest.raises(error):
            alterations.take(session, consortium, steps(remove(cast.dora)), version=None, by=by)
    viewer = factories.join_as(session, "Vera", cast.alice, "viewer")
    with pytest.raises(Forbidden):
        alterations.list_repairs(session, consortium, by=viewer)


def variant(cast: Cast, *said: dict[str, str]) -> Variant:
    keys = [cast.alice.key, cast.bob.key, cast.dora.key]
    return parse(Variant, {"members": keys, "coordinator": cast.alice.key, "steps": said})


def test_changed_alternative_is_tried_and_saved_as_it_was_shown(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice, size_min=3, size_max=3)
    asked = variant(cast, replace(cast.dora, cast.charlie))
    effect = alterations.try_variant(session, idea, asked, by=cast.alice.user)
    assert {one.id for one in effect.after.members} == {cast.alice.key, cast.bob.key, cast.charlie.key}
    saved = alterations.save_variant(session, idea, effect, by=cast.alice.user)
    assert members(saved) == {cast.alice.key, cast.bob.key, cast.charlie.key}
    assert consortia.check(session, saved) == effect.after.report
    assert saved.suggestion is not None
    with pytest.raises(NotFound):
        alterations.try_variant(session, idea, asked, by=cast.bob.user)


def test_reserves_of_an_alternative_are_ranked_by_the_score_each_would_give(session: Session, cast: Cast) -> None:
    near = factories.register(session, "Near", kind="chamber", country="IT", fields=["0722"])
    idea = factories.idea(session, cast.alice, size_min=3, size_max=3)
    place = alterations.list_variant_replacements(session, idea, variant(cast), cast.dora.key, by=cast.alice.user)
    scores = [one.score for one in place.replacements.best]
    assert scores == sorted(scores, reverse=True)
    assert [one.joining[0].id for one in place.replacements.best] == [near.key, cast.charlie.key]
    swapped = variant(cast, replace(cast.dora, near))
    place = alterations.list_variant_replacements(session, idea, swapped, near.key, by=cast.alice.user)
    assert names(place.replacements) == {cast.dora.key, cast.charlie.key}


@pytest.mark.parametrize(
    "said",
    [
        {"members": ["nobody"]},
        {"coordinator": "nobody"},
        {"members": ["bob", "dora"]},
        {"steps": [{"kind": "add", "joins": "nobody"}]},
    ],
)
def test_variant_of_strange_ids_is_refused(session: Session, cast: Cast, said: dict[str, Any]) -> None:
    idea = factories.idea(session, cast.alice)
    keys = {"bob": cast.bob.key, "dora": cast.dora.key}
    right = {"members": [cast.alice.key, cast.bob.key, cast.dora.key], "coordinator": cast.alice.key}
    said = {name: [keys.get(one, one) for one in value] if name == "members" else value for name, value in said.items()}
    with pytest.raises(Invalid):
        alterations.try_variant(session, idea, parse(Variant, right | said), by=cast.alice.user)
