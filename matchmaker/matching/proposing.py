"""From what the search named to proposals: each checked again, with its proof and with what is said about it."""

from collections.abc import Mapping, Sequence

from matchmaker.eligibility.documents import witness_json
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.suggestion import Fairness, Proof, facts_json
from matchmaker.matching.alternatives import Found
from matchmaker.matching.answers import Proposal
from matchmaker.matching.checking import Checked, checked
from matchmaker.matching.documents import digest
from matchmaker.matching.population import Ints
from matchmaker.matching.question import Question
from matchmaker.matching.saying.labels import label
from matchmaker.matching.saying.reasons import reasons
from matchmaker.matching.saying.subject import Subject
from matchmaker.matching.saying.summaries import summary
from matchmaker.matching.saying.unknowns import to_confirm


def proposals(found: Sequence[Found], shown: Ints | None = None) -> tuple[Proposal, ...]:
    """The proposals, in their order. shown: how often each organisation was shown. Raises `Disagreement`."""
    known = {question: _read(question, found) for question in dict.fromkeys(one.question for one in found)}
    digests = {question: {one.id: digest(facts_json(one)) for one in some.values()} for question, some in known.items()}
    listed = [_proposal(one, checked(one.question, one.best, known[one.question]), digests[one.question], shown) for one in found]
    return tuple(one.model_copy(update={"label": said}) for one, said in zip(listed, label(listed), strict=True))


def _read(question: Question, found: Sequence[Found]) -> Mapping[int, Organisation]:
    """Everybody in what was found of a question, by position, as its call sees them."""
    partners = (who for one in found if one.question is question for who in one.best.partners)
    positions = list(dict.fromkeys((*question.task.present, *partners)))
    return dict(zip(positions, question.task.population.read(positions), strict=True))


def _proposal(found: Found, this: Checked, digests: Mapping[str, str], shown: Ints | None) -> Proposal:
    """One of them, without its label, for want of others; `this` is what the check says of it, digests: of all facts, by id."""
    question, partners, best = found.question, this.partners, found.best
    population = question.task.population
    joint = {
        population.id_of(one): tuple(sorted(question.joint_projects[one]))
        for one in best.partners
        if one in question.joint_projects
    }
    titles = {one: question.titles[one] for projects in joint.values() for one in projects if one in question.titles}
    subject = Subject(
        call=question.given.call,
        request=question.task.request,
        present=this.present,
        partners=partners,
        coordinator=this.coordinator,
        filled=[(one.seat, one.by) for one in this.seats],
        joint_projects=joint,
        report=this.report,
        left=this.left,
        formula=question.formula,
        titles=titles,
    )
    facts = {one.id: one for one in subject.members}
    return Proposal(
        members=tuple(facts),
        partners=tuple(one.id for one in partners),
        coordinator=this.coordinator,
        label=None,
        score=this.score,
        fit="known" if any(one.fields or one.priorities or one.topics for one in partners) else "unknown",
        parts=dict(this.parts),
        weights=dict(question.formula.weights),
        proof=_proof(found, this.score, population.size),
        witness={finding.rule: witness_json(finding.witness) for finding in this.report.rules},
        seats=this.seats,
        reasons=reasons(subject),
        to_confirm=to_confirm(subject),
        joint_projects=joint,
        past=question.past(project for projects in joint.values() for project in projects),
        titles=titles,
        summary=summary(subject),
        fairness=_fairness(found, shown),
        facts=facts,
        facts_sha256={one: digests[one] for one in facts},
        eligibility=this.report,
    )


def _fairness(found: Found, shown: Ints | None) -> Fairness | None:
    """What fair exposure cost, where it was asked for."""
    task = found.question.task
    if not task.request.fairness:
        return None
    often = {} if shown is None else {task.population.id_of(who): int(shown[who]) for who in found.best.partners}
    return Fairness(price=found.price, shown=often)


def _proof(found: Found, score: float, considered: int) -> Proof:
    """What the search has shown of it; what fair exposure cost is no gap."""
    outcome, reached = found.outcome, score + found.price
    bound = reached if outcome.complete else max(outcome.bound, reached)
    return Proof(
        status="optimal" if outcome.complete else "bounded",
        bound=bound,
        gap=bound - reached,
        considered=considered,
        seconds=found.seconds,
    )
