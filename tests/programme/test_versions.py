"""The version of a call: another one for every fact that changes, and only then."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from pydantic import BaseModel

from matchmaker.programme import classes, countries, guides
from matchmaker.programme.versions import EARLIER, is_of, version

CALLS = guides.load().calls


def changes(value: Any) -> Iterator[Any]:
    """The value with one fact changed, one after the other."""
    match value:
        case BaseModel():
            for name in type(value).model_fields:
                yield from (value.model_copy(update={name: other}) for other in changes(getattr(value, name)))
        case tuple():
            for at, part in enumerate(value):
                yield value[:at] + value[at + 1 :]
                yield from ((*value[:at], other, *value[at + 1 :]) for other in changes(part))
        case frozenset():
            yield value | {"XK"}
            yield from (value - {part} for part in sorted(value)[:1])
        case dict():
            for key, part in value.items():
                yield {name: kept for name, kept in value.items() if name != key}
                yield from ({**value, key: other} for other in changes(part))
        case None:
            return
        case _:
            yield another(value)


def another(value: Any) -> Any:
    """Another value of the same kind."""
    if value in classes.CLASSES:
        return next(name for name in classes.CLASSES if name != value)
    if isinstance(value, bool):
        return not value
    return value + {str: ".", datetime: timedelta(minutes=1), date: timedelta(days=1)}.get(type(value), 1)


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # a changed fact need not be a possible one
@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_version_changes_with_every_fact(call):
    others = [version(other) for other in changes(call.model_copy(update={"version": ""}))]
    assert len(others) > 60
    unchanged = sum(other == call.version for other in others)
    assert unchanged == 1  # the field `version` itself is no fact
    assert len(set(others)) == len(others)


def test_version_stays_when_a_key_is_added_that_the_call_does_not_use():
    class Later(type(CALLS["ka202-2018"])):
        added: bool = False

    for call in CALLS.values():
        assert version(Later.model_construct(**dict(call))) == call.version
        assert version(Later.model_construct(**dict(call), added=True)) != call.version


def test_earlier_versions_are_those_of_calls_that_are_carried_and_no_others_hold():
    for call_id, earlier in EARLIER.items():
        assert all(is_of(CALLS[call_id], one) and len(one) == 64 for one in earlier)
        assert CALLS[call_id].version not in earlier
    assert not is_of(CALLS["ka202-2019"], EARLIER["ka202-2018"][0])
    assert not is_of(CALLS["ka220-vet-2027"], CALLS["ka220-vet-2026"].version)


def test_versions_are_sha_256_and_differ():
    assert all(len(call.version) == 64 and int(call.version, 16) for call in CALLS.values())
    assert len({call.version for call in CALLS.values()}) == len(CALLS)


def test_version_does_not_depend_on_how_the_file_is_written(tmp_path):
    text = (guides.GUIDE / "cbvet-2026.toml").read_text()
    head, *tables = text.split("\n\n[")
    title = next(table for table in tables if table.startswith("title]"))
    tables.remove(title)
    rewritten = "\n\n[".join([head, *tables, title]).replace(" = ", "   =   ").replace("500000", "500_000 # a comment")
    assert rewritten != text
    (tmp_path / "cbvet-2026.toml").write_text(rewritten)
    assert guides.load(tmp_path).call("cbvet-2026") == CALLS["cbvet-2026"]


def with_class(monkeypatch, name):
    """One actor class gains a type."""
    known = dict(classes._CLASSES)
    known[name] = known[name].model_copy(update={"types": known[name].types | {"OTH"}})
    monkeypatch.setattr(classes, "_CLASSES", MappingProxyType(known))


def changed():
    return {call_id for call_id, call in CALLS.items() if version(call) != call.version}


def test_version_changes_with_the_actor_classes_a_call_uses(monkeypatch):
    with_class(monkeypatch, "school")
    assert changed() == {"ka229-2018", "ka220-sch-2026", "ka220-sch-2027"}


def test_version_changes_with_the_regions_a_call_admits(monkeypatch):
    regions = dict(countries.regions(2026))
    regions["3"] = regions["3"].model_copy(update={"countries": regions["3"].countries | {"TR"}})
    monkeypatch.setattr(countries, "_REGIONS", MappingProxyType({2026: MappingProxyType(regions)}))
    assert changed() == {call.id for call in CALLS.values() if "3" in call.other_countries.regions}
    assert {"ka220-vet-2026", "ka220-hed-2027", "cbvet-2026"} <= changed()


def test_version_changes_with_the_territories(monkeypatch):
    monkeypatch.setattr(countries, "TERRITORIES", MappingProxyType({**countries.TERRITORIES, "FO": "DK"}))
    assert changed() == set(CALLS)
