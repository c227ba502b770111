"""How often one and the same may try: by account where somebody is logged in, else by address; kept in this process's memory.

Passwords that are not right are counted by account besides (`services/attempts.py`).
"""

from collections.abc import Callable
from hmac import digest
from ipaddress import IPv4Address, ip_address, ip_network
from time import time
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, request
from flask_limiter import Limiter
from flask_login import current_user

from matchmaker.errors import TooOften
from matchmaker.inputs.addresses import known_as
from matchmaker.services import attempts

COUNTERS = 2**16
"""Among so many the counters are shared: names can be made up without end, memory not. Nobody can tell who shares one."""


def who() -> str:
    """The counter of whoever asks: of their account, or of their address."""
    return counter(f"account {current_user.user.id}" if current_user.is_authenticated else address())


def address() -> str:
    """Where the request comes from: an IPv4 address, or the first 64 bits of an IPv6 address, which are one place."""
    said = request.remote_addr or ""
    try:
        # Some proxies add a port.
        found = ip_address(said if said.count(":") != 1 and "[" not in said else urlsplit(f"//{said}").hostname or "")
    except ValueError:
        return "nowhere"
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found.packed[:8] + bytes(8), 64)))


def counter(name: str) -> str:
    """Which of the counters is counted up for this name."""
    number = int.from_bytes(digest(str(current_app.secret_key).encode(), name.encode(), "sha256")[:8])
    return str(number % COUNTERS)


limiter = Limiter(who)

DOOR = "60 per minute; 600 per hour"
"""Forms for those who are not logged in, each by itself: a school at one address comes in at once, and a guesser gets nowhere."""
KNOCK = "20 per minute; 100 per hour"
"""Tries at the present password of the account one is logged in with."""
TO_ONE_ADDRESS = "5 per hour"
"""Mails that anybody may have sent to one e-mail address, whether it has an account or not."""
TAKEN = "10 per hour"
"""Registrations with addresses that have accounts: who registers is in at once, so the answer tells which have one."""
EXPENSIVE = "60 per minute"
"""Searches for consortia."""


def is_refused(response: Response) -> bool:
    """Whether the try failed: whoever comes in is not counted."""
    return response.status_code >= 400


def exceeded() -> TooOften:
    """What a limit that was just passed says: when the next try is taken."""
    passed = limiter.current_limit
    return attempts.too_often(passed.reset_at - time() if passed is not None else 60)


def mails_to(address: Callable[[], str] = lambda: request.form.get("email", "")) -> Callable[[Any], Any]:
    """Limits what has a mail sent to an address, together with all else that does; however it is spelt, it is one."""
    return limiter.shared_limit(TO_ONE_ADDRESS, scope="mails to", key_func=lambda: counter("to " + known_as(address())))
