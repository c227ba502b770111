"""Newcomer, less experienced, experienced: what is stated beside what is known, and that unknown is not no."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.language import LANGUAGES, render
from matchmaker.models import Organisation, Participation, PastProject
from matchmaker.programme import families, guides
from matchmaker.programme.families import FAMILIES
from matchmaker.services import experience, outcomes
from matchmaker.services.experience import Known, Standing
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast

VET = FAMILIES["cooperation-vet"]
known_projects = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda two: Known(max(two), min(two)))
stated_or_not = st.sampled_from((True, False, None))


@pytest.mark.parametrize(
    ("stated", "known", "newcomer", "sentence"),
    [
        (None, Known(), None, "not stated, and no project of this kind is known to us: that alone makes nobody a newcomer"),
        (
            None, Known(1, 0), False,
            "no newcomer, less experienced by what we know: 1 project of this kind is known, of the last seven years 0",
        ),
        (
            None, Known(4, 2), False,
            "no newcomer, less experienced by what we know: 4 projects of this kind are known, of the last seven years 2",
        ),
        (None, Known(4, 3), False, "experienced: in the last seven years 3 projects of this kind are known"),
        (True, Known(), True, "new or of little experience, as it says; no project of this kind is known to us"),
        (True, Known(2, 2), True, "new or of little experience, as it says; 2 projects of this kind are known"),
        (
            True, Known(3, 3), None,
            "to be confirmed: it says that it is new or has little experience; "
            "in the last seven years 3 projects of this kind are known",
        ),
        (False, Known(), False, "experienced, as it says; no project of this kind is known to us"),
        (False, Known(1, 1), False, "experienced, as it says; 1 project of this kind is known"),
    ],
)  # fmt: skip
def test_standing_and_its_one_line(stated: bool | None, known: Known, newcomer: bool | None, sentence: str) -> None:
    standing = Standing(VET, stated, known)
    assert standing.newcomer is newcomer
    assert standing.to_confirm == sentence.startswith("to be confirmed")
    assert render(standing.sentence, "en") == sentence
    assert all(render(standing.sentence, language) for language in LANGUAGES)


@given(stated_or_not, known_projects)
def test_nobody_becomes_a_newcomer_but_by_its_own_word(stated: bool | None, known: Known) -> None:
    assert (experience.newcomer(stated, known) is True) <= (stated is True)
    assert experience.newcomer(stated, Known()) is stated
    assert experience.newcomer(False, known) is False


@given(known_projects, st.integers(0, 5))
def test_more_known_projects_never_turn_towards_the_newcomers(known: Known, more: int) -> None:
    richer = Known(known.total + more, known.recent + more)
    order = {True: 2, None: 1, False: 0}
    for stated in (True, False, None):
        assert order[experience.newcomer(stated, richer)] <= order[experience.newcomer(stated, known)]


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def took_part(session: Session, organisation: Organisation, *projects: tuple[str, int | None], role: str = "partner") -> None:
    """Past projects of these calls and years."""
    number = session.query(PastProject).count()
    for call, year in projects:
        number += 1
        made = PastProject(key=f"past-{number}", call=call, year=year)
        made.participations = [Participation(organisation=organisation, role=role)]
        session.add(made)
    session.flush()


def known(session: Session, organisation: Organisation, family: str = "cooperation-vet") -> Known:
    return experience.grants(session, Organisation.id == organisation.id).get(organisation.key, {}).get(family, Known())


def granted(session: Session, cast: Cast, clock: Clock, *, practised: bool = False, **said: Any) -> None:
    """A consortium of Alice, Bob and Dora that was granted."""
    consortium = factories.complete(session, cast, **said)
    if practised:
        factories.practised(session, consortium)
    by = cast.alice.user
    factories.finalise(session, consortium, version=None, by=by)
    outcomes.submit(
        session, consortium, parse(Submission, {"agency": "FRSE", "form_id": "KA220-1", "submitted_by": "Alice"}), by=by
    )
    outcomes.grant(session, consortium, by=by)


def test_projects_count_in_their_family_before_and_after_2021(session: Session, cast: Cast) -> None:
    bob = cast.bob.organisation
    took_part(
        session, bob, ("Erasmus+ KA202", 2016), ("Erasmus+ KA220-VET", 2023), ("Erasmus+ KA204", 2020), ("Horizon 2020", 2024)
    )
    assert experience.grants(session, Organisation.id == bob.id) == {
        bob.key: {"cooperation-vet": Known(2, 1), "cooperation-adu": Known(1, 1)}
    }


def test_last_seven_years_begin_seven_years_ago(session: Session, cast: Cast) -> None:
    bob = cast.bob.organisation
    took_part(session, bob, ("Erasmus+ KA202", 2018), ("Erasmus+ KA202", 2019), ("Erasmus+ KA202", None))
    assert known(session, bob) == Known(3, 1)


def test_coordinators_and_partners_were_supported_and_associated_partners_not(session: Session, cast: Cast) -> None:
    took_part(session, cast.bob.organisation, ("Erasmus+ KA202", 2020), role="coordinator")
    took_part(session, cast.dora.organisation, ("Erasmus+ KA202", 2020), role="associated")
    assert known(session, cast.bob.organisation) == Known(1, 1)
    assert known(session, cast.dora.organisation) == Known()


def test_two_roles_in_one_project_are_one_project(session: Session, cast: Cast) -> None:
    bob = cast.bob.organisation
    took_part(session, bob, ("Erasmus+ KA202", 2020))
    project = session.query(PastProject).one()
    project.participations.append(Participation(organisation=bob, role="coordinator"))
    session.flush()
    assert known(session, bob) == Known(1, 1)


def test_what_was_granted_here_counts_and_not_twice(session: Session, cast: Cast, clock: Clock) -> None:
    granted(session, cast, clock)
    assert known(session, cast.dora.organisation) == Known(1, 1)
    took_part(session, cast.dora.organisation, ("Erasmus+ KA220-VET", 2027))
    assert known(session, cast.dora.organisation) == Known(1, 1)
    took_part(session, cast.dora.organisation, ("Erasmus+ KA220-VET", 2024))
    assert known(session, cast.dora.organisation) == Known(2, 2)
    assert experience.grants(session, Organisation.key == cast.charlie.key) == {}


def test_what_was_only_joined_or_practised_does_not_count(session: Session, cast: Cast, clock: Clock) -> None:
    factories.complete(session, cast)
    granted(session, cast, clock, practised=True)
    assert experience.grants(session) == {}


def test_some_are_read_as_all_are(session: Session, cast: Cast, clock: Clock) -> None:
    granted(session, cast, clock)
    took_part(session, cast.bob.organisation, ("Erasmus+ KA202", 2020), ("Erasmus+ KA210-VET", 2022))
    took_part(session, cast.charlie.organisation, ("Erasmus+ KA205", 2017))
    everybody = experience.grants(session)
    assert len(everybody) == 4
    for key, found in everybody.items():
        assert experience.grants(session, Organisation.key == key) == {key: found}
    assert experience.grants(session, Organisation.key.in_([])) == {}


def test_page_shows_the_actions_that_are_open_and_those_with_a_project(session: Session, cast: Cast) -> None:
    took_part(session, cast.bob.organisation, ("Erasmus+ KA229", 2017))
    shown = {standing.family.slug: standing for standing in experience.list_standings(session, cast.bob.organisation)}
    coming = {family.slug for call in guides.load().calls.values() if call.provisional and (family := families.of_call(call))}
    assert "school-exchange" not in coming
    assert set(shown) == {*coming, "school-exchange"}
    assert shown["cooperation-vet"].newcomer is None
    assert shown["school-exchange"].newcomer is False


def test_contradiction_changes_nothing_that_was_entered(session: Session, cast: Cast) -> None:
    factories.edit(session, cast.bob, newcomer="yes")
    took_part(session, cast.bob.organisation, *(("Erasmus+ KA220-VET", year) for year in (2022, 2023, 2024)))
    (standing,) = [
        one for one in experience.list_standings(session, cast.bob.organisation) if one.family.slug == "cooperation-vet"
    ]
    assert standing.to_confirm
    assert standing.newcomer is None
    assert cast.bob.organisation.newcomer is True
