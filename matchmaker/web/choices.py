"""What can be chosen in a form, named and ordered in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from babel import Locale

from matchmaker import language
from matchmaker.inputs.names import fold
from matchmaker.language import N_, Country, Labelled, Message, gettext_, say
from matchmaker.programme import classes, countries, fields, plain
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import LISTS
from matchmaker.programme.expertise import EXPERTISE
from matchmaker.programme.kinds import GROUPS, KINDS
from matchmaker.programme.projects import ACTIVITIES, PRIORITIES, PROJECT_TYPES, PriorityOf
from matchmaker.programme.topics import TOPICS
from matchmaker.programme.types import FLAG_GROUPS, FLAGS, SECTORS, SIX_SECTORS, TYPES
from matchmaker.services import surroundings
from matchmaker.web import names
from matchmaker.web.forms import Choice
from matchmaker.web.transactions import session

FOUND = 8
"""How many fields of interest are offered for one's own words."""
_SPOKEN = "bg bs cs da de el en es et fi fr ga hr hu hy is it ka lb lt lv mk mt nl no pl pt ro sk sl sq sr sv tr uk"
"""The languages that organisations in and around the programme countries work in."""


def name(thing: Labelled) -> str:
    """The name of a thing in the reader's language."""
    return thing.label(language.current())


def _by_name(choices: Iterable[Choice]) -> list[Choice]:
    return sorted(choices, key=lambda choice: fold(choice.label))


def all_countries() -> list[Choice]:
    """Programme countries of today first, then every other."""
    programme = countries.members(LISTS[max(LISTS)])
    near, far = gettext_("Programme countries"), gettext_("Other countries")
    return [
        *_by_name(Choice(code, name(Country(code)), group=near) for code in countries.ALL if code in programme),
        *_by_name(Choice(code, name(Country(code)), group=far) for code in countries.ALL if code not in programme),
    ]


def tongues() -> list[Choice]:
    """The languages that partners work in."""
    spoken = Locale.parse(language.current()).languages
    return _by_name(Choice(code, spoken[code]) for code in _SPOKEN.split())


def kinds() -> list[Choice]:
    """What an organisation may call itself, what is meant, and the official type beneath; by group."""
    speaking, places = language.current(), list(GROUPS)
    return [
        Choice(
            slug,
            name(kind),
            kind.explanation.label(speaking),
            f"{name(TYPES[kind.type])} · {kind.type}",
            name(GROUPS[kind.group]),
        )
        for slug, kind in sorted(KINDS.items(), key=lambda one: places.index(one[1].group))
    ]


def types() -> list[Choice]:
    """The official types."""
    return [Choice(code, f"{name(one)} · {code}") for code, one in TYPES.items()]


def flags() -> list[Choice]:
    """What an organisation may state about itself, by group."""
    return [Choice(slug, name(flag), group=name(FLAG_GROUPS[flag.group])) for slug, flag in FLAGS.items()]


def sectors() -> list[Choice]:
    """What an organisation may stand for."""
    return [Choice(code, name(sector)) for code, sector in SECTORS.items()]


def calls() -> list[Choice]:
    """The calls this service knows, those one may still apply under first; what is closed can be practised with."""
    titles = {"open": gettext_("Open"), "unknown": gettext_("To come"), "closed": gettext_("Closed: to practise with")}
    by_state = surroundings.guide(session()).by_state(surroundings.now(session()))
    return [
        Choice(call.id, f"{name(call)} {call.year}", group=titles[state]) for state, calls in by_state.items() for call in calls
    ]


def topics() -> list[Choice]:
    """Our topics; not an official list."""
    return _by_name(Choice(slug, name(term)) for slug, term in TOPICS.items())


def expertise() -> list[Choice]:
    """Our kinds of expertise; not an official list."""
    return _by_name(Choice(slug, name(term)) for slug, term in EXPERTISE.items())


def priorities() -> list[Choice]:
    """All priorities, those that have ended last, with the year in which they did."""
    year = surroundings.now(session()).year
    ended = {slug for slug, priority in PRIORITIES.items() if priority.last_year < year}
    until = gettext_("%(priority)s (until %(year)s)")
    return [Choice(slug, name(priority)) for slug, priority in PRIORITIES.items() if slug not in ended] + [
        Choice(slug, until % {"priority": name(PRIORITIES[slug]), "year": PRIORITIES[slug].last_year})
        for slug in sorted(ended, key=lambda slug: -PRIORITIES[slug].last_year)
    ]


