"""Real consortia to ask about: organisations by position, and projects with who took part, when, and on what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.evaluation.affinity import PastConsortium
from matchmaker.inputs.organisations import Organisation, Participation, PastProject


@dataclass(frozen=True, slots=True)
class Dataset:
    """Organisations as the data has them, one position a row; `years[i]` is the year of `projects[i]`, None when unknown.

    participations: how many were used. associated, strange: rows left out, because an associated role makes no joint project, or
    because they name an organisation or a project that the data does not have.
    """

    organisations: tuple[Organisation, ...]
    projects: tuple[PastConsortium, ...]
    years: tuple[int | None, ...]
    participations: int = 0
    associated: int = 0
    strange: int = 0

    @classmethod
    def of(
        cls, organisations: Sequence[Organisation], projects: Sequence[PastProject], participations: Iterable[Participation]
    ) -> "Dataset":
        """From rows of the interchange format. An organisation is found by its id, else its OID, else its PIC."""
        index = {one.id: position for position, one in enumerate(organisations)}
        for position, one in enumerate(organisations):
            for number in (one.oid, one.pic):
                if number:
                    index.setdefault(number, position)
        members: dict[str, set[int]] = {project.id: set() for project in projects}
        associated = strange = 0
        for row in participations:
            who = index.get(row.organisation_id)
            if who is None or row.project_id not in members:
                strange += 1
            elif row.role == "associated":
                associated += 1
            else:
                members[row.project_id].add(who)
        return cls(
            organisations=tuple(organisations),
            projects=tuple(PastConsortium(tuple(sorted(members[one.id])), frozenset(one.topics)) for one in projects),
            years=tuple(one.year for one in projects),
            participations=sum(map(len, members.values())),
            associated=associated,
            strange=strange,
        )

    @property
    def several_rows(self) -> int:
        """How many organisations share their OID or PIC with another row: the data says they are several, and so do we."""
        held = Counter((kind, getattr(one, kind)) for one in self.organisations for kind in ("oid", "pic") if getattr(one, kind))
        return sum(any(held[kind, getattr(one, kind)] > 1 for kind in ("oid", "pic")) for one in self.organisations)
