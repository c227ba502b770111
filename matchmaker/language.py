"""Sentences as ids with arguments, and how they are said in English, Polish and German: gettext without Flask."""

import gettext
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from typing import Literal, Protocol, runtime_checkable

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from matchmaker.errors import Refused
from matchmaker.paths import shipped

LANGUAGES = {"en": "English", "pl": "polski", "de": "Deutsch"}
SOURCE = "en"
LOCALES = {"en": "en_GB", "pl": "pl", "de": "de"}
"""How dates and lists are written: 21 March 2018, not March 21."""
Style = Literal["standard", "or"]
"""How a list is said: with *and* or with *or*."""
_current: ContextVar[str] = ContextVar("language", default=SOURCE)
GROUPED = 1000
"""Counts from here on are written with their digits in groups, where the language does that."""
_AS_IN_THE_GUIDE = {("pl", "NL"): "Niderlandy", ("pl", "GB"): "Zjednoczone Królestwo"}
"""Countries that the guide's translation calls otherwise than CLDR: Part A, eligible countries."""
_NAMES = re.compile(
    r"European|Hungarian|Erasmus|Karta Erasmusa|National Agency|Green Deal|(?:Europejski )?Zielony Ład"
    r"|Information and Communication Tech|\w*\w[A-Z]"
)
"""How a word of a vocabulary begins that keeps its capital: a name, or letters that are read one by one."""
_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?=\s|$)")
"""A name that ends with a full stop, such as `d.o.o.`, at the end of a sentence."""


@runtime_checkable
class Labelled(Protocol):
    """Anything that has a name of its own in each language: an organisation type, a topic, a call, a country."""

    def label(self, language: str) -> str:
        """The name in `language`."""
        ...


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence: its English text as the id, with `%(name)s` places, and what stands in them.

    An argument may be a string, a number, a date, a `Labelled` thing, another message, or a tuple of these (said as a list).
    With `plural`, `args["n"]` chooses the form.
    """

    text: str
    args: tuple[tuple[str, object], ...] = ()
    plural: str | None = None

    def __str__(self) -> str:
        return render(self, SOURCE)


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 alpha-2 code, named in the reader's language as the Programme Guide does, else by CLDR."""

    code: str

    def label(self, language: str) -> str:
        """The name in `language`; the code itself where CLDR has none."""
        return _AS_IN_THE_GUIDE.get((language, self.code)) or str(Locale.parse(language).territories.get(self.code, self.code))


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language by its ISO 639-1 code, named by CLDR in the reader's language."""

    code: str

    def label(self, language: str) -> str:
        """The name in `language`; the code itself where CLDR has none."""
        return str(Locale.parse(language).languages.get(self.code, self.code))


@dataclass(frozen=True, slots=True)
class Either:
    """Things of which one is enough: said as a list with *or*."""

    things: tuple[object, ...]

    def label(self, language: str) -> str:
        """The list in `language`."""
        return listed([render(one, language) for one in self.things], language, "or")


def N_(text: str) -> str:
    """Mark a text as one to translate; it is returned as it is."""
    return text


def nN_(singular: str, plural: str) -> tuple[str, str]:
    """Mark the two forms of a text that follows a number, for `nsay(*pair, n)`; they are returned as they are."""
    return singular, plural


def say(text: str, **args: object) -> Message:
    """A message with its arguments: `say("%(name)s joined", name=...)`."""
    return Message(text, tuple(sorted(args.items())))


def nsay(singular: str, plural: str, n: int, **args: object) -> Message:
    """A message whose form follows the number `n`, which is also the argument `%(n)s`."""
    return Message(singular, tuple(sorted({**args, "n": n}.items())), plural)


def together(sentences: Iterable[Message]) -> Message:
    """Whole sentences, at least one, each with its own full stop, one after another."""
    return reduce(lambda first, second: say(N_("%(first)s %(second)s"), first=first, second=second), sentences)


def whole(refused: Refused) -> object:
    """What is refused, and what to do instead."""
    if not refused.instead:
        return refused.message
    return say(N_("%(first)s %(second)s"), first=refused.message, second=refused.instead)


