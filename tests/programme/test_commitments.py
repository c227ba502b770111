"""With whom no grant can be signed depends on when the grants of a round are signed, not on the year of the call."""

from datetime import date

import pytest

from matchmaker.programme import commitments, guides
from matchmaker.programme.calls import Call
from matchmaker.programme.dates import Deadline

TRUST = frozenset({"hu_public_interest_trust"})
CALL = guides.load().call("ka220-vet-2023")


@pytest.mark.parametrize(
    ("managed_by", "deadline", "found"),
    [
        ("NA", date(2022, 3, 23), frozenset()),
        ("NA", date(2022, 10, 4), TRUST),
        ("NA", date(2022, 7, 16), frozenset()),
        ("NA", date(2022, 7, 17), TRUST),
        ("EACEA", date(2022, 3, 16), frozenset()),
        ("EACEA", date(2022, 3, 17), TRUST),
        ("NA", date(2018, 10, 4), frozenset()),
    ],
)
def test_grants_signed_after_16_december_2022_leave_trusts_out(managed_by: str, deadline: date, found: frozenset[str]) -> None:
    assert commitments.unsigned(2022, managed_by, deadline) == found


def test_second_round_of_2022_is_told_from_the_first() -> None:
    rounds = [
        Deadline(round=number, local=local, ev="K", source="invented")
        for number, local in enumerate(("2022-03-23T12:00:00", "2022-10-04T12:00:00"), 1)
    ]
    call = CALL.model_copy(update={"year": 2022, "deadlines": tuple(rounds)})
    assert [commitments.of(call.in_round(number)) for number in (1, 2)] == [frozenset(), TRUST]


@pytest.mark.parametrize("call", guides.load().calls.values(), ids=lambda call: call.id)
def test_calls_we_carry_are_before_or_after(call: Call) -> None:
    assert commitments.of(call) == (TRUST if call.year >= 2023 else frozenset())
