"""Loading calls: the package's, an operator's, and a clear sentence per mistake."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.errors import Invalid, NotFound
from matchmaker.language import SOURCE, render
from matchmaker.programme import guides, wording
from tests.examples import examples

SHIPPED = {path.name: path.read_text() for path in sorted(guides.GUIDE.glob("*.toml"))}
BASE = "ka220-vet-2026.toml"
LONE = "capacity-2026.toml"
SHIPPED[LONE] = (Path(__file__).parents[1] / "calls" / LONE).read_text()


def problems(folder: Path) -> dict[str, str]:
    """What is wrong with an operator's folder, in English."""
    with pytest.raises(Invalid) as caught:
        guides.load(folder)
    return {where: render(what, SOURCE) for where, what in caught.value.problems.items()}


def write(folder: Path, name: str, *changes: tuple[str, str], text: str | None = None) -> None:
    """A shipped file of that name with changes, or a file of its own."""
    stated = SHIPPED[name] if text is None else text
    for old, new in changes:
        assert old in stated
        stated = stated.replace(old, new, 1)
    (folder / name).write_text(stated)


# One mistake each: the change to capacity-2026.toml, where it is found, and the sentence.
MISTAKES = {
    "unknown key": (("year = 2026", "year = 2026\nyaer = 2026"), "yaer", "is not a key we know; expected year"),
    "unknown key of a rule": (
        ('id = "eu-side"', 'id = "eu-side"\nmost = 3'),
        "rules.2.most",
        "is not a key we know; expected ev, source, id, settled, as, check, scope, min, max, class, class_any_of, "
        "with_associated",
    ),
    "key that is worked out": (
        ("year = 2026", 'year = 2026\nversion = "1"'),
        "version",
        "is worked out from other keys",
    ),
    "missing key": (('managed_by = "EACEA"\n', ""), "managed_by", "is missing"),
    "missing source": (
        ('country = "counting"\nev = "F"\nsource = "https://preview.na-bibb.de', 'country = "counting"\nev = "F"\n#'),
        "coordinator.source",
        "is missing",
    ),
    "unknown country list": (
        ('counting = "PC2021"', 'counting = "PC2028"'),
        "counting",
        "expected one of the country lists EU28, EU27, PC2018, PC2019, PC2021, or a table with base, add, ev and source",
    ),
    "unknown list of documents": (
        ('documents = "EACEA2026-40"', 'documents = "EACEA2026-45"'),
        "documents",
        "expected one of the lists of documents NA2026, EACEA2026, EACEA2026-budget, EACEA2026-40, EACEA2026-40-budget, "
        "EACEA2026-70, EACEA2026-70-budget, EACEA2026-120, EACEA2026-EMJM, or tables with kind, per, at_latest, ev and source",
    ),
    "more priorities at least than at most": (
        ("[duration_months]", '[priorities_needed]\nmin = 2\nmax = 1\nev = "K"\nsource = "x"\n\n[duration_months]'),
        "priorities_needed",
        "min 2 is larger than max 1",
    ),
    "recommendation under the id of a fixed check": (
        (
            "[duration_months]",
            '[[recommendations]]\nid = "eche"\ntypes = ["EPLUS-SPORT-CLUB"]\ntext.en = "x"\nev = "K"\nsource = "x"\n\n'
            "[duration_months]",
        ),
        "recommendations.0.id",
        "“eche” is the id of a check that every call has; give the rule another",
    ),
    "recommendation of an unknown type": (
        (
            "[duration_months]",
            '[[recommendations]]\nid = "club"\ntypes = ["EPLUS-CLUB"]\ntext.en = "x"\nev = "K"\nsource = "x"\n\n'
            "[duration_months]",
        ),
        "recommendations.0.types.0",
        "“EPLUS-CLUB” is not an organisation type we know; expected for example EPLUS-SPORT-CLUB, EPLUS-SOCIAL, EPLUS-FOUND",
    ),
    "cap per PIC without roles": (
        ("[duration_months]", '[[caps]]\nkind = "per_pic"\nmax = 2\nev = "K"\nsource = "x"\n\n[duration_months]'),
        "caps.0",
        'kind = "per_pic" needs action, roles',
    ),
    "unknown country": (
        ('exclude = ["BY"]', 'exclude = ["QQ"]'),
        "other_countries.exclude.0",
        "“QQ” is not a country code: expected ISO 3166-1 alpha-2, for example PL",
    ),
    "unknown class": (
        ('classes = ["informal_group"]', 'classes = ["informal_groups"]'),
        "forbidden_classes.classes.0",
        "“informal_groups” is not an actor class we know; expected for example informal_group",
    ),
    "unknown class as a key": (
        (
            'check = "compare"\nleft = "orgs_counting"\nop = "<="\nright = "orgs_other"',
            'check = "disjoint_cover"\nneeds = { scool = 1 }',
        ),
        "rules.4.needs.scool",
        "“scool” is not an actor class we know; expected for example school, school_general",
    ),
    "unknown priority": (
        ("year = 2026", 'year = 2026\npriorities = ["VET21-INTER"]'),
        "priorities.0",
        "“VET21-INTER” is not a priority we know; expected for example VET21-INTL, VET18-INTL, VET26-UKRAINE",
    ),
    "unknown project type": (
        ("year = 2026", 'year = 2026\nproject_types = ["inovation"]'),
        "project_types.0",
        "“inovation” is not a project type we know; expected for example innovation",
    ),
    "unknown activity": (
        ("year = 2026", 'year = 2026\nactivities = ["meetings"]'),
        "activities.0",
        "“meetings” is not a kind of activity we know; expected for example transnational_meetings",
    ),
    "unknown flag": (
        (
            "[duration_months]",
            '[[declarations]]\nif_class = "hei"\nscope = "all"\nneeds = "echo"\nev = "K"\nsource = "x"\n\n[duration_months]',
        ),
        "declarations.0.needs",
        "“echo” is not a flag we know; expected for example eche",
    ),
    "unknown kind of rule": (
        ('check = "compare"', 'check = "compares"'),
        "rules.4",
        "“compares” is not a kind of rule; expected one of: 'count_orgs', 'count_countries', 'count_class', "
        "'each_country_has', 'countries_each_have', 'country_bundles', 'disjoint_cover', 'compare', 'one_region', "
        "'regions_only', 'one_org_per_country'",
    ),
    "country that is none": (
        (
            'check = "compare"\nleft = "orgs_counting"\nop = "<="\nright = "orgs_other"',
            'check = "country_bundles"\nbundles = [{ country = "Moldova", need = { hei = 1 } }]',
        ),
        "rules.4.bundles.0.country",
        "“Moldova” is not known; expected coordinator, other_counting or a country code such as MD",
    ),
    "bundle that one country cannot bring twice": (
        (
            'check = "compare"\nleft = "orgs_counting"\nop = "<="\nright = "orgs_other"',
            'check = "country_bundles"\nbundles = [{ country = "MD", at_least = 2, need = { hei = 1 } }]',
        ),
        "rules.4.bundles.0",
        "at_least goes with other_counting only: a single country brings a bundle once",
    ),
    "countries without a number": (
        ('check = "count_countries"\nscope = "counting"\nmin = 2', 'check = "count_countries"\nscope = "counting"'),
        "rules.2",
        "expected min or max",
    ),
    "fewer countries at most than at least": (
        (
            'check = "count_countries"\nscope = "counting"\nmin = 2',
            'check = "count_countries"\nscope = "counting"\nmin = 2\nmax = 1',
        ),
        "rules.2",
        "min 2 is larger than max 1",
    ),
    "class and classes": (
        (
            'check = "count_countries"\nscope = "counting"\nmin = 2',
            'check = "count_countries"\nscope = "counting"\nmin = 2\nclass = "hei"\nclass_any_of = ["school"]',
        ),
        "rules.2",
        "expected either class or class_any_of",
    ),
    "set that nothing is in": (
        (
            'check = "count_countries"\nscope = "counting"\nmin = 2',
            'check = "countries_each_have"\nscope = "counting"\nat_least = 2\nneed = {}',
        ),
        "rules.2.need",
        "has too few items (at least 1)",
    ),
    "no country that brings a set": (
        (
            'check = "count_countries"\nscope = "counting"\nmin = 2',
            'check = "countries_each_have"\nscope = "counting"\nat_least = 0\nneed = { hei = 1 }',
        ),
        "rules.2.at_least",
        "0 is out of range: expected a number that is ≥ 1",
    ),
    "wider class of one that the rule does not name": (
        (
            'check = "count_countries"\nscope = "counting"\nmin = 2',
            'check = "count_class"\nscope = "all"\nmin = 2\nclass = "hei"\nperhaps = { vet_provider = "education_provider" }',
        ),
        "rules.2",
        "perhaps: the rule does not name “vet_provider”",
    ),
    "class that is not wider": (
        (
            'check = "count_countries"\nscope = "counting"\nmin = 2',
            'check = "disjoint_cover"\nneeds = { education_provider = 2 }\nperhaps = { education_provider = "hei" }',
        ),
        "rules.2",
        "perhaps: not everybody in “education_provider” is in “hei”",
    ),
    "exception that asks for as many": (
        (
            'check = "count_countries"\nscope = "counting"\nmin = 2',
            'check = "each_country_has"\nscope = "other"\nneed = { hei = 2 }\nfew_heis_exception = 2',
        ),
        "rules.2",
        "few_heis_exception: expected a smaller number of higher education institution than need states",
    ),
    "region of a rule that is none": (
        ('check = "one_region"\nscope = "other"', 'check = "regions_only"\nscope = "other"\nregions = ["15"]'),
        "rules.5.regions.0",
        "“15” is not a region we know; expected for example 1, 5b, 5a",
    ),
    "regions at home": (
        ('check = "one_region"\nscope = "other"', 'check = "regions_only"\nscope = "all"\nregions = ["1"]'),
        "rules.5.scope",
        "“all” is not known; expected one of: 'other'",
    ),
    "apart from nowhere": (
        ('check = "one_region"\nscope = "other"', 'check = "one_org_per_country"'),
        "rules.5.scope",
        "is missing",
    ),
    "rule that is neither": (
        ('check = "one_region"\nscope = "other"', 'check = "one_region"\nscope = "other"\nas = "advice"'),
        "rules.5.as",
        "“advice” is not known; expected one of: 'rule' or 'warning'",
    ),
    "rule without a kind": (('check = "compare"\n', ""), "rules.4", "a rule says with `check` what kind it is"),
    "smallest larger than largest": (
        ('scope = "all"\nmin = 4', 'scope = "all"\nmin = 4\nmax = 3'),
        "rules.0",
        "min 4 is larger than max 3",
    ),
    "shortest longer than longest": (
        ("min = 12\nmax = 36", "min = 48\nmax = 36"),
        "duration_months",
        "min 48 is larger than max 36",
    ),
    "lowest grant above the highest": (
        ("min = 100000", "min = 500000"),
        "grant",
        "min 500000 is larger than max 400000",
    ),
    "rules that exclude each other": (
        (
            'id = "third-side"\ncheck = "count_orgs"\nscope = "other"\nmin = 2',
            'id = "third-side"\ncheck = "count_orgs"\nscope = "all"\nmax = 3',
        ),
        "",
        "rules: no consortium has at least 4 and at most 3 members",
    ),
    "rule id twice": (('id = "eu-side"', 'id = "balance"'), "rules", "the id “balance” stands more than once"),
    "rule id of a fixed check": (
        ('id = "eu-side"', 'id = "eche"'),
        "rules.2.id",
        "“eche” is the id of a check that every call has; give the rule another",
    ),
    "ill-formed rule id": (
        ('id = "eu-side"', 'id = "EU side"'),
        "rules.2.id",
        "“EU side” is not of the form expected here (one line; an id has small letters, digits and -)",
    ),
    "day without a time": (
        ("local = 2026-03-26T17:00:00", "local = 2026-03-26"),
        "deadlines.0.local",
        "expected a local date and time such as 2026-03-05T12:00:00, without an offset",
    ),
    "time with an offset": (
        ("local = 2026-03-26T17:00:00", "local = 2026-03-26T17:00:00+01:00"),
        "deadlines.0.local",
        "expected a local date and time such as 2026-03-05T12:00:00, without an offset",
    ),
    "day that does not exist": (
        ("local = 2026-03-26T17:00:00", 'local = "2026-02-30T17:00:00"'),
        "deadlines.0.local",
        "expected a local date and time such as 2026-03-05T12:00:00, without an offset",
    ),
    "deadline of another decade": (
        ("local = 2026-03-26T17:00:00", "local = 2016-03-26T17:00:00"),
        "",
        "deadlines: a deadline lies more than a year away from the call's year 2026",
    ),
    "number in quotes": (("min = 12", 'min = "12"'), "duration_months.min", "expected a whole number, found “12”"),
    "true for a number": (("min = 12", "min = true"), "duration_months.min", "expected a whole number, found true"),
    "negative number": (("min = 12", "min = -12"), "duration_months.min", "-12 is out of range: expected a number that is ≥ 1"),
    "huge number": (
        ("max = 400000", "max = 99999999999999999999"),
        "grant.max",
        "99999999999999999999 is out of range: expected a number that is ≤ 1000000000",
    ),
    "no number": (("funding_rate = 0.80", "funding_rate = nan"), "grant.funding_rate", "expected a number, found nan"),
    "number for text": (('action = "ERASMUS-EDU-2026-CB-VET"', "action = 7"), "action", "expected text in quotes, found 7"),
    "empty text": (('action = "ERASMUS-EDU-2026-CB-VET"', 'action = ""'), "action", "is empty"),
    "table for a list": (
        ('regions = ["1", "2", "3", "9", "10", "11"]', "regions = { one = 1 }"),
        "other_countries.regions",
        "expected a list in [ ], found a table",
    ),
    "number for a region": (
        ('regions = ["1", ', "regions = [1, "),
        "other_countries.regions.0",
        "expected text in quotes, found 1",
    ),
    "region that is none": (
        ('"9", "10"', '"9", "5c"'),
        "other_countries.regions.4",
        "“5c” is not a region we know; expected for example 5b, 5a",
    ),
    "list for a table": (("[coordinator]", "[[coordinator]]"), "coordinator", "expected a table, found a list"),
    "text for a flag": (
        ("year = 2026", 'year = 2026\nhome_partners = "often"'),
        "home_partners",
        "expected true or false, found “often”",
    ),
    "unknown choice": (
        ('managed_by = "EACEA"', 'managed_by = "EU"'),
        "managed_by",
        "“EU” is not known; expected one of: 'NA' or 'EACEA'",
    ),
    "regions without the word": (
        ('allow = "regions"', 'allow = "all"'),
        "other_countries",
        '`regions` lists numbers exactly when allow = "regions"',
    ),
    "grant that lacks its amount": (('kind = "range"', 'kind = "per_month"'), "grant", 'kind = "per_month" needs per_month, max'),
    "duration both ways": (
        ("min = 12\nmax = 36", "min = 12\nmax = 36\nallowed = [24]"),
        "duration_months",
        "expected either a range (min, max) or a list (allowed)",
    ),
    "cap without a role": (
        ("[duration_months]", '[[caps]]\nkind = "per_oid"\nmax = 1\nev = "K"\nsource = "x"\n\n[duration_months]'),
        "caps.0",
        'kind = "per_oid" needs action, roles',
    ),
    "weights that are not whole": (
        ("relevance = 0.45", "relevance = 0.50"),
        "scoring.weights",
        "expected one weight for each of cross_sector, expertise, newcomers, relevance, responsiveness, robustness, ties, "
        "summing to 1",
    ),
    "round twice": (
        (
            "[other_countries]",
            '[[deadlines]]\nround = 1\nlocal = 2026-09-26T17:00:00\nev = "K"\nsource = "x"\n\n[other_countries]',
        ),
        "",
        "deadlines: each round has a number of its own",
    ),
    "id of another file": (('id = "capacity-2026"', 'id = "capacity-2027"'), "id", "expected the file's name: capacity-2026"),
    "unknown call to extend": (
        ('id = "capacity-2026"', 'id = "capacity-2026"\nextends = "capacity-2025"'),
        "extends",
        "there is no call “capacity-2025” to extend; the nearest: cbsport-2027, cbsport-2026, cove-2025",
    ),
    "no name to extend": (
        ('id = "capacity-2026"', 'id = "capacity-2026"\nextends = 2025'),
        "extends",
        "there is no call “2025” to extend; the nearest: cove-2025, emjm-2027, emjm-2026",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_gives_one_sentence_with_file_and_key(tmp_path, mistake):
    change, where, sentence = MISTAKES[mistake]
    write(tmp_path, LONE, change)
    assert problems(tmp_path) == {f"{LONE}: {where}" if where else LONE: sentence}


def test_call_without_rules_is_refused(tmp_path):
    write(tmp_path, "x.toml", text='id = "x"\nextends = "cbvet-2026"\nrules = []\nsources = []')
    assert problems(tmp_path) == {
        "x.toml: rules": "has too few items (at least 1)",
        "x.toml: sources": "has too few items (at least 1)",
    }


def test_several_mistakes_give_several_sentences(tmp_path):
    write(tmp_path, LONE, ("year = 2026", "year = 1926"), ('scope = "other"', 'scope = "others"'))
    assert problems(tmp_path) == {
        f"{LONE}: year": "1926 is out of range: expected a number that is ≥ 2014",
        f"{LONE}: rules.3.scope": "“others” is not known; expected one of: 'counting', 'other' or 'all'",
    }


def test_mistake_is_told_once_though_other_calls_extend_the_file(tmp_path):
    write(tmp_path, BASE, ("min = 12\nmax = 36", "min = 12\nmax = 6"))
    assert problems(tmp_path) == {f"{BASE}: duration_months": "min 12 is larger than max 6"}


def test_file_that_is_not_toml_or_not_utf_8_is_named(tmp_path):
    (tmp_path / "a.toml").write_text("id = ")
    (tmp_path / "b.toml").write_bytes(b'id = "\xff"')
    (tmp_path / "c.toml").mkdir()
    (tmp_path / "d.toml").write_text("x = " + "[" * 5000 + "]" * 5000)
    (tmp_path / "e.toml").write_text("x = " + "1" * 5000)
    found = problems(tmp_path)
    assert found["a.toml"] == "is not TOML: Invalid value (at end of document)"
    assert found["b.toml"] == "is not UTF-8 text (byte 6): expected a file saved as UTF-8"
    assert found["c.toml"] == "cannot be read: Is a directory"
    assert found["d.toml"].startswith("is not TOML: ")
    assert found["e.toml"].startswith("is not TOML: ")
    assert len(found) == 5


def test_circle_of_extends_is_shown(tmp_path):
    write(tmp_path, "a.toml", text='id = "a"\nextends = "b"')
    write(tmp_path, "b.toml", text='id = "b"\nextends = "c"')
    write(tmp_path, "c.toml", text='id = "c"\nextends = "a"')
    write(tmp_path, "d.toml", text='id = "d"\nextends = "d"')
    found = problems(tmp_path)
    assert found == {
        "c.toml: extends": "goes round in a circle: a → b → c → a",
        "b.toml: extends": "goes round in a circle: c → a → b → c",
        "a.toml: extends": "goes round in a circle: b → c → a → b",
        "d.toml: extends": "goes round in a circle: d → d",
    }


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_folder_that_is_none_is_named(tmp_path, name):
    (tmp_path / "file.txt").write_text("")
    assert problems(tmp_path / name) == {str(tmp_path / name): "cannot be read: expected a folder with one TOML file per call"}


def test_operator_adds_a_call(tmp_path):
    write(tmp_path, LONE)
    (tmp_path / "notes.txt").write_text("not a call")
    guide = guides.load(tmp_path)
    assert set(guide.calls) == {*guides.load().calls, "capacity-2026"}
    assert [rule.check for rule in guide.call("capacity-2026").rules][-2:] == ["compare", "one_region"]


def test_operator_overrides_a_call_and_what_extends_it(tmp_path):
    write(tmp_path, BASE, ("min = 12\nmax = 36", "min = 18\nmax = 36"))
    guide, shipped = guides.load(tmp_path), guides.load()
    changed = {call_id for call_id, call in guide.calls.items() if call != shipped.calls[call_id]}
    extending = {call_id for call_id in shipped.calls if call_id.startswith(("ka220-", "sport-scp-"))} - {"ka220-vet-2023"}
    assert changed == extending
    assert guide.call("ka220-vet-2027").duration_months.min == 18


def test_operator_changes_one_key_of_a_shipped_call(tmp_path):
    deadline = '[[deadlines]]\nround = 1\nlocal = 2027-03-04T12:00:00\nev = "F"\nsource = "Programme Guide 2027"\n'
    write(
        tmp_path,
        "ka220-vet-2027.toml",
        text=f'id = "ka220-vet-2027"\nextends = "ka220-vet-2027"\nprovisional = false\n\n{deadline}',
    )
    call, shipped = guides.load(tmp_path).call("ka220-vet-2027"), guides.load().call("ka220-vet-2027")
    assert str(call.last_deadline) == "2027-03-04 12:00:00+01:00"
    assert not call.provisional
    assert (call.rules, call.unverified) == (shipped.rules, shipped.unverified)


def test_rules_carried_over_twice_are_those_of_the_call_that_was_read(tmp_path):
    (tmp_path / "ka210-vet-2028.toml").write_text(
        'id = "ka210-vet-2028"\nextends = "ka210-vet-2027"\nyear = 2028\nprovisional = true\n'
    )
    guide = guides.load(tmp_path)
    assert (guide.call("ka210-vet-2027").rules_of, guide.call("ka210-vet-2028").rules_of) == (2026, 2026)
    assert guide.call("ka210-vet-2026").rules_of is None
    sentence = wording.provisional(guide.call("ka210-vet-2028"))
    assert render(sentence, SOURCE) == ("Rules of 2026; the guide of 2028 has not been read by us; check it before you apply.")


def test_operator_states_a_country_list_of_its_own(tmp_path):
    counting = '[counting]\nbase = "PC2021"\nadd = ["UK"]\nev = "F"\nsource = "Guide 2027"\n'
    own = f'id = "ka220-vet-2027"\nextends = "ka220-vet-2027"\n\n{counting}'
    write(tmp_path, "ka220-vet-2027.toml", text=own)
    call, shipped = guides.load(tmp_path).call("ka220-vet-2027"), guides.load().call("ka220-vet-2027")
    assert call.counting_countries - shipped.counting_countries == {"GB"}
    assert (call.counting, call.counting_source, call.counting_ev) == ("own", "Guide 2027", "F")


def test_own_country_list_is_checked_too(tmp_path):
    own = 'id = "x"\nextends = "ka220-vet-2027"\n\n[counting]\nbase = "PC2020"\nadd = ["ZZ"]\nev = "F"\n'
    write(tmp_path, "x.toml", text=own)
    assert problems(tmp_path) == {
        "x.toml: counting.base": "“PC2020” is not a country list we know; expected for example PC2021, PC2019, PC2018",
        "x.toml: counting.add.0": "“ZZ” is not a country code: expected ISO 3166-1 alpha-2, for example PL",
        "x.toml: counting.source": "is missing",
    }


def test_guide_is_read_once_per_folder():
    assert guides.load() is guides.load()


def test_unknown_call_names_those_that_look_alike():
    with pytest.raises(NotFound) as caught:
        guides.load().call("ka220-vet-2025")
    near = "ka220-vet-2027, ka220-vet-2026, ka220-vet-2023"
    assert str(caught.value.message) == f"no call “ka220-vet-2025”; the nearest: {near}"


@pytest.mark.parametrize("named", ["\x00" * 100000, "", "nowhere"])
def test_of_calls_that_look_like_none_only_that_they_are_unknown_is_said(named: str) -> None:
    with pytest.raises(NotFound) as caught:
        guides.load().call(named)
    assert str(caught.value.message) == f"no call “{named[:60]}”"


HOSTILE = [
    "nan", "-inf", "1e400", "true", "-1", "0", "9" * 40, '""', "''", "[]", "{}", "[[]]", "[{}]", "[1", "{ a = { b = [1] } }",
    "1979-05-27", "07:32:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59Z",
    r'"\u0000"', r'"\ud800"', "'%(x)s'", '"ka210-vet-2026"',
]  # fmt: skip
KEYS = ["extends", "version", "id", "x", "counting", "rules"]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped file with a few values replaced, lines lost or doubled, and characters changed."""
    name = draw(st.sampled_from(sorted(SHIPPED)))
    lines = SHIPPED[name].splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["value", "value", "key", "lose", "double", "noise"])):
            case "value" if " = " in lines[at]:
                lines[at] = lines[at].split(" = ")[0] + " = " + draw(st.sampled_from(HOSTILE))
            case "key" if " = " in lines[at]:
                lines[at] = draw(st.sampled_from(KEYS)) + " = " + lines[at].split(" = ", 1)[1]
            case "lose" if len(lines) > 1:
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case _:
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(st.text(max_size=3)) + lines[at][column:]
    return name, "\n".join(lines)


@examples(150)
@given(mutated())
def test_mutated_file_loads_or_is_refused_with_sentences(change):
    name, text = change
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_text(text, encoding="utf-8", errors="surrogatepass")
        found, calls = loaded(Path(folder))
    assert all(where.startswith(tuple(SHIPPED)) and render(what, SOURCE) for where, what in found.items())
    assert bool(found) != (calls.keys() >= guides.load().calls.keys())
    assert all(len(call.version) == 64 for call in calls.values())


def loaded(folder):
    """The problems of a folder, or its calls."""
    try:
        return {}, guides.load(folder).calls
    except Invalid as error:
        return error.problems, {}


def test_shipped_files_alone_make_a_folder(tmp_path):
    shutil.copytree(guides.GUIDE, tmp_path, dirs_exist_ok=True)
    assert guides.load(tmp_path).calls == guides.load().calls
