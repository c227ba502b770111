"""Actor classes: by type, or by a flag that is present."""

import pytest

from matchmaker.errors import NotFound
from matchmaker.language import LANGUAGES
from matchmaker.programme import classes


def test_what_a_class_may_be_made_of_is_said():
    for one in map(classes.get, classes.CLASSES):
        assert one.types or one.flags
        assert one.flags or not one.open_types, "nobody could ever say"
        assert one.open_types == "all" or not one.types & one.open_types
        assert one.need == "type_or_flag" or (one.types and one.flags and not one.open_types)


@pytest.mark.parametrize(
    ("actor_class", "type_code", "flags", "belongs"),
    [
        ("hei", "EPLUS-EDU-HEI", set(), True),
        ("hei", "EPLUS-EDU-VOC-TER", set(), False),
        ("vet_provider", "EPLUS-EDU-VOC-SEC", set(), True),
        ("vet_provider", "EPLUS-EDU-HEI", {"provides_vet"}, True),
        ("vet_provider", "EPLUS-EDU-HEI", {"no_provides_vet"}, False),
        ("vet_provider", "EPLUS-NET-EU", {"network_of_vet_providers"}, False),
        ("vet_provider_or_network", "EPLUS-NET-EU", {"network_of_vet_providers"}, True),
        ("vet_provider_secondary", "EPLUS-EDU-VOC-TER", set(), False),
        ("vet_provider_secondary", "EPLUS-EDU-HEI", {"provides_vet"}, False),
        ("vet_provider_secondary", "EPLUS-EDU-HEI", {"provides_vet_secondary"}, True),
        ("school", "EPLUS-EDU-VOC-SEC", set(), True),
        ("school", "EPLUS-EDU-VOC-TER", set(), False),
        ("school_authority", "EPLUS-BODY-PUB-LOC", set(), False),
        ("school_authority", "EPLUS-BODY-PUB-LOC", {"school_authority"}, True),
        ("school_authority", "OTH", {"school_coordinating_body"}, True),
        ("enterprise", "EPLUS-ENT-LARGE", set(), True),
        ("enterprise", "EPLUS-SOCIAL", set(), False),
        ("labour_market_actor", "EPLUS-SOCIAL", set(), True),
        ("labour_market_actor", "EPLUS-ENT-SME", {"consultancy"}, True),
        ("labour_market_actor", "EPLUS-NGO", {"sector_representative"}, True),
        ("labour_market_actor", "OTH", {"chamber"}, True),
        ("labour_market_actor", "EPLUS-NGO", {"trade_union"}, True),
        ("labour_market_actor", "EPLUS-NGO", {"sector_association"}, True),
        ("labour_market_actor", "EPLUS-NGO", set(), False),
        ("labour_market_actor", "EPLUS-FOUND", {"venture_capital"}, False),
        ("labour_market_actor_stem", "EPLUS-FOUND", {"venture_capital"}, True),
        ("world_of_work_cove", "EPLUS-NGO", {"trade_union"}, False),
        ("world_of_work_cove_with_unions", "EPLUS-NGO", {"trade_union"}, True),
        ("world_of_work_cove", "EPLUS-EDU-HEI", {"employer"}, True),
        ("school_general", "EPLUS-EDU-GEN-PRE", set(), True),
        ("school_general", "EPLUS-EDU-VOC-SEC", set(), False),
        ("school_general", "EPLUS-EDU-VOC-SEC", {"provides_general_education"}, True),
        ("youth_public_body", "EPLUS-BODY-PUB-LOC", set(), False),
        ("youth_public_body", "EPLUS-BODY-PUB-LOC", {"youth_work"}, True),
        ("youth_public_body", "EPLUS-NGO", {"youth_work"}, False),
        ("education_provider", "EPLUS-EDU-GEN-SEC", {"provides_vet"}, True),
        ("education_provider", "EPLUS-EDU-GEN-SEC", set(), False),
        ("informal_group", "EPLUS-YOUTH-GROUP", set(), True),
    ],
)
def test_is_in_goes_by_type_or_by_a_flag_that_is_present(actor_class, type_code, flags, belongs):
    assert classes.is_in(actor_class, type_code, flags) is belongs


@pytest.mark.parametrize(
    ("asked", "type_code", "flags", "belongs"),
    [
        ("school_general", "EPLUS-EDU-GEN-SEC", set(), True),
        ("school_general", "EPLUS-EDU-VOC-SEC", set(), None),
        ("school_general", "EPLUS-EDU-VOC-SEC", {"no_provides_general_education"}, False),
        ("school_general", "EPLUS-EDU-HEI", set(), False),
        ("school_general school_authority", "EPLUS-BODY-PUB-LOC", set(), None),
        ("school_general school_authority", "EPLUS-BODY-PUB-LOC", {"no_school_authority"}, None),
        ("school_authority", "EPLUS-BODY-PUB-LOC", {"no_school_authority", "no_school_coordinating_body"}, False),
        ("school_general school_authority", "EPLUS-BODY-PUB-NAT", set(), False),
        ("active_in_sport", "EPLUS-NGO", set(), None),
        ("active_in_sport", "EPLUS-NGO", {"active_in_sport"}, True),
        ("active_in_sport", "EPLUS-NGO", {"no_active_in_sport"}, False),
        ("youth_public_body", "EPLUS-BODY-PUB-LOC", set(), None),
        ("youth_public_body", "EPLUS-BODY-PUB-LOC", {"no_youth_work"}, False),
        ("youth_public_body", "EPLUS-ENT-SME", {"youth_work"}, False),
        ("not_for_profit", "EPLUS-ENT-SME", set(), False),
        ("not_for_profit", "EPLUS-ENT-SME", {"non_profit"}, True),
        ("not_for_profit", "EPLUS-SPORT-CLUB", set(), None),
    ],
)
def test_what_the_type_leaves_open_is_unknown_until_flags_say(asked, type_code, flags, belongs):
    assert classes.belongs(asked.split(), type_code, flags) is belongs


def test_get_refuses_an_unknown_class():
    with pytest.raises(NotFound, match="“wizards” is not an actor class we know"):
        classes.get("wizards")


def test_classes_have_names_in_three_languages():
    for language in LANGUAGES:
        assert len({classes.get(one).label(language) for one in classes.CLASSES}) == len(classes.CLASSES)
