"""`matchmaker evaluate`: partners of real consortia are hidden, and every ranker is asked for them back."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from matchmaker.cli.answers import answer, leave, print_line, print_lines
from matchmaker.cli.evaluations import in_words
from matchmaker.cli.files import tell
from matchmaker.errors import Invalid
from matchmaker.evaluation import Dataset, Settings
from matchmaker.evaluation import evaluate as evaluate_dataset
from matchmaker.evaluation.documents import evaluation_json
from matchmaker.inputs.interchange import Sheet, read_organisations, read_participations, read_projects

T = TypeVar("T")

ENDINGS = (".csv", ".csv.gz", ".xlsx")
STEPS = 10
"""How often progress is told in each trial."""
TRIALS = ("split", "leave-one-out")


@click.command()
@click.argument("dataset", metavar="DATASET_DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--seed", metavar="N", type=click.IntRange(0), default=1, show_default=True, help="For everything that is drawn.")
@click.option("--split", metavar="YEAR", type=click.IntRange(1900, 2099), help="Projects before YEAR are the past of the split.")
@click.option("--only", type=click.Choice(TRIALS), help="One of the two trials.")
@click.option("--sample", metavar="N", type=click.IntRange(1), help="Ask about N projects in each trial, drawn by the seed.")
@click.option("--resamples", metavar="N", type=click.IntRange(1, 10_000), default=1000, show_default=True, help="For intervals.")
@click.option("--score", is_flag=True, help="Rank by the published score too, with past projects counted in several ways.")
def evaluate(
    dataset: Path,
    *,
    as_json: bool,
    seed: int,
    split: int | None,
    only: str | None,
    sample: int | None,
    resamples: int,
    score: bool,
) -> None:
    """Hide each partner of real consortia in turn and ask for it back.

    DATASET_DIR holds organisations, projects and participations in the interchange format (CSV or .csv.gz). What cannot be read
    or names nobody is left out with a note.
    """
    notes: list[str] = []
    found = Dataset.of(
        _rows(dataset, "organisations", read_organisations, notes),
        _rows(dataset, "projects", read_projects, notes),
        _rows(dataset, "participations", read_participations, notes),
    )
    if found.strange:
        notes.append(f"{dataset}: {found.strange} participations name an organisation or a project that is not there: left out")
    if found.associated:
        notes.append(f"{dataset}: {found.associated} participations in an associated role: left out")
    settings = Settings(
        split=split, trials=(only,) if only else TRIALS, sample=sample, score=score, resamples=resamples, seed=seed
    )
    evaluation = evaluate_dataset(found, settings, _progress)
    tell(notes)
    if as_json:
        answer(evaluation_json(evaluation), yes=bool(evaluation.results))
    print_lines(*in_words(evaluation))
    if not evaluation.results:
        print_lines("\nNo project has two members that the rest is known of: nothing could be asked.")
    leave(yes=bool(evaluation.results))


def _rows(folder: Path, name: str, read: Callable[[Path], Sheet[T]], notes: list[str]) -> tuple[T, ...]:
    """The rows of one file of the folder, without those that cannot be read. Raises `Invalid` when there is no such file."""
    if not folder.is_dir():
        raise Invalid({str(folder): "is no folder"})
    files = [file for ending in ENDINGS if (file := folder / f"{name}{ending}").is_file()]
    if not files:
        raise Invalid({str(folder): f"has no {name}.csv or {name}.csv.gz"})
    sheet = read(files[0])
    rows = sheet.without_problems()
    if sheet.problems:
        lines = sorted({problem.line for problem in sheet.problems})
        notes.append(f"{files[0]}: {len(lines)} rows cannot be read and are left out (first: {sheet.problems[0]})")
    return rows


def _progress(trial: str, done: int, of: int) -> None:
    """Tell on stderr how far it is."""
    if done and (done == of or done * STEPS // of > (done - 1) * STEPS // of):
        print_line(f"{trial}: {done:,} of {of:,} projects", err=True)
