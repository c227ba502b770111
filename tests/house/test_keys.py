"""What is pressed answers the keys that people expect of it."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_link_is_no_button_and_a_choice_is_not_sent_by_moving_through_it(template: Path) -> None:
    """A link looks like a button by `class="button"`: told to be one it would have to answer Space. Arrows change a select."""
    source = template.read_text("utf-8")
    assert not re.search(r'<a\b[^>]*role="button"', source)
    for trigger in re.findall(r'hx-trigger="([^"]*)"', source):
        assert not re.search(r"(^|, *)change\b", trigger), trigger
    assert not re.search(r"<(?:select|input)[^>]*\bhx-(?:get|post)=(?![^>]*hx-trigger)", source)
