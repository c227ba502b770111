"""The server of the pages: one process that reads whole requests before it gives a thread to them.

A client that sends or takes slowly costs a place among many, never a thread: nobody waits for it.
"""

import logging
import resource
import socket
from collections.abc import Iterator
from copy import copy
from time import monotonic
from typing import Final

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.wasyncore import close_all, dispatcher

THREADS: Final = 8
CLIENTS: Final = 1000
"""Connections that are kept; for one more, the client that has let us wait longest loses its own."""
FILES: Final = 3
"""Open files that a connection may need: itself, and what is longer than `IN_MEMORY` of its request and its answer."""
OTHER_FILES: Final = 200
PATIENCE: Final = 60
"""Seconds a client has for what is its turn: to send a whole request, to take a whole answer, to ask again."""
FILES_GO_TO: Final = "/files"
"""How the addresses end to which files are sent."""
MOST_WITH_FILES: Final = 64_000_000
"""Bytes that are let in there, so that the application can say what is too large."""
FAREWELL: Final = 5.0
"""Seconds that requests which are being answered have left once the service is asked to stop."""
HEAD: Final = 32 * 1024
"""Bytes of a request line and its headers."""
IN_MEMORY: Final = 64 * 1024
"""Bytes of a request or of an answer; what is longer waits in a file."""


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request as it comes in, and since when."""

    def __init__(self, options: Adjustments) -> None:
        super().__init__(options)
        self.options = options
        self.began = monotonic()

    def parse_header(self, header_plus: bytes) -> None:
        """Where files are sent, a request may be longer; it waits in a file as every long one."""
        super().parse_header(header_plus)
        if self.path.endswith(FILES_GO_TO):
            self.adj = copy(self.options)
            self.adj.max_request_body_size = MOST_WITH_FILES


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = Request
    __repr__ = object.__repr__  # waitress logs it, and its own names the client's address

    def __init__(self, *given: object, **named: object) -> None:
        self.answered = monotonic()
        super().__init__(*given, **named)

    @property
    def waits(self) -> bool:
        """Whether it is the client's turn."""
        return not self.requests

    @property
    def since(self) -> float:
        """When the client's turn began."""
        began: float = self.request.began if self.request else self.answered
        return began

    def service(self) -> None:
        """Answer a request, in a thread."""
        self.answered = monotonic()  # for the moment between the end of the next line and the last
        super().service()
        self.answered = monotonic()


class Server(TcpWSGIServer):  # type: ignore[misc]
    """waitress on a socket that listens, with its options said here."""

    channel_class = Channel

    def __init__(self, app: Flask, listening: socket.socket, clients: int = CLIENTS, patience: float = PATIENCE) -> None:
        self.clients = _room(clients)
        self.patience = patience
        self.is_over = False
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that requests wait for a thread is no news
        super().__init__(
            app,
            _sock=listening,
            bind_socket=False,
            sockinfo=(listening.family, listening.type, listening.proto, listening.getsockname()),
            threads=THREADS,
            connection_limit=self.clients + OTHER_FILES // 2,
            cleanup_interval=1,
            asyncore_use_poll=True,  # select() takes no more than 1024 files
            max_request_header_size=HEAD,
            max_request_body_size=2 * app.config["MAX_CONTENT_LENGTH"],  # up to here the application says it, with a page
            inbuf_overflow=IN_MEMORY,
            outbuf_overflow=IN_MEMORY,
            log_socket_errors=False,
            ident=None,
            clear_untrusted_proxy_headers=False,  # whom to believe is said in MATCHMAKER_PROXIES alone
        )

    def maintenance(self, now: float) -> None:
        """Let go of those whose turn has lasted too long."""
        for channel in tuple(self._waiting()):
            if monotonic() - channel.since > self.patience:
                channel.handle_close()

    def handle_accept(self) -> None:
        """Take one more client; where there is no room, in place of the one that has let us wait longest."""
        if len(self.active_channels) >= self.clients and (
            longest := min(self._waiting(), key=lambda one: one.since, default=None)
        ):
            longest.handle_close()
        super().handle_accept()

    def run(self) -> None:
        """Serve until told to stop, then answer what was asked."""
        while not self.is_over:
            self._turn(1)
        dispatcher.close(self)  # nobody new
        until = monotonic() + FAREWELL
        while monotonic() < until and any(not one.waits or one.total_outbufs_len for one in self.active_channels.values()):
            self._turn(0.1)
        self.task_dispatcher.shutdown(timeout=1)
        close_all(self._map)

    def stop(self) -> None:
        """Have `run` come to its end; for other threads and for signals."""
        self.is_over = True
        self.pull_trigger()

    def _turn(self, seconds: float) -> None:
        self.asyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _waiting(self) -> Iterator[Channel]:
        return (channel for channel in self.active_channels.values() if channel.waits)


def _room(clients: int) -> int:
    """How many of so many clients our open files suffice for, once we may open as many as are needed, or as are allowed."""
    wanted = clients * FILES + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY != soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return clients if soft == resource.RLIM_INFINITY else max(1, min(clients, (soft - OTHER_FILES) // FILES))
