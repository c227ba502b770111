"""The kinds of composition rule a call may state, as frozen data; `eligibility/rules` has one file that checks each."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Scope = Literal["counting", "other", "all"]
"""Members of counting countries (EU and associated), of other countries, or both; associated partners are in none."""

Evidence = Literal["F", "I", "K"]
"""F read in the source named, I inferred from a found text, K own knowledge, not confirmed."""


class Frozen(BaseModel):
    """Data read from a guide file: immutable, and a key it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleData(Frozen):
    """What every rule carries: its id within the call, where it was read, and whether it is settled."""

    id: str
    ev: Evidence
    source: str
    settled: bool = True


class CountOrgs(RuleData):
    """Between `min` and `max` distinct organisations in the scope."""

    check: Literal["count_orgs"]
    scope: Scope
    min: int = Field(default=0, ge=0)
    max: int | None = Field(default=None, ge=1)


class CountCountries(RuleData):
    """At least `min` distinct counting countries (after the territory rule) in the scope."""

    check: Literal["count_countries"]
    scope: Scope
    min: int = Field(ge=1)


class CountClass(RuleData):
    """At least `min` members of an actor class in the scope."""

    check: Literal["count_class"]
    actor_class: str = Field(alias="class")
    scope: Scope
    min: int = Field(ge=1)


class EachCountryHas(RuleData):
    """Every country represented in the scope provides `need` by distinct organisations: class -> number."""

    check: Literal["each_country_has"]
    scope: Scope
    need: dict[str, int]


class Bundle(Frozen):
    """What the coordinator's country, or at least `at_least` other counting countries, must provide by distinct organisations."""

    country: Literal["coordinator", "other_counting"]
    at_least: int = Field(default=1, ge=1)
    need: dict[str, int]


class CountryBundles(RuleData):
    """Bundles of organisations, each from one country."""

    check: Literal["country_bundles"]
    bundles: tuple[Bundle, ...]


class DisjointCover(RuleData):
    """One assignment of distinct members to slots: class -> number of slots. Scope: all members that take part in rules."""

    check: Literal["disjoint_cover"]
    needs: dict[str, int]


Side = Literal["orgs_counting", "orgs_other", "orgs_all"]


class Compare(RuleData):
    """A comparison of two numbers of organisations."""

    check: Literal["compare"]
    left: Side
    op: Literal["<=", "<", ">=", ">", "=="]
    right: Side


Rule = Annotated[
    CountOrgs | CountCountries | CountClass | EachCountryHas | CountryBundles | DisjointCover | Compare,
    Field(discriminator="check"),
]
