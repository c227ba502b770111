"""The calls as data: one TOML file a call, the package's own and an operator's that add to them or override them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import ValidationError

from matchmaker.errors import Invalid, NotFound
from matchmaker.language import N_, Message, say
from matchmaker.programme import confirmations, consistency, countries, documents, reading, tables
from matchmaker.programme.calls import STATES, Call, State
from matchmaker.programme.conditions import bars
from matchmaker.programme.countries import CountryList
from matchmaker.programme.dates import Deadline
from matchmaker.programme.reading import place
from matchmaker.programme.variants import Variant
from matchmaker.programme.versions import version

GUIDE = Path(__file__).parent / "guide"
WORKED_OUT = (
    "bars",
    "counting_countries",
    "counting_ev",
    "counting_source",
    "open_countries",
    "variant",
    "expected",
    "rules_of",
    "confirmations",
    "seen_in",
    "version",
)
"""Parts of a call that no file states."""
_KEYS: Final = (*(key for key in tables.keys(Call, ()) if key not in WORKED_OUT), "extends")
"""Those that a file may state."""
_MISPLACED: Final = N_("is a key of the call itself: expected above the first head of a table in [ ]")
MANY: Final = 3
"""So many keys that are missing are one mistake."""

_NO_COUNTRIES: Final[Mapping[str, object]] = {
    "counting": "own",
    "counting_countries": [],
    "counting_ev": "K",
    "counting_source": "none",
}
_NO_DOCUMENTS: Final[Mapping[str, object]] = {"documents": ()}
"""In the place of lists that have mistakes, so that the rest of their file is read."""


@dataclass(frozen=True)
class Guide:
    """All calls by id: the newest year first, then by id."""

    calls: Mapping[str, Call]

    def call(self, call_id: str) -> Call:
        """One call. Raises `NotFound` with the ids that look most like it."""
        if call_id in self.calls:
            return self.calls[call_id]
        raise NotFound(reading.with_nearest(say(N_("no call “%(id)s”"), id=call_id[:60]), call_id, self.calls))

    def by_state(self, now: datetime) -> dict[State, list[Call]]:
        """The calls in the order in which people look for them: those that are open, then those to come, then the closed."""
        groups = {state: [call for call in self.calls.values() if call.state(now) == state] for state in STATES}
        return {state: calls for state, calls in groups.items() if calls}

    def coming(self, now: datetime) -> list[Call]:
        """Those that are open or to come."""
        return [call for state, calls in self.by_state(now).items() if state != "closed" for call in calls]


@dataclass(frozen=True, eq=False)
class Stated:
    """What one file says, and what the file of the same name beneath it says (an operator's lies over ours)."""

    file: str
    table: dict[str, Any]
    beneath: "Stated | None"


@cache
def load(directory: Path | None = None) -> Guide:
    """As `read`, once in a process."""
    return read(directory)


def read(directory: Path | None = None) -> Guide:
    """The package's calls and those of an operator's folder. Raises `Invalid` with one sentence per mistake.

    A file states a whole call, or it `extends` another and replaces whole keys; one that extends its own id changes the
    file of that name which it overrides. `rounds.toml` in the operator's folder says which Agencies hold optional rounds.
    """
    problems: dict[str, object] = {}
    files: dict[str, Stated] = {}
    for path in (*_files(GUIDE), *(_files(directory) if directory else ())):
        try:
            files[path.stem] = Stated(path.name, _table(path), files.get(path.stem))
        except Invalid as error:
            problems |= error.problems
    said = files.pop(confirmations.NAME, None)
    calls: dict[str, Call] = {}
    for name, stated in files.items():
        try:
            calls[name] = _call(stated, files)
        except Invalid as error:
            problems = error.problems | problems
    if problems:
        raise Invalid(problems)
    calls = {name: _expecting(name, calls, files) for name in calls}
    return guide_of((calls | (confirmations.confirmed(said.file, said.table, calls) if said else {})).values())


def guide_of(calls: Iterable[Call]) -> Guide:
    """These calls in their order."""
    return Guide(MappingProxyType({call.id: call for call in sorted(calls, key=lambda call: (-call.year, call.id))}))


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.name.lower().endswith((".toml", ".toml.txt")))
    except (OSError, ValueError):
        raise Invalid({str(folder): say(N_("cannot be read: expected a folder with one TOML file per call"))}) from None


