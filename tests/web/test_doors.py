"""Who comes in: routes closed unless listed, log-in, safe targets, tokens, and what every answer carries."""

import re
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr
from structlog.testing import capture_logs

from matchmaker import config
from matchmaker.app import create_app
from matchmaker.db import Database
from matchmaker.models import User
from matchmaker.web.session import OPEN, safe_target
from tests.factories import PASSWORD, Cast
from tests.web.conftest import Person, at_browser, text


def test_every_route_is_closed_unless_it_is_listed(app: Flask, stranger: Person) -> None:
    rules = list(app.url_map.iter_rules())
    assert {rule.endpoint for rule in rules} >= OPEN
    for rule in rules:
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.rule)
        for name in rule.arguments:
            path = path.replace(f"<int:{name}>", "1").replace(f"<path:{name}>", "x").replace(f"<{name}>", "x")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            with stranger.get(path) if method == "GET" else stranger.post(path) as answer:
                is_closed = answer.status_code in (303, 307) and "/login" in answer.location
            assert is_closed == (rule.endpoint not in OPEN), f"{method} {rule}"


def test_closed_page_leads_to_the_log_in_and_back(app: Flask, people: Cast, stranger: Person) -> None:
    asked = stranger.get("/ideas/new?call=ka202-2018")
    assert asked.location == "/login?next=/ideas/new?call%3Dka202-2018"
    entered = stranger.post("/login", email=people.alice.user.email, password=PASSWORD, next="/ideas/new?call=ka202-2018")
    assert entered.location == "/ideas/new?call=ka202-2018"


@pytest.mark.parametrize(
    ("target", "taken"),
    [
        ("/home", "/home"),
        ("/ideas/1?known=yes#x", "/ideas/1?known=yes#x"),
        ("https://elsewhere.example/", None),
        ("//elsewhere.example/", None),
        ("/\\elsewhere.example", None),
        ("\\/elsewhere.example", None),
        ("/\t/elsewhere.example", None),
        ("/x\r\nSet-Cookie: a=b", None),
        ("javascript:alert(1)", None),
        ("home", None),
        ("", None),
        (None, None),
    ],
)
def test_target_after_the_log_in_is_a_path_of_ours(target: str | None, taken: str | None) -> None:
    assert safe_target(target) == taken


def test_log_in_never_leads_elsewhere(people: Cast, stranger: Person) -> None:
    entered = stranger.post("/login?next=//elsewhere.example", email=people.alice.user.email, password=PASSWORD)
    assert entered.location == "/home"


@pytest.mark.parametrize("email", ["alice@school.eu", "nobody@school.eu", "no address"])
def test_wrong_log_in_says_one_sentence_whoever_it_was(people: Cast, stranger: Person, email: str) -> None:
    answer = stranger.post("/login", email=email, password="not the password")
    assert answer.status_code == 422
    assert "The e-mail address or the password is not right." in text(answer)
    assert "not the password" not in answer.text


def test_form_without_its_token_is_refused(people: Cast, alice: Person) -> None:
    answer = alice.client.post("/ideas/new/a/what", data={"title": "Forged"})
    assert answer.status_code == 400
    assert "was not sent from our pages" in text(answer)


def test_log_out_everywhere_ends_other_sessions(app: Flask, people: Cast, alice: Person) -> None:
    elsewhere = at_browser(app, people.alice)
    assert elsewhere.get("/home").status_code == 200
    assert alice.post("/account/end-sessions").location == "/login"
    assert elsewhere.get("/home").status_code == 303
    assert at_browser(app, people.alice).get("/home").status_code == 200


def test_logged_out_is_logged_out(alice: Person) -> None:
    assert alice.post("/logout").location == "/"
    assert alice.get("/home").status_code == 303


def test_copied_cookie_opens_nothing_after_the_log_out(app: Flask, alice: Person) -> None:
    copied = alice.client.get_cookie("matchmaker")
    assert copied is not None
    thief = Person(app)
    thief.client.set_cookie("matchmaker", copied.value)
    assert thief.get("/home").status_code == 200
    alice.post("/logout")
    assert thief.get("/home").status_code == 303
    assert thief.post("/logout").status_code == 303


def test_log_in_gives_another_cookie_each_time(app: Flask, people: Cast) -> None:
    carried = set()
    for person in (at_browser(app, people.alice), at_browser(app, people.alice)):
        with person.client.session_transaction() as cookie:
            carried.add(cookie["_user_id"])
            assert "alice" not in str(dict(cookie))
    assert len(carried) == 2


