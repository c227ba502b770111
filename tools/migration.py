"""Write the next migration from what the models say beyond the migrations (`make migration M="add the ..."`)."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from matchmaker.db import alembic_config, upgrade

VERSIONS = Path(__file__).resolve().parent.parent / "migrations" / "versions"


def main(message: str) -> None:
    """Compare the models with a database that has every migration; the file is numbered, so that a listing is the history."""
    number = 1 + max((int(path.name[:4]) for path in VERSIONS.glob("[0-9]*.py")), default=0)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/matchmaker.db"
        upgrade(url)
        config = alembic_config(url)
        config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main(sys.argv[1])
