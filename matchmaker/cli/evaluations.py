"""An evaluation as tables of text."""

from collections.abc import Iterator

from matchmaker.evaluation import Evaluation
from matchmaker.evaluation.evaluating import AMONG, COMPARED, Result
from matchmaker.evaluation.measures import MEASURES
from matchmaker.evaluation.pools import POOLS

WIDE = 24
"""Characters of the first column."""


def in_words(evaluation: Evaluation) -> Iterator[str]:
    """What a person reads, line by line."""
    dataset = evaluation.dataset
    yield (
        f"{len(dataset.organisations):,} organisations, {len(dataset.projects):,} projects, "
        f"{dataset.participations:,} participations"
    )
    if dataset.several_rows:
        yield f"{dataset.several_rows:,} organisations share an OID or PIC with another row; each row stands for one organisation"
    for result in evaluation.results:
        yield ""
        yield from _result(result, evaluation.settings.resamples)


def _result(result: Result, resamples: int) -> Iterator[str]:
    known = "each project left out in turn, all others known"
    if result.year is not None:
        known = f"the {result.past:,} projects before {result.year} known"
    yield f"{result.name.upper()}: {known}"
    yield (
        f"{result.projects:,} projects asked about, {result.hidden:,} partners hidden in turn, "
        f"{result.warm / result.hidden:.0%} of them warm (the past knows another project of theirs)"
    )
    yield ""
    heads = [f"{measure:>10}" for measure in MEASURES]
    yield " " * WIDE + "".join(f"  {among:>6}" + "".join(heads) for among in AMONG)
    for pool in POOLS:
        yield pool
        lines = {(line.ranker, line.among): line for line in result.lines if line.pool == pool}
        for ranker in dict.fromkeys(ranker for ranker, _ in lines):
            shares = (
                "        " + "".join(_share(lines[ranker, among].measures.get(measure)) for measure in MEASURES)
                for among in AMONG
            )
            yield f"  {ranker:<{WIDE - 2}}" + "".join(shares)
    yield ""
    yield f"Differences, with the interval that 95 % of {resamples:,} draws of projects lie in"
    for pool in POOLS:
        found = {(one.ranker, one.against, one.among, one.measure): one for one in result.comparisons if one.pool == pool}
        for ranker, against, among in dict.fromkeys(key[:3] for key in found):
            told = [
                f"{measure} {one.difference.mean:+.4f} [{one.difference.low:+.4f}, {one.difference.high:+.4f}]"
                for measure in COMPARED
                if (one := found.get((ranker, against, among, measure)))
            ]
            yield f"  {pool:<{WIDE - 4}}{among:<5} {ranker + ' - ' + against:<42} " + "  ".join(told)


def _share(value: float | None) -> str:
    return f"{'-' if value is None else format(value, '.4f'):>10}"
