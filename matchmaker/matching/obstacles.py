"""Why nothing meets a request: the rules that stand in the way, and the fewest wishes whose giving up helps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matchmaker.inputs.request import Request, Size
from matchmaker.language import N_, Either, Message, nN_, nsay, say
from matchmaker.matching import scarcity
from matchmaker.matching.clock import Clock, TimeIsUp
from matchmaker.matching.questions import Questions
from matchmaker.matching.smallest import smallest
from matchmaker.matching.wishes import Wish, less, wishes
from matchmaker.programme import plain, sentences, wording
from matchmaker.programme.calls import Call

SHOWN = 4
"""Smallest sets of wishes, or of rules, that are looked for and named."""

_NOTHING = nN_(
    "Looking at %(n)s organisation, nothing meets the call's rules and all your wishes.",
    "Of the %(n)s organisations we looked at, no combination meets the call's rules and all your wishes.",
)


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands in the way. rules: ids of rules that cannot be met, whatever is wished or beside the wishes.

    to_give_up: smallest sets of wishes whose giving up helps; empty when none does, or when time ended. complete: it did not.
    scarce: how many organisations meet what is asked for, a sentence for each.
    """

    message: Message
    rules: tuple[str, ...] = ()
    to_give_up: tuple[tuple[Wish, ...], ...] = ()
    scarce: tuple[Message, ...] = ()
    complete: bool = True


class _Trial:
    """Whether anything meets a request, with some wishes or rules left out."""

    def __init__(self, questions: Questions, clock: Clock) -> None:
        self._questions, self._clock = questions, clock

    def works(self, given_up: Sequence[Wish] = (), without: Iterable[str] = ()) -> bool:
        """Raises `TimeIsUp`."""
        return self.is_met(less(self._questions.request, given_up), without)

    def is_met(self, request: Request, without: Iterable[str] = ()) -> bool:
        """The same for another request."""
        outcome = self._questions.otherwise(request, without).search(self._clock, any_will_do=True)
        if outcome.best is None and not outcome.complete:
            raise TimeIsUp
        return outcome.best is not None


def explain(questions: Questions, clock: Clock) -> Obstacles:
    """What stands in the way, for a request to which there is no answer."""
    given, request, trial = questions.given, questions.request, _Trial(questions, clock)
    call = plain.variant(given.call, request.project.variant) or given.call
    if not questions.each:
        return Obstacles(wording.not_searched(call))
    first = nsay(*_NOTHING, given.population.size)
    asked = wishes(request, given.population, call)
    rules = rules_of(call)
    try:
        free = [_wishless(request, asked, decided=decided) for decided in (True, False)]
        if not any(trial.is_met(one) for one in free):
            sets = smallest(list(rules), lambda some: any(trial.is_met(one, some) for one in free), sets=SHOWN)
            named = tuple(dict.fromkeys(rule for some in sets for rule in some))
            message = _whatever_is_wished(first, [rules[rule] for rule in named])
            return Obstacles(message, named, scarce=tuple(scarcity.of_rules(questions, call, named, asked)))
        standing = tuple(rule for rule in rules if trial.works((), {rule}))
        helpful = _helpful(asked, trial)
    except TimeIsUp:
        said = say(N_("%(first)s What stands in the way was not found in the time given."), first=first)
        return Obstacles(said, scarce=tuple(scarcity.of_wishes(questions, asked)), complete=False)
    if standing:
        text = N_("%(first)s Cannot be met beside your wishes: %(rules)s.")
        first = say(text, first=first, rules=tuple(rules[rule] for rule in standing[:SHOWN]))
    scarce = tuple(scarcity.of_wishes(questions, asked))
    return Obstacles(_helped_by(first, helpful), standing, tuple(helpful), scarce)


def rules_of(call: Call) -> dict[str, Message]:
    """Rule id -> its sentence in quotation marks, in the call's order; what variants ask under one id as alternatives.

    Without those of variants that are only checked.
    """
    found: dict[str, list[Message]] = {}
    searched = [one.variant for one in call.each_variant if one.is_searched]
    for stated in (one for one in sentences.of(call) if one.variant is None or one.variant in searched):
        found.setdefault(stated.id, []).append(stated.sentence)
    found["one-entity-once"] = [say(N_("One legal entity takes part once"))]
    quoted = {rule: [say(N_("“%(sentence)s”"), sentence=one) for one in several] for rule, several in found.items()}
    return {
        rule: several[-1] if not call.variants or len(several) == 1 else say("%(several)s", several=Either(tuple(several)))
        for rule, several in quoted.items()
    }


def _helpful(asked: Sequence[Wish], trial: _Trial) -> list[tuple[Wish, ...]]:
    """The smallest sets of wishes whose giving up helps.

    Giving up more never helps less, but for the wish that says who coordinates: without it somebody else does. So the other
    wishes are looked at once beside it and once without it.
    """
    plain = [wish for wish in asked if not wish.decides]
    deciding = [wish for wish in asked if wish.decides]
    kept = smallest(plain, trial.works, sets=SHOWN)
    fewest = len(kept[0]) if kept else len(asked)
    changed = smallest(plain, lambda some: trial.works((*some, *deciding)), sets=SHOWN, at_most=fewest - len(deciding))
    sets = [*kept, *((*some, *deciding) for some in changed)]
    fewest = min(map(len, sets), default=0)
    return [tuple(wish for wish in asked if wish in some) for some in sets if len(some) == fewest][:SHOWN]


def _whatever_is_wished(first: Message, rules: Sequence[Message]) -> Message:
    """The rules that nobody we know can meet."""
    if not rules:
        return say(N_("%(first)s Giving up wishes does not help."), first=first)
    text = N_("%(first)s Whatever you wish, the organisations we know and those already there cannot meet: %(rules)s.")
    return say(text, first=first, rules=tuple(rules))


def _helped_by(first: Message, sets: Sequence[tuple[Wish, ...]]) -> Message:
    """The wishes whose giving up helps."""
    if not sets:
        return say(N_("%(first)s Giving up wishes does not help."), first=first)
    listed = tuple(say(N_("“%(wishes)s”"), wishes=tuple(wish.label for wish in some)) for some in sets)
    text = N_("%(first)s It would help to give up %(ways)s.")
    several = N_("%(first)s It would help to give up one of these: %(ways)s.")
    return say(text if len(listed) == 1 else several, first=first, ways=Either(listed))


def _wishless(request: Request, asked: Iterable[Wish], *, decided: bool) -> Request:
    """The request without any wish, for any smaller size too; with `decided` who coordinates stays as it was asked."""
    bare = less(request, (wish for wish in asked if not (decided and wish.decides)))
    return bare.model_copy(update={"size": Size(min=1, max=bare.size.max)})
