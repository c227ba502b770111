"""Which actions count together when an organisation is called a newcomer."""

import pytest

from matchmaker.language import LANGUAGES
from matchmaker.programme import families, guides
from matchmaker.programme.families import FAMILIES


def slug(call: str, key: str = "") -> str | None:
    family = families.of_project(call, key)
    return family.slug if family else None


@pytest.mark.parametrize(
    ("call", "key", "found"),
    [
        ("Erasmus+ KA220-VET", "", "cooperation-vet"),
        ("Erasmus+ KA202", "", "cooperation-vet"),
        ("ka202", "", "cooperation-vet"),
        ("Erasmus+ KA204", "", "cooperation-adu"),
        ("Erasmus+ KA210-VET", "", "small-scale-vet"),
        ("", "2018-1-PL01-KA202-051234", "cooperation-vet"),
        ("Erasmus+", "2021-1-DE02-KA220-ADU-000029", "cooperation-adu"),
        ("Erasmus+: Strategic Partnerships for Schools Only", "", "school-exchange"),
        ("Strategic Partnerships for vocational education and training", "", "cooperation-vet"),
        ("Cooperation partnerships in higher education", "", "cooperation-hed"),
        ("Erasmus+ KA2 Centres of Vocational Excellence", "cove-2021-agrinext", "excellence"),
        ("ERASMUS-EDU-2022-PEX-COVE", "", "excellence"),
        ("CoVE 2023", "", "excellence"),
        ("", "562155-EPP-1-2015-1-ES-EPPKA2-SSA", "alliances"),
        ("Collaborative Partnerships", "556927-EPP-1-2014-1-LT-SPO-SCP", "cooperation-sport"),
        ("Small Collaborative Partnerships", "", "small-scale-sport"),
        ("ERASMUS-SPORT-2023-SSCP", "", "small-scale-sport"),
        ("ERASMUS-SPORT-2022-SCP", "", "cooperation-sport"),
        ("ERASMUS-YOUTH-2024-PCOOP-ENGO", "", "cooperation-ngo"),
        ("Capacity Building in Vocational Education and Training", "", "capacity-vet"),
    ],
)
def test_past_project_is_known_by_its_call_or_its_id(call: str, key: str, found: str) -> None:
    assert slug(call, key) == found


@pytest.mark.parametrize(
    ("call", "key"),
    [
        ("", ""),
        ("Horizon 2020", "h2020-193159"),
        ("Cooperation measures", "cult-FI-CULT-2008-MOTN-01"),
        ("Erasmus+ KA200", "2014-1-LI01-KA200-000005"),
        ("Erasmus+ KA226-VET", ""),
        ("Erasmus+ KA220", ""),
        ("Erasmus+ KA2020", ""),
        ("Erasmus+ KA101", "2014-1-DE03-KA101-000001"),
        ("Capacity Building in civil society", ""),
        ("Discovery and recovery", ""),
    ],
)
def test_what_names_no_action_of_ours_is_in_no_family(call: str, key: str) -> None:
    assert slug(call, key) is None


def test_every_call_of_the_guide_is_in_a_family_and_a_later_round_in_the_same() -> None:
    found = {call.id: families.of_call(call) for call in guides.load().calls.values()}
    assert all(found.values())
    by_id = {name: family.slug for name, family in found.items() if family}
    assert by_id["ka202-2018"] == by_id["ka202-2019"] == by_id["ka220-vet-2027"] == "cooperation-vet"
    assert by_id["ka210-vet-2026"] == by_id["ka210-vet-2027"] == "small-scale-vet"
    assert by_id["sport-scp-2026"] == by_id["sport-scp-2027"] == "cooperation-sport"
    assert by_id["sport-sscp-2026"] == by_id["sport-sscp-2027"] == "small-scale-sport"
    assert by_id["ka220-ngo-edu-2026"] == by_id["ka220-ngo-youth-2027"] == "cooperation-ngo"
    assert by_id["cove-2025"] == "excellence"
    assert len({by_id[name] for name in ("ka203-2018", "ka205-2018", "ka229-2018", "ka240-sch-2026", "cbvet-2026")}) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_families_have_a_name_of_their_own_in_each_language(language: str) -> None:
    names = [family.label(language) for family in FAMILIES.values()]
    assert len(set(names)) == len(names)
    assert all(getattr(family.labels, language) for family in FAMILIES.values())


def test_no_action_is_in_two_families() -> None:
    codes = [code for family in FAMILIES.values() for code in family.actions]
    names = [name for family in FAMILIES.values() for name in family.names]
    assert len(set(codes)) == len(codes)
    assert len(set(names)) == len(names)
    assert all(name == name.casefold() for name in names)
