"""An operator's calls use whatever the formats know; whatever is wrong in one of them gets one sentence."""

import copy
import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from matchmaker.errors import Invalid
from matchmaker.language import LANGUAGES, SOURCE, render
from matchmaker.programme import guides, sentences
from tests.callfiles import FILES, GUIDE, WHOLE, parts, tables, toml, values

TABLES = [(name, table) for name, stated in FILES.items() for table in tables(stated)]
VALUES = [(name, value) for name, stated in FILES.items() for value in values(stated)]
COMMON = {"settled", "as"}
"""Keys of every kind of rule; that one states them is enough."""


def test_every_key_of_the_formats_is_used() -> None:
    used = {(table.part if key not in COMMON else "", key) for _, table in TABLES for key in table.stated}
    known = {(name if key not in COMMON else "", key) for name, part in parts().items() for key in part["properties"]}
    assert known - used == set()


@pytest.mark.parametrize("part", ["Grant", "Cap", "Document"])
def test_every_kind_of_a_key_is_used(part: str) -> None:
    used = {table.stated["kind"] for _, table in TABLES if table.part == part}
    assert used == set(parts()[part]["properties"]["kind"]["enum"])


def test_operators_calls_are_read_and_said_in_each_language() -> None:
    guide = guides.load(GUIDE)
    assert guide.calls.keys() - guides.load().calls.keys() == FILES.keys()
    call = guide.call(WHOLE)
    assert [rule.id for rule in call.rules] == [rule["id"] for rule in FILES[WHOLE]["rules"]]
    assert call.agencies(2) == {"PL", "DE"}
    english = [render(one.sentence, SOURCE) for one in sentences.of(call)]
    for language in LANGUAGES.keys() - {SOURCE}:
        said = [render(one.sentence, language) for one in sentences.of(call)]
        assert not set(english) & set(said)


class Slip(NamedTuple):
    """The keys that somebody writes into a file, which of them is wrong, and what is said of it (empty: whatever)."""

    stated: Mapping[str, Any]
    where: str
    sentence: str = ""


Place = tuple[str | int, ...]


def _altered(name: str, place: Place, alter: Callable[[Any, Any], object]) -> Mapping[str, Any]:
    """The key of the file that leads to the place, altered there. alter: takes what holds the place, and its key or number."""
    made = copy.deepcopy({key: one for key, one in FILES[name].items() if key == place[0]})
    inner: Any = made
    for part in place[:-1]:
        inner = inner[part]
    alter(inner, place[-1])
    return made


def _put(value: object) -> Callable[[Any, Any], object]:
    return lambda holder, key: holder.__setitem__(key, value)


def _renamed(holder: dict[str, Any], key: str) -> None:
    holder[f"{key}z"] = holder.pop(key)


def _dotted(*place: str | int) -> str:
    return ".".join(map(str, place))


def _keys() -> Iterator[tuple[str, Slip]]:
    """In each table a key that nobody knows, one that is misspelt, one that is missing, and one whose value is a time of day."""
    for name, (place, stated, part, schema) in TABLES:
        known = ", ".join(schema["properties"])
        if place:
            unknown = Slip(
                _altered(name, (*place, "zzz"), _put(1)), _dotted(*place, "zzz"), f"is not a key we know; expected {known}"
            )
            yield f"unknown key of {part}", unknown
        for key in stated.keys() - {"id", "extends", "check"}:
            at = (*place, key)
            yield (
                f"{part}.{key} misspelt",
                Slip(_altered(name, at, _renamed), f"{_dotted(*at)}z", f"is not a key we know; expected {key}"),
            )
            yield f"{part}.{key} of no kind", Slip(_altered(name, at, _put(datetime.time(7, 32))), _dotted(*at))
            if place and key in schema.get("required", ()):
                yield (
                    f"{part}.{key} missing",
                    Slip(_altered(name, at, lambda holder, key: holder.pop(key)), _dotted(*at), "is missing"),
                )


