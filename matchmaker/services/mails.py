"""Mails: written with their cause in one unit of work, sent afterwards, tried again until they are."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.config import Settings
from matchmaker.inputs.addresses import is_canonical
from matchmaker.language import Message, render
from matchmaker.models import Mail, Membership, Organisation, User
from matchmaker.services import surroundings

log = structlog.get_logger(__name__)
AT_ONCE = 20
MOST_ATTEMPTS = 8
PATIENCE = 4.0
"""Seconds to wait for the mail server: less than others wait for the database, which is held meanwhile."""


def write(session: Session, to: str, subject: Message, *body: Message, language: str) -> Mail:
    """Put a mail into the outbox, in the language of whoever gets it; each message of the body is a paragraph."""
    mail = Mail(
        to=to,
        subject=" ".join(render(subject, language).split())[:300],
        body="\n\n".join(render(paragraph, language) for paragraph in body),
        created_at=surroundings.now(session),
        attempts=0,
    )
    session.add(mail)
    return mail


def tell(session: Session, organisation: Organisation, subject: Message, *body: Message) -> None:
    """Write to everybody who may act for the organisation. To invented organisations and demo log-ins no mail leaves.

    Nor does one leave to an address from before that is not in its one form: it may reach somebody else.
    """
    if organisation.is_invented:
        return
    acting = (Membership.organisation_id == organisation.id) & Membership.role.in_(("owner", "editor")) & User.is_demo.is_(False)
    for user in session.scalars(select(User).join(User.memberships).where(acting).order_by(User.id)):
        if is_canonical(user.email):
            write(session, user.email, subject, *body, language=user.language)


def send_waiting(session: Session, settings: Settings, limit: int = AT_ONCE) -> int:
    """Send what waits in the outbox, the oldest first, and say how many went out.

    Without a mail server they are written into the folder `mails` of the instance. A mail that is refused is tried again
    after the others, eight times; while the server does not answer (every `SMTPException` is an `OSError`) all wait.
    """
    waiting = (
        select(Mail)
        .where(Mail.sent_at.is_(None), Mail.attempts < MOST_ATTEMPTS)
        .order_by(Mail.attempts, Mail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    sent = 0
    for mail in session.scalars(waiting):
        try:
            _send(mail, settings)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError):
            mail.attempts += 1
        except OSError as error:
            log.warning("mail server does not answer", kind=type(error).__name__)
            break
        else:
            mail.sent_at = surroundings.now(session)
            sent += 1
    session.flush()
    return sent


def _send(mail: Mail, settings: Settings) -> None:
    """Hand one mail to the server, or write it into the folder."""
    message = _message(mail, settings)
    url = settings.smtp_url.get_secret_value()
    if not url:
        folder = settings.instance / "mails"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{mail.id:06}.eml").write_bytes(bytes(message))
        return
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    server = (
        smtplib.SMTP_SSL(parts.hostname or "", parts.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
        if secure
        else smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=PATIENCE)
    )
    with server:
        if parts.username and not secure:
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _message(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as it goes out, with the address of the service under it."""
    message = EmailMessage()
    host = urlsplit(settings.base_url).hostname or "localhost"
    message["From"] = f"Matchmaker <no-reply@{host}>"
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = make_msgid(idstring=str(mail.id), domain=host)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{mail.body}\n\n{settings.base_url}\n")
    return message
