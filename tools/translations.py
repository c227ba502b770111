"""Keep the catalogues equal to the texts (`python -m tools.translations check|update`)."""

import ast
import re
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "matchmaker" / "translations"
LANGUAGES = ("pl", "de")
CURRENT, EARLIER = "messages.po", "earlier.po"
KEPT_IN = ("matchmaker/eligibility/", "matchmaker/matching/", "matchmaker/programme/")
"""Where the sentences stand that answers are kept with, by their English text; once reworded, their translations stay."""
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {plural_forms}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

SAME = {
    "pl": {"EUR", "OID", "Operator", "PIC", "Partner", "Region", "Sport", "false", "partner", "true"},
    "de": {
        "EUR",
        "Innovation",
        "Name",
        "OID",
        "Operator",
        "Organisation",
        "PIC",
        "Partner",
        "Region",
        "Sport",
        "Text",
        "Website",
        "false",
        "true",
    },
}
"""Words that are the same in English: a translation that is made of these alone may equal its text."""
LEFT_OVER = re.compile(r"\b(the|and|with|which|that|your|is|are)\b", re.IGNORECASE)
"""English words that no text of another language has outside quotation marks."""
OF_PYDANTIC = re.compile(
    r"Input should|Field required|Value error|Extra inputs|should have at (least|most)|valid (string|integer|number)"
)
_KEPT = re.compile(r"%\(\w+\)s|„[^”“]*[”“]|`[^`]*`|\w+ = \"[^\"]*\"|\w+://\S+")
"""What a translation keeps as it is: places, what is quoted, keys of files, addresses."""

Text = str | tuple[str, str]
"""A message id, or the ids of singular and plural."""


