"""Fetch the front-end files that we ship (`python -m tools.vendor`): from their npm packages, unchanged, with their licences."""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parent.parent / "matchmaker" / "static" / "vendor"


@dataclass(frozen=True)
class Asset:
    """An npm package, its exact version and the files of it that we serve; the first is its licence."""

    name: str
    package: str
    version: str
    licence: str
    files: tuple[str, ...]


ASSETS = (
    Asset("pico", "@picocss/pico", "2.1.1", "MIT", ("LICENSE.md", "css/pico.min.css")),
    Asset("htmx", "htmx.org", "2.0.11", "0BSD", ("LICENSE", "dist/htmx.min.js")),
)


def fetch(asset: Asset) -> dict[str, object]:
    """Copy the asset's files into VENDOR/<name>/<version>/ and return its entry of vendor.json."""
    home = VENDOR / asset.name / asset.version
    shutil.rmtree(home.parent, ignore_errors=True)
    home.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{asset.package}@{asset.version}"
        subprocess.run(["npm", "pack", "--silent", "--ignore-scripts", wanted], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            for file in asset.files:
                package.extract(f"package/{file}", folder, filter="data")
                shutil.copy(Path(folder) / "package" / file, home)
    return {
        "name": asset.name,
        "package": asset.package,
        "version": asset.version,
        "licence": asset.licence,
        "sha256": {
            path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(home.iterdir())
        },
    }


if __name__ == "__main__":
    entries = [fetch(asset) for asset in ASSETS]
    (VENDOR / "vendor.json").write_text(json.dumps(entries, indent=2) + "\n")
