"""Pictures on pages: what is drawn is what is known, and it says so in words."""

import re
from html import unescape

from matchmaker.db import Database
from matchmaker.models import Organisation, Participation, PastProject
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, text


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
    assert f"{dora} none known" in text(page)
    assert alice_ in label
    assert bob in label
