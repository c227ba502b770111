"""Repairs in words: what is missing, every kind of step that mends it with the best of its kind, or the fewest steps."""

from collections.abc import Iterable, Iterator

from matchmaker.cli.answers import wrapped
from matchmaker.cli.check import MARKS, clock_warns
from matchmaker.cli.proposals import PARTS
from matchmaker.eligibility.explanations import not_checked
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import SOURCE, Message, render
from matchmaker.matching.mending.repairs import RepairAnswer
from matchmaker.matching.mending.single_steps import Repair, SingleSteps
from matchmaker.matching.saying.things import Thing
from matchmaker.programme.countries import display_name
from matchmaker.programme.types import TYPES

TITLES = {
    "add": ("Add a partner", "organisation would do", "organisations would do"),
    "replace": ("Replace a member", "way", "ways"),
    "remove": ("Go on without a member", "way", "ways"),
    "coordinator": ("Let another member coordinate", "way", "ways"),
}
"""Kind of step -> its title, and what is counted, one and many."""


def in_words(answer: RepairAnswer) -> Iterator[str]:
    """The lines."""
    report = answer.before.report
    yield f"{answer.call.label(SOURCE)} ({answer.call.id})"
    yield from (f"*** {render(warning, SOURCE)} ***" for warning in clock_warns(report))
    yield from ("", render(report.summary, SOURCE))
    for finding in report.rules:
        if finding.status != "pass":
            yield wrapped(f"{MARKS[finding.status]} {finding.rule:21} {render(finding.message, SOURCE)}", 2, 24)
    if answer.status == "ok":
        yield from ("", "Nothing has to be mended." if report.verdict == "eligible" else "Nothing fails; confirm what is open.")
    else:
        yield from ("", wrapped(f"Score as it is: {_score(answer)}"))
        yield from _remedies(answer)
    yield from _list("What was not checked", (render(message, SOURCE) for message in not_checked(answer.call)))


def _remedies(answer: RepairAnswer) -> Iterator[str]:
    """What mends it."""
    if answer.explanation is not None:
        yield from ("", wrapped(render(answer.explanation, SOURCE)))
    if answer.combined is not None:
        text = f"No single step is enough. The fewest are {answer.fewest} steps; one way, the best of those we compared:"
        yield from ("", wrapped(text))
        yield from _repair(answer.combined, answer, 1, steps=True)
    for kind in answer.single_steps:
        if kind.count:
            yield from _single_steps(kind, answer)


def _single_steps(kind: SingleSteps, answer: RepairAnswer) -> Iterator[str]:
    """All single steps of one kind: how many there are, for whom, and the best."""
    names = {one.id: one.name or one.id for one in answer.before.members}
    title, one, many = TITLES[kind.kind]
    yield from ("", f"{title}: {kind.count:,} {one if kind.count == 1 else many}.")
    if kind.kind == "replace":
        listed = sorted(kind.leaving.items(), key=lambda one: (-one[1], names[one[0]]))
        yield wrapped("; ".join(f"{names[one]} by {_one_of(number)}" for one, number in listed), 2)
    if kind.count > len(kind.best):
        yield f"  The first{f' {len(kind.best)}' if len(kind.best) > 1 else ''} by our published formula:"
    for number, repair in enumerate(kind.best, 1):
        yield from _repair(repair, answer, number)


def _repair(repair: Repair, answer: RepairAnswer, number: int, *, steps: bool = False) -> Iterator[str]:
    """What to do, who joins and why, what is to be confirmed, and the score that it leads to."""
    state = repair.effect.after
    names = {one.id: one.name or one.id for one in (*answer.before.members, *state.members)}
    said = [render(step.sentence(names), SOURCE) for step in repair.steps]
    if steps:
        yield from (wrapped(f"{place}. {sentence}", 3) for place, sentence in enumerate(said, 1))
    else:
        yield wrapped(f"{number}. {said[0]}: {_total(repair)}", 3)
    for one in repair.joining:
        yield wrapped(_described(one, answer), 6)
        yield from (wrapped(f"- {render(reason, SOURCE)}", 8) for reason in repair.reasons.get(one.id, ()))
    yield from (wrapped(f"? {render(message, SOURCE)}", 6) for message in _new(repair.to_confirm, answer))
    if steps:
        yield f"   {_total(repair)}"


def _described(one: Organisation, answer: RepairAnswer) -> str:
    kind = TYPES[one.type].label(SOURCE) if one.type in TYPES else one.type
    known = "; known from public records only" if one.known_only else ""
    return f"{one.name or one.id} ({display_name(one.country, answer.call.year, SOURCE)}), {kind}{known}"


def _new(messages: Iterable[Message], answer: RepairAnswer) -> Iterator[Message]:
    """What is to be confirmed only after the repair; a rule that is open now is not told again."""
    before = {_about(message) for message in answer.to_confirm}
    return (message for message in messages if _about(message) not in before)


def _about(message: Message) -> str:
    """The rule that is to be confirmed, else the sentence itself."""
    rule = dict(message.args).get("rule")
    return rule.code if isinstance(rule, Thing) else render(message, SOURCE)


def _one_of(number: int) -> str:
    return "one organisation" if number == 1 else f"one of {number:,}"


def _total(repair: Repair) -> str:
    """The score afterwards, and what it is now, as far as fit is known."""
    before, after = repair.effect.before, repair.effect.after
    if after.fit == "unknown":
        return "nothing is known about fit"
    return f"score {after.score:.1f}" + (f" (now {before.score:.1f})" if before.fit == "known" else "")


def _score(answer: RepairAnswer) -> str:
    if answer.before.fit == "unknown":
        return "nothing is known about fit: no partner has said what field it works in."
    parts = (f"{100 * answer.weights[part] * share:.1f} for {PARTS[part]}" for part, share in answer.before.parts.items())
    return f"{answer.before.score:.1f} of 100 ({', '.join(parts)})"


def _list(title: str, sentences: Iterable[str]) -> Iterator[str]:
    lines = [wrapped(f"- {sentence}", 2) for sentence in sentences]
    if lines:
        yield from ("", title, *lines)
