"""What was just done, said on the next page; with the form that undoes it, where one verb does."""

from typing import Any, Final

from flask import flash, get_flashed_messages, url_for

from matchmaker import language
from matchmaker.language import N_, Message, gettext_, render

SAVED: Final = N_("Your changes are saved.")
_UNDOABLE: Final = "undoable"
"""The category of toasts with an undo; those without have Flask's own."""


def done(said: str | Message) -> None:
    """Say it: a text of ours to translate, or a message."""
    flash(_words(said))


def done_undoably(said: str | Message, endpoint: str, fields: dict[str, str] | None = None, **where: Any) -> None:
    """Say it, and offer to undo it by sending the fields to an endpoint of ours."""
    flash({"said": _words(said), "action": url_for(endpoint, **where), "fields": fields or {}}, _UNDOABLE)  # type: ignore[arg-type]


def to_show() -> list[dict[str, Any]]:
    """What is to be said on this page: sentence, and action and fields of the undo or none."""
    return [one if isinstance(one, dict) else {"said": gettext_(str(one)), "action": ""} for one in get_flashed_messages()]


def _words(said: str | Message) -> str:
    return gettext_(said) if isinstance(said, str) else render(said, language.current())
