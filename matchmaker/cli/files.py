"""A population and its history read from files in the interchange format, with notes on what was left out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from matchmaker.cli.answers import print_line
from matchmaker.inputs.interchange import Sheet, read_organisations, read_participations
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.language import SOURCE, render
from matchmaker.matching import History, Population

T = TypeVar("T")

SHOWN = 20
"""Notes of one file that are printed; the others are counted."""


def population_of(files: Sequence[Path], notes: list[str]) -> Population:
    """Everybody in the files. Raises `Invalid` for a bad line, or an id that stands in two files."""
    organisations: list[Organisation] = []
    for file in files:
        organisations += _read(read_organisations(file), notes)
    return Population(organisations)


def history_of(files: Sequence[Path], population: Population, notes: list[str]) -> History:
    """Who did which projects. Raises `Invalid` for a bad line; rows about organisations nobody knows are left out."""
    participations: list[Participation] = []
    for file in files:
        sheet = read_participations(file)
        rows = _read(sheet, notes)
        strange = [line for row, line in zip(rows, sheet.lines, strict=True) if row.organisation_id not in population.index]
        if strange:
            notes.append(
                f"{file}: {len(strange)} rows name organisations that are not in the population and are left out "
                f"(first: line {strange[0]})"
            )
        participations += [
            replace(row, organisation_id=population.id_of(population.index[row.organisation_id]))
            for row in rows
            if row.organisation_id in population.index
        ]
    return History(participations)


def tell(notes: Iterable[str]) -> None:
    """Print the notes on stderr: once there is an answer, so that input that is refused gets its one line alone."""
    for note in notes:
        print_line(note, err=True)


def _read(sheet: Sheet[T], notes: list[str]) -> tuple[T, ...]:
    """The rows; what is noted about them is added to `notes`."""
    notes += [f"{sheet.source}, {render(remark, SOURCE)}" for remark in sheet.notes[:SHOWN]]
    if len(sheet.notes) > SHOWN:
        notes.append(f"{sheet.source}: and {len(sheet.notes) - SHOWN} more notes")
    return sheet.insist()
