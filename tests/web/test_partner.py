"""A partner without an account at its browser: the letter, the link, the page it opens, the code, and what it confirms."""

import re
from io import BytesIO

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from matchmaker.db import Database
from matchmaker.models import Consortium, Guest, LinkVisit, Mail, Member, Organisation, PartnerLink, PartnerSheet
from matchmaker.web.tokens import mask
from tests import factories, papers
from tests.factories import Cast
from tests.web.conftest import Person, here, text

GRETA = "greta@kassel.example"
SPECIFICS = {
    "role": "partner",
    "task": "Tries it out",
    "field": "Carpentry",
    "time_needed": "20 days",
    "why_you": "You teach it.",
}
ACT = {"name": "Greta Groß", "function": "Head", "authority": "Decision of 1 May", "confirmed": "yes"}
DATA = {
    "organisation": {"legal_name": "Stadt Kassel", "oid": "E10000077", "address": "Markt 1", "city": "Kassel"},
    "people": {
        "representative_name": "Rita Rektor", "representative_function": "Head", "contact_name": "Carl", "contact_email": GRETA,
    },
}  # fmt: skip


@pytest.fixture
def consortium(new_database: Database, people: Cast) -> int:
    """Alice's draft with Bob."""
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        return factories.draft(session, cast.alice, [cast.bob]).id


def member(database: Database) -> int:
    with database.session(reads=True) as session:
        found = session.scalar(select(Member.id).join(Member.organisation).where(Organisation.is_guest))
        assert found is not None
        return found


def bring(alice: Person, consortium: int, database: Database, **said: str) -> str:
    """Add the school of Kassel, invite it, and make the letter; the path of its link."""
    school = {
        "name": "Berufsschule Kassel",
        "country": "DE",
        "kind": "vocational-school",
        "role": "partner",
        "task": "Tries it out",
    }
    assert alice.post(f"/consortia/{consortium}/guests/new", **(school | said)).status_code == 303
    path = f"/consortia/{consortium}/members/{member(database)}"
    sent = alice.post(f"{path}/invitation", **SPECIFICS)
    assert sent.location == f"{path}/letter"
    assert "We mail nothing to it" in text(alice.get(sent.location))
    return letter(alice, path)


def letter(alice: Person, path: str, language: str = "en") -> str:
    answer = alice.post(f"{path}/letter", language=language)
    assert answer.status_code == 200, text(answer)
    (found,) = re.findall(r"/l/[A-Za-z0-9_-]{43}", answer.text)
    return str(found)


def code(person: Person, database: Database, **said: str) -> str:
    answer = person.post("/partner/code", **said)
    assert answer.status_code == 303, text(answer)
    with database.session(reads=True) as session:
        mail = session.scalars(select(Mail).where(Mail.subject.contains("code")).order_by(Mail.id.desc())).first()
        assert mail is not None
        return re.findall(r"\b\d{6}\b", mail.subject)[-1]


def opened(app: Flask, link: str) -> Person:
    greta = Person(app)
    assert greta.post(link).location == "/partner"
    return greta


def joined(app: Flask, link: str, database: Database) -> Person:
    greta = opened(app, link)
    greta.post("/partner/interest")
    number = code(greta, database, email=GRETA, agreed="yes")
    assert greta.post("/partner/join", **ACT, code=number).status_code == 303
    return greta


def test_guest_joins_and_confirms_without_an_account(app: Flask, alice: Person, consortium: int, new_database: Database) -> None:
    link = bring(alice, consortium, new_database)
    greta = opened(app, link)
    page = text(greta.get("/partner"))
    assert "First say whether you are interested" in page
    assert "Alice's organisation gave us the name, country and kind of your organisation on" in page
    assert "You teach it." in page
    greta.post("/partner/interest")
    assert "We join" in text(greta.get("/partner"))
    wrong = greta.post("/partner/join", **ACT, code="123456")
    assert (wrong.status_code, "There is no code to try" in text(wrong)) == (409, True)
    assert "Say that we may write" in text(greta.post("/partner/code", email=GRETA))
    number = code(greta, new_database, email=GRETA, agreed="yes")
    other = "000000" if number != "000000" else "111111"
    refused = greta.post("/partner/join", **ACT, code=other)
    assert (refused.status_code, "Greta Groß" in refused.text) == (422, True)
    assert greta.post("/partner/join", **ACT, code=number).status_code == 303
    for part, said in DATA.items():
        assert greta.post(f"/partner/data/{part}", **said).status_code == 303
    with new_database.session(reads=True) as session:
        sheet = session.scalars(select(PartnerSheet)).one()
        assert (sheet.legal_name, sheet.organisation.oid, sheet.confirmed) == ("Stadt Kassel", "E10000077", None)
    assert "It is no signature" in text(greta.get("/partner"))
    assert greta.post("/partner/confirm", **ACT, code=code(greta, new_database)).status_code == 303
    assert "Nothing is to be done: everything is confirmed." in text(greta.get("/partner"))
    page = text(alice.get(f"/consortia/{consortium}"))
    assert "Data for the application" in page
    shown = text(alice.get(f"/consortia/{consortium}/members/{member(new_database)}/sheet"))
    assert "Greta Groß, Head, confirmed this on" in shown
    assert "Rita Rektor" in shown


