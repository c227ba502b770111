"""A finalised consortium, frozen in one canonical text: what it states, its hash, and whether a file is still that text.

The persons who said "we join" stand in an annex with a hash of its own. The document is hashed with the annex's hash in it
and without the annex, so that the annex can be erased while everything else still verifies.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256 as _sha256
from typing import Any, Final

from matchmaker.documents import planned
from matchmaker.documents.planned import OpenSeat, Package
from matchmaker.eligibility.documents import report_json
from matchmaker.eligibility.explanations import not_checked
from matchmaker.eligibility.facts import Consortium, Member, Project
from matchmaker.eligibility.findings import Report
from matchmaker.language import N_, SOURCE, Message, render, say
from matchmaker.programme import wording
from matchmaker.programme.calls import Call

FORMAT: Final = "matchmaker-consortium"
VERSION: Final = 1
_ORDER: Final = ("coordinator", "partner", "associated")
_STATED: Final = {
    "format": str,
    "format_version": int,
    "consortium": int,
    "number": int,
    "title": str,
    "made_at": str,
    "sha256": str,
}
"""What every snapshot states, and its kind."""
_NO_SIGNATURE: Final = N_("The hash shows that nothing was changed since this was made. It is no signature.")


@dataclass(frozen=True, slots=True)
class Partner:
    """A member as it stands in the snapshot: the facts that were checked, and what is said about it.

    joined_at: None only in a draft.
    """

    facts: Member
    joined_at: datetime | None
    region: str = ""
    city: str = ""
    website: str = ""
    contribution: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody said something for a member: `initiated`, `joined` or `took over`. Persons' data, for the annex."""

    member: str
    act: str
    name: str
    function: str
    authority: str
    at: datetime


def build(
    *,
    consortium: int,
    number: int,
    title: str,
    made_at: datetime,
    call: Call,
    practice: bool,
    project: Project,
    partners: Sequence[Partner],
    report: Report,
    acts: Sequence[Act],
    salt: str,
    packages: Sequence[Package] = (),
    open_seats: Sequence[OpenSeat] = (),
    pending: Sequence[str] = (),
    reason: str = "",
    draft: bool = False,
) -> dict[str, Any]:
    """The document with its hashes; what is for people to read in it is in English.

    number: the how-manieth snapshot of this consortium. call: seen in its round, as its variant. practice: that was closed.
    open_seats, pending, reason: what nobody filled, what was not known or not there, and why it was finalised all the same; left
    out where there is nothing of it.
    draft: that nothing was finalised, and nothing is stored.
    salt: random, so that an erased annex cannot be guessed from its hash.
    """
    annex = {"salt": salt, "acts": [_act_json(act) for act in acts]}
    document = {
        "format": FORMAT,
        "format_version": VERSION,
        "consortium": consortium,
        "number": number,
        "title": title,
        "made_at": moment(made_at),
        **({"draft": True} if draft else {}),
        "stamps": [render(stamp, SOURCE) for stamp in stamps(call, practice=practice, draft=draft)],
        "call": _call_json(call),
        "project": {
            "type": project.type,
            **({"variant": project.variant} if project.variant else {}),
            "months": project.months,
            **({"grant": project.grant} if project.grant else {}),
            "priorities": list(project.priorities),
            "activities": list(project.activities),
        },
        "members": [_partner_json(one) for one in sorted(partners, key=lambda one: (_ORDER.index(one.facts.role), one.facts.id))],
        **planned.plan_json(packages, open_seats, pending, reason),
        "report": report_json(report),
        "to_be_confirmed": [render(finding.message, SOURCE) for finding in report.rules if finding.status == "unknown"],
        "not_checked": [render(message, SOURCE) for message in (*not_checked(call), say(_NO_SIGNATURE))],
        "annex_sha256": hashed(annex),
        "annex": annex,
    }
    return {**document, "sha256": sha256(document)}


def canonical(document: Mapping[str, Any]) -> str:
    """The one text of a document: keys sorted, two spaces, no float, a line end at the end. Raises TypeError on a float."""
    _refuse_floats(document)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2) + "\n"


def sha256(document: Mapping[str, Any]) -> str:
    """The hash of a document: of all but the hash itself and the annex, whose own hash is in it."""
    return hashed({key: value for key, value in document.items() if key not in ("sha256", "annex")})


