"""A consortium is saved from a suggestion and changed by whoever holds it; the check speaks, it does not stand in the way."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.workspace import Contribution
from matchmaker.models import Consortium, HistoryEntry
from matchmaker.services import consortia, departures, history, invitations, plan, vacancies
from tests import factories
from tests.factories import Cast, draft, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def roles(consortium: Consortium) -> dict[str, str]:
    return {str(one.organisation.name)[0]: one.role for one in consortium.members}


def statuses(report: Any) -> dict[str, str]:
    return {finding.rule: finding.status for finding in report.rules}


def test_saving_makes_a_draft_with_seats_and_a_joined_initiator(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice, seats=["sector:HED", "class:labour_market_actor:2"])
    shown = {"score": 87.3, "members": [cast.alice.key]}
    keys = [cast.alice.key, cast.bob.key, cast.dora.key]
    saved = consortia.save(session, idea, keys, cast.bob.key, suggestion=shown, by=cast.alice.user)
    session.expire_all()
    assert (saved.state, saved.holder, saved.call_id, saved.suggestion) == ("draft", cast.alice.organisation, idea.call_id, shown)
    assert roles(saved) == {"A": "partner", "B": "coordinator", "D": "partner"}
    assert [str(one.organisation.name)[0] for one in saved.members if one.joined_at] == ["A"]
    filled = {str(one.organisation.name)[0]: one.seat.code for one in saved.members if one.seat}
    assert filled == {"B": "HED", "D": "labour_market_actor"}
    assert [seat.code for seat in saved.seats] == ["HED", "labour_market_actor", "labour_market_actor"]


@pytest.mark.parametrize(
    ("members", "coordinator", "field"),
    [
        (["a", "nobody"], "a", "members.1"),
        (["a", "b", "b"], "a", "members.2"),
        (["b"], "b", "members"),
        ([], "a", "members"),
        (["a"], "b", "coordinator"),
        (["a"], "nobody", "coordinator"),
        (["a", "nameless"], "a", "members.1"),
        (["a"] * 41, "a", "members"),
    ],
)
def test_saving_refuses_what_is_no_consortium(
    session: Session, cast: Cast, members: list[str], coordinator: str, field: str
) -> None:
    factories.known_only(session, "nameless", None)
    keys = {"a": cast.alice.key, "b": cast.bob.key}
    idea = factories.idea(session, cast.alice)
    with pytest.raises(Invalid) as refused:
        consortia.save(
            session,
            idea,
            [keys.get(one, one) for one in members],
            keys.get(coordinator, coordinator),
            suggestion=None,
            by=cast.alice.user,
        )
    assert list(refused.value.problems) == [field]
    assert session.query(Consortium).count() == 0


def test_saving_is_for_editors_of_the_idea(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice)
    viewer = factories.join_as(session, "Vera", cast.alice, "viewer")
    for by, error in ((viewer, Forbidden), (cast.charlie.user, NotFound)):
        with pytest.raises(error):
            consortia.save(session, idea, [cast.alice.key], cast.alice.key, suggestion=None, by=by)


def test_known_only_organisation_may_sit_in_a_draft(session: Session, cast: Cast) -> None:
    factories.known_only(session, "x1")
    assert roles(draft(session, cast.alice, ["x1"])) == {"A": "coordinator", "K": "partner"}


def test_member_is_added_removed_and_changed(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    consortia.add_member(session, consortium, cast.dora.key, "associated", version=consortium.version, by=by)
    assert roles(consortium) == {"A": "coordinator", "B": "partner", "D": "associated"}
    consortia.set_role(session, consortium, member_id(consortium, cast.dora), "coordinator", version=consortium.version, by=by)
    assert roles(consortium) == {"A": "partner", "B": "partner", "D": "coordinator"}
    consortia.remove_member(session, consortium, member_id(consortium, cast.bob), version=consortium.version, by=by)
    dora = member_id(consortium, cast.dora)
    said = Contribution(contribution="Modules", added_value="The only one")
    plan.describe_member(session, consortium, dora, said, version=consortium.version, by=by)
    session.expire_all()
    assert roles(consortium) == {"A": "partner", "D": "coordinator"}
    assert [(one.contribution, one.added_value) for one in consortium.members if one.id == dora] == [("Modules", "The only one")]
    assert [str(entry.sentence) for entry in history.list_history(session, consortium)] == [
        "Alice saved the draft for Alice's organisation",
        "Alice added Dora's organisation as associated partner",
        "Alice made Dora's organisation the coordinator",
        "Alice removed Bob's organisation",
        "Alice described what Dora's organisation contributes: the contribution and why it is essential",
    ]


def test_who_is_put_back_is_what_it_was_and_has_not_joined(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    sent = factories.bring_in(session, consortium, cast.bob, by=by)
    bob = member_id(consortium, cast.bob)
    plan.describe_member(session, consortium, bob, Contribution(contribution="Modules", added_value="x"), version=None, by=by)
    consortia.set_role(session, consortium, bob, "associated", version=None, by=by)
    consortia.remove_member(session, consortium, bob, version=None, by=by)
    back = consortia.add_member(session, consortium, cast.bob.key, None, version=None, by=by)
    assert (back.role, back.contribution, back.added_value, back.joined_at) == ("associated", "Modules", "x", None)
    assert sent.state == "withdrawn"
    last = history.list_history(session, consortium)[-1]
    assert str(last.sentence) == "Alice put Bob's organisation back as associated partner"
    factories.bring_in(session, consortium, cast.bob, by=by)
    departures.leave(session, consortium, back.id, by=cast.bob.user)
    anew = consortia.add_member(session, consortium, cast.bob.key, "partner", version=None, by=by)
    assert (anew.role, anew.contribution) == ("partner", ""), "who left by itself begins anew"


def test_who_is_missed_stays_so_when_another_is_put_back(session: Session, cast: Cast) -> None:
    consortium, by = factories.complete(session, cast), cast.alice.user
    departures.leave(session, consortium, member_id(consortium, cast.bob), by=cast.bob.user)
    consortia.remove_member(session, consortium, member_id(consortium, cast.dora), version=None, by=by)
    consortia.add_member(session, consortium, cast.dora.key, None, version=None, by=by)
    assert [one.key for one in vacancies.list_gone(session, [consortium])[consortium.id]] == [cast.bob.key]


def test_whoever_is_put_back_takes_the_place_of_who_went_meanwhile(session: Session, cast: Cast) -> None:
    consortium, by = factories.complete(session, cast), cast.alice.user
    consortia.remove_member(session, consortium, member_id(consortium, cast.dora), version=None, by=by)
    departures.leave(session, consortium, member_id(consortium, cast.bob), by=cast.bob.user)
    assert vacancies.is_vacant(session, consortium, cast.bob.organisation)
    consortia.add_member(session, consortium, cast.dora.key, None, version=None, by=by)
    assert not vacancies.is_vacant(session, consortium, cast.bob.organisation)


def test_what_was_noted_about_a_member_is_not_in_the_history(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    bob = member_id(consortium, cast.bob)
    said = Contribution(contribution="Ms Novak trains", added_value="")
    plan.describe_member(session, consortium, bob, said, version=None, by=by)
    consortia.remove_member(session, consortium, bob, version=None, by=by)
    assert "Novak" not in str([one.details for one in session.scalars(select(HistoryEntry))])


def test_setting_the_same_role_changes_nothing(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob])
    before = consortium.version
    consortia.set_role(session, consortium, member_id(consortium, cast.bob), "partner", version=None, by=cast.alice.user)
    assert consortium.version == before


def test_adding_names_the_coordinator_anew(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [])
    consortia.add_member(session, consortium, cast.bob.key, "coordinator", version=None, by=cast.alice.user)
    assert roles(consortium) == {"A": "partner", "B": "coordinator"}


def test_adding_refuses_whoever_is_there_or_unknown(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    with pytest.raises(Refused, match="is a member already"):
        consortia.add_member(session, consortium, cast.bob.key, "partner", version=None, by=by)
    for key, role, field in (
        ("nobody", "partner", "organisation"),
        (cast.dora.key, "boss", "role"),
        ("", "partner", "organisation"),
    ):
        with pytest.raises(Invalid) as refused:
            consortia.add_member(session, consortium, key, role, version=None, by=by)
        assert list(refused.value.problems) == [field]


def test_consortium_does_not_grow_without_end(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [factories.known_only(session, f"x{n}").key for n in range(39)])
    with pytest.raises(Refused, match="at most 40"):
        consortia.add_member(session, consortium, cast.bob.key, "partner", version=None, by=cast.alice.user)


def test_there_is_always_a_coordinator_and_the_holder(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob], coordinator=cast.bob.key), cast.alice.user
    bob, alice = member_id(consortium, cast.bob), member_id(consortium, cast.alice)
    with pytest.raises(Refused, match="Name another coordinator before"):
        consortia.remove_member(session, consortium, bob, version=None, by=by)
    with pytest.raises(Refused, match="Name another coordinator"):
        consortia.set_role(session, consortium, bob, "partner", version=None, by=by)
    with pytest.raises(Refused, match="holds this consortium"):
        consortia.remove_member(session, consortium, alice, version=None, by=by)


def test_change_of_who_is_gone_is_not_found(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    bob = member_id(consortium, cast.bob)
    consortia.remove_member(session, consortium, bob, version=None, by=by)
    for change in (
        lambda: consortia.remove_member(session, consortium, bob, version=None, by=by),
        lambda: consortia.set_role(session, consortium, bob, "partner", version=None, by=by),
        lambda: plan.describe_member(session, consortium, bob, Contribution(contribution="x"), version=None, by=by),
        lambda: consortia.what_if(session, consortium, remove=[bob]),
    ):
        with pytest.raises(NotFound):
            change()


def test_second_of_two_editors_gets_a_conflict_with_what_changed(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    editor = factories.join_as(session, "Eve", cast.alice, "editor")
    seen = consortium.version
    consortia.add_member(session, consortium, cast.dora.key, "partner", version=seen, by=editor)
    for change in (
        lambda: consortia.add_member(session, consortium, cast.charlie.key, "partner", version=seen, by=by),
        lambda: consortia.remove_member(session, consortium, member_id(consortium, cast.bob), version=seen, by=by),
        lambda: consortia.set_role(session, consortium, member_id(consortium, cast.bob), "coordinator", version=seen, by=by),
        lambda: plan.describe_member(
            session, consortium, member_id(consortium, cast.bob), Contribution(contribution="x"), version=seen, by=by
        ),
    ):
        with pytest.raises(Conflict) as conflict:
            change()
        assert [str(one) for one in conflict.value.changes] == ["Eve added Dora's organisation as partner"]
    assert roles(consortium) == {"A": "coordinator", "B": "partner", "D": "partner"}


def test_only_editors_of_the_holder_change_it(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob])
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    viewer = factories.join_as(session, "Vera", cast.alice, "viewer")
    for by, error in ((viewer, Forbidden), (cast.bob.user, Forbidden), (cast.charlie.user, NotFound)):
        with pytest.raises(error):
            consortia.add_member(session, consortium, cast.dora.key, "partner", version=None, by=by)
        with pytest.raises(error):
            consortia.remove_member(session, consortium, member_id(consortium, cast.bob), version=None, by=by)


def test_check_tells_what_is_missing_and_is_never_in_the_way(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    assert consortia.check(session, consortium).verdict == "ineligible"
    consortia.add_member(session, consortium, cast.dora.key, "partner", version=None, by=by)
    assert consortia.check(session, consortium).verdict == "eligible"
    factories.edit(session, cast.bob, flags=["no_eche"])
    assert statuses(consortia.check(session, consortium))["eche"] == "fail"


def test_what_if_shows_the_same_as_doing_it_and_writes_nothing(session: Session, cast: Cast) -> None:
    consortium, by = draft(session, cast.alice, [cast.bob]), cast.alice.user
    bob = member_id(consortium, cast.bob)
    before = consortium.version
    added = consortia.what_if(session, consortium, add=[cast.dora.key], coordinator=bob)
    removed = consortia.what_if(session, consortium, remove=[bob])
    with pytest.raises(Invalid):
        consortia.what_if(session, consortium, add=["nobody"])
    assert (consortium.version, roles(consortium)) == (before, {"A": "coordinator", "B": "partner"})
    consortia.add_member(session, consortium, cast.dora.key, "partner", version=None, by=by)
    consortia.set_role(session, consortium, bob, "coordinator", version=None, by=by)
    assert consortia.check(session, consortium) == added
    assert statuses(removed)["min-countries"] == "fail"


def test_consortium_is_read_by_whom_it_concerns(session: Session, cast: Cast) -> None:
    consortium = draft(session, cast.alice, [cast.bob, cast.dora])
    sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
    for actor in (cast.alice, cast.bob):
        assert consortia.get_consortium(session, consortium.id, by=actor.user) is consortium
        assert consortia.list_consortia(session, by=actor.user) == [consortium]
    for actor in (cast.dora, cast.charlie):
        assert consortia.list_consortia(session, by=actor.user) == []
        with pytest.raises(NotFound):
            consortia.get_consortium(session, consortium.id, by=actor.user)
    invitations.withdraw(session, sent, by=cast.alice.user)
    assert consortia.list_consortia(session, by=cast.bob.user) == []
    for number in (0, -1, 2**40, consortium.id + 1):
        with pytest.raises(NotFound):
            consortia.get_consortium(session, number, by=cast.alice.user)


def test_operator_lists_all_and_by_state(session: Session, cast: Cast) -> None:
    first, second = draft(session, cast.alice, [cast.bob]), draft(session, cast.charlie, [cast.dora])
    factories.invite(session, second, cast.dora, by=cast.charlie.user)
    assert consortia.list_consortia(session, by=None) == [second, first]
    assert consortia.list_consortia(session, by=None, state="inviting") == [second]
    assert consortia.list_consortia(session, by=None, state="granted") == []