def test_looking_at_a_link_shows_no_data_and_opens_nothing(
    app: Flask, alice: Person, consortium: int, new_database: Database, stranger: Person
) -> None:
    link = bring(alice, consortium, new_database)
    right, wrong = stranger.get(link), stranger.get("/l/" + "x" * 43)
    assert right.status_code == wrong.status_code == 200
    assert "Kassel" not in right.text
    assert "Wood and tools" not in right.text
    assert right.text.count(link) == wrong.text.count("/l/" + "x" * 43)
    with new_database.session(reads=True) as session:
        assert session.scalars(select(LinkVisit)).all() == []
    assert stranger.get("/partner").status_code == 403
    assert stranger.post("/l/" + "x" * 43).status_code == 409


def test_secret_stands_in_no_header_no_log_and_no_page(
    app: Flask, alice: Person, consortium: int, new_database: Database
) -> None:
    link = bring(alice, consortium, new_database)
    greta = Person(app)
    with capture_logs() as logs:
        door, entered = greta.get(link), greta.post(link)
        page = greta.get("/partner")
        greta.post("/l/" + "y" * 43)
    assert link.removeprefix("/l/") not in str(logs)
    assert "yyyy" not in str(logs)
    assert [one["path"] for one in logs if one["event"] == "answered"] == ["/l/…", "/l/…", "/partner", "/l/…"]
    for answer in (door, entered, page):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
    assert link not in page.text
    (cookie,) = [one for one in entered.headers.getlist("Set-Cookie") if one.startswith("partner=")]
    assert {"HttpOnly", "Path=/partner", "SameSite=Strict"} <= {one.strip() for one in cookie.split(";")}
    assert link.removeprefix("/l/") not in cookie
    assert greta.get("/home").status_code == 303


def test_guesses_are_limited(app: Flask, stranger: Person) -> None:
    answers = [stranger.post(f"/l/{number:043}").status_code for number in range(61)]
    assert answers == [409] * 60 + [429]


def test_forms_without_a_referrer_are_taken_over_https(
    new_database: Database, alice: Person, consortium: int, app: Flask
) -> None:
    link = bring(alice, consortium, new_database)
    app.config["WTF_CSRF_SSL_STRICT"] = True
    greta = Person(app)
    with greta.client.session_transaction(base_url="https://localhost") as cookie:
        cookie["csrf_token"] = "0" * 40
    assert greta.client.post(link, base_url="https://localhost").status_code == 400
    token = mask(URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps("0" * 40))
    assert greta.client.post(link, data={"csrf_token": token}, base_url="https://localhost").status_code == 303
    assert greta.client.post("/login", data={"csrf_token": token}, base_url="https://localhost").status_code == 400


def test_five_wrong_codes_end_the_code(app: Flask, alice: Person, consortium: int, new_database: Database) -> None:
    greta = opened(app, bring(alice, consortium, new_database))
    greta.post("/partner/interest")
    number = code(greta, new_database, email=GRETA, agreed="yes")
    other = "000000" if number != "000000" else "111111"
    for _ in range(5):
        assert greta.post("/partner/join", **ACT, code=other).status_code == 422
    late = greta.post("/partner/join", **ACT, code=number)
    assert (late.status_code, "Five codes were not right" in text(late)) == (409, True)


def test_what_was_typed_stays_when_a_number_is_refused(
    app: Flask, alice: Person, consortium: int, new_database: Database
) -> None:
    greta = opened(app, bring(alice, consortium, new_database))
    greta.post("/partner/data/texts", background="We teach carpenters.")
    answer = greta.post("/partner/data/organisation", legal_name="Stadt Kassel", oid="12345")
    assert answer.status_code == 422
    assert 'value="Stadt Kassel"' in answer.text
    assert "We teach carpenters." in answer.text
    assert 'value="12345"' in answer.text