def _takes_any_words(schema: Mapping[str, Any]) -> bool:
    """Whether it is text that nobody knows beforehand: a name, a source, an id."""
    known = {"enum", "const", "format"} & schema.keys() or any(part in schema.get("pattern", "") for part in ("A-Z", "{4}"))
    return schema.get("type", "string") == "string" and not known


def _values() -> Iterator[tuple[str, Slip]]:
    """Words, names, numbers and dates that are nearly right."""
    for name, (at, stated, schema, named) in VALUES:
        what = ".".join(part for part in at if isinstance(part, str))
        if not named and _takes_any_words(schema):
            continue
        if named:
            yield f"name {what}", Slip(_altered(name, at, _renamed), f"{_dotted(*at)}z")
        elif schema.get("type") in {"integer", "number"}:
            for key, by in (("minimum", -1), ("maximum", 1)):
                bound = f"{'≥' if by < 0 else '≤'} {schema[key]}"
                number = schema[key] + by
                sentence = f"{number} is out of range: expected a number that is {bound}"
                yield f"{key} of {what}", Slip(_altered(name, at, _put(number)), _dotted(*at), sentence)
        elif schema.get("type") == "boolean":
            yield f"word for {what}", Slip(_altered(name, at, _put("true")), _dotted(*at), "expected true or false, found “true”")
        elif "format" in schema or at[-1] == "local":
            yield f"date of {what}", Slip(_altered(name, at, _put("2026-02-30T12:00:00"[: len(str(stated))])), _dotted(*at))
        else:
            where = at[:-1] if at[-1] == "check" else at
            yield f"word {what}", Slip(_altered(name, at, _put(f"{stated}z")), _dotted(*where))


SLIPS = dict((*_keys(), *_values()))
RULE = {"id": "one", "ev": "K", "source": "x"}
CAP = {"max": 1, "ev": "K", "source": "x"}
ROUND = {"round": 1, "local": datetime.datetime(2026, 3, 5, 12), "ev": "K", "source": "x"}  # noqa: DTZ001  a file states none
READ = {"ev": "K", "source": "x"}
VARIANT = {"id": "fair", "title": {"en": "x"}, "rules": [{**RULE, "check": "count_orgs", "scope": "all", "min": 1}]}


def _rule(**stated: object) -> dict[str, Any]:
    return {"rules": [{**RULE, **stated}]}


