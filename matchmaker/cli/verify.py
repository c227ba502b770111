"""`matchmaker verify`: is a document as it was made, right by its own facts, and still up to date?"""

from importlib import import_module
from pathlib import Path

import click

from matchmaker import config
from matchmaker.cli.answers import document_in, leave, print_line, read_bytes, say_each
from matchmaker.cli.packs import BEGINS, looks_like_one, verify_pack
from matchmaker.documents import snapshot
from matchmaker.documents.snapshot import Verification
from matchmaker.errors import Invalid, Refused
from matchmaker.language import SOURCE, render

files = click.Path(path_type=Path)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--population", "populations", metavar="ORGS.csv", multiple=True, type=files, help="Tell what has changed since.")
@click.option("--history", "histories", metavar="PARTICIPATIONS.csv", multiple=True, type=files, help="The same for projects.")
def verify(file: Path, populations: tuple[Path, ...], histories: tuple[Path, ...]) -> None:
    """Check FILE again: an answer of `suggest --json`, a finalised consortium, or a pack.

    An answer is computed again from the facts and counts it carries. A finalised consortium is compared byte by byte with its
    own hashes, and with the database if there is one; a pack file by file.
    """
    if histories and not populations:
        raise Invalid({"--history": "goes with --population"})
    if looks_like_one(file):
        verify_pack(file)
    raw = read_bytes(file)
    if raw.startswith(BEGINS):
        verify_pack(file, raw)
    if snapshot.looks_like_one(raw):
        found = snapshot.verify(raw)
        say_each(found.sentences)
        leave(yes=found.unchanged and _is_what_was_stored(found))
    import_module("matchmaker.cli.answers_again").verify_answer(file, document_in(raw, file), populations, histories)


def _is_what_was_stored(found: Verification) -> bool:
    """Compare with the database, if there is one: False when it has another document under the same number."""
    settings = config.read()
    storage = import_module("matchmaker.cli.storage")
    if not storage.exists(settings):
        return True
    kept = import_module("matchmaker.services.kept")
    try:
        with storage.reading(settings) as session:
            stored: str | None = kept.find_hash(session, found.consortium, found.number)
    except Refused as refused:
        print_line(f"Not compared with the database: {render(refused.message, SOURCE)}", err=True)
        return True
    if stored is None:
        print_line("The database of this service has no finalised consortium of this number.")
    elif stored == found.sha256:
        print_line("It is the document that was stored when the consortium was finalised.")
    else:
        print_line("The database of this service has another document under this number.")
    return stored in (None, found.sha256)
