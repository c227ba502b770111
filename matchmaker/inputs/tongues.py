"""In which language a member's text is written, as far as its small words tell, so that it is read aloud in that language.

Nobody is asked for it, and the language that somebody has chosen for our pages says little: a Polish school often writes in
English.
"""

import re
from functools import cache
from typing import Final

SMALL_WORDS: Final = {
    "en": "the and of to in with for that is are we our on from by this will which their have it as not you be an at",
    "pl": "i w z na do się nie jest że oraz dla są przez jak po od których które nasza nasz ze jesteśmy lub przy to o",
    "de": "der die und das mit für von ist wir den zu ein eine im auf nicht werden sich unser auch dem des als in zur bei sind",
    "fr": "le la les et des du une un pour dans avec est nous sur qui notre nos que par au aux de en sont ce se",
    "es": "el los las y del que en una un para con por nuestro nuestra es su se como más la de somos al",
    "it": "il di che e per con una un della del nei nel gli le sono nostro nostra si da al alla la in i siamo",
    "pt": "o os as e de que em um uma para com por do da dos não nosso nossa é se na no ao são somos",
    "nl": "de het een en van voor met is wij op die te zijn onze niet naar ook in dat aan door bij",
    "cs": "a v na se je pro s z že do jsou nebo které který jako naše náš o ve jsme při ze",
    "sk": "a v na sa je pre s zo že do sú alebo ktoré ktorý ako naša náš o vo sme pri",
    "ro": "și în de la cu pe pentru este din care sunt un o ce nu noastră nostru ale prin",
    "hu": "a az és hogy egy nem is van meg vagy mint számára vagyunk ahol amely",
    "sv": "och att i är på för med som en ett av den till vi våra vår inte från",
    "da": "og at i er på for med som en et af den til vi vores vor ikke fra",
    "fi": "ja on ei että kanssa sekä ovat tai kuin varten me olemme joka myös",
    "hr": "i u na je za s se da su od koji koje naša naš kao ili smo sa te",
    "sl": "in v na je za s se da so od ki kot ali naša naš smo pri tudi",
    "lt": "ir yra su kad į iš bei mūsų kaip apie mes taip",
    "lv": "un ir ar kas no par mūsu uz kā lai mēs arī",
    "et": "ja on ei et see ning meie kui oma oleme ka",
    "el": "και το της για με την του στην από είναι τα των στο οι σε",
}
"""Language -> words without which hardly a sentence of it is written; a word that others share counts less."""
LEAST: Final = 1.0
CLEARER: Final = 1.5
"""What the words of a language have to come to, and how many times those of any other."""
_WORD: Final = re.compile(r"[^\W\d_]+")
READ: Final = 2000
"""Characters that are looked at."""


@cache
def _weights() -> dict[str, dict[str, float]]:
    """Word -> language -> how much it speaks for it."""
    languages: dict[str, list[str]] = {}
    for code, words in SMALL_WORDS.items():
        for word in words.split():
            languages.setdefault(word, []).append(code)
    return {word: dict.fromkeys(codes, 1 / len(codes)) for word, codes in languages.items()}


def language_of(text: str) -> str:
    """The code of the language, "" where the text is too short or too mixed to tell."""
    points: dict[str, float] = {}
    for word in _WORD.findall(text[:READ].lower()):
        for code, weight in _weights().get(word, {}).items():
            points[code] = points.get(code, 0) + weight
    ranked = sorted(points, key=lambda code: -points[code])
    best, second = [*ranked, "", ""][:2]
    clear = points.get(best, 0) > LEAST and points[best] >= CLEARER * points.get(second, 0)
    return best if clear else ""
