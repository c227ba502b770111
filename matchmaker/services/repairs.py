"""What mends a consortium that a document describes, with the organisations of the database."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.inputs.request import Request
from matchmaker.matching.mending.cases import case_with
from matchmaker.matching.mending.guests import received
from matchmaker.matching.mending.repairs import LIMIT, RepairAnswer, repair
from matchmaker.matching.question import Circumstances
from matchmaker.matching.rounds import round_of
from matchmaker.models import Organisation
from matchmaker.programme.calls import Call
from matchmaker.services import capacity, facts, organisations, populations, seen, surroundings


def answer(
    session: Session,
    consortium: Consortium,
    call: Call,
    asked: Request | None = None,
    *,
    known: bool = False,
    limit: int = LIMIT,
    time_limit: float | None = None,
) -> RepairAnswer:
    """The repairs with organisations that joined; with `known` also with those only known from public records.

    asked: what is looked for and wished; its initiator is a member, as are its members, and they stay. Members are found by
    id, OID or PIC, whether they joined or not; of those whom nobody knows the document says everything. Raises `Invalid` when
    not exactly one member coordinates, or when the request does not suit the consortium.
    """
    everybody = populations.population(session, known=known)
    met = [one for one in consortium.members if one.role != "associated"]
    registered = [_registered(session, one) for one in met if one.id not in everybody.index]
    everybody = everybody.updated([facts.organisation(row) for row in registered if row is not None])
    whole, there = received(consortium, everybody)
    present = [one.id for one in whole.members]
    today = surroundings.today(session)
    number = round_of(call, whole, asked, today)
    unavailable = set(capacity.list_unavailable(session, call.id, number)).difference(present)
    given = Circumstances(
        population=there.without(unavailable),
        # Without a request somebody new may coordinate, who is S then: how much each of these did counts too.
        history=facts.history(session, around=present, and_partners=asked is None),
        call=call,
        today=today,
    )
    return repair(case_with(asked, whole, call), given, limit=limit, time_limit=time_limit)


def _registered(session: Session, member: Member) -> Organisation | None:
    """The member's row, by id or number, whether it joined or not."""
    numbers = [Organisation.oid == member.oid] if member.oid else []
    numbers += [Organisation.pic == member.pic] if member.pic else []
    found = organisations.find_organisation(session, member.id)
    return found or (
        session.scalars(select(Organisation).where(or_(*numbers), seen.by_anybody()).limit(1)).first() if numbers else None
    )
