"""The outbox: mails are written with their cause in one unit of work, taken one by one to be sent, tried again, put aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session, selectinload

from matchmaker.documents.letter import Block, Content, Link, Stop
from matchmaker.inputs.addresses import is_canonical
from matchmaker.inputs.tongues import language_of
from matchmaker.language import N_, Message, render, say
from matchmaker.models import DECIDING, Mail, Membership, Organisation, User
from matchmaker.services import surroundings, wanted
from matchmaker.services.wanted import Topic

PAUSES: Final = (
    *(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30)),
    *(timedelta(hours=hours) for hours in (1, 2, 4, 8, 12, 12, 8)),
)
"""How long a mail waits after its first try, its second one ..., two days in all. Then it is put aside.

The first is longer than a try may take: within it, nobody else takes the mail; after it, the process that took it has died.
"""

KEPT_FOR: Final = timedelta(days=30)
"""How long a mail that was sent is kept."""
BECAUSE: Final = say(N_("You get this mail because of something that was done at Matchmaker with this address."))
CHOOSE: Final = say(N_("Choose which mails you get"))
STOP: Final = say(N_("No more mails of this kind"))
CHOICES: Final = "/account#mails"
"""The path of the page on which one chooses which mails one gets."""
_LINK: Final = "/l/"
"""How the path of a partner's link begins; a secret follows."""
_WRITTEN: Final = "mails written"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that was taken to be sent. attempt: which try this is, 1 for the first."""

    number: int
    to: str
    subject: str
    content: dict[str, Any]
    created_at: datetime
    attempt: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is so: a plain string is what a person wrote, and is marked with its language."""

    name: Message
    said: object


@dataclass(frozen=True, slots=True)
class Lead:
    """What to press in a mail, and the path of ours it leads to."""

    words: Message
    path: str


def write(
    session: Session,
    to: str,
    subject: Message,
    *body: Message | Fact,
    language: str,
    name: str = "",
    leads: Sequence[Lead] = (),
    why: Message = BECAUSE,
    stop: tuple[int, Topic] | None = None,
) -> Mail:
    """Put a mail into the outbox, in the language of whoever gets it; each message of the body, else the subject, is a paragraph.

    name: of whom it greets. leads: the first is what to do. why: they get it. stop: whose mails about what one may end.
    """

    def said(message: object) -> str:
        return render(message, language)

    greeting = say(N_("Hello %(name)s,"), name=name) if name else say(N_("Hello,"))
    content = Content(
        language=language,
        greeting=said(greeting),
        blocks=tuple(_block(one, language) for one in body or (subject,)),
        links=tuple(Link(words=said(one.words), path=one.path) for one in leads),
        why=said(why),
        about=(Link(words=said(CHOOSE), path=CHOICES),) if stop else (),
        stop=Stop(words=said(STOP), user=stop[0], topic=stop[1]) if stop else None,
    )
    mail = Mail(
        to=to,
        subject=" ".join(said(subject).split())[:300],
        content=content.model_dump(mode="json"),
        created_at=surroundings.now(session),
        attempts=0,
    )
    session.add(mail)
    session.info.setdefault(_WRITTEN, []).append(mail)
    return mail


def written(session: Session) -> list[int]:
    """The numbers of the mails that this session wrote and has committed since this was last asked, to be sent at once."""
    return [mail.id for mail in session.info.pop(_WRITTEN, ()) if mail.id is not None]


def tell(
    session: Session,
    organisation: Organisation,
    subject: Message,
    *body: Message | Fact,
    leads: Sequence[Lead] = (),
    topic: Topic | None = None,
) -> None:
    """Write to everybody who may act for the organisation. To invented organisations and demo log-ins no mail leaves.

    Nor does one leave to an address from before that is not in its one form: it may reach somebody else. topic: who wants no
    mails about it gets none; None, what answers something they did, always comes.
    """
    tell_all(session, [organisation], subject, *body, leads=leads, topic=topic)


