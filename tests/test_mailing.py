"""Mails leave one by one, outside of any transaction, exactly to their address, whatever the mail server does."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Barrier, Event, Thread
from time import monotonic, sleep

import pytest
from pydantic import SecretStr
from sqlalchemy import select, text

from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs import rounds, sending
from matchmaker.jobs.trying import try_all
from matchmaker.models import Mail, Trouble
from matchmaker.programme import guides
from matchmaker.services import mails, post
from tests.conftest import Clock
from tests.smtp import Server


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def settings(server: Server, tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path, smtp_url=SecretStr(server.url), base_url="https://match.example.eu")


def write(database: Database, *to: str, subject: str = "Żółw", body: str = "First.") -> None:
    with database.unit_of_work() as session:
        now = database.surroundings.clock()
        content = {"language": "en", "blocks": [{"said": paragraph} for paragraph in body.split("\n\n")]}
        session.add_all(Mail(to=one, subject=subject, content=content, created_at=now, attempts=0) for one in to)


def outbox(database: Database) -> dict[str, tuple[str, int, str]]:
    """Address -> sent, aside or waiting; how often it was tried; what went wrong."""
    with database.session(reads=True) as session:
        return {
            mail.to: ("sent" if mail.sent_at else "aside" if mail.put_aside_at else "waiting", mail.attempts, mail.trouble)
            for mail in session.scalars(select(Mail).order_by(Mail.id))
        }


def send(database: Database, settings: Settings) -> None:
    """What happens when something wakes the jobs, three times."""
    for _ in range(3):
        rounds.round_(database, settings, ["mails"])


def resting(database: Database) -> list[tuple[str, int, str]]:
    with database.session(reads=True) as session:
        return [(one.job, one.tries, one.kind) for one in session.scalars(select(Trouble))]


def test_mail_goes_out_once_with_the_address_of_the_service(new_database: Database, settings: Settings, server: Server) -> None:
    write(new_database, "bob@school.eu", body="First.\n\nSecond.")
    send(new_database, settings)
    (received,) = server.received
    assert (received["To"], received["Subject"], received["From"]) == (
        "bob@school.eu",
        "Żółw",
        "Matchmaker <no-reply@match.example.eu>",
    )
    text, html = received.get_body(["plain"]).get_content(), received.get_body(["html"]).get_content()
    assert text.splitlines() == ["First.", "", "Second.", "", "-- ", "https://match.example.eu"]
    assert all(part in html for part in ('lang="en"', ">First.</p>", ">Second.</p>", 'href="https://match.example.eu"'))
    assert (received["List-Unsubscribe"], received["List-Unsubscribe-Post"]) == (None, None)
    assert outbox(new_database) == {"bob@school.eu": ("sent", 1, "")}
    assert "EHLO match.example.eu".lower() in [line.lower() for line in server.heard]


def test_subject_is_one_line_whatever_a_person_wrote(new_database: Database, settings: Settings, server: Server) -> None:
    for subject in (
        "Wood Bcc: everybody@school.eu" + "y" * 200,
        "=?utf-8?q?=0aBcc:_everybody=40school.eu?=",
        "=?utf-8?q??= Wood",
    ):
        write(new_database, "bob@school.eu", subject=subject)
    send(new_database, settings)
    assert [mail["Bcc"] for mail in server.received] == [None] * 3
    assert [mail["Subject"] for mail in server.received][1:] == [
        "= ?utf-8?q?=0aBcc:_everybody=40school.eu?=",
        "= ?utf-8?q??= Wood",
    ]


def test_subject_arrives_as_it_was_written_wherever_it_is_broken(
    new_database: Database, settings: Settings, server: Server
) -> None:
    """Not a space is lost or doubled, before a quotation mark neither; breaks move with the length of the name."""
    subjects = [f"{'Szkoła ' + 'y' * n} prosi twoją organizację o koordynowanie partnerstwa „Tytuł”" for n in range(20, 40)]
    subjects += [f"{'a ' * n}„Gotowanie”" for n in range(24, 40)]
    subjects += ["A plain subject of more than one line, " * 4 + "without anything beyond ASCII"]
    for subject in subjects:
        write(new_database, "bob@school.eu", subject=subject)
    while len(server.received) < len(subjects):
        send(new_database, settings)
    assert {mail["Subject"] for mail in server.received} == set(subjects)


@pytest.mark.parametrize("offers", [(), ("SMTPUTF8",)], ids=["plain", "SMTPUTF8"])
@pytest.mark.parametrize(
    "to",
    [
        "=?utf-8?q??=@school.eu",
        "=?utf-8?q?=0a?=@school.eu",
        "=?utf-8?q?=00?=@school.eu",
        "=?utf-8?q?victim?=@school.eu",
        "=?utf-8?q?victim=40bank.eu=3e?=@school.eu",
        "=?utf-8?q?a=2cvictim=40bank.eu=2cb?=@school.eu",
        "bob@=?utf-8?q?bank.eu?=",
        "victim@bank.eu, bob@school.eu",
        "victim@bank.eu>\r\nRCPT TO:<bob@school.eu",
        "bob <victim@bank.eu>",
        "group: victim@bank.eu;",
        "bob(x)@school.eu",
        '"bob"@school.eu',
        "bob",
        "",
    ],
)
def test_address_that_says_more_than_itself_is_put_aside_and_stops_nobody(
    clock: Clock, databases: object, tmp_path: Path, settings: Settings, server: Server, to: str, offers: tuple[str, ...]
) -> None:
    server.offers = offers
    database = Database(databases.migrated("sqlite"), guides.load(), clock)  # type: ignore[attr-defined]
    write(database, to, "dora@school.eu")
    send(database, settings)
    assert outbox(database) == {to: ("aside", 1, "address"), "dora@school.eu": ("sent", 1, "")}
    assert server.recipients == ["RCPT TO:<dora@school.eu>"]
    database.engine.dispose()


def test_address_beyond_ascii_needs_a_server_that_takes_it(new_database: Database, settings: Settings, server: Server) -> None:
    write(new_database, "żółw@school.eu")
    send(new_database, settings)
    assert outbox(new_database) == {"żółw@school.eu": ("aside", 1, "SMTPUTF8")}
    assert server.recipients == []
    server.offers = ("SMTPUTF8", "8BITMIME")
    write(new_database, "zółw@school.eu")
    send(new_database, settings)
    assert server.recipients == ["RCPT TO:<zółw@school.eu>"]
    assert [one.addr_spec for one in server.received[0]["To"].addresses] == ["zółw@school.eu"]


def test_text_that_cannot_be_made_into_a_mail_is_put_aside(
    new_database: Database, settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the library fails at changes from one release to the next, so it is made to fail."""

    def failing(*args: object, **more: object) -> str:
        raise IndexError("pop from an empty deque")

    write(new_database, "bob@school.eu")
    with monkeypatch.context() as patch:
        patch.setattr(post, "format_datetime", failing)
        send(new_database, settings)
    write(new_database, "dora@school.eu")
    send(new_database, settings)
    assert outbox(new_database) == {"bob@school.eu": ("aside", 1, "IndexError"), "dora@school.eu": ("sent", 1, "")}


