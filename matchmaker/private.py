"""Files and folders that their owner alone reads, whatever the umask is: what people wrote, and the secret."""

import os
from collections.abc import Iterable
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG, S_ISVTX

OTHERS = 0o077
"""The bits that let others in."""


def make_folder(path: Path) -> None:
    """The folder, made for its owner alone unless there is one. Folders above it are made as the umask says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.mkdir(0o700)
    except FileExistsError:
        if not path.is_dir():
            raise
    else:
        path.chmod(0o700)


def make_file(path: Path, content: bytes = b"") -> None:
    """A file for its owner alone, unless there is one."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return
    _fill(number, content)


def write(path: Path, content: bytes) -> None:
    """A file for its owner alone, with this content."""
    _fill(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), content)


def _fill(number: int, content: bytes) -> None:
    with os.fdopen(number, "wb") as out:
        os.fchmod(number, 0o600)  # a umask may take even what an owner needs
        out.write(content)


def narrow(paths: Iterable[Path]) -> list[Path]:
    """Take from others what they may do with those of the files and folders that are ours; those that stay open to them.

    A path that is not there, or is a link, is passed over. Ours is what belongs to whoever runs this and, of folders, one that
    is no place for many: not made for everybody to write into.
    """
    still = []
    for path in paths:
        try:
            found = path.lstat()
            if not S_IMODE(found.st_mode) & OTHERS or not (S_ISREG(found.st_mode) or S_ISDIR(found.st_mode)):
                continue
            if found.st_uid == os.geteuid() and not found.st_mode & S_ISVTX:
                path.chmod(S_IMODE(found.st_mode) & ~OTHERS)
            else:
                still.append(path)
        except FileNotFoundError:
            continue
        except OSError:  # a read-only disk keeps what it has
            still.append(path)
    return still
