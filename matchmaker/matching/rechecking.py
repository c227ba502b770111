"""One proposal computed again from the facts and counts it carries: members, wishes, rules, score."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

from matchmaker import eligibility
from matchmaker.eligibility.documents import report_json
from matchmaker.eligibility.facts import Consortium
from matchmaker.eligibility.findings import ONLY_WARNING, Report
from matchmaker.inputs.suggestion import AnswerDocument, ProposalDocument, facts_json
from matchmaker.language import N_, Message, say
from matchmaker.matching import membership, past, score
from matchmaker.matching.documents import digest
from matchmaker.matching.obstacles import rules_of
from matchmaker.matching.population import Population
from matchmaker.matching.rounds import in_round, round_of_request
from matchmaker.matching.saying.retelling import Retold, retell, retell_report
from matchmaker.matching.saying.subject import Subject
from matchmaker.matching.searching.candidates import conflict_among
from matchmaker.matching.seats import fits_seat
from matchmaker.matching.task import Task, tasks
from matchmaker.programme import versions
from matchmaker.programme.calls import Call
from matchmaker.programme.scoring import Part

SAME = 1e-6
"""Points, or shares, by which a number may differ when it is computed again."""
_COMPARED = ("rule", "scope", "status", "required", "found", "witness", "missing", "advice")
"""What a finding is compared by; its wording may have been improved since."""
_OTHER_FINDINGS: Final = N_("the findings about the rules are not what they say")
_BY_THE_GUIDE: Final[tuple[Part, ...]] = ("cross_sector", "robustness")
"""Parts that the call's own data decide."""


def recheck(answer: AnswerDocument, proposal: ProposalDocument, call: Call) -> Retold:
    """Everything about the proposal that does not hold, and what is only worded in another way than today.

    What was made under another version of the call is checked as far as its rules have no part in it.
    """
    if wrong := tuple(_members(answer, proposal)):
        return Retold(wrong)
    members = proposal.organisations
    # Whether names alike mean one body is decided where organisations are registered; here only identifiers tell.
    population = Population(members, doubts_listed=True)
    same = versions.is_of(call, proposal.eligibility.get("version"))
    by_name = tuple(one for one in answer.request.include if one in proposal.partners)
    request = answer.request.model_copy(update={"include": by_name, "exclude": ()})
    if not same:
        request = request.model_copy(update={"confirmed_only": False, "third_countries": True})
    call = in_round(call, round_of_request(call, request, population, answer.today))
    asked, seated = (
        tasks(one, population, call, answer.today, () if same else rules_of(call))
        for one in (request, request.model_copy(update={"include": proposal.partners}))
    )
    task = seated[0]
    consortium = membership.consortium(answer.request, members, proposal.coordinator)
    report = eligibility.check(consortium, call, answer.today)
    if same and proposal.eligibility["version"] != call.version:
        report, proposal = _as_judged_then(report, proposal)
    subject = Subject(
        call=call,
        request=task.request,
        present=members[: len(task.present)],
        partners=members[len(task.present) :],
        coordinator=proposal.coordinator,
        filled=[(filled.seat, filled.by) for filled in proposal.seats],
        joint_projects=proposal.joint_projects,
        report=report,
        left=eligibility.withdrawals(
            consortium, call, answer.today, proposal.partners, report.failing, strictly=request.confirmed_only
        ),
        formula=score.formula(call, answer.request, answer.population.size, answer.population.df, answer.formula.number),
        titles=proposal.titles,
    )
    found = Retold(
        (
            *_wishes(answer, proposal, task, asked),
            *_report(proposal, call),
            *(_rules(proposal, subject, seated, consortium) if same else ()),
            *_score(
                answer,
                proposal,
                task,
                subject if same else _as_weighed(subject, proposal),
                believed=() if same else _BY_THE_GUIDE,
            ),
            *_proof(answer, proposal),
        )
    )
    told = (found, *_told(subject, proposal)) if same else (found,)
    return Retold(tuple(chain(*(one.refused for one in told))), tuple(chain(*(one.reworded for one in told))))