def _table(path: Path) -> dict[str, Any]:
    """What stands in a file. Raises `Invalid`, also where an editor has given it another ending."""
    if path.suffix != ".toml":
        raise Invalid({path.name: say(N_("expected a name that ends in .toml"))})
    return reading.table(path)


def _call(stated: Stated, files: Mapping[str, Stated]) -> Call:
    """The call a file states: what it extends merged in, its country list resolved, its version worked out."""
    name = stated.file.removesuffix(".toml")
    if not stated.table:
        raise Invalid({stated.file: say(N_("is empty: expected a call, or what differs from the one that it extends"))})
    problems: dict[str, object] = {}
    misspelt = {tables.meant(key, _KEYS) for key in stated.table if key not in _KEYS}
    if stated.table.get("id") != name and "id" not in misspelt - stated.table.keys():
        problems[place(stated.file, ["id"])] = say(N_("expected the file's name: %(name)s"), name=name)
    origin = _merged(stated, files, ())
    worked_out: list[tuple[str, list[str | int]]] = [(key, [key]) for key in WORKED_OUT if key in origin]
    if isinstance(listed := origin["variants"].table["variants"] if "variants" in origin else None, list):
        given = [number for number, one in enumerate(listed) if isinstance(one, dict) and "expected" in one]
        worked_out += [("variants", ["variants", number, "expected"]) for number in given]
    problems |= {place(origin[key].file, where): say(N_("is worked out from other keys")) for key, where in worked_out}
    table = {key: source.table[key] for key, source in origin.items() if key not in WORKED_OUT}
    for key, resolved, in_its_place in (("counting", _counting, _NO_COUNTRIES), ("documents", _documents, _NO_DOCUMENTS)):
        if key not in table:
            table |= {one: value for one, value in in_its_place.items() if one != key}
            continue
        try:
            table |= resolved(table[key], origin[key].file)
        except Invalid as error:
            problems |= error.problems
            table |= in_its_place
    try:
        call = Call.model_validate({**table, "id": name})
    except ValidationError as error:
        found = [
            (origin.get(str(where[0]), stated) if where else stated, where, what)
            for where, what in _at_once(reading.mistakes(error, reading.SENTENCES, _keys_at), table, misspelt)
        ]
        problems |= {place(source.file, where): what for source, where, what in reversed(found)}
    if problems:
        raise Invalid(problems)
    if left_out := consistency.left_out(call):
        raise Invalid({place(origin.get("third_countries", stated).file, ["third_countries"]): left_out})
    return call.model_copy(update={"bars": bars.of(call.year, call.managed_by)})


def _keys_at(where: reading.Place) -> Collection[str]:
    """The keys that a table of a call's file may have."""
    return [key for key in tables.keys(Call, where) if key not in WORKED_OUT] if where else _KEYS


def _at_once(
    mistakes: Iterable[tuple[reading.Place, Message]], table: Mapping[str, object], misspelt: Collection[str | None]
) -> list[tuple[reading.Place, Message]]:
    """The mistakes; that most of a call is missing is one: somebody forgot to say, or misspelt, what the file extends.

    A key of the call that stands below the head of a table belongs to that table, which does not know it.
    table: what the file states, and what it extends. misspelt: the keys that were meant by others.
    """
    found = [(where, say(_MISPLACED) if _is_misplaced(where, what) else what) for where, what in mistakes]
    missing = {where: str(where[0]) for where, _ in found if len(where) == 1 and where[0] not in table}
    if len(missing) < MANY:
        return found
    rest = [one for one in found if one[0] not in missing]
    if "extends" in misspelt:
        return rest
    text = N_("states no whole call: expected %(keys)s too, or `extends` with the id of a call that has them")
    return [*rest, ((), say(text, keys=", ".join(sorted(missing.values()))))]


def _is_misplaced(where: reading.Place, what: Message) -> bool:
    """Whether a table does not know a key that the call has."""
    return len(where) > 1 and where[-1] in _KEYS and what.text == reading.SENTENCES["extra_forbidden"]