def test_guest_objects(app: Flask, alice: Person, consortium: int, new_database: Database, people: Cast) -> None:
    link = bring(alice, consortium, new_database)
    greta = joined(app, link, new_database)
    greta.post("/partner/data/organisation", **DATA["organisation"])
    farewell = greta.post("/partner/object")
    assert "We have erased what was kept" in text(farewell)
    assert greta.get("/partner").status_code == 403
    assert Person(app).post(link).status_code == 409
    with new_database.session(reads=True) as session:
        guest = session.scalars(select(Guest)).one()
        kept = guest.organisation
        assert (kept.name, kept.oid, kept.city, guest.agreed_at) == ("Berufsschule Kassel", None, "", None)
        assert session.scalars(select(PartnerSheet)).all() == []
        subjects = session.scalars(select(Mail.subject).where(Mail.to == people.alice.user.email)).all()
        assert "Berufsschule Kassel objects to being asked for “Wood and tools”" in subjects
    again = alice.post(
        f"/consortia/{consortium}/guests/new", name="Berufsschule Kassel", country="DE", kind="ngo", role="partner"
    )
    assert again.status_code == 409


@pytest.mark.parametrize("how", ["decline", "leave"])
def test_link_ends_with_the_partner(app: Flask, alice: Person, consortium: int, new_database: Database, how: str) -> None:
    link = bring(alice, consortium, new_database)
    if how == "decline":
        greta = opened(app, link)
        assert "You have declined" in text(greta.post("/partner/decline", reason="No time"))
    else:
        greta = joined(app, link, new_database)
        assert greta.post("/partner/leave", code="000001").status_code in (409, 422)
        assert "has left the consortium" in text(greta.post("/partner/leave", code=code(greta, new_database)))
    assert greta.get("/partner").status_code == 403
    assert Person(app).post(link).status_code == 409


def test_partner_erases_its_own_with_its_link_and_stays(
    app: Flask, alice: Person, consortium: int, new_database: Database
) -> None:
    link = bring(alice, consortium, new_database)
    greta = joined(app, link, new_database)
    assert greta.post("/partner/erase", code="000001").status_code in (409, 422)
    assert "The personal data and the files are erased." in text(greta.post("/partner/erase", code=code(greta, new_database)))
    assert greta.get("/partner").status_code == 403
    assert Person(app).post(link).status_code == 409
    with new_database.session(reads=True) as session:
        made = session.get_one(Consortium, consortium)
        guests = [one for one in made.members if one.organisation.is_guest]
        assert [one.joined_at is not None for one in guests] == [True]
        answered = [one for one in made.invitations if one.organisation.is_guest]
        assert [(one.state, one.joined_name, one.joined_function) for one in answered] == [("joined", "", "")]
        assert session.query(PartnerLink).all() == []
    assert alice.get(f"/consortia/{consortium}").status_code == 200