def priorities_of(call: Call, held: Sequence[str] = ()) -> list[Choice]:
    """The priorities that a call lists, and those of `held` that it lists no more, marked."""
    return [Choice(slug, names.priority(slug, call)) for slug in dict.fromkeys((*call.priorities, *held))]


def rounds_of(call: Call, usual: int | None) -> list[Choice]:
    """The rounds of a call, and none of them: then the usual one counts, at present that of this number."""

    def said(message: Message) -> str:
        return language.render(message, language.current())

    none = said(say(N_("As is usual; at present round %(round)s"), round=usual))
    told = (
        Choice(str(one.round), said(names.round_of(call, one)), " ".join(map(said, names.about_round(call, one))))
        for one in call.rounds
    )
    return [Choice("", none), *told]


def variants_of(call: Call) -> list[Choice]:
    """The kinds of project of a call, and none of them; nothing where it has none."""
    none = Choice("", gettext_("Not chosen yet; whichever fits best"))
    told = [Choice(one.id, name(one), _only_checked(call, one.id)) for one in call.variants]
    return [none, *told] if told else []


def _only_checked(call: Call, variant: str) -> str:
    """That nobody is suggested for a kind of project, where that is so."""
    seen = plain.variant(call, variant)
    if seen is None or seen.is_searched:
        return ""
    return gettext_("We check who takes part, but suggest nobody.")


def project_types_of(call: Call) -> list[Choice]:
    """The project types of a call."""
    return [Choice(slug, name(PROJECT_TYPES[slug])) for slug in call.project_types]


def activities_of(call: Call) -> list[Choice]:
    """The kinds of activity of a call."""
    tasks = call.assessment.tasks if call.assessment else None
    groups = {slug: name(group) for group in (tasks.groups if tasks else ()) for slug in group.of}
    return [Choice(slug, name(ACTIVITIES[slug]), group=groups.get(slug, "")) for slug in call.possible_activities]


_UNWISHED: Final = "restrictions"
"""The group of flags that only a restriction of the programme asks for: nobody wishes for a partner of this kind."""
_WISHED: Final = frozenset(
    ("hei", "vet_provider", "school", "school_authority", "enterprise", "labour_market_actor", "education_provider")
)
"""The actor classes that a seat may ask for whatever the call."""


def wanted(call: Call) -> dict[str, Labelled]:
    """Whom a seat may ask for, by how it is sent: a sector, an actor class that the call names or one of a few others, a kind."""
    named = _WISHED | call.classes
    return {
        **{f"sector:{code}": SECTORS[code] for code in SIX_SECTORS},
        **{f"class:{one}": classes.get(one) for one in classes.CLASSES if one in named},
        **{f"kind:{slug}": flag for slug, flag in FLAGS.items() if flag.group != _UNWISHED},
    }


def seats(call: Call) -> list[Choice]:
    """Whom a seat may ask for, in three groups."""
    heads = {"sector": gettext_("From the sector"), "class": gettext_("From the group"), "kind": gettext_("A particular kind")}
    return [Choice(sent, name(thing), group=heads[sent.partition(":")[0]]) for sent, thing in wanted(call).items()]


def fields_sought(chosen: Sequence[str], words: str) -> list[Choice]:
    """The fields that are chosen already, then those that the words mean."""
    found = [match for match in fields.find(words, FOUND) if match.field.code not in chosen]
    return [
        *(_field(code) for code in chosen if fields.is_code(code)),
        *(_field(match.field.code, match.matched) for match in found),
    ]


def hinted(found: Mapping[str, Mapping[str, str]], call: Call) -> list[tuple[str, list[Choice]]]:
    """What a text hints at, by the field of the form: each with the words that led to it."""
    ours = {
        "fields": lambda code: name(fields.FIELDS[code]),
        "topics": lambda code: name(TOPICS[code]),
        "priorities": lambda code: name(PriorityOf(code, call.year)),
    }
    return [
        (field, [Choice(code, ours[field](code), words) for code, words in some.items()]) for field, some in found.items() if some
    ]


def _field(code: str, matched: str = "") -> Choice:
    """A field with its code, and beneath it the trade that the words hit."""
    label = name(fields.FIELDS[code])
    return Choice(code, f"{label} ({code})", matched if fold(matched) not in (fold(label), code) else "")
