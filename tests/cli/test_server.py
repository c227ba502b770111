"""The server keeps nobody waiting for a slow client, and ends slow clients, with real sockets."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from flask import Flask, request

from matchmaker.cli.serve import listen
from matchmaker.cli.server import HEAD, Server

SLOW = 64
AT_ONCE = 5.0
"""Seconds that are generous for an answer, and nothing beside the 45 that slow clients cost before."""
LONG = 3_000_000
"""Bytes of an answer that no socket buffers."""
START = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n"
KINDS = {
    "nothing": b"",
    "half headers": b"GET / HTTP/1.1\r\nHost: x\r\n",
    "half a body": START + b"a" * 100,
    "takes nothing": b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n",
    "asks on and takes nothing": b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n" * 3,
}


@contextmanager
def serving(**options: float) -> Iterator[tuple[str, int]]:
    """A small application, served; where."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 10_000
    app.add_url_rule("/", "count", view_func=lambda: f"{len(request.get_data())}", methods=["GET", "POST"])
    app.add_url_rule("/long", "long", view_func=lambda: b"x" * LONG)
    app.add_url_rule("/slow", "slow", view_func=lambda: sleep(0.6) or "done")
    with listen("127.0.0.1", 0) as listening:
        server = Server(app, listening, **options)
        thread = Thread(target=server.run)
        thread.start()
        try:
            yield listening.getsockname()
        finally:
            server.stop()
            thread.join(30)
            assert not thread.is_alive()


def connect(where: tuple[str, int], first: bytes) -> socket.socket:
    """A client that sends this and takes little."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(where)
    made.sendall(first)
    return made


def ask(where: tuple[str, int], path: str = "/", body: bytes | None = None) -> str:
    """The text of the answer."""
    connection = HTTPConnection(*where, timeout=60)
    connection.request("GET" if body is None else "POST", path, body)
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def said(where: tuple[str, int], sent: bytes) -> bytes:
    """What a client gets that sends this and waits for the end."""
    with socket.create_connection(where, timeout=30) as client:
        client.sendall(sent)
        return b"".join(iter(lambda: client.recv(65536), b""))


@pytest.mark.parametrize("first", KINDS.values(), ids=KINDS)
def test_others_are_answered_at_once_beside_slow_clients(first: bytes) -> None:
    with serving() as where, ExitStack() as held:
        for _ in range(SLOW):
            held.enter_context(connect(where, first))
        for _ in range(5):
            began = monotonic()
            assert ask(where, body=b"abc") == "3"
            assert monotonic() - began < AT_ONCE


def test_client_that_sends_a_byte_now_and_then_keeps_nobody_waiting_and_is_ended() -> None:
    over = Event()

    def drip(clients: list[socket.socket]) -> None:
        while not over.wait(0.1):
            for client in clients:
                try:
                    client.send(b"a")
                except OSError:
                    return

    with serving(patience=1.0) as where, ExitStack() as held:
        clients = [held.enter_context(connect(where, START)) for _ in range(SLOW)]
        thread = Thread(target=drip, args=(clients,))
        thread.start()
        assert ask(where) == "0"
        thread.join(30)  # it ends when a client was refused
        over.set()
        assert not thread.is_alive()


@pytest.mark.parametrize("first", KINDS.values(), ids=KINDS)
def test_client_whose_turn_lasts_too_long_is_ended(first: bytes) -> None:
    with serving(patience=0.5) as where, connect(where, first) as client:
        sleep(2.5)
        client.settimeout(30)
        got = 0
        with pytest.raises(ConnectionError) if b"long" in first else ExitStack():
            while part := client.recv(65536):
                got += len(part)
            if b"long" in first:
                raise ConnectionError  # the end comes as such, too
        assert got < LONG


def test_answer_that_takes_longer_than_a_client_may_is_given() -> None:
    with serving(patience=0.2) as where:
        assert ask(where, "/slow") == "done"


def test_where_there_is_no_room_the_longest_waiting_goes() -> None:
    with serving(clients=3) as where, ExitStack() as held:
        first, second, third = (held.enter_context(connect(where, b"GET")) for _ in range(3))
        sleep(0.5)
        assert ask(where) == "0"
        first.settimeout(30)
        assert first.recv(1) == b""
        for other in (second, third):
            other.setblocking(False)
            with pytest.raises(BlockingIOError):
                other.recv(1)


def test_what_was_asked_is_answered_before_the_end() -> None:
    answers = []
    with serving() as where:
        asking = Thread(target=lambda: answers.append(ask(where, "/slow")))
        asking.start()
        sleep(0.2)
    asking.join(30)
    assert answers == ["done"]


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: ".ljust(HEAD, b"a"), b"431"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\n", b"413"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na", b"400"),
        (b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", b"501"),
        (b"GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost : x\r\n\r\n", b"400"),
        (b"nonsense\r\n\r\n", b"400"),
    ],
)
def test_request_that_can_be_read_in_two_ways_or_is_too_long_is_refused(sent: bytes, status: bytes) -> None:
    with serving() as where:
        answer = said(where, sent)
        assert answer[9:12] == status
        assert answer.count(b"HTTP/1.") == 1
        assert b"\r\nServer:" not in answer


def test_length_beside_chunks_is_the_length_of_the_chunks() -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n"
    with serving() as where:
        assert said(where, head + b"3\r\nabc\r\n0\r\n\r\n").endswith(b"\r\n\r\n3")


def test_body_that_waits_to_be_wanted_is_asked_for() -> None:
    head = START.replace(b"\r\n\r\n", b"\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n")
    with serving() as where, connect(where, head) as client, client.makefile("rb") as answers:
        assert answers.readline() == b"HTTP/1.1 100 Continue\r\n"
        client.sendall(b"a" * 9000)
        assert answers.read().endswith(b"\r\n\r\n9000")


def test_connection_is_kept_and_nothing_is_said_of_the_server() -> None:
    with serving() as where:
        connection = HTTPConnection(*where, timeout=30)
        for method in ("GET", "HEAD", "GET"):
            connection.request(method, "/")
            answer = connection.getresponse()
            assert answer.read() == (b"" if method == "HEAD" else b"0")
            assert not {"Server", "Via"} & set(answer.headers)
        connection.close()
