"""`matchmaker pack`: the pack of a consortium as one file."""

from pathlib import Path
from secrets import token_hex

import click

from matchmaker import config
from matchmaker.cli.answers import print_line
from matchmaker.cli.storage import reading, writing
from matchmaker.errors import Invalid
from matchmaker.language import LANGUAGES, SOURCE
from matchmaker.services import packs


@click.command()
@click.argument("consortium", metavar="CONSORTIUM_ID", type=int)
@click.option(
    "--output", metavar="FILE.zip", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Where to write it."
)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=SOURCE, show_default=True, help="In which it is.")
@click.option(
    "--without-persons", is_flag=True, help="Leave out whatever names persons: data sheets, contacts, who joined, uploads."
)
def pack(consortium: int, output: Path, language: str, without_persons: bool) -> None:
    """Write the pack of a consortium: all that the Agency's form asks, in one ZIP; a draft's is stamped so.

    A file that is there already is replaced once the new one is whole.
    """
    if not output.parent.is_dir():
        raise Invalid({"--output": f"there is no folder {output.parent}"})
    settings = config.load()
    with reading(settings) as session:
        made = packs.make(
            session,
            packs.get_for_operator(session, consortium),
            language,
            with_persons=not without_persons,
            base_url=settings.base_url,
            secret=settings.secret_key.get_secret_value(),
            by=None,
        )
    with writing(settings) as session:
        packs.keep(session, consortium, made)
    _write(output, made.content)
    print_line(f"{output}: the pack of consortium {consortium}, {len(made.content)} bytes")


def _write(output: Path, content: bytes) -> None:
    """The file as a whole, or none; only its owner reads what names persons."""
    half = output.with_name(f".{output.name}.{token_hex(4)}")
    try:
        try:
            with half.open("xb") as file:
                half.chmod(0o600)
                file.write(content)
            half.replace(output)
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise Invalid({"--output": f"{output} cannot be written: {error.strerror}"}) from None
