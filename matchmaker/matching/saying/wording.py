"""Everything a proposal says about itself: each sentence under a short name that stays when its wording is improved."""

from collections.abc import Mapping
from typing import Final

from matchmaker.language import N_, Message, nN_, say

_REASONS: Final = {
    "fills-place": N_("fills the place you asked for: %(place)s"),
    "coordinates": N_("offers to coordinate, and may apply in this call as far as is known"),
    "may-coordinate": N_("may apply in this call as far as is known; whether it would coordinate is not known"),
    "same-field": N_("works in your field: %(field)s"),
    "near-field": N_("works in a field near yours: %(field)s"),
    "broad-field": N_("works elsewhere in your broad field: %(field)s"),
    "only-expertise": N_("the only one offering: %(expertise)s"),
    "shared-expertise": N_("offers, like others: %(expertise)s"),
    "second-country": N_("brings the second country for the rule “%(rule)s”: %(country)s"),
    "third-country": N_("brings the third country for the rule “%(rule)s”: %(country)s"),
    "fourth-country": N_("brings the fourth country for the rule “%(rule)s”: %(country)s"),
    "fifth-country": N_("brings the fifth country for the rule “%(rule)s”: %(country)s"),
    "sixth-country": N_("brings the sixth country for the rule “%(rule)s”: %(country)s"),
    "first-country": N_("brings the first country for the rule “%(rule)s”: %(country)s"),
    "another-country": N_("brings one more country for the rule “%(rule)s”: %(country)s"),
    "further-country": N_("adds a country beyond those that the rules ask for: %(country)s"),
    "same-country": N_("comes from the same country as %(name)s, so that one of them can leave without losing the country"),
    "outside": N_("comes from outside the programme countries and does not count for the rule “%(rule)s”: %(country)s"),
    "needed": N_("provides what a rule asks for, and without it the rule would not be met: “%(rule)s”"),
    "counts-as": N_("counts for the call's rules as: %(groups)s"),
    "declares": N_("has what the rules ask of an organisation like it: %(what)s"),
    "only-sector": N_("the only one from the sector: %(sectors)s"),
    "newcomer": N_("the only one who is new to the programme, beside somebody with experience"),
    "experienced": N_("the only one with experience in the programme, beside somebody who is new to it"),
    "answers": N_("is likely to answer, as far as can be estimated (%(percent)s %%)"),
    "seldom-answers": N_("but an answer is less likely than not, as far as can be estimated (%(percent)s %%)"),
    "not-known": N_("not known: %(things)s"),
    "fits": N_("fits the call's rules and your wishes"),
}
_UNKNOWN: Final = {
    "its-work": N_("what it works on"),
    "its-field": N_("which field it works in"),
    "its-answer": N_("how likely it is to answer"),
    "its-experience": N_("whether it is new to the programme"),
}
_TO_CONFIRM: Final = {
    "open-rule": N_("%(sentence)s"),
    "would-coordinate": N_("Whether %(name)s would coordinate: it states no role."),
    "tongue": N_("Whether they work in %(language)s: %(names)s."),
    "experience-in-doubt": N_(
        "Whether they are new to the programme or have little experience in it, as they say, though projects of theirs are known "
        "that speak against it: %(names)s."
    ),
    "other-trade": N_("%(name)s is from another trade: %(fields)s."),
    "records-only": N_("Known from public records only, they have not joined: %(names)s."),
}
_SUMMARY: Final = {
    "programme-countries": N_("Programme countries: %(countries)s (%(number)s; the rules ask for %(least)s at least)."),
    "countries": N_("Countries: %(countries)s (%(number)s; the rules ask for %(least)s at least)."),
    "countries-alone": N_("Countries: %(countries)s (%(number)s)."),
    "other-countries": N_("Other countries: %(countries)s (%(number)s; the rules ask for %(least)s at least)."),
    "uncounted-countries": N_("From outside the programme countries, so not counted: %(countries)s."),
    "sectors": N_("Sectors the members come from: %(sectors)s (%(number)s; the score counts up to %(target)s)."),
    "no-sector": N_("No member comes from one of the sectors that the score counts."),
    "in-field": N_("In your field or near it: %(names)s."),
    "not-in-field": N_("No suggested partner is known to work in your field or near it."),
    "in-trade": N_("In your trade: %(names)s."),
    "not-in-trade": N_("No suggested partner is known to be from your trade."),
    "nobody-lists": N_("Asked for, but listed by no suggested partner: %(things)s."),
    "offers": N_("Expertise you want, and who offers it: %(offers)s."),
    "offered-by": N_("%(expertise)s (%(names)s)"),
    "nobody-offers": N_("Expertise you want that no member offers: %(expertise)s."),
    "did-projects": N_("Did projects with you before: %(names)s."),
    "did-projects-with-members": N_("Did projects before with members who are already there: %(names)s."),
    "mixed": N_("New to the programme: %(newcomers)s; with experience in it: %(experienced)s."),
    "nobody-new": N_("No member is new to the programme."),
    "nobody-experienced": N_("No member has experience in the programme."),
    "anyone-may-leave": N_("Whichever suggested partner leaves, no rule is broken."),
    "it-may-leave": N_("If %(name)s leaves, no rule is broken."),
    "these-may-leave": N_("If one of these leaves, no rule is broken: %(names)s."),
    "nobody-may-leave": N_("Whichever suggested partner leaves, this is no longer met: %(rules)s."),
    "it-must-stay": N_("If %(name)s leaves, this is no longer met: %(rules)s."),
    "these-must-stay": N_("If one of these leaves (%(names)s), this is no longer met: %(rules)s."),
    "applicant-must-stay": N_("If %(name)s leaves, somebody else must be found who applies."),
    "rule": N_("“%(rule)s”"),
    "title": N_("“%(title)s”"),
    "field": N_("%(title)s (%(code)s)"),
    "nobody-knows": N_("Not known of any suggested partner: %(things)s."),
}
_LABELS: Final = {
    "highest-score": N_("highest score"),
    "closest": N_("closest to what you want to work on"),
    "all-expertise": N_("covers all the expertise you want"),
    "most-expertise": N_("covers the most of the expertise you want"),
    "most-sectors": N_("brings the most sectors together"),
    "holds": N_("stays valid whichever partner leaves"),
    "holds-best": N_("depends least on single partners"),
    "answers-best": N_("most likely to answer"),
    "worked-with-you": N_("has worked with you before"),
    "worked-most": N_("has worked most with you before"),
    "worked-with-members": N_("has worked with your members before"),
    "worked-most-with-members": N_("has worked most with your members before"),
    "gives-a-chance": N_("gives somebody new to the programme a chance"),
    "least-shown": N_("shown least often of late"),
    "least-open": N_("least to be confirmed"),
    "most-newcomers": N_("the most members new to the programme"),
    "most-experienced": N_("the most members with experience"),
    "most-countries": N_("the most countries"),
    "fewest": N_("the fewest partners"),
    "first-and": N_("%(first)s; %(second)s"),
}
_TEXTS: Final[Mapping[str, str]] = {**_REASONS, **_UNKNOWN, **_TO_CONFIRM, **_SUMMARY, **_LABELS}
_COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "same-priority": nN_("has the same priority: %(priorities)s", "has the same priorities: %(priorities)s"),
    "same-topic": nN_("works on your topic: %(topics)s", "works on topics of yours: %(topics)s"),
    "projects-with-you": nN_("did %(n)s project with you: %(projects)s", "did %(n)s projects with you: %(projects)s"),
    "projects-among": nN_(
        "did %(n)s project with you, among others: %(projects)s", "did %(n)s projects with you, among others: %(projects)s"
    ),
    "projects-with-members": nN_(
        "did %(n)s project with members who are already there: %(projects)s",
        "did %(n)s projects with members who are already there: %(projects)s",
    ),
    "projects-with-members-among": nN_(
        "did %(n)s project with members who are already there, among others: %(projects)s",
        "did %(n)s projects with members who are already there, among others: %(projects)s",
    ),
}
_EARLIER: Final[Mapping[str, str]] = {
    "the only one to stand for: %(sectors)s": "only-sector",
    "Sectors that different members stand for: %(sectors)s (%(number)s; the score counts up to %(target)s).": "sectors",
    "No member stands for one of the sectors that the score counts.": "no-sector",
    "stands for the most sectors": "most-sectors",
    "gives a newcomer a chance": "gives-a-chance",
    "the most newcomers": "most-newcomers",
}
"""What sentences said before, as kept answers still have it; their translations stand in `earlier.po`."""
_NAMES: Final = {
    **_EARLIER,
    **{text: name for name, text in _TEXTS.items()},
    **{one: name for name, (one, _) in _COUNTED.items()},
}


def word(name: str, /, **args: object) -> Message:
    """The sentence of that name. Raises KeyError."""
    return say(_TEXTS[name], **args)


def count(name: str, n: int, /, **args: object) -> Message:
    """The sentence of that name whose form follows the number `n`. Raises KeyError."""
    singular, plural = _COUNTED[name]
    return Message(singular, tuple(sorted({**args, "n": n}.items())), plural)


def is_name(text: object) -> bool:
    """Whether a sentence has that short name."""
    return text in _TEXTS or text in _COUNTED


def name_of(message: Message) -> str | None:
    """The short name of a sentence; None when it is none of these."""
    return _NAMES.get(message.text)
