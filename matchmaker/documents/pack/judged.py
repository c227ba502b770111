"""What the dossier says of rules, of what assessors look at, of readiness, and of what nobody has checked."""

from collections.abc import Iterator, Sequence
from typing import Final

from matchmaker.documents.pack.blocks import Block, Grid, Listing, Section, Text, own, written
from matchmaker.documents.pack.facts import Facts, Item
from matchmaker.eligibility.explanations import not_checked
from matchmaker.eligibility.findings import Finding, FindingScope
from matchmaker.eligibility.providers import providers
from matchmaker.language import N_, Message, say
from matchmaker.programme import wording
from matchmaker.programme.dates import BRUSSELS

STATUSES: Final = {
    "pass": say(N_("Met")),
    "fail": say(N_("Not met")),
    "unknown": say(N_("Not known yet")),
    "warning": say(N_("Please note")),
}
_BESIDE: Final[tuple[FindingScope, ...]] = ("project", "caps", "recommendations", "data", "unverified")


def sections(facts: Facts, language: str) -> Iterator[Section]:
    """Rules, what assessors look at, documents and readiness, conflicts, and what was not checked; as far as there are any."""
    yield _rules(facts, language)
    if facts.call.assessment is not None:
        yield _assessed(facts, language)
    yield _ready(facts, language)
    if facts.conflicts:
        listed = Listing(tuple(written(one, language) for one in facts.conflicts))
        yield Section(_(N_("Possible conflicts"), language), (listed,))
    yield _open(facts, language)


def decides(managed_by: str) -> Message:
    """Who decides."""
    if managed_by == "NA":
        return say(N_("The National Agency decides; read the Programme Guide of your year."))
    return say(N_("The European Education and Culture Executive Agency decides; read the Programme Guide of your year."))


def rules(facts: Facts, language: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The table of composition rules: its header, and for each rule what it says, whether it is met, by whom, its source."""
    header = (N_("Rule"), N_("State"), N_("Who provides it"), N_("Source"))
    found = [one for one in facts.report.findings if one.scope == "composition"]
    return tuple(_(one, language) for one in header), tuple(_rule(one, facts, language) for one in found)


def _rule(finding: Finding, facts: Facts, language: str) -> tuple[str, ...]:
    names = {one.facts.id: one.name for one in facts.partners}
    who = providers(finding, names, facts.call.year)
    by = written("; ".join(written(one, language) for one in who), language)
    return written(finding.message, language), written(STATUSES[finding.status], language), by, written(finding.source, language)


def _rules(facts: Facts, language: str) -> Section:
    header, rows = rules(facts, language)
    blocks: list[Block] = [
        Text(written(facts.report.summary, language)),
        Grid(_(N_("Composition rules of the call, and who provides what"), language), header, rows),
    ]
    beside = [one for one in facts.report.findings if one.scope in _BESIDE]
    if beside:
        header = (_(N_("State"), language), _(N_("What"), language))
        said = tuple((written(STATUSES[one.status], language), written(one.message, language)) for one in beside)
        blocks.append(Grid(_(N_("Beside the composition"), language), header, said))
    if facts.reason:
        blocks += [Text(_(N_("Why it was finalised although not everything is there:"), language)), own(facts.reason)]
    return Section(_(N_("Rules"), language), tuple(blocks))


def _assessed(facts: Facts, language: str) -> Section:
    assessment = facts.call.assessment
    assert assessment is not None  # noqa: S101  # asked by whoever calls
    found = {one.rule: one for one in facts.report.findings if one.scope == "award"}
    inner = []
    for part in assessment.parts:
        seen = [found[one.id] for one in part.elements if one.id in found]
        rows = tuple((written(_support(one), language), written(one.message, language)) for one in seen)
        header = (_(N_("State"), language), _(N_("What they look at"), language))
        grid: tuple[Block, ...] = (Grid(written(part.sentence, language), header, rows),) if rows else ()
        inner.append(Section(written(part.name, language), grid or (Text(written(part.sentence, language)),)))
    note = N_("As far as it depends on who takes part. Who supports what is our reading of the guide; it promises no points.")
    blocks = (Text(_(note, language), soft=True), Text(written(assessment.total, language)))
    return Section(_(N_("What assessors look at"), language), blocks, tuple(inner))


def _support(finding: Finding) -> Message:
    return say(N_("Supported")) if finding.status == "pass" else STATUSES[finding.status]


def _ready(facts: Facts, language: str) -> Section:
    """The documents that the call asks for, and how far each partner is."""
    papers = [wording.document(one, grant=facts.project.grant) for one in facts.call.papers]
    blocks: list[Block] = (
        [Text(_(N_("The call asks for:"), language)), Listing(tuple(written(one, language) for one in papers))] if papers else []
    )
    by_partner: dict[str, list[Item]] = {}
    for one in facts.items:
        by_partner.setdefault(one.partner, []).append(one)
    inner = tuple(Section(written(name, language), (_how_far(asked, language),)) for name, asked in by_partner.items())
    return Section(_(N_("Documents and readiness"), language), tuple(blocks), inner)


def _how_far(asked: Sequence[Item], language: str) -> Grid:
    """What is asked of one partner: a row each; the day by which it has to be there only where any is known."""
    header = [_(N_("State"), language), _(N_("What"), language)]
    rows = [[written(one.state, language), written(one.what, language)] for one in asked]
    if any(one.by for one in asked):
        header.append(_(N_("At the latest"), language))
        for row, one in zip(rows, asked, strict=True):
            row.append(written(one.by.astimezone(BRUSSELS).date(), language) if one.by else "")
    return Grid(_(N_("How far it is"), language), tuple(header), tuple(map(tuple, rows)))


def _open(facts: Facts, language: str) -> Section:
    call = facts.call
    unsure = [finding.message for finding in facts.report.rules if finding.status == "unknown"]
    blocks: list[Block] = [Listing(tuple(written(one, language) for one in not_checked(call)))]
    if unsure:
        blocks += [Text(_(N_("To be confirmed:"), language)), Listing(tuple(written(one, language) for one in unsure))]
    if call.unverified:
        blocks += [
            Text(_(N_("Not verified in a source:"), language)),
            Listing(tuple(written(one, language) for one in call.unverified)),
        ]
    blocks += [
        Text(_(N_("Sources:"), language)),
        Listing(tuple(written(one, language) for one in call.sources)),
        Text(_(N_("The application itself is made in the Agency's own form: %(address)s"), language, address=facts.forms)),
    ]
    return Section(_(N_("What was not checked"), language), tuple(blocks))


def _(text: str, language: str, **args: object) -> str:
    return written(say(text, **args), language)
