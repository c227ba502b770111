"""Importing organisations and the history of projects: finds before it adds, fills what is empty, overwrites nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from matchmaker.inputs.interchange import Remark, Sheet
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import N_, Message, nsay, say
from matchmaker.models import Doubt
from matchmaker.models import Organisation as Row
from matchmaker.services import history, seen, statistics, surroundings
from matchmaker.services.imports_register import Entry, Register, portions


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of one file, and the lines somebody should look at. alike: rows named as somebody else is."""

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
        yield nsay(N_("%(n)s row is named like another"), N_("%(n)s rows are named like others"), self.alike)


def organisations(session: Session, sheet: Sheet[Organisation], *, as_members: bool = False) -> Imported:
    """Bring in the rows of the sheet as *known from public records*, or as members that joined now.

    A row is found by id, then OID, then PIC, among what is stored and the earlier rows; it then adds its id and fills what is
    empty. A row that fits two organisations is a doubt: listed and skipped. Those named alike in one country are told of, and
    are one group from now on, of which one at most is in a consortium.
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
    _doubt(session, dict.fromkeys(_in_order(one, other) for one, other in fits_two))
    alike = [*_names_alike(session, [*register.new, *register.changed()])]
    remarks += alike
    new, filled = len(register.new), len(register.changed())
    history.record(session, None, "import.organisations", new=new, found=found, skipped=skipped)
    session.flush()
    statistics.renew(session, new + filled)
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


def _names_alike(session: Session, entries: Iterable[Entry]) -> Iterator[Remark]:
    """Each organisation that this file gave a name which another of its country has, with the first or else the last of those.

    Where the file named all of them, the first one is only pointed at.
    """
    named: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if name := entry.new_values.get("folded_name"):
            named[entry.country, name].append(entry)
    groups = select(Row.country, Row.folded_name, func.min(Row.id), func.max(Row.id), func.count())
    groups = (
        groups.where(Row.folded_name != "", seen.by_anybody()).group_by(Row.country, Row.folded_name).having(func.count() > 1)
    )
    found = [
        (sorted(theirs, key=lambda entry: entry.number), first, last, count)
        for country, name, first, last, count in session.execute(groups)
        if name is not None and (theirs := named.get((country, name)))
    ]
    ends = sorted({number for _, first, last, _ in found for number in (first, last)})
    listed = (session.execute(select(Row.id, Row.key).where(Row.id.in_(some))) for some in portions(ends))
    keys = {number: key for rows in listed for number, key in rows}
    what = N_("looks like %(key)s: not suggested together until somebody decides")
    for theirs, first, last, count in found:
        for entry in theirs[1:] if len(theirs) == count else theirs:
            yield Remark(entry.line, "name", say(what, key=keys[last if entry.number == first else first]))


def _doubt(session: Session, pairs: Iterable[tuple[int, int]]) -> None:
    """Write the doubts that are not written yet."""
    there = set(session.execute(select(Doubt.first_id, Doubt.second_id)))
    now = surroundings.now(session)
    rows = [
        {"first_id": first, "second_id": second, "reason": "identifiers", "state": "open", "created_at": now}
        for first, second in pairs
        if (first, second) not in there and first != second
    ]
    if rows:
        session.execute(insert(Doubt), rows)
