"""What was done is said once, and undone by one press where one verb does it."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from matchmaker.db import Database
from matchmaker.models import Consortium, Membership
from tests.factories import Cast, bring_in, draft, idea
from tests.web.conftest import Person, here

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
Undo = tuple[str, dict[str, str]]


def toast(page: str) -> tuple[str, Undo | None]:
    """The sentence of the only toast, and where its undo is sent with what."""
    (found,) = re.findall(r'<div class="toast">(.*?)</div>', page, re.DOTALL)
    (said,) = re.findall(r"<p>(.*?)</p>", found)
    form = re.search(r'action="([^"]+)"', found)
    fields = {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', found)}
    for own in ("csrf_token", "once"):
        fields.pop(own, None)
    return unescape(said), (unescape(form[1]), fields) if form else None


def press(person: Person, undo: Undo | None) -> str:
    """The page after the undo was pressed."""
    assert undo is not None
    answer = person.post(undo[0], **undo[1])
    assert answer.status_code == 303
    return person.get(answer.location).text


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        return f"/consortia/{draft(session, cast.alice, [cast.bob, cast.dora]).id}"


def members(page: str) -> dict[str, str]:
    """Name of each member -> the role that is chosen for it."""
    rows = re.findall(r'aria-label="Role of ([^"]+)">(.*?)</select>', page, re.DOTALL)
    chosen = {name: re.findall(r'value="(\w+)" selected', options) for name, options in rows}
    return {unescape(name): roles[0] for name, roles in chosen.items()}


def number(page: str, name: str) -> str:
    return {unescape(who): one for one, who in re.findall(r'id="role-(\d+)" aria-label="Role of ([^"]+)"', page)}[name]


def test_removed_member_comes_back_as_what_it_was(people: Cast, alice: Person, path: str) -> None:
    before = alice.get(path).text
    name = people.bob.organisation.name
    alice.post(f"{path}/members/{number(before, name)}/role", role="associated")
    there = members(alice.get(path).text)
    assert there[name] == "associated"
    alice.post(f"{path}/members/{number(before, name)}/remove")
    gone = alice.get(path).text
    assert name not in members(gone)
    said, undo = toast(gone)
    assert said == f"{name} is no longer a member."
    assert members(press(alice, undo)) == there


def test_added_member_goes_again(people: Cast, alice: Person, path: str) -> None:
    there = members(alice.get(path).text)
    alice.post(f"{path}/members", organisation=people.charlie.organisation.key)
    said, undo = toast(alice.get(path).text)
    assert said == f"{people.charlie.organisation.name} is a member now."
    assert members(press(alice, undo)) == there


@pytest.mark.parametrize("role", ["associated", "coordinator"])
def test_role_goes_back(people: Cast, alice: Person, path: str, role: str) -> None:
    page = alice.get(path).text
    alice.post(f"{path}/members/{number(page, people.bob.organisation.name)}/role", role=role)
    after = alice.get(path).text
    assert members(after) != members(page)
    said, undo = toast(after)
    assert said == "Your changes are saved."
    assert members(press(alice, undo)) == members(page)


def test_removed_member_that_was_asked_comes_back_as_typed_and_has_to_be_asked_again(
    new_database: Database, people: Cast, alice: Person, path: str
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        bring_in(session, session.get_one(Consortium, int(path.rsplit("/", 1)[1])), cast.bob, by=cast.alice.user)
    page, name = alice.get(path).text, people.bob.organisation.name
    assert "You can undo it; then it has to be asked again." in page
    alice.post(f"{path}/members/{number(page, name)}", contribution="Two modules")
    alice.get(path)
    alice.post(f"{path}/members/{number(page, name)}/remove")
    gone = alice.get(path).text
    said, undo = toast(gone)
    assert (said, "Two modules" in gone) == (f"{name} is no longer a member.", False)
    back = press(alice, undo)
    assert toast(back)[0] == f"{name} is planned again, as it was. Its invitation has ended: ask it again."
    assert "Two modules" in back
    letter = alice.get(f"{path}/members/{number(back, name)}/invitation").text
    assert "You teach it." in letter, "what was written before is not typed again"


def test_member_that_left_by_itself_is_not_said_to_be_as_it_was(
    new_database: Database, people: Cast, alice: Person, bob: Person, path: str
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        bring_in(session, session.get_one(Consortium, int(path.rsplit("/", 1)[1])), cast.bob, by=cast.alice.user)
    page, name = alice.get(path).text, people.bob.organisation.name
    alice.post(f"{path}/members/{number(page, name)}", contribution="Two modules")
    alice.get(path)
    assert bob.post(f"{path}/members/{number(page, name)}/leave").status_code == 303
    alice.post(f"{path}/members", organisation=people.bob.organisation.key)
    back = alice.get(path).text
    assert toast(back)[0] == f"{name} is planned again. It was asked before: ask it again."
    assert "Two modules" not in back


def test_closed_idea_is_opened_again(new_database: Database, people: Cast, alice: Person, bob: Person) -> None:
    with new_database.unit_of_work() as session:
        where = f"/ideas/{idea(session, here(session, people).alice).id}"
    alice.post(f"{where}/close")
    closed = alice.get(where).text
    assert ">Suggest<" not in closed.replace("\n", "").replace(" ", "").replace("</svg>", "")
    said, undo = toast(closed)
    assert said == "The idea is closed. What was made from it stays readable."
    assert bob.post(f"{where}/reopen").status_code == 404
    page = press(alice, undo)
    assert toast(page) == ("The idea is open again.", None)
    assert "Suggest" in page
    alice.post(f"{where}/close")
    alice.get(where)
    assert f'action="{where}/reopen"' in alice.get(where).text


def test_what_was_said_is_said_once_and_in_the_readers_language(people: Cast, alice: Person, path: str) -> None:
    alice.post(f"{path}/members?lang=pl", organisation=people.charlie.organisation.key)
    said, undo = toast(alice.get(f"{path}?lang=pl").text)
    assert people.charlie.organisation.name in said
    assert "is a member now" not in said
    assert undo is not None
    assert 'class="toast"' not in alice.get(path).text


def test_ended_offer_stands_again(people: Cast, bob: Person, alice: Person) -> None:
    path = f"/organisations/{people.bob.organisation.id}"
    bob.post(f"{path}/offers", summary="We host trainees.")
    (number,) = re.findall(r"/offers/(\d+)/end", bob.get(path).text)
    bob.post(f"{path}/offers/{number}/end")
    gone = bob.get(path).text
    assert "We host trainees." not in gone
    said, undo = toast(gone)
    assert said == "The offer has ended."
    assert undo is not None
    assert alice.post(undo[0]).status_code == 403
    assert "We host trainees." in press(bob, undo)
    bob.post(f"{path}/offers/{number}/end")
    assert "We host trainees." in press(bob, undo), "the same undo again"


def test_colleagues_role_goes_back(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        cast.bob.user.memberships.append(Membership(organisation=cast.alice.organisation, role="editor", created_at=NOW))
    path = f"/organisations/{people.alice.organisation.id}"

    def role() -> str:
        (options,) = re.findall(r'<select id="role-\d+" name="role">(.*?)</select>', alice.get(path).text, re.DOTALL)
        (chosen,) = re.findall(r'value="(\w+)" selected', options)
        return str(chosen)

    (where,) = re.findall(rf'action="({path}/people/\d+/role)"', alice.get(path).text)
    alice.post(where, role="owner")
    said, undo = toast(alice.get(path).text)
    assert said == "Your changes are saved."
    assert role() == "owner"
    press(alice, undo)
    assert role() == "editor"
    alice.post(where, role="editor")
    assert toast(alice.get(path).text) == (said, None), "nothing was changed"
