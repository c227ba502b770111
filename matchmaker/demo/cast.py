"""The organisations that the stories are about, and the three log-ins among them."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from matchmaker.demo.ingredients import read
from matchmaker.demo.population import Invented
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import N_, Message, say
from matchmaker.programme.statements import Frozen
from matchmaker.programme.types import sectors

FIRST_OID, FIRST_PIC = 99_000_001, 199_000_001


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in that the start page shows, accepted on this computer only."""

    slug: str
    email: str
    password: str
    title: Message
    story: Message

    @property
    def name(self) -> str:
        """The person's name."""
        return cast()[self.slug].contact


LOGINS = (
    Login(
        "school",
        "school@demo.example",
        "kitchen-and-class",
        say(N_("A vocational school in Poland")),
        say(N_("Has an idea and looks for partners: see consortia suggested, save one, invite.")),
    ),
    Login(
        "chamber",
        "chamber@demo.example",
        "guild-and-ledger",
        say(N_("A chamber of crafts in Germany")),
        say(N_("Offers itself as a partner and was invited: say yes or no.")),
    ),
    Login(
        "coordinator",
        "coordinator@demo.example",
        "budget-and-deadline",
        say(N_("A college in Ireland that coordinates")),
        say(N_("Has been offered one consortium and has taken over another: complete it and finalise.")),
    ),
)
"""The three log-ins, in the order of the start page."""


class Part(Frozen):
    """One organisation of `data/cast.toml`."""

    name: str
    kind: str
    country: str
    type: str
    city: str
    region: str
    trade: str
    flags: frozenset[str]
    sectors: frozenset[str] = frozenset()
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    expertise: tuple[str, ...]
    priorities: tuple[str, ...]
    languages: frozenset[str]
    roles: frozenset[str]
    newcomer: bool
    responsiveness: float
    established: date
    learners: int | None = None
    staff: int
    capacity: int | None = None
    contact: str
    description: str
    contribution: str
    looking_for: str


@cache
def cast() -> dict[str, Invented]:
    """The organisations by slug, in the order of the file."""
    parts = [(slug, Part.model_validate(entry)) for slug, entry in read("cast.toml").items()]
    return {slug: _invented(number, slug, part) for number, (slug, part) in enumerate(parts)}


def _invented(number: int, slug: str, part: Part) -> Invented:
    """The part as one of the population."""
    return Invented(
        facts=Organisation(
            id=f"demo-{slug}",
            name=part.name,
            country=part.country,
            type=part.type,
            sectors=sectors(part.type, part.flags, part.sectors)[0],
            fields=part.fields,
            priorities=part.priorities,
            topics=part.topics,
            expertise=part.expertise,
            languages=part.languages,
            roles=part.roles,
            newcomer=part.newcomer,
            responsiveness=part.responsiveness,
            established=part.established,
            oid=f"E{FIRST_OID + number}",
            pic=str(FIRST_PIC + number),
            flags=part.flags,
            region=part.region,
            city=part.city,
            website=f"https://www.{slug}.example",
        ),
        kind=part.kind,
        trade=part.trade,
        description=part.description,
        contribution=part.contribution,
        looking_for=part.looking_for,
        learners=part.learners,
        staff=part.staff,
        capacity=part.capacity,
        contact=part.contact,
        email=next((login.email for login in LOGINS if login.slug == slug), f"contact@{slug}.example"),
    )
