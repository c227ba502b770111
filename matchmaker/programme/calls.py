"""A call for proposals: its rules, dates, sources, and what about it is not verified."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from operator import or_
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticKnownError

from matchmaker.language import N_, Message, say
from matchmaker.programme import consistency, countries
from matchmaker.programme.application import Cap, Grant, PrioritiesNeeded, ProjectField, Recommendation
from matchmaker.programme.assessment import Assessed
from matchmaker.programme.conditions import (
    CONDITIONS,
    AssociatedPartners,
    Bars,
    Condition,
    CoordinatorConditions,
    Declaration,
    ForbiddenClasses,
    MemberTypes,
    OtherCountries,
)
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.dates import Confirmation, Deadline, Duration
from matchmaker.programme.documents import Document
from matchmaker.programme.portal import PortalIds
from matchmaker.programme.projects import ActivityId, PriorityId, ProjectType
from matchmaker.programme.rules import Rule, bound, least_countries
from matchmaker.programme.scoring import Scoring
from matchmaker.programme.sizes import Sizes
from matchmaker.programme.statements import Evidence, Frozen, Labels, Slug, Text, YesNo
from matchmaker.programme.variants import Variant

State = Literal["open", "unknown", "closed"]
"""Whether a call takes applications; unknown while no deadline is known."""
STATES: tuple[State, ...] = get_args(State)
"""Those one may still apply under first."""
Year = Annotated[int, Field(strict=True, ge=2014, le=2100)]


class Call(Frozen):
    """One call. `counting_countries` is the resolved list of the year, after `counts_as` is applied to a member's country.

    Seen in one of its rounds (`in_round`) its deadline is that of the round, and it knows of the others all the same.
    """

    id: Slug
    title: Labels
    action: Text
    portal_ids: PortalIds | None = None
    """Its ids in the portal of the Executive Agency, where its action is none by itself."""
    field: ProjectField
    year: Year
    managed_by: Literal["NA", "EACEA"]
    deadlines: tuple[Deadline, ...] = ()
    expected: tuple[Deadline, ...] = ()
    """Rounds whose date is not known yet, as they were in the call that a provisional one extends; no file states them."""
    confirmations: tuple[Confirmation, ...] = ()
    """Which Agencies hold which of its optional rounds, as the operator has read it; no file of a call states them."""
    seen_in: int | None = None
    """The number of the round it is seen in; no file states it."""
    project_types: tuple[ProjectType, ...] = ()
    activities: tuple[ActivityId, ...] = ()
    priorities: tuple[PriorityId, ...] = ()
    priorities_needed: PrioritiesNeeded | None = None
    """How many a project addresses; where nothing is stated, at least one."""
    counting: Text
    """The id of a dated list of countries; "own" when the call's file states its own."""
    counting_countries: frozenset[CountryCode]
    open_countries: frozenset[CountryCode] = frozenset()
    """Countries that mean to take part and are not in that list: in a provisional call nobody knows whether they count."""
    counting_ev: Evidence
    counting_source: Text
    other_countries: OtherCountries
    associated_partners: AssociatedPartners | None = None
    bars: Bars | None = None
    """Whom the guide of its year bars whatever the call."""
    member_types: MemberTypes | None = None
    forbidden_classes: ForbiddenClasses | None = None
    coordinator: CoordinatorConditions
    variants: tuple[Variant, ...] = ()
    """Kinds of project of which a proposal is exactly one."""
    rules: tuple[Rule, ...]
    """Where there are variants, those of all of them."""
    variant: Variant | None = None
    """The one that it is seen as; no file states it."""
    declarations: tuple[Declaration, ...] = ()
    caps: tuple[Cap, ...] = ()
    duration_months: Duration | None = None
    grant: Grant | None = None
    documents: tuple[Document, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    contracting: Literal["one_grant_agreement_per_school_with_its_own_NA"] | None = None
    home_partners: YesNo = False
    """Whether its rules need further members from the coordinator's own country."""
    third_countries: YesNo = False
    """Whether its rules need members from countries that do not count."""
    assessment: Assessed | None = None
    """What those who assess applications look at; None where it was not read."""
    scoring: Scoring
    evidence: Literal["found", "partial"]
    """found: every hard rule was read in a source; partial: the core was, what is `unverified` was not."""
    unverified: tuple[Labels, ...] = ()
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    provisional: YesNo = False
    """Whether the guide of its year was not read, and the rules of the call it extends are carried over."""
    rules_of: Year | None = None
    """The year whose rules a provisional call carries over; no file states it."""
    version: str = ""
    """A hash of the call's data: the rule set's version, kept with every finalised consortium."""

    @field_validator("rules")
    @classmethod
    def _ids_once(cls, rules: tuple[Rule, ...], info: ValidationInfo) -> tuple[Rule, ...]:
        if not (rules or info.data.get("variants")):
            raise PydanticKnownError("too_short", {"field_type": "Tuple", "min_length": 1, "actual_length": 0})
        consistency.once(rule.id for rule in rules)
        return rules

    @field_validator("variants")
    @classmethod
    def _several(cls, variants: tuple[Variant, ...]) -> tuple[Variant, ...]:
        if len(variants) == 1:
            raise ValueError(say(N_("expected two variants or more: with one there is nothing to choose")))
        consistency.once(one.id for one in variants)
        return variants

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        """Each of its variants by itself, or it as a whole."""
        for one in self.each_variant:
            consistency.check(one)
        return self

    @property
    def each_variant(self) -> tuple[Self, ...]:
        """The call as each of its variants; itself where it has none."""
        return tuple(map(self._as, self.variants)) or (self,)

    def _as(self, variant: Variant) -> Self:
        changed = {"variants": (), "variant": variant, "rules": (*self.rules, *variant.rules), **variant.replaced}
        return self.model_copy(update=changed)

    @property
    def is_searched(self) -> bool:
        """Whether partners are suggested for it: not where one applies alone or associated partners count."""
        alone = (bool(one.variant and one.variant.single_applicant) for one in self.each_variant)
        counted = (any(rule.counts_associated for rule in one.rules) for one in self.each_variant)
        return not all(map(or_, alone, counted))

    def label(self, language: str) -> str:
        """The call's title."""
        return self.title.label(language)

    @property
    def rounds(self) -> tuple[Deadline, ...]:
        """Those it knows and those it expects, by number; the dates of the latter are last year's."""
        return tuple(sorted((*self.deadlines, *self.expected), key=lambda one: one.round))

    def in_round(self, number: int | None) -> Self:
        """The call as somebody sees it who applies in that round. None: without a round."""
        return self if number == self.seen_in else self.model_copy(update={"seen_in": number})

    def agencies(self, number: int) -> frozenset[CountryCode]:
        """The countries whose National Agency is known to hold an optional round."""
        return frozenset(one.country for one in self.confirmations if one.round == number)

    @property
    def round(self) -> Deadline | None:
        """The round it is seen in, if it is; the date is last year's while it is only expected."""
        return next((one for one in self.rounds if one.round == self.seen_in), None)

    @property
    def deadline(self) -> Deadline | None:
        """The same once its date is known."""
        return self.round if self.round in self.deadlines else None

    @property
    def last_deadline(self) -> datetime | None:
        """The last moment to apply, or None while it is unknown."""
        return max((deadline.at for deadline in self.held), default=None)

    def next_deadline(self, now: datetime) -> Deadline | None:
        """The first round whose deadline has not passed; None when all have, or when none is known."""
        return min((one for one in self.held if one.at >= now), key=lambda one: one.at, default=None)

    @property
    def held(self) -> tuple[Deadline, ...]:
        """The round it is seen in; else those that are held for certain, be it by some National Agencies only."""
        if self.seen_in is not None:
            return (self.deadline,) if self.deadline else ()
        return tuple(one for one in self.deadlines if not one.optional or self.agencies(one.round))

    def undecided(self, now: datetime) -> Deadline | None:
        """The next optional round of which nobody knows yet whether any Agency holds it; none where a round is chosen."""
        later = [one for one in self.deadlines if one.optional and one.at >= now and not self.agencies(one.round)]
        return min(later, key=lambda one: one.at, default=None) if self.seen_in is None else None

    def is_closed(self, now: datetime) -> bool:
        """Whether every known deadline lies before `now`; a call whose deadline is unknown is not closed."""
        return self.last_deadline is not None and self.last_deadline < now

    def state(self, now: datetime) -> State:
        """Whether it takes applications at `now`; unknown while no deadline is known."""
        if self.last_deadline is None:
            return "unknown"
        return "closed" if self.is_closed(now) else "open"

    @property
    def min_size(self) -> int:
        """The smallest number of organisations its rules admit (associated partners do not count)."""
        return min(one.sizes.least or 1 for one in self.each_variant)

    @property
    def least_named(self) -> int:
        """The same with the associated partners whom its rules count."""
        return min(max(one.min_size, one.sizes.named) for one in self.each_variant)

    @property
    def max_size(self) -> int | None:
        """The largest number of organisations its rules admit, None without a limit."""
        sizes = [one.sizes.most for one in self.each_variant]
        return None if None in sizes else max(one for one in sizes if one is not None)

    @property
    def min_countries(self) -> int:
        """From how many countries its members come at least."""
        return min(least_countries(one._deciding) for one in self.each_variant)

    @property
    def _deciding(self) -> tuple[Rule, ...]:
        """Its rules as they may be meant to ask least, but those that only warn."""
        return tuple(rule for one in self.rules if not one.only_warns and (rule := one.loosely) is not None)

    @property
    def sizes(self) -> Sizes:
        """How many organisations may come from where, by all rules that decide."""
        found = Sizes(self.counting_countries)
        if self.other_countries.allow == "none":
            found.of["other"].narrow(most=0)
        bound(self._deciding, found)
        return found

    def in_portal(self, members_from: Iterable[CountryCode] = ()) -> tuple[tuple[str | None, str], ...]:
        """Its ids in the portal of the Executive Agency that may be meant with members from there, each with its region."""
        if self.portal_ids is None:
            return ((None, self.action),)
        others = {countries.counts_as(code) for code in members_from} - self.counting_countries
        return self.portal_ids.of(self.action, {countries.region(code, self.year) for code in others})

    @property
    def papers(self) -> tuple[Document, ...]:
        """Its documents: none for larger amounts than it grants, and none for larger ones only if it grants no smaller one."""
        least, most = (self.grant.least, self.grant.most) if self.grant else (0, None)
        return tuple(
            one.model_copy(update={"above": None}) if one.above and one.above < least else one
            for one in self.documents
            if one.above is None or most is None or one.above < most
        )

    @property
    def advice(self) -> frozenset[str]:
        """The ids of its rules that only warn."""
        return frozenset(rule.id for one in self.each_variant for rule in one.rules if rule.only_warns)

    @property
    def possible_activities(self) -> tuple[str, ...]:
        """The kinds of activity that a project may choose; none where the call names none."""
        tasks = (one.assessment.tasks for one in self.each_variant if one.assessment and one.assessment.tasks)
        return self.activities or tuple(dict.fromkeys(activity for one in tasks for activity in one.activities))

    def limits(self, grant: int | None = None) -> tuple[Message, ...]:
        """What the plan of a project keeps to in numbers, in words; grant: the amount asked for in euro, None = unknown."""
        stated = self.assessment.limits if self.assessment else None
        return tuple(stated.sentences(grant)) if stated else ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What it asks of each member, or of whoever applies, taken alone."""
        stated = (getattr(self, kind.key) for kind in CONDITIONS)
        return tuple(chain.from_iterable(one if isinstance(one, tuple) else (one,) for one in stated if one))

    @property
    def classes(self) -> frozenset[str]:
        """Every actor class that a rule or a condition names."""
        rules = (rule for one in self.each_variant for rule in one.rules)
        named = {name for rule in rules for name in (*rule.classes, *rule.perhaps_classes)}
        named.update(name for one in self.conditions for name in one.named_classes)
        return frozenset(named)
