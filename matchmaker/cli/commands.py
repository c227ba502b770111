"""The commands by name, each with the sentence it is listed with; its module is loaded when it is called."""

from importlib import import_module

import click

COMMANDS = {
    "calls": ("calls:calls", "List the programme's calls, show, find or compare them, or put those of a new guide in force."),
    "check": (
        "check:check",
        "Check the consortium in CONSORTIUM.json (- reads standard input) against a call's composition rules.",
    ),
    "config": ("config:config", "List the settings with their values and what each is for; secrets are not shown."),
    "consortia": ("consortia:consortia", "The consortia of this service."),
    "db": ("db:db", "The database's migrations."),
    "demo": ("demo:demo", "Invented organisations, ideas and consortia."),
    "evaluate": ("evaluate:evaluate", "Hide each partner of real consortia in turn and ask for it back."),
    "import": (
        "imports:import_",
        "Bring in files in the interchange format: CSV, gzipped CSV or .xlsx. All or nothing, unless --skip-invalid.",
    ),
    "pack": (
        "pack:pack",
        "Write the pack of a consortium: all that the Agency's form asks, in one ZIP; a draft's is stamped so.",
    ),
    "repair": (
        "repair:repair",
        "Mend the consortium in CONSORTIUM.json (- reads standard input), if it does not meet a call's composition rules.",
    ),
    "serve": ("serve:serve", "Serve the pages until interrupted."),
    "suggest": ("suggest:suggest", "Suggest whole consortia for the request in REQUEST.json (- reads standard input)."),
    "users": ("users:users", "The people of this service, and who operates or moderates it."),
    "verify": ("verify:verify", "Check FILE again: an answer of `suggest --json`, a finalised consortium, or a pack."),
    "work": (
        "work:work",
        "Send mails and do the jobs of this database until interrupted, beside the services and others that do.",
    ),
}
"""Command -> its place (module of this folder and the click command in it), and the first sentence of its own help."""


class Lazy(click.Group):
    """A group that loads a command's module only when that command is called, so that `check` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command as it is listed, in the help and by the completion of a shell; None when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        _, sentence = COMMANDS[cmd_name]
        return click.Command(cmd_name, help=sentence)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, loaded, and the words that are left for it."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, None if listed is None else load(str(name)), rest


def load(name: str) -> click.Command:
    """The command of that name, its module loaded."""
    module, attribute = COMMANDS[name][0].split(":")
    command: click.Command = getattr(import_module(f"matchmaker.cli.{module}"), attribute)
    return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def root() -> None:
    """Find whole consortia for Erasmus+ Key Action 2 and check them against the call's composition rules."""
