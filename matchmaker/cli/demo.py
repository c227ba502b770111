"""`matchmaker demo`: an invented population to look at and try things with."""

import click

from matchmaker import config
from matchmaker.cli.answers import print_line
from matchmaker.cli.storage import writing
from matchmaker.demo.loading import ORGANISATIONS, SEED, has_real_people, is_loaded, load
from matchmaker.errors import Refused
from matchmaker.language import N_, SOURCE, render, say


@click.group()
def demo() -> None:
    """Invented organisations, ideas and consortia."""


@demo.command("load")
@click.option("--organisations", metavar="N", type=int, default=ORGANISATIONS, show_default=True, help="How many.")
@click.option("--seed", metavar="S", type=click.IntRange(0, 2**31), default=SEED, show_default=True, help="Another seed, others.")
@click.option("--if-empty", is_flag=True, help="Do nothing, and do not mind, when people use this database already.")
def load_(organisations: int, seed: int, if_empty: bool) -> None:
    """Load the demo into a database without real people; a second time nothing is done."""
    settings = config.load()
    if settings.env == "production":
        raise Refused(say(N_("The demo and its log-ins are for trying things out, not for production.")))
    with writing(settings) as session:
        if if_empty and not is_loaded(session) and has_real_people(session):
            print_line("People use this database already; the demo was not loaded.")
            return
        print_line(render(load(session, organisations, seed), SOURCE))
