"""Which past projects were of Erasmus+, by the calls that public lists name."""

import pytest

from matchmaker.programme import guides
from matchmaker.programme.erasmus import is_erasmus


@pytest.mark.parametrize(
    "call",
    [
        "Erasmus+ KA2 Centres of Vocational Excellence",
        "Erasmus +",
        "ErasmusPlus: Youth in Action, Key Action 1",
        "ERASMUS-EDU-2023-PI-ALL-INNO",
        "ka202-2018",
        "KA220-VET",
        "KA202",
        "KA2",
        "Key Action 2",
        "CoVE",
        "Centres of Vocational Excellence",
        "Alliances for Innovation",
        "Knowledge Alliances",
        "EPPKA3-PI-FORWARD",
        "Strategic Partnerships",
        "Strategic Partnerships addressing more than one field",
        "Strategic Partnerships for vocational education and training",
        "Cooperation partnerships in adult education",
        "Small-scale Partnerships",
        "Collaborative Partnerships",
        "Forward looking cooperation projects",
        "Learning Mobility of Individuals",
        "Cooperation for innovation and the exchange of good practices",
        "Support for policy reform",
        "Capacity Building in Vocational Education and Training",
        "Erasmus Mundus Joint Master Degrees",
    ],
)
def test_programme_is_known_by_its_name_or_an_action(call: str) -> None:
    assert is_erasmus(call)


@pytest.mark.parametrize(
    "call",
    [
        "",
        "Horizon 2020",
        "Horizon 2020: strategic partnerships",
        "Festivals",
        "Cooperation measures",
        "Cooperation with Third Countries",
        "Multi-annual Cooperation Projects",
        "Creative Europe, Culture: Cooperation projects",
        "KAROLINSKA",
        "Discovery",
        "Leonardo da Vinci: Transfer of Innovation",
        "Grundtvig Learning Partnerships",
        r"Education and training\Life long learning (2007-2013)\COMENIUS\Accompanying measures",
        r"Education and training\Life long learning (2007-2013)\ERASMUS\Multilateral projects",
        "Lifelong Learning Programme: Erasmus, intensive programmes",
        "511521-LLP-1-2010-1-PL-KA2-KA2MP",
        r"Youth\Youth in action (2007-2013)\European Voluntary Service",
        r"Education and training\External Programmes and Policies\Erasmus Mundus\Joint Programmes: Master Course",
        r"Education and training\External Programmes and Policies\TEMPUS\Tempus Joint Project - Curricular Reform",
    ],
)
def test_other_programmes_and_those_before_it_are_not_erasmus(call: str) -> None:
    assert not is_erasmus(call)


def test_every_call_of_the_guide_is_one_of_erasmus() -> None:
    calls = guides.load().calls.values()
    assert all(is_erasmus(f"{call.action}-{call.field}") for call in calls)
