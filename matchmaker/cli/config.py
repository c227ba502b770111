"""`matchmaker config`: the settings this process would run with, secrets hidden."""

import click
from pydantic import SecretStr

from matchmaker.cli.answers import print_line
from matchmaker.config import Settings, read
from matchmaker.db import location

HIDDEN = "(set, not shown)"


@click.command()
def config() -> None:
    """List the settings with their values and what each is for; secrets are not shown."""
    settings = read()
    shown = {name: _shown(name, getattr(settings, name)) for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        print_line(f"MATCHMAKER_{name.upper()}={shown[name]}")
        print_line(f"    {field.description}")


def _shown(name: str, value: object) -> str:
    """A value as it may be shown: no secret, no password of a database."""
    if isinstance(value, SecretStr):
        return HIDDEN if value.get_secret_value() else ""
    if name == "database_url":
        url = location(str(value))
        return str(url.update_query_dict({key: "***" for key in url.query if "pass" in key}).render_as_string())
    return "" if value is None else str(value)
