"""What happened, as a population takes it: how likely an answer is, and in which family of actions somebody is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from matchmaker.programme import families
from matchmaker.services import experience, responses
from matchmaker.services.experience import Known


@dataclass(frozen=True, slots=True)
class Learned:
    """By key: the estimate of who is known to answer or not, and the known projects of who has any."""

    estimates: Mapping[str, float]
    grants: Mapping[str, Mapping[str, Known]]

    def sides(self, keys: Iterable[str], stated: Iterable[bool | None]) -> dict[int, tuple[int, int]]:
        """Row -> the families in which an organisation counts as a newcomer, and as experienced, a bit for each.

        keys, stated: of one row after the other. Left out are those of whom no project is known: they are what they state.
        """
        rows = enumerate(zip(keys, stated, strict=True))
        return {row: _bits(said, self.grants[key]) for row, (key, said) in rows if key in self.grants}


def learn(session: Session, which: ColumnElement[bool] | None = None) -> Learned:
    """Of those organisations `which` is true of; None = of all."""
    return Learned(responses.estimates(session, which), experience.grants(session, which))


def _bits(stated: bool | None, known: Mapping[str, Known]) -> tuple[int, int]:
    sides = {place: experience.newcomer(stated, known.get(slug, Known())) for slug, place in families.PLACES.items()}
    new, old = (sum(1 << place for place, one in sides.items() if one is side) for side in (True, False))
    return new, old
