"""How many bytes things take in memory."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

_OF_A_VIEW = 112
"""Bytes of an array's own, beside its data (numpy on a 64-bit machine)."""


def weight(*things: object) -> int:
    """Bytes of these and of all they hold; what several hold counts once. A view counts with all that it keeps alive."""
    total, seen, waiting = 0, set[int](), list(things)
    while waiting:
        one = waiting.pop()
        if id(one) in seen or callable(one):
            continue
        seen.add(id(one))
        if isinstance(one, np.ndarray):
            total += _OF_A_VIEW + (one.nbytes if one.base is None else 0)
            waiting += [] if one.base is None else [one.base]
        else:
            total += sys.getsizeof(one)
            waiting += _held(one)
    return total


def _held(one: Any) -> Iterator[object]:
    if isinstance(one, Mapping):
        yield from one.keys()
        yield from one.values()
    elif isinstance(one, tuple | list | set | frozenset):
        yield from one
    elif is_dataclass(one):
        yield from (getattr(one, field.name) for field in fields(one))
    elif not isinstance(one, str | bytes | int | float):
        for kind in type(one).__mro__:
            yield from (getattr(one, name) for name in getattr(kind, "__slots__", ()) if hasattr(one, name))
        yield from vars(one).values() if hasattr(one, "__dict__") else ()
