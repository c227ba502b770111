"""What stands in the way, and what helps."""

from dataclasses import replace
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from matchmaker import matching
from matchmaker.inputs import request as requests
from matchmaker.inputs.organisations import Organisation
from matchmaker.matching import History, Population
from matchmaker.matching.clock import Clock
from matchmaker.matching.obstacles import SHOWN, explain
from matchmaker.matching.question import Circumstances
from matchmaker.matching.questions import Questions
from matchmaker.matching.wishes import wishes
from oracle.brute_force import World
from tests.examples import examples
from tests.matching.worlds import GUIDE, TODAY, world

HARD_SEATS = [{"sector": "HED"}, {"kind": "chamber"}, {"class": "school"}]


def one(key: str, country: str, **facts: object) -> Organisation:
    given = {"name": f"Name {key}", "type": "EPLUS-EDU-VOC-SEC", "sectors": frozenset({"VET"}), **facts}
    return Organisation(id=key, country=country, **given)


THREE = [one("a", "PL"), one("b", "DE", languages=frozenset({"de"})), one("c", "FR", languages=frozenset({"fr", "en"}))]

PARTNERS = [replace(each, roles=frozenset({"partner"})) for each in THREE[1:]]


def why(organisations: list[Organisation], call: str = "ka202-2018", **wishes: object) -> str:
    request = requests.parse({"call": call, "initiator": "a", **wishes}, GUIDE.call)
    answer = matching.suggest(request, Population(organisations), History(), GUIDE.call(call), TODAY)
    assert answer.status == "infeasible"
    return str(answer.explanation)


def test_a_language_nobody_works_in_is_named() -> None:
    assert why(THREE, language="en").endswith("It would help to give up “working in English”.")


def test_a_rule_that_cannot_be_met_beside_the_wishes_is_named() -> None:
    said = why([*THREE, one("d", "DE")], countries={"include": ["DE"]}, size={"min": 3, "max": 3})
    assert "Cannot be met beside your wishes: “At least 3 different programme countries”." in said
    assert said.endswith("It would help to give up “only partners from Germany”.")


def test_a_seat_nobody_fills_is_named() -> None:
    assert "It would help to give up “the place for higher education”." in why(THREE, seats=[{"sector": "HED"}])
    several = why(THREE, seats=[{"kind": "chamber", "count": 2}])
    assert "It would help to give up “the 2 places for chamber (crafts, commerce or industry)”." in several


def test_two_wishes_that_must_be_given_up_together_are_named_together() -> None:
    assert "“the place for higher education and working in English”" in why(THREE, seats=[{"sector": "HED"}], language="en")


def test_each_of_several_ways_out_is_named() -> None:
    said = why([*THREE, one("d", "PL")], call="ka210-vet-2026", countries={"include": ["PL"]})
    assert "“only partners from Poland” and “partners from abroad only”" not in said
    assert "It would help to give up “only partners from Poland”." in said


def test_countries_persons_and_sizes_are_wishes_too() -> None:
    assert "“no partner from Germany”" in why(THREE, countries={"exclude": ["DE"]})
    assert "“whom you exclude”" in why(THREE, exclude=["b"])
    assert "“at most 2 members”" in why(THREE, size={"min": 2, "max": 2})
    assert "“at most 1 member”" in why(THREE, size={"min": 1, "max": 1})
    assert "“at least 4 members”" in why(THREE, size={"min": 4, "max": 5})
    assert "“a partner who coordinates”" in why([THREE[0], *PARTNERS], coordinator="find")
    assert "“confirmed facts only”" in why([*THREE[:2], one("u", "FR", type="EPLUS-EDU-HEI")], confirmed_only=True)
    assert "“Name g as a partner”" in why([*THREE, one("g", "PL")], include=["g"])


def test_who_sits_in_conflict_is_named() -> None:
    twins = [*THREE, one("d", "ES", pic="999999999"), one("e", "DE", pic="999999999")]
    assert "one of these: “Name d as a partner” or “Name e as a partner”" in why(twins, include=["d", "e"])


