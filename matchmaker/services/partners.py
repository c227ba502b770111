"""What is known of each partner of a consortium for the application: rows to the facts of `matchmaker.readiness`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker import eligibility
from matchmaker.models import Consortium, Member, PartnerSheet, ReadinessMark, User
from matchmaker.readiness.facts import Facts, Mark, Paper
from matchmaker.services import coordinators, facts, rounds, sheets, surroundings, uploads


def list_facts(session: Session, consortium: Consortium) -> list[Facts]:
    """One of each member, in a number of queries that does not grow with them."""
    call = rounds.call_of(session, consortium)
    report = eligibility.check(facts.consortium(consortium), call, surroundings.today(session), beside=False)
    asked = {key for one in report.rules if one.rule == "eche" for key in (*one.witness, *one.missing)}
    theirs = select(PartnerSheet).where(PartnerSheet.consortium_id == consortium.id)
    sheets = {one.organisation_id: one for one in session.scalars(theirs)}
    marks, papers = _marks(session, consortium), _papers(session, consortium)
    unsure = coordinators.list_to_confirm(consortium)
    return [
        replace(
            _of(one, sheets.get(one.organisation_id)),
            is_holder=one.organisation_id == consortium.holder_id,
            agrees=one not in unsure,
            needs_eche=one.organisation.key in asked,
            papers=papers.get(one.organisation_id, ()),
            marks=marks.get(one.organisation_id, {}),
        )
        for one in consortium.members
    ]


def _of(member: Member, sheet: PartnerSheet | None) -> Facts:
    organisation = member.organisation
    flags = {term.code for term in organisation.terms if term.vocabulary == "flag"}
    known = Facts(
        organisation=organisation.id,
        key=organisation.key,
        name=organisation.name or organisation.key,
        role=member.role,
        joined_on=surroundings.day(member.joined_at) if member.joined_at else None,
        is_guest=organisation.is_guest,
        oid=organisation.oid or "",
        pic=organisation.pic or "",
        established=organisation.established,
        has_eche=True if "eche" in flags else False if "no_eche" in flags else None,
    )
    if sheet is None:
        return known
    return replace(
        known,
        said=sheets.fields(sheet, member),
        changed=sheets.changed(sheet, member),
        lacks=tuple(sheets.FIELDS[name] for name in sheets.missing(sheet, member)),
        confirmed_on=surroundings.day(sheet.confirmed_at) if sheet.confirmed_at else None,
        authority=sheet.confirmed_authority,
    )


def _marks(session: Session, consortium: Consortium) -> Mapping[int, Mapping[str, Mark]]:
    """By organisation and item."""
    rows = select(ReadinessMark, User.name).outerjoin(User, ReadinessMark.decided_by_id == User.id)
    found: dict[int, dict[str, Mark]] = defaultdict(dict)
    for row, name in session.execute(rows.where(ReadinessMark.consortium_id == consortium.id)):
        found[row.organisation_id][row.item] = Mark(
            asked_at=row.asked_at,
            decision=row.decision,
            reason=row.reason,
            of_sha256=row.of_sha256,
            decided_at=row.decided_at,
            by=name or "",
        )
    return found


def _papers(session: Session, consortium: Consortium) -> Mapping[int, Sequence[Paper]]:
    """By organisation, the oldest first."""
    found: dict[int, list[Paper]] = defaultdict(list)
    for one in uploads.list_of(session, consortium):
        day = surroundings.day(one.uploaded_at)
        found[one.organisation_id].append(Paper(one.document, one.name, one.sha256, day))
    return found
