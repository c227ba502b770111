"""What a change does: every rule, every part of the score and the total, before and after."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.findings import Finding
from matchmaker.errors import Invalid
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import N_, Message, say
from matchmaker.matching import membership
from matchmaker.matching.mending import changes
from matchmaker.matching.mending.cases import Case
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.situation import Situation
from matchmaker.matching.mending.states import State, assess
from matchmaker.matching.question import Circumstances
from matchmaker.matching.saying.reasons import reasons
from matchmaker.matching.saying.subject import Subject
from matchmaker.matching.saying.unknowns import to_confirm
from matchmaker.programme.scoring import Part

Change = Literal["mended", "broken", "same", "other"]


@dataclass(frozen=True, slots=True)
class RuleEffect:
    """One rule before and after; None where it was not judged.

    change: `mended` if it failed and fails no longer, `broken` the other way round, `other` if something else changed.
    """

    rule: str
    before: Finding | None
    after: Finding | None
    change: Change


@dataclass(frozen=True, slots=True)
class Effect:
    """What steps do. seats: how many are asked for; seats_before, seats_after: how many of them are filled.

    reasons: for each one who joins. stay: for everybody who could leave afterwards, only from `what_if`. to_confirm: what
    nobody knows yet about the consortium afterwards.
    """

    steps: tuple[Step, ...]
    before: State
    after: State
    weights: Mapping[Part, float]
    rules: tuple[RuleEffect, ...]
    seats: int
    seats_before: int
    seats_after: int
    reasons: Mapping[str, tuple[Message, ...]]
    to_confirm: tuple[Message, ...]
    stay: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)


def what_if(case: Case, given: Circumstances, steps: Sequence[Step]) -> Effect:
    """The effect of the steps, one after another. Wishes are not judged: a person may bring in anybody.

    Raises `Invalid` for a step that cannot be taken: nobody has the id, it is there already or not there, or the
    coordinator would leave without a successor.
    """
    situation = Situation(case, given)
    found = effect(situation, assess(situation, situation.case.consortium), _by_first_ids(situation, steps))
    others = [one for one in found.after.members if one.id not in situation.request.members]
    return replace(found, stay=reasons(_subject(situation, found.after, others)))


def effect(situation: Situation, before: State, steps: Sequence[Step]) -> Effect:
    """The effect of steps whose ids are first ids. Raises `Invalid` as `what_if` does."""
    after = assess(situation, consortium_after(situation, steps))
    joined = [one for one in after.members if one.id not in {member.id for member in before.members}]
    subject, taken = _subject(situation, after, joined), situation.case.taken
    return Effect(
        steps=tuple(steps),
        before=before,
        after=after,
        weights=situation.formula.weights,
        rules=tuple(_compared(before, after)),
        seats=taken + sum(situation.task.seat_counts),
        seats_before=taken + len(_filled(situation, before.members)),
        seats_after=taken + len(_filled(situation, after.members)),
        reasons=reasons(subject),
        to_confirm=to_confirm(subject),
    )


def reasons_of(case: Case, given: Circumstances, ids: Collection[str]) -> Mapping[str, tuple[Message, ...]]:
    """What speaks for those of these who take part already, looked at from the others; first ids -> reasons."""
    situation = Situation(case, given)
    now = assess(situation, situation.case.consortium)
    return reasons(_subject(situation, now, [one for one in now.members if one.id in ids]))


def member_of(situation: Situation, one: Organisation) -> Member:
    """Somebody who joins, as the check reads it, as a partner."""
    return membership.member(one, "partner")


def consortium_after(situation: Situation, steps: Sequence[Step]) -> Consortium:
    """The consortium once steps whose ids are first ids are taken. Raises `Invalid` as `what_if` does."""
    joining = [step.joins for step in steps if step.joins is not None]
    organisations = situation.population.read(situation.position(one) for one in joining)
    consortium = situation.case.consortium
    members = {one.id: member_of(situation, one) for one in organisations}
    for place, step in enumerate(steps):
        there = {one.id for one in consortium.members if one.role != "associated"}
        if step.joins in there:
            raise Invalid({f"steps.{place}.joins": say(N_("%(id)s is a member already"), id=step.joins)})
        try:
            consortium = changes.apply(consortium, [step], members)
        except KeyError:
            field = "coordinator" if step.kind == "coordinator" else "leaves"
            raise Invalid({f"steps.{place}.{field}": _refusal(step, there)}) from None
    return consortium


def _refusal(step: Step, there: set[str]) -> Message:
    one = step.coordinator if step.kind == "coordinator" else step.leaves
    if one in there:
        return say(N_("%(id)s coordinates: let another member coordinate first"), id=one)
    return say(N_("%(id)s is not a member of the consortium"), id=one or "")


def _by_first_ids(situation: Situation, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps with the first id of everybody. Raises `Invalid` for an id that nobody has, or that a step of its kind lacks."""
    population, problems, found = situation.population, dict[str, object](), list[Step]()
    asked = {"add": ("joins",), "replace": ("leaves", "joins"), "remove": ("leaves",), "coordinator": ("coordinator",)}
    for place, step in enumerate(steps):
        ids: dict[str, str] = {}
        for name in asked[step.kind]:
            given = getattr(step, name) or ""
            position = population.index.get(given)
            if position is None:
                problems[f"steps.{place}.{name}"] = say(N_("nobody in the population has the id “%(id)s”"), id=given[:80])
            else:
                ids[name] = population.id_of(position)
        found.append(Step(step.kind, **ids))
    if problems:
        raise Invalid(problems)
    return tuple(found)


