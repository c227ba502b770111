"""How applications are assessed: the award criteria with their points, and the elements of them that a consortium can support."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NamedTuple, Self, get_args

from pydantic import BeforeValidator, model_validator

from matchmaker.language import N_, Message, say, together
from matchmaker.programme import reading
from matchmaker.programme.plan import Limits, Tasks
from matchmaker.programme.statements import Frozen, Named, Positive, Slug, Sourced
from matchmaker.programme.support import Support

_FILE = reading.DATA / "assessments.toml"
_STATED = reading.table(_FILE)

CriterionId = Literal["relevance", "design", "partnership", "impact"]
CRITERIA: Final[tuple[CriterionId, ...]] = get_args(CriterionId)
"""In the order of the guides."""
NAMES: Final[Mapping[CriterionId, Message]] = {
    "relevance": say(N_("Relevance")),
    "design": say(N_("Design and implementation")),
    "partnership": say(N_("Partnership and cooperation")),
    "impact": say(N_("Impact")),
}


class Criterion(Frozen):
    """One of the four: the most points there are, and the least that an application needs."""

    max: Positive
    min: Positive


class Element(Named):
    """A part of a criterion that depends on who takes part. Who supports it is our reading of the words of the guide."""

    id: Slug
    criterion: CriterionId
    support: Support


ELEMENTS: Final[Mapping[str, Element]] = reading.entries(_FILE.name, _STATED["elements"], Element, "id")

ElementId = Annotated[str, *reading.one_of(ELEMENTS, N_("an element of an award criterion"))]


class Part(NamedTuple):
    """A criterion of an assessment: its name, its points, and its elements in their order."""

    name: Message
    points: Criterion
    elements: tuple[Element, ...]

    @property
    def sentence(self) -> Message:
        """The criterion with its points."""
        text = N_("%(criterion)s: at most %(max)s points, at least %(min)s needed")
        return say(text, criterion=self.name, max=self.points.max, min=self.points.min)


class Assessment(Sourced):
    """What those who assess an application look at.

    total_min: the least of all points together. ties: which criteria decide between equal totals, in this order; none: the
    guide does not say. seal_from: points from which a proposal that is not funded may get a Seal of Excellence. limits, tasks:
    what the plan of the project keeps to.
    """

    criteria: dict[CriterionId, Criterion]
    total_min: Positive
    ties: tuple[CriterionId, ...] = ()
    seal_from: Positive | None = None
    elements: tuple[ElementId, ...] = ()
    limits: Limits | None = None
    tasks: Tasks | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.criteria.keys() != set(CRITERIA):
            raise ValueError(say(N_("expected points for each of %(criteria)s"), criteria=", ".join(CRITERIA)))
        if any(one.min > one.max for one in self.criteria.values()) or self.total_min > self.total_max:
            raise ValueError(say(N_("a minimum is larger than the points that there are")))
        return self

    @property
    def total_max(self) -> int:
        """All points there are."""
        return sum(one.max for one in self.criteria.values())

    @property
    def total(self) -> Message:
        """What all points together must come to, and what decides between equals."""
        text = N_("In all, at least %(min)s of %(max)s points are needed.")
        sentences = [say(text, min=self.total_min, max=self.total_max)]
        if self.ties:
            names = tuple(NAMES[one] for one in self.ties)
            sentences.append(say(N_("Ties are decided, in this order, by: %(criteria)s."), criteria=names))
        if self.seal_from:
            text = N_("A proposal with at least %(n)s points that gets no money may get a Seal of Excellence.")
            sentences.append(say(text, n=self.seal_from))
        return together(sentences)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Each criterion in the order of the guides."""
        return tuple(
            Part(
                NAMES[one], self.criteria[one], tuple(ELEMENTS[name] for name in self.elements if ELEMENTS[name].criterion == one)
            )
            for one in CRITERIA
        )


ASSESSMENTS: Final[Mapping[str, Assessment]] = {
    name: reading.parse(Assessment, stated, _FILE.name, f"sets.{name}") for name, stated in _STATED["sets"].items()
}
"""By action, lot and strand where they differ."""


def _named(stated: Any) -> Any:
    """What a call's file states: the name of one of ours, or one of its own."""
    if not isinstance(stated, str):
        return stated
    if stated not in ASSESSMENTS:
        raise ValueError(
            say(N_("there is no assessment “%(name)s”; there is: %(known)s"), name=stated[:60], known=", ".join(ASSESSMENTS))
        )
    return ASSESSMENTS[stated]


Assessed = Annotated[Assessment, BeforeValidator(_named)]
