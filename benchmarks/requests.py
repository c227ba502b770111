"""Requests for the invented organisations, the same for every number of them: schools mostly, an idea each, some wishes."""

from datetime import date
from random import Random
from typing import Any, Final

from benchmarks.draws import Vocabulary
from benchmarks.generator import SEED, organisations, popular_fields
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request, parse
from matchmaker.programme import countries, guides
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.programme.topics import TOPICS

TODAY: Final = date(2026, 11, 23)
FIRST: Final = 3000
"""Who asks is among the first, so that everybody is in every population."""
CALLS: Final = ("ka220-vet-2026", "ka202-2018")
GUIDE: Final = guides.load()
"""The calls as shipped; the calls of the requests are in it."""
OLD_ENOUGH: Final = 2020
"""Founded before this year: meets every call's age."""
FIELDS, ABOUT, SKILLS = popular_fields(), Vocabulary(TOPICS), Vocabulary(EXPERTISE)
LABOUR: Final = {"class": "labour_market_actor"}
HIGHER: Final = {"sector": "HED", "count": 1}


def requests(number: int, seed: int = SEED, first: int = FIRST) -> list[Request]:
    """So many requests by some of the `first` organisations: sizes 3 to 6, five alternatives that differ in two partners."""
    random = Random(seed)
    asking = able(first, seed)
    schools = [one for one in asking if one.type.startswith("EPLUS-EDU-")]
    return [_request(random.choice(schools if random.random() < 0.75 else asking), random) for _ in range(number)]


def able(first: int = FIRST, seed: int = SEED) -> list[Organisation]:
    """Those of the `first` organisations that may apply under each of the calls."""
    return [one for one in organisations(first, seed) if _may_apply(one)]


def _may_apply(one: Organisation) -> bool:
    """Whether it says what each of the calls asks of a coordinator."""
    counting = all(countries.counts_as(one.country) in GUIDE.call(call).counting_countries for call in CALLS)
    return counting and "coordinator" in one.roles and one.established is not None and one.established.year < OLD_ENOUGH


def _request(initiator: Organisation, random: Random) -> Request:
    call = GUIDE.call(random.choice(CALLS))
    fields = initiator.fields[: random.choice((1, 1, 2))] or some(FIELDS, random.choice((1, 1, 2)), random)
    document: dict[str, Any] = {
        "call": call.id,
        "initiator": initiator.id,
        "fields": fields,
        "topics": some(ABOUT, random.choice((0, 1, 1, 2, 3)), random),
        "project": {"priorities": random.sample(call.priorities, random.choice((0, 1, 1, 2)))},
        "expertise": [
            {"slug": slug, "weight": random.choice((1, 1, 2))} for slug in some(SKILLS, random.choice((0, 1, 2, 3)), random)
        ],
        "seats": [seat for seat, chance in ((HIGHER, 0.25), (LABOUR, 0.25)) if random.random() < chance],
        "size": {"min": 3, "max": 6},
        "limit": 5,
        "min_difference": 2,
    }
    if random.random() < 0.25:
        document["language"] = random.choice(("en", "en", "de"))
    if random.random() < 0.1:
        document["coordinator"] = "find"
    if random.random() < 0.1:
        document["countries"] = {"exclude": random.sample(("DE", "ES", "FR", "IT", "PL", "TR"), 2)}
    return parse(document, GUIDE.call)


def some(vocabulary: Vocabulary, number: int, random: Random) -> list[str]:
    """So many different codes, by their popularity."""
    found: dict[str, None] = {}
    while len(found) < number:
        found[random.choices(vocabulary.codes, vocabulary.shares)[0]] = None
    return list(found)