def test_a_rule_that_nobody_can_meet_is_named_whatever_is_wished() -> None:
    said = why([THREE[0], one("d", "PL")], same_country=True)
    assert "Whatever you wish, the organisations we know and those already there cannot meet: " in said
    assert "“At least 3 different programme countries”" in said
    said = why([one("a", "PL", type="EPLUS-NGO"), *PARTNERS], call="ka229-2018")
    assert "“Every member is: school”" in said
    assert "“Whoever applies is: school”" in said


def test_members_who_are_one_legal_entity_are_named() -> None:
    pair = [one("a", "PL", pic="999999999"), one("b", "DE", pic="999999999"), *THREE[2:], one("d", "ES")]
    assert "“One legal entity takes part once”" in why(pair, members=["a", "b"])


def test_an_applicant_who_may_not_apply_may_be_replaced() -> None:
    young = [one("a", "PL", established=TODAY), *THREE[1:], one("d", "ES", roles=frozenset({"coordinator"}))]
    assert "“that a member already there coordinates”" in why(young, call="ka220-vet-2026")


def test_however_many_wishes_must_be_given_up_they_are_named() -> None:
    nobody = [one("a", "PL"), *(one(key, country, languages=frozenset({"de"})) for key, country in (("b", "DE"), ("c", "FR")))]
    asked = {"language": "en", "seats": [{"sector": "HED"}, {"sector": "ADU"}, {"sector": "YOU"}], "size": {"max": 4}}
    assert why(nobody, **asked).endswith(
        "It would help to give up “the place for higher education, the place for adult education, the place for youth and"
        " working in English”."
    )


def test_rules_that_fail_however_many_at_once_are_named() -> None:
    pair = [one("a", "CH", type="EPLUS-NGO", pic="999999999"), one("b", "CH", pic="999999999")]
    said = why(pair, "ka240-sch-2026", members=["b"])
    assert "Whatever you wish, the organisations we know and those already there cannot meet: " in said
    assert "“One legal entity takes part once”" in said
    assert "2 different programme countries" in said


def test_what_would_help_is_told_as_data_too() -> None:
    call = GUIDE.call("ka202-2018")
    four = Population([*THREE, one("d", "ES", languages=frozenset({"es"}))])
    request = requests.parse({"call": "ka202-2018", "initiator": "a", "language": "en", "exclude": ["b"]}, GUIDE.call)
    answer = matching.suggest(request, four, History(), call, TODAY)
    assert [{key: str(label) for key, label in way.items()} for way in answer.to_give_up] == [{"language": "working in English"}]
    free = request.model_copy(update={"language": None})
    assert matching.suggest(free, four, History(), call, TODAY).to_give_up == ()


def by_trying(asked: World, population: Population) -> set[frozenset[str]]:
    """The ids of each smallest set of wishes without which some combination is left, by trying every set."""
    listed = wishes(asked.request, population, asked.call)
    for number in range(len(listed) + 1):
        found = set()
        for some in combinations(listed, number):
            request = asked.request
            for wish in some:
                request = wish.give_up(request)
            if next(replace(asked, request=request, _by_id={}).answers(), None) is not None:
                found.add(frozenset(wish.id for wish in some))
        if found:
            return found
    return set()


@given(st.integers(0, 2**40))
@examples(30)
def test_what_is_said_to_help_is_the_smallest_there_is(seed: int) -> None:
    random = Random(seed)
    hard = {"language": random.choice((None, "en")), "seats": random.sample(HARD_SEATS, random.randint(0, 2)), "include": [],
            "countries": random.choice(({}, {"include": ["FR"]}, {"exclude": ["DE"]}))}  # fmt: skip
    asked = world(random, random.choice(("ka205-2018", "ka210-vet-2026", "ka202-2018")), 7, **hard)
    population = Population(asked.organisations, asked.apart)
    answer = matching.suggest(asked.request, population, History(), asked.call, TODAY)
    if answer.status != "infeasible":
        return
    told = {frozenset(way) for way in answer.to_give_up}
    smallest = by_trying(asked, population)
    assert told <= smallest
    assert len(told) == min(SHOWN, len(smallest))


