"""`matchmaker consortia`: what is in the making, in which state; and erasing the data of persons in it."""

import click

from matchmaker import config
from matchmaker.cli.answers import answer, leave, print_line
from matchmaker.cli.storage import reading, writing
from matchmaker.errors import Invalid, NotFound
from matchmaker.language import N_, SOURCE, render, say
from matchmaker.models import Consortium
from matchmaker.services import personal_data
from matchmaker.services.consortia import list_consortia
from matchmaker.services.lookup import LARGEST
from matchmaker.services.organisations import find_organisation
from matchmaker.workflow import CONSORTIUM_STATES, name


@click.group()
def consortia() -> None:
    """The consortia of this service."""


@consortia.command("list")
@click.option("--state", type=click.Choice(CONSORTIUM_STATES), help="Only those in this state.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_(state: str | None, as_json: bool) -> None:
    """List the consortia, those changed last first. Exit code 1 when there is none."""
    with reading(config.read()) as session:
        found = list_consortia(session, by=None, state=state)
        if as_json:
            answer([_json(one) for one in found], yes=bool(found))
        for one in found:
            members = ", ".join(f"{member.organisation.name} ({member.role})" for member in one.members)
            print_line(f"{one.id:6}  {render(name(one.state), SOURCE):12}  {one.call_id:16}  {one.title}: {members}")
        leave(yes=bool(found))


@consortia.command("erase-persons")
@click.argument("number", metavar="ID", type=int)
@click.option("--of", "key", metavar="ORGANISATION", help="Only what the persons of this organisation said and gave.")
@click.confirmation_option(prompt="Erase the data of persons and the files of this consortium? This cannot be undone.")
def erase_persons(number: int, key: str | None) -> None:
    """Erase the data of persons and the files of the consortium with this number, as a person asked; the rest still verifies."""
    with writing() as session:
        found = session.get(Consortium, number) if 0 < number <= LARGEST else None
        if found is None:
            raise NotFound(say(N_("There is no consortium with this number.")))
        organisation = find_organisation(session, key) if key else None
        if key and organisation is None:
            raise Invalid({"--of": say(N_("there is no organisation “%(id)s” here"), id=key)})
        personal_data.erase_by_command(session, found, organisation)
    print_line(f"The data of persons and the files of consortium {number} are erased.")


def _json(consortium: Consortium) -> dict[str, object]:
    return {
        "id": consortium.id,
        "call": consortium.call_id,
        "round": consortium.round,
        "state": consortium.state,
        "title": consortium.title,
        "initiator": consortium.initiator.key,
        "holder": consortium.holder.key,
        "members": [
            {
                "id": member.organisation.key,
                "name": member.organisation.name,
                "country": member.organisation.country,
                "role": member.role,
                "joined": member.joined_at is not None,
            }
            for member in consortium.members
        ],
    }
