"""What an organisation calls itself: the source page's twelve kinds and the others."""

from matchmaker.language import LANGUAGES
from matchmaker.programme.classes import is_in
from matchmaker.programme.kinds import KINDS, kind_of
from matchmaker.programme.types import TYPES, sectors

# The beneficiaries of the source page, and the official types they are taken for.
BENEFICIARIES = {
    "instytucje kształcenia i szkoleń zawodowych": "EPLUS-EDU-VOC-TER",
    "szkoły zawodowe": "EPLUS-EDU-VOC-SEC",
    "centra kształcenia praktycznego": "EPLUS-EDU-VOC-SEC",
    "ośrodki doskonalenia nauczycieli": "OTH",
    "przedsiębiorstwa": "EPLUS-ENT-SME",
    "organizacje pracodawców": "EPLUS-SOCIAL",
    "uczelnie wyższe": "EPLUS-EDU-HEI",
    "partnerzy społeczni": "EPLUS-SOCIAL",
    "fundacje": "EPLUS-FOUND",
    "stowarzyszenia branżowe": "EPLUS-SOCIAL",
    "izby rzemieślnicze": "EPLUS-SOCIAL",
    "władze lokalne i regionalne": "EPLUS-BODY-PUB-LOC",
}


def test_all_twelve_beneficiaries_of_the_source_page_are_covered():
    assert len(BENEFICIARIES) == 12
    covered = {kind.beneficiary: kind.type for kind in KINDS.values() if kind.beneficiary}
    assert covered == BENEFICIARIES


def test_each_beneficiary_can_be_told_from_the_others():
    told = {(kind.types, kind.flags) for kind in KINDS.values() if kind.beneficiary}
    assert len(told) == 14  # enterprises say one of three


def test_other_applicants_find_their_kind():
    others = {"school", "adult-education", "youth-organisation", "research", "sport", "ngo", "other"}
    assert others <= {slug for slug, kind in KINDS.items() if kind.beneficiary is None}


def test_every_official_type_belongs_to_a_kind():
    assert {code for kind in KINDS.values() for code in kind.types} == set(TYPES)


def test_enterprises_say_what_they_do():
    flags = {slug: KINDS[slug].flags for slug in ("employer", "training-company", "consultancy")}
    assert flags == {"employer": {"employer"}, "training-company": {"training_provider"}, "consultancy": {"consultancy"}}


def test_flags_that_make_the_kind_are_stated():
    assert KINDS["teacher-training-centre"].flags == {"teacher_training"}
    assert KINDS["chamber"].flags == {"chamber"}
    assert KINDS["practical-training-centre"].flags == {"practical_training_centre"}
    authority = KINDS["school-authority"]
    assert is_in("school_authority", authority.type, authority.flags)


def test_added_sectors_are_ones_the_types_allow():
    for kind in KINDS.values():
        for code in kind.types:
            assert sectors(code, kind.flags, kind.sectors)[1] == frozenset()


def test_kind_of_finds_back_what_was_chosen():
    for slug, kind in KINDS.items():
        for code in kind.types:
            found = kind_of(code, kind.flags, kind.sectors)
            assert found is not None
            assert found.flags == kind.flags
            assert code != kind.type or found.slug == slug


def test_kind_of_says_most_and_never_guesses():
    assert kind_of("EPLUS-ENT-SME", frozenset(), {"BUS"}) is None
    assert kind_of("OTH", {"teacher_training"}, frozenset()) is KINDS["teacher-training-centre"]
    assert kind_of("OTH", {"no_teacher_training"}, frozenset()) is KINDS["other"]
    assert kind_of("EPLUS-NGO", frozenset(), {"CIV", "YOU"}) is KINDS["youth-organisation"]
    assert kind_of("EPLUS-NGO", frozenset(), {"CIV"}) is KINDS["ngo"]


def test_kinds_are_named_and_explained_in_three_languages():
    for language in LANGUAGES:
        assert len({kind.label(language) for kind in KINDS.values()}) == len(KINDS)
        assert len({kind.explanation.label(language) for kind in KINDS.values()}) == len(KINDS)
    assert all(len(kind.explanation.label(language)) <= 140 for kind in KINDS.values() for language in LANGUAGES)