def texts() -> Iterator[tuple[str, int, Text]]:
    """Every translatable text: file (relative to the checkout), line, id. Raises `SyntaxError` where an id is no literal."""
    for path in sorted((ROOT / "matchmaker").rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for line, marked in in_python(path.read_text("utf-8"), file):
            yield file, line, marked
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    for path in sorted(each for each in (ROOT / "templates").rglob("*") if each.is_file()):
        with path.open("rb") as source:
            for line, text, _, _ in extract("jinja2.ext:babel_extract", source, keywords, options={"silent": "false"}):
                yield path.relative_to(ROOT).as_posix(), line, (text[0], text[1]) if isinstance(text, tuple) else text


def in_python(source: str, name: str) -> Iterator[tuple[int, Text]]:
    """The texts marked with `N_("...")`, `nN_("...", "...")`, `nsay("...", "...", n)` and their like in one module."""
    inside_plural = set()
    for node in ast.walk(ast.parse(source)):
        called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if not isinstance(node, ast.Call) or node in inside_plural:
            continue
        if called in ("nN_", "nsay", "ngettext_") and not isinstance(node.args[0], ast.Starred):
            inside_plural.update(node.args)
            yield node.lineno, (_literal(node.args[0], name), _literal(node.args[1], name))
        elif called == "N_" or (called == "gettext_" and isinstance(node.args[0], ast.Constant)):
            yield node.lineno, _literal(node.args[0], name)


def _literal(node: ast.expr, name: str) -> str:
    """The string that stands there, itself or inside `N_`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
        node = node.args[0]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise SyntaxError(f"{name}, line {node.lineno}: a text to translate must stand there as a literal")


def template() -> Catalog:
    """All texts as a catalogue without translations."""
    catalogue = Catalog(project="matchmaker", charset="utf-8")
    for file, line, text in texts():
        catalogue.add(text, locations=[(file, line)])
    return catalogue


def catalogue(language: str, name: str = CURRENT) -> Catalog:
    """What is translated so far; or, as EARLIER, what was under an earlier wording that answers are kept with."""
    path = CATALOGUES / language / "LC_MESSAGES" / name
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update() -> None:
    """Add what is new to the catalogues, drop what is gone, keep what is translated; what answers may hold goes to EARLIER."""
    wanted = template()
    for language in LANGUAGES:
        kept, before = catalogue(language), catalogue(language, EARLIER)
        for message in kept:
            if message.id and _is_complete(message) and any(file.startswith(KEPT_IN) for file, _ in message.locations):
                before.add(message.id, message.string, message.locations)
        for message in [one for one in before if one.id and wanted.get(one.id) is not None]:
            before.delete(message.id)
        kept.update(wanted, no_fuzzy_matching=True)
        kept.obsolete.clear()
        _write(kept, language, CURRENT)
        _write(before, language, EARLIER)


def _write(said: Catalog, language: str, name: str) -> None:
    path = CATALOGUES / language / "LC_MESSAGES" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        out.write(HEADER.format(language=language, plural_forms=said.plural_forms).encode())
        write_po(out, said, width=130, sort_output=True, include_lineno=False, omit_header=True)


def mistakes(language: str) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    wanted, found = template(), catalogue(language)
    for message in wanted:
        translated = found.get(message.id) if message.id else message
        where = "{}:{}".format(*message.locations[0]) if message.locations else ""
        if translated is None or not _is_complete(translated):
            yield f"{language}: not translated ({where}): {message.id!r}"
        elif message.id:
            yield from (f"{language}: {slip} ({where}): {message.id!r}" for slip in _wrong(language, translated, found))
    yield from (
        f"{language}: no longer used: {message.id!r}" for message in found if message.id and wanted.get(message.id) is None
    )
    before = catalogue(language, EARLIER)
    for message in before:
        if message.id:
            wrong = [*_wrong(language, message, before), *([] if _is_complete(message) else ["not translated"])]
            wrong += ["used again"] if wanted.get(message.id) is not None else []
            yield from (f"{language}: {slip} (of an earlier wording): {message.id!r}" for slip in wrong)


def _wrong(language: str, message: Message, of: Catalog) -> list[str]:
    """What is wrong with a translation."""
    wrong = [*map(str, message.check(of)), *(["fuzzy"] if message.fuzzy else [])]
    return wrong + [slip for form in _forms(message.string) for slip in slips(language, form, _forms(message.id))]


def slips(language: str, said: str, texts: Collection[str] = ()) -> Iterator[str]:
    """What in one translation is not of its language. texts: the English ones that it translates."""
    bare = _KEPT.sub(" ", said)
    if said in texts and (same := set(re.findall(r"[^\W\d_]{2,}", bare)) - SAME[language]):
        yield f"still English ({', '.join(sorted(same))})"
    yield from (f"an English word ({word})" for word in LEFT_OVER.findall(bare))
    yield from (f"a country in English ({name})" for name in countries_in_english(language).findall(said))
    yield from (f"words of pydantic ({match[0]})" for match in OF_PYDANTIC.finditer(said))


@cache
def countries_in_english(language: str) -> re.Pattern[str]:
    """The English names of countries that the language does not have for any."""
    english, ours = (Locale.parse(code).territories for code in ("en", language))
    words = " ".join(ours.values())
    names = {str(name) for code, name in english.items() if len(str(code)) == 2 and code in ours} - {"Georgia"}
    names = {name for name in names if not re.search(rf"\b{re.escape(name)}\b", words)}
    return re.compile(rf"\b({'|'.join(sorted(map(re.escape, names)))})\b")


def _forms(said: object) -> tuple[str, ...]:
    """The text, or its singular and plurals."""
    return tuple(map(str, said)) if isinstance(said, tuple | list) else (str(said),)


def _is_complete(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def main(argv: list[str]) -> int:
    """Do what is asked; the exit code."""
    try:
        if argv == ["update"]:
            update()
        found = [line for language in LANGUAGES for line in mistakes(language)] if argv == ["check"] else []
    except SyntaxError as error:
        found = [str(error)]
    print("\n".join(found), file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
