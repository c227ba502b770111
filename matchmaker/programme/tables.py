"""Which keys a table of a file may have, and which of them somebody meant who wrote another."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel

_ALIKE = 0.3
"""From this likeness of 0 to 1 on, a name may be the one that was meant."""


def keys(model: type[BaseModel], where: Iterable[str | int]) -> tuple[str, ...]:
    """The keys of the table at this place of a file that is read as `model`; a place is named as pydantic names it."""
    found = [model]
    for part in where:
        if isinstance(part, str):
            found = (
                [inner for one in found for inner in _within(one, part)] or [one for one in found if _is_kind(one, part)] or found
            )
    return tuple(dict.fromkeys(field.alias or name for one in found for name, field in one.model_fields.items()))


def meant(key: str, known: Collection[str]) -> str | None:
    """The one of the keys that looks like it; None where none does."""
    return next(iter(get_close_matches(key[:60].lower(), known, n=1)), None)


def nearest(name: str, known: Collection[str], n: int = 3) -> tuple[str, ...]:
    """Up to `n` of these names that look most like it, the likest first; none where nothing looks like it."""
    return tuple(get_close_matches(name[:60], known, n=n, cutoff=_ALIKE))


def _within(model: type[BaseModel], key: str) -> Iterator[type[BaseModel]]:
    """What a table is made of that stands under the key, or in its list."""
    for name, field in model.model_fields.items():
        if key in (name, field.alias):
            yield from _models(field.annotation)


def _is_kind(model: type[BaseModel], tag: str) -> bool:
    """Whether pydantic names the model by this word among others."""
    return any(tag in get_args(field.annotation) for name, field in model.model_fields.items() if name in {"check", "kind"})


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if get_origin(annotation) is None and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