@pytest.mark.parametrize(("verb", "kind"), [("RCPT", "RCPT 450"), (".", "DATA 451"), ("DATA", "DATA 421")])
def test_mail_that_is_refused_for_now_is_tried_after_growing_pauses_for_two_days(
    new_database: Database, settings: Settings, server: Server, clock: Clock, verb: str, kind: str
) -> None:
    server.says[verb] = f"{kind[-3:]} later"
    write(new_database, "bob@school.eu")
    began, tried = clock.now, []
    while outbox(new_database)["bob@school.eu"][0] == "waiting":
        before = outbox(new_database)["bob@school.eu"][1]
        send(new_database, settings) if len(tried) < 3 else rounds.round_(new_database, settings, ["mails"])
        if outbox(new_database)["bob@school.eu"][1] > before:
            tried.append(clock.now - began)
        clock.move(minutes=1 if len(tried) < 4 else 60)
    assert outbox(new_database) == {"bob@school.eu": ("aside", 12, kind)}
    assert [round(one / timedelta(minutes=1)) for one in tried[:4]] == [0, 1, 6, 21]
    assert timedelta(hours=47) < tried[-1] < timedelta(hours=56)


def test_mail_that_is_greylisted_arrives(new_database: Database, settings: Settings, server: Server, clock: Clock) -> None:
    server.says["RCPT"] = "450 greylisted"
    write(new_database, "bob@school.eu")
    send(new_database, settings)
    del server.says["RCPT"]
    clock.move(minutes=4)
    send(new_database, settings)
    assert outbox(new_database) == {"bob@school.eu": ("sent", 2, "")}


