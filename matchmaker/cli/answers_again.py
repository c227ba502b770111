"""An answer of `suggest --json` that somebody hands to `matchmaker verify`: computed again from what it carries."""

from pathlib import Path

from matchmaker import config
from matchmaker.cli.answers import leave, print_line, say_each
from matchmaker.cli.files import history_of, population_of, tell
from matchmaker.errors import Invalid
from matchmaker.matching import verification
from matchmaker.programme import guides


def verify_answer(file: Path, document: object, populations: tuple[Path, ...], histories: tuple[Path, ...]) -> None:
    """An answer of `suggest --json`."""
    guide = guides.load(config.read().guide_dir)
    notes: list[str] = []
    population = population_of(populations, notes) if populations else None
    history = history_of(histories, population, notes) if population is not None and histories else None
    try:
        found = verification.verify(document, guide.call, population, history)
    except Invalid as error:
        raise Invalid({f"{file}: {key}" if key else str(file): message for key, message in error.problems.items()}) from None
    tell(notes)
    if found.refused:
        print_line("It does not hold:")
        say_each(found.refused, "- ")
    else:
        print_line("It holds: rules, wishes and score come out the same from the facts and counts in it. This is no signature.")
    if found.outdated:
        print_line("Outdated since:")
        say_each(found.outdated, "- ")
    leave(yes=found.holds)
