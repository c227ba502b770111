"""What templates may not hold: style and script inline, which no page of ours would follow, and which no component shares."""

import re
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, ROOT

INLINE = re.compile(r"""<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|\shx-on""", re.IGNORECASE)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
CSS = PACKAGE / "static" / "css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(", re.IGNORECASE)


def of_root(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=of_root)
def test_template_holds_no_style_and_no_script(path: Path) -> None:
    assert INLINE.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="x">',
        "<b onclick='x()'>",
        "<script>x()</script>",
        "<style>p {}</style>",
        '<a href="javascript:x">',
        '<p hx-on:click="x">',
    ],
)
def test_what_is_inline_is_found(markup: str) -> None:
    assert INLINE.search(markup)


@pytest.mark.parametrize(
    "markup", ['<script src="x.js" defer></script>', '<link rel="stylesheet" href="x">', '<p class="on style">']
)
def test_what_is_not_inline_is_not_found(markup: str) -> None:
    assert INLINE.search(markup) is None


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=of_root)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    values = " ".join(re.findall(r":([^;{}]+);", rules))
    assert path.name == "tokens.css" or COLOUR.findall(values) == []


@pytest.mark.parametrize("name", ["base.css", "components.css"])
def test_spacing_and_sizes_of_text_stand_in_the_tokens_only(name: str) -> None:
    rules = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text("utf-8"), flags=re.DOTALL)
    spacing = r"(?<![\w-])(?:margin|padding|gap|row-gap|column-gap|font-size)(?:-\w+)?:[^;{}]*?[\d.]rem\b[^;{}]*"
    assert re.findall(spacing, rules) == []


def test_every_token_is_used_and_every_one_used_is_there() -> None:
    styles = "\n".join(path.read_text("utf-8") for path in CSS.glob("*.css"))
    said = set(re.findall(r"(?<![\w-])(--(?!pico)[a-z0-9-]+)\s*:", styles))
    used = set(re.findall(r"var\((--(?!pico)[a-z0-9-]+)\)", styles + "".join(path.read_text("utf-8") for path in TEMPLATES)))
    assert used - said == set()
    assert said - used == set()
