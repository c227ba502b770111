"""Whether an answer still holds: unchanged since it was made, right by its own facts, and still up to date."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matchmaker.inputs import suggestion as documents
from matchmaker.inputs.suggestion import AnswerDocument
from matchmaker.language import N_, Message, say
from matchmaker.matching import graphs
from matchmaker.matching.documents import digest, facts_json
from matchmaker.matching.history import History
from matchmaker.matching.population import Population
from matchmaker.matching.rechecking import recheck
from matchmaker.matching.retelling import relabel
from matchmaker.programme.calls import Call

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
    outdated = list(_changes(answer, population, history))
    if any(one.eligibility.get("version") != call.version for one in answer.proposals):
        outdated.insert(0, say(N_("The rules of the call have changed since, so they were not checked again.")))
        return Verification((), tuple(outdated))
    refused: list[Message] = []
    for place, (proposal, labelled) in enumerate(zip(answer.proposals, relabel(answer), strict=True)):
        found = recheck(answer, proposal, call)
        wrong = (*found.refused, *labelled.refused, *_too_alike(answer, place))
        refused += [say(_PROPOSAL, number=place + 1, what=what) for what in wrong]
        reworded = dict.fromkeys((*found.reworded, *labelled.reworded))
        outdated += [say(_PROPOSAL, number=place + 1, what=what) for what in reworded]
    return Verification(tuple(refused), tuple(outdated))


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


def _too_alike(answer: AnswerDocument, place: int) -> Iterator[Message]:
    partners = set(answer.proposals[place].partners)
    if any(len(partners - set(other.partners)) < answer.request.min_difference for other in answer.proposals[:place]):
        yield say(N_("it differs too little from one before it"))


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
        present = [population.index[one] for one in answer.request.members if one in population.index]
        joint = graphs.joint_projects(graphs.ties(population, history, present), present)
        for proposal in answer.proposals:
            for one in proposal.partners:
                now = joint.get(population.index.get(one, -1), frozenset())
                if now != frozenset(proposal.joint_projects.get(one, ())):
                    yield say(N_("The past projects of %(id)s with members present have changed since."), id=one)