def without_persons(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its annex erased; everything else verifies as before."""
    return {**document, "annex": None}


@dataclass(frozen=True, slots=True)
class Verification:
    """Whether a file is the unchanged text of a snapshot, in sentences.

    consortium, number, sha256: what an unchanged one states, to be compared with what was stored.
    """

    unchanged: bool
    sentences: tuple[Message, ...]
    consortium: int = 0
    number: int = 0
    sha256: str = ""


def looks_like_one(raw: bytes) -> bool:
    """Whether a file is, or was before it was changed, a snapshot: one of two marks that stand far apart is enough."""
    return f'"format": "{FORMAT}"'.encode() in raw or b'"annex_sha256": ' in raw


def verify(raw: bytes) -> Verification:
    """Compare a file with its own hashes, byte by byte. Never raises."""
    changed = say(N_("This file was changed after it was made."))
    try:
        document = json.loads(raw.decode("utf-8"))
        same = isinstance(document, dict) and canonical(document).encode() == raw
    except (ValueError, TypeError, RecursionError):
        return Verification(False, (changed,))
    if not same or any(type(document.get(key)) is not kind for key, kind in _STATED.items()):
        return Verification(False, (changed,))
    if document["format"] != FORMAT or document["format_version"] != VERSION:
        return Verification(False, (changed,))
    annex = document.get("annex", "missing")
    if sha256(document) != document["sha256"] or (annex is not None and hashed(annex) != document.get("annex_sha256")):
        return Verification(False, (changed,))
    sentences = [
        say(N_("Unchanged since it was made: “%(title)s”, %(at)s."), title=document["title"], at=document["made_at"]),
        say(_NO_SIGNATURE),
    ]
    call = document.get("call")
    if isinstance(call, dict) and call.get("provisional") is True:
        sentences.append(say(N_("It was made under provisional rules: the guide of that year had not been read by us.")))
    if document.get("draft") is True:
        sentences.append(say(N_("DRAFT: it was made before the consortium was finalised.")))
    if annex is None:
        sentences.append(say(N_("The persons' data in its annex have been erased.")))
    return Verification(True, tuple(sentences), document["consortium"], document["number"], document["sha256"])


def consortium_of(text: str) -> Consortium:
    """The facts that a snapshot of ours states."""
    document = json.loads(text)
    project = document["project"]
    return Consortium(
        members=tuple(_member(one) for one in document["members"]),
        project=Project(
            type=project["type"],
            variant=project.get("variant"),
            months=project["months"],
            grant=project.get("grant"),
            priorities=tuple(project["priorities"]),
            activities=tuple(project["activities"]),
        ),
        round=document["call"].get("round"),
    )


def _member(stated: Mapping[str, Any]) -> Member:
    same = ("id", "role", "name", "country", "type", "oid", "pic", "registration", "added_value")
    established = stated["established"]
    return Member(
        **{name: stated[name] for name in same},
        flags=frozenset(stated["flags"]),
        established=date.fromisoformat(established) if established else None,
    )


def stamps(call: Call, *, practice: bool, draft: bool = False) -> list[Message]:
    """What must be read before anything else."""
    unfinished = [say(N_("DRAFT: the consortium is not finalised, and anything may still change."))] if draft else []
    provisional = [say(N_("PROVISIONAL: %(sentence)s"), sentence=wording.provisional(call))] if call.provisional else []
    closed = [say(N_("PRACTICE: the call is closed; with this consortium nobody can apply."))] if practice else []
    return unfinished + provisional + closed


def _call_json(call: Call) -> dict[str, Any]:
    return {
        "id": call.id,
        "title": call.label(SOURCE),
        **({"variant": call.variant.label(SOURCE)} if call.variant else {}),
        "action": call.action,
        "year": call.year,
        "managed_by": call.managed_by,
        "rules_version": call.version,
        "deadlines": [moment(deadline.at) for deadline in call.deadlines],
        "round": call.seen_in,
        "deadline": moment(call.deadline.at) if call.deadline else None,
        "provisional": call.provisional,
        "unverified": [one.label(SOURCE) for one in call.unverified],
        "sources": list(call.sources),
    }


def _partner_json(partner: Partner) -> dict[str, Any]:
    facts = partner.facts
    return {
        "id": facts.id,
        "role": facts.role,
        "name": facts.name,
        "country": facts.country,
        "type": facts.type,
        "flags": sorted(facts.flags),
        "established": facts.established.isoformat() if facts.established else None,
        "oid": facts.oid,
        "pic": facts.pic,
        "registration": facts.registration,
        "region": partner.region,
        "city": partner.city,
        "website": partner.website,
        "contribution": partner.contribution,
        "added_value": facts.added_value,
        "joined_at": moment(partner.joined_at) if partner.joined_at else None,
    }


def _act_json(act: Act) -> dict[str, Any]:
    return {
        "member": act.member,
        "act": act.act,
        "name": act.name,
        "function": act.function,
        "authority": act.authority,
        "at": moment(act.at),
    }


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hashed(value: Any) -> str:
    """The SHA-256 of the canonical text."""
    return _sha256(canonical(value).encode()).hexdigest()


def _refuse_floats(value: object) -> None:
    """Two programs may write one float in two ways."""
    if isinstance(value, float):
        raise TypeError("a snapshot holds no floats")
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ():
        _refuse_floats(part)
