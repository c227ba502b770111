"""Whether an answer still holds: unchanged since it was made, right by its own facts, and still up to date."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from matchmaker.inputs import suggestion as documents
from matchmaker.inputs.suggestion import AnswerDocument, JointProject, ProposalDocument, facts_json
from matchmaker.language import N_, Message, say
from matchmaker.matching import past
from matchmaker.matching.documents import digest
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from matchmaker.matching.rechecking import SAME, recheck
from matchmaker.matching.saying.retelling import Retold, reexplain, relabel
from matchmaker.programme import plain, versions
from matchmaker.programme.calls import Call

SHORT = 16
"""Characters of a version, a SHA-256, that a sentence repeats."""
_PROPOSAL = N_("Proposal %(number)s: %(what)s")


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found. refused: what does not hold; outdated: what has changed since the answer was made, no failure."""

    refused: tuple[Message, ...]
    outdated: tuple[Message, ...]

    @property
    def holds(self) -> bool:
        """Whether everything holds as it was when the answer was made."""
        return not self.refused


def verify(
    document: object,
    call_of: Callable[[str], Call],
    population: Population | None = None,
    history: History | None = None,
) -> Verification:
    """Check an answer of `suggest --json`.

    With a population, and with a history, also tell what has changed since. Raises `Invalid` when the document is no such
    answer, `NotFound` when its call is not known.
    """
    if changed := tuple(_checksum(document)):
        return Verification(changed, ())
    answer = documents.parse(document)
    call = call_of(answer.request.call)
    if not answer.formula.is_ours:
        return Verification((say(N_("It is scored by a formula that is not known here, or whose weights are others.")),), ())
    whole = reexplain(answer)
    outdated = [*_changes(answer, population, history), *whole.reworded]
    refused = [*_other_versions(answer, call), *_whole(answer), *whole.refused]
    for place, (proposal, labelled) in enumerate(zip(answer.proposals, relabel(answer), strict=True)):
        found = _rechecked(answer, proposal, call)
        wrong = (*found.refused, *labelled.refused, *_among_others(answer, place))
        refused += [say(_PROPOSAL, number=place + 1, what=what) for what in wrong]
        reworded = dict.fromkeys((*found.reworded, *labelled.reworded))
        outdated += [say(_PROPOSAL, number=place + 1, what=what) for what in reworded]
    return Verification(tuple(refused), tuple(outdated))


def _rechecked(answer: AnswerDocument, proposal: ProposalDocument, call: Call) -> Retold:
    """The proposal, checked again as the variant of the call that it says it is."""
    named = proposal.eligibility.get("variant")
    seen = plain.variant(call, named if isinstance(named, str) else None)
    if seen is None or (seen.variant and answer.request.project.variant not in (None, seen.variant.id)):
        return Retold((say(N_("it does not say which kind of project it is, or is of another kind than was asked for")),))
    if seen.variant is None:
        return recheck(answer, proposal, seen)
    return recheck(answer.model_copy(update={"request": answer.request.for_call(seen)}), proposal, seen)


def _checksum(document: object) -> Iterator[Message]:
    """Whether the document is as it was written; what has no checksum and no proposals is left to the parser."""
    if isinstance(document, dict) and "proposals" in document:
        rest = {key: value for key, value in document.items() if key != "sha256"}
        try:
            unchanged = document.get("sha256") == digest(rest)
        except (TypeError, ValueError, RecursionError):
            unchanged = False
        if not unchanged:
            yield say(N_("The document is not as it was made: its checksum differs."))


def _other_versions(answer: AnswerDocument, call: Call) -> Iterator[Message]:
    """Each version of the call's rules that is not ours: whether these still hold cannot be told, so nobody is told that."""
    stated = [one.eligibility.get("version") for one in answer.proposals]
    if not all(isinstance(one, str) and one for one in stated):
        yield say(N_("It does not say under which version of the call its rules were checked: ask again."))
    for then in dict.fromkeys(one for one in stated if isinstance(one, str) and one and not versions.is_of(call, one)):
        text = N_("Its rules were checked under version %(then)s of the call, and this is version %(now)s: ask again.")
        yield say(text, then=then[:SHORT], now=call.version[:SHORT])


