"""Names in addresses and forms that nobody of ours sends: every route answers them, and none with an error of its own."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from pydantic import BaseModel
from werkzeug.routing import Rule

from matchmaker.db import Database
from matchmaker.inputs import accounts, ideas, invitations, offers, outcomes, profiles, workspace
from matchmaker.web.limits import limiter
from matchmaker.web.session import OPEN
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, at_browser, here

ODD = (
    {"endpoint": "x", "values": "x", "rule": "x", "context": "x", "_anchor": "x", "_method": "POST", "_scheme": "javascript"},
    {"_scheme": "x", "_external": "1"}
    | {"lang": ["de", "pl"], "lang[]": "x", "": "x", "a b\x00<\u202e": "\x00", "__proto__": "1", "{{7*7}}": "%s%(x)s"},
)
MODELS: tuple[type[BaseModel], ...] = (
    *(accounts.Registration, accounts.PasswordChange, accounts.Forgotten, profiles.Profile, ideas.IdeaForm, offers.OfferForm),
    *(invitations.InvitationForm, invitations.Joining, invitations.Declining, outcomes.Submission, workspace.Contribution),
)
FIELDS = {name for model in MODELS for name in model.model_fields}
SENT = (
    {f"{name}_number": "1" for name in FIELDS},
    {f"{name}_number": ["1", "x"] for name in FIELDS}
    | {f"{name}_words": "wood" for name in FIELDS}
    | dict.fromkeys(FIELDS, "\x00"),
    {f"{name}[]": "x" for name in FIELDS} | {f"{name}.0": "x" for name in FIELDS} | {key: ["9" * 30, "x"] for key in FIELDS},
    {"find": "x", **{f"{name}_words": "\x00" * 300 for name in FIELDS}, **dict.fromkeys(FIELDS, "x")},
)


@pytest.fixture
def numbers(new_database: Database, people: Cast, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """For each argument of a route something of Alice's; nobody counts how often they are asked for."""
    monkeypatch.setattr(limiter, "enabled", False)
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
        invitation = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
        return {
            "organisation_id": cast.alice.organisation.id,
            "idea_id": consortium.idea_id,
            "consortium_id": consortium.id,
            "member_id": factories.member_id(consortium, cast.dora),
            "invitation_id": invitation.id,
            "call_id": factories.OPEN_CALL,
            "key": "0123456789abcdef",
            "step": "what",
        }


def routes(app: Flask, method: str, numbers: dict[str, object]) -> Iterator[tuple[Rule, str]]:
    """Every route that takes the method, with an address of it."""
    for rule in app.url_map.iter_rules():
        if method in (rule.methods or ()):
            _, path = rule.build({name: numbers.get(name, 1) for name in rule.arguments}) or ("", rule.rule)
            yield rule, path


@pytest.mark.slow
def test_no_name_in_an_address_is_an_error_of_ours(
    app: Flask, people: Cast, numbers: dict[str, object], stranger: Person
) -> None:
    alice = at_browser(app, people.alice)
    for rule, path in routes(app, "GET", numbers):
        own = dict.fromkeys(rule.arguments, "x")
        for odd in (*ODD, {**own, **{f"_{name}": "x" for name in own}}):
            for person in (alice, stranger):
                with person.get(f"{path}?{urlencode(odd, doseq=True)}") as answer:
                    assert answer.status_code < 500, f"{path} {odd}"
                    assert not answer.headers.get("Location", "").startswith(("javascript", "x:")), f"{path} {odd}"


@pytest.mark.slow
def test_no_name_in_a_form_is_an_error_of_ours(app: Flask, people: Cast, numbers: dict[str, object], stranger: Person) -> None:
    alice = at_browser(app, people.alice)
    for rule, path in routes(app, "POST", numbers):
        own = dict.fromkeys(rule.arguments, "x")
        for n, sent in enumerate((*SENT, own)):
            odd = {**ODD[n % len(ODD)], **sent}
            for person in (alice, stranger) if rule.endpoint in OPEN or sent is own else (alice,):
                answer = person.post(f"{path}?{urlencode({**odd, **own}, doseq=True)[:4000]}", **{"version": "x", **odd})
                assert answer.status_code < 500, f"{path} {odd}"
        if alice.get("/account/password").status_code != 200:
            alice = at_browser(app, people.alice)


def test_language_links_keep_what_was_asked_for(stranger: Person) -> None:
    page = stranger.get("/organisations?words=a%26b&sector=HED&sector=VET&endpoint=x&_anchor=y").text
    assert "/organisations?words=a%26b&amp;sector=HED&amp;sector=VET&amp;endpoint=x&amp;_anchor=y&amp;lang=de" in page
