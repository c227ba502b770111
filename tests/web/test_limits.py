"""How often one may try: a school at one address comes in together, a guesser waits, and no header makes somebody else of him."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from matchmaker import config
from matchmaker.app import create_app
from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.models import Mail, User
from matchmaker.services import accounts, attempts
from matchmaker.web import limits
from matchmaker.web.limits import limiter
from matchmaker.web.session import is_local
from tests import factories
from tests.conftest import Clock
from tests.factories import PASSWORD, Cast, words
from tests.web.conftest import Person, text
from tests.web.test_forms import REGISTRATION

ALICE = "alice@school.eu"
NOBODY = "nobody@school.eu"


class Distant(Person):
    """Somebody whose requests come from another address, with the headers that they send."""

    def __init__(self, app: Flask, address: str, **headers: str) -> None:
        super().__init__(app)
        self.client.environ_base["REMOTE_ADDR"] = address
        for name, value in headers.items():
            self.client.environ_base[f"HTTP_{name.upper()}"] = value


def log_in(person: Person, email: str = ALICE, password: str = "a guess", **more: Any) -> TestResponse:
    return person.post("/login", email=email, password=password, **more)


def guesses(app: Flask, email: str, number: int = 12) -> list[TestResponse]:
    """Wrong passwords, each from another address."""
    return [log_in(Distant(app, f"192.0.2.{n}"), email) for n in range(number)]


def test_school_at_one_address_comes_in_within_a_minute(app: Flask, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        for n in range(30):
            factories.register(session, f"Teacher{n}")
    assert {log_in(Person(app), f"teacher{n}@school.eu", PASSWORD).status_code for n in range(30)} == {303}


def test_guesses_at_one_account_are_stopped_wherever_they_come_from(app: Flask, people: Cast, clock: Clock) -> None:
    answers = guesses(app, ALICE)
    assert [one.status_code for one in answers] == [422] * attempts.FREE + [429] * (12 - attempts.FREE)
    assert log_in(Person(app), password=PASSWORD).status_code == 429
    clock.move(seconds=15)
    assert log_in(Person(app), password=PASSWORD).status_code == 303
    assert guesses(app, ALICE, 1)[0].status_code == 422


def test_unknown_account_is_answered_alike(app: Flask, people: Cast) -> None:
    known, unknown = (
        [(one.status_code, one.headers.get("Retry-After"), text(one).replace(email, "…")) for one in guesses(app, email)]
        for email in (ALICE, NOBODY)
    )
    assert known == unknown


def test_spellings_of_one_address_are_one_account(app: Flask, people: Cast) -> None:
    said = [log_in(Distant(app, f"192.0.2.{n}"), email) for n, email in enumerate(("Alice@School.EU", " alice@school.eu ") * 3)]
    assert [one.status_code for one in said] == [422] * 5 + [429]


def test_whoever_comes_in_is_not_counted(app: Flask, people: Cast) -> None:
    for _ in range(3):
        wrong = [log_in(Person(app)).status_code for _ in range(attempts.FREE - 1)]
        assert (wrong, log_in(Person(app), password=PASSWORD).status_code) == ([422] * (attempts.FREE - 1), 303)


def test_page_says_how_long_and_keeps_what_was_typed(app: Flask, people: Cast) -> None:
    guesses(app, ALICE)
    answer = log_in(Person(app), password="another guess", next="/home")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "15")
    assert "Too many attempts in a short time. Please try again in 15 seconds." in text(answer)
    assert f'value="{ALICE}"' in answer.text
    assert 'name="next" value="/home"' in answer.text
    assert "another guess" not in answer.text
    for language, said in (("pl", "za 15 sekund"), ("de", "in 15 Sekunden")):
        assert said in text(log_in(Person(app), headers={"Accept-Language": language}))


def test_session_goes_on_and_a_new_password_ends_the_wait(
    app: Flask, people: Cast, alice: Person, new_database: Database
) -> None:
    guesses(app, ALICE)
    assert alice.get("/home").status_code == 200
    stranger = Person(app)
    stranger.post("/password", email=ALICE)
    with new_database.session(reads=True) as session:
        (link,) = re.findall(r"link=(\S+)", words(session.query(Mail).order_by(Mail.id.desc()).first()))
    assert stranger.post("/password/new", link=link, password="seven sleepy otters at noon").location == "/home"
    assert stranger.get("/home").status_code == 200
    assert log_in(Person(app), password="seven sleepy otters at noon").status_code == 303


def test_pause_outlives_a_restart(app: Flask, people: Cast, settings: Settings, new_database: Database) -> None:
    guesses(app, ALICE)
    again = create_app(settings, new_database)
    limiter.reset()
    assert log_in(Person(again), password=PASSWORD).status_code == 429


def test_cookie_of_an_ended_session_is_in_nobodys_way(alice: Person, people: Cast, new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        accounts.end_sessions(session, by=session.get_one(User, people.alice.user.id))
    assert log_in(alice).status_code == 422
    assert log_in(alice, password=PASSWORD).status_code == 303


@pytest.fixture
def crowded(app: Flask, people: Cast) -> Iterator[TestResponse]:
    """Somebody asked for passwords until it was too often."""
    answers = [Person(app).post("/password", email=f"{n}@school.eu") for n in range(61)]
    assert [one.status_code for one in answers[-2:]] == [303, 429]
    return answers[-1]


def test_one_door_that_is_crowded_closes_no_other(app: Flask, crowded: TestResponse) -> None:
    assert 0 < int(crowded.headers["Retry-After"]) <= 61  # a minute, rounded up
    assert 'value="60@school.eu"' in crowded.text
    assert log_in(Person(app), password=PASSWORD).status_code == 303
    said = factories.registration("Eva").model_dump(mode="json") | {"password": PASSWORD}
    assert Person(app).post("/register", **said).status_code == 303
    assert Distant(app, "192.0.2.1").post("/password", email=ALICE).status_code == 303


def test_register_form_keeps_what_was_typed(app: Flask) -> None:
    answers = [Person(app).post("/register", organisation_name="Technikum", password=PASSWORD) for _ in range(61)]
    assert [one.status_code for one in answers[-2:]] == [422, 429]
    assert 'value="Technikum"' in answers[-1].text
    assert PASSWORD not in answers[-1].text


def test_one_address_of_e_mail_gets_few_mails(app: Flask, people: Cast) -> None:
    for email in (ALICE, NOBODY):
        asked = [Distant(app, f"192.0.2.{n}").post("/password", email=email.upper()).status_code for n in range(6)]
        assert asked == [303] * 5 + [429]


def behind(settings: Settings, database: Database, proxies: int) -> Flask:
    return create_app(settings.model_copy(update={"proxies": proxies}), database)


def seen(app: Flask, peer: str = "127.0.0.1", **headers: str) -> tuple[str, str, bool, str]:
    """Address, scheme, whether it is this machine, and the address of a page, as the application sees a request."""
    found = []
    app.view_functions["start.about"] = lambda: found.append(_seen()) or ""
    Distant(app, peer, **headers).get("/about")
    return found[0]


def _seen() -> tuple[str, str, bool, str]:
    from flask import request, url_for

    return limits.address(), request.scheme, is_local(), url_for("start.page", _external=True)


FORGED = {
    "x_forwarded_for": "198.51.100.1", "x_forwarded_proto": "https", "x_forwarded_host": "evil.example",
    "x_forwarded_port": "444", "x_forwarded_prefix": "/evil",
}  # fmt: skip


def test_without_proxies_no_header_is_believed(settings: Settings, new_database: Database) -> None:
    app = behind(settings, new_database, 0)
    assert seen(app, "192.0.2.1", **FORGED) == ("192.0.2.1", "http", False, "http://localhost/")
    assert seen(app) == ("127.0.0.1", "http", True, "http://localhost/")
    assert seen(app, **FORGED)[:2] == ("127.0.0.1", "http")
    for name in ("x_forwarded_for", "x_forwarded_proto", "x_real_ip", "forwarded", "via"):
        assert not seen(app, **{name: "127.0.0.1"})[2]


def test_proxies_are_believed_as_many_as_there_are(settings: Settings, new_database: Database) -> None:
    one, two = (behind(settings, new_database, n) for n in (1, 2))
    chain = {"x_forwarded_for": "203.0.113.9, 198.51.100.1, 192.0.2.7", "x_forwarded_proto": "https"}
    assert seen(one, "10.0.0.1", **chain)[:2] == ("192.0.2.7", "https")
    assert seen(two, "10.0.0.1", **chain)[:2] == ("198.51.100.1", "https")
    assert seen(one, "10.0.0.1", **FORGED) == ("198.51.100.1", "https", False, "https://localhost/")
    for told in ({}, {"x_forwarded_for": "127.0.0.1"}, {"x_forwarded_for": "::1"}):
        assert not seen(one, **told)[2]


def test_forged_addresses_are_counted_as_one_and_real_ones_each(settings: Settings, new_database: Database) -> None:
    for proxies, last in ((0, 429), (1, 303)):
        app = behind(settings, new_database, proxies)
        limiter.reset()
        said = [
            Distant(app, "127.0.0.1", x_forwarded_for=f"192.0.2.{n}").post("/password", email=f"{n}@school.eu") for n in range(61)
        ]
        assert said[-1].status_code == last


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:ffff::1]:4711", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("unknown", "nowhere"),
        ("[", "nowhere"),
        ("", "nowhere"),
    ],
)
def test_address_is_one_place(app: Flask, said: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": said}):
        assert limits.address() == counted


def test_counters_are_bounded(app: Flask) -> None:
    with app.app_context():
        used = {limits.counter(f"address {n}") for n in range(1000)}
    assert 950 < len(used) <= 1000  # a few share a counter by chance
    assert max(map(int, used)) < limits.COUNTERS


def test_searching_is_limited_by_account_and_not_by_address(app: Flask, alice: Person, bob: Person) -> None:
    def ask(person: Person, address: str = "127.0.0.1") -> int:
        return person.get("/ideas/1/variant", environ_base={"REMOTE_ADDR": address}).status_code

    assert {ask(alice, f"192.0.2.{n}") for n in range(60)} == {404}
    assert (ask(alice), ask(bob)) == (429, 404)


def test_number_of_proxies_is_a_small_number(tmp_path: object) -> None:
    for wrong in ("-1", "10", "all"):
        with pytest.raises(config.Invalid, match="MATCHMAKER_PROXIES"):
            config.read(instance=tmp_path, proxies=wrong)


def test_registering_tells_of_few_addresses_that_they_have_an_account(app: Flask, people: Cast) -> None:
    def register(email: str) -> int:
        return Person(app).post("/register", **REGISTRATION | {"email": email}).status_code

    assert [register(ALICE) for _ in range(10)] == [422] * 10
    assert [register(email) for email in (ALICE, "new@school.eu")] == [429] * 2