def _compared(before: State, after: State) -> Iterator[RuleEffect]:
    """The composition's findings side by side; several of one rule in their order."""
    earlier, later = ([one for one in state.report.findings if one.scope == "composition"] for state in (before, after))
    rules = list(dict.fromkeys(one.rule for one in (*later, *earlier)))
    for rule in rules:
        was, now = ([one for one in found if one.rule == rule] for found in (earlier, later))
        for place in range(max(len(was), len(now))):
            old, new = (found[place] if place < len(found) else None for found in (was, now))
            yield RuleEffect(rule, old, new, _change(old, new))


def _change(old: Finding | None, new: Finding | None) -> Change:
    failed, fails = (one is not None and one.status == "fail" for one in (old, new))
    if failed != fails:
        return "mended" if failed else "broken"
    return "same" if old is not None and new is not None and old.status == new.status else "other"


def _filled(situation: Situation, members: Iterable[Organisation]) -> list[tuple[int, str]]:
    """Seats of the task with who fills them, as many as can be."""
    fillers = situation.fillers(one.id for one in members)
    fits = [situation.fits_of(situation.position(one)) for one in fillers]
    return [(seat, fillers[place]) for seat, places in situation.assigned(fits).items() for place in places]


def _subject(situation: Situation, after: State, joined: Sequence[Organisation]) -> Subject:
    """The consortium as the reasons for those who joined look at it; of seats only those that were empty without them."""
    new = {one.id for one in joined}
    staying = [one for one in after.members if one.id not in new]
    filled = _filled(situation, after.members)
    filled_before = len(_filled(situation, staying))
    joint = situation.ties(one.id for one in staying).joint_projects
    return Subject(
        call=situation.given.call,
        request=situation.request,
        present=staying,
        partners=joined,
        coordinator=after.coordinator,
        filled=[(situation.task.seats[seat], (one,)) for seat, one in filled] if len(filled) > filled_before else (),
        joint_projects={one.id: tuple(sorted(joint.get(situation.position(one.id), ()))) for one in joined},
        report=after.report,
        formula=situation.formula,
        left=after.left,
        titles=situation.given.history.titles,
    )
