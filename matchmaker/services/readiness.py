"""How far each partner is with what the call asks: read, asked for, accepted or given back."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, NotFound, Refused
from matchmaker.inputs.readiness import GivingBack, Opened
from matchmaker.language import N_, Message, say
from matchmaker.models import Consortium, Member, ReadinessMark, User
from matchmaker.permissions import may
from matchmaker.readiness import items
from matchmaker.readiness.boards import Board, Column, Item
from matchmaker.services import (
    deadlines,
    history,
    notices,
    partner_access,
    partners,
    practice,
    rounds,
    surroundings,
    uploads,
)
from matchmaker.services.mails import Fact, Lead
from matchmaker.services.versions import begin

AGAIN: Final = timedelta(days=1)
"""So long a thing is not asked for again."""


def board(session: Session, consortium: Consortium) -> Board:
    """Every partner, and what the call asks of it. Raises `NotFound` when an operator has taken the call away."""
    rounds.call_of(session, consortium)
    return boards(session, [consortium])[consortium.id]


def boards(session: Session, rows: Collection[Consortium]) -> dict[int, Board]:
    """The same by consortium, in as many queries for many as for one; none of one whose call was taken away."""
    return {
        row.id: items.board(
            known[row.id],
            rounds.call_of(session, row),
            grant=row.asked_grant,
            deadline=deadlines.applying(session, row),
            internal=deadlines.internal(session, row),
        )
        for known in [partners.list_facts(session, rows)]
        for row in rows
        if row.id in known
    }


def shown_to(whole: Board, consortium: Consortium, *, by: User) -> Board:
    """What of it this person may see: all, who acts for whoever holds the consortium; else that of their own organisations."""
    if may(by, "consortium.readiness", consortium):
        return whole
    mine = {one.organisation_id for one in by.memberships}
    joined = {one.organisation_id for one in consortium.members if one.joined_at is not None}
    return whole.only(mine & joined)


def ask(session: Session, consortium: Consortium, wanted: Mapping[int, Collection[str] | None] | None = None, *, by: User) -> int:
    """Ask partners for what is missing, one mail each; how many were asked. A thing is asked for once a day at most.

    wanted: the keys of items by the number of the organisation, None for all that it lacks; None: all that everybody lacks.
    Raises `Refused` where nobody is to be asked.
    """
    begin(session, "consortium.review", consortium, by=by)
    uploads.refuse_over(consortium)
    now, asked = surroundings.now(session), 0
    for column in board(session, consortium).columns:
        named = None if wanted is None else wanted.get(column.organisation, ())
        due = [
            one for one in column.items if _is_to_be_asked(one, named) and (one.asked_at is None or one.asked_at <= now - AGAIN)
        ]
        member = _member(consortium, column.organisation)
        if not due or column.is_holder or not _can_be_asked(session, member):
            continue
        for item in due:
            mark = _mark(session, consortium, column.organisation, item.key)
            mark.asked_at, mark.asked_by_id = now, by.id
        _write_to(session, consortium, member, due)
        asked += 1
        history.record(session, by, "readiness.ask", consortium=consortium, organisation=member.organisation)
    if not asked:
        sentence = N_("There is nobody to ask: nothing is missing, or it was asked for less than a day ago.")
        raise Refused(say(sentence), say(N_("Each thing is asked for once a day at most.")))
    session.flush()
    return asked


def accept(session: Session, consortium: Consortium, opened: Opened, *, by: User) -> None:
    """Say that one thing is as it should be, having opened it.

    Raises `Conflict` where it is another one by now, `Refused` where nothing is there.
    """
    column, item = _begin_deciding(session, consortium, opened, by)
    _decide(session, _mark(session, consortium, column.organisation, item.key), item, "accepted", by)
    history.record(
        session, by, "readiness.accept", consortium=consortium, organisation=_member(consortium, column.organisation).organisation
    )


def give_back(session: Session, consortium: Consortium, opened: Opened, form: GivingBack, *, by: User) -> None:
    """Say why one thing is not as it should be; the partner is told. Raises as `accept` does."""
    column, item = _begin_deciding(session, consortium, opened, by)
    mark = _mark(session, consortium, column.organisation, item.key)
    mark.reason = form.reason
    _decide(session, mark, item, "returned", by)
    organisation = _member(consortium, column.organisation).organisation
    history.record(session, by, "readiness.give_back", consortium=consortium, organisation=organisation)
    subject = say(N_("“%(title)s”: something is to be mended"), title=consortium.title)
    what = Fact(say(N_("What")), item.name)
    said = (what, Fact(say(N_("Why")), form.reason))
    notices.tell(session, consortium, organisation, subject, *said, leads=_leads(consortium))


def _is_to_be_asked(item: Item, named: Collection[str] | None) -> bool:
    """All that counts and the partner can do, or what was named, also where it is only advised."""
    if named is None:
        return item.waits_for_partner
    return item.key in named and item.state in ("missing", "asked", "returned")


def _can_be_asked(session: Session, member: Member) -> bool:
    """A guest that has joined is reached by its link, once it has said where to."""
    if member.joined_at is None or not member.organisation.is_guest:
        return member.joined_at is not None
    known = partner_access.address_of(session, member.consortium, member.organisation)
    return known is not None and not practice.is_practice(session, member.consortium)


def _write_to(session: Session, consortium: Consortium, member: Member, due: list[Item]) -> None:
    """One mail with all of it."""
    subject = say(N_("“%(title)s”: %(holder)s asks you for something"), title=consortium.title, holder=consortium.holder.name)
    listed: list[Message | Fact] = [say(N_("For the application something is still needed of you."))]
    said = tuple(one.name for one in due if not one.key.startswith(items.DOCUMENT))
    if said:
        listed.append(Fact(say(N_("To be said or confirmed")), said))
    listed += [Fact(one.name, one.stage) for one in due if one.key.startswith(items.DOCUMENT)]
    untils = [one.until for one in due if one.until is not None]
    if untils:
        listed.append(Fact(say(N_("Until")), surroundings.day(min(untils))))
    notices.tell(session, consortium, member.organisation, subject, *listed, leads=_leads(consortium))


def _leads(consortium: Consortium) -> tuple[Lead, ...]:
    return (Lead(say(N_("To what is asked of you")), f"/consortia/{consortium.id}/readiness"),)


def _begin_deciding(session: Session, consortium: Consortium, opened: Opened, by: User) -> tuple[Column, Item]:
    """What both decisions begin with: it is this person's, and about the thing that was opened."""
    begin(session, "consortium.review", consortium, by=by)
    uploads.refuse_over(consortium)
    column = board(session, consortium).column(opened.organisation)
    item = column.item(opened.item) if column else None
    if column is None or item is None:
        raise NotFound(say(N_("Somebody else has taken away what this is about.")))
    if not item.sha256:
        raise Refused(say(N_("There is nothing to look at yet.")), say(N_("Ask the partner for it.")))
    if item.sha256 != opened.sha256:
        raise Conflict(say(N_("This changed after you opened it. Nothing was decided: look at it again.")))
    return column, item


def _decide(session: Session, mark: ReadinessMark, item: Item, decision: str, by: User) -> None:
    mark.decision, mark.of_sha256 = decision, item.sha256
    mark.decided_at, mark.decided_by_id = surroundings.now(session), by.id
    session.flush()


def _mark(session: Session, consortium: Consortium, organisation_id: int, key: str) -> ReadinessMark:
    """What was asked and decided about one thing, as it is now."""
    found = session.get(ReadinessMark, (consortium.id, organisation_id, key), populate_existing=True)
    if found is None:
        found = ReadinessMark(consortium_id=consortium.id, organisation_id=organisation_id, item=key, decision="none")
        session.add(found)
    return found


def _member(consortium: Consortium, organisation_id: int) -> Member:
    return next(one for one in consortium.members if one.organisation_id == organisation_id)