def tell_all(
    session: Session,
    organisations: Iterable[Organisation],
    subject: Message,
    *body: Message | Fact,
    leads: Sequence[Lead] = (),
    topic: Topic | None = None,
) -> None:
    """The same to whoever may act for one of these organisations: once to each person, for how many ever they act."""
    names = {one.id: one.name or one.key for one in organisations if not one.is_invented}
    acting = Membership.organisation_id.in_(names) & Membership.role.in_(DECIDING)
    theirs = select(User).where(User.memberships.any(acting)).order_by(User.id)
    for user in session.scalars(theirs.options(selectinload(User.memberships))):
        roles = {one.organisation_id: one.role for one in user.memberships}
        acts_for = tuple(name for number, name in names.items() if roles.get(number) in DECIDING)
        why = say(N_("You get this mail because you act for %(names)s at Matchmaker."), names=acts_for)
        tell_person(session, user, subject, *body, leads=leads, why=why, topic=topic)


def tell_person(
    session: Session,
    user: User,
    subject: Message,
    *body: Message | Fact,
    leads: Sequence[Lead] = (),
    why: Message = BECAUSE,
    topic: Topic | None = None,
) -> None:
    """Write to one person, unless they want no mails about this topic.

    Nor to a demo log-in, or an address from before that is not in its one form.
    """
    if is_canonical(user.email) and not user.is_demo and wanted.wants(user, topic):
        stop = (user.id, topic) if topic else None
        write(session, user.email, subject, *body, language=user.language, name=user.name, leads=leads, why=why, stop=stop)


def _block(one: Message | Fact, language: str) -> Block:
    if isinstance(one, Message):
        said = render(one, language)
        return Block(said=said if said[-1:] in ".!?" else f"{said}.")
    written = language_of(one.said) if isinstance(one.said, str) else ""
    lang = "" if written == language else written
    return Block(name=render(one.name, language).rstrip(":"), said=render(one.said, language), lang=lang)


def is_due(session: Session, number: int | None = None) -> bool:
    """Whether a mail, or that one, is to be sent now."""
    return session.scalar(select(Mail.id).where(_due(session, number)).limit(1)) is not None


def take(session: Session, number: int | None = None) -> Letter | None:
    """Take the next mail that is due, or that one, to send it after the commit; None when there is none.

    New ones go before those that were tried in vain. It counts as tried from here on and is due again after its pause, so that
    it is neither taken twice nor lost with the process that took it.
    """
    now = surroundings.now(session)
    due = select(Mail).where(_due(session, number)).order_by(Mail.attempts, Mail.id).limit(1)
    while mail := session.scalar(due.with_for_update(skip_locked=True)):
        if mail.attempts > len(PAUSES):  # whoever took it for the last time has died
            mail.put_aside_at, mail.trouble = now, mail.trouble or "unfinished"
            session.flush()
            continue
        mail.attempts += 1
        mail.due_at = now + PAUSES[min(mail.attempts, len(PAUSES)) - 1]
        session.flush()
        return Letter(mail.id, mail.to, mail.subject, mail.content, mail.created_at, mail.attempts)
    return None


def sent(session: Session, letter: Letter) -> None:
    """It went out; what a partner's link carried is kept no longer."""
    links = [{**one, "path": _LINK} if one["path"].startswith(_LINK) else one for one in letter.content.get("links", ())]
    kept = {"content": {**letter.content, "links": links}} if letter.content.get("links") != links and links else {}
    _set(session, letter.number, sent_at=surroundings.now(session), due_at=None, put_aside_at=None, trouble="", **kept)


def failed(session: Session, letter: Letter, kind: str, *, final: bool) -> None:
    """It could not be sent. When that is final, or it was the last try, it is put aside, else tried again after its pause."""
    is_over = final or letter.attempt > len(PAUSES)
    _set(session, letter.number, trouble=kind[:60], **({"put_aside_at": surroundings.now(session)} if is_over else {}))


def put_back(session: Session, letter: Letter) -> None:
    """It was not tried, because the mail server takes none: it is due again at once, and the try does not count."""
    _set(session, letter.number, attempts=letter.attempt - 1, due_at=None)


def prune(session: Session) -> None:
    """Forget what was sent long ago."""
    session.execute(delete(Mail).where(Mail.sent_at <= surroundings.now(session) - KEPT_FOR))


def _due(session: Session, number: int | None) -> ColumnElement[bool]:
    waits = and_(Mail.sent_at.is_(None), Mail.put_aside_at.is_(None))
    due = and_(waits, or_(Mail.due_at.is_(None), Mail.due_at <= surroundings.now(session)))
    return due if number is None else and_(due, Mail.id == number)


def _set(session: Session, number: int, **columns: Any) -> None:
    session.execute(update(Mail).where(Mail.id == number, Mail.sent_at.is_(None)).values(**columns))
