"""What a call states besides its rules: dates, who may take part and apply, money, documents, and our weights."""

from datetime import datetime
from typing import Annotated, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, field_validator, model_validator

from matchmaker.language import N_, say
from matchmaker.programme.classes import ClassId
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.rules import check_range
from matchmaker.programme.statements import Frozen, Positive, Share, Sourced, Text, Whole
from matchmaker.programme.types import FlagSlug

BRUSSELS = ZoneInfo("Europe/Brussels")
ProjectField = Literal["VET", "HED", "SCH", "ADU", "YOU", "CROSS"]
Part = Literal["relevance", "expertise", "cross_sector", "robustness", "responsiveness", "ties", "newcomers"]
"""The parts of the score."""
PARTS: frozenset[str] = frozenset(get_args(Part))


def _local_time(value: object) -> object:
    """A date and a time of day, without offset: the time zone is always Brussels'."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-03-05") else value
    except ValueError:
        moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is not None:
        raise ValueError(say(N_("expected a local date and time such as 2026-03-05T12:00:00, without an offset")))
    return moment


class Deadline(Sourced):
    """One round: local time in Europe/Brussels (never a fixed offset)."""

    round: Positive
    local: Annotated[datetime, BeforeValidator(_local_time)]
    tz: Literal["Europe/Brussels"] = "Europe/Brussels"

    @property
    def at(self) -> datetime:
        """The aware moment."""
        return self.local.replace(tzinfo=BRUSSELS)


class OtherCountries(Sourced):
    """Which countries outside the counting list may send members, and under what condition."""

    allow: Literal["all", "none", "regions"]
    regions: tuple[Annotated[int, Field(strict=True, ge=1, le=14)], ...] = ()
    exclude: frozenset[CountryCode] = frozenset()
    condition: Literal["essential_added_value", "none"] = "none"

    @model_validator(mode="after")
    def _regions_named(self) -> Self:
        if (self.allow == "regions") != bool(self.regions):
            raise ValueError(say(N_('`regions` lists numbers exactly when allow = "regions"')))
        return self


class CoordinatorConditions(Sourced):
    """Who may apply: from a counting country, in (or not in) some actor classes, of some legal age at the deadline."""

    country: Literal["counting"]
    classes: tuple[ClassId, ...] = ()
    not_classes: tuple[ClassId, ...] = ()
    min_legal_age_years: Annotated[Whole, Field(le=100)] = 0


class MemberTypes(Sourced):
    """Every member, coordinator included, is in this actor class."""

    actor_class: ClassId = Field(alias="class")


class ForbiddenClasses(Sourced):
    """No member is in any of these actor classes."""

    classes: Annotated[tuple[ClassId, ...], Field(min_length=1)]


class Declaration(Sourced):
    """Members of a class in the scope need a declaration flag (a Charter, for example)."""

    if_class: ClassId
    scope: Literal["counting", "all"]
    needs: FlagSlug


class Cap(Sourced):
    """A limit across applications: a warning to ask, never a composition rule (we know drafts only)."""

    kind: Literal["same_consortium", "per_oid"]
    max: Positive
    action: Text | None = None
    fields: tuple[ProjectField, ...] = ()
    roles: tuple[Literal["coordinator", "partner"], ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "per_oid" and not (self.action and self.roles):
            raise ValueError(say(N_('kind = "per_oid" needs %(keys)s'), keys="action, roles"))
        return self


class LongerIf(Frozen):
    """A flag of the project that allows a longer duration."""

    flag: Literal["long_term_pupil_mobility"]
    max: Positive


class Duration(Sourced):
    """Months a project may last: a range, or a list of allowed values."""

    min: Positive | None = None
    max: Positive | None = None
    allowed: tuple[Positive, ...] = ()
    max_if: LongerIf | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_range(self.min, self.max)
        if bool(self.allowed) == (self.min is not None or self.max is not None):
            raise ValueError(say(N_("expected either a range (min, max) or a list (allowed)")))
        return self


class Grant(Sourced):
    """How the grant is calculated; amounts in euro, `by_duration` is months -> amount."""

    kind: Literal["per_month", "per_org_per_year", "lump_sum_options", "max", "by_duration", "range"]
    per_month: Positive | None = None
    amount: Positive | None = None
    min: Positive | None = None
    max: Positive | None = None
    options: tuple[Positive, ...] = ()
    by_duration: dict[Annotated[str, Field(pattern=r"^[1-9][0-9]?$")], Positive] = Field(default_factory=dict)
    funding_rate: Share | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        check_range(self.min, self.max)
        needed = {
            "per_month": ("per_month", "max"),
            "per_org_per_year": ("amount",),
            "lump_sum_options": ("options",),
            "max": ("max",),
            "by_duration": ("by_duration",),
            "range": ("min", "max"),
        }[self.kind]
        if not all(getattr(self, key) for key in needed):
            raise ValueError(say(N_('kind = "%(kind)s" needs %(keys)s'), kind=self.kind, keys=", ".join(needed)))
        return self


class Document(Sourced):
    """A document the application needs: one per coordinator or per partner, and by when."""

    kind: Literal["mandate", "declaration_on_honour"]
    per: Literal["partner", "coordinator"]
    at_latest: Literal["application", "grant_agreement"]
    preferred: Literal["application", "grant_agreement"] | None = None


class Scoring(Frozen):
    """Our own weights for this call (not the funder's): part -> weight, summing to 1, and the sector target."""

    weights: dict[Part, Share]
    sector_target: Positive = 4
    anchor_class: ClassId | None = None

    @field_validator("weights")
    @classmethod
    def _whole(cls, weights: dict[Part, float]) -> dict[Part, float]:
        if weights.keys() != PARTS or abs(sum(weights.values()) - 1) > 1e-9:
            raise ValueError(say(N_("expected one weight for each of %(parts)s, summing to 1"), parts=", ".join(sorted(PARTS))))
        return weights
