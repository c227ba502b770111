"""Conflicts on the page of a consortium: a card where there is something, and for those alone whom it concerns."""

from matchmaker.db import Database
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, at_browser, here, text


def test_the_same_partners_are_told_to_those_in_both_with_a_link(
    new_database: Database, people: Cast, alice: Person, bob: Person
) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        mine = factories.complete(session, people)
        path = f"/consortia/{mine.id}"
    assert "Conflicts to clear up" not in alice.get(path).text
    with new_database.unit_of_work() as session:
        people = here(session, people)
        theirs = factories.draft(session, people.bob, [people.dora, people.charlie, people.alice], title="A second one")
        factories.bring_in(session, theirs, people.dora, by=people.bob.user)
        other = f"/consortia/{theirs.id}"
    dora = at_browser(bob.app, people.dora)
    for person in (bob, dora):
        page = person.get(path)
        card = page.text.partition('id="conflicts"')[2].partition("</section>")[0]
        assert "is in both: this consortium, and another of the same round" in card
        assert f'href="{other}"' in card
        assert "What to ask every partner" in card
    assert "Conflicts to clear up" not in text(alice.get(path))  # nobody has asked her for the other one
    assert "A second one" not in alice.get(path).text
