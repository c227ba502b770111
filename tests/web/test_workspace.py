"""A consortium at the browser: changed by whoever holds it, seen by its members, hidden from everybody else."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.models import Consortium, User
from matchmaker.services import consortia, departures, handover, invitations
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, draft, invite, joining, member_id
from tests.web.conftest import Person, at_browser, here, text

SPECIFICS = {
    "role": "partner",
    "task": "Write two modules",
    "field": "Carpentry",
    "time_needed": "20 days",
    "why_you": "You teach it.",
}
JOINING = {"name": "Professor Bob", "function": "Rector", "authority": "Statute, section 5", "confirmed": "yes"}


@dataclass
class Scene:
    """Alice's draft with Bob and Dora in it."""

    path: str
    bob: int
    dora: int
    version: int


@pytest.fixture
def scene(new_database: Database, people: Cast) -> Scene:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = draft(session, people.alice, [people.bob, people.dora])
        return Scene(f"/consortia/{made.id}", member_id(made, people.bob), member_id(made, people.dora), made.version)


def version_of(page: str) -> str:
    """The version that the page's forms carry."""
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def test_workspace_says_what_the_rules_say_and_who_provides_it(alice: Person, scene: Scene) -> None:
    said = text(alice.get(scene.path))
    assert re.search(r"Composition check passed \((\d+) of \1 rules\)", said)
    assert "Programme countries: Austria, Germany and Poland (at least 3)." in said
    assert "What was checked, and what was not" in said
    assert "The National Agency decides; read the Programme Guide of your year." in said


