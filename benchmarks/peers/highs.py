"""HiGHS as a referee, in an environment of its own: reads the path of a program and limits a line, answers a line."""

import json
import sys
from time import perf_counter

import highspy
import numpy as np


def solve(path: str, seconds: float, workers: int) -> dict[str, object]:
    """The answer of HiGHS to the program in a file."""
    started = perf_counter()
    given = np.load(path)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(given["gain"]), len(given["low"])
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.offset_ = float(given["constant"])
    lp.col_cost_ = given["gain"]
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = given["upper"].astype(np.float64)
    lp.row_lower_ = np.maximum(given["low"], -highspy.kHighsInf)
    lp.row_upper_ = np.minimum(given["high"], highspy.kHighsInf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = given["starts"]
    lp.a_matrix_.index_ = given["columns"]
    lp.a_matrix_.value_ = given["values"]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", workers)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1e-8)
    solver.passModel(lp)
    built = perf_counter()
    solver.run()
    solved = perf_counter()
    status, info = solver.getModelStatus(), solver.getInfo()
    names = {highspy.HighsModelStatus.kOptimal: "optimal", highspy.HighsModelStatus.kInfeasible: "infeasible"}
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value) if found else np.zeros(0)
    return {
        "status": names.get(status, "stopped"),
        "value": float(info.objective_function_value) if found else None,
        "bound": float(info.mip_dual_bound),
        "chosen": np.flatnonzero(values > 0.5).tolist(),
        "building": built - started,
        "solving": solved - built,
    }


for line in sys.stdin:
    print(json.dumps(solve(**json.loads(line))), flush=True)
