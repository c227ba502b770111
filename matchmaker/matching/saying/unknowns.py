"""What nobody knows yet: about each suggested partner, about all of them, and what must be confirmed."""

from collections.abc import Iterable, Iterator

from matchmaker.inputs.organisations import Organisation
from matchmaker.language import Message
from matchmaker.matching.saying import things
from matchmaker.matching.saying.subject import Subject
from matchmaker.matching.saying.wording import word
from matchmaker.matching.score import field_credit


def own_unknowns(subject: Subject) -> dict[str, tuple[Message, ...]]:
    """For each suggested partner what is not known about it and counts, but for what is not known of any of several."""
    common = common_unknowns(subject)
    return {one.id: tuple(thing for thing in _unknown(subject, one) if thing not in common) for one in subject.partners}


def common_unknowns(subject: Subject) -> tuple[Message, ...]:
    """What is not known of any of several suggested partners, and counts."""
    first, *others = ([*_unknown(subject, one)] for one in subject.partners) if subject.partners else ([],)
    return tuple(thing for thing in first if others and all(thing in other for other in others))


def to_confirm(subject: Subject) -> tuple[Message, ...]:
    """What nobody knows yet, or must be shown: unknown rules, warnings, roles, languages, experience, trade, records only."""
    sentences = subject.sentences()
    found = [
        word("open-rule", rule=things.rule(one.rule, sentences), sentence=one.message)
        for one in subject.report.findings
        if one.scope == "composition" and one.status in ("unknown", "warning")
    ]
    leading = [one for one in subject.partners if one.id == subject.coordinator and not one.roles]
    found += [word("would-coordinate", name=things.member(one)) for one in leading]
    if silent := tuple(things.member(one) for one in subject.partners if subject.request.language and not one.languages):
        found.append(word("tongue", language=things.tongue(subject.request.language or ""), names=silent))
    doubted = tuple(things.member(one) for one in subject.members if one.newcomer_in_doubt)
    if doubted and subject.formula.weight("newcomers"):
        found.append(word("experience-in-doubt", names=doubted))
    if subject.formula.number > 1:
        found += [
            word("other-trade", name=things.member(one), fields=tuple(map(things.field, one.fields)))
            for one in subject.partners
            if one.fields and not _same_trade(subject.request.fields, one)
        ]
    if never_joined := tuple(things.member(one) for one in subject.partners if one.known_only):
        found.append(word("records-only", names=never_joined))
    return tuple(found)


def _same_trade(wanted: Iterable[str], one: Organisation) -> bool:
    """Whether it works in a field asked for; so it does where none is asked for."""
    same = [field_credit(code, offered) == 1 for code in wanted for offered in one.fields]
    return any(same) or not same


def _unknown(subject: Subject, one: Organisation) -> Iterator[Message]:
    """What counts in the score and is not known; what rules and wishes ask is to be confirmed instead."""
    if not (one.fields or one.priorities or one.topics):
        yield word("its-work")
    elif subject.request.fields and not one.fields:
        yield word("its-field")
    if subject.formula.weight("responsiveness") and one.responsiveness is None:
        yield word("its-answer")
    stated = {member.newcomer for member in subject.members}
    is_open = one.newcomer is None and not one.newcomer_in_doubt
    if subject.formula.weight("newcomers") and is_open and not {True, False} <= stated:
        yield word("its-experience")
