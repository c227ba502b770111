"""Where an organisation is needed: open requests of others who agreed to be shown, without their names, and what each lacks."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matchmaker.inputs.request import Seat
from matchmaker.language import Message
from matchmaker.matching.mending.cases import Case, case_of
from matchmaker.matching.mending.openings import Opening, openings
from matchmaker.matching.obstacles import rules_of
from matchmaker.models import Consortium, Idea, Member, Membership, Organisation, User
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.services import capacity, facts, grounds, offers, populations, registered, suggestions, surroundings
from matchmaker.workflow import EDITABLE

MOST: Final = 300
"""Requests that are looked at, those described last."""
_OVER: Final = "withdrawn"
"""The state of a consortium that was given up: its idea asks as if there had been none."""
_Key = tuple[int, int]
"""The numbers of an idea and of one of its consortia; 0: none is being put together."""
_ORGANISATION: Final = joinedload(Idea.organisation)
_IDEAS: Final = (
    _ORGANISATION.selectinload(Organisation.terms),
    _ORGANISATION.selectinload(Organisation.external_ids),
    selectinload(Idea.terms),
    selectinload(Idea.seats),
)
_MEMBER: Final = selectinload(Consortium.members).joinedload(Member.organisation, innerjoin=True)
_CONSORTIA: Final = (
    _MEMBER.selectinload(Organisation.terms),
    _MEMBER.selectinload(Organisation.external_ids),
    selectinload(Consortium.seats),
    selectinload(Consortium.invitations),
    joinedload(Consortium.initiator),
    joinedload(Consortium.holder),
)


@dataclass(frozen=True, slots=True)
class Need:
    """A request in which an organisation would close something.

    country, kind, type: of the initiator, and nothing else of it. closes, nears: rules that would be met, or would lack
    less; fills: places; still: what would fail even then. is_begun: a consortium is being put together.
    """

    call: Call
    country: str
    kind: str | None
    type: str
    closes: tuple[Message, ...]
    nears: tuple[Message, ...]
    fills: tuple[Seat, ...]
    still: tuple[Message, ...]
    is_begun: bool


def list_needs(session: Session, organisation: Organisation, *, by: User) -> list[Need]:
    """The requests in which it is needed: most rules closed first, then most come nearer to, then by the resulting score.

    Only those of calls that are not over, whose initiator agreed to be shown, and for which the organisation is available by
    its own word: it takes requests, has room, and its offers do not say otherwise. Who asked it already is left out.
    """
    require(by, "organisation.openings", organisation)
    if organisation.joined_at is None or not organisation.open_to_requests:
        return []
    ideas = {idea.id: idea for idea in _asking(session, organisation)}
    made = _consortia(session, ideas)
    found: dict[_Key, Case] = {}
    for idea in ideas.values():
        found |= _cases(session, idea, made[idea.id], organisation)
    needs: dict[int, Need] = {}
    for one in _openings(session, organisation, found, [*ideas.values()], [one for theirs in made.values() for one in theirs]):
        idea = ideas[one.key[0]]
        needs.setdefault(idea.id, _need(one, surroundings.guide(session).call(idea.call_id), idea.organisation))
    return list(needs.values())


def _openings(
    session: Session, organisation: Organisation, cases: Mapping[_Key, Case], ideas: Sequence[Idea], made: Sequence[Consortium]
) -> Sequence[Opening[_Key]]:
    rows = {row.key: row for row in (organisation, *(idea.organisation for idea in ideas))}
    rows |= {one.organisation.key: one.organisation for consortium in made for one in consortium.members}
    # Everybody's texts at once: the matcher asks for them request by request.
    texts = registered.texts_from(session)(list(rows))
    population = grounds.with_rows(populations.population(session), rows.values()).reading(lambda _: texts)
    # The score counts past projects with whoever stays, who may be others than the initiator.
    staying = sorted({one for case in cases.values() for one in case.request.members})
    history, today = facts.history(session, around=staying), surroundings.today(session)
    return openings(organisation.key, cases, population, history, today, call_of=surroundings.guide(session).call)


def _asking(session: Session, organisation: Organisation) -> Iterator[Idea]:
    """The ideas of others that are open, agreed to be shown, and are for a call it can join now.

    Those of whom nobody has confirmed an address reach no other desk.
    """
    query = select(Idea).where(Idea.is_open, Idea.is_shown, Idea.organisation_id != organisation.id).options(*_IDEAS)
    confirmed = select(Membership.organisation_id).join(Membership.user).where(User.confirmed_at.is_not(None))
    query = query.where(Idea.organisation_id.in_(confirmed))
    able: dict[str, bool] = {}
    for idea in session.scalars(query.order_by(Idea.updated_at.desc(), Idea.id.desc()).limit(MOST)):
        if idea.call_id not in able:
            able[idea.call_id] = _is_able(session, organisation, idea.call_id)
        if able[idea.call_id]:
            yield idea


def _is_able(session: Session, organisation: Organisation, call_id: str) -> bool:
    call = surroundings.guide(session).calls.get(call_id)
    if call is None or call.is_closed(surroundings.now(session)):
        return False
    if capacity.is_full(session, organisation, call_id):
        return False
    return organisation.key not in offers.list_refusing(session, call_id)


def _consortia(session: Session, ideas: Mapping[int, Idea]) -> Mapping[int, list[Consortium]]:
    """By the number of the idea, those that were not given up."""
    query = select(Consortium).where(Consortium.idea_id.in_(ideas), Consortium.state != _OVER).options(*_CONSORTIA)
    found: defaultdict[int, list[Consortium]] = defaultdict(list)
    for one in session.scalars(query.order_by(Consortium.id)):
        found[one.idea_id].append(one)
    return found


def _cases(session: Session, idea: Idea, made: Sequence[Consortium], organisation: Organisation) -> dict[_Key, Case]:
    """The consortia of an idea that are being put together; without any, the initiator alone.

    None when one of them has the organisation already, or all are past changing.
    """
    if not made:
        request = suggestions.request_of(session, idea)
        return {(idea.id, 0): case_of(request, [facts.organisation(idea.organisation)], idea.organisation.key)}
    if any(one.organisation_id == organisation.id for consortium in made for one in consortium.members):
        return {}
    return {
        (idea.id, consortium.id): grounds.case_of_consortium(session, consortium)
        for consortium in made
        if consortium.state in EDITABLE and consortium.call_id == idea.call_id and not _declined(consortium, organisation)
    }


def _declined(consortium: Consortium, organisation: Organisation) -> bool:
    return any(one.organisation_id == organisation.id and one.state == "declined" for one in consortium.invitations)


def _need(opening: Opening[_Key], call: Call, initiator: Organisation) -> Need:
    """An opening in words that name nobody."""
    named = rules_of(call)
    return Need(
        call=call,
        country=initiator.country,
        kind=initiator.kind,
        type=initiator.type,
        closes=tuple(named[rule] for rule in opening.closes),
        nears=tuple(named[rule] for rule in opening.nears),
        fills=opening.fills,
        still=tuple(sentence for rule, sentence in named.items() if rule in opening.effect.after.fails),
        is_begun=bool(opening.key[1]),
    )
