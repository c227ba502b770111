"""Links that come by mail: signed by the service, each for one purpose, for a while or for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadData, TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from matchmaker.services import surroundings


def sign(session: Session, purpose: str, content: list[Any], *, secret: str) -> str:
    """What a link carries; `read` gives the content back."""
    return str(_serializer(session, purpose, secret).dumps(content))


def read(session: Session, purpose: str, signed: str, *, secret: str, valid_for: timedelta) -> list[Any] | None:
    """The content of a link; None when it was not signed for this purpose, or is too old."""
    try:
        content: list[Any] = _serializer(session, purpose, secret).loads(signed, max_age=int(valid_for.total_seconds()))
    except BadData:
        return None
    return content


def seal(purpose: str, content: list[Any], *, secret: str) -> str:
    """The same for a link that works for ever, the same one each time; `unseal` gives the content back."""
    return str(URLSafeSerializer(secret, salt=purpose).dumps(content))


def unseal(purpose: str, sealed: str, *, secret: str) -> list[Any] | None:
    """The content; None when it was not sealed for this purpose."""
    try:
        content: list[Any] = URLSafeSerializer(secret, salt=purpose).loads(sealed)
    except BadData:
        return None
    return content


class _Signer(TimestampSigner):
    """Signs with the moment of the session's clock."""

    def __init__(self, *args: Any, clock: Callable[[], datetime], **more: Any) -> None:
        super().__init__(*args, **more)
        self._clock = clock

    def get_timestamp(self) -> int:
        """Seconds since 1970."""
        return int(self._clock().timestamp())


def _serializer(session: Session, purpose: str, secret: str) -> URLSafeTimedSerializer:
    clock = {"clock": lambda: surroundings.now(session)}
    return URLSafeTimedSerializer(secret, salt=purpose, signer=_Signer, signer_kwargs=clock)
