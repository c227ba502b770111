"""Files that somebody names: opened only if they are files, and read only as far as a limit."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import BinaryIO

from matchmaker.errors import Invalid
from matchmaker.language import N_, say

MB = 1_000_000


@contextmanager
def opened(path: Path, most: int, where: str = "") -> Iterator[BinaryIO]:
    """The file at `path`, if it has at most `most` bytes.

    Raises `Invalid` keyed by `where` (default: the path) when it cannot be read, before anything of it is: a device may never
    end, and a pipe may never begin.
    """
    where = where or str(path)
    try:
        number = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except ValueError:
        raise Invalid({where: say(N_("a file name cannot hold a NUL character"))}) from None
    except OSError as error:
        raise _unreadable(where, error) from None
    try:
        found = os.fstat(number)
        if S_ISDIR(found.st_mode):
            raise _unreadable(where, OSError(errno.EISDIR, os.strerror(errno.EISDIR)))
        if not S_ISREG(found.st_mode):
            raise Invalid({where: say(N_("is a device or a pipe: expected a file"))})
        if found.st_size > most:
            raise too_large(where, most)
        source = os.fdopen(number, "rb", closefd=False)
        yield source
        source.close()
    finally:
        os.close(number)


def read(path: Path, most: int, where: str = "") -> bytes:
    """All of a file. Raises `Invalid` as `opened` does."""
    where = where or str(path)
    with opened(path, most, where) as source:
        try:
            content = source.read(most + 1) or b""
        except OSError as error:
            raise _unreadable(where, error) from None
    if len(content) > most:
        raise too_large(where, most)
    return content


def too_large(where: str, most: int) -> Invalid:
    """What is wrong with more than `most` bytes."""
    return Invalid({where: say(N_("is too large: at most %(n)s MB"), n=most // MB)})


def _unreadable(where: str, error: OSError) -> Invalid:
    return Invalid({where: say(N_("cannot be read: %(reason)s"), reason=error.strerror or str(error))})
