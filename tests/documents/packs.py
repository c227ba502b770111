"""Packs for tests: of three partners, with what members have written in the worst way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import docx
import openpyxl
import pypdfium2

from matchmaker import eligibility
from matchmaker.documents import snapshot
from matchmaker.documents.pack import assembling
from matchmaker.documents.pack.facts import Apart, Facts, Partner, Person, Persons, Sheet
from matchmaker.documents.planned import Package
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.programme import guides
from matchmaker.programme.kinds import KINDS

AT = datetime(2026, 11, 23, 10, 30, 15, tzinfo=UTC)
CALL = guides.load().call("ka220-vet-2027").in_round(1)
SALT = "5a" * 32
KNOWN = Sheet(
    legal_name="Zespół Szkół Zawodowych im. Heleny Wierzby",
    address="ul. Długa 7",
    post_code="90-001",
    oid_of="governing",
    background="Technical school with workshops.",
    experience="Twelve exchanges of trainers.",
    key_staff="Head of workshops: twenty years of teaching.",
    confirmed_at=AT,
)
NAMED = Persons(
    representative=Person("Helena Wierzba", "Dyrektor", "dyrektor@szkola.example"),
    contact=Person("Jan Sosna", "Teacher", "jan@szkola.example", "+48 600 000 000"),
    confirmed=Person("Helena Wierzba", "Dyrektor", authority="Statut § 5"),
)
MEMBERS = (
    Member(
        "o1", "coordinator", "Zespół Szkół", "PL", "EPLUS-EDU-VOC-SEC", established=date(1990, 9, 1), oid="E10000001",
        contribution="Modules on joinery", city="Łódź",
    ),
    Member("o3", "partner", "Uni <b>", "DE", "EPLUS-EDU-HEI", flags=frozenset({"eche"}), city="Ulm"),
    Member("o2", "partner", "=Kammer", "AT", "EPLUS-SOCIAL", newcomer=True, contribution="Examiners"),
)  # fmt: skip


def facts(members: tuple[Member, ...] = MEMBERS, *, number: int | None = 1, practice: bool = False, **said: Any) -> Facts:
    """A consortium; its first member has said all there is to say."""
    project = Project(months=24, grant=250_000, priorities=("VET-ADAPT",), activities=())
    report = eligibility.check(Consortium(members, project), CALL, AT.date())
    packages = (Package("Joinery & design", "o1", {"o1": 120_000, "o3": 80_000}),)
    document = snapshot.build(
        consortium=7, number=number or 0, title="Wood “and” tools", made_at=AT, call=CALL, practice=practice, project=project,
        partners=[snapshot.Partner(one, AT - timedelta(days=1), city=one.city) for one in members],
        report=report, acts=[ACT], salt=SALT, packages=packages, draft=number is None,
    )  # fmt: skip
    partners = [
        Partner(one, KINDS["vocational-school"], region="Łódzkie", website="https://school.example", staff=80, learners=900,
                languages=("pl", "en"), fields=("0722",), joined_at=AT - timedelta(days=1), sheet=KNOWN if n == 0 else Sheet())
        for n, one in enumerate(members)
    ]  # fmt: skip
    whole = Facts(
        consortium=7, number=number, title="Wood “and” tools", summary="Exchange of trainers.", holder="Zespół Szkół",
        initiator="Uni <b>", made_at=AT, call=CALL, practice=practice, project=project, partners=partners, report=report,
        snapshot=snapshot.without_persons(document), language="en", topics=("work-based-learning",), fields=("0722",),
        agencies=("FRSE",), packages=packages, joint={(0, 1): 2}, internal=AT + timedelta(days=60),
    )  # fmt: skip
    return replace(whole, **said)


ACT = snapshot.Act("o3", "joined", "Jürgen Müller", "Rektor", "Satzung § 5", AT)


def apart(acts: dict[str, Any] | None = None) -> Apart:
    """Who is named in it."""
    return Apart({"o1": NAMED, "o2": Persons(), "o3": Persons()}, acts or {"salt": SALT, "acts": []}, SALT)


@cache
def packed(language: str = "en", *, persons: bool = True, number: int | None = 1) -> bytes:
    """A pack as it is handed out."""
    sealed = assembling.seal(facts(number=number), apart(), language)
    return assembling.packed(sealed if persons else assembling.without_persons(sealed, language), AT)


def files(raw: bytes) -> dict[str, bytes]:
    """Name -> content of a ZIP."""
    with ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(contents: dict[str, bytes], how: int = ZIP_STORED) -> bytes:
    """A ZIP of these, as anybody makes one."""
    made = BytesIO()
    with ZipFile(made, "w", how) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return made.getvalue()


def read_pdf(raw: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(raw) as read:
        return [page.get_textpage().get_text_range() for page in read]


def everything(contents: dict[str, bytes]) -> str:
    """All that can be read in these files."""
    found = []
    for name, raw in contents.items():
        if name.endswith(".docx"):
            file = docx.Document(BytesIO(raw))
            found += [one.text for one in file.paragraphs] + [
                cell.text for table in file.tables for row in table.rows for cell in row.cells
            ]
        elif name.endswith(".pdf"):
            found += read_pdf(raw)
        elif name.endswith(".xlsx"):
            found += [str(value) for sheet in openpyxl.load_workbook(BytesIO(raw)) for row in sheet.values for value in row]
        else:
            found.append(raw.decode("utf-8-sig"))
    return "\n".join(found)
