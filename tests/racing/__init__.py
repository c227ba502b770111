"""Every two verbs in which two people may meet, or a person and a job: who may win, and what must be true whoever does.

Each runs a few times in the tests and 500 times in `make soak`.
"""

from tests.racing import acting, coordinating, ending, inviting, leaving, linking, replacing
from tests.racing.judging import RACES

__all__ = ["RACES", "acting", "coordinating", "ending", "inviting", "leaving", "linking", "replacing"]