def _members(answer: AnswerDocument, proposal: ProposalDocument) -> Iterator[Message]:
    """Whether it is clear who takes part, with which facts."""
    present = answer.request.members
    if proposal.members != (*present, *proposal.partners) or answer.request.initiator not in present:
        yield say(N_("the members are not those already there and the suggested partners"))
    if {one: known.id for one, known in proposal.facts.items()} != {one: one for one in proposal.members}:
        yield say(N_("it does not carry the facts about each member, once"))
    elif proposal.facts_sha256 != {one: digest(facts_json(known)) for one, known in proposal.facts.items()}:
        yield say(N_("the facts are not those whose checksums it carries"))


def _wishes(answer: AnswerDocument, proposal: ProposalDocument, task: Task, asked: Sequence[Task]) -> Iterator[Message]:
    """Sizes, seats, who was asked for and who not, and everything wished of each suggested partner.

    task: with all partners asked for by name; asked: what was asked, of which each partner may answer any.
    """
    request, partners = answer.request, set(proposal.partners)
    positions = {one: task.population.index[one] for one in proposal.members}
    if len(proposal.members) not in request.sizes:
        yield say(N_("it has more or fewer members than asked"))
    if not partners.issuperset(request.include) or not partners.isdisjoint(request.exclude):
        yield say(N_("it does not have the partners asked for, or has one that was excluded"))
    if unfit := tuple(one for one in proposal.partners if not any(each.suggestible[positions[one]] for each in asked)):
        yield say(N_("not everything wished holds for: %(ids)s"), ids=unfit)
    if conflict_among(task):
        yield say(N_("two of its members may not sit together"))
    coordinator = positions.get(proposal.coordinator, -1)
    found = proposal.coordinator in partners and any(one.able[coordinator] for one in asked)
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


def _report(proposal: ProposalDocument, call: Call) -> Iterator[Message]:
    """Whether the report is about the call, and its verdict and who provides what follow from its own findings."""
    report, beside = proposal.eligibility, ONLY_WARNING | call.advice
    if report.get("call") != call.id:
        yield say(N_("it was checked by the rules of another call"))
    judged = [
        one
        for one in report.get("findings", ())
        if one.get("scope") == "composition" and one.get("status") != "warning" and one.get("rule") not in beside
    ]
    statuses = [one.get("status") for one in judged]
    verdict = "ineligible" if "fail" in statuses else "unknown" if "unknown" in statuses else "eligible"
    if not judged or report.get("verdict") != verdict:
        yield say(_OTHER_FINDINGS)
    elif proposal.witness != {str(one.get("rule")): one.get("witness") for one in judged}:
        yield say(N_("who provides what is not what it says"))


def _as_judged_then(report: Report, proposal: ProposalDocument) -> tuple[Report, ProposalDocument]:
    """Both with the findings that can be compared, where more or less was judged than today beside the same rules.

    Left out is what holds today and was not judged then, and, beside what the verdict rests on, what only one of them judges.
    """
    carried = proposal.eligibility.get("findings", ())
    then = {(one.get("scope"), one.get("rule")) for one in carried}
    now = {(one.scope, one.rule) for one in report.findings}
    findings = tuple(
        one
        for one in report.findings
        if (one.scope, one.rule) in then or (one.scope == "composition" and one.status in ("fail", "unknown"))
    )
    kept = [
        one
        for one in carried
        if (one.get("scope") == "composition" and one.get("rule") not in ONLY_WARNING)
        or (one.get("scope"), one.get("rule")) in now
    ]
    said = {**proposal.eligibility, "findings": kept}
    return replace(report, findings=findings, version=said["version"]), proposal.model_copy(update={"eligibility": said})


def _rules(proposal: ProposalDocument, subject: Subject, seated: Sequence[Task], consortium: Consortium) -> Iterator[Message]:
    """The eligibility check, in one reading of the call that may be taken."""
    if all(eligibility.check(consortium, task.call, task.today).failing for task in seated):
        yield say(N_("it does not meet the rules of the call"))
    if not _as_found(proposal, subject):
        yield say(_OTHER_FINDINGS)


def _as_found(proposal: ProposalDocument, subject: Subject) -> bool:
    again, carried = report_json(subject.report), proposal.eligibility
    # Which Agencies hold an optional round is no rule of the call, and may have become known since.
    beside = ["deadline"] if subject.call.round and subject.call.round.optional else []
    return (again["verdict"], _compared(again, beside)) == (carried.get("verdict"), _compared(carried, beside))


