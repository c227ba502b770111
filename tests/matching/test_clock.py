"""Whoever looks on at a search is told how far it is, and may call it off."""

from matchmaker import matching
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.clock import Progress
from tests.matching.worlds import GUIDE, TODAY

SCHOOLS = [
    Organisation(id=key, name=f"School {key}", country=country, type="EPLUS-EDU-VOC-SEC", languages=frozenset({tongue}))
    for key, country, tongue in (("a", "PL", "pl"), ("b", "DE", "de"), ("c", "FR", "fr"))
]


class Onlooker:
    """Calls a search off as soon as it says that it looks for what stands in the way."""

    def __init__(self) -> None:
        self.reports: list[Progress] = []

    def progress(self, report: Progress) -> None:
        self.reports.append(report)

    def cancelled(self) -> bool:
        return bool(self.reports)


def test_an_explanation_that_was_cut_short_is_not_complete_and_more_time_completes_it() -> None:
    request = requests.parse({"call": "ka202-2018", "initiator": "a", "language": "en"}, GUIDE.call)
    population, call = Population(SCHOOLS), GUIDE.call("ka202-2018")
    watch = Onlooker()
    cut = matching.suggest(request, population, History(), call, TODAY, watch=watch)
    assert (cut.status, cut.complete, cut.to_give_up) == ("infeasible", False, ())
    assert str(cut.explanation).endswith("What stands in the way was not found in the time given.")
    assert [(one.found, one.wanted) for one in watch.reports] == [(0, 0)]
    whole = matching.suggest(request, population, History(), call, TODAY)
    assert (whole.status, whole.complete, len(whole.to_give_up)) == ("infeasible", True, 1)