def test_rules_that_are_met_are_folded_and_others_stand_open(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        path = f"/consortia/{draft(session, cast.alice, [cast.bob]).id}"
    page = alice.get(path).text
    shown, folded = re.split(r"<summary>\d+ of \d+ rules met: by whom</summary>", page)
    shown, folded = shown[shown.index('id="rules"') :], folded.split("</details>")[0]
    assert "one more programme country is missing" in shown
    assert "one more programme country is missing" not in folded
    assert "Every member is a different legal entity" in folded
    assert "Every member is a different legal entity" not in shown


def test_rules_are_checked_anew_with_every_change(people: Cast, alice: Person, scene: Scene) -> None:
    removed = alice.post(f"{scene.path}/members/{scene.dora}/remove", version=str(scene.version))
    assert removed.location == scene.path
    page = alice.get(scene.path)
    assert "Composition check not passed" in text(page)
    assert "one more programme country is missing" in text(page)
    found = alice.get(f"{scene.path}?find=Charlie")
    assert "Charlie's organisation" in text(found)
    added = {"organisation": people.charlie.organisation.key, "version": version_of(page.text)}
    assert alice.post(f"{scene.path}/members", **added).location == scene.path
    assert "Composition check passed" in text(alice.get(scene.path))


def test_naming_a_coordinator_moves_the_role(alice: Person, scene: Scene) -> None:
    assert alice.post(f"{scene.path}/members/{scene.bob}/role", role="coordinator", version=str(scene.version)).status_code == 303
    page = text(alice.get(scene.path))
    assert "Alice made Bob's organisation the coordinator" in page
    assert alice.post(f"{scene.path}/members/{scene.bob}/role", role="king").status_code == 422


def test_second_of_two_people_gets_a_conflict_that_says_what_changed(
    app: Flask, new_database: Database, people: Cast, alice: Person, scene: Scene
) -> None:
    with new_database.unit_of_work() as session:
        colleague = factories.join_as(session, "Adam", here(session, people).alice, "editor")
        email = colleague.email
    adam = Person(app, email)
    assert adam.post(f"{scene.path}/members/{scene.dora}/remove", version=str(scene.version)).status_code == 303
    late = alice.post(f"{scene.path}/members/{scene.bob}/role", role="associated", version=str(scene.version))
    assert late.status_code == 409
    assert "Nothing of yours was saved" in text(late)
    assert "Adam removed Dora's organisation" in text(late)


def test_viewer_reads_and_changes_nothing(app: Flask, new_database: Database, people: Cast, scene: Scene) -> None:
    with new_database.unit_of_work() as session:
        email = factories.join_as(session, "Vera", here(session, people).alice, "viewer").email
    vera = Person(app, email)
    page = vera.get(scene.path)
    assert page.status_code == 200
    assert "/remove" not in page.text
    refused = vera.post(f"{scene.path}/members/{scene.dora}/remove", version=str(scene.version))
    assert refused.status_code == 403
    assert "You may read this, but not do this to it." in text(refused)
    for form in ("/ideas/1/edit", f"/organisations/{people.alice.organisation.id}/edit", f"{scene.path}/hand-over"):
        assert vera.get(form).status_code == 403
    for form in (f"{scene.path}/members/{scene.bob}", f"{scene.path}/members/{scene.bob}/invitation"):
        assert vera.get(form).status_code == 403


def test_stranger_does_not_learn_that_it_exists(charlie: Person, scene: Scene) -> None:
    for answer in (
        charlie.get(scene.path),
        charlie.get(f"{scene.path}/hand-over"),
        charlie.get("/ideas/1"),
        charlie.get("/ideas/1/suggestions"),
        charlie.post(f"{scene.path}/members/{scene.bob}/remove"),
        charlie.post(f"{scene.path}/finalise"),
        charlie.get(f"{scene.path}/members/{scene.bob}/invitation"),
    ):
        assert answer.status_code == 404
        assert "Wood and tools" not in answer.text


def test_addresses_are_open_to_those_who_agreed_and_to_nobody_else(
    app: Flask, new_database: Database, people: Cast, alice: Person, bob: Person, charlie: Person, stranger: Person, scene: Scene
) -> None:
    assert "bob@school.eu" not in alice.get(scene.path).text
    alice.post(f"{scene.path}/members/{scene.bob}/invitation", **SPECIFICS)
    asked = bob.get(scene.path).text
    assert "alice@school.eu" not in asked
    assert "Alice saved the draft" not in asked
    bob.post("/invitations/1/interest")
    page = alice.get(scene.path).text
    assert 'href="mailto:bob@school.eu">bob@<wbr>school.<wbr>eu</a>' in page  # breaks there, and in no word
    assert "alice@school.eu" in bob.get("/invitations/1").text
    assert "dora@school.eu" not in alice.get(scene.path).text
    public = ["/organisations", *(f"/organisations/{one.organisation.id}" for one in (people.alice, people.bob))]
    for path in public:
        for person in (stranger, charlie):
            assert "@school.eu" not in text(person.get(path))
            assert "mailto:" not in person.get(path).text


def test_whole_way_from_invitation_to_a_finalised_document(
    app: Flask, people: Cast, alice: Person, bob: Person, scene: Scene
) -> None:
    dora = at_browser(app, people.dora)
    for member in (scene.bob, scene.dora):
        assert alice.post(f"{scene.path}/members/{member}/invitation", **SPECIFICS).location == scene.path
    assert "Alice's organisation invites you:" in text(bob.get("/home"))
    assert "Why exactly you You teach it." in text(bob.get("/invitations/1"))
    for person, invitation in ((bob, 1), (dora, 2)):
        assert person.post(f"/invitations/{invitation}/join", **JOINING).status_code == 409
        assert person.post(f"/invitations/{invitation}/interest").status_code == 303
        assert person.post(f"/invitations/{invitation}/join", **(JOINING | {"name": ""})).status_code == 422
        assert person.post(f"/invitations/{invitation}/join", **JOINING).location == scene.path
    offered = text(alice.get(f"{scene.path}/hand-over"))
    assert "Bob's organisation" in offered
    assert alice.post(f"{scene.path}/hand-over", member=str(scene.bob), note="You have led two.").location == scene.path
    waits = re.sub(r"<[^>]+>", "", bob.get("/home").text)
    assert "asks you to coordinate “Wood and tools” · since 23 November 2026" in waits
    assert "You have led two." in text(bob.get("/hand-overs/1"))
    assert alice.post("/hand-overs/1/accept").status_code == 403
    assert bob.post("/hand-overs/1/accept").location == scene.path
    assert alice.post(f"{scene.path}/finalise").status_code == 403
    assert dora.post(f"{scene.path}/members/{scene.dora}/confirm").location == scene.path
    version = version_of(bob.get(f"{scene.path}/finalise").text)
    assert bob.post(f"{scene.path}/finalise", version=version, reason="Soon.").location == scene.path
    page = bob.get(scene.path)
    link = re.search(r'href="(/consortia/1/snapshots/\d+)"', page.text)
    assert link
    file = alice.get(link[1])
    assert file.mimetype == "application/json"
    assert file.json["sha256"] in page.text
    submission = {"agency": "FRSE", "form_id": "KA220-1", "submitted_by": "Bob"}
    assert bob.post(f"{scene.path}/submit", **(submission | {"agency": ""})).status_code == 422
    assert bob.post(f"{scene.path}/submit", **submission).location == scene.path
    assert bob.post(f"{scene.path}/grant").location == scene.path
    assert "The application was granted." in text(alice.get(scene.path))
    assert bob.post(f"{scene.path}/reject").status_code == 409


def test_document_is_for_members_only(
    app: Flask, new_database: Database, people: Cast, alice: Person, charlie: Person, scene: Scene
) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = draft(session, people.alice, [people.bob, people.dora], title="Second")
        for one in (people.bob, people.dora):
            sent = invite(session, made, one, by=people.alice.user)
            invitations.show_interest(session, sent, by=one.user)
            invitations.join(session, sent, joining(one.user.name), by=one.user)
        path = f"/consortia/{made.id}"
    assert alice.post(f"{path}/keep").status_code == 303
    assert alice.post(f"{path}/finalise", reason="Soon.").status_code == 303
    link = re.search(rf'href="({path}/snapshots/\d+)"', alice.get(path).text)
    assert link
    assert alice.get(link[1]).status_code == 200
    assert charlie.get(link[1]).status_code == 404
    assert alice.post(f"{path}/reopen").status_code == 303
    assert alice.get(link[1]).status_code == 200


def test_declining_is_final(alice: Person, bob: Person, scene: Scene) -> None:
    alice.post(f"{scene.path}/members/{scene.bob}/invitation", **SPECIFICS)
    assert bob.post("/invitations/1/decline", reason="x" * 2000).status_code == 422
    assert bob.post("/invitations/1/decline", reason="No time").location == "/home"
    assert bob.get(scene.path).status_code == 404
    assert "Bob's organisation has declined." in text(alice.get(scene.path))


def test_a_member_that_comes_again_does_not_bear_the_name_of_who_signed_before(
    people: Cast, alice: Person, bob: Person, scene: Scene
) -> None:
    alice.post(f"{scene.path}/members/{scene.bob}/invitation", **SPECIFICS)
    bob.post("/invitations/1/interest")
    bob.post("/invitations/1/join", **JOINING)
    assert "Professor Bob, Rector" in text(alice.get(scene.path))
    alice.post(f"{scene.path}/members/{scene.bob}/remove", version=version_of(alice.get(scene.path).text))
    said = {"organisation": people.bob.key, "version": version_of(alice.get(scene.path).text)}
    assert alice.post(f"{scene.path}/members", **said).status_code == 303
    page = alice.get(scene.path)
    assert text(page).count("Not asked yet") == 2
    assert "Professor Bob, Rector" not in text(page)


def test_invitation_that_ended_says_so(clock: Clock, alice: Person, bob: Person, scene: Scene) -> None:
    alice.post(f"{scene.path}/members/{scene.bob}/invitation", **SPECIFICS)
    clock.move(days=8)
    late = bob.post("/invitations/1/interest")
    assert late.status_code == 409
    assert "This invitation ended on 30 November 2026." in text(late)


def test_organisation_that_has_not_joined_gets_a_letter_to_copy(
    new_database: Database, people: Cast, alice: Person, scene: Scene
) -> None:
    with new_database.unit_of_work() as session:
        factories.known_only(session, "records-1", "Politécnico Exemplar", website="https://www.politecnico.example")
    page = alice.get(scene.path).text
    assert alice.post(f"{scene.path}/members", organisation="records-1", version=version_of(page)).status_code == 303
    link = max(re.findall(rf'href="({scene.path}/members/\d+/invitation)"', alice.get(scene.path).text))
    letter = alice.post(link, **SPECIFICS)
    assert letter.status_code == 200
    assert "Dear colleagues at Politécnico Exemplar," in text(letter)
    assert "Write two modules" in text(letter)


def test_htmx_gets_the_error_in_place_of_the_page(alice: Person, scene: Scene) -> None:
    refused = alice.post(f"{scene.path}/members/999/remove", {"HX-Request": "true"})
    assert refused.status_code == 404
    assert refused.headers["HX-Retarget"] == "#main"
    assert alice.get("/nowhere", headers={"HX-Request": "true"}).headers["HX-Reswap"] == "none"


def test_member_is_described(alice: Person, scene: Scene) -> None:
    path = f"{scene.path}/members/{scene.bob}"
    assert alice.post(path, contribution="Follows graduates", added_value="", version="1").status_code in (303, 409)
    fresh = version_of(alice.get(path).text)
    assert alice.post(path, contribution="Follows graduates", added_value="", version=fresh).location == scene.path
    assert "Follows graduates" in text(alice.get(scene.path))


def test_consortium_is_given_up(alice: Person, scene: Scene) -> None:
    assert alice.post(f"{scene.path}/withdraw").location == scene.path
    assert "The consortium was given up." in text(alice.get(scene.path))
    assert alice.post(f"{scene.path}/members", organisation="x").status_code == 409


def test_practice_is_offered_while_something_can_be_done_and_not_after_the_decision(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        closed = factories.draft(session, here(session, people).alice, [people.bob.key], call="ka202-2018")
        path, number = f"/consortia/{closed.id}", closed.id
    assert "You can practise" in text(alice.get(path))
    for state in ("submitted", "granted", "rejected", "withdrawn"):
        with new_database.unit_of_work() as session:
            session.get_one(Consortium, number).state = state
        assert "You can practise" not in text(alice.get(path))


def test_history_is_a_timeline_the_newest_first(alice: Person, scene: Scene) -> None:
    alice.post(f"{scene.path}/members/{scene.dora}/remove")
    history = alice.get(scene.path).text.partition('id="history"')[2]
    drawn, _, _ = history.partition("</section>")
    assert drawn.count('<ol class="timeline">') == 1
    moments = re.findall(r'<li class="done"><span class="soft">([^<]+)</span> ([^<]+)</li>', drawn)
    assert "removed" in moments[0][1]
    assert "saved the draft" in moments[-1][1]
    assert all("2026" in when for when, _ in moments)


def test_green_never_counts_who_has_not_answered(people: Cast, alice: Person, bob: Person, scene: Scene) -> None:
    page = text(alice.get(scene.path))
    assert "If all 3 say yes, every rule is met. 1 has joined so far: without the others 2 rules are not met yet." in page
    assert re.search(r"As planned, with all 3: (\d+) of \1 rules met", page)
    assert "As planned Composition check passed" in page
    assert "With the one who has joined Composition check not passed" in page
    assert "Met as planned" in page
    for member, person, number in ((scene.bob, bob, 1), (scene.dora, at_browser(bob.app, people.dora), 2)):
        alice.post(f"{scene.path}/members/{member}/invitation", **SPECIFICS)
        person.post(f"/invitations/{number}/interest")
        person.post(f"/invitations/{number}/join", **JOINING)
    page = text(alice.get(scene.path))
    assert "All have joined, and every rule is met." in page
    assert "Everybody has joined Composition check passed" in page
    assert "As planned" not in page


def test_coordinator_with_a_failing_check_is_not_told_to_finalise(
    new_database: Database, people: Cast, alice: Person, bob: Person
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.draft(session, cast.alice, [cast.bob])
        factories.bring_in(session, made, cast.bob, by=cast.alice.user)
        handover.keep(session, made, by=cast.alice.user)
        path = f"/consortia/{made.id}"
    for page in (path, "/home"):
        step = alice.get(page).text.partition('class="next-step')[2].partition("</section>")[0]
        assert "2 rules are not met" in step
        assert f'href="{path}/repairs"' in step
        assert "inalise" not in step
        assert "idea" not in step
    page = alice.get(path).text
    assert "/finalise" not in page
    why = page.partition('id="held-up"')[2].partition("</section>")[0]
    assert "You cannot finalise yet:" in why
    assert "2 rules are not met" in why
    assert f'href="{path}/repairs"' in why


def test_departure_stands_on_the_desk_with_the_seat_it_left_and_where_to_find_another(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.complete(session, cast, seats=["kind:chamber"])
        departures.leave(session, made, factories.member_id(made, cast.dora), by=cast.dora.user)
        path = f"/consortia/{made.id}"
    for page in (path, "/home"):
        answer = alice.get(page)
        assert "Dora's organisation has left · 1 seat is open · 2 rules are not met" in text(answer)
        assert f'href="{path}/place?place={people.dora.key}"' in answer.text
    with new_database.unit_of_work() as session:
        made = session.get_one(Consortium, made.id)
        alice_user = session.get_one(User, people.alice.user.id)
        consortia.add_member(session, made, people.dora.key, "partner", version=None, by=alice_user)
    assert "has left" not in text(alice.get("/home"))


def test_finalising_with_a_seat_open_is_asked_why_and_nothing_typed_is_lost(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.complete(session, cast, seats=["sector:HED:2"])
        handover.keep(session, made, by=cast.alice.user)
        path = f"/consortia/{made.id}"
    page = alice.get(path)
    assert "1 seat is open" in text(page)
    assert "Finalise all the same" in text(page)
    page = alice.get(f"{path}/finalise")
    assert "1 seat is open." in text(page)
    assert "Dora's organisation: OID" in text(page)
    assert "All members are told." in text(page)
    refused = alice.post(f"{path}/finalise", version=version_of(page.text))
    assert refused.status_code == 422
    assert "Say why you finalise it all the same" in text(refused)
    long = "x" * 1001
    assert "x" * 900 in alice.post(f"{path}/finalise", version=version_of(page.text), reason=long).text
    assert alice.post(f"{path}/finalise", version=version_of(page.text), reason="One is enough.").status_code == 303
    assert "although a seat was open: One is enough." in text(alice.get(path))
