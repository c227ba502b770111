"""A session that ended while somebody typed: one logs in and goes on, and nothing of it is lost.

What was sent stands in the page with the log-in, and in the one after it, in fields that nobody sees. Nothing is stored.
"""

import json
from typing import Final

from flask import request

from matchmaker.web.session import safe_target

KEPT: Final = "kept"
"""The hidden field of the log-in."""
Typed = list[tuple[str, str]]
SECRET: Final = frozenset({"password", "present"})
"""Fields in which passwords are typed, which are typed again."""
_OURS: Final = frozenset({"csrf_token", "once", KEPT})


def typed() -> Typed:
    """What this request sent, name and value, in its order; without tokens, passwords, and what only keeps a draft."""
    fields = request.form.items(multi=True)
    return [one for one in fields if one[0] not in _OURS | SECRET and one != ("go", "keep")]


def written(fields: Typed) -> str:
    """The fields for the hidden one; empty for none."""
    return json.dumps(fields) if fields else ""


def read() -> Typed:
    """What stands in the hidden field of this request; nothing where it is none of ours."""
    try:
        found = json.loads(request.form.get(KEPT, "") or "[]")
        return [(_whole(name), _whole(value)) for name, value in found]
    except (ValueError, TypeError, RecursionError):
        return []


def _whole(said: object) -> str:
    """As text that can be written: half of a character is none."""
    return str(said).encode("utf-8", "replace").decode()


def is_from_here() -> bool:
    """Whether a form of one of our own pages was sent, as far as the browser says so."""
    origin = request.headers.get("Origin", "")
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or origin == request.host_url.rstrip("/")


def target() -> str | None:
    """Where what was typed was to go."""
    return safe_target(request.full_path.rstrip("?"))


def shown(fields: Typed) -> list[str]:
    """The texts among it, for whoever wants to see that they are there."""
    return [value for _, value in fields if len(value.split()) > 1]
