"""What a project may choose."""

from matchmaker.inputs import consortium
from matchmaker.inputs.interchange import cells
from matchmaker.language import LANGUAGES
from matchmaker.programme import guides
from matchmaker.programme.assessment import ASSESSMENTS
from matchmaker.programme.projects import ACTIVITIES, PRIORITIES, PROJECT_TYPES, RESULTS, PriorityOf


def test_source_page_has_two_project_types_and_five_priorities_of_its_field():
    assert list(PROJECT_TYPES) == ["innovation", "exchange_of_good_practices"]
    vet = [one.id for one in PRIORITIES.values() if one.field == "VET" and one.first_year == 2018]
    assert vet == ["VET18-INTL", "VET18-WBL", "VET18-FEEDBACK", "VET18-KEYCOMP", "VET18-CPD"]


def test_results_of_an_innovation_project_are_the_ten_of_the_source_page():
    assert len(RESULTS) == 10


def test_call_of_the_source_page_has_five_kinds_of_activity():
    assert len(guides.load().call("ka202-2018").activities) == 5


def test_horizontal_priorities_belong_to_no_field():
    assert all(one.horizontal == one.id.startswith("HOR") for one in PRIORITIES.values())
    assert sum(one.horizontal for one in PRIORITIES.values()) == 11


def test_calls_list_only_priorities_of_their_years_and_field():
    for call in guides.load().calls.values():
        for one in (PRIORITIES[priority] for priority in call.priorities):
            assert one.first_year <= call.year <= one.last_year
            assert one.field in {None, call.field} or (call.field == "CROSS" and one.field in {"HED", "SCH", "VET", "ADU"})


def test_choices_are_named_in_three_languages_and_say_where_they_were_read():
    for choices in (PRIORITIES, PROJECT_TYPES, ACTIVITIES, RESULTS):
        for language in LANGUAGES:
            assert len({one.label(language) for one in choices.values()}) == len(choices)
        assert all(one.labels.pl and one.labels.de and one.source and one.ev in "FIK" for one in choices.values())
    tasks = {code for one in ASSESSMENTS.values() if one.tasks for code in one.tasks.activities}  # their names say it all
    for one in [*PROJECT_TYPES.values(), *(one for code, one in ACTIVITIES.items() if code not in tasks)]:
        assert one.explanation
        assert one.explanation.pl
        assert one.explanation.de


def test_priority_that_a_guide_widens_stays_the_same_one_under_the_name_of_the_year():
    of_2023, of_2026 = PriorityOf("VET21-INNOVATION", 2023), PriorityOf("VET21-INNOVATION", 2026)
    assert of_2023.label("en") == "Contributing to innovation in VET"
    assert of_2026.label("en") == PRIORITIES["VET21-INNOVATION"].label("en") == "Contributing to innovation and quality in VET"
    assert PriorityOf("VET21-INNOVATION", 2025).label("de") == of_2023.label("de") != of_2026.label("de")
    assert "skills" in PriorityOf("HOR21-DIGITAL", 2026).label("en")
    assert "skills" not in PriorityOf("HOR21-DIGITAL", 2025).label("en")
    assert PriorityOf("unknown", 2026).label("en") == "unknown"
    for one in PRIORITIES.values():
        for name in one.before:
            assert one.first_year <= name.until < one.last_year
            assert all(getattr(name.labels, language) for language in LANGUAGES)


def test_quality_and_internationalisation_of_vocational_education_end_before_2026():
    ended = {one.id for one in PRIORITIES.values() if one.first_year == 2021 and one.last_year < 2026}
    assert ended == {"VET21-QUALITY", "VET21-INTL"}
    vet = {one for one in guides.load().call("ka220-vet-2026").priorities if PRIORITIES[one].field == "VET"}
    assert len(vet) == 5
    assert not vet & ended


def test_priority_is_known_by_the_id_of_a_later_guide_too():
    document = consortium.parse(
        {
            "call": "ka220-vet-2026",
            "project": {"priorities": ["HOR26-VALUES", "VET26-LABOUR", "VET26-UKRAINE"]},
            "members": [{"id": "a", "role": "coordinator", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"}],
        }
    )
    assert document.project.priorities == ("HOR21-VALUES", "VET21-LABOUR", "VET26-UKRAINE")
    assert cells.priorities("VET26-FLEX;VET18-WBL;OTHER-1") == ("VET21-FLEXIBILITY", "VET18-WBL", "OTHER-1")
    others = [other for one in PRIORITIES.values() for other in one.also]
    assert len(set(others)) == len(others)
    assert not set(others) & PRIORITIES.keys()
