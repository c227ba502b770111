"""What happened, as a population takes it: how likely an answer is, and in which family of actions somebody is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from matchmaker.programme import families
from matchmaker.services import experience, responses
from matchmaker.services.experience import Known
from matchmaker.services.responses import Answers, Moment


@dataclass(frozen=True, slots=True)
class Learned:
    """What became of the invitations of some organisations; key -> family -> projects of those that are known to have any."""

    answers: Answers
    grants: Mapping[str, Mapping[str, Known]]

    def estimates(
        self, keys: Iterable[str], stated: Iterable[float | None], confirmed_at: Iterable[Moment | None]
    ) -> list[float | None]:
        """How likely each is to answer, by what its row states and when it was confirmed; None where nothing is known."""
        return [self.answers.estimate(*row) for row in zip(keys, stated, confirmed_at, strict=True)]

    def newness(self, keys: Iterable[str], stated: Iterable[bool | None]) -> dict[int, tuple[int, int]]:
        """Row -> the families in which an organisation counts as a newcomer, and as experienced, a bit for each.

        Both where what it states cannot be by what is known: there it counts as neither, and that is to be confirmed.
        stated: new or of little experience, by its own word. Left out is who has no known project: it is what it states.
        """
        rows = enumerate(zip(keys, stated, strict=True))
        return {row: _bits(said, self.grants[key]) for row, (key, said) in rows if key in self.grants}


def learn(session: Session, which: ColumnElement[bool] | None = None) -> Learned:
    """Of those organisations `which` is true of; None = of all."""
    return Learned(responses.read(session, which), experience.grants(session, which))


def _bits(stated: bool | None, known: Mapping[str, Known]) -> tuple[int, int]:
    grants = {place: known.get(slug, Known()) for slug, place in families.PLACES.items()}
    newness = {place: experience.newcomer(stated, one) for place, one in grants.items()}
    doubted = sum(1 << place for place, one in grants.items() if experience.contradicts(stated, one))
    new, old = (sum(1 << place for place, one in newness.items() if one is counted) for counted in (True, False))
    return new | doubted, old | doubted
