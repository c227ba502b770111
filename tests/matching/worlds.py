"""Small invented worlds: organisations, past projects and requests in which everything that matters happens often."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from matchmaker import matching
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation, Participation
from matchmaker.matching import History, Population
from matchmaker.matching.question import Circumstances, Question
from matchmaker.matching.questions import Questions
from matchmaker.matching.tuning import TUNING, Tuning
from matchmaker.programme import classes, guides
from matchmaker.programme.calls import Call
from matchmaker.programme.guides import Guide
from matchmaker.programme.types import sectors
from oracle.brute_force import World

TODAY = date(2026, 11, 23)
EVERY_KIND = Path(__file__).parents[1] / "calls"
"""Calls of an operator who uses kinds of rule as ours do, each met by few members."""
SHIPPED = guides.load(EVERY_KIND)
OPERATORS_CALLS = tuple(sorted(path.stem for path in EVERY_KIND.glob("*.toml")))
_FEW = {"min-orgs": {"min": 4}, "min-countries": {"min": 2}, "per-country": {"settled": True}}
STRICT = SHIPPED.call("cove-2025").model_copy(
    update={
        "id": "cove-strict",
        "rules": tuple(rule.model_copy(update=_FEW.get(rule.id, {})) for rule in SHIPPED.call("cove-2025").rules),
    }
)
"""A call whose rule about each country is settled, met by few members: none of ours has one, an operator's may."""
GUIDE = Guide({**SHIPPED.calls, STRICT.id: STRICT})
SMALL_CALLS = (
    "ka202-2018", "ka203-2018", "ka205-2018", "ka229-2018", "ka202-2019",
    "ka220-vet-2023", "ka220-vet-2026", "ka210-vet-2026", "ka220-vet-2027", "ka210-vet-2027",
)  # fmt: skip
COUNTRIES = ("PL", "PL", "DE", "DE", "FR", "ES", "DK", "GL", "TR", "RS", "GB", "UA", "CH", "BR")
KINDS = (
    "EPLUS-EDU-VOC-SEC", "EPLUS-EDU-VOC-SEC", "EPLUS-EDU-HEI", "EPLUS-ENT-SME", "EPLUS-SOCIAL", "EPLUS-EDU-GEN-SEC",
    "EPLUS-EDU-ADULT", "EPLUS-NGO", "EPLUS-BODY-PUB-REG", "EPLUS-YOUTH-GROUP", "OTH", "EPLUS-EDU-VOC-TER",
)  # fmt: skip
FIELDS = ("1013", "1012", "1015", "101", "10", "0713", "07")
TOPICS = ("work-based-learning", "inclusion", "own-topic")
PRIORITIES = ("VET18-WBL", "HOR18-SKILLS")
EXPERTISE = ("graduate-tracking", "evaluation", "own-expertise")
FLAGS = ("eche", "no_eche", "provides_vet", "consultancy", "employer", "school_authority", "sector_representative", "chamber")


