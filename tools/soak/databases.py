"""New databases of each kind for a soak, one after the other; everything is gone afterwards."""

import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from matchmaker.db import upgrade
from tests import postgres


@contextmanager
def made(kinds: Sequence[str]) -> Iterator[Iterator[tuple[str, str, Path]]]:
    """The kind and the URL of each, with all tables and no rows, and a folder for what belongs to it."""
    root = Path(tempfile.mkdtemp(prefix="soak-"))
    programs = postgres.programs() if "postgresql" in kinds else None
    if "postgresql" in kinds and programs is None:
        sys.exit("No PostgreSQL server was found: install the package postgresql.")
    server = postgres.Server(programs) if programs else None

    def one_by_one() -> Generator[tuple[str, str, Path], None, None]:
        for kind in kinds:
            folder = root / kind
            folder.mkdir()
            url = server.create("soak") if server and kind == "postgresql" else f"sqlite:///{folder / 'soak.db'}"
            upgrade(url)
            yield kind, url, folder

    try:
        with closing(one_by_one()) as found:
            yield found
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(root, ignore_errors=True)
