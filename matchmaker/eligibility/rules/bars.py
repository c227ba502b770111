"""Whom the Programme Guide bars whatever the call, by country and kind of body."""

from collections.abc import Iterable, Iterator

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, belongs, country
from matchmaker.eligibility.wording import ids, with_countries
from matchmaker.language import N_, Message, say, together
from matchmaker.programme.conditions import Bars
from matchmaker.programme.conditions.bars import BARRED, Bar

EXPLANATION = N_(
    "Nobody takes part, not even as an associated partner, whom the Programme Guide excludes from all calls: by country and kind"
    " of body, National Agencies and their hosts, bodies of the European Union."
)


def explanations(condition: Bars) -> Iterable[str]:
    """What is asked, in words."""
    return (EXPLANATION,)


def check(condition: Bars, reading: Reading) -> Iterator[Finding]:
    """`barred-everywhere`, about associated partners too: unknown where a type leaves open what kind of body a member is."""
    barred: dict[Bar, list[Member]] = {}
    open_: dict[Bar, list[Member]] = {}
    proof: dict[Bar, list[Member]] = {}
    for bar in condition.held:
        for member in (*reading.members, *(reading.consortium.associated if bar.associated else ())):
            answer = _is_barred(bar, member)
            if answer is False:
                continue
            found = open_ if answer is None else proof if bar.slug in condition.proof else barred
            found.setdefault(bar, []).append(member)
    year = reading.call.year
    sentences = [
        *(say(N_("Excluded from all calls by the Programme Guide (%(bar)s): %(names)s."), bar=bar,
              names=with_countries(those, year)) for bar, those in barred.items()),
        *(say(N_("To be confirmed whether the Programme Guide excludes them from all calls (%(bar)s): %(names)s."), bar=bar,
              names=with_countries(those, year)) for bar, those in open_.items()),
        *(say(N_("Must show that they have no conflict of interest (%(bar)s): %(names)s."), bar=bar,
              names=with_countries(those, year)) for bar, those in proof.items()),
    ]  # fmt: skip
    named = dict.fromkeys(member for found in (barred, open_, proof) for those in found.values() for member in those)
    yield Finding(
        rule=BARRED,
        scope="composition",
        status="fail" if barred else "unknown" if named else "pass",
        message=_message(sentences),
        required=0,
        found=len({member for those in barred.values() for member in those}),
        missing=ids(named),
        source=condition.source,
    )


def _message(sentences: list[Message]) -> Message:
    return together(sentences) if sentences else say(N_("Nobody takes part whom the Programme Guide excludes from all calls."))


def _is_barred(bar: Bar, member: Member) -> bool | None:
    """Whether the bar is about the member; None = what is not known of it may put it there."""
    if bar.countries and country(member) not in bar.countries:
        return False
    return belongs(bar.classes, member) if bar.classes else True
