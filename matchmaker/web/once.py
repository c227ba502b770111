"""A form that makes something makes it once: sent again, it leads to what was made the first time.

Each such form carries a random number; the signed cookie remembers the last ones and where they led.
"""

from secrets import token_urlsafe

from flask import request, session

_KEPT = 8
_NAME = "made"


def number() -> str:
    """A new number for the hidden field `once`."""
    return token_urlsafe(9)


def made() -> str | None:
    """Where this very form led before, or None."""
    found: str | None = session.get(_NAME, {}).get(request.form.get("once", ""))
    return found


def remember(target: str) -> str:
    """Keep where this form led; the target is given back."""
    sent = request.form.get("once", "")[:20]
    if sent:
        session[_NAME] = dict([*session.get(_NAME, {}).items(), (sent, target)][-_KEPT:])
    return target