def some(random: Random, values: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(random.sample(values, random.randint(0, min(most, len(values)))))


def organisation(
    random: Random, number: int, kinds: tuple[str, ...] = KINDS, places: tuple[str, ...] = COUNTRIES
) -> Organisation:
    """One with random facts, several of them unknown; identifiers and names are sometimes those of another."""
    type_code = random.choice(kinds)
    flags = {flag for flag in FLAGS if random.random() < 0.2}
    flags -= {flag for flag in set(flags) if f"no_{flag}" in flags}
    added = frozenset(random.sample(("VET", "ADU", "YOU", "SCH", "HED", "BUS"), random.randint(0, 2)))
    return Organisation(
        id=f"o{number}",
        name="" if random.random() < 0.03 else f"Schöle {random.randint(1, 6) if random.random() < 0.3 else 100 + number}",
        country=random.choice(places),
        type=type_code,
        sectors=sectors(type_code, flags, added)[0],
        fields=some(random, FIELDS, 2),
        priorities=some(random, PRIORITIES, 1),
        topics=some(random, TOPICS, 2),
        expertise=some(random, EXPERTISE, 2),
        languages=frozenset(some(random, ("en", "pl", "de"), 2)),
        roles=frozenset(some(random, ("coordinator", "partner", "associated"), 3)),
        newcomer=random.choice((True, False, None, None)),
        responsiveness=random.choice((None, None, 0.0, 0.25, 1.0)),
        established=random.choice((None, date(2001, 9, 1), date(2024, 3, 5), date(2024, 3, 6), date(2025, 6, 1))),
        oid=f"E{random.randint(1, 9):08d}" if random.random() < 0.15 else None,
        pic=f"{random.randint(1, 9):09d}" if random.random() < 0.15 else None,
        flags=frozenset(flags),
    )


def wishes(random: Random, ids: list[str], call: Call, present: list[str]) -> dict[str, Any]:
    """Each wish now and then; seldom so many that nothing is left."""
    others = [one for one in ids if one not in present]

    def now_and_then(share: float, value: Any) -> Any:
        return value if random.random() < share else None

    seats = [
        random.choice(
            (
                {"sector": "HED"}, {"sector": "VET"}, {"sector": "BUS"}, {"class": "labour_market_actor"}, {"class": "school"},
                {"kind": "EPLUS-NGO"}, {"kind": "chamber"}, {"sector": "ADU"}, {"class": "vet_provider"},
            )
        )
        for _ in range(random.choice((0, 0, 0, 1, 1, 2)))
    ]  # fmt: skip
    smallest = max(call.least_named, len(present))
    home = call.home_partners or random.random() < 0.7
    return {
        "fields": list(some(random, FIELDS, 2)),
        "topics": list(some(random, TOPICS, 2)),
        "project": {"priorities": list(some(random, PRIORITIES, 1))},
        "expertise": [{"slug": slug, "weight": random.choice((1, 2.5))} for slug in some(random, EXPERTISE, 2)],
        "seats": seats,
        "size": {"min": smallest, "max": smallest + 1},
        "language": now_and_then(0.12, "en"),
        "include": random.sample(others, 1) if random.random() < 0.1 and others else [],
        "exclude": random.sample(others, 1) if random.random() < 0.1 and others else [],
        "countries": {"exclude": ["DE"] if random.random() < 0.1 else [],
                      "include": ["DE", "FR", "ES", "TR", "DK", "PL", "UA"] if random.random() < 0.1 else []},
        "same_country": now_and_then(0.5, home),
        "coordinator": random.choice(("initiator", "initiator", "initiator", "find", present[-1])),
        "confirmed_only": random.random() < 0.1,
        "min_difference": random.choice((1, 1, 2)),
        "limit": 3,
    }  # fmt: skip


SCHOOLS = ("EPLUS-EDU-VOC-SEC", "EPLUS-EDU-GEN-SEC", "EPLUS-EDU-GEN-PRI", "EPLUS-EDU-VOC-SEC", "EPLUS-EDU-GEN-SEC", "EPLUS-NGO")
GENERAL = (*("EPLUS-EDU-GEN-SEC", "EPLUS-EDU-GEN-PRI", "EPLUS-EDU-GEN-PRE") * 3, *("EPLUS-EDU-VOC-SEC", "EPLUS-ENT-SME") * 2)
PAIRS = ("EPLUS-EDU-VOC-SEC", "EPLUS-ENT-SME", "EPLUS-EDU-VOC-TER", "EPLUS-SOCIAL", "EPLUS-EDU-VOC-SEC", "EPLUS-EDU-HEI")
PROGRAMME = ("PL", "DE", "FR", "ES", "DK", "GL", "TR")
NEIGHBOURS = ("PL", "DE", "FR", "UA", "UA", "MD", "AL")
CLUBS = ("EPLUS-SPORT-CLUB", "EPLUS-SPORT-CLUB", "EPLUS-SPORT-FED", "EPLUS-NGO", "EPLUS-ENT-SME")
MAKE_UP: dict[str, dict[str, Any]] = {
    "ka229-2018": {"kinds": SCHOOLS, "places": ("PL", "DE", "FR", "ES", "GB")},
    "capacity-2026": {"places": ("PL", "DE", "FR", "UA", "UA", "MD", "GE", "AL", "BR")},
    "cbvet-2026": {"places": ("PL", "DE", "FR", "UA", "UA", "MD", "GE", "AL", "BR")},
    "ka220-ngo-edu-2026": {"kinds": (*KINDS, "EPLUS-ENGO")},
    "ka220-ngo-youth-2026": {"kinds": (*KINDS, "EPLUS-ENGO")},
    "sport-scp-2026": {},
    "sport-sscp-2026": {},
    "ka240-sch-2026": {"kinds": GENERAL, "places": ("PL", "PL", "DE", "DE", "FR"), "flags": ("school_authority",)},
    "alliances-lot1-2025": {"kinds": PAIRS, "places": PROGRAMME},
    "alliances-lot1-2026": {"kinds": PAIRS, "places": PROGRAMME},
    "alliances-lot2-2026": {"kinds": (*PAIRS, "EPLUS-ENT-SME"), "places": (*PROGRAMME, "IT", "NO", "PT", "FI", "EE", "CZ", "IE")},
    "alliances-lot3-2026": {"kinds": PAIRS, "places": PROGRAMME},
    "cbsport-2026": {"kinds": CLUBS, "places": NEIGHBOURS},
    "cbhe-strand1-2026": {
        "kinds": ("EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-ENT-SME"),
        "places": ("PL", "DE", "UA", "UA", "MD"),
        "said": ("recognised_by_authorities",),
    },
    "cbhe-strand3-2026": {
        "kinds": ("EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-BODY-PUB-NAT"),
        "places": ("PL", "DE", "FR", "MD", "MD", "MD", "UA"),
        "flags": ("national_authority_he",),
    },
    "cbyouth-2026": {
        "kinds": ("EPLUS-NGO", "EPLUS-NGO", "EPLUS-ENT-SME"),
        "places": ("PL", "DE", "UA", "UA", "MD", "MD", "KE", "SN"),
    },
    "sport-events-2026": {"kinds": CLUBS, "places": PROGRAMME},
    "emjm-2026": {"kinds": ("EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-ENT-SME")},
    "cove-2026": {"kinds": PAIRS[:4], "places": ("PL", "DE", "FR", "ES")},
    "cove-2025": {"kinds": PAIRS, "places": ("PL", "DE", "FR", "ES")},
    "cove-strict": {"kinds": PAIRS, "places": ("PL", "DE", "FR", "ES")},
    "each-have": {"kinds": PAIRS[:4], "places": ("PL", "DE", "FR")},
    "one-country-abroad": {"kinds": PAIRS[:5], "places": ("PL", "DE", "UA", "UA", "MD")},
    "bundle-abroad": {"kinds": PAIRS[:3], "places": ("PL", "DE", "UA", "UA", "UA", "MD")},
    "named-country": {"kinds": PAIRS[:4], "places": ("PL", "DE", "UA", "UA", "UA")},
    "open-regions": {"places": ("PL", "DE", "FR", "UA", "AL", "AL", "MA")},
    "kinds-of-project": {
        "kinds": ("EPLUS-EDU-VOC-SEC", "EPLUS-EDU-VOC-SEC", "EPLUS-EDU-HEI", "EPLUS-ENT-SME"),
        "places": PROGRAMME,
    },
    "apart": {"places": PROGRAMME},
    "apart-at-home": {"places": NEIGHBOURS},
    "few-institutions": {
        "kinds": ("EPLUS-EDU-HEI", "EPLUS-EDU-HEI", "EPLUS-EDU-VOC-SEC"),
        "places": ("PL", "DE", "UA", "UA", "MD"),
    },
    "less-somewhere": {
        "kinds": ("EPLUS-EDU-HEI", "EPLUS-EDU-VOC-SEC", "EPLUS-EDU-VOC-SEC"),
        "places": ("PL", "DE", "UA", "MD", "MD", "AL", "AL"),
    },
    "wider-classes": {
        "kinds": ("EPLUS-EDU-VOC-SEC", "EPLUS-SOCIAL", "EPLUS-EDU-HEI", "EPLUS-ENT-SME"),
        "places": ("PL", "DE", "FR"),
    },
    "countries-of-a-class": {"kinds": PAIRS[:5], "places": NEIGHBOURS},
    "few-countries-of-a-class": {"kinds": PAIRS, "places": PROGRAMME},
    "leads-abroad": {
        "kinds": (
            "EPLUS-NGO",
            "EPLUS-EDU-HEI",
            "EPLUS-BODY-PUB-LOC",
            "EPLUS-SPORT-CLUB",
            "EPLUS-ENT-SME",
            "EPLUS-EDU-HEI",
            "OTH",
        ),
        "places": ("PL", "DE", "UA", "UA", "GE", "AM", "KE", "AL", "BY", "RU"),
        "said": (
            "youth_work",
            "active_in_youth",
            "non_profit",
            "eche",
            "eche_principles",
            "public_body",
            "national_agency_host",
        ),
        "leads": ("PL", "DE", "UA", "GE", "AL"),
    },
    "listed-bodies": {
        "kinds": (
            *("EPLUS-EDU-GEN-SEC", "EPLUS-EDU-GEN-PRI") * 3,
            *("EPLUS-BODY-PUB-LOC", "EPLUS-NGO") * 2,
            "EPLUS-EDU-VOC-SEC",
            "EPLUS-EDU-HEI",
        ),
        "places": ("PL", "DE", "FR", "ES", "UA", "GE", "GE", "RU"),
        "said": ("school_authority", "youth_work", "provides_general_education", "school_association", "public_body"),
        "leads": ("PL", "DE", "UA", "GE"),
    },
}
"""What a world must be made of, so that its call can be met often enough."""


def world(random: Random, call_id: str, size: int, **wished: Any) -> World:
    """A world with a request for the call; `wished` replaces what chance would wish."""
    call, made_of = GUIDE.call(call_id), MAKE_UP.get(call_id, {})
    kinds, places = made_of.get("kinds", KINDS), made_of.get("places", COUNTRIES)
    organisations = [organisation(random, number, kinds, places) for number in range(size)]
    organisations[0] = _fit_to_start(random, organisations[0], call, made_of.get("leads", ("PL", "DE", "FR")))
    if flags := made_of.get("flags"):
        organisations = [
            replace(one, flags=one.flags | (set(flags) if random.random() < 0.5 else set())) for one in organisations
        ]
    organisations = [_saying(random, one, made_of.get("said", ())) for one in organisations]
    ids = [one.id for one in organisations]
    there = ids[: random.choice((1, 1, 1, 1, 2))]
    document = {"call": call_id, "initiator": "o0", "members": there, **wishes(random, ids, call, there), **wished}
    participations = [
        Participation(f"p{project}", one, random.choice(("coordinator", "partner", "associated")))
        for project in range(4)
        for one in random.sample(ids, min(3, size))
    ]
    apart = [(ids[1], ids[-1])] if random.random() < 0.3 else []
    # Drawn from a copy, so that nobody else's draws depend on how much past there is.
    more = Random()
    more.setstate(random.getstate())
    topics = {f"p{project}": some(more, TOPICS, 2) for project in range(4)} if more.random() < 0.8 else {}
    participations += [
        Participation(f"{one} alone {number}", one, "partner") for one in there for number in range(more.choice((0, 5, 40, 150)))
    ]
    document.setdefault("third_countries", more.random() < 0.6 or None)
    return World(organisations, participations, requests.parse(document, GUIDE.call), call, TODAY, apart, topics)


def _saying(random: Random, one: Organisation, flags: tuple[str, ...]) -> Organisation:
    """The same, and of each of these flags it says yes or no now and then."""
    left = [flag for flag in flags if not {flag, f"no_{flag}"} & one.flags]
    said = {random.choice((flag, flag, f"no_{flag}")) for flag in left if random.random() < 0.5}
    return replace(one, flags=one.flags | said)


def _fit_to_start(random: Random, one: Organisation, call: Call, places: tuple[str, ...]) -> Organisation:
    """Mostly somebody who may apply: otherwise nothing could ever be suggested."""
    if random.random() < 0.1:
        return one
    asked = [classes.get(name) for name in call.coordinator.classes[:1]]
    kinds = sorted({kind for group in asked for kind in group.types})
    return replace(
        one,
        country=random.choice(places),
        type=kinds[0] if kinds else "EPLUS-EDU-VOC-SEC",
        established=random.choice((None, date(2001, 9, 1))),
        flags=(one.flags - {f"no_{asks.needs}" for asks in call.declarations})
        | {min(group.flags) for group in asked if not group.types}
        | set(call.coordinator.flags),
    )


def plain(random: Random, call_id: str, size: int) -> World:
    """A world of few different facts: many organisations are alike in all that matters."""
    alike = [
        replace(organisation(random, number, ("EPLUS-EDU-VOC-SEC", "EPLUS-EDU-GEN-SEC")), oid=None, pic=None)
        for number in range(3)
    ]
    organisations = [
        replace(
            random.choice(alike),
            id=f"o{number}",
            name=f"School {number}",
            country="PL" if number == 0 else random.choice(("DE", "DE", "FR", "ES", "TR")),
            flags=frozenset(),
            responsiveness=random.choice((None, None, 1.0)),
        )
        for number in range(size)
    ]
    call = GUIDE.call(call_id)
    document = {"call": call_id, "initiator": "o0", "fields": ["1013"], "topics": ["inclusion"], "limit": 3,
                "size": {"min": call.min_size, "max": call.min_size + 1}}  # fmt: skip
    return World(organisations, (), requests.parse(document, GUIDE.call), call, TODAY)


def history(judge: World, titles: Mapping[str, str] | None = None) -> History:
    """The past of a world."""
    return History(judge.participations, titles, judge.topics)


def circumstances(judge: World, tuning: Tuning = TUNING) -> Circumstances:
    """What the request of a world is put to."""
    population = Population(judge.organisations, judge.apart, distinct=judge.distinct)
    return Circumstances(population, history(judge), judge.call, TODAY, tuning)


def question(judge: World, tuning: Tuning = TUNING) -> Question:
    """The question of a world, put to its circumstances."""
    return Question(judge.request, circumstances(judge, tuning))


def questions(judge: World, tuning: Tuning = TUNING) -> Questions:
    """The same, of each kind of project that may be meant."""
    return Questions(judge.request.for_call(judge.call), circumstances(judge, tuning))


def ask(judge: World, **options: Any) -> matching.Answer:
    """The matcher's answer to the question of a world."""
    population = Population(judge.organisations, judge.apart, distinct=judge.distinct)
    return matching.suggest(judge.request, population, history(judge), judge.call, TODAY, **options)
