"""Where an organisation is needed: open requests of others who agreed to be shown, without their names, and what each lacks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from matchmaker.eligibility.facts import Consortium as Facts
from matchmaker.eligibility.facts import Role
from matchmaker.inputs.request import Seat
from matchmaker.language import Message
from matchmaker.matching.membership import member
from matchmaker.matching.mending.cases import Case, case_of
from matchmaker.matching.mending.openings import Opening, openings
from matchmaker.matching.obstacles import rules_of
from matchmaker.matching.population import Population
from matchmaker.models import Consortium, Idea, Invitation, Member, Membership, Organisation, User
from matchmaker.models import Seat as SeatRow
from matchmaker.permissions import require
from matchmaker.programme.calls import Call
from matchmaker.services import capacity, facts, grounds, offers, populations, registered, rounds, suggestions, surroundings
from matchmaker.services.grounds import Place
from matchmaker.workflow import EDITABLE

MOST: Final = 300
"""Requests that are looked at, those described last."""
_OVER: Final = "withdrawn"
"""The state of a consortium that was given up: its idea asks as if there had been none."""
_Key = tuple[int, int]
"""The numbers of an idea and of one of its consortia; 0: none is being put together."""
_IDEAS: Final = (joinedload(Idea.organisation, innerjoin=True), selectinload(Idea.terms), selectinload(Idea.seats))


class _Seated(NamedTuple):
    """A member as it is read here."""

    key: str
    role: Role
    added_value: str
    seat: int | None


@dataclass(frozen=True, slots=True)
class _Made:
    """A consortium as it is read here, a few columns of it, for there are hundreds.

    is_open: it can be changed, and the organisation has not declined it. leading: keys of who started it and who holds it.
    """

    number: int
    is_open: bool
    leading: tuple[str, str]
    round: int | None
    variant: str | None
    members: list[_Seated] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


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
    """The requests in which it is needed: most rules closed and places filled first, then most rules neared, then by score.

    Only those of calls that are not over, whose initiator agreed to be shown, and for which the organisation is available by
    its own word: it takes requests, has room, and its offers do not say otherwise. Who asked it already is left out.
    """
    require(by, "organisation.openings", organisation)
    if organisation.joined_at is None or not capacity.takes_requests(organisation):
        return []
    ideas = {idea.id: idea for idea in _asking(session, organisation)}
    made = _consortia(session, ideas, organisation)
    population = _population(session, organisation, ideas.values(), [one for theirs in made.values() for one in theirs])
    found: dict[_Key, Case] = {}
    for idea in ideas.values():
        found |= _cases(session, idea, made[idea.id], organisation, population)
    guide, needs = surroundings.guide(session), dict[int, Need]()
    named = {call: rules_of(guide.call(call)) for call in {idea.call_id for idea in ideas.values()}}
    for one in _openings(session, organisation, found, population):
        idea = ideas[one.key[0]]
        needs.setdefault(idea.id, _need(one, one.situation.given.call, idea.organisation, named[idea.call_id]))
    return list(needs.values())


def _population(session: Session, organisation: Organisation, ideas: Iterable[Idea], made: Iterable[_Made]) -> Population:
    """Those that joined, and whoever else takes part in what is looked at."""
    keys = {organisation.key, *(idea.organisation.key for idea in ideas), *(one.key for each in made for one in each.members)}
    joined = populations.population(session)
    missing = [key for key in keys if key not in joined.index]
    rows = select(Organisation).options(selectinload(Organisation.terms), selectinload(Organisation.external_ids))
    everybody = grounds.with_rows(joined, session.scalars(rows.where(Organisation.key.in_(missing))) if missing else ())
    # Everybody's texts at once: the matcher asks for them call by call.
    texts = registered.texts_from(session)(list(keys))
    return everybody.reading(lambda _: texts)


def _openings(
    session: Session, organisation: Organisation, cases: Mapping[_Key, Case], population: Population
) -> Sequence[Opening[_Key]]:
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
    able: dict[tuple[str, int | None], bool] = {}
    for idea in session.scalars(query.order_by(Idea.updated_at.desc(), Idea.id.desc()).limit(MOST)):
        call = rounds.find_call(session, idea)
        if call is None:
            continue
        if (which := (call.id, call.seen_in)) not in able:
            able[which] = _is_able(session, organisation, call)
        if able[which]:
            yield idea


def _is_able(session: Session, organisation: Organisation, call: Call) -> bool:
    """Whether it can join for the round that the call is seen in."""
    if call.is_closed(surroundings.now(session)) or capacity.is_full(session, organisation, call.id, call.seen_in):
        return False
    return organisation.key not in offers.list_refusing(session, call.id)


def _consortia(session: Session, ideas: Mapping[int, Idea], organisation: Organisation) -> Mapping[int, list[_Made]]:
    """By the number of the idea, those that were not given up."""
    starts, holds = aliased(Organisation), aliased(Organisation)
    columns = (Consortium.id, Consortium.idea_id, Consortium.call_id, Consortium.state, starts.key, holds.key)
    rows = (
        select(*columns, Consortium.round, Consortium.variant).join(starts, Consortium.initiator).join(holds, Consortium.holder)
    )
    rows = rows.where(Consortium.idea_id.in_(ideas), Consortium.state != _OVER)
    asked = select(Invitation.consortium_id).where(Invitation.organisation_id == organisation.id, Invitation.state == "declined")
    declined = set(session.scalars(asked))
    by_number: dict[int, _Made] = {}
    found: defaultdict[int, list[_Made]] = defaultdict(list)
    for number, idea, call, state, start, hold, its_round, variant in session.execute(rows.order_by(Consortium.id)):
        is_open = state in EDITABLE and call == ideas[idea].call_id and number not in declined
        by_number[number] = _Made(number, is_open, (start, hold), its_round, variant)
        found[idea].append(by_number[number])
    who = select(Member.consortium_id, Organisation.key, Member.role, Member.added_value, Member.seat_id)
    who = who.join(Member.organisation).where(Member.consortium_id.in_(by_number)).order_by(Member.id)
    for number, key, role, added_value, seat in session.execute(who):
        by_number[number].members.append(_Seated(key, cast("Role", role), added_value, seat))
    seats = select(SeatRow.consortium_id, SeatRow.id, SeatRow.condition, SeatRow.code).order_by(SeatRow.position)
    for number, seat, condition, code in session.execute(seats.where(SeatRow.consortium_id.in_(by_number))):
        filled = (one.key for one in by_number[number].members if one.seat == seat)
        by_number[number].places.append(Place(condition, code, next(filled, None)))
    return found


def _cases(
    session: Session, idea: Idea, made: Sequence[_Made], organisation: Organisation, population: Population
) -> dict[_Key, Case]:
    """The consortia of an idea that are being put together; without any, the initiator alone.

    None when one of them has the organisation already, or all are past changing.
    """
    request, initiator = suggestions.request_of(session, idea, is_led=True), idea.organisation.key
    if not made:
        return {(idea.id, 0): case_of(request, population.read([population.index[initiator]]), initiator)}
    if any(one.key == organisation.key for each in made for one in each.members):
        return {}
    cases = {}
    for each in made:
        if each.is_open:
            rows = zip(population.read(population.index[one.key] for one in each.members), each.members, strict=True)
            members = tuple(member(one, row.role, row.added_value) for one, row in rows)
            said = Facts(members, facts.project(idea, each.variant), each.round)
            leads = said.coordinator.country if said.coordinator else None
            if rounds.was_over(session, idea.call_id, said.round, leads, surroundings.now(session)):
                continue
            cases[idea.id, each.number] = grounds.case_of_rows(said, request, idea.call_id, each.leading, each.places)
    return cases


def _need(opening: Opening[_Key], call: Call, initiator: Organisation, named: Mapping[str, Message]) -> Need:
    """An opening in words that name nobody. named: the call's rules."""
    return Need(
        call=call,
        country=initiator.country,
        kind=initiator.kind,
        type=initiator.type,
        closes=tuple(named[rule] for rule in opening.closes),
        nears=tuple(named[rule] for rule in opening.nears),
        fills=opening.fills,
        still=tuple(sentence for rule, sentence in named.items() if rule in opening.after.fails),
        is_begun=bool(opening.key[1]),
    )
