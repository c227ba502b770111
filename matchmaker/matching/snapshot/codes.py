"""Numbers for values that many organisations share, in the order in which they come."""

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Codes(dict[T, int], Generic[T]):
    """Value -> its number, 0 and up; a value that is asked for and has none gets the next."""

    def __missing__(self, value: T) -> int:
        number = self[value] = len(self)
        return number


class Values(Generic[T]):
    """The values of a finished `Codes`, read-only: by number, and back."""

    __slots__ = ("_numbers", "all")

    def __init__(self, values: Iterable[T] = ()) -> None:
        self.all = tuple(values)
        self._numbers = {value: number for number, value in enumerate(self.all)}

    def number(self, value: T) -> int:
        """Its number, -1 for none."""
        return self._numbers.get(value, -1)

    def open(self) -> Codes[T]:
        """A copy that can grow."""
        return Codes(self._numbers)

    def grown(self, codes: Codes[T]) -> "Values[T]":
        """These values with what was added to the copy; the very same when nothing was."""
        return self if len(codes) == len(self.all) else Values(codes)
