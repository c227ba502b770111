"""`matchmaker import`: bring in organisations and the history of projects from files in the interchange format."""

from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

import click

from matchmaker.cli.answers import print_line
from matchmaker.cli.storage import writing
from matchmaker.inputs.interchange import Remark, Sheet, read_organisations, read_participations, read_projects
from matchmaker.language import SOURCE, Message, render
from matchmaker.services import imports, imports_history

T = TypeVar("T")
skip_invalid = click.option("--skip-invalid", is_flag=True, help="Import the good lines and list the others.")
table = click.Path(path_type=Path)


@click.group("import")
def import_() -> None:
    """Bring in files in the interchange format: CSV, gzipped CSV or .xlsx. All or nothing, unless --skip-invalid."""


@import_.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=table)
@click.option("--as-members", is_flag=True, help="They have joined (for tests and demos), not only known from public records.")
@skip_invalid
def organisations(files: tuple[Path, ...], as_members: bool, skip_invalid: bool) -> None:
    """Import organisations from each FILE. A second time nothing is added twice."""
    sheets = [_accepted(read_organisations(file), skip_invalid=skip_invalid) for file in files]
    with writing() as session:
        for sheet in sheets:
            report = imports.organisations(session, sheet, as_members=as_members)
            _print(sheet.source, report.remarks, report.sentences())


@import_.command()
@click.argument("projects", metavar="PROJECTS", type=table)
@click.argument("participations", metavar="PARTICIPATIONS", type=table)
@skip_invalid
def history(projects: Path, participations: Path, skip_invalid: bool) -> None:
    """Import past projects and who took part in them. A second time nothing is added twice."""
    past = _accepted(read_projects(projects), skip_invalid=skip_invalid)
    took_part = _accepted(read_participations(participations), skip_invalid=skip_invalid)
    with writing() as session:
        report = imports_history.projects(session, past, took_part)
        _print(past.source, past.notes, ())
        _print(took_part.source, (*took_part.notes, *report.left_out), report.sentences())


def _accepted(sheet: Sheet[T], *, skip_invalid: bool) -> Sheet[T]:
    """The sheet, if every line is good; else each bad line is printed, and the import refused unless they may be skipped."""
    _print(sheet.source, sheet.problems, ())
    sheet.without_problems() if skip_invalid else sheet.insist()
    return sheet


def _print(source: str, remarks: Iterable[Remark], sentences: Iterable[Message]) -> None:
    """Each remark with its file, then the outcome."""
    for remark in remarks:
        print_line(f"{source}, {render(remark, SOURCE)}")
    for sentence in sentences:
        print_line(f"{source}: {render(sentence, SOURCE)}")
