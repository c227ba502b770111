"""The package `team-formation`, in an environment of its own: a roster of organisations a line, the team of the first a line.

The package divides everybody into teams of one size; teams should differ in country and in sector.
"""

import json
import os
import sys

import pandas as pd
from team_formation.team_assignment import TeamAssignment


def team(roster: list[dict[str, str]], size: int, seconds: float) -> dict[str, object]:
    """The ids of those in the team of the first of the roster, itself left out; none when time ended."""
    participants = pd.DataFrame(roster)
    wanted = pd.DataFrame([("country", "different", 3), ("sector", "different", 2)], columns=["attribute", "type", "weight"])
    assignment = TeamAssignment(participants, wanted, size, less_than_target=False)
    assignment.solve(max_time_in_seconds=seconds)
    if not assignment.solution_found:
        return {"team": []}
    number = participants.loc[0, "team_num"]
    return {"team": participants.loc[participants["team_num"] == number, "id"].tolist()[1:]}


# The package talks on the standard output: from here on that is the log.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
for line in sys.stdin:
    print(json.dumps(team(**json.loads(line))), file=answers, flush=True)