@pytest.mark.parametrize(("verb", "kind"), [("RCPT", "RCPT 550"), (".", "DATA 554")])
def test_mail_that_is_refused_for_good_is_put_aside_at_once(
    new_database: Database, settings: Settings, server: Server, verb: str, kind: str
) -> None:
    server.says[verb] = f"{kind[-3:]} never"
    write(new_database, "gone@school.eu")
    send(new_database, settings)
    server.says.clear()
    write(new_database, "bob@school.eu")
    send(new_database, settings)
    assert outbox(new_database) == {"gone@school.eu": ("aside", 1, kind), "bob@school.eu": ("sent", 1, "")}


@pytest.mark.parametrize(
    ("url", "says", "kind"),
    [
        ("smtp://127.0.0.1:25x", {}, "MATCHMAKER_SMTP_URL"),
        ("smtp://127.0.0.1:99999", {}, "MATCHMAKER_SMTP_URL"),
        ("nonsense", {}, "MATCHMAKER_SMTP_URL"),
        ("http://127.0.0.1", {}, "MATCHMAKER_SMTP_URL"),
        ("smtp://[::1", {}, "MATCHMAKER_SMTP_URL"),
        ("smtp://127.0.0.1:9", {}, "ConnectionRefusedError"),
        ("smtp://bob:secret@", {}, "SMTPNotSupportedError"),
        ("smtp://", {"": "554 go away"}, "greeting 554"),
        ("smtp://", {"": "421 busy"}, "greeting 421"),
        ("smtp://", {"MAIL": "530 log in first"}, "MAIL 530"),
        ("smtp://", {"MAIL": "450 later"}, "MAIL 450"),
        ("smtps://", {}, "SSLError"),
    ],
)
def test_while_the_server_takes_none_all_wait_with_pauses_and_none_is_counted(
    new_database: Database, settings: Settings, server: Server, clock: Clock, url: str, says: dict[str, str], kind: str
) -> None:
    away = url + server.url.removeprefix("smtp://") if url.endswith(("//", "@")) else url
    server.says |= says
    write(new_database, "bob@school.eu", "dora@school.eu")
    bad = settings.model_copy(update={"smtp_url": SecretStr(away)})
    send(new_database, bad)
    assert outbox(new_database) == {"bob@school.eu": ("waiting", 0, ""), "dora@school.eu": ("waiting", 0, "")}
    assert resting(new_database) == [("mails", 1, kind)]
    connections = len(server.heard)
    clock.move(seconds=61)
    send(new_database, bad)
    assert resting(new_database) == [("mails", 2, kind)]
    assert len(server.heard) <= 2 * connections
    server.says.clear()
    clock.move(minutes=6)
    send(new_database, settings)
    assert {state for state, _, _ in outbox(new_database).values()} == {"sent"}
    assert resting(new_database) == []


def test_mail_at_which_the_server_hangs_up_waits_by_itself(new_database: Database, settings: Settings, server: Server) -> None:
    server.hangs_up_at = {"RCPT"}
    write(new_database, "bob@school.eu", "dora@school.eu")
    send(new_database, settings)
    trouble = ("waiting", 1, "SMTPServerDisconnected")
    assert outbox(new_database) == {"bob@school.eu": trouble, "dora@school.eu": trouble}
    server.hangs_up_at = {"MAIL"}
    write(new_database, "eve@school.eu")
    send(new_database, settings)
    assert outbox(new_database)["eve@school.eu"] == ("waiting", 0, "")