def test_is_this_you(app: Flask, alice: Person, consortium: int, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        known = factories.known_only(session, "r1", "Berufsschule Kassel", country="DE", folded_name="berufsschule kassel").id
    greta = opened(app, bring(alice, consortium, new_database))
    assert "Is this you?" in text(greta.get("/partner"))
    greta.post("/partner/claim", organisation=str(known))
    assert "That is a request" in text(greta.get("/partner"))
    assert "says that it is Berufsschule Kassel; that is not decided yet" in text(alice.get(f"/consortia/{consortium}"))


def test_member_with_an_account_confirms_on_a_page_of_the_consortium(
    app: Flask, alice: Person, bob: Person, charlie: Person, new_database: Database, people: Cast
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.draft(session, cast.alice, [cast.bob])
        factories.bring_in(session, made, cast.bob, by=cast.alice.user)
        path = f"/consortia/{made.id}/members/{factories.member_id(made, cast.bob)}/sheet"
        number = made.id
    assert "Data for the application" in text(bob.get(f"/consortia/{number}"))
    assert charlie.get(path).status_code == 404
    for part, said in DATA.items():
        assert bob.post(f"{path}/{part}", **said).status_code == 303
    assert alice.post(f"{path}/texts", background="x").status_code == 403
    assert bob.post(f"{path}/confirm", **ACT).status_code == 303
    assert "everything is confirmed" in text(bob.get(path))
    assert "Your partner fills this in" in text(alice.get(path))


def test_mailed_link_opens_the_page_of_a_member_with_an_account(
    app: Flask, alice: Person, new_database: Database, people: Cast
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.draft(session, cast.alice, [cast.bob])
        factories.bring_in(session, made, cast.bob, by=cast.alice.user)
        number, of_bob = made.id, factories.member_id(made, cast.bob)
    assert alice.post(f"/consortia/{number}/members/{of_bob}/link").status_code == 303
    with new_database.session(reads=True) as session:
        mail = session.scalars(select(Mail).where(Mail.to == people.bob.user.email).order_by(Mail.id.desc())).first()
        assert mail is not None
        link = mail.content["links"][0]["path"]
    bearer = opened(app, link)
    page = text(bearer.get("/partner"))
    assert "The code goes to bob@school.eu." in page
    assert "how to object" not in page
    assert alice.post(f"/consortia/{number}/members/{of_bob}/link/end").status_code == 303
    assert bearer.get("/partner").status_code == 403


def test_letter_is_written_in_the_chosen_language(alice: Person, consortium: int, new_database: Database) -> None:
    bring(alice, consortium, new_database)
    path = f"/consortia/{consortium}/members/{member(new_database)}/letter"
    assert "Ihre Aufgabe: Tries it out" in text(alice.post(path, language="de"))
    assert "A link was made before" in text(alice.get(path))


def test_who_is_registered_is_offered_instead(alice: Person, consortium: int, new_database: Database) -> None:
    said = {"name": "Dora's organisation", "country": "AT", "kind": "chamber", "role": "partner"}
    answer = alice.post(f"/consortia/{consortium}/guests/new", **said)
    assert answer.status_code == 422
    assert "Add this one" in text(answer)
    assert alice.post(f"/consortia/{consortium}/guests/new", **said, is_another="yes").status_code == 303


def test_guest_has_no_page_for_others(
    alice: Person, bob: Person, consortium: int, new_database: Database, stranger: Person
) -> None:
    bring(alice, consortium, new_database)
    with new_database.session(reads=True) as session:
        number = session.scalars(select(Organisation.id).where(Organisation.is_guest)).one()
    assert "whose members alone see this" in text(alice.get(f"/organisations/{number}"))
    for other in (bob, stranger):
        assert other.get(f"/organisations/{number}").status_code == 404
        assert "Kassel" not in text(other.get("/organisations", query_string={"words": "Kassel", "known": "yes"})).replace(
            "“Kassel”", ""
        )


def test_files_are_given_and_read_by_the_link_and_by_no_other(
    app: Flask, alice: Person, consortium: int, new_database: Database
) -> None:
    greta = joined(app, bring(alice, consortium, new_database), new_database)

    def send(content: bytes, document: str = "accession_form") -> TestResponse:
        sent = {"csrf_token": greta.token(), "document": document, "file": (BytesIO(content), "form.pdf")}
        return greta.client.post("/partner/files", data=sent)

    assert "This is no PDF, PNG or JPEG" in text(send(papers.zipped()))
    assert send(papers.pdf(), "declaration_on_honour").status_code == 404
    assert send(papers.pdf()).location == "/partner#documents"
    found = re.search(r'href="(/partner/files/(\d+))"', greta.get("/partner").text)
    assert found
    assert greta.get(found[1]).data.startswith(b"%PDF")
    assert Person(app).get(found[1]).status_code == 403
    of_alice = alice.get(f"/consortia/{consortium}/files/{found[2]}")
    assert of_alice.headers["Content-Security-Policy"].startswith("sandbox")
    assert greta.post(f"{found[1]}/delete").location == "/partner#documents"
    assert greta.get(found[1]).status_code == 404


def test_guest_is_asked_for_what_is_missing_by_its_link(
    app: Flask, alice: Person, consortium: int, new_database: Database
) -> None:
    joined(app, bring(alice, consortium, new_database), new_database)
    with new_database.session(reads=True) as session:
        before = len(session.scalars(select(Mail).where(Mail.to == GRETA)).all())
    assert alice.post(f"/consortia/{consortium}/readiness/ask").status_code == 303
    with new_database.session(reads=True) as session:
        mails = session.scalars(select(Mail).where(Mail.to == GRETA).order_by(Mail.id)).all()
    assert len(mails) == before + 1
    link = mails[-1].content["links"][0]["path"]
    assert "Accession and Declaration on Honour Form" in text(opened(app, link).get("/partner"))
