"""What we ship of others is unchanged, complete and named with its licence."""

import hashlib
import importlib.metadata
import json
import re

from tests.house.tree import PACKAGE, ROOT

VENDOR = PACKAGE / "static" / "vendor"
NOTICES = (ROOT / "THIRD-PARTY-NOTICES.md").read_text("utf-8")


def licences() -> dict[str, str]:
    """Package -> licence, as the last table of the notices says."""
    table = NOTICES.partition("## Installed with it")[2].partition("|---|---|\n")[2]
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| ([^|]+) \|$", table, re.MULTILINE))


def test_vendored_files_are_those_fetched() -> None:
    listed = {
        file: digest for asset in json.loads((VENDOR / "vendor.json").read_text()) for file, digest in asset["sha256"].items()
    }
    present = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path != VENDOR / "vendor.json"
    }
    assert present == listed


def test_vendored_assets_carry_their_licence_and_are_named() -> None:
    for asset in json.loads((VENDOR / "vendor.json").read_text()):
        assert any("LICENSE" in file for file in asset["sha256"])
        assert f"| {asset['package']} | {asset['version']} | {asset['licence']} |" in NOTICES


def test_notices_name_every_package_that_is_installed_to_run() -> None:
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert set(licences()) == locked


def test_notices_say_the_licence_that_the_package_says() -> None:
    """Where a package states an SPDX expression; others state it in words only."""
    for name, licence in licences().items():
        try:
            stated = importlib.metadata.metadata(name).get("License-Expression")
        except importlib.metadata.PackageNotFoundError:  # only for another platform or Python
            continue
        assert stated in (None, licence), name
