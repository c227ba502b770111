"""Compressed answers: smaller and the same, never with a token that lengths could tell of."""

import gzip
import re

import brotli
import pytest
from flask import Flask
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.web.tokens import mask, unmask
from tests.factories import PASSWORD, Cast
from tests.web.conftest import Person

READ = {"br": brotli.decompress, "gzip": gzip.decompress}
PICO = "/static/vendor/pico/2.1.1/pico.min.css"


def token_of(page: str) -> str:
    found = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
    assert len(found) == 1, "one pad for all forms of an answer"
    return found.pop()


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("zstd", None),
        ("", None),
        ("br;q=0", None),
    ],
)
@pytest.mark.parametrize("path", ["/login", PICO])
def test_answer_is_compressed_as_the_browser_likes_it(stranger: Person, path: str, accepted: str, encoding: str | None) -> None:
    with stranger.get(path) as plain, stranger.get(path, headers={"Accept-Encoding": accepted}) as answer:
        assert "Accept-Encoding" in answer.vary
        assert answer.headers.get("Content-Encoding") == encoding
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        if encoding:
            assert len(answer.data) < 0.5 * len(plain.data)
            read = READ[encoding](answer.data)
            assert read == plain.data if path == PICO else b"</html>" in read


def test_what_the_browser_keeps_of_a_file_is_not_sent_again(stranger: Person) -> None:
    tags = set()
    for encoding in ("br", "gzip", ""):
        headers = {"Accept-Encoding": encoding}
        with stranger.get(PICO, headers=headers) as first:
            tag = first.headers["ETag"]
        tags.add(tag)
        with stranger.get(PICO, headers={**headers, "If-None-Match": tag}) as again:
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == tag
    assert len(tags) == 3, "one tag would tell a plain file to be the compressed one"


def test_part_of_a_file_is_of_the_plain_one(stranger: Person) -> None:
    with stranger.get(PICO) as whole, stranger.get(PICO, headers={"Accept-Encoding": "br", "Range": "bytes=10-19"}) as answer:
        assert answer.status_code == 206
        assert "Content-Encoding" not in answer.headers
        assert answer.data == whole.data[10:20]


def test_head_says_what_get_would_send(stranger: Person) -> None:
    headers = {"Accept-Encoding": "br"}
    with stranger.get(PICO, headers=headers) as got, stranger.client.head(PICO, headers=headers) as said:
        assert said.data == b""
        for name in ("Content-Length", "Content-Encoding", "ETag"):
            assert said.headers[name] == got.headers[name]


def test_what_is_short_or_no_text_is_sent_as_it_is(stranger: Person) -> None:
    for path in ("/healthz", "/static/img/mark-32.png"):
        with stranger.get(path, headers={"Accept-Encoding": "br"}) as answer:
            assert "Content-Encoding" not in answer.headers


def test_page_that_somebody_elses_page_asked_for_is_not_compressed(stranger: Person) -> None:
    for site, encoding in (("cross-site", None), ("same-origin", "br"), ("none", "br")):
        answer = stranger.get("/login", headers={"Accept-Encoding": "br", "Sec-Fetch-Site": site})
        assert answer.headers.get("Content-Encoding") == encoding


def test_token_differs_in_each_answer_and_each_is_accepted(people: Cast, stranger: Person) -> None:
    first, second = (token_of(stranger.get("/login").text) for _ in range(2))
    assert first != second
    for token in (first, second):
        sent = {"email": people.alice.user.email, "password": "not hers", "csrf_token": token}
        assert stranger.client.post("/login", data=sent).status_code == 422  # read, and the password refused


def test_no_page_shows_the_token_as_it_is(alice: Person) -> None:
    for path in ("/home", "/account", "/account/password"):
        page = alice.get(path).text
        with alice.client.session_transaction() as carried:
            plain = carried["csrf_token"]
        assert plain not in page
        assert unmask(token_of(page)) not in page


@pytest.mark.parametrize("kind", ["plain", "signed"])
def test_page_that_shows_a_token_is_not_compressed(app: Flask, stranger: Person, kind: str) -> None:
    def leak() -> str:
        signed = generate_csrf()
        return f"<p>{signed if kind == 'signed' else cookie['csrf_token']}</p>" + "x" * 2000

    app.view_functions["start.about"] = leak
    for _ in range(2):
        answer = stranger.get("/about", headers={"Accept-Encoding": "br"})
        assert "Content-Encoding" not in answer.headers
    app.view_functions["start.about"] = lambda: "x" * 2000
    assert stranger.get("/about", headers={"Accept-Encoding": "br"}).headers["Content-Encoding"] == "br"


@pytest.mark.parametrize("sent", ["", "x", "0" * 40, "A" * 244, "ż" * 8, "-" * 80])
def test_token_that_is_none_is_refused(people: Cast, stranger: Person, sent: str) -> None:
    stranger.get("/login")
    answer = stranger.client.post("/login", data={"email": people.alice.user.email, "password": PASSWORD, "csrf_token": sent})
    assert answer.status_code == 400


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=200))
def test_token_comes_back_from_under_its_mask(token: str) -> None:
    assert unmask(mask(token)) == token
    assert not token or mask(token) != mask(token)
