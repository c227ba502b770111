"""The organisations an import meets: found by id, OID or PIC, filled where they are empty, written all at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from sqlalchemy import insert, select, true
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from matchmaker.inputs.names import compared
from matchmaker.inputs.organisations import Organisation
from matchmaker.models import ExternalId, OrganisationTerm
from matchmaker.models import Organisation as Row
from matchmaker.programme.types import sectors
from matchmaker.services import seen, surroundings

T = TypeVar("T")
AT_ONCE: Final = 500
"""Values asked for in one query, rows written in one go (SQLAlchemy joins what comes back in quadratic time)."""
_PLAIN: Final = ("name", "newcomer", "responsiveness", "established", "oid", "pic", "region", "city", "website")
_LISTS: Final = {
    "field": "fields", "priority": "priorities", "topic": "topics", "expertise": "expertise", "language": "languages",
    "role": "roles",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Entry:
    """One organisation as it will be. number: of its row, 0 until it has one; line: the first that told something new."""

    key: str
    country: str
    type: str
    number: int = 0
    joined: bool = False
    line: int = 0
    values: dict[str, Any] = field(default_factory=lambda: dict.fromkeys(_PLAIN))
    codes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    new_ids: list[str] = field(default_factory=list)
    new_values: dict[str, Any] = field(default_factory=dict)
    new_codes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        """Whether the file told something new."""
        return bool(self.new_ids or self.new_values or self.new_codes)

    def fill(self, row: Organisation) -> None:
        """Take from the row what is empty here; a flag is a datum of its own, and sectors follow from the type."""
        for name in _PLAIN:
            given = getattr(row, name)
            if given not in (None, "") and self.values[name] in (None, ""):
                self.values[name] = self.new_values[name] = given
        for vocabulary, attribute in _LISTS.items():
            if not self.codes[vocabulary]:
                self._add(vocabulary, getattr(row, attribute))
        stated = frozenset(self.codes["flag"])
        self._add("flag", (flag for flag in row.flags if flag not in stated and _contrary(flag) not in stated))
        flags = frozenset(self.codes["flag"])
        added = frozenset(self.codes["sector"]) - sectors(self.type, flags, frozenset())[0]
        stands_for = sectors(self.type, flags, added or row.sectors)[0]
        self._add("sector", stands_for - set(self.codes["sector"]))

    def _add(self, vocabulary: str, codes: Iterable[str]) -> None:
        """New codes, in the order written, or sorted when they have none."""
        listed = codes if isinstance(codes, tuple) else sorted(codes)
        self.codes[vocabulary] += listed
        self.new_codes += [(vocabulary, code) for code in listed]


class Register:
    """The entries that the rows of one file may mean: those stored, and the new ones the file brings."""

    def __init__(self, session: Session, rows: Sequence[Organisation]) -> None:
        self.session = session
        self.stored: dict[int, Entry] = {}
        self.new: list[Entry] = []
        self._by_id: dict[str, Entry] = {}
        self._by_oid: dict[str, Entry] = {}
        self._by_pic: dict[str, Entry] = {}
        self._load(rows)

    def find(self, row: Organisation) -> list[Entry]:
        """Those the row may be: by id, then OID, then PIC; each once."""
        hits = (self._by_id.get(row.id), self._by_oid.get(row.oid or ""), self._by_pic.get(row.pic or ""))
        return list(dict.fromkeys(entry for entry in hits if entry is not None))

    def add(self, row: Organisation) -> Entry:
        """A new organisation that the row is about."""
        self.new.append(Entry(row.id, row.country, row.type))
        return self.new[-1]

    def tell(self, entry: Entry, row: Organisation, line: int) -> None:
        """Let the entry have the row's id and what of the row it lacks."""
        if row.id not in self._by_id:
            entry.new_ids.append(row.id)
            self._by_id[row.id] = entry
        entry.fill(row)
        self._index(entry)
        if entry.is_changed and not entry.line:
            entry.line = line

    def changed(self) -> list[Entry]:
        """The stored organisations that were told something new."""
        return [entry for entry in self.stored.values() if entry.is_changed]

    def write(self, *, as_members: bool) -> None:
        """Write what is new; with `as_members` everybody the file is about and who has a name joins now."""
        now = surroundings.now(self.session)
        if as_members:
            for entry in (*self.stored.values(), *self.new):
                if not entry.joined and entry.values["name"]:
                    entry.new_values |= {"joined_at": now, "confirmed_at": now}
        for entry in (*self.changed(), *self.new):
            if "name" in entry.new_values:
                entry.new_values["folded_name"] = compared(entry.new_values["name"])
        self._insert()
        self._update()
        self._describe([*self.changed(), *self.new])

    def _insert(self) -> None:
        """The new organisations, which get their numbers."""
        now = surroundings.now(self.session)
        plain = {**dict.fromkeys((*_PLAIN, "folded_name", "joined_at", "confirmed_at")), "region": "", "city": "", "website": ""}
        for entries in portions(self.new):
            rows = [
                {
                    **plain, "key": entry.key, "country": entry.country, "type": entry.type,
                    "created_at": now, "updated_at": now, **entry.new_values,
                }
                for entry in entries
            ]  # fmt: skip
            numbers = self.session.scalars(insert(Row).returning(Row.id, sort_by_parameter_order=True), rows)
            for entry, number in zip(entries, numbers, strict=True):
                entry.number = number

    def _update(self) -> None:
        """The stored organisations that were told something new; each gets a new version."""
        now = surroundings.now(self.session)
        for numbers in portions([entry.number for entry in self.changed()]):
            for row in self.session.scalars(select(Row).where(Row.id.in_(numbers))):
                for name, value in self.stored[row.id].new_values.items():
                    setattr(row, name, value)
                row.updated_at = now
                flag_modified(row, "updated_at")
            self.session.flush()

    def _describe(self, entries: Sequence[Entry]) -> None:
        """The ids and codes that are new."""
        ids = [{"value": value, "organisation_id": entry.number} for entry in entries for value in entry.new_ids]
        terms = [
            {"organisation_id": entry.number, "vocabulary": vocabulary, "code": code}
            for entry in entries
            for vocabulary, code in entry.new_codes
        ]
        for table, rows in ((ExternalId, ids), (OrganisationTerm, terms)):
            if rows:
                self.session.execute(insert(table), rows)

    def _index(self, entry: Entry) -> None:
        if entry.values["oid"]:
            self._by_oid[entry.values["oid"]] = entry
        if entry.values["pic"]:
            self._by_pic[entry.values["pic"]] = entry

    def _load(self, rows: Sequence[Organisation]) -> None:
        """The stored organisations that have an id, OID or PIC of the rows."""
        numbers: dict[int, None] = {}
        wanted = (
            (ExternalId.organisation_id, ExternalId.value, [row.id for row in rows]),
            (Row.id, Row.oid, [row.oid for row in rows if row.oid]),
            (Row.id, Row.pic, [row.pic for row in rows if row.pic]),
        )
        for number, column, values in wanted:
            is_seen = true() if number is ExternalId.organisation_id else seen.by_anybody()  # a guest has no such id
            for portion in portions(values):
                numbers |= dict.fromkeys(self.session.scalars(select(number).where(column.in_(portion), is_seen)))
        for some in portions(sorted(numbers)):
            self._load_entries(some)

    def _load_entries(self, numbers: Sequence[int]) -> None:
        columns = (Row.id, Row.key, Row.country, Row.type, Row.joined_at, *(getattr(Row, name) for name in _PLAIN))
        for row in self.session.execute(select(*columns).where(Row.id.in_(numbers)).order_by(Row.id)):
            values = {name: getattr(row, name) for name in _PLAIN}
            entry = Entry(row.key, row.country, row.type, row.id, row.joined_at is not None, values=values)
            self.stored[row.id] = entry
            self._index(entry)
        term = OrganisationTerm
        listed = select(term.organisation_id, term.vocabulary, term.code).where(term.organisation_id.in_(numbers))
        for number, vocabulary, code in self.session.execute(listed.order_by(term.id)):
            self.stored[number].codes[vocabulary].append(code)
        ids = select(ExternalId.organisation_id, ExternalId.value).where(ExternalId.organisation_id.in_(numbers))
        for number, value in self.session.execute(ids):
            self._by_id[value] = self.stored[number]


def portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in as many queries as needed."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def _contrary(flag: str) -> str:
    """`eche` of `no_eche`, and the other way round."""
    return flag.removeprefix("no_") if flag.startswith("no_") else f"no_{flag}"
