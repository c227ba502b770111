"""What an application keeps to besides its members: the amount, the documents, and how many there may be."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from matchmaker.language import N_, say
from matchmaker.programme.rules import check_range
from matchmaker.programme.statements import Positive, Share, Sourced, Text

ProjectField = Literal["VET", "HED", "SCH", "ADU", "YOU", "CROSS"]


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