def test_server_that_hangs_up_instead_of_saying_goodbye_has_the_mail(
    new_database: Database, settings: Settings, server: Server
) -> None:
    server.hangs_up_at = {"QUIT"}
    write(new_database, "bob@school.eu")
    send(new_database, settings)
    assert outbox(new_database) == {"bob@school.eu": ("sent", 1, "")}
    assert len(server.received) == 1


@pytest.mark.parametrize("slow_at", ["greeting", "mail"])
def test_whole_conversation_is_limited_also_when_a_byte_comes_every_now_and_then(
    new_database: Database, settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch, slow_at: str
) -> None:
    monkeypatch.setattr(post, "LIMIT", 1.0)
    write(new_database, "bob@school.eu")
    server.byte_after = 0.3
    if slow_at == "mail":
        server.byte_after, server.says["RCPT"] = 0.01, "250 " + "x" * 2000
    began = monotonic()
    rounds.round_(new_database, settings, ["mails"])
    assert monotonic() - began < 10
    if slow_at == "greeting":
        assert (outbox(new_database)["bob@school.eu"], resting(new_database)) == (
            ("waiting", 0, ""),
            [("mails", 1, "TimeoutError")],
        )
    else:
        assert outbox(new_database) == {"bob@school.eu": ("waiting", 1, "TimeoutError")}


@pytest.mark.parametrize(("url", "verb"), [("smtps://", ""), ("smtp://bob:secret@", "STAR")])
def test_limit_holds_while_tls_is_agreed_on(
    new_database: Database, settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch, url: str, verb: str
) -> None:
    monkeypatch.setattr(post, "LIMIT", 1.0)
    write(new_database, "bob@school.eu")
    server.offers, server.drips_after = ("STARTTLS",), {verb}
    began = monotonic()
    rounds.round_(
        new_database, settings.model_copy(update={"smtp_url": SecretStr(server.url.replace("smtp://", url))}), ["mails"]
    )
    assert monotonic() - began < 10
    assert resting(new_database) == [("mails", 1, "TimeoutError")]
    assert not any("AUTH" in line for line in server.heard)


def test_nothing_waits_for_a_mail_server_that_takes_its_time(new_database: Database, settings: Settings, server: Server) -> None:
    """No transaction is open while a mail is under way, so others can write; and each is marked as soon as it is sent."""
    server.answers_after = 0.3
    write(new_database, "bob@school.eu", "dora@school.eu")
    sending = Thread(target=send, args=(new_database, settings))
    sending.start()
    longest = 0.0
    while sending.is_alive():
        began = monotonic()
        with new_database.unit_of_work() as session:
            session.execute(text("update mails set subject = subject"))
        longest = max(longest, monotonic() - began)
        sleep(0.02)
    assert longest < 1
    assert len(server.received) == 2


def test_whoever_is_asked_to_stop_ends_the_mail_under_way_and_begins_no_other(
    new_database: Database, settings: Settings, server: Server
) -> None:
    server.answers_after = 0.1
    write(new_database, "bob@school.eu", "dora@school.eu", "eve@school.eu")
    over = Event()
    work = rounds.queued(new_database, settings)["mails"]
    working = Thread(target=try_all, args=(new_database, work, lambda: not over.is_set()))
    working.start()
    wait_until(lambda: bool(server.recipients))
    over.set()
    working.join(60)
    assert sorted(state for state, _, _ in outbox(new_database).values()) == ["sent", "waiting", "waiting"]
    assert len(server.received) == 1


def test_two_who_send_at_once_send_nothing_twice(new_database: Database, settings: Settings, server: Server) -> None:
    write(new_database, *(f"b{number}@school.eu" for number in range(20)))
    start = Barrier(3)

    def work() -> None:
        start.wait()
        rounds.round_(new_database, settings, ["mails"])

    senders = [Thread(target=work) for _ in range(3)]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert sorted(mail["To"] for mail in server.received) == sorted(f"b{number}@school.eu" for number in range(20))


