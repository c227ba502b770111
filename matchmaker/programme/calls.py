"""A call for proposals: its rules, dates, sources, and what about it is not verified."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from matchmaker.programme.rules import Evidence, Frozen, Rule


class Labels(Frozen):
    """A name in the three languages; a missing one falls back to English."""

    en: str
    pl: str | None = None
    de: str | None = None

    def label(self, language: str) -> str:
        """The name in `language`."""
        return getattr(self, language, None) or self.en


class Sourced(Frozen):
    """Something a guide file states: where it was read and how."""

    ev: Evidence
    source: str


class Deadline(Sourced):
    """One round: local time in Europe/Brussels (never a fixed offset)."""

    round: int
    local: datetime
    tz: Literal["Europe/Brussels"] = "Europe/Brussels"

    @property
    def at(self) -> datetime:
        """The aware moment."""
        return self.local.replace(tzinfo=ZoneInfo(self.tz))


class OtherCountries(Sourced):
    """Which countries outside the counting list may send members, and under what condition."""

    allow: Literal["all", "none", "regions"]
    regions: tuple[int, ...] = ()
    exclude: frozenset[str] = frozenset()
    condition: Literal["essential_added_value", "none"] = "none"


class CoordinatorConditions(Sourced):
    """Who may apply: from a counting country, in (or not in) some actor classes, of some legal age at the deadline."""

    country: Literal["counting"]
    classes: tuple[str, ...] = ()
    not_classes: tuple[str, ...] = ()
    min_legal_age_years: int = Field(default=0, ge=0)


class MemberTypes(Sourced):
    """Every member, coordinator included, is in this actor class."""

    actor_class: str = Field(alias="class")


class ForbiddenClasses(Sourced):
    """No member is in any of these actor classes."""

    classes: tuple[str, ...]


class Declaration(Sourced):
    """Members of a class in the scope need a declaration flag (a Charter, for example)."""

    if_class: str
    scope: Literal["counting", "all"]
    needs: str


class Cap(Sourced):
    """A limit across applications: a warning to ask, never a composition rule (we know drafts only)."""

    kind: Literal["same_consortium", "per_oid"]
    max: int
    action: str | None = None
    fields: tuple[str, ...] = ()
    roles: tuple[Literal["coordinator", "partner"], ...] = ()


class LongerIf(Frozen):
    """A flag of the project that allows a longer duration."""

    flag: str
    max: int


class Duration(Sourced):
    """Months a project may last: a range, or a list of allowed values."""

    min: int | None = None
    max: int | None = None
    allowed: tuple[int, ...] = ()
    max_if: LongerIf | None = None


class Grant(Sourced):
    """How the grant is calculated; amounts in euro."""

    kind: Literal["per_month", "per_org_per_year", "lump_sum_options", "max", "by_duration", "range"]
    per_month: int | None = None
    amount: int | None = None
    min: int | None = None
    max: int | None = None
    options: tuple[int, ...] = ()
    by_duration: dict[str, int] = Field(default_factory=dict)
    funding_rate: float | None = None


class Document(Sourced):
    """A document the application needs: one per coordinator or per partner, and by when."""

    kind: Literal["mandate", "declaration_on_honour"]
    per: Literal["partner", "coordinator"]
    at_latest: Literal["application", "grant_agreement"]
    preferred: Literal["application", "grant_agreement"] | None = None


class Scoring(Frozen):
    """Our own weights for this call (not the funder's): part -> weight, summing to 1, and the sector target."""

    weights: dict[str, float]
    sector_target: int = Field(default=4, ge=1)
    anchor_class: str | None = None


class Call(Frozen):
    """One call. `counting_countries` is the resolved list of the year, after `counts_as` is applied to a member's country."""

    id: str
    title: Labels
    action: str
    field: Literal["VET", "HED", "SCH", "ADU", "YOU", "CROSS"]
    year: int
    managed_by: Literal["NA", "EACEA"]
    deadlines: tuple[Deadline, ...] = ()
    project_types: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    counting: str
    counting_countries: frozenset[str]
    other_countries: OtherCountries
    member_types: MemberTypes | None = None
    forbidden_classes: ForbiddenClasses | None = None
    coordinator: CoordinatorConditions
    rules: tuple[Rule, ...]
    declarations: tuple[Declaration, ...] = ()
    caps: tuple[Cap, ...] = ()
    duration_months: Duration | None = None
    grant: Grant | None = None
    documents: tuple[Document, ...] = ()
    contracting: str | None = None
    home_partners: bool = False
    scoring: Scoring
    evidence: Literal["found", "partial"]
    unverified: tuple[str, ...] = ()
    sources: tuple[str, ...]
    provisional: bool = False
    version: str = ""
    """A hash of the call's data: the rule set's version, kept with every finalised consortium."""

    def label(self, language: str) -> str:
        """The call's title."""
        return self.title.label(language)

    @property
    def last_deadline(self) -> datetime | None:
        """The last moment to apply, or None while it is unknown."""
        return max((deadline.at for deadline in self.deadlines), default=None)

    def is_closed(self, now: datetime) -> bool:
        """Whether every known deadline lies before `now`; a call whose deadline is unknown is not closed."""
        return self.last_deadline is not None and self.last_deadline < now

    @property
    def min_size(self) -> int:
        """The smallest number of organisations its rules admit (associated partners do not count)."""
        return max(
            (rule.min for rule in self.rules if rule.check == "count_orgs" and rule.scope in ("counting", "all")), default=1
        )

    @property
    def max_size(self) -> int | None:
        """The largest number of organisations its rules admit, None without a limit."""
        return min(
            (rule.max for rule in self.rules if rule.check == "count_orgs" and rule.scope != "other" and rule.max), default=None
        )
