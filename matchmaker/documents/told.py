"""A sentence as it reads in each language when it is frozen."""

from pydantic import BaseModel, ConfigDict

from matchmaker.language import LANGUAGES, SOURCE, render


class Frozen(BaseModel):
    """A part of a document that stays as it was made."""

    model_config = ConfigDict(frozen=True)


class Told(Frozen):
    """A sentence as it read in each language."""

    texts: dict[str, str]

    def label(self, language: str) -> str:
        """The sentence in `language`; in English where it was not said in that one."""
        return self.texts.get(language, self.texts[SOURCE])


def told(message: object) -> Told:
    """A message or a name as it reads now."""
    return Told(texts={language: render(message, language) for language in LANGUAGES})
