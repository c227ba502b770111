"""What the plan of a project keeps to: its work packages, shares of its budget, its tasks."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from matchmaker.language import N_, Message, nsay, say
from matchmaker.programme.money import Euro
from matchmaker.programme.projects import ActivityId
from matchmaker.programme.rules import check_range
from matchmaker.programme.statements import Frozen, Labels, Positive, Share, Sourced, YesNo

_OWN: Final[Mapping[str, Message]] = {
    "management": say(N_("project management")),
    "long_term_impact": say(N_("planning the project’s long-term impact")),
}
"""What may ask for a work package by itself."""


class Limits(Sourced):
    """What the guide says in numbers about the plan of a project, and which work packages there must be.

    own_packages: for what there is a work package by itself. packages: work packages in all; implementation: those that
    implement; advised: more than so many of these are not recommended. share_per_package: the budget shows the share of each
    package and member; share_per_activity: the application says which part of the grant is for which activity.
    """

    own_packages: tuple[Literal["management", "long_term_impact"], ...] = ()

    management_share_max: Share | None = None
    equipment_share_max: Share | None = None
    subcontracting_share_max: Share | None = None
    packages_max: Positive | None = None
    implementation_min: Positive | None = None
    implementation_max: Positive | None = None
    implementation_advised_max: Positive | None = None
    share_per_package: YesNo = False
    share_per_activity: YesNo = False

    @model_validator(mode="after")
    def _ranges(self) -> Self:
        check_range(self.implementation_min, self.implementation_max)
        return self

    def sentences(self, grant: int | None = None) -> Iterator[Message]:
        """Each limit in words. grant: the amount asked for in euro, None = unknown."""
        yield from (say(N_("a work package of its own for %(what)s"), what=_OWN[one]) for one in self.own_packages)
        if self.management_share_max:
            text = N_("at most %(percent)s %% of the budget for project management")
            yield say(text, percent=_percent(self.management_share_max))
        if self.equipment_share_max:
            yield say(N_("at most %(share)s for equipment"), share=_of_the_grant(self.equipment_share_max, grant))
        if self.subcontracting_share_max:
            yield say(N_("at most %(share)s for subcontracting"), share=_of_the_grant(self.subcontracting_share_max, grant))
        if self.packages_max:
            yield nsay(N_("at most %(n)s work package"), N_("at most %(n)s work packages"), self.packages_max)
        if self.implementation_min and self.implementation_max:
            text = N_("%(min)s to %(max)s work packages that implement the project")
            yield say(text, min=self.implementation_min, max=self.implementation_max)
        if self.implementation_advised_max:
            text = N_("at most %(n)s work packages that implement the project are recommended")
            yield say(text, n=self.implementation_advised_max)
        if self.share_per_package:
            yield say(N_("the budget shows the share of each work package, and in it the share of each organisation"))
        if self.share_per_activity:
            yield say(N_("the application says which part of the grant is for which activity"))


class TaskGroup(Frozen):
    """A group of tasks, and how many of them a project takes at the least."""

    labels: Labels
    of: Annotated[tuple[ActivityId, ...], Field(min_length=1)]
    min: Positive

    def label(self, language: str) -> str:
        """Its name in `language`."""
        return self.labels.label(language)


class Tasks(Sourced):
    """Which tasks a project may choose, and how many it takes at the least: in all, and of each group."""

    min: Positive
    groups: Annotated[tuple[TaskGroup, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if any(group.min > len(group.of) for group in self.groups) or self.min > len(self.activities):
            raise ValueError(say(N_("a minimum is larger than the number of tasks that there are")))
        return self

    @property
    def activities(self) -> tuple[str, ...]:
        """All that may be chosen, in their order."""
        return tuple(one for group in self.groups for one in group.of)

    @property
    def sentence(self) -> Message:
        """How many of what."""
        if len(self.groups) == 1:
            return say(N_("at least %(min)s of “%(group)s”"), min=max(self.min, self.groups[0].min), group=self.groups[0])
        parts = tuple(say(N_("%(min)s of “%(group)s”"), min=group.min, group=group) for group in self.groups)
        return say(N_("at least %(min)s activities, of them at least %(parts)s"), min=self.min, parts=parts)


def _percent(share: float) -> int:
    return round(share * 100)


def _of_the_grant(share: float, grant: int | None) -> Message:
    """A share of the grant, with its amount where that is known."""
    if grant is None:
        return say(N_("%(percent)s %% of the grant"), percent=_percent(share))
    return say(N_("%(percent)s %% of the grant (%(amount)s)"), percent=_percent(share), amount=Euro(round(grant * share)))
