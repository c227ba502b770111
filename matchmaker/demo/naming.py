"""Names for invented organisations, in the language of the place, no two alike in one country."""

from random import Random

from matchmaker.demo.ingredients import Character, Place, Tongue, tongue
from matchmaker.inputs.names import fold

TRIES = 40


class Names:
    """Gives names out; every name has an invented noun or person in it, so that it names nobody real."""

    def __init__(self) -> None:
        self.taken: set[tuple[str, str]] = set()

    def give(self, character: Character, place: Place, trade: str, rng: Random) -> str:
        """A name that no other organisation of the country has; numbered when the words are used up."""
        words = tongue(character.tongue or place.area.tongue)
        for _ in range(TRIES):
            name = _invent(words, character.names, place, trade, rng)
            if self.take(place.area.country, name):
                return name
        number = 2
        while not self.take(place.area.country, f"{name} {number}"):
            number += 1
        return f"{name} {number}"

    def take(self, country: str, name: str) -> bool:
        """Keep a name for one organisation; False when the country has one like it."""
        entry = (country, fold(name))
        if entry in self.taken:
            return False
        self.taken.add(entry)
        return True


def _invent(words: Tongue, group: str, place: Place, trade: str, rng: Random) -> str:
    """One name by a pattern of the group; `at` and `of` are the town's inflected form."""
    school_word, firm_word = words.trades[trade]
    name = rng.choice(words.names[group]).format(
        proper=rng.choice(words.fronts) + rng.choice(words.backs),
        patron=rng.choice(words.patrons) if words.patrons else "",
        town=place.town,
        at=place.inflected,
        of=place.inflected,
        trade=school_word,
        firm=firm_word,
    )
    return name[0].upper() + name[1:]