def render(message: object, language: str, *, within: bool = False) -> str:
    """What a person reads: a message, labelled thing, date, tuple or plain value, in one of LANGUAGES.

    within: in the midst of a sentence, where a common word of a vocabulary (`is_common`) is written small.
    """
    if isinstance(message, str | int | float):  # most are; to ask for what has a label takes long
        return str(message)
    if isinstance(message, Message):
        catalogue = _catalogue(language)
        args: Mapping[str, object] = dict(message.args)
        if message.plural is not None:
            number = int(str(args["n"]))
            text = catalogue.ngettext(message.text, message.plural, number)
            if number >= GROUPED:  # a count, never a year
                args = {**args, "n": str(format_decimal(number, locale=LOCALES[language]))}
        else:
            text = catalogue.gettext(message.text)
        places = {
            name: value if isinstance(value, str) else render(value, language, within=_is_within(text, name, within))
            for name, value in args.items()
        }
        return _TWO_STOPS.sub(".", text % places) if args else text
    if isinstance(message, tuple | list | Either):
        style: Style = "or" if isinstance(message, Either) else "standard"
        things = message.things if isinstance(message, Either) else message
        return listed(_parts(things, language, within), language, style)
    if isinstance(message, Labelled):
        return small(message.label(language), language, within and getattr(message, "is_common", False))
    if isinstance(message, date):
        return str(format_date(message, "long", locale=LOCALES[language]))
    return str(message)


def _parts(things: Iterable[object], language: str, within: bool) -> list[str]:
    """The parts of a list: only the first may begin a sentence."""
    return [render(one, language, within=within or number > 0) for number, one in enumerate(things)]


def _is_within(text: str, place: str, within: bool) -> bool:
    """Whether a place of a text is in the midst of a sentence: not where one begins, nor at the beginning of what is quoted."""
    before = text.partition(f"%({place})s")[0].rstrip()
    return before[-1] not in ".!?“„" if before else within


def small(label: str, language: str, is_within: bool = True) -> str:
    """A common word as it is written in the midst of a sentence; in German as it is."""
    return label[:1].lower() + label[1:] if is_within and language != "de" and not _NAMES.match(label) else label


def listed(parts: Sequence[str], language: str, style: Style = "standard") -> str:
    """Parts as a list of the language, *and* or *or* before the last.

    Where a part has such a word or a comma itself, and no quotation marks around it, semicolons part them; not in English,
    whose sentences documents keep and are compared with.
    """
    word = str(format_list(["", ""], style=style, locale=LOCALES[language]))
    if len(parts) > 1 and language != SOURCE and any((word in part or ", " in part) and part[0] != "„" for part in parts):
        return "; ".join(parts) if style == "standard" else f"{'; '.join(parts[:-1])};{word}{parts[-1]}"
    return str(format_list(list(parts), style=style, locale=LOCALES[language]))


def current() -> str:
    """The language of whoever is being answered now; set by the edge with `speaking`."""
    return _current.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer in `language` within the block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def gettext_(text: str) -> str:
    """The text in the current language (for templates)."""
    return _catalogue(current()).gettext(text)


def ngettext_(singular: str, plural: str, n: int) -> str:
    """The singular or plural text in the current language (for templates)."""
    return _catalogue(current()).ngettext(singular, plural, n)


def known(code: str) -> bool:
    """Whether `code` is an ISO 639-1 language code that CLDR names."""
    try:
        return len(code) == 2 and code in Locale.parse(SOURCE).languages
    except (UnknownLocaleError, ValueError):  # pragma: no cover - the source locale is always known
        return False


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of one language, compiled in memory from its .po files, so that no compiled file can be stale.

    What answers were kept with under an earlier wording is in it too (`earlier.po`).
    """
    folder = shipped("translations") / language / "LC_MESSAGES"
    if not folder.is_dir():
        return gettext.NullTranslations()
    found = Catalog(locale=language)
    for name in ("messages.po", "earlier.po"):
        with (folder / name).open("rb") as source:
            for message in read_po(source, locale=language):
                if message.id and found.get(message.id) is None:
                    found.add(message.id, message.string)
    compiled = io.BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