def _whole(answer: AnswerDocument) -> Iterator[Message]:
    """Whether the answer as a whole may have these proposals; it has at least one."""
    if answer.status != "ok":
        yield say(N_("It says that nothing was found, and has proposals."))
    if answer.to_give_up:
        yield say(N_("It names wishes to be given up, and has proposals that meet all of them."))
    known = [(one, facts) for proposal in answer.proposals for one, facts in proposal.facts.items()]
    first = dict(reversed(known))
    if several := tuple(dict.fromkeys(one for one, facts in known if facts != first[one])):
        yield say(N_("Its proposals do not carry the same facts about: %(ids)s"), ids=several)
    if len(answer.proposals) > answer.request.limit:
        yield say(N_("It has more proposals than were asked for."))


def _among_others(answer: AnswerDocument, place: int) -> Iterator[Message]:
    """Each is the best of those that differ enough from all before it, so whatever comes later could have been it."""
    own, partners = answer.proposals[place], set(answer.proposals[place].partners)
    if any(len(partners - set(other.partners)) < answer.request.min_difference for other in answer.proposals[:place]):
        yield say(N_("it differs too little from one before it"))
    # Before any points were given up for fair exposure.
    if any(other.score + other.price > own.proof.bound + SAME for other in answer.proposals[place + 1 :]):
        yield say(N_("one after it scores more than it says is possible"))


def _changes(answer: AnswerDocument, population: Population | None, history: History | None) -> Iterator[Message]:
    """What is no longer as it was."""
    facts = {one: known for proposal in answer.proposals for one, known in proposal.facts_sha256.items()}
    if population is not None:
        for one, known in sorted(facts.items()):
            position = population.index.get(one)
            if position is None:
                yield say(N_("%(id)s is no longer there."), id=one)
            elif digest(facts_json(population.read([position])[0])) != known:
                yield say(N_("The facts about %(id)s have changed since."), id=one)
        counts = {term: population.df(term) for term in answer.population.df}
        if (population.size, counts) != (answer.population.size, answer.population.df):
            yield say(N_("Others have come, gone or changed since, which changes how much a field, priority or topic counts."))
    if population is not None and history is not None:
        yield from dict.fromkeys(_changes_of_the_past(answer, population, history))


def _changes_of_the_past(answer: AnswerDocument, population: Population, history: History) -> Iterator[Message]:
    """Whose past projects are no longer as they were. Topics are compared as far as the history tells any."""
    present = [population.index[one] for one in answer.request.members if one in population.index]
    ties = past.ties(population, history, present, answer.request.topics)
    for proposal in answer.proposals:
        joint = {one: ties.joint_projects.get(population.index.get(one, -1), frozenset()) for one in proposal.partners}
        changed = {one for one, projects in joint.items() if projects != frozenset(proposal.joint_projects.get(one, ()))}
        now = past.past(population, history, ties.numbers, chain.from_iterable(joint.values()))
        for member, _ in sorted(now.numbers.items() - proposal.past.numbers.items()):
            yield say(N_("The past projects of %(id)s have changed since."), id=member)
        other = {
            key
            for key, told in proposal.past.projects.items()
            if _told_otherwise(told, now.projects.get(key), history.topics.get(key))
        }
        changed |= {one for one, projects in joint.items() if projects & other}
        for one in sorted(changed):
            yield say(N_("The past projects of %(id)s with members present have changed since."), id=one)


def _told_otherwise(then: JointProject, now: JointProject | None, topics: Collection[str] | None) -> bool:
    """Whether others took part in a joint project, or its topics, where they are known, are other ones."""
    return now is not None and (set(then.members) != set(now.members) or (topics is not None and set(then.topics) != set(topics)))
