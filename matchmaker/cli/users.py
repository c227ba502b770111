"""`matchmaker users`: who may do what for the service as a whole."""

import click

from matchmaker.cli.answers import print_line
from matchmaker.cli.storage import writing
from matchmaker.models import STANDINGS
from matchmaker.services import accounts

NONE = STANDINGS[0]


@click.group()
def users() -> None:
    """The people of this service, and who operates or moderates it."""


@users.command("promote")
@click.argument("email")
@click.argument("standing", type=click.Choice(STANDINGS[1:]))
def promote(email: str, standing: str) -> None:
    """Give the person with this address the standing of an operator or a moderator."""
    with writing() as session:
        number = accounts.give_standing(session, email, standing).id
    print_line(f"Account {number} has the standing of {standing}.")


@users.command("demote")
@click.argument("email")
def demote(email: str) -> None:
    """Take from the person with this address whatever standing it has."""
    with writing() as session:
        number = accounts.give_standing(session, email, NONE).id
    print_line(f"Account {number} has no standing.")
