"""Handing one mail to the mail server, or into the folder of the instance: exactly to its address, within a limited time."""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_string, policy
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from threading import Event, Thread
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from matchmaker import private
from matchmaker.config import Settings
from matchmaker.documents.letter import Content, html, text
from matchmaker.services import wanted
from matchmaker.services.mails import Letter

LIMIT = 30.0
"""Seconds that the whole conversation about a mail may take, however often the server says something meanwhile."""
_PLAIN: Final = re.compile(r"""[^\s<>()\[\]\\,;:"@\x00-\x1f\x7f]+@[^\s<>()\[\]\\,;:"@\x00-\x1f\x7f]+""")
"""Addresses that need no quotes, and end where they end."""


class Undelivered(Exception):
    """The mail did not go out. kind: of error, without words that a server or a person chose."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Away(Undelivered):
    """The server takes no mail of ours at all: it does not answer, does not let us in, or its address is wrong."""


class Later(Undelivered):
    """This mail was not taken now (a 4xx answer, a conversation cut off), and may be later."""


class Never(Undelivered):
    """This mail will never be taken: a 5xx answer, an address or a text that cannot be sent."""


def hand_over(letter: Letter, settings: Settings) -> None:
    """Send one mail. Raises `Away`, `Later` or `Never`; when the server has said yes, whatever it does next is no error.

    Tried again, it bears the same Message-ID. Without a mail server it is written into the folder `mails` of the instance.
    """
    host = _host(settings)
    try:
        data = _made(letter, settings, host)
    except Undelivered:
        raise
    except Exception as error:  # the library has defects of its own with texts that nobody foresaw
        raise Never(type(error).__name__) from error
    if settings.smtp_url.get_secret_value():
        _send(letter, data, settings, host)
    else:
        with _or(Away):
            folder = settings.instance / "mails"
            private.make_folder(folder)
            private.write(folder / f"{letter.number:06}.eml", data)


def _host(settings: Settings) -> str:
    """The host that we are, in ASCII; an address of the network in brackets, as mail wants it."""
    try:
        host = (urlsplit(settings.base_url).hostname or "localhost").encode("idna").decode()
    except ValueError:
        raise Away("MATCHMAKER_BASE_URL") from None
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"


def _made(letter: Letter, settings: Settings, host: str) -> bytes:
    """The mail as it goes out, with the address of the service under it. Raises `Never` when it would name another address."""
    if not _PLAIN.fullmatch(letter.to) or "=?" in letter.to:
        raise Never("address")
    message = EmailMessage(policy.SMTP.clone(utf8=_needs_utf8(letter), cte_type="7bit"))  # few servers say what else they take
    message["From"] = f"Matchmaker <no-reply@{host}>"
    message["To"] = letter.to
    message["Date"] = format_datetime(letter.created_at)
    message["Message-ID"] = f"<{letter.number}.{letter.created_at:%Y%m%d%H%M%S%f}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    content, secret = Content(**letter.content), settings.secret_key.get_secret_value()
    ends = content.stop
    stop = settings.base_url.rstrip("/") + wanted.path(ends.user, ends.topic, secret=secret) if ends else None
    message.set_content(text(content, settings.base_url, stop))
    message.add_alternative(html(content, " ".join(letter.subject.split()), settings.base_url, stop), subtype="html")
    data = _subject(letter) + _unsubscribing(stop) + message.as_bytes()
    if [one.addr_spec for one in message_from_string(data.decode(), policy=policy.default)["To"].addresses] != [letter.to]:
        raise Never("address")
    return data


def _subject(letter: Letter) -> bytes:
    """The line of the subject. `EmailMessage` would lose or double a space where it breaks what is not ASCII."""
    text = " ".join(letter.subject.split()).replace("=?", "= ?")  # else a name could pass for an encoded word, and be decoded
    encoded = Header(text, "us-ascii" if text.isascii() else "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {encoded}\r\n".encode("ascii")


def _unsubscribing(stop: str | None) -> bytes:
    """Where a mail program ends such mails with one POST (RFC 8058). `EmailMessage` would encode so long a word."""
    if stop is None:
        return b""
    parts = urlsplit(stop)
    address = urlunsplit(parts._replace(netloc=parts.netloc.encode("idna").decode()))
    return f"List-Unsubscribe: <{address}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode("ascii")


def _needs_utf8(letter: Letter) -> bool:
    return not letter.to.isascii()


def _send(letter: Letter, data: bytes, settings: Settings, host: str) -> None:
    """One conversation with the mail server: who we are, for whom this is, what it says."""
    with _or(Away):
        server, enter = _server(settings, host)
    with _within_limit(server) as kind_of:
        with _or(Away, kind_of):
            enter()
        options = ["SMTPUTF8", "BODY=8BITMIME"] if _needs_utf8(letter) else []
        if options and not server.has_extn("smtputf8"):
            raise Never("SMTPUTF8")
        with _or(Away, kind_of):
            code, _ = server.mail(f"no-reply@{host}", options)
        if code != 250:  # it is about us, unless we asked for something special
            raise (Never if options and code >= 500 else Away)(f"MAIL {code}")
        with _or(Later, kind_of):
            code, _ = server.docmd("RCPT", f"TO:<{letter.to}>")
            _insist(code, "RCPT", (250, 251))
            try:
                code, _ = server.data(data)
            except smtplib.SMTPDataError as error:
                code = error.smtp_code
            _insist(code, "DATA", (250,))
        with suppress(OSError):
            server.quit()


def _server(settings: Settings, host: str) -> tuple[smtplib.SMTP, Callable[[], None]]:
    """The server of the settings, not connected yet, and how to connect and log in there."""
    parts = _parts(settings)
    name, is_tls = parts.hostname or "", parts.scheme == "smtps"
    context = ssl.create_default_context() if is_tls or parts.username else None
    server = (
        smtplib.SMTP_SSL(local_hostname=host, timeout=LIMIT, context=context)
        if is_tls
        else smtplib.SMTP(local_hostname=host, timeout=LIMIT)
    )
    # Certificates are checked against this; but for here, only the constructor that connects says it.
    server._host = name  # type: ignore[attr-defined]

    def enter() -> None:
        code, _ = server.connect(name, parts.port or (465 if is_tls else 25))
        if code != 220:
            raise Away(f"greeting {code}")
        if parts.username and not is_tls:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.ehlo_or_helo_if_needed()

    return server, enter


def _parts(settings: Settings) -> SplitResult:
    """The address of the mail server. Raises `Away` when it is none."""
    try:
        parts = urlsplit(settings.smtp_url.get_secret_value())
        is_one = parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0
    except ValueError:
        is_one = False
    if not is_one:
        raise Away("MATCHMAKER_SMTP_URL")
    return parts


def _insist(code: int, verb: str, good: tuple[int, ...]) -> None:
    """Raise what another answer to the verb means."""
    if code not in good:
        raise (Never if code >= 500 else Later)(f"{verb} {code}")


@contextmanager
def _or(which: type[Undelivered], kind_of: Callable[[Exception], str] = lambda error: type(error).__name__) -> Iterator[None]:
    """Raise `which` for whatever goes wrong in the block."""
    try:
        yield
    except Undelivered:
        raise
    except smtplib.SMTPResponseException as error:
        raise which(f"{type(error).__name__} {error.smtp_code}") from error
    except Exception as error:
        raise which(kind_of(error)) from error


@contextmanager
def _within_limit(server: smtplib.SMTP) -> Iterator[Callable[[Exception], str]]:
    """Cut the connection when the time is over: a timeout of a socket begins anew with every byte that comes.

    Gives what to call an error that ended the conversation.
    """
    ended, was_cut = Event(), Event()

    def watch() -> None:
        if ended.wait(LIMIT):
            return
        was_cut.set()
        while not ended.wait(0.1):  # it may be about to connect, or to change to TLS
            with suppress(OSError):
                if server.sock is not None:
                    socket.socket.shutdown(server.sock, socket.SHUT_RDWR)

    watcher = Thread(target=watch, name="mail limit", daemon=True)
    watcher.start()
    try:
        yield lambda error: TimeoutError.__name__ if was_cut.is_set() else type(error).__name__
    finally:
        ended.set()
        watcher.join()
        server.close()
