"""What says no to people says what to do instead."""

import ast
from pathlib import Path

import pytest

from matchmaker import workflow
from matchmaker.errors import Over, Refused
from tests.house.tree import PACKAGE, modules

SAID_TO_PEOPLE = ("services", "web", "workflow.py", "permissions.py")


def refusals(path: Path) -> list[ast.Call]:
    """Where a refusal is made."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return [one for one in calls if isinstance(one.func, ast.Name) and one.func.id in ("Refused", "Over")]


def test_every_refusal_says_what_to_do_instead() -> None:
    made = [
        (path, one)
        for path in modules()
        if path.is_relative_to(PACKAGE) and path.relative_to(PACKAGE).parts[0] in SAID_TO_PEOPLE
        for one in refusals(path)
    ]
    assert len(made) > 20
    assert [f"{path.relative_to(PACKAGE)}:{one.lineno}" for path, one in made if len(one.args) < 2] == []


@pytest.mark.parametrize(
    ("moves", "states"),
    [
        (workflow.CONSORTIUM, workflow.CONSORTIUM_STATES),
        (workflow.INVITATION, workflow.INVITATION_STATES),
        (workflow.HANDOVER, workflow.HANDOVER_STATES),
        (workflow.COLLEAGUE, workflow.COLLEAGUE_STATES),
    ],
)
def test_so_does_every_state(moves: workflow.Moves, states: tuple[str, ...]) -> None:
    """A state that leads nowhere says that it is over."""
    for state in states:
        with pytest.raises(Refused) as refused:
            workflow.move(moves, state, "dance")
        assert refused.value.instead
        assert isinstance(refused.value, Over) == (not any(before == state for before, _ in moves))
