"""What is known of each partner of a consortium for the application: rows to the facts of `matchmaker.readiness`."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker import eligibility
from matchmaker.models import Consortium, Member, PartnerSheet, ReadinessMark, Upload, User
from matchmaker.readiness.facts import Facts, Mark, Paper
from matchmaker.services import coordinators, facts, rounds, sheets, surroundings


def list_facts(session: Session, rows: Collection[Consortium]) -> dict[int, list[Facts]]:
    """By consortium, one of each member; in as many queries for many consortia as for one. One whose call is gone has none."""
    numbers = [one.id for one in rows]
    theirs = select(PartnerSheet).where(PartnerSheet.consortium_id.in_(numbers))
    stored = {(one.consortium_id, one.organisation_id): one for one in session.scalars(theirs)}
    marks, papers = _marks(session, numbers), _papers(session, numbers)
    found: dict[int, list[Facts]] = {}
    for row in rows:
        call = rounds.find_call(session, row)
        if call is None:
            continue
        report = eligibility.check(facts.consortium(row), call, surroundings.today(session), beside=False)
        asked = {key for one in report.rules if one.rule == "eche" for key in (*one.witness, *one.missing)}
        unsure = coordinators.list_to_confirm(row)
        found[row.id] = [
            replace(
                _of(one, stored.get((row.id, one.organisation_id))),
                is_holder=one.organisation_id == row.holder_id,
                agrees=one not in unsure,
                needs_eche=one.organisation.key in asked,
                papers=papers.get((row.id, one.organisation_id), ()),
                marks=marks.get((row.id, one.organisation_id), {}),
            )
            for one in row.members
        ]
    return found


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


def _marks(session: Session, numbers: Collection[int]) -> Mapping[tuple[int, int], Mapping[str, Mark]]:
    """By consortium and organisation, those of each item."""
    rows = select(ReadinessMark, User.name).outerjoin(User, ReadinessMark.decided_by_id == User.id)
    found: dict[tuple[int, int], dict[str, Mark]] = defaultdict(dict)
    for row, name in session.execute(rows.where(ReadinessMark.consortium_id.in_(numbers))):
        found[row.consortium_id, row.organisation_id][row.item] = Mark(
            asked_at=row.asked_at,
            decision=row.decision,
            reason=row.reason,
            of_sha256=row.of_sha256,
            decided_at=row.decided_at,
            by=name or "",
        )
    return found


def _papers(session: Session, numbers: Collection[int]) -> Mapping[tuple[int, int], Sequence[Paper]]:
    """By consortium and organisation, the oldest first."""
    found: dict[tuple[int, int], list[Paper]] = defaultdict(list)
    for one in session.scalars(select(Upload).where(Upload.consortium_id.in_(numbers)).order_by(Upload.id)):
        day = surroundings.day(one.uploaded_at)
        found[one.consortium_id, one.organisation_id].append(Paper(one.document, one.name, one.sha256, day))
    return found
