"""The command line: one module a noun, loaded when it is asked for; exit codes 0 yes, 1 not a yes, 2 wrong input."""

import sys
from importlib import import_module

import click

from matchmaker.cli.answers import complain

COMMANDS = {
    "calls": "calls:calls",
    "check": "check:check",
    "config": "config:config",
    "consortia": "consortia:consortia",
    "db": "db:db",
    "demo": "demo:demo",
    "evaluate": "evaluate:evaluate",
    "import": "imports:import_",
    "serve": "serve:serve",
    "suggest": "suggest:suggest",
    "verify": "verify:verify",
}
"""Command -> module of this folder and the click command in it."""


class Lazy(click.Group):
    """A group that imports a command's module only when that command is called, so that `check` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the alphabet."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, or None when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"matchmaker.cli.{module}"), name)
        return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
def root() -> None:
    """Find whole consortia for Erasmus+ Key Action 2 and check them against the call's composition rules."""


def main(argv: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; whatever is wrong with the input is one line on stderr."""
    try:
        code = root.main(args=argv, prog_name="matchmaker", standalone_mode=False)  # click hands back what Exit carried
    except Exception as error:
        sys.exit(complain(error))
    sys.exit(code if isinstance(code, int) else 0)
