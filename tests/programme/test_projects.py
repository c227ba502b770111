"""What a project may choose."""

from matchmaker.language import LANGUAGES
from matchmaker.programme import guides
from matchmaker.programme.projects import ACTIVITIES, PRIORITIES, PROJECT_TYPES, RESULTS


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
            assert one.field in {None, call.field}


def test_choices_are_named_in_three_languages_and_say_where_they_were_read():
    for choices in (PRIORITIES, PROJECT_TYPES, ACTIVITIES, RESULTS):
        for language in LANGUAGES:
            assert len({one.label(language) for one in choices.values()}) == len(choices)
        assert all(one.labels.pl and one.labels.de and one.source and one.ev in "FIK" for one in choices.values())
    for one in [*PROJECT_TYPES.values(), *ACTIVITIES.values()]:
        assert one.explanation
        assert one.explanation.pl
        assert one.explanation.de
