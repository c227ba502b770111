"""One proposal computed again from the facts and counts it carries: members, wishes, rules, score."""

from collections.abc import Iterator, Mapping
from typing import Any

from matchmaker import eligibility
from matchmaker.eligibility.documents import report_json, witness_json
from matchmaker.inputs.suggestion import AnswerDocument, ProposalDocument
from matchmaker.language import N_, Message, say
from matchmaker.matching import membership, score
from matchmaker.matching.candidates import conflict_among
from matchmaker.matching.documents import digest, facts_json
from matchmaker.matching.population import Population
from matchmaker.matching.task import Task, fits_seat, resolve
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import Part

SAME = 1e-6
"""Points, or shares, by which a number may differ when it is computed again."""
_COMPARED = ("rule", "scope", "status", "required", "found", "witness", "missing")
"""What a finding is compared by; its wording may have been improved since."""


def recheck(answer: AnswerDocument, proposal: ProposalDocument, call: Call) -> Iterator[Message]:
    """Everything about the proposal that does not hold."""
    wrong = list(_members(answer, proposal))
    if wrong:
        yield from wrong
        return
    members = tuple(proposal.facts[one].organisation() for one in proposal.members)
    # Whether names alike mean one body is decided where organisations are registered; here only identifiers tell.
    population = Population(members, doubts_listed=True)
    request = answer.request.model_copy(update={"include": proposal.partners, "exclude": ()})
    task = resolve(request, population, call, answer.today)
    yield from _wishes(answer, proposal, task)
    yield from _rules(answer, proposal, task)
    yield from _score(answer, proposal, task)


def _members(answer: AnswerDocument, proposal: ProposalDocument) -> Iterator[Message]:
    """Whether it is clear who takes part, with which facts."""
    present = answer.request.members
    if proposal.members != (*present, *proposal.partners) or answer.request.initiator not in present:
        yield say(N_("the members are not those already there and the suggested partners"))
    if {one: known.id for one, known in proposal.facts.items()} != {one: one for one in proposal.members}:
        yield say(N_("it does not carry the facts about each member, once"))
    elif proposal.facts_sha256 != {one: digest(facts_json(known.organisation())) for one, known in proposal.facts.items()}:
        yield say(N_("the facts are not those whose checksums it carries"))


def _wishes(answer: AnswerDocument, proposal: ProposalDocument, task: Task) -> Iterator[Message]:
    """Sizes, seats, who was asked for and who not, and everything wished of each suggested partner."""
    request, partners = answer.request, set(proposal.partners)
    positions = {one: task.population.index[one] for one in proposal.members}
    if len(proposal.members) not in request.sizes:
        yield say(N_("it has more or fewer members than asked"))
    if not partners.issuperset(request.include) or not partners.isdisjoint(request.exclude):
        yield say(N_("it does not have the partners asked for, or has one that was excluded"))
    if unfit := tuple(one for one in proposal.partners if not task.suggestible[positions[one]]):
        yield say(N_("not everything wished holds for: %(ids)s"), ids=unfit)
    if conflict_among(task):
        yield say(N_("two of its members may not sit together"))
    coordinator = positions.get(proposal.coordinator, -1)
    found = proposal.coordinator in partners and bool(task.able[coordinator])
    if not (found if task.coordinator is None else coordinator == task.coordinator):
        yield say(N_("the coordinator is not the one asked for, or may not be it"))
    if not _seats_hold(proposal, task):
        yield say(N_("the places asked for are not filled as it says"))


def _seats_hold(proposal: ProposalDocument, task: Task) -> bool:
    """Each place filled as often as asked, by different partners that fit it."""
    asked = [seat.model_copy(update={"count": count}) for seat, count in zip(task.seats, task.seat_counts, strict=True)]
    sitting = [one for filled in proposal.seats for one in filled.by]
    if [filled.seat for filled in proposal.seats] != asked or len(set(sitting)) < len(sitting):
        return False
    return set(sitting) <= set(proposal.partners) and all(
        len(filled.by) == filled.count
        and all(fits_seat(filled.seat, one.type, one.flags, one.sectors) for one in map(proposal.facts.__getitem__, filled.by))
        for filled in proposal.seats
    )


def _rules(answer: AnswerDocument, proposal: ProposalDocument, task: Task) -> Iterator[Message]:
    """The eligibility check, and who provides what."""
    consortium = membership.consortium(answer.request, task.population.read(range(task.population.size)), proposal.coordinator)
    report = eligibility.check(consortium, task.call, answer.today)
    again = report_json(report)
    if report.verdict == "ineligible":
        yield say(N_("it does not meet the rules of the call"))
    if (again["verdict"], _compared(again)) != (proposal.eligibility.get("verdict"), _compared(proposal.eligibility)):
        yield say(N_("the findings about the rules are not what they say"))
    if proposal.witness != {finding.rule: witness_json(finding.witness) for finding in report.rules}:
        yield say(N_("who provides what is not what it says"))


def _compared(report: Mapping[str, Any]) -> list[tuple[object, ...]]:
    return [tuple(finding.get(key) for key in _COMPARED) for finding in report.get("findings", ())]


def _score(answer: AnswerDocument, proposal: ProposalDocument, task: Task) -> Iterator[Message]:
    """Formula, parts, total, and what is said about how good it is."""
    population, counts = task.population, answer.population
    members = population.read(range(population.size))
    formula = score.formula(task.call, answer.request, counts.size, counts.df)
    if set(counts.df) != set(score.asked_terms(answer.request)):
        yield say(N_("it does not carry the counts of what was asked"))
    joint = {
        population.index[one]: len(projects) for one, projects in proposal.joint_projects.items() if one in proposal.partners
    }
    if len(joint) < len(proposal.joint_projects):
        yield say(N_("it carries past projects of somebody who is no suggested partner"))
    robustness = membership.robustness(
        answer.request, task.call, answer.today, members, partners=proposal.partners, coordinator=proposal.coordinator
    )
    own = score.own(population, formula, joint)
    parts = score.parts(formula, population, own, range(population.size), task.included, robustness=robustness)
    if not (_same(formula.weights, proposal.weights) and _same(parts, proposal.parts)):
        yield say(N_("what the score is made of is not what it says"))
    if abs(formula.total(parts) - proposal.score) > SAME:
        yield say(N_("the score is %(found)s, not %(said)s"), found=f"{formula.total(parts):.6f}", said=f"{proposal.score:.6f}")
    known = any(one.fields or one.priorities or one.topics for one in members if one.id in proposal.partners)
    if proposal.fit != ("known" if known else "unknown"):
        yield say(N_("whether anything is known about fit is not what it says"))
    proof = proposal.proof
    if abs(proof.bound - proposal.score - proof.gap) > SAME or (proof.status == "optimal" and proof.gap > SAME):
        yield say(N_("how much it may still improve does not follow from the score"))
    if proof.considered != counts.size:
        yield say(N_("it does not say how many organisations were looked at"))


def _same(found: Mapping[Part, float], said: Mapping[Part, float]) -> bool:
    return found.keys() == said.keys() and all(abs(found[part] - said[part]) <= SAME for part in found)
