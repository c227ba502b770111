"""What an operator has read about optional rounds: who holds them, and a clear sentence per mistake."""

from datetime import date
from pathlib import Path

import pytest

from matchmaker.errors import Invalid
from matchmaker.language import SOURCE, render
from matchmaker.programme import guides, rounds
from matchmaker.programme.dates import Confirmation
from tests.house.tree import ROOT

READ = (ROOT / "examples" / "rounds.toml").read_text("utf-8").replace('["PL"]', '["PL", "el"]')


def problems(folder: Path, text: str) -> dict[str, str]:
    """What is wrong with such a file, in English."""
    (folder / "rounds.toml").write_text(text)
    with pytest.raises(Invalid) as caught:
        guides.load(folder)
    return {where: render(what, SOURCE) for where, what in caught.value.problems.items()}


def test_round_is_confirmed_for_the_countries_of_the_calls_that_are_named(tmp_path):
    (tmp_path / "rounds.toml").write_text(READ)
    guide, shipped = guides.load(tmp_path), guides.load()
    assert set(guide.calls) == set(shipped.calls)
    call = guide.call("ka220-vet-2026")
    assert call.confirmations == tuple(
        Confirmation(round=2, country=one, source="https://agency.example/second-round", date=date(2026, 6, 15))
        for one in ("PL", "GR")
    )
    assert call.agencies(2) == guide.call("ka210-vet-2026").agencies(2) == {"PL", "GR"}
    assert guide.call("ka240-sch-2026").agencies(2) == frozenset()
    assert call.version == shipped.call("ka220-vet-2026").version
    summer = date(2026, 6, 20)
    assert [rounds.usual(call, one, summer) for one in ("PL", "GR", "DE")] == [2, 2, 1]


def test_what_was_read_in_several_places_is_put_together(tmp_path):
    more = READ + READ.replace('"PL", "el"', '"DE"').replace('"ka220-vet-2026", ', "")
    (tmp_path / "rounds.toml").write_text(more)
    guide = guides.load(tmp_path)
    assert guide.call("ka210-vet-2026").agencies(2) == {"PL", "GR", "DE"}
    assert guide.call("ka220-vet-2026").agencies(2) == {"PL", "GR"}