ODD: Mapping[str, Slip] = {
    "fewer at most than at least": Slip(
        _rule(check="count_orgs", scope="all", min=4, max=3), "rules.0", "min 4 is larger than max 3"
    ),
    "neither least nor most": Slip(_rule(check="count_orgs", scope="all"), "rules.0", "expected min or max"),
    "rule twice": Slip(
        {"rules": [{**RULE, "check": "one_region", "scope": "other"}] * 2}, "rules", "the id “one” stands more than once"
    ),
    "rule and advice under one id": Slip(
        {
            **_rule(check="one_region", scope="other"),
            "recommendations": [{**RULE, "types": ["EPLUS-SPORT-CLUB"], "text": {"en": "x"}}],
        },
        "",
        "recommendations: the id “one” stands more than once",
    ),
    "rule without a kind": Slip(_rule(scope="all", min=3), "rules.0", "a rule says with `check` what kind it is"),
    "rule that is no table": Slip({"rules": ["count_orgs"]}, "rules.0", "expected a table, found “count_orgs”"),
    "rules that no consortium meets": Slip(
        {
            "rules": [
                {**RULE, "check": "count_orgs", "scope": "all", "max": 2},
                {**RULE, "id": "two", "check": "disjoint_cover", "needs": {"hei": 2, "vet_provider": 1}},
            ]
        },
        "",
        "rules: no consortium has at least 3 and at most 2 members",
    ),
    "bundle of one country twice": Slip(
        _rule(check="country_bundles", bundles=[{"country": "coordinator", "at_least": 2, "need": {"hei": 1}}]),
        "rules.0.bundles.0",
        "at_least goes with other_counting only: a single country brings a bundle once",
    ),
    "wider class of one that is not named": Slip(
        _rule(check="disjoint_cover", needs={"hei": 1}, perhaps={"vet_provider": "education_provider"}),
        "rules.0",
        "perhaps: the rule does not name “vet_provider”",
    ),
    "as many universities where there are few": Slip(
        _rule(check="countries_each_have", scope="all", at_least=1, need={"hei": 1}, few_heis_exception=1),
        "rules.0",
        "few_heis_exception: expected a smaller number of higher education institution than need states",
    ),
    "more in one country than in the others": Slip(
        _rule(check="each_country_has", scope="all", need={"hei": 1}, perhaps_need_in={"GE": {"hei": 1, "vet_provider": 1}}),
        "rules.0",
        "perhaps_need_in: expected no more than need states, found more for GE",
    ),
    "members from third countries that nobody would look for": Slip(
        {**_rule(check="count_orgs", scope="other", min=2), "variants": [], "third_countries": False},
        "third_countries",
        "the rules need organisations from countries outside the programme: expected third_countries = true",
    ),
    "class and classes": Slip(
        _rule(**{"check": "count_countries", "scope": "all", "min": 1, "class": "hei", "class_any_of": ["school"]}),
        "rules.0",
        "expected either class or class_any_of",
    ),
    "regions where there are none": Slip(
        {"other_countries": {"allow": "none", "regions": ["1"], **READ}},
        "other_countries",
        '`regions` lists numbers exactly when allow = "regions"',
    ),
    "exceptions from programme countries": Slip(
        {"coordinator": {"country": "counting", "not_regions": ["1"], **READ}},
        "coordinator",
        '`not_regions` and `not_countries` except from country = "any_admitted"',
    ),
    "members of no class": Slip(
        {"member_types": {"any_of": [], **READ}}, "member_types.any_of", "has too few items (at least 1)"
    ),
    "more priorities than there are": Slip(
        {"priorities": ["HOR21-GREEN"], "priorities_needed": {"min": 2, **READ}},
        "",
        "priorities_needed: a project cannot address 2 of the 1 priorities of the call",
    ),
    "round twice": Slip({"deadlines": [ROUND, ROUND]}, "", "deadlines: each round has a number of its own"),
    "round for nobody to decide": Slip(
        {"deadlines": [{**ROUND, "optional": True}]},
        "deadlines.0",
        "a round that is optional, and no other, says with decided_by who decides",
    ),
    "no round for certain": Slip(
        {"deadlines": [{**ROUND, "optional": True, "decided_by": "NA"}]}, "", "deadlines: one round at least is not optional"
    ),
    "projects that begin too early": Slip(
        {"deadlines": [{**ROUND, "starts": {"from": datetime.date(2026, 3, 1), "to": datetime.date(2026, 9, 1)}}]},
        "deadlines.0",
        "starts: no project begins before the round's deadline",
    ),
    "projects that begin backwards": Slip(
        {"deadlines": [{**ROUND, "starts": {"from": datetime.date(2026, 9, 1), "to": datetime.date(2026, 8, 1)}}]},
        "deadlines.0.starts",
        "from 2026-09-01 is after to 2026-08-01",
    ),
    "round of another year": Slip(
        {"year": 2029}, "", "deadlines: a deadline lies more than a year away from the call's year 2029"
    ),
    "one variant alone": Slip(
        {"variants": [{"id": "x", "title": {"en": "x"}, "rules": [{**RULE, "check": "one_region", "scope": "other"}]}]},
        "variants",
        "expected two variants or more: with one there is nothing to choose",
    ),
    "variant without rules": Slip(
        {"variants": [{"id": "x", "title": {"en": "x"}, "rules": []}]}, "variants.0.rules", "has too few items (at least 1)"
    ),
    "rule of a variant under the id of one of the call": Slip(
        {
            **_rule(check="one_region", scope="other"),
            "variants": [
                {"id": one, "title": {"en": "x"}, "rules": [{**RULE, "check": "count_orgs", "scope": "all", "min": 2}]}
                for one in ("x", "y")
            ],
        },
        "",
        "the id “one” stands more than once",
    ),
    "date of a variant that is worked out": Slip(
        {
            "variants": [{**one, "expected": []} for one in FILES["crafts-fairs-2026"]["variants"][:1]]
            + FILES["crafts-fairs-2026"]["variants"][1:]
        },
        "variants.0.expected",
        "is worked out from other keys",
    ),
    "role twice": Slip(
        {"caps": [{**CAP, "kind": "per_oid", "action": "x", "roles": ["partner", "partner"]}]},
        "caps.0",
        "roles: each role stands once",
    ),
    "amount that the kind does not have": Slip(
        {"grant": {"kind": "max", "max": 60000, "options": [30000], **READ}}, "grant", 'kind = "max" does not go with options'
    ),
    "amount that the kind needs": Slip(
        {"grant": {"kind": "range", "max": 60000, **READ}}, "grant", 'kind = "range" needs min, max'
    ),
    "duration both ways": Slip(
        {"duration_months": {"min": 12, "allowed": [24], **READ}},
        "duration_months",
        "expected either a range (min, max) or a list (allowed)",
    ),
    "more points needed than there are": Slip(
        {"assessment": {**FILES[WHOLE]["assessment"], "total_min": 101}},
        "assessment",
        "a minimum is larger than the points that there are",
    ),
    "more tasks needed than there are": Slip(
        {"assessment": {**FILES[WHOLE]["assessment"], "tasks": {**FILES[WHOLE]["assessment"]["tasks"], "min": 9}}},
        "assessment.tasks",
        "a minimum is larger than the number of tasks that there are",
    ),
    "weights that are not whole": Slip(
        {"scoring": {"weights": {**FILES[WHOLE]["scoring"]["weights"], "relevance": 0.4}}},
        "scoring.weights",
        "expected one weight for each of ",
    ),
    "variant twice": Slip({"variants": [VARIANT, VARIANT]}, "variants", "the id “fair” stands more than once"),
    "rule of a variant of no kind": Slip(
        {"variants": [VARIANT, {**VARIANT, "id": "two", "rules": [{**RULE, "check": "count_org", "scope": "all", "min": 1}]}]},
        "variants.1.rules.0",
        "“count_org” is not a kind of rule; expected one of: ",
    ),
    "key of the call below the head of a table": Slip(
        {"coordinator": {"country": "counting", "provisional": False, **READ}},
        "coordinator.provisional",
        "is a key of the call itself: expected above the first head of a table in [ ]",
    ),
    "key that is worked out": Slip({"version": "1"}, "version", "is worked out from other keys"),
    "call that is not there": Slip({"extends": "crafts-2025"}, "extends", "there is no call “crafts-2025” to extend"),
    "id of another": Slip({"id": WHOLE}, "id", "expected the file's name: "),
}
"""What each key allows by itself, and what does not fit together."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, str]]:
    """Slip -> place -> sentence: one folder holds a file with each, and is refused whole."""
    return _told(tmp_path_factory.mktemp("guide"), {**SLIPS, **ODD})


def _told(folder: Path, slips: Mapping[str, Slip]) -> Mapping[str, Mapping[str, str]]:
    for name, stated in FILES.items():
        (folder / f"{name}.toml").write_text(toml(stated), "utf-8")
    names = {slip: f"slip-{number}" for number, slip in enumerate(slips)}
    for slip, name in names.items():
        (folder / f"{name}.toml").write_text(toml({"id": name, "extends": WHOLE, **slips[slip].stated}), "utf-8")
    with pytest.raises(Invalid) as refused:
        guides.load(folder)
    found = defaultdict[str, dict[str, str]](dict)
    for where, what in refused.value.problems.items():
        file, _, place = where.partition(".toml")
        found[file][place.removeprefix(": ")] = render(what, SOURCE)
    return {slip: found[name] for slip, name in names.items()}


def test_each_slip_gets_one_sentence_at_its_place(told: Mapping[str, Mapping[str, str]]) -> None:
    others = {
        slip: (sentences, wrong)
        for slip, wrong in {**SLIPS, **ODD}.items()
        for sentences in [told[slip]]
        if list(sentences) != [wrong.where] or not sentences[wrong.where].startswith(wrong.sentence)
    }
    assert others == {}
    assert not [one for sentences in told.values() for one in sentences.values() if one.startswith(("Input", "Value", "String"))]


# What may be wrong with a file as such: its name, its bytes, what is said of it.
FILES_THAT_ARE_NONE: Mapping[str, tuple[str, bytes, str]] = {
    "empty": ("x.toml", b"", "x.toml: is empty: expected a call, or what differs from the one that it extends"),
    "comments alone": ("x.toml", b"# later\n", "x.toml: is empty: expected a call, or what differs from the one that it extends"),
    "not TOML": ("x.toml", b'id = "x"\nyear: 2026\n', "x.toml: is not TOML: "),
    "key twice": ("x.toml", b'id = "x"\nid = "x"\n', "x.toml: is not TOML: "),
    "saved as UTF-16": (
        "x.toml",
        'id = "x"\n'.encode("utf-16"),
        "x.toml: is not UTF-8 text (byte 0): expected a file saved as UTF-8",
    ),
    "saved as Latin-1": (
        "x.toml",
        'id = "é"\n'.encode("latin-1"),
        "x.toml: is not UTF-8 text (byte 6): expected a file saved as UTF-8",
    ),
    "named by an editor": ("x.toml.txt", b'id = "x"\n', "x.toml.txt: expected a name that ends in .toml"),
    "in capitals": ("x.TOML", b'id = "x"\n', "x.TOML: expected a name that ends in .toml"),
    "copied under another name": (
        "x.toml",
        b'id = "ka220-vet-2027"\nextends = "ka220-vet-2027"\n',
        "x.toml: id: expected the file's name: x",
    ),
    "extends forgotten": (
        "x.toml",
        b'id = "x"\nyear = 2028\n',
        "x.toml: states no whole call: expected action, coordinator, counting, evidence, field, managed_by, other_countries, "
        "rules, scoring, sources, title too, or `extends` with the id of a call that has them",
    ),
    "extends misspelt": (
        "x.toml",
        b'id = "x"\nextend = "ka220-vet-2027"\n',
        "x.toml: extend: is not a key we know; expected extends",
    ),
    "id misspelt": ("x.toml", b'ID = "x"\nextends = "ka220-vet-2027"\n', "x.toml: ID: is not a key we know; expected id"),
    "id missing": ("x.toml", b'extends = "ka220-vet-2027"\n', "x.toml: id: expected the file's name: x"),
    "goes round": (
        "x.toml",
        b'id = "x"\nextends = "x"\n',
        "x.toml: extends: goes round in a circle: x \u2192 x",
    ),
}


@pytest.mark.parametrize("name", FILES_THAT_ARE_NONE)
def test_file_that_is_none_gets_one_sentence(name: str, tmp_path: Path) -> None:
    file, content, sentence = FILES_THAT_ARE_NONE[name]
    (tmp_path / file).write_bytes(content)
    with pytest.raises(Invalid) as refused:
        guides.load(tmp_path)
    ((where, what),) = refused.value.problems.items()
    assert f"{where}: {render(what, SOURCE)}".startswith(sentence)


def test_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes('id = "x"\r\nextends = "ka220-vet-2027"\r\n'.encode("utf-8-sig"))
    assert "x" in guides.load(tmp_path).calls
