"""Importing organisations and the history of projects: finds before it adds, fills what is empty, overwrites nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import and_, insert, select
from sqlalchemy.orm import Session, aliased

from matchmaker.inputs.interchange import Remark, Sheet
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import N_, Message, nsay, say
from matchmaker.models import Doubt
from matchmaker.models import Organisation as Row
from matchmaker.services import history, surroundings
from matchmaker.services.imports_register import Entry, Register


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of one file, and the lines somebody should look at."""

    new: int
    found: int
    filled: int
    skipped: int
    alike: int
    remarks: tuple[Remark, ...]

    def sentences(self) -> Iterator[Message]:
        """The outcome for whoever runs the import."""
        yield nsay(N_("%(n)s organisation is new"), N_("%(n)s organisations are new"), self.new)
        yield nsay(N_("%(n)s row was known already"), N_("%(n)s rows were known already"), self.found)
        yield nsay(N_("%(n)s of these told something new"), N_("%(n)s of these told something new"), self.filled)
        yield nsay(N_("%(n)s row fits two organisations: skipped"), N_("%(n)s rows fit two organisations: skipped"), self.skipped)
        yield nsay(N_("%(n)s pair of names alike to decide"), N_("%(n)s pairs of names alike to decide"), self.alike)


def organisations(session: Session, sheet: Sheet[Organisation], *, as_members: bool = False) -> Imported:
    """Bring in the rows of the sheet as *known from public records*, or as members that joined now.

    A row is found by id, then OID, then PIC, among what is stored and the earlier rows; it then adds its id and fills what is
    empty. A row that fits two organisations is a doubt: listed and skipped. Names alike in one country are doubts too.
    """
    register = Register(session, sheet.rows)
    remarks = list(sheet.notes)
    fits_two: list[tuple[Entry, Entry]] = []
    found = skipped = 0
    for row, line in zip(sheet.rows, sheet.lines, strict=True):
        entries = register.find(row)
        if len(entries) > 1:
            skipped += 1
            fits_two += combinations(entries, 2)
            keys = ", ".join(entry.key for entry in entries)
            remarks.append(Remark(line, "id", say(N_("fits more than one organisation (%(keys)s): skipped"), keys=keys)))
            continue
        found += bool(entries)
        entry = entries[0] if entries else register.add(row)
        remarks += _differences(entry, row, line)
        register.tell(entry, row, line)
    register.write(as_members=as_members)
    _doubt(session, dict.fromkeys((_in_order(one, other) for one, other in fits_two), "identifiers"))
    alike = _names_alike(session)
    _doubt(session, dict.fromkeys(alike, "name"))
    remarks += _remarks_on(alike, {entry.number: entry.line for entry in (*register.stored.values(), *register.new)})
    new, filled = len(register.new), len(register.changed())
    history.record(session, None, "import.organisations", new=new, found=found, skipped=skipped)
    session.flush()
    return Imported(new, found, filled, skipped, len(alike), tuple(sorted(remarks, key=lambda remark: remark.line)))


def _differences(entry: Entry, row: Organisation, line: int) -> Iterator[Remark]:
    """The identifiers of the row that contradict what is stored, which stays."""
    for name in ("oid", "pic"):
        given, kept = getattr(row, name), entry.values[name]
        if given and kept and given != kept:
            what = N_("%(given)s left out: %(key)s has %(kept)s")
            yield Remark(line, name, say(what, given=given, key=entry.key, kept=kept))


def _in_order(one: Entry, other: Entry) -> tuple[int, int]:
    low, high = sorted((one.number, other.number))
    return low, high


def _names_alike(session: Session) -> dict[tuple[int, int], tuple[str, str]]:
    """Pairs of one country whose names fold to the same and that nobody has doubted yet: numbers -> keys."""
    first, second = aliased(Row), aliased(Row)
    same = and_(first.country == second.country, first.folded_name == second.folded_name, first.id < second.id)
    told = and_(Doubt.first_id == first.id, Doubt.second_id == second.id)
    pairs = (
        select(first.id, second.id, first.key, second.key)
        .join(second, same)
        .outerjoin(Doubt, told)
        .where(Doubt.id.is_(None), first.folded_name != "")
        .order_by(first.id, second.id)
    )
    return {(one, other): (key, other_key) for one, other, key, other_key in session.execute(pairs)}


def _doubt(session: Session, pairs: dict[tuple[int, int], str]) -> None:
    """Write the doubts that are not written yet."""
    there = set(session.execute(select(Doubt.first_id, Doubt.second_id)))
    now = surroundings.now(session)
    rows = [
        {"first_id": first, "second_id": second, "reason": reason, "state": "open", "created_at": now}
        for (first, second), reason in pairs.items()
        if (first, second) not in there and first != second
    ]
    if rows:
        session.execute(insert(Doubt), rows)


def _remarks_on(alike: dict[tuple[int, int], tuple[str, str]], lines: dict[int, int]) -> Iterator[Remark]:
    """Each pair, at the line of the later organisation if the file brought it."""
    what = N_("looks like %(key)s: not suggested together until somebody decides")
    for (first, second), (key, other_key) in alike.items():
        at_second = lines.get(second, 0)
        yield Remark(at_second or lines.get(first, 0), "name", say(what, key=key if at_second else other_key))
