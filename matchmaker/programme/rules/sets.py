"""Rules about sets that countries bring."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Self

from pydantic import model_validator

from matchmaker.language import N_, Message, say
from matchmaker.programme import classes
from matchmaker.programme.rules.naming import NamesClasses
from matchmaker.programme.rules.rule import Needs
from matchmaker.programme.statements import Positive

HEI: Final = "hei"
"""The actor class that `few_heis_exception` is about."""


class SetRule(NamesClasses):
    """Countries bring `need`.

    few_heis_exception: so many higher education institutions are enough where a country has few of them; which countries these
    are is in no list.
    """

    need: Needs
    few_heis_exception: Positive | None = None

    @model_validator(mode="after")
    def _fewer(self) -> Self:
        if self.few_heis_exception is not None and self.few_heis_exception >= self.need.get(HEI, 0):
            text = N_("few_heis_exception: expected a smaller number of %(group)s than need states")
            raise ValueError(say(text, group=classes.get(HEI)))
        return self

    @property
    def classes(self) -> Iterable[str]:
        """Those that are needed."""
        return self.need

    @property
    def widely(self) -> dict[str, object]:
        """As few institutions as are enough in some countries, too."""
        return {"need": self.fewest(self.need)}

    def fewest(self, need: Mapping[str, int]) -> dict[str, int]:
        """The least that may be meant by what is needed."""
        few = need.get(HEI, 0) if self.few_heis_exception is None else self.few_heis_exception
        return self.renamed({name: min(few, number) if name == HEI else number for name, number in need.items()})

    @property
    def strictly(self) -> Self:
        """As many institutions as most countries need."""
        return super().strictly.model_copy(update={"few_heis_exception": None})

    def noted(self, sentence: Message) -> Message:
        """Also with the exception there may be."""
        if self.few_heis_exception is not None:
            text = N_("%(rule)s (%(number)s × %(group)s is enough in a country that has few of them)")
            sentence = say(text, rule=sentence, number=self.few_heis_exception, group=classes.get(HEI))
        return super().noted(sentence)

    def in_doubt(self, finding: Message, year: int, concerned: Collection[str]) -> Message:
        """Also whether a country is one that has few of them."""
        said = super().in_doubt(finding, year, concerned)
        if not self.settled or self.few_heis_exception is None:
            return said
        text = N_(
            "%(finding)s In a country with few higher education institutions, or with one that most students attend,"
            " fewer are enough (%(number)s); which countries these are is not in our data."
        )
        return say(text, finding=said, number=self.few_heis_exception)
