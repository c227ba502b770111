"""Seats, and which organisations fill them: as many as can be, nobody two of them."""

from collections.abc import Iterable, Sequence

from matchmaker.inputs.request import Seat
from matchmaker.matching import graphs
from matchmaker.programme import classes
from matchmaker.programme.types import fills_business_seat

BUSINESS_CLASSES = frozenset({"enterprise", "labour_market_actor"})
"""A seat for one of these is for the practice of business; see `programme.types.fills_business_seat`."""


def fits_seat(seat: Seat, type_code: str, flags: frozenset[str], sectors: frozenset[str]) -> bool:
    """Whether such an organisation can fill the seat."""
    if seat.sector is not None:
        return seat.sector in sectors and (seat.sector != "BUS" or fills_business_seat(type_code, flags))
    if seat.actor_class is not None:
        business = seat.actor_class in BUSINESS_CLASSES
        return classes.is_in(seat.actor_class, type_code, flags) and (not business or fills_business_seat(type_code, flags))
    return seat.kind == type_code or seat.kind in flags


def fitting(seats: Iterable[Seat], type_code: str, flags: frozenset[str], sectors: frozenset[str]) -> tuple[int, ...]:
    """The places of the seats that such an organisation can fill."""
    return tuple(place for place, seat in enumerate(seats) if fits_seat(seat, type_code, flags, sectors))


def filled(fits: Sequence[Iterable[int]], counts: Sequence[int]) -> dict[int, list[int]]:
    """As many seats filled as can be: seat -> who fills it, by places in `fits`, the seats each one can fill.

    counts: how many there are of each seat.
    """
    return graphs.assign(fits, dict(enumerate(counts))) if counts else {}