def test_time_may_end_before_the_reason_is_found() -> None:
    request = requests.parse({"call": "ka202-2018", "initiator": "a", "language": "en"}, GUIDE.call)
    given = Circumstances(Population(THREE), History(), GUIDE.call("ka202-2018"), TODAY)
    assert "was not found in the time given" in str(explain(Questions(request, given), Clock.of(0)).message)


def test_every_wish_can_be_given_up_and_is_then_gone() -> None:
    random = Random("wishes")
    for _ in range(60):
        asked = world(random, "ka202-2018", 9)
        population = Population(asked.organisations)
        for wish in wishes(asked.request, population, asked.call):
            changed = wish.give_up(asked.request)
            assert changed != asked.request
            if not wish.decides and not str(wish.label).startswith("at most"):
                left = [str(other.label) for other in wishes(changed, population, asked.call)]
                assert str(wish.label) not in left


def test_what_is_said_to_help_helps() -> None:
    random = Random("helps")
    tried = 0
    while tried < 5:
        asked = world(random, "ka202-2018", 8, language="en", seats=[{"sector": "HED"}])
        answer = matching.suggest(asked.request, Population(asked.organisations), History(), asked.call, TODAY)
        said = str(answer.explanation)
        if answer.status != "infeasible" or "It would help to give up “working in English”." not in said:
            continue
        tried += 1
        helped = replace(asked, request=asked.request.model_copy(update={"language": None}), apart=(), _by_id={})
        assert helped.best() is not None


def scarce(organisations: list[Organisation], call: str = "ka202-2018", **wishes: object) -> list[str]:
    request = requests.parse({"call": call, "initiator": "a", **wishes}, GUIDE.call)
    answer = matching.suggest(request, Population(organisations), History(), GUIDE.call(call), TODAY)
    assert answer.status == "infeasible"
    return [str(one) for one in answer.scarce]


def test_who_meets_each_wish_is_counted_alone_and_beside_the_others() -> None:
    many = [*THREE, one("d", "ES", languages=frozenset({"en"})), one("u", "DE", type="EPLUS-EDU-HEI", sectors=frozenset({"HED"}))]
    asked = {"language": "en", "seats": [{"sector": "HED"}, {"kind": "chamber"}], "same_country": False}
    assert scarce(many, **asked) == [
        "“the place for higher education”: 1 organisation, as far as is known (countries: 1); beside all your other wishes: 1.",
        "“the place for chamber (crafts, commerce or industry)”: none of the 5 organisations we looked at.",
        "“partners from abroad only”: 4 organisations, as far as is known (countries: 3); beside all your other wishes: 3.",
        "“working in English”: 3 organisations, as far as is known (countries: 3); beside all your other wishes: 3.",
    ]


def test_that_nobody_offers_to_coordinate_is_said() -> None:
    said = scarce([THREE[0], *PARTNERS], coordinator="find")
    assert "Offers to coordinate and may apply, or states no role: none of the 3 organisations we looked at." in said


def test_what_a_rule_asks_for_is_counted_where_no_wish_stands_in_the_way() -> None:
    assert scarce([THREE[0], one("d", "PL")], same_country=True) == [
        "May take part in this call, as far as is known: 1 organisation (countries: 1).",
    ]
    kept = scarce([one("a", "PL", type="EPLUS-NGO"), *PARTNERS], call="ka229-2018")
    assert kept[0] == "May take part in this call, as far as is known: 2 organisations (countries: 2)."


def test_nothing_is_counted_where_there_is_an_answer() -> None:
    request = requests.parse({"call": "ka202-2018", "initiator": "a"}, GUIDE.call)
    answer = matching.suggest(request, Population(THREE), History(), GUIDE.call("ka202-2018"), TODAY)
    assert (answer.status, answer.scarce) == ("ok", ())
