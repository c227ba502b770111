"""Repairs, what-ifs and reserves at the browser: looked at, done, undone; hidden from everybody else."""

import re
from dataclasses import dataclass

import pytest

from matchmaker.db import Database
from matchmaker.models import Consortium
from tests import factories
from tests.factories import Cast, draft
from tests.web.conftest import Person, here, text
from tests.web.test_workspace import version_of


@dataclass
class Scene:
    """Alice's draft with Bob in it: it lacks a third organisation; ids by name."""

    path: str
    version: int
    ids: dict[str, str]


@pytest.fixture
def scene(new_database: Database, people: Cast) -> Scene:
    with new_database.unit_of_work() as session:
        ours = here(session, people)
        made = draft(session, ours.alice, [ours.bob])
        ids = {name: getattr(ours, name).key for name in ("alice", "bob", "dora", "charlie")}
        return Scene(f"/consortia/{made.id}", made.version, ids)


def members(database: Database) -> set[str]:
    with database.session(reads=True) as session:
        return {one.organisation.key for one in session.get_one(Consortium, 1).members}


def test_workspace_asks_for_what_would_help_only_while_a_rule_fails(alice: Person, scene: Scene) -> None:
    page = alice.get(scene.path).text
    assert f'hx-get="{scene.path}/repairs" hx-trigger="load"' in page
    said = text(alice.get(f"{scene.path}/repairs"))
    assert "One step is enough." in said
    assert "Add one more · 2 ways" in said
    assert "Add Dora's organisation Composition check passed" in said
    alice.post(f"{scene.path}/steps", version=str(scene.version), kind="add", joins=scene.ids["dora"])
    assert "/repairs" not in alice.get(scene.path).text
    assert "No rule fails, so nothing has to be mended." in text(alice.get(f"{scene.path}/repairs"))


def test_repair_is_done_and_undone(new_database: Database, alice: Person, scene: Scene) -> None:
    page = alice.get(f"{scene.path}/repairs").text
    assert version_of(page) == str(scene.version)
    done = alice.post(f"{scene.path}/steps", version=str(scene.version), kind="add", joins=scene.ids["dora"])
    assert (done.status_code, done.location) == (303, scene.path)
    page = alice.get(scene.path)
    assert "Done. The rules were checked anew." in text(page)
    assert "Undo Go on without Dora's organisation" in text(page)
    assert members(new_database) == {scene.ids[one] for one in ("alice", "bob", "dora")}
    undo = {"version": version_of(page.text), "kind": "remove", "leaves": scene.ids["dora"], "undo": "yes"}
    assert alice.post(f"{scene.path}/steps", **undo).status_code == 303
    said = text(alice.get(scene.path))
    assert "That was undone." in said
    assert "Undo Add" not in said
    assert members(new_database) == {scene.ids[one] for one in ("alice", "bob")}


def test_undo_is_offered_only_until_something_else_changes(alice: Person, scene: Scene) -> None:
    alice.post(f"{scene.path}/steps", version=str(scene.version), kind="add", joins=scene.ids["dora"])
    page = alice.get(scene.path).text
    assert 'name="undo" value="yes"' in page
    alice.post(f"{scene.path}/members", version=version_of(page), organisation=scene.ids["charlie"])
    assert 'name="undo" value="yes"' not in alice.get(scene.path).text


def test_step_of_an_older_version_is_refused(new_database: Database, alice: Person, scene: Scene) -> None:
    for status in (303, 409):
        answer = alice.post(f"{scene.path}/steps", version=str(scene.version), kind="add", joins=scene.ids["dora"])
        assert answer.status_code == status
        alice.post(f"{scene.path}/members/2/remove")
    assert alice.post(f"{scene.path}/steps", kind="add").status_code == 422
    assert alice.post(f"{scene.path}/steps", kind="remove", leaves="nobody").status_code == 422


def test_what_if_shows_every_rule_before_and_after_and_writes_nothing(
    new_database: Database, alice: Person, scene: Scene
) -> None:
    address = f"{scene.path}/what-if?kind=add&leaves=&joins={scene.ids['dora']}&coordinator="
    page = alice.get(address)
    said = text(page)
    assert "Before: Composition check not passed" in said
    assert re.search(r"Composition check passed \((\d+) of \1 rules\) Before: Composition check not passed", said)
    assert re.search(r"(\d+) of \1 rules met", said)
    assert re.search(r"\d+ rules as before", said)
    assert said.count("Met now") == 2
    assert "Who could replace this partner : Dora's organisation" in said
    rows = [row for row in re.split(r"<li>\s*<div class=\"head\">", page.text) if "Try without this partner" in row]
    assert len(rows) == 2
    assert all('<p class="small"><svg class="icon"' in row for row in rows), "the reason beside what could be tried"
    assert re.search(r"Fits the topic [\d.]+ [\d.]+", said)
    assert members(new_database) == {scene.ids[one] for one in ("alice", "bob")}
    then = f"{address}&kind=remove&leaves={scene.ids['bob']}&joins=&coordinator="
    assert "2 steps" in text(alice.get(then))
    assert "Undo the last step" in text(alice.get(then))
    found = text(alice.get(f"{address}&find=Charlie"))
    assert "Try with this partner : Charlie's organisation" in found
    assert alice.get(f"{scene.path}/what-if?kind=add&joins=nobody").status_code == 422
    assert alice.get(f"{scene.path}/what-if?kind=swap").status_code == 422


def test_place_lists_who_could_take_it_with_a_link_to_see_what_would_change(alice: Person, scene: Scene) -> None:
    page = alice.get(f"{scene.path}/place?place={scene.ids['bob']}")
    assert "Who could take the place of Bob's organisation" in text(page)
    assert f"joins={scene.ids['dora']}" in page.text
    assert f"leaves={scene.ids['bob']}" in page.text
    assert alice.get(f"{scene.path}/place?place={scene.ids['alice']}").status_code == 422
    assert alice.get(f"{scene.path}/place").status_code == 422


def test_known_only_are_looked_at_when_asked_and_marked(new_database: Database, alice: Person, scene: Scene) -> None:
    with new_database.unit_of_work() as session:
        factories.known_only(session, "x1", "Known Only University")
    assert "Known Only University" not in text(alice.get(f"{scene.path}/repairs"))
    page = alice.get(f"{scene.path}/repairs?known=yes")
    said = text(page)
    assert re.search(r"Known Only University .{1,80} Known from public records, has not joined", said)
    assert "Invite" not in said


@pytest.mark.parametrize("path", ["repairs", "what-if", "place?place=x"])
def test_pages_are_for_whoever_holds_the_consortium(
    bob: Person, charlie: Person, stranger: Person, scene: Scene, path: str
) -> None:
    for person in (bob, charlie):
        assert person.get(f"{scene.path}/{path}").status_code == 404
    assert stranger.get(f"{scene.path}/{path}").status_code == 303
    assert charlie.post(f"{scene.path}/steps", kind="add", joins=scene.ids["charlie"]).status_code == 404
    assert stranger.post(f"{scene.path}/steps", kind="add", joins=scene.ids["charlie"]).location.startswith("/login")
