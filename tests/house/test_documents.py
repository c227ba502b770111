"""What documents, comments and docstrings point to is there."""

import re
from functools import cache
from pathlib import Path

from tests.house.tree import ROOT, committed

VENDORED = "static/vendor"
CODE = (".py", ".toml", ".html", ".cfg", ".sh")
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w.*/-]*[\w*-]\.(?:cfg|csv|html|json|md|po|py|sh|toml)")
TOLD = re.compile(r"[\w/.-]*\w\.md\b")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


files = cache(committed)


def texts(*endings: str) -> list[Path]:
    """Our files of these kinds."""
    return [path for path in files() if path.suffix in endings and VENDORED not in path.as_posix()]


def of_checkout(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(path: Path) -> set[str]:
    """What can follow `#` in a link to a document."""
    headings = HEADING.findall(FENCED.sub("", path.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_there(name: str, beside: Path) -> bool:
    """Whether there is such a file: from the checkout or the document on, or anywhere by the end of its path."""
    if any((folder / name).exists() for folder in (ROOT, beside)):
        return True
    return any(path.match(name) for path in files())


def found(pattern: re.Pattern[str], *endings: str) -> list[tuple[Path, str]]:
    """Every match in our files of these kinds, but for what stands in a fenced block."""
    return [(path, match) for path in texts(*endings) for match in pattern.findall(FENCED.sub("", path.read_text("utf-8")))]


def leads_somewhere(link: str, document: Path) -> bool:
    path, _, anchor = link.partition("#")
    file = document.parent / path if path else document
    return file.exists() and (not anchor or anchor in anchors(file))


def test_links_lead_somewhere() -> None:
    links = [(path, link) for path, link in found(LINK, ".md") if "://" not in link]
    assert len(links) > 20
    assert [f"{of_checkout(path)}: {link}" for path, link in links if not leads_somewhere(link, path)] == []


def test_files_in_backticks_exist() -> None:
    named = [(path, name) for path, name in found(QUOTED, ".md") if FILE.fullmatch(name)]
    assert len(named) > 50
    assert [f"{of_checkout(path)}: {name}" for path, name in named if not is_there(name, path.parent)] == []


def test_code_points_to_documents_that_exist() -> None:
    told = found(TOLD, *CODE)
    assert len(told) > 10
    assert [f"{of_checkout(path)}: {name}" for path, name in told if not is_there(name, path.parent)] == []


def test_no_folder_beside_the_checkout_is_named_but_as_a_default() -> None:
    beside = "../" + "shared"
    naming = [path for path in texts(".md", "", *CODE) if beside in path.read_text("utf-8")]
    assert [of_checkout(path) for path in naming] == ["Makefile"]
    assert (ROOT / "Makefile").read_text("utf-8").count(beside) == 1
