"""How many examples a test tries: in `make check` a part of those in `make test`, as the profile of Hypothesis says."""

from hypothesis import settings

IN_FULL = 100
"""Examples in the profile that tries all."""


def part_of(number: int) -> int:
    """So many in full, at least one."""
    return max(1, min(number, number * settings().max_examples // IN_FULL))


def examples(number: int) -> settings:
    """As `hypothesis.settings`, with so many examples in full."""
    return settings(max_examples=part_of(number))
