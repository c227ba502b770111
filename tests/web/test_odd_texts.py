"""Texts that no form of ours sends: each is answered with a sentence or taken as it is, on both databases, never with a 5xx."""

import pytest

from matchmaker.db import Database
from matchmaker.models import Consortium
from tests import factories
from tests.factories import PASSWORD, Cast, member_id
from tests.web.conftest import Person, here, text

GROWS = "\u0958" * 190
"""Twice as long in the one form in which it is kept."""
UNSEEN = ("\u200b", "\u3164", "\u2800", "\u0301", "\u200f")
NOT_TEXT = ("a\x00b", "\x00", "\x1b[31m", "\u202eabc")


def registering(**said: str) -> dict[str, str]:
    right = {"email": "new@school.eu", "password": PASSWORD, "person_name": "N", "organisation_name": "O", "kind": "ngo"}
    return right | {"country": "FR", "fields": "1013", "looking_for": "x"} | said


@pytest.mark.parametrize("name", ["person_name", "organisation_name", "looking_for"])
def test_registering_with_odd_texts(stranger: Person, name: str) -> None:
    for odd in (*UNSEEN, *NOT_TEXT, GROWS * 30):
        answer = stranger.post("/register", **registering(**{name: odd}))
        assert answer.status_code == 422
        assert any(why in text(answer) for why in ("nobody can see", "cannot be shown", "is too long", "too large"))


@pytest.mark.parametrize("name", ["person_name", "organisation_name"])
def test_text_that_grows_is_measured_as_it_is_kept(stranger: Person, name: str) -> None:
    answer = stranger.post("/register", **registering(**{name: GROWS}))
    assert answer.status_code == 422
    assert "is too long (at most" in text(answer)


@pytest.mark.parametrize("odd", [GROWS, "\u3164", "a\x00b"])
def test_no_form_of_a_consortium_falls_over(new_database: Database, people: Cast, alice: Person, bob: Person, odd: str) -> None:
    with new_database.unit_of_work() as session:
        ours = here(session, people)
        made = factories.draft(session, ours.alice, [ours.bob, ours.dora])
        sent = factories.invite(session, made, ours.bob, by=ours.alice.user)
        dora, number, invitation = member_id(made, ours.dora), made.id, sent.id
    home = people.alice.organisation.id
    profile = {"name": "A", "kind": "vocational-school", "country": "PL", "fields": "1013"}
    specifics = dict.fromkeys(("task", "field", "time_needed", "why_you"), odd)
    for path, fields in (
        *((f"/organisations/{home}/edit", {**profile, name: odd}) for name in ("name", "city", "region", "website")),
        *((f"/organisations/{home}/edit", {**profile, name: odd}) for name in ("registration", "oid", "pic", "topics")),
        (f"/organisations/{home}/offers", {"summary": odd, "must_know": odd, "calls": odd}),
        ("/ideas/new/a/what", {"title": odd, "call": "ka220-vet-2027", "organisation": str(home), "applicant": "we"}),
        ("/ideas/new/b/what", {"title": "T", "call": odd, "organisation": str(home), "applicant": "we"}),
        ("/ideas/new/c/what", {"title": "T", "call": "ka220-vet-2027", "organisation": odd, "topics": odd, "fields": odd}),
        (f"/consortia/{number}/members/{dora}/invitation", {"role": "partner", **specifics}),
        (f"/consortia/{number}/members/{dora}/invitation", {"role": odd}),
        (f"/consortia/{number}/members/{dora}", {"contribution": odd, "added_value": odd}),
        (f"/consortia/{number}/members/{dora}/role", {"role": odd}),
        (f"/consortia/{number}/members", {"organisation": odd, "role": "partner"}),
        (f"/consortia/{number}/steps", {"kind": "add", "joins": odd}),
        (f"/consortia/{number}/hand-over", {"member": odd, "note": odd}),
    ):
        answer = alice.post(path, **fields)
        assert answer.status_code < 500, (path, fields)
    bob.post(f"/invitations/{invitation}/interest")
    joining = {"name": odd, "function": odd, "authority": odd, "confirmed": "yes"}
    assert bob.post(f"/invitations/{invitation}/join", **joining).status_code == 422
    assert bob.post(f"/invitations/{invitation}/decline", reason=odd).status_code == (303 if odd == GROWS else 422)


@pytest.mark.parametrize("odd", ["%00", "a%00b", "%ED%A0%80", "%E2%80%8B", "%E3%85%A4", "%EF%BF%BF", "%FF"])
def test_no_query_falls_over(new_database: Database, people: Cast, alice: Person, odd: str) -> None:
    with new_database.unit_of_work() as session:
        number = factories.draft(session, here(session, people).alice, [people.bob.key]).id
        idea = session.get_one(Consortium, number).idea_id
    steps = f"kind={odd}&leaves={odd}&joins={odd}&coordinator={odd}"
    for path in (
        *(f"/organisations?{name}={odd}" for name in ("words", "country", "sector", "known", "page")),
        f"/fields?fields={odd}&fields_words={odd}",
        f"/ideas/new?call={odd}&organisation={odd}",
        f"/consortia/{number}?find={odd}",
        f"/consortia/{number}/what-if?{steps}",
        f"/consortia/{number}/what-if?kind=add&joins={odd}",
        f"/consortia/{number}/what-if?kind=remove&leaves={odd}",
        f"/consortia/{number}/place?place={odd}",
        f"/ideas/{idea}/suggestions?known={odd}&with={odd}&limit={odd}",
        f"/ideas/{idea}/what-if?members={odd}&coordinator={odd}&{steps}",
        f"/login?next={odd}",
        f"/?lang={odd}",
        f"/calls?words={odd}",
        f"/password/new?link={odd}",
    ):
        assert alice.get(path).status_code < 500, path