def _told(subject: Subject, proposal: ProposalDocument) -> Iterator[Retold]:
    """What it says about itself and, as far as its findings are those of today, about the rules."""
    yield retell(subject, proposal)
    if _as_found(proposal, subject):
        yield retell_report(subject.report, proposal.eligibility, [one.name for one in subject.members])


def _as_weighed(subject: Subject, proposal: ProposalDocument) -> Subject:
    """The same with the weights that the proposal carries, where they are whole and of the parts that were asked for."""
    today, carried = subject.formula.weights, proposal.weights
    whole = today.keys() == carried.keys() and abs(sum(today.values()) - sum(carried.values())) <= SAME
    return replace(subject, formula=replace(subject.formula, weights=carried)) if whole else subject


def _compared(report: Mapping[str, Any], beside: Container[object]) -> list[tuple[object, ...]]:
    """What a report finds; of those beside it no more than that they are there."""
    findings = report.get("findings", ())
    return [tuple(one.get(key) for key in (_COMPARED[:2] if one.get("rule") in beside else _COMPARED)) for one in findings]


def _score(
    answer: AnswerDocument, proposal: ProposalDocument, task: Task, subject: Subject, *, believed: Iterable[Part]
) -> Iterator[Message]:
    """Formula, parts and total. believed: parts that are taken as they are said."""
    population, formula = task.population, subject.formula
    if set(answer.population.df) != set(score.asked_terms(answer.request)):
        yield say(N_("it does not carry the counts of what was asked"))
    projects = {one for listed in proposal.joint_projects.values() for one in listed}
    if not set(proposal.partners).issuperset(proposal.joint_projects) or not projects.issuperset(proposal.titles):
        yield say(N_("it carries past projects of somebody who is no suggested partner"))
    if unclear := tuple(_past(proposal, task)):
        yield from unclear
        return
    robustness = membership.robustness(subject.left, proposal.partners)
    own = score.own(population, formula, _shares(answer, proposal, task))
    parts = score.parts(formula, own, subject.members, task.included, robustness=robustness)
    parts |= {part: proposal.parts[part] for part in believed if part in parts and part in proposal.parts}
    if not (_same(formula.weights, proposal.weights) and _same(parts, proposal.parts)):
        yield say(N_("what the score is made of is not what it says"))
    if abs(formula.total(parts) - proposal.score) > SAME:
        yield say(N_("the score is %(found)s, not %(said)s"), found=f"{formula.total(parts):.6f}", said=f"{proposal.score:.6f}")
    known = any(one.fields or one.priorities or one.topics for one in subject.partners)
    if proposal.fit != ("known" if known else "unknown"):
        yield say(N_("whether anything is known about fit is not what it says"))


def _past(proposal: ProposalDocument, task: Task) -> Iterator[Message]:
    """Whether what it says about past projects is whole and one fits the other."""
    listed = list(proposal.joint_projects.values())
    if any(len(set(projects)) < len(projects) for projects in listed):
        yield say(N_("it names a past project of a partner twice"))
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
    """Position of a suggested partner -> its affinity with the members present."""
    return {
        task.population.index[one]: past.share(proposal.past, projects, answer.request.topics)
        for one, projects in proposal.joint_projects.items()
        if one in proposal.partners
    }


def _proof(answer: AnswerDocument, proposal: ProposalDocument) -> Iterator[Message]:
    """What is said about how good it is, and what fair exposure may have cost."""
    proof, counts, price = proposal.proof, answer.population, proposal.price
    if price > answer.request.fairness + SAME or (proposal.fairness and not answer.request.fairness):
        yield say(N_("it gives up more points for fair exposure than was asked"))
    if proposal.shown and proposal.shown.keys() != set(proposal.partners):
        yield say(N_("it does not say of each suggested partner how often it was shown"))
    if abs(proof.bound - proposal.score - price - proof.gap) > SAME or (proof.status == "optimal" and proof.gap > SAME):
        yield say(N_("how much it may still improve does not follow from the score"))
    if proof.considered != counts.size:
        yield say(N_("it does not say how many organisations were looked at"))


def _same(found: Mapping[Part, float], said: Mapping[Part, float]) -> bool:
    return found.keys() == said.keys() and all(abs(found[part] - said[part]) <= SAME for part in found)
