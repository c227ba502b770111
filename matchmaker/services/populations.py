"""The populations a process keeps, each brought up to date before it is used."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final, cast

from sqlalchemy.orm import Session

from matchmaker.matching.population import Population
from matchmaker.services import changes, registered, responses, surroundings
from matchmaker.services.imports_register import portions

TOO_MANY: Final = 0.2
"""When more than this share of a population has changed, it is quicker built anew."""
_LOCK: Final = "lock of the populations"


@dataclass(frozen=True, slots=True)
class Kept:
    """A population, the newest change it has heard of, and the day for which its estimates are made."""

    sequence: int
    day: date
    population: Population


def population(session: Session, *, known: bool = False) -> Population:
    """Those that joined; with `known` also those only known from public records. A row without a name is never in it.

    Kept by this process, and caught up from the log of changes first. Names alike in one country, and an open doubt, keep
    two from sitting together as a block does. What this session has changed and not committed is in what it gets, and in
    nobody else's.
    """
    kept, name = surroundings.of(session).kept, f"population {known=}"
    pending = changes.list_pending(session)
    with cast("Lock", kept.setdefault(_LOCK, Lock())):
        found = _caught_up(session, cast("Kept | None", kept.get(name)), known=known)
        if not pending:
            kept[name] = found
    given = _heard(session, found.population, pending, known=known) if pending else found.population
    return given.reading(registered.texts_from(session))


def _caught_up(session: Session, kept: Kept | None, *, known: bool) -> Kept:
    """What is kept, with all changes the log tells of. One that is newer than what this session sees stays as it is."""
    today = surroundings.today(session)
    # Asked before anything is read: what is committed meanwhile may be read already, and is heard of again next time.
    oldest, newest = changes.span(session)
    if kept is not None and newest >= kept.sequence and kept.day != today:
        # With the year, the years change in which projects make somebody no newcomer.
        same_year = kept.day.year == today.year
        kept = Kept(kept.sequence, today, kept.population.rated(responses.estimates(session))) if same_year else None
    if kept is not None and newest <= kept.sequence:
        return kept
    if kept is not None and oldest <= kept.sequence + 1:
        changed = changes.list_since(session, kept.sequence, newest)
        if len(changed) <= TOO_MANY * kept.population.size or len(changed) <= registered.AT_ONCE // 10:
            return Kept(newest, today, _heard(session, kept.population, changed, known=known))
    texts = registered.texts_from(session)
    with _nothing_collected():
        some, apart = registered.batches(session, known=known), registered.apart(session)
        built = Population.of(some, apart, texts, distinct=registered.distinct(session))
    return Kept(newest, today, built)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Millions of rows come and go, and none in a cycle: not to look for cycles meanwhile saves a seventh of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _heard(session: Session, before: Population, changed: list[str], *, known: bool) -> Population:
    """The population with these as they are now."""
    for keys in portions(changed):
        batch = registered.some(session, keys, known=known)
        apart, distinct = registered.apart(session, keys), registered.distinct(session, keys)
        before = before.spliced(batch, set(keys).difference(batch.ids), apart, distinct=distinct)
    return before
