"""The token that each form carries, masked anew in each answer, so that no length of a compressed page tells of it (BREACH)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from secrets import token_bytes

from flask import Flask, current_app, g, request
from flask import session as cookie
from flask_wtf.csrf import CSRFProtect, ValidationError, generate_csrf, validate_csrf

from matchmaker.web.headers import WITHOUT_REFERRER


class MaskedProtection(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Flask-WTF's protection for tokens that come masked."""

    def _get_csrf_token(self) -> str | None:
        sent = super()._get_csrf_token()
        return unmask(sent) if sent else None

    def protect(self, apply_exemptions: bool = False) -> None:
        """The token; of where a form comes from too, as Flask-WTF does, but from pages of ours that tell it to nobody."""
        if request.blueprint not in WITHOUT_REFERRER or request.referrer:
            super().protect(apply_exemptions)
            return
        if request.method not in current_app.config["WTF_CSRF_METHODS"]:
            return
        try:
            validate_csrf(self._get_csrf_token())
        except ValidationError as error:
            self._error_response(error.args[0])
        g.csrf_valid = True


WITHOUT = "matchmaker.web.mails.stop"
"""The one view that takes a form without the token: mail programs press it, and what is in its link is not to be guessed."""


def mask(token: str) -> str:
    """The token under a pad that is used once, and the pad before it."""
    plain = token.encode()
    pad = token_bytes(len(plain))
    return urlsafe_b64encode(pad + _under(pad, plain)).decode()


def unmask(masked: str) -> str | None:
    """The token that was masked; None for what is none."""
    try:
        both = urlsafe_b64decode(masked)
        half = len(both) // 2
        return _under(both[:half], both[half:]).decode()
    except ValueError:  # no base64, halves of two lengths, no text
        return None


def masked_token() -> str:
    """The token of this browser for the forms of this answer: one pad an answer, or the forms of a long page would weigh more."""
    if "masked_token" not in g:
        g.masked_token = mask(generate_csrf())
    token: str = g.masked_token
    return token


def shows_token(body: bytes) -> bool:
    """Whether a page holds this browser's token as it is, or as it is signed, but for moment and seal."""
    if "csrf_token" not in cookie:
        return False
    plain = str(cookie["csrf_token"])
    signed = generate_csrf().rsplit(".", 2)[0]
    return plain.encode() in body or signed.encode() in body


def _under(pad: bytes, text: bytes) -> bytes:
    """Each byte changed by that of the pad; twice, it is as before. Raises `ValueError` unless they are of one length."""
    return bytes(one ^ other for one, other in zip(pad, text, strict=True))


def init_app(app: Flask) -> None:
    """Ask each form for its token, and let templates write it masked."""
    MaskedProtection(app).exempt(WITHOUT)
    app.jinja_env.globals["csrf_token"] = masked_token
    app.context_processor(lambda: {"csrf_token": masked_token})
