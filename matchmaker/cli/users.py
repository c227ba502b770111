"""`matchmaker users`: who may do what for the service as a whole."""

import click

from matchmaker.cli.answers import print_line
from matchmaker.cli.storage import writing
from matchmaker.models import STANDINGS
from matchmaker.services import accounts, erasure, ownership

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


@users.command("own")
@click.argument("email")
@click.argument("organisation")
def own(email: str, organisation: str) -> None:
    """Let the person with this address, who acts for the organisation with this id, own it."""
    with writing() as session:
        ownership.make_owner(session, email, organisation)
    print_line(f"The organisation {organisation} has an owner.")


@users.command("erase")
@click.argument("email")
@click.confirmation_option(prompt="Erase this account? This cannot be undone.")
def erase(email: str) -> None:
    """Erase the account with this address, as its person asked; organisations that nobody owns then are paused."""
    with writing() as session:
        number = erasure.erase(session, email)
    print_line(f"Account {number} is erased.")


@users.command("demote")
@click.argument("email")
def demote(email: str) -> None:
    """Take from the person with this address whatever standing it has."""
    with writing() as session:
        number = accounts.give_standing(session, email, NONE).id
    print_line(f"Account {number} has no standing.")
