"""Keep the catalogues equal to the texts (`python -m tools.translations check|update`)."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "matchmaker" / "translations"
LANGUAGES = ("pl", "de")
HEADER = r"""msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {plural_forms}\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""

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


def catalogue(language: str) -> Catalog:
    """What is translated so far."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update() -> None:
    """Add what is new to the catalogues, drop what is gone, keep what is translated."""
    wanted = template()
    for language in LANGUAGES:
        kept = catalogue(language)
        kept.update(wanted, no_fuzzy_matching=True)
        kept.obsolete.clear()
        path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            out.write(HEADER.format(language=language, plural_forms=kept.plural_forms).encode())
            write_po(out, kept, width=130, sort_output=True, include_lineno=False, omit_header=True)


def mistakes(language: str) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    wanted, found = template(), catalogue(language)
    for message in wanted:
        translated = found.get(message.id) if message.id else message
        where = "{}:{}".format(*message.locations[0]) if message.locations else ""
        if translated is None or not _is_complete(translated):
            yield f"{language}: not translated ({where}): {message.id!r}"
        elif message.id:
            yield from (f"{language}: {error} ({where}): {message.id!r}" for error in translated.check(found))
    yield from (
        f"{language}: no longer used: {message.id!r}" for message in found if message.id and wanted.get(message.id) is None
    )


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
