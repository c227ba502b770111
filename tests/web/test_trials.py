"""An alternative changed by hand, wishes given up, and where one's organisation is needed, at the browser."""

import re
from html import unescape

import pytest

from matchmaker.db import Database
from matchmaker.models import Consortium, Idea
from matchmaker.services import suggestions
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, suggest, text
from tests.web.test_workspace import version_of


@pytest.fixture
def idea(new_database: Database, people: Cast) -> Idea:
    with new_database.unit_of_work() as session:
        return factories.idea(session, here(session, people).alice, size_min=3, size_max=3)


def address(idea: Idea, people: Cast, view: str = "") -> str:
    members = "&".join(f"member={one.key}" for one in (people.alice, people.bob, people.dora))
    return f"/ideas/{idea.id}/variant{view}?{members}&lead={people.alice.key}"


def test_suggested_partner_is_swapped_and_the_change_saved_once(
    new_database: Database, people: Cast, alice: Person, idea: Idea
) -> None:
    page = suggest(alice, f"/ideas/{idea.id}")
    folds = [unescape(one) for one in re.findall(r'class="panel reserves" hx-get="([^"]+)" hx-trigger="toggle once"', page.text)]
    reserves = next(one for one in folds if one.endswith(f"place={people.dora.key}"))
    found = alice.get(reserves)
    assert "organisation could take this place" in text(found)
    (tried,) = {unescape(one) for one in re.findall(r'href="(/ideas/[^"]+kind=replace[^"]+)"', found.text)}
    said = text(alice.get(tried))
    assert "Replace Dora's organisation by Charlie's organisation" in said
    assert "Nobody is contacted by this." in said
    with new_database.session(reads=True) as session:
        assert session.query(Consortium).count() == 0
    fields = {
        "member": [people.alice.key, people.bob.key, people.dora.key],
        "lead": people.alice.key,
        "kind": "replace",
        "leaves": people.dora.key,
        "joins": people.charlie.key,
        "once": "abc",
    }
    saved = [alice.post(f"/ideas/{idea.id}/variant", **fields).location for _ in range(2)]
    assert saved == ["/consortia/1", "/consortia/1"]
    said = text(alice.get("/consortia/1"))
    assert "Charlie's organisation" in said
    assert "Dora's organisation" not in said


def test_variants_are_nobody_elses(people: Cast, bob: Person, stranger: Person, idea: Idea) -> None:
    for view in ("", "/place"):
        assert bob.get(address(idea, people, view)).status_code == 404
        assert stranger.get(address(idea, people, view)).status_code == 303
    assert bob.post(f"/ideas/{idea.id}/variant", member=[people.alice.key], lead=people.alice.key).status_code == 404


def test_address_of_nothing_is_refused(people: Cast, alice: Person, idea: Idea) -> None:
    assert alice.get(f"/ideas/{idea.id}/variant").status_code == 422
    assert alice.get(f"{address(idea, people)}&kind=add&joins=nobody").status_code == 422
    assert alice.get(f"{address(idea, people)}{'&kind=add&joins=x' * 13}").status_code == 422
    assert alice.get(address(idea, people)).status_code == 200


def test_wish_in_the_way_is_named_given_up_and_suggested_without(
    new_database: Database, people: Cast, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "AT_FIRST", 60.0)
    with new_database.unit_of_work() as session:
        idea = factories.idea(session, here(session, people).alice, countries=["MT"], size_max=3)
    page = suggest(alice, f"/ideas/{idea.id}")
    assert "Give up: only partners from Malta" in text(page)
    (link,) = re.findall(r'href="(/ideas/\d+/edit\?give_up=countries[^"]+)"', page.text)
    form = alice.get(link, follow_redirects=True)
    assert "Given up below, and not saved yet: only partners from Malta." in text(form)
    assert not re.search(r'value="MT" checked[^>]*>', form.text)
    said = {"call": idea.call_id, "size_max": "3", "go": "finish"}
    sent = alice.post(form.request.full_path, version=version_of(form.text), **said)
    assert (sent.status_code, sent.location) == (307, f"/ideas/{idea.id}/suggestions/ask")  # the browser sends it on
    assert "Alternative 1" in text(alice.get(alice.post(sent.location, **said).location))


def test_desk_leads_to_requests_without_names(
    new_database: Database, people: Cast, bob: Person, charlie: Person, stranger: Person
) -> None:
    with new_database.unit_of_work() as session:
        factories.draft(session, here(session, people).alice, [people.bob.key], is_shown=True)
    path = f"/organisations/{people.charlie.organisation.id}/openings"
    assert f'hx-get="{path}" hx-trigger="load"' in charlie.get("/home").text
    said = text(charlie.get(path))
    assert "1 idea is looking for a partner like you." in said
    assert "Vocational school, Poland" in said
    assert "nothing: the rules would be met" in said
    for name in ("Alice", "Bob", "Wood and tools"):
        assert name not in said
    assert bob.get(path).status_code == 403
    assert stranger.get(path).status_code == 303
