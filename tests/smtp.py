"""A mail server of the tests' own: it speaks just enough SMTP and keeps what it is given."""

import socketserver
import threading
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast


class _Session(socketserver.StreamRequestHandler):
    server: "Server"

    def handle(self) -> None:
        self._say(220, "ready")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self._say(354, "go on")
                self._take()
            elif verb == "QUIT":
                return self._say(221, "bye")
            elif verb == "RCPT" and any(f"<{one}>" in line for one in self.server.refuses):
                self._say(550, "no such person")
            else:
                self._say(250, "fine")
        return None

    def _say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        self.server.received.append(cast("EmailMessage", message_from_bytes(b"".join(lines), policy=default)))
        self._say(250, "taken")


class Server(socketserver.ThreadingTCPServer):
    """Listens on loopback at a free port. `received`: the mails, in order. `refuses`: addresses it does not take."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.received: list[EmailMessage] = []
        self.refuses: set[str] = set()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> "Server":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
