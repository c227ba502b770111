"""The documents an application needs: from whom, by when, and the lists that calls of one year share."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from matchmaker.programme import reading
from matchmaker.programme.statements import Frozen, Positive, Sourced, Text, YesNo

Stage = Literal["application", "grant_agreement", "request"]
"""By when: with the application, before the grant agreement is signed, or only when the Agency asks for it."""


class Document(Sourced):
    """A document the application needs, and from whom; associated partners sign none.

    above: only where more than so many euro are asked for. advised: it is recommended, not required. pages: at most so many.
    """

    kind: Literal[
        "mandate",
        "declaration_on_honour",
        "accession_form",
        "agreement_accession",
        "identification_form",
        "project_list",
        "publication_list",
        "accounts",
        "audit_report",
        "form_part_a",
        "form_part_b",
        "budget_table",
        "draft_partnership_agreement",
    ]
    per: Literal["coordinator", "partner", "member"]
    at_latest: Stage
    preferred: Stage | None = None
    above: Positive | None = None
    advised: YesNo = False
    pages: Positive | None = None


class DocumentList(Frozen):
    """Documents that several calls ask for alike: those of the list it builds on, and its own."""

    base: Text | None = None
    add: tuple[Document, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them, those of the base first."""
        return (*(LISTS[self.base].documents if self.base else ()), *self.add)


_FILE: Final = reading.DATA / "documents.toml"
LISTS: Final[Mapping[str, DocumentList]] = MappingProxyType(
    {name: reading.parse(DocumentList, stated, _FILE.name, name) for name, stated in reading.table(_FILE).items()}
)
"""Its id -> the list."""
