"""Which mails a person wants: by topic, chosen in the account or ended with one press out of a mail, without a log-in.

What answers something that the person did has no topic, and always comes.
"""

from collections.abc import Collection, Mapping
from typing import Final, Literal, get_args

from sqlalchemy.orm import Session

from matchmaker.errors import Over
from matchmaker.language import N_, Message, say
from matchmaker.models import User
from matchmaker.services import links
from matchmaker.services.versions import lock_person

Topic = Literal["invitations", "messages", "reminders", "consortia", "rules"]
TOPICS: Final[Mapping[str, Message]] = {
    "invitations": say(N_("Invitations to our organisation, and offers to coordinate")),
    "messages": say(N_("Messages about an invitation")),
    "reminders": say(N_("Reminders before something ends")),
    "consortia": say(N_("What happens in consortia we are in: who leaves, what is submitted, what becomes of it")),
    "rules": say(N_("Changes in the rules of a call that we use")),
}
_PURPOSE: Final = "stop mails"


def wants(user: User, topic: Topic | None) -> bool:
    """Whether mails about this go to the person."""
    return topic is None or topic not in user.unwanted


def choose(session: Session, wanted: Collection[str], *, by: User) -> None:
    """Keep which topics this person wants mails about; what is no topic counts for nothing."""
    lock_person(session, by)
    by.unwanted = [one for one in get_args(Topic) if one not in wanted]
    session.flush()


def path(user: int, topic: str, *, secret: str) -> str:
    """Where the link in a mail leads that ends the mails about this to the user of this number; it works for ever."""
    return f"/mails/stop?link={links.seal(_PURPOSE, [user, topic], secret=secret)}"


def whose(session: Session, sealed: str, *, secret: str, to_stop: bool = False) -> tuple[User, Message]:
    """Whose mails the link ends, and about what. Raises `Over` for one none of ours, or when the account is gone."""
    number, topic = links.unseal(_PURPOSE, sealed, secret=secret) or (0, "")
    user = session.get(User, number, populate_existing=True, with_for_update=to_stop)
    if user is None or topic not in TOPICS:
        raise Over(
            say(N_("This link does not work: part of it is missing, or the account is gone.")),
            say(N_("Log in and choose in your account which mails you get.")),
        )
    return user, TOPICS[topic]


def stop(session: Session, sealed: str, *, secret: str) -> Message:
    """No more mails of the link's topic to its user; about what they were. Again, nothing changes. Raises `Over` as `whose`."""
    user, about = whose(session, sealed, secret=secret, to_stop=True)
    _, topic = links.unseal(_PURPOSE, sealed, secret=secret) or (0, "")
    if topic not in user.unwanted:
        user.unwanted = [*user.unwanted, topic]
        session.flush()
    return about
