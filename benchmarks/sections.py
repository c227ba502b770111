"""The tables of the report, each from what one measurement found."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from benchmarks.growth import exponent
from benchmarks.quality import MEASURES, lines

Found = Mapping[str, Any]
REFEREES: Final = {"cp_sat": "CP-SAT", "highs": "HiGHS"}
NOTHING: Final = "Not measured in this run."
RACE: Final = """
Best answer of one size among {organisations:,}, the same {requests} requests for both. Ours: median {ours_ms:.1f} ms for
everything from the request to the explained answer. CP-SAT with eight workers: median {solving_ms:.0f} ms of solving, after
{building_ms:.0f} ms of building its model in Python; putting the program together is not counted. Median ratio:
**{ratio:.0f}** by solving alone, {ratio_with_building:.0f} with building.
"""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; the first column is words, the others are numbers."""
    written = ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1), *written])


def listed(some: Iterable[str]) -> str:
    """Lines of a list, after an empty line; nothing when there is none."""
    return "".join(f"\n- {one}" for one in some)


def exactness(found: Found) -> str:
    """Who agreed how often, and who was quicker."""
    rows = []
    for one in found["compared"]:
        agreed = (one["answers"], one["agree"], f"{one['worst']:.1e}", one["stopped"])
        rows.append((REFEREES.get(one["referee"], one["referee"]), f"{one['organisations']:,}", one["requests"], *agreed))
    head = ("against", "organisations", "requests", "answers", "agree", "largest difference", "referee stopped by time")
    disagreed = listed(f"Disagreement: {line}" for one in found["compared"] for line in one["against"])
    missing = listed(f"Not measured: {line}" for line in found["missing"])
    race = RACE.format(**found["race"]) if found["race"] else ""
    return "\n".join([table(head, rows), disagreed, missing, race]).strip()


def speed(found: Sequence[Found]) -> str:
    """Multiples of the floor for each size."""
    rows = []
    for one in found:
        ratios = [f"{one[name]:,.1f}" for name in ("ratio_p50", "ratio_p95", "ratio_max", "own_p50", "own_p95")]
        times = [f"{1000 * one[name]:,.0f}" for name in ("seconds_p50", "seconds_p95")]
        shares = (f"{one['complete']:.1%}", f"{one['five']:.1%}")
        rows.append(
            (
                f"{one['organisations']:,}",
                one["requests"],
                f"{one['floor_ms']:.3f} ({one['quickest_floor_ms']:.3f})",
                *ratios,
                *times,
                *shares,
            )
        )
    multiples = ("p50, floors", "p95, floors", "largest, floors", "own time p50", "own time p95")
    head = ("organisations", "requests", "floor (quickest), ms", *multiples, "p50, ms", "p95, ms", "complete", "five answers")
    counted = "".join(
        f"\n\nTo count who fits an idea of {one['organisations']:,} organisations took {one['counting_ms_p50']:.1f} ms (p50), "
        f"{one['counting_ms_p95']:.1f} ms (p95)."
        for one in found
        if "counting_ms_p95" in one
    )
    return table(head, rows) + counted + "\n\n![Requests by their multiple of the floor](ratios.svg)"


def growth(found: Sequence[Found]) -> str:
    """Exponents over all sizes and over the larger ones."""
    if len(found) < 2:
        return NOTHING
    rows = []
    for least in (0, 30_000) if len(found) > 3 else (0,):
        for time, name in (("seconds", "time that passes"), ("computing", "own time")):
            one = exponent(found, least, time)
            sizes = f"{one['from']:,.0f} to {one['to']:,.0f}"
            rows.append((f"{sizes}, {name}", f"{one['exponent']:.2f}", f"{one['low']:.2f} to {one['high']:.2f}"))
    picture = "\n\n![Time against the number of organisations](growth.svg)"
    return table(("organisations", "exponent", "95 % interval"), rows) + picture


def competitors(found: Found) -> str:
    """How often other ways meet rules and wishes, and at what value."""
    rows = []
    for one in found["results"]:
        values = [_share(one[name]) for name in ("value", "least_value")]
        seconds = "" if one["seconds"] is None else f"{one['seconds']:.3f}"
        rows.append((one["name"], f"{one['met']} of {one['requests']}", *values, seconds))
    head = (f"way, {found['organisations']:,} organisations", "rules and wishes met", "mean value", "least value", "mean seconds")
    return table(head, rows) + "\n" + listed(f"{one['name']}: {one['note']}" for one in found["results"] if one["note"])


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def quality(found: Sequence[Found]) -> str:
    """Partners of real consortia found again."""
    return "\n\n".join(map(_dataset, found))


