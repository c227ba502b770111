"""A proposal at a glance: a few figures, what all its partners have in common, and the one reason and the questions of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from matchmaker.eligibility.findings import Report
from matchmaker.eligibility.rules.declarations import NOT_CONFIRMED
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.suggestion import ProposalForm
from matchmaker.language import N_, Message, nN_, nsay, say
from matchmaker.matching.saying.things import Thing
from matchmaker.matching.saying.wording import name_of
from matchmaker.programme import countries

STRONGEST: Final = (
    *("same-field", "fills-place", "only-expertise", "near-field", "shared-expertise", "same-priority", "same-topic"),
    *("projects-with-you", "projects-among", "projects-with-members", "projects-with-members-among", "needed", "only-sector"),
    *("coordinates", "first-country", "second-country", "third-country", "fourth-country", "fifth-country", "sixth-country"),
    *("another-country", "declares", "counts-as", "newcomer", "experienced", "answers", "further-country", "same-country"),
    *("may-coordinate", "broad-field", "fits", "outside", "seldom-answers", "not-known"),
)
"""Reasons by name, the one that tells most first: what was asked for by name, what the rules need, what could be said of many."""
_ESTIMATED: Final = ("answers", "seldom-answers")
"""Reasons about how likely an answer is."""
_SHORT: Final = {
    "would-coordinate": N_("Would it coordinate?"),
    "tongue": N_("Does it work in %(language)s?"),
    "experience-in-doubt": N_("New to the programme? Projects of it are known."),
    "other-trade": N_("From another trade: %(fields)s"),
}
_SHORT_RULE: Final = {NOT_CONFIRMED: N_("%(needs)s is not confirmed yet")}
"""What is open about one partner, on its own card, where its name stands already: by what, and by the finding of a rule."""
_COUNTRIES: Final = nN_("%(n)s country", "%(n)s countries")
_SECTORS: Final = nN_("%(n)s sector", "%(n)s sectors")


@dataclass(frozen=True, slots=True)
class Glance:
    """What is seen first of a proposal.

    countries: codes, each once, in the order of the members. sectors: how many of them different members stand for; in_field:
    partners known to work in the field asked for (by the first formula, or near it); both None where that does not count.
    may_leave: partners without whom no rule is broken. reasons: of each partner, but for what is only estimated of its answers,
    whose record is told. shared: those that are the same for all of several partners. strongest: the one of each partner beside
    these, if there is one. open: questions about each member.
    """

    countries: tuple[str, ...]
    sectors: int | None
    in_field: int | None
    partners: int
    may_leave: int
    reasons: Mapping[str, tuple[Message, ...]]
    shared: tuple[Message, ...]
    strongest: Mapping[str, Message]
    open: Mapping[str, tuple[Message, ...]]

    @property
    def facts(self) -> dict[str, Message]:
        """What is counted, each in a few words: what it is about -> how many."""
        found = {"countries": nsay(*_COUNTRIES, len(self.countries))}
        if self.sectors is not None:
            found["sectors"] = nsay(*_SECTORS, self.sectors)
        if self.in_field is not None:
            found["in_field"] = (
                say(N_("%(n)s in your trade"), n=self.in_field) if self.in_field else say(N_("none in your trade"))
            )
        if self.partners:
            found["leaving"] = self._leaving
        return found

    @property
    def _leaving(self) -> Message:
        if self.may_leave == self.partners:
            return say(N_("if any one partner leaves, the rules still hold"))
        if not self.may_leave:
            return say(N_("every partner is needed for the rules"))
        return say(
            N_("if one partner leaves, the rules still hold: for %(n)s of %(total)s"), n=self.may_leave, total=self.partners
        )


def glance(proposal: ProposalForm[Message, Report]) -> Glance:
    """What is seen first of one of our proposals, just made or kept."""
    summary = {name_of(one): dict(one.args) for one in proposal.summary}
    reasons = {key: told(said) for key, said in proposal.reasons.items()}
    shared = shared_reasons(reasons)
    return Glance(
        countries=tuple(dict.fromkeys(countries.counts_as(one.country) for one in proposal.organisations)),
        sectors=_sectors(summary),
        in_field=_in_field(summary),
        partners=len(proposal.partners),
        may_leave=_may_leave(summary, len(proposal.partners)),
        reasons=reasons,
        shared=shared,
        strongest={one: found for one, said in reasons.items() if (found := strongest(said, shared))},
        open=_open(proposal),
    )


def told(reasons: tuple[Message, ...]) -> tuple[Message, ...]:
    """The reasons without what is only estimated of answers: where its record is told, that says more."""
    return tuple(one for one in reasons if name_of(one) not in _ESTIMATED)


def shared_reasons(reasons: Mapping[str, tuple[Message, ...]]) -> tuple[Message, ...]:
    """The reasons that are the same for all, in the order of the first; none where there is one partner only."""
    first, *others = reasons.values() if reasons else ((),)
    return tuple(one for one in first if others and all(one in other for other in others))


def strongest(said: tuple[Message, ...], besides: tuple[Message, ...] = ()) -> Message | None:
    """The one reason that tells most, of those that are not said elsewhere; of two alike the first. None where none is left."""
    own = [one for one in said if one not in besides and name_of(one) != "not-known"]
    return min(own, key=lambda one: STRONGEST.index(name_of(one) or "not-known"), default=None)


def _sectors(summary: Mapping[str | None, Mapping[str, Any]]) -> int | None:
    return int(summary["sectors"]["number"]) if "sectors" in summary else 0 if "no-sector" in summary else None


def _in_field(summary: Mapping[str | None, Mapping[str, Any]]) -> int | None:
    inside = next((summary[name] for name in ("in-trade", "in-field") if name in summary), None)
    if inside is not None:
        return len(inside["names"])
    return 0 if summary.keys() & {"not-in-trade", "not-in-field"} else None


def _may_leave(summary: Mapping[str | None, Mapping[str, Any]], partners: int) -> int:
    if "anyone-may-leave" in summary:
        return partners
    return len(summary["these-may-leave"]["names"]) if "these-may-leave" in summary else int("it-may-leave" in summary)


def _open(proposal: ProposalForm[Message, Report]) -> dict[str, tuple[Message, ...]]:
    """What is to be confirmed of each member, then what is not known about it."""
    found: dict[str, list[Message]] = {one: [] for one in proposal.members}
    for finding in proposal.eligibility.rules:
        if finding.status == "unknown":
            for one in found.keys() & {*finding.missing}:
                found[one].append(_short(finding.message))
    for said in proposal.to_confirm:
        for one, question in _about(said, proposal.facts):
            found[one].append(question)
    for one, reasons in proposal.reasons.items():
        found[one].extend(reason for reason in reasons if name_of(reason) == "not-known")
    return {one: tuple(questions) for one, questions in found.items() if questions}


def _short(said: Message) -> Message:
    """A finding without those it names, where one knows whom it is about."""
    text = _SHORT_RULE.get(said.text)
    return say(text, **{key: value for key, value in said.args if key != "names"}) if text else said


def _about(said: Message, facts: Mapping[str, Organisation]) -> Iterator[tuple[str, Message]]:
    """Whom an open point is about, and what is asked of each."""
    text, args = _SHORT.get(name_of(said) or ""), dict(said.args)
    named = args.pop("names", None) or (args.pop("name", None),)
    for thing in named if isinstance(named, tuple) else ():
        if text and isinstance(thing, Thing) and thing.code in facts:
            yield thing.code, say(text, **args)
