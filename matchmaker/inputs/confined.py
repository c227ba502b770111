"""Files looked through by a process of its own, which may take only so much memory and time: a file may be made to harm.

`look` is what others call; the process is `python -m matchmaker.inputs.confined`, a file on its standard input.
"""

import json
import resource
import subprocess
import sys
from typing import Final

from pikepdf import settings

from matchmaker.errors import Invalid
from matchmaker.inputs import pdfs, uploads
from matchmaker.inputs.uploads import WHERE, Kept
from matchmaker.language import N_, Message, say

SECONDS: Final = 20
MEMORY: Final = 1_500_000_000
"""Bytes of addresses; what is in use is far less."""
_TOO_HARD: Final = N_("The file takes too long to look through, or breaks what looks through it. Save it as PDF anew.")


def look(content: bytes) -> Kept:
    """As `uploads.harmless`, apart from this process. Raises `Invalid` also where that one had to be ended."""
    try:
        done = subprocess.run(  # noqa: S603  # our own module, no shell
            [sys.executable, "-m", __name__], input=content, capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise Invalid({WHERE: say(_TOO_HARD)}) from None
    head, _, kept = done.stdout.partition(b"\n")
    said = json.loads(head)
    if "problem" in said:
        raise Invalid({WHERE: Message(said["problem"], tuple(said["places"].items()))})
    return Kept(said["media_type"], kept)


def main() -> None:
    """Look through the file on standard input; write what it is, then what is kept of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    settings.set_qpdf_limits(**pdfs.LIMITS)  # type: ignore[arg-type]  # none of them is yes or no
    out = sys.stdout.buffer
    try:
        kept = uploads.harmless(sys.stdin.buffer.read(uploads.MOST + 1))
    except Invalid as error:
        problem = error.problems[WHERE]
        said = {"problem": problem.text, "places": dict(problem.args)} if isinstance(problem, Message) else {}
        out.write(json.dumps(said).encode() + b"\n")
    else:
        out.write(json.dumps({"media_type": kept.media_type}).encode() + b"\n" + kept.content)


if __name__ == "__main__":
    main()
