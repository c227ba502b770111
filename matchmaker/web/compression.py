"""Answers travel compressed: static files once and for all, pages as they come, unless that could give a secret away."""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Final

import brotli
from flask import Flask, Response, current_app, request

from matchmaker.web.tokens import shows_token

LEAST: Final = 500
"""Bytes below which compressing saves nothing worth the while."""
_TEXTS: Final = frozenset(
    {
        "text/html",
        "text/css",
        "text/plain",
        "text/javascript",
        "application/json",
        "application/manifest+json",
        "image/svg+xml",
    }
)
_BEST: Final = {"br": 11, "gzip": 9}
_QUICK: Final = {"br": 5, "gzip": 6}
"""A page is compressed in a millisecond or two; what stays the same may take longer, once."""


def _compress(data: bytes, encoding: str, level: int) -> bytes:
    packed: bytes = brotli.compress(data, quality=level) if encoding == "br" else gzip.compress(data, level, mtime=0)
    return packed


@lru_cache(maxsize=256)
def _file(path: Path, changed: float, encoding: str) -> bytes:  # another file when it changed
    return _compress(path.read_bytes(), encoding, _BEST[encoding])


def _wanted() -> str | None:
    """The encoding the browser likes best among ours, or None."""
    return request.accept_encodings.best_match(("br", "gzip"))


def _may(response: Response) -> bool:
    """Whether this answer is a text, whole, long enough, and asked for by no page of somebody else.

    Whoever compares lengths needs many requests with words of their own, made from their page in the reader's browser.
    """
    return (
        response.status_code != 206
        and response.mimetype in _TEXTS
        and "Content-Encoding" not in response.headers
        and request.headers.get("Sec-Fetch-Site") != "cross-site"
    )


def _compressed(response: Response) -> Response:
    """The answer, compressed if it may be and the browser can read it."""
    if response.mimetype in _TEXTS or response.status_code == 304:
        response.vary.add("Accept-Encoding")
    encoding = _wanted()
    if encoding is None or not _may(response):
        return response
    if request.endpoint == "static":
        return _static(response, encoding)
    body = response.get_data()
    if len(body) < LEAST or shows_token(body):
        return response
    response.set_data(_compress(body, encoding, _QUICK[encoding]))
    response.content_encoding = encoding
    return response


def _static(response: Response, encoding: str) -> Response:
    """A static file; what the browser keeps of it is told apart from the plain one by its tag."""
    path = Path(str(current_app.static_folder)) / str((request.view_args or {})["filename"])
    if response.status_code != 200 or path.stat().st_size < LEAST:
        return response
    response.close()
    response.direct_passthrough = False
    response.set_data(_file(path, path.stat().st_mtime, encoding))
    response.content_encoding = encoding
    tag, _ = response.get_etag()
    response.set_etag(f"{tag}-{encoding}")
    response.make_conditional(request)  # which turns it into "not modified" where it is
    return response


def init_app(app: Flask) -> None:
    """Compress after everything else has been said."""
    app.after_request(_compressed)
