"""Forms: shown again with what is wrong and what was typed, found without JavaScript, sent twice without harm."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from pydantic import BaseModel
from sqlalchemy import func, select

from matchmaker.db import Database
from matchmaker.inputs.accounts import Credentials, Erasure, Forgotten, NewPassword, PasswordChange, Registration
from matchmaker.inputs.blocks import BlockForm
from matchmaker.inputs.colleagues import ColleagueForm, Succession
from matchmaker.inputs.contacts import ContactForm
from matchmaker.inputs.groups import Group
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.invitations import Declining, InvitationForm, Joining, ReserveForm
from matchmaker.inputs.offers import OfferForm
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.plan import PackageForm
from matchmaker.inputs.profiles import Profile
from matchmaker.inputs.reports import Closing, ReportForm
from matchmaker.inputs.sheets import Confirming
from matchmaker.inputs.workspace import Reason
from matchmaker.models import Consortium, Idea, Offer, Organisation, User
from matchmaker.programme import guides
from matchmaker.programme.kinds import KINDS
from matchmaker.web import (
    accounts,
    blocks,
    colleagues,
    consortia,
    contacts,
    erasure,
    groups,
    guests,
    handover,
    idea_questions,
    invitations,
    organisations,
    partner,
    passwords,
    reports,
    reserves,
)
from matchmaker.web import people as web_people
from matchmaker.web import plan as web_plan
from matchmaker.web.forms import Asked
from tests.factories import PASSWORD, Cast
from tests.house.tree import ROOT
from tests.web.conftest import Person, describe, suggest, text

REGISTRATION: dict[str, Any] = {
    "organisation_name": "Szkoła w Łodzi",
    "kind": "vocational-school",
    "country": "PL",
    "fields": ["1013"],
    "looking_for": "Partners who cook.",
    "person_name": "Ewa",
    "email": "ewa@school.eu",
    "password": PASSWORD,
}


def number_of(database: Database, model: type[Any]) -> int:
    with database.session(reads=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_registration_enters_at_once(stranger: Person) -> None:
    assert stranger.post("/register", **REGISTRATION).location == "/home"
    home = text(stranger.get("/home"))
    assert "Ewa" in home
    assert "Szkoła w Łodzi" in home


def test_empty_registration_is_shown_again_with_every_mistake(new_database: Database, stranger: Person) -> None:
    answer = stranger.post("/register")
    assert answer.status_code == 422
    assert "<title>Mistake: Register" in answer.text
    for name in ("organisation_name", "kind", "country", "fields", "looking_for", "person_name", "email", "password"):
        assert f'href="#{name}"' in answer.text
        assert f'id="{name}"' in answer.text
    assert number_of(new_database, User) == 0


def test_what_is_needed_is_said_in_a_sentence_of_its_own(stranger: Person) -> None:
    said = text(stranger.post("/register?lang=pl"))
    for sentence in ("Podaj nazwę organizacji", "Wybierz kraj", "Wybierz co najmniej jedną branżę", "Wymyśl hasło"):
        assert f" {sentence} " in said
        assert f": {sentence}" not in said.replace(f"Błąd: {sentence}", "")
    assert "brakuje tej informacji" not in said


FORMS: dict[type[BaseModel], tuple[Asked, ...]] = {
    Registration: accounts.REGISTRATION,
    Credentials: accounts.CREDENTIALS,
    PasswordChange: passwords.CHANGE,
    NewPassword: passwords.NEW,
    Forgotten: passwords.FORGOTTEN,
    Submission: consortia.SUBMISSION,
    ColleagueForm: colleagues.COLLEAGUE,
    Succession: web_people.asked_of(()),
    PackageForm: web_plan.asked_of(()),
    ContactForm: contacts.asked_of(()),
    BlockForm: blocks.asked_of(()),
    ReportForm: reports.REPORT,
    Closing: reports.CLOSING,
    Erasure: erasure.ERASURE,
    InvitationForm: invitations.SPECIFICS,
    ReserveForm: reserves.LETTER,
    Reason: handover.REASON,
    Joining: invitations.JOINING,
    Profile: organisations.PROFILE,
    OfferForm: organisations.OFFER,
    GuestForm: guests.GUEST,
    Group: groups.GROUP,
    Confirming: invitations.JOINING,
    **{model: asked for model, asked in partner.MODELS.values() if model is not Declining},
    IdeaForm: idea_questions.asked_for(guides.load().call("ka220-vet-2026"), "PL"),
}
"""The forms that need something said; those of `LEFT_EMPTY` need nothing."""
LEFT_EMPTY = {
    "OwnAgency",
    "CallQuestions",
    "Note",
    "Declining",
    "Contribution",
    "Finalising",
    "GrantForm",
    "PackageForm",
    "Writing",
}


def test_every_form_says_for_each_field_it_needs_what_to_do() -> None:
    drawn = {
        name
        for path in sorted((ROOT / "matchmaker" / "web").glob("*.py"))
        for name in re.findall(r"(?<![A-Za-z_])Form\((\w+), ", path.read_text("utf-8"))
    }
    by_a_table = {model.__name__ for model, _ in partner.MODELS.values()} - LEFT_EMPTY
    assert (drawn - {"model"}) | by_a_table == {model.__name__ for model in FORMS} | LEFT_EMPTY
    without = [
        f"{model.__name__}.{one.name}"
        for model, asked in FORMS.items()
        for one in asked
        if model.model_fields[one.name].is_required() and model.model_fields[one.name].annotation is not bool and not one.missing
    ]
    assert without == []


def test_mistake_stands_at_its_field_and_what_was_typed_is_kept(stranger: Person) -> None:
    answer = stranger.post("/register", **(REGISTRATION | {"email": "no address", "country": "ZZ"}))
    assert answer.status_code == 422
    assert "expected an e-mail address" in text(answer)
    assert 'value="Szkoła w Łodzi"' in answer.text
    assert re.search(r'id="fields-1013"[^>]* checked', answer.text)
    assert re.search(r'id="kind-vocational-school"[^>]* checked', answer.text)
    assert PASSWORD not in answer.text


def groups_of_kinds(page: str) -> dict[str, tuple[bool, list[str]]]:
    """The headings over the kinds of organisation: whether each is open, and the kinds under it."""
    found = re.findall(r'<details class="many kinds"( open)?>\s*<summary><b>([^<]+)</b>(.*?)</details>', page, re.DOTALL)
    return {title: (bool(is_open), re.findall(r'value="([^"]+)"', inside)) for is_open, title, inside in found}


def test_kinds_stand_under_few_headings_and_what_was_chosen_is_in_sight(stranger: Person) -> None:
    groups = groups_of_kinds(stranger.get("/register").text)
    assert len(groups) <= 8
    assert max(len(kinds) for _, kinds in groups.values()) <= 8
    assert {kind for _, kinds in groups.values() for kind in kinds} == {*KINDS}
    assert [title for title, (is_open, _) in groups.items() if is_open] == ["Vocational education and training"]
    again = stranger.post("/register", **(REGISTRATION | {"kind": "chamber", "email": "no address"}))
    assert again.status_code == 422
    groups = groups_of_kinds(again.text)
    assert [title for title, (is_open, _) in groups.items() if is_open] == ["Business and working life"]
    assert re.search(r'id="kind-chamber"[^>]* checked', again.text)


def test_address_that_has_an_account_is_a_mistake(people: Cast, stranger: Person) -> None:
    answer = stranger.post("/register", **(REGISTRATION | {"email": people.alice.user.email}))
    assert answer.status_code == 422
    assert "cannot be used for a new account" in text(answer)


def test_html_in_a_name_is_shown_as_text(stranger: Person) -> None:
    stranger.post("/register", **(REGISTRATION | {"organisation_name": "<script>alert(1)</script> & Söhne"}))
    page = stranger.get("/home").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne" in page


@pytest.mark.parametrize("bad", ["\u202egnp", "a\x00b", "x" * 301])
def test_name_nobody_can_read_is_a_mistake(stranger: Person, bad: str) -> None:
    assert stranger.post("/register", **(REGISTRATION | {"organisation_name": bad})).status_code == 422


@pytest.mark.parametrize(("words", "code"), [("fryzjer", "1012"), ("Tischler", "0722"), ("cook", "1013")])
def test_field_is_found_by_own_words(stranger: Person, words: str, code: str) -> None:
    found = stranger.get("/fields", query_string={"fields_words": words})
    assert f'value="{code}"' in found.text


def test_field_is_found_without_javascript_and_nothing_is_lost(new_database: Database, stranger: Person) -> None:
    answer = stranger.post("/register", **(REGISTRATION | {"find": "fields", "fields_words": "fryzjer"}))
    assert answer.status_code == 200
    assert re.search(r'id="fields-1013"[^>]* checked', answer.text)
    offered = re.search(r'<input[^>]*id="fields-1012"[^>]*>', answer.text)
    assert offered
    assert "checked" not in offered[0]
    assert 'value="ewa@school.eu"' in answer.text
    assert number_of(new_database, User) == 0


def test_words_that_mean_no_field_get_a_sentence(stranger: Person) -> None:
    assert "Nothing found for “qqqqq”" in text(stranger.get("/fields?fields_words=qqqqq"))
    assert "Nothing found" not in stranger.get("/fields?fields_words=fryzjer&fields=1012").text


def test_too_large_a_form_is_refused_in_plain_words(stranger: Person) -> None:
    answer = stranger.post("/register", **(REGISTRATION | {"looking_for": "x" * 600_000}))
    assert answer.status_code == 413
    assert "too large" in text(answer)


IDEA: dict[str, Any] = {"call": "ka220-vet-2027", "title": "Bread of tomorrow", "fields": ["0721"], "applicant": "we"}


def test_idea_is_described_once_however_often_it_is_sent(new_database: Database, alice: Person) -> None:
    first = describe(alice, "/ideas/new/a1b2c3", **IDEA)
    again = alice.post("/ideas/new/a1b2c3/when", **IDEA, go="finish")
    assert (again.status_code, again.location) == (307, f"{first.location}/edit/when")
    again = alice.post(again.location, **IDEA, go="finish")
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    assert number_of(new_database, Idea) == 1
    assert describe(alice, "/ideas/new/d4e5f6", **IDEA).location != first.location


def test_offer_is_written_once_however_often_it_is_sent(new_database: Database, people: Cast, alice: Person) -> None:
    path = f"/organisations/{people.alice.organisation.id}/offers"
    for _ in range(2):
        assert alice.post(path, once="a1b2c3", summary="A kitchen for twenty").status_code == 303
    assert number_of(new_database, Offer) == 1
    page = alice.get(path.removesuffix("/offers"))
    assert "A kitchen for twenty" in text(page)
    ended = re.search(r'action="([^"]*/offers/\d+/end)"', page.text)
    assert ended
    for _ in range(2):  # it can be put back for a while, so ending it twice ends it once
        assert alice.post(ended[1]).status_code == 303
    assert ended[1] not in alice.get(path.removesuffix("/offers")).text
    assert number_of(new_database, Offer) == 1


def test_wrong_offer_is_shown_again_on_the_page(people: Cast, alice: Person) -> None:
    answer = alice.post(f"/organisations/{people.alice.organisation.id}/offers", summary="", until="2001-01-01")
    assert answer.status_code == 422
    assert 'href="#summary"' in answer.text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Give the idea a title"),
        ("months", "many", "expected a whole number"),
        ("months", "9" * 30, "expected a whole number"),
        ("size_max", "2", "asks for at least 3 organisations"),
        ("project_type", "innovation", "has no such project type"),
        ("fields", "9999", "a field of interest"),
        ("topics", "Not A Slug", "small letters, digits and hyphens"),
    ],
)
def test_wrong_idea_is_shown_again_with_its_mistake(alice: Person, field: str, value: str, said: str) -> None:
    answer = describe(alice, **(IDEA | {field: value}))
    assert answer.status_code == 422
    assert said in text(answer)


def test_sizes_the_wrong_way_round_are_a_mistake(alice: Person) -> None:
    answer = describe(alice, **(IDEA | {"size_min": "6", "size_max": "4"}))
    assert answer.status_code == 422
    assert "the largest size is below the smallest" in text(answer)


def test_seats_come_back_as_they_were_chosen(alice: Person) -> None:
    seats = {"seats": ["sector:HED", "", "kind:chamber"], "seats_number": ["1", "1", "2"]}
    made = describe(alice, **(IDEA | seats))
    page = text(alice.get(made.location))
    assert "1 × Higher education" in page
    assert "2 × " in page
    again = alice.get(f"{made.location}/edit/whom").text
    assert re.search(r'value="sector:HED" selected', again)
    assert re.search(r'value="kind:chamber" selected', again)


def test_topic_that_no_list_of_ours_has_survives_a_change(new_database: Database, people: Cast, alice: Person) -> None:
    path = f"/organisations/{people.alice.organisation.id}"
    said = {"name": "Alice's organisation", "kind": "vocational-school", "country": "PL", "topics": ["our-own-topic"]}
    assert alice.post(f"{path}/edit", **said).status_code == 303
    assert "our-own-topic" in text(alice.get(path))
    assert re.search(r'value="our-own-topic" checked', alice.get(f"{path}/edit").text)


def test_founding_date_and_statements_are_kept(new_database: Database, people: Cast, alice: Person) -> None:
    path = f"/organisations/{people.alice.organisation.id}/edit"
    said = {
        "name": "Alice's organisation", "kind": "vocational-school", "country": "PL", "established": "1968-09-01",
        "flags": ["provides_vet", "no_eche", ""], "newcomer": "no", "website": "www.school.eu", "open_to_requests": "yes",
    }  # fmt: skip
    assert alice.post(path, **said).status_code == 303
    with new_database.session(reads=True) as session:
        row = session.get_one(Organisation, people.alice.organisation.id)
        assert (str(row.established), row.newcomer, row.open_to_requests) == ("1968-09-01", False, True)
    page = alice.get(path).text
    assert re.search(r'value="no_eche" selected', page)
    assert 'value="1968-09-01"' in page


def test_link_to_a_website_never_runs_anything(app: Flask, new_database: Database, people: Cast, stranger: Person) -> None:
    with new_database.unit_of_work() as session:
        session.get_one(Organisation, people.bob.organisation.id).website = "javascript:alert(1)"
    page = stranger.get(f"/organisations/{people.bob.organisation.id}").text
    assert 'href="javascript' not in page


def test_suggestion_is_saved_once_and_only_as_it_was_shown(new_database: Database, people: Cast, alice: Person) -> None:
    idea = describe(alice, **IDEA).location
    page = suggest(alice, idea)
    sealed = re.search(r'name="proposal" value="([^"]+)"', page.text)
    assert sealed
    shown = unescape(sealed[1])
    first = alice.post(f"{idea}/suggestions", once="a1b2c3", proposal=shown)
    assert first.location == alice.post(f"{idea}/suggestions", once="a1b2c3", proposal=shown).location
    assert number_of(new_database, Consortium) == 1
    spoilt = "A" if shown[-9] != "A" else "B"
    for changed in (shown[:-9] + spoilt + shown[-8:], "", "x.y"):  # not the last sign: not all of its bits count
        assert alice.post(f"{idea}/suggestions", proposal=changed).status_code == 409
    other = describe(alice, **IDEA).location
    assert alice.post(f"{other}/suggestions", proposal=shown).status_code == 409
    assert number_of(new_database, Consortium) == 1
