"""Rules that name actor classes: which of them may be meant more widely than they are stated."""

from abc import abstractmethod
from collections.abc import Collection, Mapping
from typing import Self

from pydantic import Field, model_validator

from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.classes import ClassId
from matchmaker.programme.rules.rule import RuleData


class NamesClasses(RuleData):
    """perhaps: an actor class that the rule names -> a wider one that may be meant by it."""

    perhaps: dict[ClassId, ClassId] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _wider(self) -> Self:
        for name, other in self.perhaps.items():
            if name not in self.classes:
                raise ValueError(say(N_("perhaps: the rule does not name “%(name)s”"), name=name))
            if not classes.get(other).includes(classes.get(name)):
                raise ValueError(say(N_("perhaps: not everybody in “%(name)s” is in “%(other)s”"), name=name, other=other))
        return self

    @property
    @abstractmethod
    def widely(self) -> dict[str, object]:
        """The keys of the rule that name classes, with the widest that may be meant."""

    @property
    def loosely(self) -> Self | None:
        """The wider classes."""
        return self.strictly.model_copy(update=self.widely) if self.settled else None

    @property
    def strictly(self) -> Self:
        """The classes that are named."""
        return self.model_copy(update={"settled": True, "perhaps": {}})

    def noted(self, sentence: Message) -> Message:
        """The rule in words, with what is open about it."""
        if not self.perhaps:
            return sentence
        text = N_("%(rule)s (whether these count too is not settled: %(groups)s)")
        return say(text, rule=sentence, groups=tuple(map(classes.get, self.perhaps.values())))

    def in_doubt(self, finding: Message, year: int, concerned: Collection[str]) -> Message:
        """Whether the wider classes are meant."""
        if not self.settled:
            return super().in_doubt(finding, year, concerned)
        if not self.perhaps:
            return finding
        text = N_("%(finding)s Our sources do not settle whether these count too: %(groups)s.")
        return say(text, finding=finding, groups=tuple(map(classes.get, self.perhaps.values())))

    @property
    def perhaps_classes(self) -> frozenset[str]:
        """The wider ones."""
        return frozenset(self.perhaps.values())

    def renamed(self, needs: Mapping[str, int]) -> dict[str, int]:
        """Places for actor classes, as places for the wider ones that may be meant."""
        found: dict[str, int] = {}
        for name, number in needs.items():
            wider = self.perhaps.get(name, name)
            found[wider] = found.get(wider, 0) + number
        return found
