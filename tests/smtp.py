"""A mail server of the tests' own: it speaks just enough SMTP, keeps what it is given, and behaves as badly as it is told."""

import socketserver
import threading
from contextlib import suppress
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import cast


class _Session(socketserver.StreamRequestHandler):
    server: "Server"

    def handle(self) -> None:
        with suppress(OSError):  # the other side has gone
            self._talk()

    def _talk(self) -> None:
        if "" in self.server.drips_after:
            return self._drip()
        self._say("", "220 ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            self.server.heard.append(line)
            if verb in self.server.hangs_up_at:
                return None
            if verb == "EHLO":
                self._say(verb, "\r\n".join(("250-hello", *(f"250-{one}" for one in self.server.offers), "250 HELP")))
            elif verb == "RCPT" and any(f"<{one}>" in line for one in self.server.refuses):
                self._say("", "550 no such person")
            elif verb == "DATA":
                if self._say(verb, "354 go on").startswith("354"):
                    self._take()
            elif verb == "QUIT":
                return self._say(verb, "221 bye") and None
            else:
                self._say(verb, "220 go on" if verb == "STAR" else "250 fine")
            if verb in self.server.drips_after:
                return self._drip()
        return None

    def _drip(self) -> None:
        """The begin of an answer in TLS, which never ends."""
        self.wfile.write(b"\x16\x03\x03\x3f\xff")
        while not self.server.stopped.wait(0.2):
            self.wfile.write(b"\0")

    def _say(self, verb: str, usual: str) -> str:
        said = self.server.says.get(verb, usual)
        for byte in (each.to_bytes() for each in f"{said}\r\n".encode()) if self.server.byte_after else ():
            if self.server.stopped.wait(self.server.byte_after):
                return said
            self.wfile.write(byte)
        if not self.server.byte_after:
            self.server.stopped.wait(self.server.answers_after)
            self.wfile.write(f"{said}\r\n".encode())
        return said

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        if line and self.server.says.get(".", "250").startswith("250"):
            self.server.received.append(cast("EmailMessage", message_from_string(b"".join(lines).decode(), policy=default)))
        self._say(".", "250 taken")


class Server(socketserver.ThreadingTCPServer):
    """Listens on loopback at a free port.

    received: the mails, in order. heard: every line said to it. refuses: addresses it does not take. says: verb -> what it
    answers instead of the usual; "" is the greeting, "." the end of a mail. hangs_up_at: verbs at which it ends the connection
    without a word. drips_after: verbs after which it says a byte of TLS now and then. offers: extensions. answers_after:
    seconds before every answer. byte_after: seconds before every byte of it.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.received: list[EmailMessage] = []
        self.heard: list[str] = []
        self.refuses: set[str] = set()
        self.says: dict[str, str] = {}
        self.hangs_up_at: set[str] = set()
        self.drips_after: set[str] = set()
        self.offers: tuple[str, ...] = ()
        self.answers_after = 0.0
        self.byte_after = 0.0
        self.stopped = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def recipients(self) -> list[str]:
        """Whom it was asked to deliver to, as it was said."""
        return [line for line in self.heard if line[:4].upper() == "RCPT"]

    def __enter__(self) -> "Server":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self.shutdown()
        self.server_close()
