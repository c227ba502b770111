"""Where the bytes of files lie, outside of the database and of all that is served: a folder, random names, no others."""

import os
import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final, Literal

from matchmaker import private

_NAME: Final = re.compile(r"[0-9a-f]{32}")
_UNFINISHED: Final = ".new"
SECONDS: Final = 60
"""So long a scanner may take for one file."""
Scan = Literal["clean", "found", "failed"]


@dataclass(frozen=True, slots=True)
class Store:
    """The folder, and the command that looks for viruses; empty: there is none."""

    folder: Path
    command: str = ""

    def put(self, content: bytes) -> str:
        """Write a new file, for good once this returns; its name."""
        name = token_hex(16)
        unfinished = self.folder / f"{name}{_UNFINISHED}"
        private.make_folder(self.folder)
        try:
            private.write(unfinished, content)
            unfinished.rename(self.folder / name)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        return name

    def get(self, name: str) -> bytes:
        """The bytes of a file. Raises `FileNotFoundError`, also for what is no name of ours."""
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return (self.folder / name).read_bytes()

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        if _NAME.fullmatch(name):
            (self.folder / name).unlink(missing_ok=True)

    def names(self) -> set[str]:
        """What files there are."""
        return {one.name for one, _ in self._all() if _NAME.fullmatch(one.name)}

    def sweep(self, kept: set[str], older_than: float) -> None:
        """Take away every file of ours that is none of these and is older than so many seconds, unfinished ones too."""
        until = time.time() - older_than
        for one, at in self._all():
            if one.name not in kept and at < until and _NAME.fullmatch(one.name.removesuffix(_UNFINISHED)):
                one.unlink(missing_ok=True)

    def scan(self, content: bytes) -> Scan:
        """What the command says of a file that it gets on its standard input: 0 is clean, 1 is found, all else has failed."""
        if not self.command:
            return "clean"
        with suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run(  # noqa: S603  # the operator's own command, no shell
                shlex.split(self.command),
                input=content,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                check=False,
            )
            if done.returncode in (0, 1):
                return "found" if done.returncode else "clean"
        return "failed"

    def _all(self) -> Iterator[tuple[Path, float]]:
        """What lies in the folder, and when it was written."""
        if not self.folder.is_dir():
            return
        with os.scandir(self.folder) as found:
            for one in found:
                with suppress(FileNotFoundError):
                    yield Path(one.path), one.stat(follow_symlinks=False).st_mtime
