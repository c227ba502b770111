"""docs/states.md draws the moves as they are, and tells of every state, move and permission by its name."""

import re
from functools import cache

import pytest

from matchmaker import workflow
from matchmaker.permissions import TABLE
from matchmaker.web.operator import JOBS
from tests.house.tree import ROOT

THINGS = {
    "A consortium": (workflow.CONSORTIUM, "draft"),
    "An invitation": (workflow.INVITATION, "sent"),
    "A hand-over": (workflow.HANDOVER, "offered"),
    "An invitation to a colleague": (workflow.COLLEAGUE, "sent"),
}


@cache
def chapters() -> dict[str, str]:
    """By heading what stands below it."""
    parts = re.split(r"^## (.+)$", (ROOT / "docs/states.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows(text: str, first: str) -> list[list[str]]:
    """The cells of the table whose first column is called that, without its head."""
    table = re.search(rf"^\| {first} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table, first
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table[1].replace("| |", "|  |").splitlines()]


def quoted(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


@pytest.mark.parametrize("thing", THINGS)
def test_drawing_shows_the_moves_and_no_others(thing: str) -> None:
    moves, start = THINGS[thing]
    drawn = re.findall(r"^    (\S+) --> (\S+?)(?:: (\w+))?$", chapters()[thing], re.MULTILINE)
    ends = {state for state in moves.values() if not any(before == state for before, _ in moves)}
    expected = {(before, after, verb) for (before, verb), after in moves.items()}
    assert set(drawn) == expected | {("[*]", start, "")} | {(end, "[*]", "") for end in ends}
    assert len(drawn) == len(set(drawn))


@pytest.mark.parametrize("thing", THINGS)
def test_table_tells_of_every_state_what_leads_out(thing: str) -> None:
    moves, _ = THINGS[thing]
    told = {cells[0].strip("`"): quoted(cells[3]) for cells in rows(chapters()[thing], "state")}
    states = {state for state, _ in moves} | set(moves.values())
    assert told == {state: {verb for before, verb in moves if before == state} for state in states}


@pytest.mark.parametrize("thing", THINGS)
def test_table_tells_of_every_move_what_it_needs(thing: str) -> None:
    moves, _ = THINGS[thing]
    told = {cells[0].strip("`"): quoted(cells[1]) for cells in rows(chapters()[thing], "move")}
    assert set(told) == {verb for _, verb in moves}
    assert {one for needed in told.values() for one in needed} <= set(TABLE)


def test_permissions_and_jobs_that_are_named_exist() -> None:
    everything = re.sub(r"```.*?```", "", "\n".join(chapters().values()), flags=re.DOTALL)
    named = {one for one in quoted(everything) if "." in one and "/" not in one}
    assert named
    assert named <= set(TABLE)
    jobs = [job for text in re.findall(r"jobs? ((?:`[^`]+`(?:, | and )?)+)", everything) for job in quoted(text)]
    assert len(jobs) > 10
    assert set(jobs) <= set(JOBS)