def _dataset(one: Found) -> str:
    if "said" in one:
        return f"**{one['name']}**: not measured: {one['said']}"
    rows = []
    for line in lines(one):
        trial = f"trained before {line['split']}" if line["split"] else str(line["trial"])
        measures = [f"{value:.3f}" for value in line["measures"].values()]
        rows.append((trial, f"{line['hidden']:,}", line["ranker"], *measures, _difference(line["difference"])))
    head = ("trial", "hidden", "ranker", *MEASURES, "affinity better by")
    return f"**{one['name']}**\n\n{table(head, rows)}"


def _difference(one: Found | None) -> str:
    return "" if one is None else f"{one['difference']:+.3f} ({one['interval'][0]:+.3f} to {one['interval'][1]:+.3f})"


def fairness(found: Found) -> str:
    """Who is shown."""
    rows = []
    for one in found["ways"]:
        shares = (f"{one['top']:.1%}", f"{one['newcomers']:.1%}", f"{one['gini']:.3f}")
        price = (f"{one['price']:.2f}", f"{one['largest_price']:.2f}")
        times = (one["most"], one["overloaded"], one["too_often"])
        rows.append((one["name"], one["places"], one["distinct"], *shares, *times, *price))
    times_names = ("most often", "overloaded", "too often")
    head = ("way", "places", "different", "top 15", "newcomers", "Gini", *times_names, "mean price", "largest price")
    asked = f"{found['requests']} requests among {found['organisations']:,} organisations."
    newcomers = f"Of all of these {found['newcomers']:.0%} are stated newcomers."
    return f"{asked} {newcomers}\n\n{table(head, rows)}\n\n![Who is shown](fairness.svg)"


def families(found: Sequence[Found]) -> str:
    """How soon each family of calls is proved."""
    rows = []
    for one in found:
        proved = f"{one['proved']} of {one['requests']} in {one['limit']:.0f} s"
        times = [f"{one[name]:.1f}" for name in ("median", "longest", "first")]
        rows.append((one["call"], f"{one['organisations']:,}", proved, *times, f"{one['gap']:.2f}", one["mib"]))
    head = ("call", "organisations", "proved", "median, s", "longest, s", "first answer, s", "largest gap", "MiB so far")
    return table(head, rows)


def pages(found: Found) -> str:
    """Heights and weights of pages."""
    if found["missing"]:
        return f"Not measured: {found['missing']}."
    numbers = ("height_360", "height_1440", "unpacked", "sent", "pictures", "requests")
    rows = [(one["page"], *(f"{one[name]:,}" for name in numbers)) for one in found["pages"]]
    head = ("page", "height at 360, px", "height at 1440, px", "bytes unpacked", "bytes sent", "bytes of pictures", "requests")
    return table(head, rows)


def lighthouse(found: Found) -> str:
    """Scores, budgets, and what lowers a score."""
    if found["missing"]:
        return f"Not measured: {found['missing']}."
    rows = []
    for one in found["pages"]:
        scores = (one["accessibility"], one["best-practices"])
        budgets = (f"{one['bytes']:,.0f}", one["requests"], f"{one['shift']:.3f}", f"{one['response']:,.0f}")
        rows.append((one["page"], *scores, *budgets))
    head = ("page", "accessibility", "best practices", "bytes sent", "requests", "layout shift", "server, ms")
    lowered = listed(f"{one['page']}: {', '.join(one['lowered_by'])}" for one in found["pages"] if one["lowered_by"])
    return f"{table(head, rows)}\n{lowered}".strip()


def mails(found: Sequence[Found]) -> str:
    """How soon mails leave."""
    rows = [(one["database"], f"{one['soon']:.2f}", f"{one['mails']:,}", f"{one['a_second']:,.0f}") for one in found]
    return table(("database", "one mail after its commit, s", "mails that wait", "sent in a second"), rows)


def server(found: Sequence[Found]) -> str:
    """How long the server works on pages."""
    rows = [(one["page"], f"{one['median_ms']:.0f}", f"{one['p95_ms']:.0f}") for one in found]
    return table(("page", "median, ms", "95 of 100, ms"), rows)


def packs(found: Sequence[Found]) -> str:
    """How long the commands take that make and verify a pack."""
    columns = ("median", "longest", "started")
    rows = [(one["command"], *(f"{one[name]:.2f}" for name in columns), f"{one['bytes'] / 1000:,.0f}") for one in found]
    return table(("command", "median, s", "longest, s", "a command that does nothing, s", "pack, kB"), rows)


def memory(found: Found) -> str:
    """Bytes and seconds, as they were measured."""
    return table(("what", "measured"), [(name.replace("_", " "), _number(value)) for name, value in found.items()])


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
