"""What a snapshot states of the plan: its work packages, and the seats that stayed open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Package:
    """A work package: its title, the id of who leads it (None = nobody yet), id -> share in euro (None = not said)."""

    title: str
    lead: str | None
    shares: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """A seat that nobody filled: `sector`, `class` or `kind`, and its code."""

    condition: str
    code: str


def plan_json(packages: Sequence[Package], open_seats: Sequence[OpenSeat], pending: Sequence[str], reason: str) -> dict[str, Any]:
    """Keys of the document; one of which there is nothing to say is left out.

    pending: what was not known or not there, in English; reason: why it was finalised all the same, open seats included.
    """
    found: dict[str, Any] = {}
    if packages:
        found["work_packages"] = [_package_json(one) for one in packages]
    if open_seats:
        found["open_seats"] = {"seats": [_seat_json(one) for one in open_seats], "reason": reason}
    if pending:
        found["left_open"] = {"listed": list(pending), "reason": reason}
    return found


def _package_json(package: Package) -> dict[str, Any]:
    shares = [{"id": who, "amount": amount} for who, amount in sorted(package.shares.items())]
    return {"title": package.title, "lead": package.lead, "members": shares}


def _seat_json(seat: OpenSeat) -> dict[str, str]:
    return {"condition": seat.condition, "code": seat.code}
