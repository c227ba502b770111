"""What differs between two calls: everything that does, nothing that does not, in sentences."""

from itertools import permutations

import pytest

from matchmaker.language import LANGUAGES, SOURCE, render
from matchmaker.programme import guides
from matchmaker.programme.calls import Call
from matchmaker.programme.differences import differences, in_groups
from matchmaker.programme.telling import NOT_COMPARED, STATED
from tests import guides as invented
from tests.guides import CALL

CALLS = guides.load().calls
PAIRS = [(before, after) for before, after in permutations(CALLS.values(), 2) if before.action == after.action]
PAIRS += [(CALLS["ka202-2018"], CALLS["ka240-sch-2026"]), (CALLS["cbvet-2026"], CALLS["alliances-lot1-2025"])]


def told(before: Call, after: Call) -> dict[str, list[str]]:
    """What is told, in English, by what it is about."""
    groups = in_groups(differences(before, after))
    return {render(name, SOURCE): [render(one.sentence, SOURCE) for one in sentences] for name, sentences in groups}


def test_invented_guide_tells_number_countries_and_deadline(tmp_path):
    before, after = CALLS[CALL], invented.invented(tmp_path).call(CALL)
    found = told(before, after)
    assert found == {
        "The guide": ["read by us (before: provisional: rules of the year before)"],
        "Dates": ["Round 1: until 4 March 2027, 12:00 (Brussels time) (before: not known yet)"],
        "Who may take part": [
            "At least 4 organisations from programme countries (before: At least 3 organisations from programme countries)"
        ],
        "Programme countries": ["new: Switzerland"],
    }
    assert told(after, before)["Programme countries"] == ["no longer: Switzerland"]


@pytest.mark.parametrize("call", CALLS.values(), ids=list(CALLS))
def test_nothing_differs_from_itself(call):
    assert differences(call, call) == ()


@pytest.mark.parametrize(("before", "after"), PAIRS, ids=lambda call: call.id)
def test_every_rule_and_country_that_differs_is_told_and_no_other(before, after):
    """Counted again from the data as they are stated, without a word of ours."""
    found = differences(before, after)
    rules = [{rule.id: rule.model_dump(exclude={"ev", "source"}) for rule in call.rules} for call in (before, after)]
    differing = {key for key in rules[0].keys() | rules[1].keys() if rules[0].get(key) != rules[1].get(key)}
    assert {one.id for one in found if one.about == "rules"} == differing
    countries = before.counting_countries ^ after.counting_countries
    assert {one.id for one in found if one.about == "counting_countries"} == countries
    assert {(one.about, one.id, one.change) for one in differences(after, before)} == {
        (one.about, one.id, {"added": "removed", "removed": "added"}.get(one.change, one.change)) for one in found
    }


CHANGES = {
    "deadlines": ("local = 2027-03-04T12:00:00", "local = 2027-03-11T12:00:00"),
    "rules": ("min = 4", "min = 5"),
    "counting_countries": ('add = ["CH"]', 'add = ["CH", "GB"]'),
    "duration_months": ("[counting]", '[duration_months]\nmin = 6\nmax = 36\nev = "F"\nsource = "x"\n\n[counting]'),
    "grant": ("[counting]", '[grant]\nkind = "lump_sum_options"\noptions = [100000]\nev = "F"\nsource = "x"\n\n[counting]'),
    "priorities": ("unverified = []", "unverified = []\npriorities = []"),
    "activities": ("unverified = []", 'unverified = []\nactivities = ["multiplier_events"]'),
    "project_types": ("unverified = []", 'unverified = []\nproject_types = ["innovation"]'),
    "caps": ("[counting]", '[[caps]]\nkind = "same_consortium"\nmax = 2\nev = "F"\nsource = "x"\n\n[counting]'),
    "documents": ("unverified = []", "unverified = []\ndocuments = []"),
    "declarations": ("unverified = []", "unverified = []\ndeclarations = []"),
    "coordinator": (
        "[counting]",
        '[coordinator]\ncountry = "counting"\nmin_legal_age_years = 3\nev = "F"\nsource = "x"\n\n[counting]',
    ),
    "other_countries": ("[counting]", '[other_countries]\nallow = "none"\nev = "F"\nsource = "x"\n\n[counting]'),
    "member_types": ("[counting]", '[member_types]\nany_of = ["school"]\nev = "F"\nsource = "x"\n\n[counting]'),
    "forbidden_classes": ("[counting]", '[forbidden_classes]\nclasses = ["school"]\nev = "F"\nsource = "x"\n\n[counting]'),
    "associated_partners": ("[counting]", '[associated_partners]\nallowed = true\nev = "F"\nsource = "x"\n\n[counting]'),
    "managed_by": ("unverified = []", 'unverified = []\nmanaged_by = "EACEA"'),
    "title": ("[counting]", '[title]\nen = "Something else"\n\n[counting]'),
    "unverified": ("unverified = []", 'unverified = [{ en = "the deadline" }]'),
}


@pytest.mark.parametrize("about", CHANGES)
def test_each_key_that_changes_is_told_in_every_language(tmp_path, about):
    before = invented.invented(tmp_path).call(CALL)
    after = invented.invented(tmp_path, CHANGES[about]).call(CALL)
    found = differences(before, after)
    # Whom the guide bars depends on who manages the call.
    assert {one.about for one in found} == {about, *(["bars"] if about == "managed_by" else [])}
    for name, sentences in in_groups(found):
        for language in LANGUAGES:
            texts = [render(name, language), *(render(one.sentence, language) for one in sentences)]
            assert all(text and "%(" not in text and text != about for text in texts)


def test_where_it_was_read_and_how_sure_is_no_difference(tmp_path):
    before = invented.invented(tmp_path).call(CALL)
    after = invented.invented(tmp_path, ('ev = "F"\nsource = "https://guide.example/2027"', 'ev = "K"\nsource = "x"')).call(CALL)
    assert before.version != after.version
    assert differences(before, after) == ()


def test_rule_that_is_not_settled_any_more_is_told(tmp_path):
    before = invented.invented(tmp_path).call(CALL)
    after = invented.invented(tmp_path, ("min = 4", "min = 4\nsettled = false")).call(CALL)
    sentence = "At least 4 organisations from programme countries"
    assert told(before, after) == {"Who may take part": [f"{sentence} (not settled) (before: {sentence})"]}


def test_every_key_of_a_call_is_compared_in_words_or_left_out_by_name():
    assert set(Call.model_fields) - NOT_COMPARED <= set(STATED) == set(STATED) & set(dir(CALLS[CALL]))
    assert not NOT_COMPARED & set(STATED)
