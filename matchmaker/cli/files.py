"""A population and its history read from files in the interchange format; what is left out is told on stderr."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click

from matchmaker.inputs.interchange import Remark, Sheet, read_organisations, read_participations
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.language import SOURCE, render
from matchmaker.matching import History, Population

T = TypeVar("T")

SHOWN = 20
"""Notes of one file that are printed; the others are counted."""


def population_of(files: Sequence[Path]) -> Population:
    """Everybody in the files. Raises `Invalid` for a bad line, or an id that stands in two files."""
    organisations: list[Organisation] = []
    for file in files:
        organisations += _read(read_organisations(file))
    return Population(organisations)


def history_of(files: Sequence[Path], population: Population) -> History:
    """Who did which projects. Raises `Invalid` for a bad line; rows about organisations nobody knows are left out."""
    participations: list[Participation] = []
    for file in files:
        sheet = read_participations(file)
        rows = _read(sheet)
        strange = [line for row, line in zip(rows, sheet.lines, strict=True) if row.organisation_id not in population.index]
        if strange:
            click.echo(
                f"{file}: {len(strange)} rows name organisations that are not in the population and are left out "
                f"(first: line {strange[0]})",
                err=True,
            )
        participations += [
            replace(row, organisation_id=population.organisations[population.index[row.organisation_id]].id)
            for row in rows
            if row.organisation_id in population.index
        ]
    return History(participations)


def _read(sheet: Sheet[T]) -> tuple[T, ...]:
    _tell(sheet.source, sheet.notes)
    return sheet.insist()


def _tell(source: str, notes: Iterable[Remark]) -> None:
    listed = list(notes)
    for remark in listed[:SHOWN]:
        click.echo(f"{source}, {render(remark, SOURCE)}", err=True)
    if len(listed) > SHOWN:
        click.echo(f"{source}: and {len(listed) - SHOWN} more notes", err=True)