# One mistake each: the change, where it is found, and the sentence.
MISTAKES = {
    "unknown key": (
        ("round = 2", "round = 2\nopen = true"),
        "held.0.open",
        "is not a key we know; expected calls, round, countries, source, date",
    ),
    "another table": (("[[held]]", "[[open]]"), "open", "is not a key we know; expected held"),
    "no source": (('source = "https://agency.example/second-round"\n', ""), "held.0.source", "is missing"),
    "no date": (("date = 2026-06-15", ""), "held.0.date", "is missing"),
    "date with a time": (("2026-06-15", "2026-06-15T12:00:00"), "held.0.date", "expected a date such as 2026-09-01"),
    "date as a number": (("2026-06-15", "20260615"), "held.0.date", "expected a date such as 2026-09-01"),
    "no country": (('["PL", "el"]', "[]"), "held.0.countries", "has too few items (at least 1)"),
    "unknown country": (
        ('"el"', '"QQ"'),
        "held.0.countries.1",
        "“QQ” is not a country code: expected ISO 3166-1 alpha-2, for example PL",
    ),
    "country whose organisations cannot coordinate": (
        ('["PL", "el"]', '["UA"]'),
        "held.0.countries.0",
        "nobody from Ukraine can coordinate in ka220-vet-2026",
    ),
    "unknown call": (
        ('"ka210-vet-2026"', '"ka210-vet-2025"'),
        "held.0.calls.1",
        "there is no call “ka210-vet-2025”; the nearest: ka210-vet-2027, ka210-vet-2026, ka220-vet-2027",
    ),
    "round that the call does not have": (
        ("round = 2", "round = 3"),
        "held.0.calls.0",
        "ka220-vet-2026 has no round 3 with a date",
    ),
    "round that is held everywhere": (
        ("round = 2", "round = 1"),
        "held.0.calls.0",
        "round 1 of ka220-vet-2026 is held everywhere and needs no confirmation",
    ),
    "round whose date is not known": (
        ('"ka220-vet-2026"', '"ka220-vet-2027"'),
        "held.0.calls.0",
        "ka220-vet-2027 has no round 2 with a date",
    ),
    "said twice": (
        ('["PL", "el"]', '["PL", "PL"]'),
        "held.0.countries.1",
        "round 2 of ka220-vet-2026 is said to be held there more than once",
    ),
    "not a list of tables": (("[[held]]", "[held]"), "held", "expected a list in [ ], found a table"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_gets_a_sentence(name, tmp_path):
    (old, new), where, sentence = MISTAKES[name]
    assert old in READ
    assert problems(tmp_path, READ.replace(old, new, 1)).get(f"rounds.toml: {where}") == sentence


def test_file_that_is_no_toml_is_named(tmp_path):
    (found,) = problems(tmp_path, "[[held]").items()
    assert found[0] == "rounds.toml"
    assert found[1].startswith("is not TOML:")


ROUND = """id = "own"
extends = "ka220-vet-2026"

[[deadlines]]
round = 1
local = 2026-03-05T12:00:00
starts = { from = 2026-09-01, to = 2026-12-31 }
ev = "F"
source = "x"
"""
WRONG_ROUNDS = {
    "optional without who decides": (
        ("round = 1", "round = 1\noptional = true"),
        "deadlines.0",
        "a round that is optional, and no other, says with decided_by who decides",
    ),
    "decided though not optional": (
        ("round = 1", 'round = 1\ndecided_by = "NA"'),
        "deadlines.0",
        "a round that is optional, and no other, says with decided_by who decides",
    ),
    "decided by nobody we know": (
        ("round = 1", 'round = 1\noptional = true\ndecided_by = "EU"'),
        "deadlines.0.decided_by",
        "“EU” is not known; expected one of: 'NA'",
    ),
    "all optional": (
        ("round = 1", 'round = 1\noptional = true\ndecided_by = "NA"'),
        "",
        "deadlines: one round at least is not optional",
    ),
    "window backwards": (
        ("to = 2026-12-31", "to = 2026-08-31"),
        "deadlines.0.starts",
        "from 2026-09-01 is after to 2026-08-31",
    ),
    "window before the deadline": (
        ("from = 2026-09-01", "from = 2026-03-05"),
        "deadlines.0",
        "starts: no project begins before the round's deadline",
    ),
    "half a window": (("{ from = 2026-09-01, to", "{ to"), "deadlines.0.starts.from", "is missing"),
    "day with a time": (
        ("from = 2026-09-01", "from = 2026-09-01T00:00:00"),
        "deadlines.0.starts.from",
        "expected a date such as 2026-09-01",
    ),
    "confirmed in the wrong place": (
        ("[[deadlines]]", "confirmations = []\n\n[[deadlines]]"), "confirmations", "is worked out from other keys"
    ),
    "expected by itself": (("[[deadlines]]", "expected = []\n\n[[deadlines]]"), "expected", "is worked out from other keys"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG_ROUNDS)
def test_each_mistake_in_a_round_gets_a_sentence(name, tmp_path):
    (old, new), where, sentence = WRONG_ROUNDS[name]
    assert old in ROUND
    (tmp_path / "own.toml").write_text(ROUND.replace(old, new, 1))
    with pytest.raises(Invalid) as caught:
        guides.load(tmp_path)
    found = {key: render(what, SOURCE) for key, what in caught.value.problems.items()}
    assert found == {f"own.toml: {where}" if where else "own.toml": sentence}


def test_call_that_is_provisional_no_more_expects_nothing(tmp_path):
    text = 'id = "ka220-vet-2027"\nextends = "ka220-vet-2027"\nprovisional = false\n'
    deadline = '\n[[deadlines]]\nround = 1\nlocal = 2027-03-04T12:00:00\nev = "F"\nsource = "Programme Guide 2027"\n'
    (tmp_path / "ka220-vet-2027.toml").write_text(text + deadline)
    assert guides.load(tmp_path).call("ka220-vet-2027").expected == ()


def test_provisional_call_expects_only_the_rounds_whose_date_it_does_not_state(tmp_path):
    text = 'id = "ka220-vet-2027"\nextends = "ka220-vet-2027"\n'
    deadline = '\n[[deadlines]]\nround = 1\nlocal = 2027-03-04T12:00:00\nev = "F"\nsource = "an Agency\'s page"\n'
    (tmp_path / "ka220-vet-2027.toml").write_text(text + deadline)
    call = guides.load(tmp_path).call("ka220-vet-2027")
    assert [(one.round, one.local.year) for one in call.rounds] == [(1, 2027), (2, 2026)]
    assert call.in_round(2).deadline is None
