"""The proposals of an answer side by side: what they have in common, and in what they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.eligibility.findings import Report
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.suggestion import ProposalForm
from matchmaker.language import N_, Message
from matchmaker.matching.saying.glance import Glance
from matchmaker.programme.countries import CountryOf

_ROWS = {
    "sectors": N_("Sectors"),
    "in_field": N_("Your trade"),
    "leaving": N_("If one leaves"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that is compared: its name, and what it is in each proposal, to be rendered; None where it does not count."""

    name: str
    cells: tuple[object, ...]

    @property
    def differs(self) -> bool:
        """Whether it is not the same in all."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """common: partners that are in every proposal; own: for each proposal its other partners. rows: everything else."""

    common: tuple[Organisation, ...]
    own: tuple[tuple[Organisation, ...], ...]
    rows: tuple[Row, ...]


def compare(proposals: Sequence[ProposalForm[Message, Report]], seen: Sequence[Glance], year: int) -> Comparison:
    """The proposals, at least one, beside each other. seen: each at a glance; year: of the call, whose countries' names count."""
    everywhere = set(proposals[0].partners).intersection(*(one.partners for one in proposals))
    facts = [one.facts for one in seen]
    rows = [
        Row(N_("Who applies"), tuple(one.facts[one.coordinator].name for one in proposals)),
        Row(N_("Countries"), tuple(tuple(CountryOf(code, year) for code in sorted(one.countries)) for one in seen)),
        *(Row(name, tuple(one.get(key) for one in facts)) for key, name in _ROWS.items()),
        Row(N_("Rules"), tuple(one.eligibility.summary for one in proposals)),
        Row(N_("To be confirmed"), tuple(len(one.to_confirm) for one in proposals)),
    ]
    return Comparison(
        common=tuple(proposals[0].facts[one] for one in proposals[0].partners if one in everywhere),
        own=tuple(tuple(one.facts[who] for who in one.partners if who not in everywhere) for one in proposals),
        rows=tuple(row for row in rows if set(row.cells) != {None}),
    )
