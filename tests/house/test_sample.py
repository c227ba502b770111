"""The answer that the start page shows is the one that is computed today."""

import json

from matchmaker.demo.sample import FILE
from tools.sample import computed


def test_the_answer_on_the_start_page_is_the_one_that_is_computed() -> None:
    """After a change of rules, scores or sentences, `python -m tools.sample` writes it again."""
    assert json.loads(FILE.read_text("utf-8")) == json.loads(json.dumps(computed()))
