"""How the files themselves must be: small, named for what they hold, without traces of a machine."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT, committed, modules

LIMIT = 300
AS_LONG_AS_IT_IS = PACKAGE / "models.py"
"""Columns only: it grows with what is stored."""
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "handlers", "base", "misc"}
REGISTRIES = [".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))]
TRACES = re.compile(
    r"(?<![\w.$<>-])/(?:work|tmp|root)/\w" + "|" + "|".join(re.escape(host) for host in (*REGISTRIES, "--index" + "-url")),
    re.IGNORECASE,
)


def of_package(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("module", modules(), ids=of_package)
def test_module_is_small_and_says_what_it_is(module: Path) -> None:
    source = module.read_text("utf-8")
    assert module == AS_LONG_AS_IT_IS or len(source.splitlines()) <= LIMIT
    first_paragraph = (ast.get_docstring(ast.parse(source)) or "").partition("\n\n")[0]
    assert re.search(r"[.!?]\Z", first_paragraph), "the module needs a docstring whose first paragraph is a sentence"
    assert not {module.stem, module.parent.name} & VAGUE


def test_committed_files_hold_no_trace_of_a_machine() -> None:
    found = []
    for path in committed():
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{of_package(path)}: {match.group()}" for match in TRACES.finditer(text) if path != Path(__file__).resolve()]
    assert not found


def test_lock_files_agree_and_name_no_address() -> None:
    def pins(name: str) -> set[str]:
        return {line.split(" \\")[0].strip() for line in (ROOT / name).read_text().splitlines() if re.match(r"[a-z0-9]", line)}

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "://" not in (ROOT / name).read_text()


def test_ci_runs_what_people_run() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make lint", "make test"]
