"""What an input model demands of a field: whether it is a list, what it holds untouched, which limits it has."""

from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo


def _kinds(info: FieldInfo) -> tuple[Any, ...]:
    """The types a field may have."""
    origin = get_origin(info.annotation)
    return get_args(info.annotation) if origin in (Union, UnionType) else (info.annotation,)


def is_list(info: FieldInfo) -> bool:
    """Whether it has several entries."""
    return any(get_origin(kind) in (list, tuple, set, frozenset) or kind in (list, tuple) for kind in _kinds(info))


def is_rows(info: FieldInfo) -> bool:
    """Whether each entry has fields of its own: what, and how many."""
    return any(isinstance(part, type) and issubclass(part, BaseModel) for kind in _kinds(info) for part in get_args(kind))


def empty(info: FieldInfo) -> Any:
    """What an untouched field holds."""
    default = info.get_default(call_default_factory=True) if not info.is_required() else None
    return default if default is not None else ([] if is_list(info) else "")


def bound(info: FieldInfo, kind: type, attribute: str) -> int | None:
    """A limit the model states for a field."""
    return next((getattr(item, attribute) for item in info.metadata if isinstance(item, kind)), None)
