"""Work packages and the amount at the browser; two who save at once see each other's changes and lose nothing."""

import re

from flask import Flask

from matchmaker.db import Database
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, text


def made(database: Database, people: Cast, **said: str) -> str:
    with database.unit_of_work() as session:
        cast = here(session, people)
        return f"/consortia/{factories.draft(session, cast.alice, [cast.bob, cast.dora], **said).id}"


def version_of(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found
    return found[1]


def colleague(app: Flask, database: Database, people: Cast) -> Person:
    with database.unit_of_work() as session:
        email = factories.join_as(session, "Adam", here(session, people).alice, "editor").email
    return Person(app, email)


def test_package_is_added_shown_changed_and_removed(new_database: Database, people: Cast, alice: Person, bob: Person) -> None:
    path = made(new_database, people)
    assert "No work packages yet." in text(alice.get(path))
    form = alice.get(f"{path}/packages/new").text
    assert 'name="amounts_number"' not in form, "the call asks for no shares"
    said = {"title": "Modules", "lead": people.bob.key, "partners": people.dora.key, "version": version_of(form)}
    assert alice.post(f"{path}/packages/new", **(said | {"title": ""})).status_code == 422
    assert alice.post(f"{path}/packages/new", **said).status_code == 303
    page = alice.get(path)
    assert "Modules Bob's organisation Dora's organisation" in text(page)
    link = re.search(rf'href="({path}/packages/\d+)"', page.text)
    assert link
    assert bob.get(link[1]).status_code == 404
    fresh = version_of(alice.get(link[1]).text)
    assert alice.post(link[1], **(said | {"title": "Modules for all", "version": fresh})).status_code == 303
    assert "changed the work package “Modules for all”: the title" in text(alice.get(path))
    assert alice.post(f"{link[1]}/remove", version=version_of(alice.get(link[1]).text)).status_code == 303
    assert "No work packages yet." in text(alice.get(path))
    assert alice.get(link[1]).status_code == 404


def test_shares_are_asked_for_where_the_call_does_and_set_against_the_amount(
    new_database: Database, people: Cast, alice: Person
) -> None:
    path = made(new_database, people, call="cove-2026")
    form = alice.get(f"{path}/packages/new").text
    assert form.count('name="amounts_number"') == 3
    said = {
        "title": "Centre",
        "lead": people.bob.key,
        "amounts": [people.alice.key, people.bob.key],
        "amounts_number": ["", "300000"],
        "version": version_of(form),
    }
    wrong = alice.post(f"{path}/packages/new", **(said | {"amounts_number": ["", "much"]}))
    assert wrong.status_code == 422
    assert 'value="much"' in wrong.text
    assert alice.post(f"{path}/packages/new", **said).status_code == 303
    amount = alice.get(f"{path}/amount").text
    assert 'type="number"' in amount
    assert alice.post(f"{path}/amount", asked_grant="250000", version=version_of(amount)).status_code == 303
    page = text(alice.get(path))
    assert "Asked for €250,000" in page
    assert "€50,000 more than is asked for" in page
    assert "Share of each organisation" in page


def test_lump_sums_are_chosen(new_database: Database, people: Cast, alice: Person) -> None:
    path = made(new_database, people)
    form = alice.get(f"{path}/amount").text
    assert re.findall(r'type="radio"[^>]*value="(\d*)"', form) == ["120000", "250000", "400000", ""]
    assert alice.post(f"{path}/amount", asked_grant="250000", version=version_of(form)).status_code == 303
    page = text(alice.get(path))
    assert "Asked for €250,000 Met" in page
    assert "The call gives a lump sum of" in page


def test_second_who_saves_sees_what_the_first_changed_and_keeps_what_was_typed(
    app: Flask, new_database: Database, people: Cast, alice: Person
) -> None:
    path = made(new_database, people)
    adam = colleague(app, new_database, people)
    said = {"title": "Modules", "lead": people.bob.key, "partners": people.dora.key}
    alice.post(f"{path}/packages/new", **said, version=version_of(alice.get(f"{path}/packages/new").text))
    link = re.search(rf'href="({path}/packages/\d+)"', alice.get(path).text)
    assert link
    seen = version_of(alice.get(link[1]).text)
    assert adam.post(link[1], **(said | {"title": "Adam’s modules", "version": seen})).status_code == 303
    late = alice.post(link[1], **(said | {"title": "Alice’s modules", "version": seen}))
    assert late.status_code == 409
    assert 'value="Alice’s modules"' in late.text
    shown = text(late)
    assert "Adam changed the work package “Adam’s modules”: the title" in shown
    assert "Saved meanwhile: Adam’s modules" in shown
    assert shown.count("Saved meanwhile:") == 1, "nothing else differs"
    assert version_of(late.text) != seen
    assert alice.post(link[1], **(said | {"title": "Alice’s modules", "version": version_of(late.text)})).status_code == 303
    assert "Alice’s modules" in text(alice.get(path))


def test_second_who_describes_a_member_loses_nothing_either(
    app: Flask, new_database: Database, people: Cast, alice: Person
) -> None:
    path = made(new_database, people)
    adam = colleague(app, new_database, people)
    link = re.search(rf'href="({path}/members/\d+)"', alice.get(path).text)
    assert link
    seen = version_of(alice.get(link[1]).text)
    assert adam.post(link[1], contribution="Workshops", added_value="", version=seen).status_code == 303
    late = alice.post(link[1], contribution="Two modules\r\nand a survey", added_value="", version=seen)
    assert late.status_code == 409
    assert "Two modules" in late.text
    assert "Saved meanwhile: Workshops" in text(late)
    assert "the contribution" in text(late)


def test_viewers_and_strangers_plan_nothing(
    app: Flask, new_database: Database, people: Cast, bob: Person, charlie: Person
) -> None:
    path = made(new_database, people)
    with new_database.unit_of_work() as session:
        email = factories.join_as(session, "Vera", here(session, people).alice, "viewer").email
    vera = Person(app, email)
    assert "/packages/" not in vera.get(path).text
    for person, status in ((vera, 403), (charlie, 404), (bob, 404)):
        for form in (f"{path}/packages/new", f"{path}/amount"):
            assert person.get(form).status_code == status
            assert person.post(form, title="x", asked_grant="250000").status_code == status
