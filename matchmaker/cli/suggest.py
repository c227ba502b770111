"""`matchmaker suggest`: whole consortia for a request, from files or from the database."""

import math
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click

from matchmaker import config
from matchmaker.cli.answers import answer, leave, print_lines, read_document
from matchmaker.cli.check import today
from matchmaker.cli.files import history_of, population_of, tell
from matchmaker.cli.onlooker import Onlooker
from matchmaker.cli.proposals import in_words
from matchmaker.config import Settings
from matchmaker.errors import Invalid
from matchmaker.inputs import request as requests
from matchmaker.inputs.request import Request
from matchmaker.language import N_, say
from matchmaker.matching import Answer, third_countries
from matchmaker.matching import suggest as suggest_consortia
from matchmaker.matching.documents import answer_json
from matchmaker.programme import guides, plain, wording
from matchmaker.programme.calls import Call

LONGEST = 86_400.0
"""Seconds a search may be given."""
files = click.Path(path_type=Path)


def _seconds(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    if value is not None and (math.isnan(value) or not 0 < value <= LONGEST):
        raise Invalid({"--time-limit": say(N_("expected seconds, more than 0 and at most %(most)s"), most=f"{LONGEST:.0f}")})
    return value


@click.command()
@click.argument("request", metavar="REQUEST.json", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--population", "populations", metavar="ORGS.csv", multiple=True, type=files, help="Suggest from this file.")
@click.option("--history", "histories", metavar="PARTICIPATIONS.csv", multiple=True, type=files, help="Past projects.")
@click.option("--known", is_flag=True, help="From the database: also those only known from public records, marked as such.")
@click.option("--limit", metavar="K", type=click.IntRange(1, 50), help="So many alternatives at most.")
@click.option("--time-limit", metavar="S", type=float, callback=_seconds, help="Seconds after which to stop (default 10).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def suggest(
    request: Path,
    populations: tuple[Path, ...],
    histories: tuple[Path, ...],
    *,
    known: bool,
    limit: int | None,
    time_limit: float | None,
    as_json: bool,
) -> None:
    """Suggest whole consortia for the request in REQUEST.json (- reads standard input).

    Without --population they come from the database.
    """
    if histories and not populations:
        raise Invalid({"--history": "goes with --population; from the database its own history is used"})
    settings = config.read()
    guide = guides.load(settings.guide_dir)
    asked = request_in(request, guide.call)
    call, notes = guide.call(asked.call), list[str]()
    if populations:
        population = population_of(populations, notes)
        history, day = history_of(histories, population, notes), today(settings.now)
        with Onlooker(sys.stderr) as watch:
            found = suggest_consortia(asked, population, history, call, day, time_limit=time_limit, limit=limit, watch=watch)
    else:
        found = _from_database(settings, asked, known=known, time_limit=time_limit, limit=limit)
    only_checked = [] if found.status == "infeasible" else [str(wording.not_searched(one)) for one in _not_searched(asked, call)]
    tell([*notes, *only_checked, *(f"{one} (“third_countries”: true)" for one in third_countries.offers(found.request, call))])
    if as_json:
        answer(answer_json(found), yes=found.status == "ok")
    print_lines(*in_words(found, call))
    leave(yes=found.status == "ok")


def _not_searched(asked: Request, call: Call) -> list[Call]:
    """The kinds of project for which nobody is suggested, of those that are asked for."""
    return [one for one in plain.asked(call, asked.project.variant) if not one.is_searched]


def request_in(path: Path, call_of: Callable[[str], Call]) -> Request:
    """The request in the file. Raises `Invalid` that names the file with each mistake."""
    raw = read_document(path)
    try:
        return requests.parse(raw, call_of)
    except Invalid as error:
        raise Invalid({f"{path}: {key}" if key else str(path): message for key, message in error.problems.items()}) from None


def _from_database(settings: Settings, asked: Request, *, known: bool, time_limit: float | None, limit: int | None) -> Answer:
    """From those that joined and can take part in one more consortium of the call; with `known` also from public records."""
    storage, suggestions = import_module("matchmaker.cli.storage"), import_module("matchmaker.services.suggestions")
    with storage.reading(settings) as session, Onlooker(sys.stderr) as watch:
        answered: Answer = suggestions.answer(session, asked, known=known, time_limit=time_limit, limit=limit, watch=watch)
        return answered