def test_without_a_server_mails_are_written_into_the_instance(new_database: Database, tmp_path: Path) -> None:
    write(new_database, "bob@school.eu")
    send(new_database, Settings(instance=tmp_path))
    (file,) = tmp_path.glob("mails/*.eml")
    assert message_from_bytes(file.read_bytes(), policy=default)["To"] == "bob@school.eu"
    (tmp_path / "no folder").write_text("")
    write(new_database, "dora@school.eu")
    send(new_database, Settings(instance=tmp_path / "no folder"))
    assert outbox(new_database)["dora@school.eu"] == ("waiting", 0, "")


SENDER = """
import sys
from matchmaker import config, db
from matchmaker.jobs import rounds
settings = config.load(instance=sys.argv[1], database_url=sys.argv[2], smtp_url=sys.argv[3], base_url=sys.argv[4])
rounds.round_(db.of(settings), settings)
"""


def wait_until(holds: Callable[[], bool]) -> None:
    until = monotonic() + 60
    while not holds():
        assert monotonic() < until
        sleep(0.01)


@pytest.mark.slow
@pytest.mark.parametrize("step", ["before", "within", "after"])
def test_killed_sender_loses_nothing_and_doubles_one_at_most_with_the_same_number(
    new_database: Database, settings: Settings, server: Server, clock: Clock, step: str
) -> None:
    """Killed as the fourth mail is announced, is about to be confirmed, or was confirmed."""
    addresses = [f"b{number}@school.eu" for number in range(8)]
    write(new_database, *addresses)
    url = new_database.engine.url.render_as_string(hide_password=False)
    server.answers_after = 0.05
    sender = subprocess.Popen(
        [sys.executable, "-c", SENDER, settings.instance, url, server.url, settings.base_url], cwd=Path(__file__).parent.parent
    )
    try:
        if step == "before":
            wait_until(lambda: len(server.recipients) == 4)
        elif step == "within":
            wait_until(lambda: len(server.received) == 4)
        else:
            wait_until(lambda: sum(line == "quit" for line in server.heard) == 4)
        os.kill(sender.pid, signal.SIGKILL)
    finally:
        sender.kill()
        sender.wait()
    server.answers_after = 0.0
    clock.now = datetime.now(UTC)
    rounds.round_(new_database, settings, ["mails"])
    waiting = [to for to, (state, _, _) in outbox(new_database).items() if state == "waiting"]
    assert len(waiting) <= 1
    clock.move(seconds=61)
    rounds.round_(new_database, settings, ["mails"])
    assert {state for state, _, _ in outbox(new_database).values()} == {"sent"}
    delivered = [mail["To"] for mail in server.received]
    assert set(delivered) == set(addresses)
    assert len(delivered) <= len(addresses) + 1
    assert len({mail["Message-ID"] for mail in server.received}) == len(addresses)
    assert {to for to in delivered if delivered.count(to) > 1} <= set(waiting)


def test_mail_that_was_sent_is_written_down_also_when_the_database_is_busy_for_a_while(
    new_database: Database, settings: Settings, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "INSIST", (0.2,) * 50)
    write(new_database, "bob@school.eu")
    server.answers_after = 0.2
    at_work = Thread(target=send, args=(new_database, settings))
    at_work.start()
    wait_until(lambda: bool(server.recipients))
    with new_database.unit_of_work() as session:
        session.execute(text("update mails set subject = subject"))
        wait_until(lambda: bool(server.received))
        sleep(1)
    at_work.join()
    rounds.round_(new_database, settings, ["mails"])
    assert (len(server.received), outbox(new_database)) == (1, {"bob@school.eu": ("sent", 1, "")})
    assert mails.PAUSES[0].total_seconds() > post.LIMIT


def test_mail_that_was_sent_is_forgotten_after_a_while_and_no_other(
    new_database: Database, settings: Settings, server: Server, clock: Clock
) -> None:
    write(new_database, "bob@school.eu")
    send(new_database, settings)
    write(new_database, "dora@school.eu")
    clock.move(days=29)
    for days, left in ((0, {"bob@school.eu", "dora@school.eu"}), (1, {"dora@school.eu"})):
        clock.move(days=days)
        with new_database.unit_of_work() as session:
            mails.prune(session)
        assert outbox(new_database).keys() == left
