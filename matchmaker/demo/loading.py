"""Loading the demo: the population, its past, its ideas, and the stories of the three log-ins."""

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from matchmaker.demo import past, showings
from matchmaker.demo.cast import LOGINS, cast
from matchmaker.demo.naming import Names
from matchmaker.demo.openings import askers, open_ideas
from matchmaker.demo.population import population
from matchmaker.demo.rows import write_organisations, write_past, write_people
from matchmaker.demo.stories import tell
from matchmaker.errors import Invalid, Refused
from matchmaker.language import N_, Message, say
from matchmaker.models import Membership, Organisation, User
from matchmaker.services import statistics

ORGANISATIONS, SEED = 2000, 1
MOST = 100_000


def load(session: Session, number: int = ORGANISATIONS, seed: int = SEED) -> Message:
    """Load so many invented organisations with all that goes with them; what was done, as a sentence.

    A second time nothing is done. Raises `Refused` when real people have accounts here, `Invalid` for a number out of range.
    """
    parts = list(cast().values())
    if not len(parts) <= number <= MOST:
        raise Invalid({"--organisations": say(N_("expected a number from %(low)s to %(high)s"), low=len(parts), high=MOST)})
    if is_loaded(session):
        return say(N_("The demo is there already; nothing was changed."))
    if has_real_people(session):
        raise Refused(say(N_("Real people have accounts in this database: the demo is for an empty one.")))
    names = Names()
    for one in parts:
        names.take(one.facts.country, one.facts.name)
    others = population(number - len(parts), seed, names)
    invented = [*parts, *others]
    numbers = write_organisations(session, invented, seed)
    asking = askers(others, seed)
    people = write_people(session, [*parts, *asking], {login.email: login.password for login in LOGINS})
    write_past(session, [*past.of_cast(), *past.of_population(others, seed)], numbers)
    statistics.renew(session, number)
    open_ideas(session, asking, people, seed)
    tell(session, people)
    showings.look(session, invented, people, seed)
    return say(N_("Loaded %(n)s invented organisations and three log-ins: %(logins)s."), n=len(invented),
               logins=tuple(f"{login.email} ({login.password})" for login in LOGINS))  # fmt: skip


def is_loaded(session: Session) -> bool:
    """Whether invented organisations are here."""
    return bool(session.scalar(select(exists().where(Organisation.is_invented))))


def has_real_people(session: Session) -> bool:
    """Whether somebody has an account who does not act for an invented organisation."""
    invented = select(Membership.user_id).join(Membership.organisation).where(Organisation.is_invented)
    return bool(session.scalar(select(func.count()).select_from(User).where(User.id.not_in(invented))))
