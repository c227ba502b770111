"""How findings name members, countries and what is missing."""

from collections import Counter
from collections.abc import Iterable

from matchmaker.eligibility.facts import Member
from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.countries import CountryOf


def name(member: Member) -> str:
    """What to call a member: its name, or its id while it has none."""
    return member.name or member.id


def names(members: Iterable[Member]) -> tuple[str, ...]:
    """The names, as a list in a sentence."""
    return tuple(name(member) for member in members)


def ids(members: Iterable[Member]) -> tuple[str, ...]:
    """The ids, as a witness."""
    return tuple(member.id for member in members)


def with_countries(members: Iterable[Member], year: int) -> tuple[Message, ...]:
    """Each name with the country as written."""
    return tuple(
        say(N_("%(name)s (%(country)s)"), name=name(member), country=CountryOf(member.country, year)) for member in members
    )


def several(class_ids: Iterable[str]) -> tuple[object, ...]:
    """The labels of actor classes, each once, with its number where it is more than one."""
    return tuple(_times(classes.get(class_id), number) for class_id, number in Counter(class_ids).items())


def lacking(places: Iterable[tuple[str, str]], year: int) -> tuple[Message, ...]:
    """What is missing where: (country, class) of each place that nobody fills."""
    return tuple(
        say(N_("%(what)s in %(country)s"), what=_times(classes.get(class_id), number), country=CountryOf(code, year))
        for (code, class_id), number in Counter(places).items()
    )


def _times(what: object, number: int) -> object:
    return what if number == 1 else say(N_("%(number)s × %(what)s"), number=number, what=what)
