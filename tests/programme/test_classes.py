"""Actor classes: by type, or by a flag that is present."""

import pytest

from matchmaker.errors import NotFound
from matchmaker.language import LANGUAGES
from matchmaker.programme import classes


def test_classes_are_the_eight_the_rules_use():
    assert set(classes.CLASSES) == {
        "hei", "vet_provider", "school", "school_authority", "enterprise", "labour_market_actor", "education_provider",
        "informal_group",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("actor_class", "type_code", "flags", "belongs"),
    [
        ("hei", "EPLUS-EDU-HEI", set(), True),
        ("hei", "EPLUS-EDU-VOC-TER", set(), False),
        ("vet_provider", "EPLUS-EDU-VOC-SEC", set(), True),
        ("vet_provider", "EPLUS-EDU-HEI", {"provides_vet"}, True),
        ("vet_provider", "EPLUS-EDU-HEI", {"no_provides_vet"}, False),
        ("vet_provider", "EPLUS-NET-EU", {"network_of_vet_providers"}, True),
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
        ("education_provider", "EPLUS-EDU-GEN-SEC", {"provides_vet"}, True),
        ("education_provider", "EPLUS-EDU-GEN-SEC", set(), False),
        ("informal_group", "EPLUS-YOUTH-GROUP", set(), True),
    ],
)
def test_is_in_goes_by_type_or_by_a_flag_that_is_present(actor_class, type_code, flags, belongs):
    assert classes.is_in(actor_class, type_code, flags) is belongs


def test_get_refuses_an_unknown_class():
    with pytest.raises(NotFound, match="“wizards” is not an actor class we know"):
        classes.get("wizards")


def test_classes_have_names_in_three_languages():
    for language in LANGUAGES:
        assert len({classes.get(one).label(language) for one in classes.CLASSES}) == len(classes.CLASSES)
