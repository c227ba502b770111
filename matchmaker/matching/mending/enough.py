"""How many who join are enough, however many there are: the rules ask for so many witnesses and no more."""

from collections.abc import Sequence

from matchmaker.matching.composition import Composition
from matchmaker.matching.standing import Standing


def enough(composition: Composition, staying: Sequence[Standing], seats: int) -> int:
    """If any number who join those staying meets the rules and fills so many seats, some of them, so many at most, do it too.

    Of those who join these are kept: the coordinator, who fills the seats, the witnesses of each rule that more members only
    help, then those who even out a comparison, and in each country who is needed there. A largest number allows fewer.
    """
    kept = 1 + seats + sum(one.witnesses(staying) for one in composition.binding)
    countries = len({one.country for one in staying})
    for one in composition.binding:
        if one.is_balance:
            # Apart by one for each member at most, and each who is kept now brings it nearer by one.
            kept += 1 + len(staying) + kept
    need = sum(one.of_each_country for one in composition.binding)
    return kept + need * (countries + kept)
