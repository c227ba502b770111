"""Organisations as the interchange format writes them."""

import re
from pathlib import Path

from matchmaker.inputs.interchange import cells
from matchmaker.inputs.interchange.sheets import Cells, Format, Sheet, read_sheet
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import N_, say
from matchmaker.programme import countries
from matchmaker.programme.types import sectors

MAX_ID, MAX_NAME, MAX_PLACE, MAX_WEBSITE = 200, 300, 200, 300
FORMULA = ("=", "+", "-", "@")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def read_organisations(path: Path) -> Sheet[Organisation]:
    """`organisations.csv`. Raises `Invalid` when the file is no such table; what is wrong with a line is in `problems`.

    A row without a name is kept for its history.
    """
    return read_sheet(path, ORGANISATIONS)


def _organisation(line: Cells) -> Organisation:
    type_code = line.need("type", cells.type_code)
    flags: frozenset[str] = line.get("flags", cells.flags, frozenset())
    return Organisation(
        id=line.need("id", cells.text(MAX_ID)),
        name=_name(line),
        country=line.need("country", countries.normalise),
        type=type_code,
        sectors=_sectors(line, type_code, flags),
        fields=line.get("fields", cells.fields, ()),
        priorities=line.get("priorities", cells.priorities, ()),
        topics=line.get("topics", cells.slugs, ()),
        expertise=line.get("expertise", cells.slugs, ()),
        languages=line.get("languages", cells.languages, frozenset()),
        roles=line.get("roles", cells.roles, frozenset()),
        newcomer=line.get("newcomer", cells.yes_or_no, None),
        responsiveness=line.get("responsiveness", cells.share, None),
        established=line.get("established", cells.day, None),
        oid=line.get("oid", cells.oid, None),
        pic=line.get("pic", cells.pic, None),
        flags=flags,
        region=line.get("region", cells.text(MAX_PLACE), ""),
        city=line.get("city", cells.text(MAX_PLACE), ""),
        website=_website(line),
    )


def _name(line: Cells) -> str:
    """Whatever the name is, it is data; one that a spreadsheet would run is told of, and escaped when we export it."""
    name = line.get("name", cells.text(MAX_NAME), "")
    if name.startswith(FORMULA):
        line.note("name", say(N_("begins like a formula: kept as text, and escaped in exports")))
    return name


def _sectors(line: Cells, type_code: str, flags: frozenset[str]) -> frozenset[str]:
    """What the type stands for, and of the sectors written what it allows to add."""
    if not type_code:
        return frozenset()
    stands_for, dropped = sectors(type_code, flags, frozenset(line.get("sectors", cells.split, ())))
    if dropped:
        what = say(N_("%(sectors)s left out: %(type)s does not allow it"), sectors=", ".join(sorted(dropped)), type=type_code)
        line.note("sectors", what)
    return stands_for


def _website(line: Cells) -> str:
    """An address a browser may open; another scheme (`javascript:`) is left out."""
    website = line.get("website", cells.text(MAX_WEBSITE), "")
    if SCHEME.match(website) and not website.lower().startswith(("http:", "https:")):
        line.note("website", say(N_("left out: expected a web address")))
        return ""
    return website


ORGANISATIONS = Format(
    columns=(
        "id", "name", "country", "type", "sectors", "fields", "priorities", "topics", "expertise", "languages", "roles",
        "newcomer", "responsiveness", "established", "oid", "pic", "flags", "region", "city", "website",
    ),
    needed=("id", "name", "country", "type"),
    parse=_organisation,
    key=lambda row: row.id,
)  # fmt: skip
