"""The seats of a consortium, and which member fills which: as many seats as can be, no member in two."""

from sqlalchemy.orm import Session

from matchmaker.inputs.request import Seat as Wanted
from matchmaker.matching import graphs
from matchmaker.matching.task import fits_seat
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
    fits = [[place for place, seat in enumerate(consortium.seats) if _fits(seat, member)] for member in members]
    for place, filling in graphs.assign(fits, dict.fromkeys(range(len(consortium.seats)), 1)).items():
        for number in filling:
            members[number].seat = consortium.seats[place]
    session.flush()


def _fits(seat: Seat, member: Member) -> bool:
    codes = {
        vocabulary: frozenset(term.code for term in member.organisation.terms if term.vocabulary == vocabulary)
        for vocabulary in ("flag", "sector")
    }
    wanted = Wanted.model_validate({seat.condition: seat.code})
    return fits_seat(wanted, member.organisation.type, codes["flag"], codes["sector"])
