"""The numbers by which an organisation is told from all others, and the day it was founded: what cannot be is refused."""

from datetime import date
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid
from matchmaker.language import N_, Message, say
from matchmaker.models import Organisation
from matchmaker.services import seen, surroundings


class Stated(Protocol):
    """What a form says."""

    @property
    def established(self) -> date | None:
        """The day it was founded."""

    @property
    def oid(self) -> str | None:
        """Its OID."""

    @property
    def pic(self) -> str | None:
        """Its PIC."""


def refuse_what_cannot_be(session: Session, organisation: Organisation, form: Stated) -> None:
    """Identifiers that another organisation has here, and a founding date that has not come. Raises `Invalid`.

    A guest may have those of the known one that it says it is; of other guests only its own consortium's count.
    """
    problems: dict[str, object] = {}
    if form.established is not None and form.established > surroundings.today(session):
        problems["established"] = say(N_("lies in the future"))
    guest = organisation.guest if organisation.is_guest else None
    which = seen.within(guest.consortium) if guest is not None else seen.by_anybody()
    for name, value in (("oid", form.oid), ("pic", form.pic)):
        same = select(Organisation).where(getattr(Organisation, name) == value, Organisation.id != organisation.id, which)
        other = session.scalars(same.order_by(Organisation.is_guest).limit(1)).first() if value else None
        if other is not None and not (guest is not None and guest.claims_id == other.id):
            problems[name] = _taken(other, is_guest=guest is not None)
    if problems:
        raise Invalid(problems)


def _taken(other: Organisation, *, is_guest: bool) -> Message:
    """Whose number it is, and what to do if that is who says so."""
    places = {"name": other.name or other.key}
    if other.is_guest:
        return say(N_("%(name)s, another partner of this consortium, has this number."), **places)
    if is_guest:
        return say(N_("%(name)s is known here with this number. If that is you, say so under “Is this you?”."), **places)
    if other.joined_at is not None:
        sentence = N_("%(name)s is registered here with this number. If that is you, ask an owner of it to add you.")
        return say(sentence, **places)
    sentence = N_("In the public records this number is that of %(name)s. If that is you, ask whoever runs this service.")
    return say(sentence, **places)
