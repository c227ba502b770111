"""Steps in addresses and forms: four lists side by side, so that a page that tries something out can be linked and reloaded."""

from collections.abc import Iterable, Sequence

from flask import session as cookie
from werkzeug.datastructures import MultiDict

from matchmaker.inputs.steps import MOST, StepForm
from matchmaker.matching.mending.changes import Kind, Step
from matchmaker.models import Consortium

NAMES = ("kind", "leaves", "joins", "coordinator")
MOST_UNDONE = 6
"""Steps that can be undone at once: a cookie holds little."""
_COOKIE = "taken"


def query(steps: Iterable[Step | StepForm]) -> dict[str, list[str]]:
    """The steps as parts of an address, or as hidden fields."""
    listed = list(steps)
    return {name: [getattr(one, name) or "" for one in listed] for name in NAMES} if listed else {}


def plus(steps: Iterable[Step | StepForm], kind: Kind, key: str) -> list[Step | StepForm]:
    """The steps and one more, about the organisation with this id."""
    name = {"add": "joins", "remove": "leaves", "coordinator": "coordinator"}[kind]
    return [*steps, Step(kind, **{name: key})]


def sent(values: MultiDict[str, str]) -> list[dict[str, str]]:
    """The steps that came with a request, to be parsed; too many are left to the parser."""
    rows = [values.getlist(name)[: MOST + 1] for name in NAMES]
    length = max(map(len, rows), default=0)
    return [
        {name: row[place] for name, row in zip(NAMES, rows, strict=True) if place < len(row) and row[place]}
        for place in range(length)
    ]


def remember(consortium: Consortium, back: Sequence[Step]) -> None:
    """Keep in the signed cookie how the last steps are undone; good while nothing else changes the consortium."""
    kept = query(back) if len(back) <= MOST_UNDONE else {}
    cookie[_COOKIE] = {"consortium": consortium.id, "version": consortium.version, "back": kept}


def undo_of(consortium: Consortium) -> tuple[Step, ...]:
    """The steps that undo the last ones, if those were the last change of this consortium."""
    kept = cookie.get(_COOKIE, {})
    if kept.get("consortium") != consortium.id or kept.get("version") != consortium.version:
        return ()
    rows = [[one or None for one in kept["back"].get(name, ())] for name in NAMES]
    return tuple(Step(*row) for row in zip(*rows, strict=True))
