"""CP-SAT as a referee, in an environment of its own: reads the path of a program and limits a line, answers a line.

Gains are rounded to 1e-8 points, since CP-SAT counts in whole numbers.
"""

import json
import sys
from time import perf_counter

import numpy as np
from ortools.sat.python import cp_model

SCALE = 1e8
STATUS = {cp_model.OPTIMAL: "optimal", cp_model.INFEASIBLE: "infeasible", cp_model.FEASIBLE: "stopped"}


def solve(path: str, seconds: float, workers: int) -> dict[str, object]:
    """The answer of CP-SAT to the program in a file."""
    started = perf_counter()
    given = np.load(path)
    model = cp_model.CpModel()
    variables = [model.new_bool_var("") if upper == 1 else model.new_int_var(0, upper, "") for upper in given["upper"].tolist()]
    starts, columns, values = given["starts"].tolist(), given["columns"].tolist(), given["values"].astype(np.int64).tolist()
    for row, (low, high) in enumerate(zip(given["low"].tolist(), given["high"].tolist(), strict=True)):
        some = slice(starts[row], starts[row + 1])
        total = cp_model.LinearExpr.weighted_sum([variables[at] for at in columns[some]], values[some])
        if low == high:
            model.add(total == int(low))
        elif low > -np.inf and high < np.inf:
            model.add_linear_constraint(total, int(low), int(high))
        else:
            model.add(total <= int(high))
    model.maximize(cp_model.LinearExpr.weighted_sum(variables, np.rint(given["gain"] * SCALE).astype(np.int64).tolist()))
    built = perf_counter()
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    solved = perf_counter()
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "status": STATUS.get(status, "stopped"),
        "value": solver.objective_value / SCALE + float(given["constant"]) if found else None,
        "bound": solver.best_objective_bound / SCALE + float(given["constant"]),
        "chosen": [at for at, one in enumerate(variables) if solver.value(one)] if found else [],
        "building": built - started,
        "solving": solved - built,
    }


for line in sys.stdin:
    print(json.dumps(solve(**json.loads(line))), flush=True)
