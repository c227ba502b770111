"""How many projects two organisations did together."""

from sqlalchemy.orm import Session

from matchmaker.models import Organisation, Participation, PastProject
from matchmaker.services import projects
from tests import factories


def did(session: Session, key: str, call: str, *took_part: Organisation, associated: Organisation | None = None) -> None:
    rows = [Participation(organisation=one, role="partner") for one in took_part]
    if associated:
        rows.append(Participation(organisation=associated, role="associated"))
    session.add(PastProject(key=key, call=call, year=2024, participations=rows))


def test_joint_projects_are_counted_once_for_each_pair(session: Session) -> None:
    cast = factories.cast(session)
    alice, bob, dora = (one.organisation for one in (cast.alice, cast.bob, cast.dora))
    did(session, "a", "KA202", alice, bob)
    did(session, "b", "KA220-VET", alice, bob, dora)
    did(session, "c", "Horizon 2020", alice, dora)
    did(session, "d", "KA202", bob, associated=dora)
    led = Participation(organisation=alice, role="coordinator")
    session.add(PastProject(key="e", call="KA202", participations=[led, Participation(organisation=alice, role="partner")]))
    session.flush()
    pair = {one: tuple(sorted((alice.id, one.id))) for one in (bob, dora)}
    others = tuple(sorted((bob.id, dora.id)))
    assert projects.count_joint(session, [alice.id, bob.id, dora.id]) == {pair[bob]: 2, pair[dora]: 1, others: 1}
    assert projects.count_joint(session, [alice.id, dora.id]) == {pair[dora]: 1}
    assert projects.count_joint(session, []) == {}


def test_who_led_and_took_part_did_a_project_once(session: Session) -> None:
    cast = factories.cast(session)
    both = [cast.alice.organisation, cast.bob.organisation]
    rows = [Participation(organisation=one, role=role) for one in both for role in ("coordinator", "partner")]
    session.add(PastProject(key="a", call="KA202", participations=rows))
    session.flush()
    assert list(projects.count_joint(session, [one.id for one in both]).values()) == [1]
