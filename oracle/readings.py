"""What a call may mean: each of its variants, and of what is in doubt every combination by itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, combinations, product
from math import prod

from matchmaker.eligibility.facts import Consortium
from matchmaker.programme import countries, rules
from matchmaker.programme.calls import Call
from matchmaker.programme.rules import Rule
from matchmaker.programme.same import Same


def some_of(things: Iterable[str]) -> Iterator[frozenset[str]]:
    """Every choice of them, from none to all."""
    listed = sorted(things)
    return map(frozenset, chain.from_iterable(combinations(listed, number) for number in range(len(listed) + 1)))


def plain_calls(call: Call, consortium: Consortium) -> list[Call]:
    """All of them for the countries that members are from."""
    return among(call, (member.country for member in consortium.members))


def meant(rule: Rule) -> list[Rule | None]:
    """What a rule may mean, as it is stated first; None: nothing at all."""
    nothing = {"settled": True, "perhaps": {}, "few_heis_exception": None, "perhaps_need_in": {}}
    plainly: Rule = rule.model_copy(update={key: value for key, value in nothing.items() if key in type(rule).model_fields})
    if not rule.settled:
        return [plainly, None]
    match rule:
        case rules.CountClass(actor_class=name, perhaps=perhaps):
            update: dict[str, object] = {"actor_class": perhaps.get(name, name)}
        case rules.DisjointCover(needs=needs, perhaps=perhaps):
            update = {"needs": _named(needs, perhaps)}
        case rules.EachCountryHas(need=need) | rules.CountriesEachHave(need=need):
            update = {"need": _fewer(rule, need)}
            if isinstance(rule, rules.EachCountryHas):
                update["need_in"] = {code: _fewer(rule, one) for code, one in (rule.need_in | rule.perhaps_need_in).items()}
        case rules.CountryBundles(bundles=bundles, perhaps=perhaps):
            update = {"bundles": tuple(one.model_copy(update={"need": _named(one.need, perhaps)}) for one in bundles)}
        case _:
            update = {}
    loosely = plainly.model_copy(update=update)
    return [plainly] if loosely == plainly else [plainly, loosely]


def _fewer(rule: rules.EachCountryHas | rules.CountriesEachHave, need: Mapping[str, int]) -> dict[str, int]:
    few = rule.few_heis_exception
    return _named({name: min(few, number) if few and name == "hei" else number for name, number in need.items()}, rule.perhaps)


def _named(needs: Mapping[str, int], perhaps: Mapping[str, str]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for name, number in needs.items():
        found[perhaps.get(name, name)] += number
    return dict(found)


@lru_cache(maxsize=1024)
def variants(key: Same[Call]) -> list[Call]:
    """The call with the rules, dates and grant of each variant as its own; itself where it has none."""
    call, found = key.thing, list[Call]()
    for one in call.variants:
        own = {
            name: getattr(one, name) for name in ("action", "deadlines", "grant", "assessment") if getattr(one, name) is not None
        }
        found.append(call.model_copy(update={**own, "rules": call.rules + one.rules, "variants": (), "variant": one}))
    return found or [call]


def kinds(call: Call, named: str | None) -> list[Call]:
    """Those of the variants of which a project may be one: the one that it names, else all."""
    each = variants(Same(call))
    return [one for one in each if one.variant and one.variant.id == named] or each


@lru_cache(maxsize=1024)
def _among(key: Same[Call], open_: frozenset[str]) -> list[Call]:
    """Those that ask most of all rules first among those in which the same countries count."""
    call = key.thing
    return [
        call.model_copy(
            update={
                "rules": tuple(rule for rule in chosen if rule is not None),
                "counting_countries": call.counting_countries | counted,
                "open_countries": frozenset(),
            }
        )
        for counted in some_of(open_)
        for chosen in product(*map(meant, call.rules))
    ]


def among(call: Call, places: Iterable[str], *, asking_most: bool = False) -> list[Call]:
    """Of each variant each rule in doubt meant as it may be, each open country of these counting or not.

    asking_most: only with all rules as stated.
    """
    codes, listed = call.open_countries & {countries.counts_as(code) for code in places}, list[Call]()
    for one in variants(Same(call)):
        ways = prod(len(meant(rule)) for rule in one.rules)
        listed += _among(Same(one), codes)[:: ways if asking_most else 1]
    return listed
