"""The pack of a consortium: what its rows say, made into one file; what was made is kept by its hash."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.documents import calendar
from matchmaker.documents.pack import assembling
from matchmaker.documents.pack.facts import Facts
from matchmaker.errors import NotFound
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Pack, User
from matchmaker.permissions import may, require
from matchmaker.services import deadlines, dossiers, surroundings
from matchmaker.services.lookup import LARGEST


@dataclass(frozen=True, slots=True)
class Made:
    """A pack: its bytes, how its file is called, the hash that `verify` asks for, the number of its snapshot (None: a draft)."""

    content: bytes
    name: str
    sha256: str
    number: int | None


def make(
    session: Session,
    consortium: Consortium,
    language: str,
    *,
    with_persons: bool = True,
    base_url: str,
    secret: str,
    by: User | None,
) -> Made:
    """The pack in one of our languages, a draft's too; to be kept (`keep`) before it is handed out.

    Data of persons are in it unless they are not wanted, and how far each partner is. Members have it once it is finalised, and
    without both. The same state gives the same bytes.
    secret: of the service, base_url: where it is reached. by: None = the operator at the command line.
    """
    frozen = dossiers.find_final(consortium)
    if by is not None and frozen is not None:
        require(by, "snapshot.read", frozen)
    elif by is not None:
        require(by, "consortium.pack", consortium)
    whole = by is None or may(by, "consortium.pack", consortium)
    gathered, apart = dossiers.gather(session, consortium, whole=whole, secret=secret)
    sealed = assembling.seal(gathered, apart, language, _calendar(session, consortium, gathered, language, base_url))
    if apart is not None and not (whole and with_persons):
        sealed = assembling.without_persons(sealed, language)
    kind = "draft" if gathered.number is None else str(gathered.number)
    name = f"{assembling.slug(gathered.title)}-{consortium.id}-{kind}-{language}.zip"
    return Made(assembling.packed(sealed, gathered.made_at), name, sealed.sha256, gathered.number)


def keep(session: Session, consortium_id: int, made: Made) -> None:
    """Remember that it was made: what `verify` compares a file with."""
    if session.scalar(select(Pack.id).where(Pack.sha256 == made.sha256)) is None:
        moment = surroundings.now(session)
        session.add(Pack(consortium_id=consortium_id, number=made.number, sha256=made.sha256, made_at=moment))
        session.flush()


def get_for_operator(session: Session, consortium_id: int) -> Consortium:
    """A consortium for the operator at the command line, who reads all. Raises `NotFound`."""
    found = session.get(Consortium, consortium_id) if 0 < consortium_id <= LARGEST else None
    if found is None:
        raise NotFound(say(N_("There is no consortium %(id)s here."), id=str(consortium_id)))
    return found


def _calendar(session: Session, consortium: Consortium, gathered: Facts, language: str, base_url: str) -> bytes | None:
    dates = calendar.deadlines(
        consortium=consortium.id,
        version=consortium.version,
        title=gathered.title,
        call=gathered.call.label(language),
        last=deadlines.applying(session, consortium),
        internal=gathered.internal,
        url=f"{base_url.rstrip('/')}/consortia/{consortium.id}",
        language=language,
    )
    return calendar.ics(dates, made_at=gathered.made_at) if dates else None
