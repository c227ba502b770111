"""Open ideas of the population, so that whoever offers itself finds requests."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from sqlalchemy.orm import Session

from matchmaker.demo.ingredients import read, trades
from matchmaker.demo.population import COUNTING, Invented
from matchmaker.demo.stories import on
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import User
from matchmaker.programme.projects import PRIORITIES
from matchmaker.services import ideas, surroundings

ORGANISATIONS_PER_IDEA = 60
ASKING = frozenset({"EPLUS-EDU-VOC-SEC", "EPLUS-EDU-VOC-TER", "EPLUS-EDU-HEI", "EPLUS-NGO", "EPLUS-EDU-ADULT"})


def askers(invented: Sequence[Invented], seed: int) -> list[Invented]:
    """Who has an idea: organisations of programme countries with a trade of their own."""
    able = [one for one in invented if one.facts.type in ASKING and one.facts.country in COUNTING and one.facts.fields]
    return Random(seed).sample(able, min(len(able), len(invented) // ORGANISATIONS_PER_IDEA))


def open_ideas(session: Session, asking: Sequence[Invented], people: dict[str, User], seed: int) -> None:
    """One idea of each, described in the last two months; `people` act for the organisations, by id."""
    rng = Random(seed)
    told = read("openings.toml")
    now = surroundings.now(session)
    for one in asking:
        words = trades()[one.trade].words
        call = surroundings.guide(session).call(rng.choice(told["calls"].get(one.facts.type, told["calls"]["other"])))
        form = {
            "title": rng.choice(told["titles"]).format(words=words, Words=words[0].upper() + words[1:]),
            "summary": rng.choice(told["summaries"]).format(words=words),
            "call": call.id,
            "months": 24,
            "language": "en",
            "applicant": "we" if "coordinator" in one.facts.roles else "find",
            "fields": one.facts.fields,
            "topics": one.facts.topics[:2],
            "priorities": [rng.choice([code for code in call.priorities if PRIORITIES[code].field == call.field])],
            "is_shown": True,
            "seats": rng.choice((["class:labour_market_actor"], ["sector:HED"], [])) if call.action != "KA210" else [],
        }
        by = people[one.facts.id]
        with on(session, now - timedelta(days=rng.randint(1, 60), hours=rng.randint(0, 12))):
            ideas.describe(session, by.memberships[0].organisation, parse(IdeaForm, form), by=by)
