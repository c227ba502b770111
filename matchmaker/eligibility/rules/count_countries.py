"""How many different countries are represented."""

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, country, is_in
from matchmaker.language import N_, Either, Message, nN_, nsay, say
from matchmaker.programme import classes
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.rules import CountCountries

EXPLANATION = N_(
    "The number of different countries the organisations come from; an overseas territory counts as the country it belongs to."
)

_MET = {
    "counting": N_("Programme countries: %(countries)s (at least %(required)s)."),
    "other": N_("Other countries: %(countries)s (at least %(required)s)."),
    "all": N_("Countries: %(countries)s (at least %(required)s)."),
}
_SHORT = {
    "counting": nN_(
        "%(found)s of %(required)s programme countries%(named)s; one more programme country is missing.",
        "%(found)s of %(required)s programme countries%(named)s; %(n)s more programme countries are missing.",
    ),
    "other": nN_(
        "%(found)s of %(required)s other countries%(named)s; one more country outside the programme is missing.",
        "%(found)s of %(required)s other countries%(named)s; %(n)s more countries outside the programme are missing.",
    ),
    "all": nN_(
        "%(found)s of %(required)s countries%(named)s; one more country is missing.",
        "%(found)s of %(required)s countries%(named)s; %(n)s more countries are missing.",
    ),
}


_ALLOWED = {
    "counting": N_("Programme countries: %(countries)s (%(asked)s)."),
    "other": N_("Other countries: %(countries)s (%(asked)s)."),
    "all": N_("Countries: %(countries)s (%(asked)s)."),
}
_TOO_MANY = {
    "counting": N_("%(found)s programme countries: %(countries)s; at most %(required)s may be represented."),
    "other": N_("%(found)s other countries: %(countries)s; at most %(required)s may be represented."),
    "all": N_("%(found)s countries: %(countries)s; at most %(required)s may be represented."),
}


def check(rule: CountCountries, reading: Reading) -> Finding:
    """Between `min` and `max` distinct countries in the scope; the witness is one member from each that makes it count."""
    first: dict[str, str] = {}
    for member in reading.scope(rule.scope, with_associated=rule.with_associated):
        if not rule.classes or any(is_in(name, member) for name in rule.classes):
            first.setdefault(country(member), member.id)
    found = sorted(first)
    too_many = rule.max is not None and len(found) > rule.max
    message = _message(rule, tuple(CountryOf(code, reading.call.year) for code in found))
    if rule.classes:
        groups = Either(tuple(classes.get(name) for name in rule.classes))
        message = say(N_("%(groups)s – %(finding)s"), groups=groups, finding=message)
    return Finding(
        rule=rule.id,
        scope="composition",
        status="fail" if too_many or len(found) < rule.min else "pass",
        message=message,
        required=rule.max if rule.max is not None and (too_many or not rule.min) else rule.min,
        found=len(found),
        witness=tuple(first[code] for code in found),
        source=rule.source,
    )


def _message(rule: CountCountries, found: tuple[CountryOf, ...]) -> Message:
    """What was found beside what is asked."""
    if len(found) < rule.min:
        return nsay(
            *_SHORT[rule.scope],
            rule.min - len(found),
            found=len(found),
            required=rule.min,
            named=say(N_(": %(countries)s"), countries=found) if found else "",
        )
    if rule.max is None:
        return say(_MET[rule.scope], countries=found, required=rule.min)
    if len(found) > rule.max:
        return say(_TOO_MANY[rule.scope], found=len(found), countries=found, required=rule.max)
    if not found:
        return say(N_("No country is represented yet."))
    return say(_ALLOWED[rule.scope], countries=found, asked=_asked(rule.min, rule.max))


def _asked(least: int, most: int) -> Message:
    """The numbers the call states."""
    if not least:
        return say(N_("at most %(max)s"), max=most)
    if least == most:
        return say(N_("exactly %(max)s"), max=most)
    return say(N_("%(min)s to %(max)s"), min=least, max=most)
