"""The seats of a consortium, and which member fills which: as many seats as can be, no member in two."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from matchmaker.inputs.request import Seat as Wanted
from matchmaker.matching.seats import filled, fitting
from matchmaker.models import Consortium, Idea, Member, Seat


def seats_of(idea: Idea) -> list[Seat]:
    """One seat for each that the idea asks for, in its order."""
    wanted = [seat for seat in idea.seats for _ in range(seat.number)]
    return [Seat(position=position, condition=seat.condition, code=seat.code) for position, seat in enumerate(wanted)]


def fill(session: Session, consortium: Consortium) -> None:
    """Let the members fill the seats anew; the seats are for partners of the initiator, which fills none itself."""
    members = [one for one in consortium.members if one.organisation_id != consortium.initiator_id]
    for member in consortium.members:
        member.seat = None
    session.flush()
    wanted = [Wanted.model_validate({seat.condition: seat.code}) for seat in consortium.seats]
    fits = [_fitting(wanted, member) for member in members]
    for place, filling in filled(fits, [1] * len(wanted)).items():
        for number in filling:
            members[number].seat = consortium.seats[place]
    session.flush()


def list_open(consortium: Consortium) -> list[Seat]:
    """The seats that nobody fills."""
    taken = {one.seat_id for one in consortium.members}
    return [one for one in consortium.seats if one.id not in taken]


def _fitting(wanted: Sequence[Wanted], member: Member) -> tuple[int, ...]:
    codes = {
        vocabulary: frozenset(term.code for term in member.organisation.terms if term.vocabulary == vocabulary)
        for vocabulary in ("flag", "sector")
    }
    return fitting(wanted, member.organisation.type, codes["flag"], codes["sector"])
