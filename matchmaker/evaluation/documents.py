"""An evaluation as one JSON document."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from matchmaker.evaluation.evaluating import AMONG, Comparison, Evaluation, Line, Result
from matchmaker.evaluation.pools import POOLS


def evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    """The document of `evaluate --json`: what the data holds, the settings, and each trial with its pools."""
    dataset, settings = evaluation.dataset, evaluation.settings
    return {
        "dataset": {
            "organisations": len(dataset.organisations),
            "projects": len(dataset.projects),
            "participations": dataset.participations,
            "left_out": {"associated": dataset.associated, "strange": dataset.strange},
            "organisations_of_several_rows": dataset.several_rows,
        },
        "settings": {"seed": settings.seed, "resamples": settings.resamples, "sample": settings.sample},
        "trials": [_result_json(result) for result in evaluation.results],
    }


def _result_json(result: Result) -> dict[str, Any]:
    return {
        "trial": result.name,
        "split": result.year,
        "past_projects": result.past,
        "projects_asked": result.projects,
        "hidden": result.hidden,
        "warm": result.warm,
        "pools": {
            pool: {
                "rankers": _lines_json(line for line in result.lines if line.pool == pool),
                "differences": [_comparison_json(one) for one in result.comparisons if one.pool == pool],
            }
            for pool in POOLS
        },
    }


def _lines_json(lines: Iterable[Line]) -> dict[str, dict[str, dict[str, float]]]:
    """Ranker -> `all` and `warm` -> measure -> share."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for line in lines:
        found.setdefault(line.ranker, {among: {} for among in AMONG})[line.among] = line.measures
    return found


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    found = asdict(comparison)
    del found["pool"], found["difference"]
    difference = comparison.difference
    return {**found, "difference": difference.mean, "interval": [difference.low, difference.high]}