def _expecting(name: str, calls: Mapping[str, Call], files: Mapping[str, Stated]) -> Call:
    """The call with what a provisional one takes from those before it, and its version."""
    call = calls[name]
    meaning = countries.meaning_to_take_part(call.year) if call.provisional else frozenset()
    carried = {
        "expected": _expected(name, calls, files),
        "variants": _variants(name, calls, files),
        "rules_of": _rules_of(name, calls, files),
        "open_countries": meaning - call.counting_countries,
    }
    call = call.model_copy(update=carried)
    return call.model_copy(update={"version": version(call)})


def _carried_over(name: str, calls: Mapping[str, Call], files: Mapping[str, Stated]) -> str | None:
    """The id of the call whose rules a provisional one carries over."""
    stated = files[name]
    while stated.beneath is not None and stated.table.get("extends") == name:
        stated = stated.beneath
    earlier = stated.table.get("extends")
    return str(earlier) if calls[name].provisional and earlier is not None else None


def _rules_of(name: str, calls: Mapping[str, Call], files: Mapping[str, Stated]) -> int | None:
    """The year of the call whose rules these are, which may have been carried over more than once."""
    earlier = _carried_over(name, calls, files)
    return None if earlier is None else _rules_of(earlier, calls, files) or calls[earlier].year


def _expected(name: str, calls: Mapping[str, Call], files: Mapping[str, Stated]) -> tuple[Deadline, ...]:
    """The rounds of the call that a provisional one extends, but for those whose date it states."""
    earlier = _carried_over(name, calls, files)
    if earlier is None:
        return ()
    known = {one.round for one in calls[name].deadlines}
    return tuple(one for one in (*calls[earlier].deadlines, *_expected(earlier, calls, files)) if one.round not in known)


def _variants(name: str, calls: Mapping[str, Call], files: Mapping[str, Stated]) -> tuple[Variant, ...]:
    """Those of the call; those that a provisional one carries over without dates, and with the ids of its year."""
    earlier, own = _carried_over(name, calls, files), calls[name].variants
    if earlier is None or own != calls[earlier].variants:
        return own
    years = str(calls[earlier].year), str(calls[name].year)
    return tuple(one.carried_over(*years) for one in _variants(earlier, calls, files))


def _merged(stated: Stated, files: Mapping[str, Stated], above: tuple[Stated, ...]) -> dict[str, Stated]:
    """Which file each key of the call comes from: its own, else the one it extends."""
    own = {key: stated for key in stated.table if key != "extends"}
    if "extends" not in stated.table:
        return own
    name = stated.table["extends"]
    base = files.get(name) if isinstance(name, str) else None
    if base is stated:
        base = stated.beneath or stated
    path = (*above, stated)
    if base is None:
        missing = say(N_("there is no call “%(name)s” to extend"), name=str(name)[:60])
        others = {one for one in files if files[one] not in path}
        raise Invalid({place(stated.file, ["extends"]): reading.with_nearest(missing, str(name), others)})
    if base in path:
        circle = " → ".join(part.file.removesuffix(".toml") for part in (*path, base))
        raise Invalid({place(stated.file, ["extends"]): say(N_("goes round in a circle: %(circle)s"), circle=circle)})
    return _merged(base, files, path) | own


def _counting(stated: object, file: str) -> dict[str, object]:
    """The countries that count: a dated list by its id, or a list of the file's own."""
    if isinstance(stated, dict):
        name, listed = "own", reading.parse(CountryList, stated, file, "counting")
    elif isinstance(stated, str) and stated in countries.LISTS:
        name, listed = stated, countries.LISTS[stated]
    else:
        text = N_("expected one of the country lists %(known)s, or a table with base, add, ev and source")
        raise Invalid({place(file, ["counting"]): say(text, known=", ".join(countries.LISTS))})
    return {
        "counting": name,
        "counting_countries": countries.members(listed),
        "counting_ev": listed.ev,
        "counting_source": listed.source,
    }


def _documents(stated: object, file: str) -> dict[str, object]:
    """The documents: a list by its id; what the file states itself is left as it is."""
    if not isinstance(stated, str):
        return {}
    if stated not in documents.LISTS:
        text = N_("expected one of the lists of documents %(known)s, or tables with kind, per, at_latest, ev and source")
        raise Invalid({place(file, ["documents"]): say(text, known=", ".join(documents.LISTS))})
    return {"documents": documents.LISTS[stated].documents}
