"""The award criteria as data: what the guide says in numbers, and how a call's file refers to them."""

import pytest

from matchmaker.errors import Invalid
from matchmaker.language import render
from matchmaker.programme import guides
from matchmaker.programme.assessment import ASSESSMENTS, CRITERIA, ELEMENTS

POINTS = {
    "ka220": "25/13 30/15 20/10 25/13 70",
    "ka220-ngo": "25/13 30/15 20/10 25/13 70",
    "ka220-sport": "25/13 30/15 20/10 25/13 70",
    "ka210": "30/15 30/15 20/10 20/10 60",
    "ka210-sport": "30/15 30/15 20/10 20/10 60",
    "ka240": "15/8 30/15 20/10 35/18 70",
    "cove": "35/18 25/13 20/11 20/11 75",
    "joint-masters": "30/22 30/15 20/10 20/10 70",
    "alliances-lot1": "25/13 30/16 25/13 20/11 70",
    "alliances-lot2": "25/13 30/16 25/13 20/11 70",
    "alliances-lot3": "25/13 30/16 25/13 20/11 70",
    "cbhe-strand1": "30/15 30/15 20/10 20/10 60",
    "cbhe-strand2": "30/15 30/15 20/10 20/10 60",
    "cbhe-strand3": "30/15 30/15 20/10 20/10 60",
    "cb-vet": "30/15 30/15 20/10 20/10 60",
    "cb-youth": "30/15 30/15 20/10 20/10 60",
    "cb-youth-region-9": "30/15 30/15 20/10 20/10 60",
    "cb-sport": "30/15 20/10 20/10 30/15 60",
    "sport-events": "30/15 20/10 20/10 30/15 60",
}
"""Most and least points of relevance, design, partnership, impact, and the least total: typed from the guide of 2026."""


def test_points_are_those_of_the_guide():
    found = {
        name: " ".join([*(f"{one.criteria[each].max}/{one.criteria[each].min}" for each in CRITERIA), str(one.total_min)])
        for name, one in ASSESSMENTS.items()
    }
    assert found == POINTS
    assert {one.total_max for one in ASSESSMENTS.values()} == {100}


def test_every_element_is_used_and_told_in_three_languages():
    assert {name for one in ASSESSMENTS.values() for name in one.elements} == set(ELEMENTS)
    for element in ELEMENTS.values():
        assert len({element.label(language) for language in ("en", "pl", "de")}) == 3
        assert element.criterion in ("relevance", "partnership")


def test_every_call_since_2026_says_how_it_is_assessed():
    calls = guides.load().calls.values()
    silent = {call.id for call in calls if call.year >= 2026 and call.assessment is None}
    assert silent == set(), f'name their set of data/assessments.toml, such as assessment = "cove": {", ".join(ASSESSMENTS)}'


def test_newcomers_are_an_element_where_the_guide_names_them():
    named = {name for name, one in ASSESSMENTS.items() if "newcomers" in one.elements}
    assert named == {"ka220", "ka220-ngo", "ka220-sport", "ka210", "ka210-sport"}


def test_priorities_of_a_national_agency_count_where_it_decides():
    asked = {
        call.id for call in guides.load().calls.values() if call.assessment and "national-priorities" in call.assessment.elements
    }
    of_agencies = {call.id for call in guides.load().calls.values() if call.managed_by == "NA" and call.year >= 2026}
    assert asked == {call_id for call_id in of_agencies if call_id.startswith(("ka210-", "ka220-"))}


def _file(folder, assessment):
    (folder / "ka220-vet-2026.toml").write_text(
        f'id = "ka220-vet-2026"\nextends = "ka220-vet-2026"\nassessment = {assessment}\n', "utf-8"
    )
    guides.load.cache_clear()
    return guides.load(folder).call("ka220-vet-2026").assessment


OWN = """{ev = "F", source = "a guide", total_min = 60, elements = ["newcomers"], criteria = {relevance = {max = 40, min = 20},
design = {max = 20, min = 10}, partnership = {max = 20, min = 10}, impact = {max = 20, min = 10}}}""".replace("\n", " ")


def test_operator_names_a_set_or_states_one(tmp_path):
    assert _file(tmp_path, '"ka210"') == ASSESSMENTS["ka210"]
    own = _file(tmp_path, OWN)
    assert [part.points.max for part in own.parts] == [40, 20, 20, 20]
    assert [[one.id for one in part.elements] for part in own.parts] == [[], [], ["newcomers"], []]
    assert render(own.total, "en") == "In all, at least 60 of 100 points are needed."


TASKS = 'ev = "F", source = "a guide", min = 1, groups = [{min = 2, of = ["cove_skills"], labels = {en = "Skills"}}]'


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ('"ka222"', "there is no assessment “ka222”; there is: ka220"),
        (OWN.replace('"newcomers"', '"newcomer"'), "an element of an award criterion"),
        (OWN.replace("min = 20", "min = 41"), "a minimum is larger than the points that there are"),
        (OWN.replace("total_min = 60", "total_min = 101"), "a minimum is larger than the points that there are"),
        (
            OWN.replace(", impact = {max = 20, min = 10}", ""),
            "expected points for each of relevance, design, partnership, impact",
        ),
        (OWN.replace("relevance", "relevanz"), "relevanz"),
        (OWN[:-1] + f", tasks = {{{TASKS}}}}}", "a minimum is larger than the number of tasks that there are"),
        (
            OWN[:-1] + ', limits = {ev = "F", source = "a guide", implementation_min = 3, implementation_max = 2}}',
            "min 3 is larger",
        ),
        (OWN[:-1] + ', limits = {ev = "F", source = "a guide", equipment_share_max = 35}}', "35 is out of range"),
    ],
)
def test_mistake_gets_a_sentence_with_file_and_key(tmp_path, stated, said):
    with pytest.raises(Invalid) as caught:
        _file(tmp_path, stated)
    (place, sentence), *_ = caught.value.problems.items()
    assert place.startswith("ka220-vet-2026.toml: assessment")
    assert said in f"{place}: {render(sentence, 'en')}"


def test_call_keeps_another_version_once_it_is_assessed_otherwise(tmp_path):
    ours = guides.load().call("ka220-vet-2026").version
    _file(tmp_path, '"ka210"')
    assert guides.load(tmp_path).call("ka220-vet-2026").version != ours


def test_european_ngos_are_asked_for_partners_beyond_themselves():
    asked = {call.id for call in guides.load().calls.values() if call.assessment and "beyond-the-ngo" in call.assessment.elements}
    assert asked == {f"ka220-ngo-{field}-{year}" for field in ("edu", "youth") for year in (2026, 2027)}
