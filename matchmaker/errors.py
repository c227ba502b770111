"""What can go wrong, said once: every edge turns these into its own kind of answer.

A *message* is a `matchmaker.language.Message` (translatable) or a plain string; this module stands on the ground
floor and therefore names neither.
"""

from collections.abc import Mapping


class MatchmakerError(Exception):
    """The root of everything a caller is expected to handle.

    `message` is what to tell the person; an edge renders it in their language.
    """

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


class Invalid(MatchmakerError):
    """The input is wrong: web 422, CLI exit code 2. `problems` maps a field (dotted path, "" = the whole) to a message."""

    def __init__(self, problems: Mapping[str, object]) -> None:
        super().__init__("; ".join(f"{field}: {message}" if field else str(message) for field, message in problems.items()))
        self.problems = dict(problems)


class NotFound(MatchmakerError):
    """No such thing, or not for this person to know of: web 404, CLI exit code 2."""


class Forbidden(MatchmakerError):
    """The person may see the thing but not do this to it: web 403."""


class Conflict(MatchmakerError):
    """Somebody else changed the thing in between: web 409. `changes` are messages that say what changed."""

    def __init__(self, message: object, changes: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.changes = changes


class Refused(MatchmakerError):
    """A state or a rule of the service does not allow this now: web 409, CLI exit code 1.

    `instead`: a message that says what the person can do; "" where the first one says it, to an operator.
    """

    def __init__(self, message: object, instead: object = "") -> None:
        super().__init__(message)
        self.instead = instead

    def __str__(self) -> str:
        return f"{self.message} {self.instead}".rstrip()


class Over(Refused):
    """It cannot be done any more, and never will be: what it is about has ended."""


class TooOften(MatchmakerError):
    """Too many tries in a short time: web 429. `seconds` until the next one is taken."""

    def __init__(self, message: object, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
