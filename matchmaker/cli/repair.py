"""`matchmaker repair`: what is missing in a consortium, and the smallest repairs with real organisations."""

from importlib import import_module
from pathlib import Path

import click

from matchmaker import config
from matchmaker.cli.answers import answer, leave, print_lines
from matchmaker.cli.check import consortium_in, today
from matchmaker.cli.files import history_of, population_of, tell
from matchmaker.cli.mending import in_words
from matchmaker.cli.suggest import request_in
from matchmaker.config import Settings
from matchmaker.eligibility.facts import Consortium
from matchmaker.errors import Invalid
from matchmaker.inputs.request import Request
from matchmaker.language import N_, say
from matchmaker.matching.mending.cases import case_with
from matchmaker.matching.mending.guests import received
from matchmaker.matching.mending.repair_documents import repair_json
from matchmaker.matching.mending.repairs import LIMIT, RepairAnswer
from matchmaker.matching.mending.repairs import repair as mend
from matchmaker.matching.question import Circumstances
from matchmaker.programme import guides
from matchmaker.programme.calls import Call
from matchmaker.programme.guides import Guide
from matchmaker.services.checks import consortium_under

files = click.Path(path_type=Path)


@click.command()
@click.argument("consortium", metavar="CONSORTIUM.json", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--call", "call_id", metavar="ID", help="Repair it for this call instead of the document's own.")
@click.option("--population", "populations", metavar="ORGS.csv", multiple=True, type=files, help="Take partners from this file.")
@click.option("--history", "histories", metavar="PARTICIPATIONS.csv", multiple=True, type=files, help="Past projects.")
@click.option("--known", is_flag=True, help="From the database: also those only known from public records, marked as such.")
@click.option("--request", "request", metavar="REQUEST.json", type=files, help="What you look for, as for suggest.")
@click.option("--limit", metavar="K", type=click.IntRange(1, 50), default=LIMIT, help=f"So many of each kind (default {LIMIT}).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def repair(
    consortium: Path,
    call_id: str | None,
    populations: tuple[Path, ...],
    histories: tuple[Path, ...],
    *,
    known: bool,
    request: Path | None,
    limit: int,
    as_json: bool,
) -> None:
    """Mend the consortium in CONSORTIUM.json (- reads standard input), if it does not meet a call's composition rules.

    Tells what is missing and every single step that mends it: add a partner, replace one, go on without one, let another
    member coordinate; where none does, the fewest steps. Without --population partners come from the database. Without
    --request nobody says who started, so that anybody may be replaced, and partners are compared by the project's priorities.
    """
    if histories and not populations:
        raise Invalid({"--history": "goes with --population; from the database its own history is used"})
    settings = config.read()
    guide = guides.load(settings.guide_dir)
    document = consortium_in(consortium)
    wanted = call_id or document.call
    if wanted is None:
        raise Invalid({f"{consortium}: call": say(N_("is missing"))})
    call = guide.call(wanted)
    facts = consortium_under(document, call)
    asked = None if request is None else _asked(request, guide, call)
    notes: list[str] = []
    if populations:
        whole, population = received(facts, population_of(populations, notes))
        history = history_of(histories, population, notes)
        given = Circumstances(population, history, call, today(settings.now))
        found = mend(case_with(asked, whole, call), given, limit=limit)
    else:
        found = _from_database(settings, facts, call, asked, known=known, limit=limit)
    tell(notes)
    yes = found.status in ("ok", "repairable")
    if as_json:
        answer(repair_json(found), yes=yes)
    print_lines(*in_words(found))
    leave(yes=yes)


def _asked(path: Path, guide: Guide, call: Call) -> Request:
    """The request in the file, which must be about the same call. Raises `Invalid` that names the file with each mistake."""
    asked = request_in(path, guide.call)
    if asked.call != call.id:
        raise Invalid({f"{path}: call": say(N_("is not %(call)s, the call of the consortium"), call=call.id)})
    return asked


def _from_database(
    settings: Settings, consortium: Consortium, call: Call, asked: Request | None, *, known: bool, limit: int
) -> RepairAnswer:
    """With those that joined and can take part in one more consortium of the call; with `known` also from public records."""
    storage, repairs = import_module("matchmaker.cli.storage"), import_module("matchmaker.services.repairs")
    with storage.reading(settings) as session:
        answered: RepairAnswer = repairs.answer(session, consortium, call, asked, known=known, limit=limit)
        return answered
