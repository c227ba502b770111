"""What nobody knows yet: about each suggested partner, about all of them, and what must be confirmed."""

from collections.abc import Iterator

from matchmaker.inputs.organisations import Organisation
from matchmaker.language import Message
from matchmaker.matching.saying import things
from matchmaker.matching.saying.circle import Circle
from matchmaker.matching.saying.wording import word


def own_unknowns(circle: Circle) -> dict[str, tuple[Message, ...]]:
    """For each suggested partner what is not known about it and counts, but for what is not known of any of several."""
    common = common_unknowns(circle)
    return {one.id: tuple(thing for thing in _unknown(circle, one) if thing not in common) for one in circle.partners}


def common_unknowns(circle: Circle) -> tuple[Message, ...]:
    """What is not known of any of several suggested partners, and counts."""
    first, *others = ([*_unknown(circle, one)] for one in circle.partners) if circle.partners else ([],)
    return tuple(thing for thing in first if others and all(thing in other for other in others))


def to_confirm(circle: Circle) -> tuple[Message, ...]:
    """What nobody knows yet, or what must be shown: unknown rules, warnings, languages, experience, records only."""
    sentences = circle.sentences()
    found = [
        word("open-rule", rule=things.rule(one.rule, sentences), sentence=one.message)
        for one in circle.report.findings
        if one.scope == "composition" and one.status in ("unknown", "warning")
    ]
    if silent := tuple(things.member(one) for one in circle.partners if circle.request.language and not one.languages):
        found.append(word("tongue", language=things.tongue(circle.request.language or ""), names=silent))
    doubted = tuple(things.member(one) for one in circle.members if one.newcomer_in_doubt)
    if doubted and circle.formula.weight("newcomers"):
        found.append(word("experience-in-doubt", names=doubted))
    if never_joined := tuple(things.member(one) for one in circle.partners if one.known_only):
        found.append(word("records-only", names=never_joined))
    return tuple(found)


def _unknown(circle: Circle, one: Organisation) -> Iterator[Message]:
    """What counts in the score and is not known; what rules and wishes ask is to be confirmed instead."""
    if not (one.fields or one.priorities or one.topics):
        yield word("its-work")
    elif circle.request.fields and not one.fields:
        yield word("its-field")
    if circle.formula.weight("responsiveness") and one.responsiveness is None:
        yield word("its-answer")
    stated = {member.newcomer for member in circle.members}
    is_open = one.newcomer is None and not one.newcomer_in_doubt
    if circle.formula.weight("newcomers") and is_open and not {True, False} <= stated:
        yield word("its-experience")
