"""Where the files that travel with the package lie: in a checkout beside it, in a wheel inside it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `name` (`templates`, `migrations`, ...): inside the package if it is there, else beside it."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
