"""Tries at a password: each is counted in a unit of work of its own, beside what the request does or undoes."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from matchmaker.errors import Invalid
from matchmaker.services import attempts, passwords
from matchmaker.web.transactions import database, reading, writing


@contextmanager
def one_try(address: str, field: str = "") -> Iterator[None]:
    """Look at the password of this account inside. One that is `Wrong` becomes `Invalid`, said at `field`.

    Raises `TooOften` within a pause, before anything is looked at, whoever has the address. Enter it while only reading.
    """
    key = attempts.key_of(address, secret=str(current_app.secret_key))
    with database().unit_of_work() as own:
        attempts.begin(own, key)
    try:
        yield
    except passwords.Wrong as wrong:
        reading()
        with database().unit_of_work() as own:
            attempts.fail(own, key)
        raise Invalid({field: wrong.message}) from None
    attempts.clear(writing(), key)
