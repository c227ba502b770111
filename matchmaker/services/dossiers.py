"""What a pack says of a consortium: from its rows to frozen facts, as they are, or were when it was finalised."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from matchmaker import eligibility
from matchmaker.documents import snapshot
from matchmaker.documents.pack.facts import Apart, Facts, Partner, Person, Persons, Sheet
from matchmaker.documents.planned import OpenSeat, Package
from matchmaker.eligibility import facts as known
from matchmaker.eligibility.findings import Report
from matchmaker.models import Consortium, Member, Organisation, PartnerSheet, Snapshot
from matchmaker.programme import agencies
from matchmaker.programme.calls import Call
from matchmaker.programme.keeping import Unreadable, kept
from matchmaker.programme.kinds import KINDS
from matchmaker.programme.types import TYPES
from matchmaker.services import (
    adoption,
    deadlines,
    experience,
    facts,
    handed,
    links,
    outcomes,
    practice,
    projects,
    rounds,
    seats,
    sheets,
    surroundings,
    uploads,
)

FINAL: Final = frozenset({"finalised", "submitted", "granted", "rejected"})
"""The states in which what was finalised last is what counts."""
_ORDER: Final = ("coordinator", "partner", "associated")


def find_final(consortium: Consortium) -> Snapshot | None:
    """What was finalised, while that is what counts."""
    return consortium.snapshots[-1] if consortium.snapshots and consortium.state in FINAL else None


def gather(session: Session, consortium: Consortium, *, whole: bool, secret: str) -> tuple[Facts, Apart | None]:
    """What a pack says, and apart from it what names persons; None once that is erased.

    whole: with what only whoever holds it reads: how far each partner is, what may get it rejected. secret: for the salt.
    """
    frozen = find_final(consortium)
    stated: dict[str, Any] | None = json.loads(frozen.document) if frozen else None
    call = _call(session, consortium, frozen)
    said = _said(session, consortium, call, frozen)
    made_at = frozen.made_at if frozen else consortium.updated_at
    said_of = {one.organisation.key: one for one in _sheets(session, consortium)}
    board = handed.list_items(session, consortium, {one.id: one.name for one in said.members}) if whole else handed.NOTHING
    files = uploads.list_of(session, consortium)
    made_at = max([made_at, *(one.updated_at for one in said_of.values()), *board.moments, *(one.uploaded_at for one in files)])
    report = eligibility.check(said, call, surroundings.day(frozen.made_at if frozen else surroundings.now(session)))
    rows = _organisations(session, said)
    partners = _partners(consortium, said, rows, said_of, stated)
    salt = sha256(links.seal("pack", [consortium.id, made_at.isoformat()], secret=secret).encode()).hexdigest()
    document = stated or _draft(session, consortium, partners, report, _Making(call, said.project, made_at, salt))
    gathered = Facts(
        consortium=consortium.id,
        number=frozen.number if frozen else None,
        title=str(document["title"]),
        summary=consortium.idea.summary,
        holder=consortium.holder.name or "",
        initiator=consortium.initiator.name or "",
        made_at=made_at,
        call=call,
        practice=any(stamp.startswith("PRACTICE") for stamp in document["stamps"]),
        project=said.project,
        partners=partners,
        report=report,
        snapshot=snapshot.without_persons(document),
        language=consortium.idea.language,
        topics=tuple(one.code for one in consortium.idea.terms if one.vocabulary == "topic"),
        fields=tuple(one.code for one in consortium.idea.terms if one.vocabulary == "field"),
        agencies=_agencies(consortium, call, said),
        packages=_packages(document),
        joint=_joint(session, partners, rows),
        open_seats=_open_seats(document),
        reason=str((document.get("left_open") or document.get("open_seats") or {}).get("reason", "")),
        internal=deadlines.internal(session, consortium),
        items=board.items,
        conflicts=board.conflicts,
    )
    if consortium.persons_erased_at is not None:
        return gathered, None
    persons = {one.facts.id: _persons(said_of.get(one.facts.id)) for one in partners}
    return gathered, handed.apart(session, files, persons, document["annex"], salt)


def _call(session: Session, consortium: Consortium, frozen: Snapshot | None) -> Call:
    """The call as it is, or was when the consortium was finalised as far as that is kept."""
    call = rounds.call_of(session, consortium)
    if frozen is None or frozen.call_version == call.version:
        return call
    row = adoption.find_version(session, consortium.call_id, frozen.call_version)
    try:
        return (
            eligibility.seen_as(facts.consortium(consortium), kept(row.document), surroundings.day(frozen.made_at))
            if row
            else call
        )
    except Unreadable:
        return call


def _said(session: Session, consortium: Consortium, call: Call, frozen: Snapshot | None) -> known.Consortium:
    """The facts: of what was finalised as they were then, beside them what the rules do not ask as it is."""
    said = facts.consortium(consortium)
    if frozen is not None:
        now = {one.id: one for one in said.members}
        then = snapshot.consortium_of(frozen.document)
        beside = {
            one["id"]: {"contribution": one["contribution"] or None, "city": one["city"]}
            for one in json.loads(frozen.document)["members"]
        }
        members = (
            replace(
                one,
                sectors=now[one.id].sectors if one.id in now else frozenset(),
                newcomer=now[one.id].newcomer if one.id in now else None,
                **beside[one.id],
            )
            for one in then.members
        )
        said = replace(then, members=tuple(members), agency=said.agency)
    ordered = sorted(said.members, key=lambda one: (_ORDER.index(one.role), one.id))
    return experience.in_the_family_of(session, replace(said, members=tuple(ordered)), call)


def _organisations(session: Session, said: known.Consortium) -> dict[str, Organisation]:
    rows = (
        select(Organisation)
        .where(Organisation.key.in_([one.id for one in said.members]))
        .options(selectinload(Organisation.terms))
    )
    return {one.key: one for one in session.scalars(rows)}


def _sheets(session: Session, consortium: Consortium) -> list[PartnerSheet]:
    rows = (
        select(PartnerSheet).where(PartnerSheet.consortium_id == consortium.id).options(selectinload(PartnerSheet.organisation))
    )
    return list(session.scalars(rows.order_by(PartnerSheet.id)))


def _partners(
    consortium: Consortium,
    said: known.Consortium,
    rows: Mapping[str, Organisation],
    said_of: Mapping[str, PartnerSheet],
    stated: Mapping[str, Any] | None,
) -> list[Partner]:
    frozen = {one["id"]: one for one in stated["members"]} if stated else {}
    seated = {one.organisation.key: one for one in consortium.members}
    found = []
    for member in said.members:
        row, then = rows.get(member.id), frozen.get(member.id, {})
        codes = [(one.vocabulary, one.code) for one in row.terms] if row else []
        found.append(
            Partner(
                facts=member,
                kind=KINDS.get(row.kind or "", TYPES.get(member.type, member.type))
                if row
                else TYPES.get(member.type, member.type),
                region=then.get("region", row.region if row else ""),
                website=then.get("website", row.website if row else ""),
                staff=row.staff if row else None,
                learners=row.learners if row else None,
                languages=tuple(code for vocabulary, code in codes if vocabulary == "language"),
                fields=tuple(code for vocabulary, code in codes if vocabulary == "field"),
                joined_at=datetime.fromisoformat(then["joined_at"]) if then else seated[member.id].joined_at,
                sheet=_sheet(said_of.get(member.id), row, seated.get(member.id)),
            )
        )
    return found


def _sheet(row: PartnerSheet | None, organisation: Organisation | None, member: Member | None) -> Sheet:
    """What a partner has said for the form; where it said nothing of itself, what it says to everybody here."""
    described = organisation.description if organisation else ""
    if row is None:
        return Sheet(background=described)
    return Sheet(
        legal_name=row.legal_name,
        address=row.address,
        post_code=row.post_code,
        oid_of=row.oid_of,
        background=row.background or described,
        experience=row.experience,
        key_staff=row.key_staff,
        confirmed_at=row.confirmed_at,
        differs=sheets.changed(row, member) if member else (),
    )


def _persons(row: PartnerSheet | None) -> Persons:
    if row is None:
        return Persons()
    return Persons(
        Person(row.representative_name, row.representative_function, row.representative_email),
        Person(row.contact_name, row.contact_function, row.contact_email, row.contact_phone),
        Person(row.confirmed_name, row.confirmed_function, authority=row.confirmed_authority),
    )


@dataclass(frozen=True, slots=True)
class _Making:
    """What a draft is made with beside its members."""

    call: Call
    project: known.Project
    at: datetime
    salt: str


def _draft(session: Session, consortium: Consortium, partners: list[Partner], report: Report, making: _Making) -> dict[str, Any]:
    """A document of the form of a snapshot, marked as a draft; it is not stored."""
    return snapshot.build(
        consortium=consortium.id,
        number=0,
        title=consortium.title,
        made_at=making.at,
        call=making.call,
        practice=practice.is_practice(session, consortium),
        project=making.project,
        partners=[
            snapshot.Partner(one.facts, one.joined_at, one.region, one.facts.city, one.website, one.facts.contribution or "")
            for one in partners
        ],
        report=report,
        acts=outcomes.acts_of(session, consortium),
        salt=making.salt,
        packages=outcomes.packages_of(consortium),
        open_seats=[OpenSeat(one.condition, one.code) for one in seats.list_open(consortium)],
        draft=True,
    )


def _packages(document: Mapping[str, Any]) -> list[Package]:
    return [
        Package(one["title"], one["lead"], {part["id"]: part["amount"] for part in one["members"]})
        for one in document.get("work_packages", ())
    ]


def _open_seats(document: Mapping[str, Any]) -> list[OpenSeat]:
    return [OpenSeat(one["condition"], one["code"]) for one in document.get("open_seats", {}).get("seats", ())]


def _agencies(consortium: Consortium, call: Call, said: known.Consortium) -> tuple[object, ...]:
    """To whom it may apply: as whoever holds it knows, else by our data."""
    if call.managed_by != "NA":
        return ("European Education and Culture Executive Agency (EACEA)",)
    if consortium.own_agency:
        return (consortium.own_agency,)
    return agencies.responsible(said.coordinator.country, call.field) if said.coordinator else ()


def _joint(session: Session, partners: list[Partner], rows: Mapping[str, Organisation]) -> dict[tuple[int, int], int]:
    places = {rows[one.facts.id].id: place for place, one in enumerate(partners) if one.facts.id in rows}
    joint = projects.count_joint(session, list(places))
    pairs = {(places[a], places[b]): number for (a, b), number in joint.items()}
    return {(min(pair), max(pair)): number for pair, number in pairs.items()}
