"""All files of a pack, put together and sealed."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from anyascii import anyascii

from matchmaker.documents import snapshot
from matchmaker.documents.pack import archive, manifest, tables
from matchmaker.documents.pack.blocks import Document, plain, written
from matchmaker.documents.pack.dossier import dossier, pictures
from matchmaker.documents.pack.facts import Apart, Facts
from matchmaker.documents.pack.manifest import About, Sealed
from matchmaker.documents.pack.pdf import pdf
from matchmaker.documents.pack.sheets import sheet
from matchmaker.documents.pack.word import word
from matchmaker.eligibility.explanations import not_checked
from matchmaker.language import N_, Message, say

_SLUG: Final = 40
"""Letters of a name in the name of a file."""
_FILES: Final[Mapping[str, Message]] = {
    "dossier.pdf": say(N_("what the Agency's form asks, in its order, to read")),
    "dossier.docx": say(N_("the same, to copy from and to write in")),
    "partners.xlsx": say(N_("all partners, the rules with who provides what, and what is missing, as tables")),
    "partners.csv": say(N_("all partners, for other programs")),
    "map.svg": say(N_("the partners on the map")),
    "network.svg": say(N_("who has worked with whom")),
    "deadlines.ics": say(N_("the deadlines, for your calendar")),
    "snapshot.json": say(N_("the consortium as it was checked, for programs")),
    "manifest.json": say(N_("the list of all files with the hash of each")),
    "persons/": say(N_("data sheets and whatever else names persons: handle it with care")),
}
_NONE: Final = N_("The personal data are not in this pack. All else in it is as it was made.")


def seal(facts: Facts, apart: Apart | None, language: str, calendar: bytes | None = None) -> Sealed:
    """The pack with its persons' data; those of `apart` None never were in it. calendar: the deadlines, where there are any."""
    none = tables.lines([written(say(_NONE), language)])
    files = _files(facts, language, calendar)
    about = About(
        consortium=facts.consortium,
        number=facts.number,
        title=facts.title,
        language=language,
        made_at=facts.made_at,
        provisional=facts.call.provisional,
        practice=facts.practice,
    )
    if apart is None:
        return manifest.without_persons(manifest.seal(about, files, {}, none, ""), none)
    return manifest.seal(about, files, _persons(facts, apart, language), none, apart.salt)


def without_persons(sealed: Sealed, language: str) -> Sealed:
    """The same pack without the data of persons."""
    return manifest.without_persons(sealed, tables.lines([written(say(_NONE), language)]))


def packed(sealed: Sealed, at: datetime) -> bytes:
    """The one file."""
    return archive.write(sealed.files, at)


def _files(facts: Facts, language: str, calendar: bytes | None) -> dict[str, bytes]:
    """Name -> content of all that names no person."""
    whole = dossier(facts, language)
    footer = _footer(facts, language)
    drawn = {name: one.svg.encode() for name, one in zip(("map.svg", "network.svg"), pictures(facts, language), strict=False)}
    found = {
        "dossier.pdf": pdf(whole, facts.made_at, footer),
        "dossier.docx": word(whole, facts.made_at, footer),
        "partners.xlsx": tables.as_xlsx(facts, whole, language),
        "partners.csv": tables.as_csv(tables.partners(facts, language)),
        **drawn,
        **({"deadlines.ics": calendar} if calendar else {}),
        manifest.SNAPSHOT: snapshot.canonical(facts.snapshot).encode(),
    }
    return {"README.txt": _readme(facts, whole, found, language), **found}


def _persons(facts: Facts, apart: Apart, language: str) -> dict[str, bytes]:
    """Name -> content of all that does."""
    footer = _footer(facts, language)
    found: dict[str, bytes] = {}
    for number, partner in enumerate(facts.partners, 1):
        persons = apart.by_partner.get(partner.facts.id)
        if persons is not None:
            name = f"{manifest.PERSONS}data-sheet-{number:02}-{slug(partner.name)}.docx"
            found[name] = word(sheet(partner, persons, facts, language), facts.made_at, footer)
    if apart.acts is not None:
        found[f"{manifest.PERSONS}acts.json"] = snapshot.canonical(apart.acts).encode()
    found |= {f"{manifest.PERSONS}{name}": content for name, content in apart.uploads.items()}
    if apart.left_out:
        said = written(
            say(N_("These files are not in the pack, because they are too large together, or cannot be found:")), language
        )
        found[f"{manifest.PERSONS}uploads/left-out.txt"] = tables.lines([said, *(f"- {plain(name)}" for name in apart.left_out)])
    return found


def slug(name: str) -> str:
    """A name in letters that every file system takes."""
    found = re.sub(r"[^a-z0-9]+", "-", anyascii(name).lower()).strip("-")[:_SLUG].strip("-")
    return found or "organisation"


def _footer(facts: Facts, language: str) -> str:
    number = say(N_("draft")) if facts.number is None else say(N_("number %(n)s"), n=facts.number)
    return written(say(N_("%(title)s, %(number)s"), title=facts.title, number=number), language)


def _readme(facts: Facts, whole: Document, files: Mapping[str, bytes], language: str) -> bytes:
    """What lies here, how to verify it, what nobody has checked."""

    def said(text: str, **args: object) -> str:
        return written(say(text, **args), language)

    listed = [name for name in _FILES if name in files or name in (manifest.NAME, manifest.PERSONS)]
    return tables.lines(
        [
            whole.title,
            *whole.lead,
            *(["", *whole.stamps] if whole.stamps else []),
            "",
            said(N_("What lies here:")),
            *(f"- {name}: {written(_FILES[name], language)}" for name in listed),
            "",
            said(N_("The application itself is made in the Agency's own form: %(address)s"), address=facts.forms),
            "",
            said(N_("To verify that nothing was changed since this was made:")),
            "    matchmaker verify FILE.zip",
            said(N_("The hashes show that nothing was changed since this was made. They are no signature.")),
            "",
            said(N_("What was not checked")) + ":",
            *(f"- {written(one, language)}" for one in not_checked(facts.call)),
        ]
    )
