"""Pictures on pages: what is drawn is what is known, and it says so in words."""

import re
from html import unescape

import pytest

from matchmaker.db import Database
from matchmaker.demo.sample import sample
from matchmaker.models import Organisation, Participation, PastProject
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, suggest, text


def test_consortium_shows_who_worked_with_whom_drawn_and_as_a_table(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.draft(session, cast.alice, [cast.bob, cast.dora])
        path = f"/consortia/{made.id}"
    assert "worked with whom" not in alice.get(path).text
    with new_database.unit_of_work() as session:
        both = [session.get_one(Organisation, one.organisation.id) for one in (people.alice, people.bob)]
        rows = [Participation(organisation=one, role="partner") for one in both]
        session.add(PastProject(key="past", call="KA202", year=2019, participations=rows))
    page = alice.get(path)
    alice_, bob, dora = (one.organisation.name for one in (people.alice, people.bob, people.dora))
    (label,) = map(unescape, re.findall(r'class="picture network"[^>]* aria-label="([^"]+)"', page.text))
    assert label.startswith("Who has worked with whom. ")
    assert "1 project. With none of the others, as far as we know:" in label
    assert f"{dora} {people.dora.organisation.country} none known" in text(page)
    assert alice_ in label
    assert bob in label


def test_start_page_shows_a_real_answer_in_small(stranger: Person) -> None:
    page = stranger.get("/")
    (label,) = map(unescape, re.findall(r'class="picture europe"[^>]* aria-label="([^"]+)"', page.text))
    shown = text(page)
    for one in sample().proposal.organisations:
        assert one.name in label
        assert one.name in shown
    assert "12 of 12 rules met" in shown
    assert "5 countries" in shown
    assert re.search(r'href="/static/img/europe\.svg\?v=\w+#PL"', page.text)


def test_page_of_a_call_shows_its_dates_drawn(stranger: Person) -> None:
    (label,) = map(
        unescape, re.findall(r'class="picture dates"[^>]* aria-label="([^"]+)"', stranger.get("/calls/ka220-vet-2026").text)
    )
    assert "5 March 2026" in label
    assert "Projects begin from 1 September 2026 to 31 December 2026." in label
    to_come = stranger.get("/calls/ka220-vet-2027").text
    assert '<path class="expected"' in to_come
    assert '<path class="deadline"' not in to_come


def test_lists_show_what_organisations_are(stranger: Person, people: Cast) -> None:
    page = stranger.get("/organisations").text
    assert page.count('class="emblem ') == page.count("inlist") > 1


def test_suggestions_draw_the_score_and_who_worked_with_whom(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        idea = factories.idea(session, cast.alice, size_min=3, size_max=3).id
        both = [session.get_one(Organisation, one.organisation.id) for one in (cast.bob, cast.alice)]
        rows = [Participation(organisation=one, role="partner") for one in both]
        session.add(PastProject(key="past", call="KA202", year=2019, participations=rows))
    page = suggest(alice, f"/ideas/{idea}").text
    maps, scores, networks = (
        [unescape(one) for one in re.findall(rf'class="picture {kind}"[^>]* aria-label="([^"]+)"', page)]
        for kind in ("europe", "bars", "network")
    )
    assert len(maps) == len(scores) >= 1
    assert all("(applicant)" in one for one in maps)
    assert all(re.search(r"Fits the topic: [\d.]+ of [\d.]+\.", one) for one in scores)
    with_bob = [one for one in maps if people.bob.organisation.name in one]
    assert len(networks) == len(with_bob) >= 1
    assert all("1 project." in one for one in networks)


@pytest.mark.parametrize("path", ["/", "/calls"])
def test_everybody_sees_until_when_one_can_apply(stranger: Person, path: str) -> None:
    page = stranger.get(path).text
    (label,) = map(unescape, re.findall(r'class="picture dates"[^>]* aria-label="([^"]+)"', page))
    assert "5 March 2027, expected: " in label
    assert "Cooperation Partnerships" in label
