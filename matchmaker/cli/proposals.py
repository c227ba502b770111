"""An answer in words: who, why, which rules are met and by whom, and last the score."""

from collections.abc import Iterable, Iterator

from matchmaker.cli.answers import wrapped
from matchmaker.eligibility.explanations import not_checked
from matchmaker.eligibility.providers import providers
from matchmaker.inputs.organisations import Organisation
from matchmaker.language import SOURCE, render
from matchmaker.matching.answers import Answer, Proposal
from matchmaker.matching.saying import things
from matchmaker.programme import wording
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import display_name
from matchmaker.programme.types import TYPES

PARTS = {
    "relevance": "works on what you ask for",
    "expertise": "the expertise you want",
    "cross_sector": "different sectors",
    "robustness": "holds when one partner leaves",
    "responsiveness": "likely to answer",
    "ties": "worked together before",
    "newcomers": "newcomers beside experience",
}
MARKS = {"pass": "✓", "unknown": "?"}


def in_words(answer: Answer, call: Call) -> Iterator[str]:
    """The lines."""
    yield f"{call.label(SOURCE)} ({call.id})"
    one = call.in_round(answer.request.round).round
    if one is not None and len(call.rounds) > 1:
        yield wrapped(render(wording.round_of(call, one), SOURCE), hang=0)
    if answer.explanation is not None:
        yield from ("", wrapped(render(answer.explanation, SOURCE)))
    yield from (wrapped(f"- {render(one, SOURCE)}") for one in answer.scarce)
    for number, proposal in enumerate(answer.proposals, 1):
        yield from ("", f"{number}. {render(proposal.eligibility.summary, SOURCE)}")
        yield from (f"   {render(one.message, SOURCE)}" for one in proposal.eligibility.findings if one.rule == "variant")
        if proposal.label is not None:
            yield wrapped(f"Compared with the others: {render(proposal.label, SOURCE)}", 3)
        yield from _list("In short", (render(message, SOURCE) for message in proposal.summary))
        yield ""
        yield from _members(proposal, call.year)
        yield from _rules(proposal, call.year)
        yield from _list("To be confirmed", (render(message, SOURCE) for message in proposal.to_confirm))
        yield from ("", *_score(proposal, first=number == 1))
    yield from _list("What was not checked", (render(message, SOURCE) for message in not_checked(call)))


def _members(proposal: Proposal, year: int) -> Iterator[str]:
    """Each member with country, type, role and what speaks for it."""
    for one in proposal.organisations:
        role = "coordinator" if one.id == proposal.coordinator else "partner"
        known = ", known from public records only" if one.known_only else ""
        suggested = "suggested " if one.id in proposal.partners else ""
        country = display_name(one.country, year, SOURCE)
        yield wrapped(f"{one.name or one.id} ({country}), {_type(one)}: {suggested}{role}{known}", 3)
        for reason in proposal.reasons.get(one.id, ()):
            yield wrapped(f"- {render(reason, SOURCE)}", 5)


def _type(one: Organisation) -> str:
    return TYPES[one.type].label(SOURCE) if one.type in TYPES else one.type


def _rules(proposal: Proposal, year: int) -> Iterator[str]:
    """Each rule with who provides it, and each place with who fills it."""
    names = {one.id: one.name or one.id for one in proposal.organisations}
    yield ""
    for finding in proposal.eligibility.rules:
        yield wrapped(f"{MARKS[finding.status]} {render(finding.message, SOURCE)}", 3)
        if by := providers(finding, names, year):
            yield wrapped("provided by: " + "; ".join(render(one, SOURCE) for one in by), 5)
    for filled in proposal.seats:
        yield wrapped(f"✓ {render(things.place(filled.seat), SOURCE)}: {', '.join(names[one] for one in filled.by)}", 3)


def _score(proposal: Proposal, *, first: bool) -> Iterator[str]:
    """The score with what it is made of, and how good it is against everything left out."""
    if proposal.fit == "unknown":
        yield wrapped("Formally possible; nothing is known about fit: no suggested partner has said what field it works in.", 3)
        return
    yield f"   Score {proposal.score:.1f} of 100, made of:"
    for part, weight in proposal.weights.items():
        share = proposal.parts[part]
        yield f"     {100 * weight * share:5.1f} of {100 * weight:4.1f}  {PARTS[part]}"
    if proposal.price:
        yield f"   Chosen so that those who are shown less often get a chance; this costs {proposal.price:.1f} points."
    if proposal.proof.status == "optimal":
        others = "No other combination" if first else "Among those that differ enough from the ones above no other combination"
        more = f"more than {proposal.price:.1f} points higher" if proposal.price else "higher"
        yield wrapped(
            f"{others} of the {proposal.proof.considered:,} organisations we looked at scores {more} by our published formula.",
            3,
        )
    else:
        yield wrapped(f"It may still improve by up to {proposal.proof.gap:.1f} points: time ended before all was looked at.", 3)


def _list(title: str, sentences: Iterable[str]) -> Iterator[str]:
    lines = [wrapped(f"- {sentence}", 5) for sentence in sentences]
    if lines:
        yield from ("", f"   {title}", *lines)
