"""The plan of the work: edited by whoever holds the consortium, kept when members go, frozen with the rest."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.documents import snapshot
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.plan import GrantForm, PackageForm
from matchmaker.models import Consortium
from matchmaker.services import consortia, departures, handover, history, plan
from tests import factories
from tests.factories import Cast, member_id


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.complete(session, cast)


def package(cast: Cast, **said: Any) -> PackageForm:
    right = {"title": "Modules for trainers", "lead": cast.bob.key, "partners": [cast.dora.key]}
    return parse(PackageForm, right | said)


def test_who_leads_or_has_a_share_takes_part(session: Session, cast: Cast, consortium: Consortium) -> None:
    shares = [{"what": cast.alice.key, "number": "20000"}, {"what": cast.dora.key, "number": ""}]
    plan.add_package(session, consortium, package(cast, amounts=shares), version=None, by=cast.alice.user)
    session.expire_all()
    (made,) = consortium.packages
    assert made.lead is not None
    assert made.lead.key == cast.bob.key
    found = {part.organisation.key: part.amount for part in made.parts}
    assert found == {cast.bob.key: None, cast.dora.key: None, cast.alice.key: 20000}


def test_only_members_take_part(session: Session, cast: Cast, consortium: Consortium) -> None:
    for said, field in (({"lead": cast.charlie.key}, "lead"), ({"partners": [cast.charlie.key]}, "partners")):
        with pytest.raises(Invalid) as refused:
            plan.add_package(session, consortium, package(cast, **said), version=None, by=cast.alice.user)
        assert set(refused.value.problems) == {field}
    assert consortium.packages == []


def test_change_is_told_field_by_field(session: Session, cast: Cast, consortium: Consortium) -> None:
    by = cast.alice.user
    made = plan.add_package(session, consortium, package(cast), version=None, by=by)
    before = consortium.version
    plan.change_package(session, consortium, made.id, package(cast), version=before, by=by)
    assert consortium.version == before, "nothing changed"
    changed = package(cast, title="Modules", lead=cast.dora.key, partners=[cast.bob.key])
    plan.change_package(session, consortium, made.id, changed, version=before, by=by)
    assert str(history.list_history(session, consortium)[-1].sentence) == (
        "Alice changed the work package “Modules”: the title and who leads"
    )
    with pytest.raises(Conflict) as late:
        plan.change_package(session, consortium, made.id, package(cast), version=before, by=by)
    assert [str(one) for one in late.value.changes] == ["Alice changed the work package “Modules”: the title and who leads"]


def test_whoever_leaves_still_stands_in_its_work_package_until_it_is_given_to_another(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    made = plan.add_package(session, consortium, package(cast, lead=cast.dora.key), version=None, by=cast.alice.user)
    departures.leave(session, consortium, member_id(consortium, cast.dora), by=cast.dora.user)
    session.expire_all()
    assert made.lead is not None
    assert made.lead.key == cast.dora.key
    plan.change_package(session, consortium, made.id, package(cast, partners=[cast.alice.key]), version=None, by=cast.alice.user)
    assert {part.organisation.key for part in made.parts} == {cast.bob.key, cast.alice.key}


def test_amount_is_judged_by_the_grant_of_the_call(session: Session, cast: Cast, consortium: Consortium) -> None:
    by = cast.alice.user

    def judged() -> dict[str, str]:
        return {one.rule: one.status for one in consortia.check(session, consortium).findings}

    assert "grant" not in judged()
    for amount, status in ((250_000, "pass"), (260_000, "fail")):
        plan.ask_grant(session, consortium, parse(GrantForm, {"asked_grant": str(amount)}), version=None, by=by)
        assert judged()["grant"] == status
        assert consortia.check(session, consortium).verdict == "eligible"
    assert "€260,000" in str(history.list_history(session, consortium)[-1].sentence)
    plan.ask_grant(session, consortium, parse(GrantForm, {"asked_grant": ""}), version=None, by=by)
    assert "grant" not in judged()


def test_plan_is_frozen_with_the_rest_and_verifies(session: Session, cast: Cast, consortium: Consortium) -> None:
    by = cast.alice.user
    shares = [{"what": cast.bob.key, "number": "40000"}]
    plan.add_package(session, consortium, package(cast, amounts=shares), version=None, by=by)
    plan.ask_grant(session, consortium, parse(GrantForm, {"asked_grant": "250000"}), version=None, by=by)
    handover.keep(session, consortium, by=by)
    frozen = factories.finalise(session, consortium, version=None, by=by)
    document = json.loads(frozen.document)
    assert document["project"]["grant"] == 250_000
    members = sorted(
        [{"id": cast.bob.key, "amount": 40_000}, {"id": cast.dora.key, "amount": None}], key=lambda one: str(one["id"])
    )
    assert document["work_packages"] == [{"title": "Modules for trainers", "lead": cast.bob.key, "members": members}]
    assert snapshot.verify(frozen.document.encode()).unchanged
    assert snapshot.consortium_of(frozen.document).project.grant == 250_000
    with pytest.raises(Refused):
        plan.add_package(session, consortium, package(cast), version=None, by=by)


def test_only_the_holder_plans(session: Session, cast: Cast, consortium: Consortium) -> None:
    made = plan.add_package(session, consortium, package(cast), version=None, by=cast.alice.user)
    for by, refused in ((cast.bob.user, Forbidden), (cast.charlie.user, NotFound)):
        for attempt in (
            lambda by=by: plan.add_package(session, consortium, package(cast), version=None, by=by),
            lambda by=by: plan.change_package(session, consortium, made.id, package(cast), version=None, by=by),
            lambda by=by: plan.remove_package(session, consortium, made.id, version=None, by=by),
            lambda by=by: plan.ask_grant(session, consortium, GrantForm(asked_grant=250_000), version=None, by=by),
        ):
            with pytest.raises(refused):
                attempt()
    plan.remove_package(session, consortium, made.id, version=None, by=cast.alice.user)
    assert consortium.packages == []
    with pytest.raises(NotFound):
        plan.remove_package(session, consortium, made.id, version=None, by=cast.alice.user)


def test_budget_adds_up_over_packages_and_organisations(session: Session, cast: Cast, consortium: Consortium) -> None:
    by = cast.alice.user
    for amount in ("40000", "20000"):
        shares = [{"what": cast.bob.key, "number": amount}, {"what": cast.dora.key, "number": "5000"}]
        plan.add_package(session, consortium, package(cast, amounts=shares), version=None, by=by)
    found = plan.budget_of(consortium)
    assert (found.packages, found.total, found.left) == ((45_000, 25_000), 70_000, None)
    assert found.organisations == {cast.bob.key: 60_000, cast.dora.key: 10_000}