@pytest.mark.parametrize("identity", ["1.1", "1", "", "x" * 5000, "\0"])
def test_cookie_of_no_visit_opens_nothing(app: Flask, people: Cast, stranger: Person, identity: str) -> None:
    with stranger.client.session_transaction() as cookie:
        cookie["_user_id"] = identity
    assert stranger.get("/home").status_code == 303


def test_sessions_are_listed_and_ended_one_by_one(app: Flask, people: Cast, bob: Person) -> None:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1"
    here, there = Person(app), Person(app)
    for person, agent in ((here, firefox), (there, phone)):
        person.post("/login", {"User-Agent": agent}, email=people.alice.user.email, password=PASSWORD)
    page = here.get("/account")
    assert "Firefox, Linux This one" in text(page)
    assert "Safari, iPhone" in text(page)
    (ends,) = re.findall(r'action="(/account/sessions/\d+/end)"', page.text)
    assert bob.post(ends).status_code == 404
    assert there.get("/home").status_code == 200
    assert here.post(ends).location == "/account"
    assert there.get("/home").status_code == 303
    assert here.post(ends).status_code == 404
    assert here.get("/home").status_code == 200


def test_demo_log_in_is_for_this_computer_only(app: Flask, people: Cast, new_database: Database, stranger: Person) -> None:
    with new_database.unit_of_work() as session:
        user = session.get(User, people.alice.user.id)
        assert user is not None
        user.is_demo, user.email = True, "school@demo.example"
    said = {"email": "school@demo.example", "password": PASSWORD}
    assert "kitchen-and-class" in stranger.get("/").text
    for header in ("X-Forwarded-For", "X-Real-IP", "Forwarded"):
        assert "kitchen-and-class" not in stranger.get("/", headers={header: "127.0.0.1"}).text
        assert stranger.post("/login", {header: "127.0.0.1"}, **said).status_code == 422
    from_outside = stranger.get("/", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert "kitchen-and-class" not in from_outside.text
    assert stranger.post("/login", **said).status_code == 303


def test_every_answer_carries_its_headers(stranger: Person) -> None:
    answer = stranger.get("/", headers={"X-Request-ID": "from-the-proxy-1"})
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"].lower() == "deny"
    assert answer.headers["X-Request-ID"] == "from-the-proxy-1"
    assert "Strict-Transport-Security" not in answer.headers
    assert stranger.get("/", headers={"X-Request-ID": "not one of ours!"}).headers["X-Request-ID"].isalnum()


def test_pages_hold_nothing_inline(alice: Person, stranger: Person) -> None:
    for person, path in (
        (stranger, "/"),
        (stranger, "/register"),
        (alice, "/home"),
        (alice, "/ideas/new/a/what?call=ka202-2018"),
    ):
        page = person.get(path).text
        assert "style=" not in page
        assert "<style" not in page
        assert " onclick" not in page
        assert "<script>" not in page


def test_production_insists_on_https(tmp_path: Path, new_database: Database) -> None:
    settings = config.load(
        instance=tmp_path, env="production", secret_key=SecretStr("0123456789" * 4), base_url="https://matchmaker.example",
        smtp_url=SecretStr("smtp://mail.example:25"), hashing="full",
    )  # fmt: skip
    answer = create_app(settings, new_database).test_client().get("/login")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert all(flag in answer.headers["Set-Cookie"] for flag in ("Secure", "HttpOnly", "SameSite=Lax"))


def test_static_files_may_be_kept_and_personal_pages_not(alice: Person) -> None:
    page = alice.get("/home")
    assert page.headers["Cache-Control"] == "no-store"
    style = next(part for part in page.text.split('"') if part.startswith("/static/css/"))
    with alice.get(style) as file:
        assert "max-age=31536000" in file.headers["Cache-Control"]


def test_log_holds_no_address_and_no_password(people: Cast, stranger: Person) -> None:
    with capture_logs() as written:
        stranger.post("/login?next=/secret-place", email=people.alice.user.email, password="a wrong password")
        stranger.get("/fields?fields_words=private-words")
    assert [line["path"] for line in written] == ["/login", "/fields"]
    for secret in (people.alice.user.email, "a wrong password", "secret-place", "private-words"):
        assert secret not in str(written)
