"""Other people's programs, each in a throw-away environment of its own and in a process of its own.

None is in a lock file: two of them cannot even be loaded into one process.
"""

import json
import select
import subprocess
import sys
import venv
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from benchmarks.pieces import FOLDER

PEERS: Final = Path(__file__).resolve().parent / "peers"
SECONDS_TO_INSTALL: Final = 600


class Unavailable(RuntimeError):
    """A peer cannot be used here; the text says why."""


def interpreter(name: str) -> Path:
    """The Python of a peer's environment, made anew when what it needs has changed. Raises `Unavailable`."""
    needs, home = PEERS / f"{name}.txt", FOLDER / "environments" / name
    python, made = home / "bin" / "python", home / ".made"
    if made.is_file() and made.read_text("utf-8") == needs.read_text("utf-8"):
        return python
    print(f"Making a throw-away environment for {needs.read_text('utf-8').strip()}", file=sys.stderr, flush=True)
    venv.create(home, clear=True, with_pip=True)
    command: list[str | Path] = [python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", "-r", needs]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS_TO_INSTALL)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"it could not be installed within {SECONDS_TO_INSTALL} seconds") from None
    if ran.returncode:
        raise Unavailable(f"it could not be installed: {ran.stderr.strip()[-200:]}")
    made.write_text(needs.read_text("utf-8"), "utf-8")
    return python


class Peer:
    """A running peer: one JSON document a line in, one a line out."""

    def __init__(self, name: str) -> None:
        """Raises `Unavailable`."""
        self.name = name
        command: list[str | Path] = [interpreter(name), "-P", "-W", "ignore", PEERS / f"{name}.py"]
        with (FOLDER / f"{name}.log").open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)

    def ask(self, within: float | None = None, **question: object) -> dict[str, Any]:
        """The answer. Raises `Unavailable` when the process has ended, or has not answered within so many seconds."""
        if self._process.stdin is None or self._process.stdout is None:
            raise Unavailable("its process cannot be talked to")
        try:
            print(json.dumps(question), file=self._process.stdin, flush=True)
        except BrokenPipeError:
            raise Unavailable("its process has ended") from None
        if not select.select([self._process.stdout], [], [], within)[0]:
            self._process.kill()
            raise Unavailable(f"no answer within {within:.0f} seconds")
        line = self._process.stdout.readline()
        if not line:
            raise Unavailable(f"its process ended with exit code {self._process.wait()}; {FOLDER.name}/{self.name}.log says why")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process; one that does not end by itself is killed."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
