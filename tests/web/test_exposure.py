"""The page on which an organisation sees how it is seen."""

import re
from datetime import timedelta

import pytest

from matchmaker.db import Database
from matchmaker.models import Organisation, Participation, PastProject
from matchmaker.services import exposure, invitations
from matchmaker.web.exposure import _time
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast
from tests.web.conftest import Person, here, text


@pytest.fixture
def happened(new_database: Database, people: Cast, clock: Clock) -> Cast:
    """Bob was shown twice, invited twice, answered once; and has done three projects, though it says it is new."""
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        factories.edit(session, cast.bob, newcomer="yes")
        for _ in range(2):
            made = factories.draft(session, cast.alice, [cast.bob])
            exposure.record_shown(session, made.idea, [cast.bob.key], by=cast.alice.user)
            sent = factories.invite(session, made, cast.bob, by=cast.alice.user)
        clock.move(days=2)
        invitations.show_interest(session, sent, by=cast.bob.user)
        for year in (2022, 2023, 2024):
            project = PastProject(key=f"past-{year}", call="Erasmus+ KA220-VET", year=year)
            project.participations = [
                Participation(organisation=session.get_one(Organisation, cast.bob.organisation.id), role="partner")
            ]
            session.add(project)
    return people


def path(people: Cast) -> str:
    return f"/organisations/{people.bob.organisation.id}/exposure"


def test_page_says_shown_invited_joined_and_how_fast(happened: Cast, bob: Person) -> None:
    page = text(bob.get(path(happened)))
    assert "Shown Among the suggestions for an idea; each idea counts once a day. 2 2" in page
    assert "Invited Invitations that were sent to you. 2 2" in page
    assert "joined the consortium. 0 0" in page
    assert "Your answer came after 2 days." in page
    assert "Cooperation Partnerships in vocational education and training 2027: 2" in page


def test_page_draws_what_was_shown_and_what_became_of_invitations(happened: Cast, bob: Person) -> None:
    page = bob.get(path(happened)).text
    shown, answers = (re.findall(rf'class="picture {kind}"[^>]* aria-label="([^"]+)"', page) for kind in ("months", "bars"))
    assert re.fullmatch(r"How often you were shown, by month\. \w+ \d{4}: 2\.", shown[0])
    assert answers == [
        "What became of the invitations to you. You joined: 0. You said no, or are interested: 1. Expired: 0. Waiting for you: 1."
    ]


def test_page_draws_nothing_for_who_was_neither_shown_nor_invited(people: Cast, bob: Person) -> None:
    assert "<figure" not in bob.get(path(people)).text


def test_page_explains_each_number_on_one_line(happened: Cast, bob: Person) -> None:
    page = text(bob.get(path(happened)))
    assert "answered 1 of 1 invitation and confirmed its profile 2 days ago; in the score that counts as 75 %." in page
    assert "To be confirmed to be confirmed: it says that it is new or has little experience" in page
    assert "in the last seven years 3 projects of this kind are known not known" in page


def test_page_says_once_what_is_known_of_several_actions(happened: Cast, bob: Person, charlie: Person) -> None:
    page = charlie.get(f"/organisations/{happened.charlie.organisation.id}/exposure").text
    assert page.count("no project of this kind is known to us") == 1
    assert all(name in page for name in ("Joint Masters", "Capacity building in sport", "KA220-VET"))
    one = bob.get(path(happened)).text
    assert one.count("in the last seven years 3 projects") == 1
    assert one.count("no project of this kind is known to us") == 1


def test_page_is_for_its_members_only(happened: Cast, charlie: Person, stranger: Person) -> None:
    assert charlie.get(path(happened)).status_code == 403
    assert "/login" in stranger.get(path(happened)).location


def test_page_of_who_was_never_seen_says_so(people: Cast, charlie: Person) -> None:
    page = text(charlie.get(f"/organisations/{people.charlie.organisation.id}/exposure"))
    assert "No answer in the last 12 months from which we could tell a time." in page
    assert "that alone makes nobody a newcomer not known" in page


def test_own_page_and_desk_lead_to_it(happened: Cast, bob: Person, charlie: Person) -> None:
    own = f"/organisations/{happened.bob.organisation.id}"
    assert path(happened) in bob.get(own).text
    assert path(happened) in bob.get("/home").text
    assert path(happened) not in charlie.get(own).text


def test_others_see_one_line_and_the_contradiction_strangers_only_the_latter(
    happened: Cast, charlie: Person, stranger: Person
) -> None:
    own = f"/organisations/{happened.bob.organisation.id}"
    assert "answered 1 of 1 invitation" in text(charlie.get(own))
    assert "answered 1 of 1 invitation" not in text(stranger.get(own))
    for somebody in (charlie, stranger):
        assert "to be confirmed: it says that it is new or has little experience" in text(somebody.get(own))


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        (timedelta(minutes=20), "less than an hour"),
        (timedelta(minutes=50), "1 hour"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(hours=37), "2 days"),
        (timedelta(days=6, hours=13), "7 days"),
    ],
)
def test_time_is_told_in_hours_then_in_days(taken: timedelta, said: str) -> None:
    assert str(_time(taken)) == said
