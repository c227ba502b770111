"""`matchmaker work`: one more process that does what the services of this database leave to be done."""

from time import monotonic

import click

from matchmaker import config
from matchmaker.cli.answers import print_line
from matchmaker.jobs.consumer import consume
from matchmaker.jobs.queues import NAMES


@click.command()
def work() -> None:
    """Send mails and do the jobs of this database until interrupted, beside the services and others that do.

    With PostgreSQL on any machine; every service has one such process of its own already.
    """
    settings = config.load()
    consume(settings, [monotonic()] * len(NAMES), ready=lambda: print_line("Matchmaker works.", err=True))
