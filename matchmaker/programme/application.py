"""What an application keeps to besides its members: the amount, its priorities, what is advised, and how many there may be."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from matchmaker.language import N_, say
from matchmaker.programme.rules import RuleId, check_range
from matchmaker.programme.statements import Labels, Positive, Share, Sourced, Text
from matchmaker.programme.types import TypeCode

ProjectField = Literal["VET", "HED", "SCH", "ADU", "YOU", "SPORT", "CROSS"]


class Grant(Sourced):
    """How the grant is calculated; amounts in euro, `by_duration` is months -> amount."""

    _AMOUNTS: ClassVar[tuple[str, ...]] = ("per_month", "amount", "min", "max", "options", "by_duration")

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
        others = [key for key in self._AMOUNTS if getattr(self, key) and key not in needed]
        if others:
            raise ValueError(say(N_('kind = "%(kind)s" does not go with %(keys)s'), kind=self.kind, keys=", ".join(others)))
        return self

    @property
    def least(self) -> int:
        """The smallest amount that it states, 0 where it states none."""
        return min(self.options, default=self.min or 0)

    @property
    def most(self) -> int | None:
        """The largest amount that it states, None where there is none."""
        return max((*self.options, *self.by_duration.values(), *filter(None, [self.max])), default=None)


class PrioritiesNeeded(Sourced):
    """How many of the call's priorities a project addresses."""

    min: Positive = 1
    max: Positive | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_range(self.min, self.max)
        return self


class Recommendation(Sourced):
    """Members that the guide recommends and does not ask for: at least `min` of some official types. `text` says what is met."""

    id: RuleId
    types: Annotated[frozenset[TypeCode], Field(min_length=1)]
    min: Positive = 1
    text: Labels


class Cap(Sourced):
    """A limit across applications: a warning to ask, never a composition rule (we know drafts only).

    per_oid, per_pic: applications of one organisation, which is told by that identifier. similar_rejected, similar_one: of
    applications that are alike none may be left, or one. per: counted at each deadline, or in the whole call.
    """

    kind: Literal["same_consortium", "similar_rejected", "similar_one", "per_oid", "per_pic"]
    max: Positive
    per: Literal["deadline", "call"] = "deadline"
    action: Text | None = None
    fields: tuple[ProjectField, ...] = ()
    roles: tuple[Literal["coordinator", "partner"], ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.identifier and not (self.action and self.roles):
            raise ValueError(say(N_('kind = "%(kind)s" needs %(keys)s'), kind=self.kind, keys="action, roles"))
        if len(set(self.roles)) < len(self.roles):
            raise ValueError(say(N_("roles: each role stands once")))
        return self

    @property
    def identifier(self) -> str:
        """The identifier by which organisations are counted, empty where none is."""
        return {"per_oid": "OID", "per_pic": "PIC"}.get(self.kind, "")
