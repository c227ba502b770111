"""What all data of the programme is made of: frozen models, names in three languages, evidence and sources."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Evidence = Literal["F", "I", "K"]
"""F read in the source named, I inferred from a found text, K own knowledge, not confirmed."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00-\x1f\x7f]+$", strict=True)]
"""One line of plain text."""

Slug = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", strict=True)]
"""The id of a call or a rule."""

MOST = 1_000_000_000
Whole = Annotated[int, Field(strict=True, ge=0, le=MOST)]
Positive = Annotated[int, Field(strict=True, ge=1, le=MOST)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
YesNo = Annotated[bool, Field(strict=True)]


class Frozen(BaseModel):
    """Data read from a file of the programme: immutable, and a key it does not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Labels(Frozen):
    """A name in the three languages; a missing one falls back to English."""

    en: Text
    pl: Text | None = None
    de: Text | None = None

    def label(self, language: str) -> str:
        """The name in `language`."""
        return getattr(self, language, None) or self.en


class Named(Frozen):
    """A thing with a name for people."""

    labels: Labels

    def label(self, language: str) -> str:
        """Its name in `language`."""
        return self.labels.label(language)


class Sourced(Frozen):
    """Something a file of the programme states: where it was read and how."""

    ev: Evidence
    source: Text
