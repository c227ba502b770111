"""The package `sortition-algorithms`, in an environment of its own: people and quotas a line, a panel a line."""

import json
import os
import sys

from sortition_algorithms import Settings, read_in_features, read_in_people, run_stratification


def panel(
    people: list[dict[str, str]], quotas: list[dict[str, str]], number: int, algorithm: str, seconds: int
) -> dict[str, object]:
    """The ids of a panel of `number` people that meets the quotas, drawn by the algorithm; none when it finds none."""
    settings = Settings("id", [], selection_algorithm=algorithm, random_number_seed=1)
    try:
        features, _, _ = read_in_features(list(quotas[0]), quotas, number)
        read, _ = read_in_people(list(people[0]), people, features, settings)
        found, panels, report = run_stratification(features, read, number, settings, max_seconds=seconds)
    except Exception as error:
        return {"panel": [], "said": str(error)[:200]}
    return {"panel": sorted(panels[0]) if found else [], "said": "" if found else report.as_text()[-200:]}


# The package talks on the standard output: from here on that is the log.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)
for line in sys.stdin:
    print(json.dumps(panel(**json.loads(line))), file=answers, flush=True)
