"""The command line: one module a noun, loaded when it is asked for; exit codes 0 yes, 1 not a yes, 2 wrong input.

Nothing is imported here before somebody may press Ctrl-C.
"""

import os
import signal
import sys
from types import FrameType

STOPPED = 2
"""Exit code of a command that was broken off: there is no answer."""


def main(argv: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; whatever is wrong with the input is one line on stderr."""
    before = signal.signal(signal.SIGINT, _stop)
    try:
        sys.exit(_run(argv))
    finally:
        signal.signal(signal.SIGINT, before)


def _run(argv: list[str] | None) -> int:
    """The command's exit code."""
    from matchmaker.cli.answers import complain, finish  # noqa: PLC0415  Ctrl-C is to be heard by now
    from matchmaker.cli.commands import root  # noqa: PLC0415

    try:
        code = root.main(args=argv, prog_name="matchmaker", standalone_mode=False)  # click hands back what Exit carried
        finish()
    except Exception as error:
        return complain(error)
    return code if isinstance(code, int) else 0


def _stop(number: int, frame: FrameType | None) -> None:
    """End at once, wherever it is: raised in the middle of an import or a callback, KeyboardInterrupt may be lost or printed.

    What a transaction has not committed is not written.
    """
    os.write(2, b"matchmaker: stopped\n")
    os._exit(STOPPED)
