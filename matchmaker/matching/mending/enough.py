"""How many who join are enough, however many there are: the rules ask for so many witnesses and no more."""

from collections.abc import Sequence

from matchmaker.matching.composition import Compiled, Composition, Standing
from matchmaker.programme import rules


def enough(composition: Composition, staying: Sequence[Standing], seats: int) -> int:
    """If any number who join those staying meets the rules and fills so many seats, some of them, so many at most, do it too.

    Of those who join these are kept: the coordinator, who fills the seats, the witnesses of each rule that more members only
    help, then those who even out a comparison, and in each country who is needed there. A largest number allows fewer.
    """
    stated = [one.rule for one in composition.binding]
    kept = 1 + seats + sum(_witnesses(one, staying) for one in composition.binding)
    countries = len({one.country for one in staying})
    for rule in stated:
        if isinstance(rule, rules.Compare):
            # Apart by one for each member at most, and each who is kept now brings it nearer by one.
            kept += 1 + len(staying) + kept
    need = sum(sum(rule.need.values()) for rule in stated if isinstance(rule, rules.EachCountryHas))
    return kept + need * (countries + kept)


def _witnesses(one: Compiled, staying: Sequence[Standing]) -> int:
    """The members that are enough for a rule to hold, as long as it is one that more members only help."""
    match one.rule:
        case rules.CountOrgs(min=least) | rules.CountCountries(min=least) | rules.CountClass(min=least):
            return least if one.missing(staying, "") else 0
        case rules.DisjointCover(needs=needs):
            return sum(needs.values()) if one.missing(staying, "") else 0
        case rules.CountryBundles(bundles=bundles):
            return sum(bundle.at_least * sum(bundle.need.values()) for bundle in bundles)
        case _:
            return 0
