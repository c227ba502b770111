"""One proposal computed again from the facts and counts it carries: members, wishes, rules, score."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from matchmaker import eligibility
from matchmaker.eligibility.documents import report_json, witness_json
from matchmaker.inputs.suggestion import AnswerDocument, ProposalDocument
from matchmaker.language import N_, Message, say
from matchmaker.matching import affinity, membership, score
from matchmaker.matching.documents import digest, facts_json
from matchmaker.matching.past import JointProject, Past
from matchmaker.matching.population import Population
from matchmaker.matching.saying.circle import Circle
from matchmaker.matching.saying.retelling import Retold, retell
from matchmaker.matching.searching.candidates import conflict_among
from matchmaker.matching.task import Task, fits_seat, resolve
from matchmaker.programme.calls import Call
from matchmaker.programme.conditions import Part

SAME = 1e-6
"""Points, or shares, by which a number may differ when it is computed again."""
_COMPARED = ("rule", "scope", "status", "required", "found", "witness", "missing")
"""What a finding is compared by; its wording may have been improved since."""
_EARLIER = N_("past projects counted in another way when it was made, and its score was checked in that way")


def recheck(answer: AnswerDocument, proposal: ProposalDocument, call: Call) -> Retold:
    """Everything about the proposal that does not hold, and what is only worded in another way than today."""
    if wrong := tuple(_members(answer, proposal)):
        return Retold(wrong)
    members = tuple(proposal.facts[one].organisation() for one in proposal.members)
    # Whether names alike mean one body is decided where organisations are registered; here only identifiers tell.
    population = Population(members, doubts_listed=True)
    request = answer.request.model_copy(update={"include": proposal.partners, "exclude": ()})
    task = resolve(request, population, call, answer.today)
    consortium = membership.consortium(answer.request, members, proposal.coordinator)
    circle = Circle(
        call=call,
        request=task.request,
        present=members[: len(task.present)],
        partners=members[len(task.present) :],
        coordinator=proposal.coordinator,
        filled=[(filled.seat, filled.by) for filled in proposal.seats],
        joint_projects=proposal.joint_projects,
        report=eligibility.check(consortium, call, answer.today),
        left=membership.withdrawals(
            answer.request, call, answer.today, members, partners=proposal.partners, coordinator=proposal.coordinator
        ),
        formula=score.formula(call, answer.request, answer.population.size, answer.population.df),
        titles=proposal.titles,
    )
    refused = [
        *_wishes(answer, proposal, task),
        *_rules(proposal, circle),
        *_score(answer, proposal, task, circle),
        *_proof(answer, proposal),
    ]
    told = retell(circle, proposal)
    earlier = () if proposal.past else (say(_EARLIER),)
    return Retold((*refused, *told.refused), (*told.reworded, *earlier))


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


def _rules(proposal: ProposalDocument, circle: Circle) -> Iterator[Message]:
    """The eligibility check, and who provides what."""
    report = circle.report
    again = report_json(report)
    if report.verdict == "ineligible":
        yield say(N_("it does not meet the rules of the call"))
    if (again["verdict"], _compared(again)) != (proposal.eligibility.get("verdict"), _compared(proposal.eligibility)):
        yield say(N_("the findings about the rules are not what they say"))
    if proposal.witness != {finding.rule: witness_json(finding.witness) for finding in report.rules}:
        yield say(N_("who provides what is not what it says"))


def _compared(report: Mapping[str, Any]) -> list[tuple[object, ...]]:
    return [tuple(finding.get(key) for key in _COMPARED) for finding in report.get("findings", ())]


def _score(answer: AnswerDocument, proposal: ProposalDocument, task: Task, circle: Circle) -> Iterator[Message]:
    """Formula, parts and total."""
    population, formula = task.population, circle.formula
    if set(answer.population.df) != set(score.asked_terms(answer.request)):
        yield say(N_("it does not carry the counts of what was asked"))
    projects = {one for listed in proposal.joint_projects.values() for one in listed}
    if not set(proposal.partners).issuperset(proposal.joint_projects) or not projects.issuperset(proposal.titles):
        yield say(N_("it carries past projects of somebody who is no suggested partner"))
    if unclear := tuple(_past(proposal, task)):
        yield from unclear
        return
    robustness = membership.robustness(circle.left, proposal.partners)
    own = score.own(population, formula, _shares(answer, proposal, task))
    parts = score.parts(formula, own, circle.members, task.included, robustness=robustness)
    if not (_same(formula.weights, proposal.weights) and _same(parts, proposal.parts)):
        yield say(N_("what the score is made of is not what it says"))
    if abs(formula.total(parts) - proposal.score) > SAME:
        yield say(N_("the score is %(found)s, not %(said)s"), found=f"{formula.total(parts):.6f}", said=f"{proposal.score:.6f}")
    known = any(one.fields or one.priorities or one.topics for one in circle.partners)
    if proposal.fit != ("known" if known else "unknown"):
        yield say(N_("whether anything is known about fit is not what it says"))


def _past(proposal: ProposalDocument, task: Task) -> Iterator[Message]:
    """Whether what it says about past projects is whole and one fits the other."""
    listed = list(proposal.joint_projects.values())
    if any(len(set(projects)) < len(projects) for projects in listed):
        yield say(N_("it names a past project of a partner twice"))
    if proposal.past is None:
        return
    numbers, projects = proposal.past.numbers, proposal.past.projects
    took_part = Counter(member for project in projects.values() for member in set(project.members))
    if (
        numbers.keys() != {task.population.id_of(member) for member in task.present}
        or projects.keys() != set(chain.from_iterable(listed))
        or any(not one.members or len(set(one.members)) < len(one.members) for one in projects.values())
        or any(number > numbers.get(member, 0) for member, number in took_part.items())
    ):
        yield say(N_("it does not say of each past project who of the members took part, and of each member how many it did"))


def _shares(answer: AnswerDocument, proposal: ProposalDocument, task: Task) -> dict[int, float]:
    """Position of a suggested partner -> its affinity with the members present, as far as the document tells.

    An answer from before says only how many projects were joint; each filled half of what was left, which is what the same
    number of hundredths fills.
    """
    index, known = task.population.index, proposal.past
    listed = {index[one]: projects for one, projects in proposal.joint_projects.items() if one in proposal.partners}
    if known is None:
        return {one: affinity.HALF_FULL * len(projects) for one, projects in listed.items()}
    told = Past(known.numbers, {key: JointProject(one.members, one.topics) for key, one in known.projects.items()})
    return {one: told.share(projects, answer.request.topics) for one, projects in listed.items()}


def _proof(answer: AnswerDocument, proposal: ProposalDocument) -> Iterator[Message]:
    """What is said about how good it is, and what fair exposure may have cost."""
    proof, counts, fairness = proposal.proof, answer.population, proposal.fairness
    price = fairness.price if fairness else 0.0
    if price > answer.request.fairness + SAME or (fairness and not answer.request.fairness):
        yield say(N_("it gives up more points for fair exposure than was asked"))
    if fairness and fairness.shown and fairness.shown.keys() != set(proposal.partners):
        yield say(N_("it does not say of each suggested partner how often it was shown"))
    if abs(proof.bound - proposal.score - price - proof.gap) > SAME or (proof.status == "optimal" and proof.gap > SAME):
        yield say(N_("how much it may still improve does not follow from the score"))
    if proof.considered != counts.size:
        yield say(N_("it does not say how many organisations were looked at"))


def _same(found: Mapping[Part, float], said: Mapping[Part, float]) -> bool:
    return found.keys() == said.keys() and all(abs(found[part] - said[part]) <= SAME for part in found)
