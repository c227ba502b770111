"""What a call asks of each partner: from facts to items, each missing, asked for, received, accepted or returned."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from matchmaker.eligibility.rules.identifiers import identifier_of
from matchmaker.language import N_, Message, say
from matchmaker.programme import wording
from matchmaker.programme.calls import Call
from matchmaker.programme.documents import Document
from matchmaker.readiness.boards import Board, Column, Item, State
from matchmaker.readiness.facts import Facts, Mark

TEXTS: Final[Mapping[str, Message]] = {
    "background": say(N_("Background of the organisation")),
    "experience": say(N_("Activities and experience")),
    "key_staff": say(N_("Key staff: roles and skills")),
}
"""What a partner writes for the application form, by its field."""
DOCUMENT: Final = "document:"
"""How the key of a document's item begins; its kind follows."""
STEPS: Final[Mapping[str, tuple[Message, ...]]] = {
    "OID": (
        say(N_("Log in with EU Login; create an account there if you have none.")),
        say(N_("Look in the register of organisations of Erasmus+ whether yours has an OID already: it must not have two.")),
        say(N_("A school: ask whose OID counts, the school's own or its governing body's, and say which it is.")),
        say(N_("Register the organisation; upload the Identification Form there, filled in and signed.")),
        say(N_("Enter the OID in your data here: E and eight digits.")),
        say(N_("We cannot see the register: check the number yourself. With an invalid OID the application is rejected.")),
    ),
    "PIC": (
        say(N_("Log in with EU Login; create an account there if you have none.")),
        say(N_("Look in the Participant Register of the Funding & Tenders Portal whether yours has a PIC already.")),
        say(N_("Register the organisation; the portal gives you the PIC at once.")),
        say(N_("Enter the PIC in your data here: nine digits.")),
        say(N_("We cannot see the register: check the number yourself.")),
    ),
}
"""How a partner gets the number by which the register knows it. Programme Guide 2026, p. 415-416: applications with an invalid
OID are rejected."""
_ROLE: Final = frozenset({"role", "task"})
_SAID: Final = wording.STAGES["application"]


def board(
    partners: Iterable[Facts], call: Call, *, grant: int | None, deadline: datetime | None, internal: datetime | None
) -> Board:
    """What the call asks of each partner, and how it stands. grant: the amount asked for in euro, None = unknown."""
    columns = []
    for one in sorted(partners, key=lambda one: (not one.is_holder, one.role == "associated")):
        items = tuple(_items(one, call, grant, internal))
        columns.append(Column(one.organisation, one.key, one.name, one.role, one.is_holder, one.is_guest, items))
    return Board(tuple(columns), deadline, internal)


def papers(call: Call, role: str, grant: int | None) -> tuple[Document, ...]:
    """The documents that the call asks of one in this role. Associated partners sign none."""
    whose = {"coordinator": ("coordinator", "member"), "partner": ("partner", "member")}.get(role, ())
    return tuple(
        one
        for one in call.papers
        if one.per in whose and not (grant is not None and one.above is not None and grant <= one.above)
    )


def hash_of(*texts: str) -> str:
    """Of what was received as text; empty where nothing is said."""
    return sha256("\0".join(texts).encode()).hexdigest() if any(one.strip() for one in texts) else ""


def _items(one: Facts, call: Call, grant: int | None, internal: datetime | None) -> Iterator[Item]:
    listed = [*_stated(one, call), *_confirmed(one), *_texts(one)]
    yield from (_standing(one, replace(item, until=internal)) for item in listed)
    for paper in papers(call, one.role, grant):
        yield _standing(one, _document(one, paper, internal))


def _stated(one: Facts, call: Call) -> Iterator[Item]:
    """What is either there or not, and need not be looked at."""
    takes_part = one.role != "associated"
    since = say(N_("since %(day)s"), day=one.joined_on) if one.joined_on else None
    yield _found("joined", say(N_("Has joined")), one.joined_on is not None and one.agrees, since)
    if takes_part or call.managed_by != "NA":
        kind = identifier_of(call)
        value = one.oid if kind == "OID" else one.pic
        yield replace(_found("identifier", Message(kind), bool(value), Message(value)), steps=STEPS[kind])
    if takes_part:
        day = Message("%(day)s", (("day", one.established),)) if one.established else None
        yield _found("established", say(N_("Founding date")), one.established is not None, day)
    if one.needs_eche:
        item = _found("eche", say(N_("Erasmus Charter for Higher Education (ECHE)")), one.has_eche is True)
        yield replace(item, steps=(say(N_("The call asks it of this institution: say in the profile that it holds it.")),))


def _confirmed(one: Facts) -> Iterator[Item]:
    """What somebody has to say for the partner: that its data are right, its role and task, and that it may."""
    is_confirmed = one.confirmed_on is not None
    on = say(N_("confirmed on %(day)s"), day=one.confirmed_on) if one.confirmed_on else None
    data = sorted(name for name in one.said if name not in _ROLE and name not in TEXTS)
    is_right = is_confirmed and not set(data).intersection(one.changed)
    yield Item(
        key="sheet",
        name=say(N_("Data for the form (name, address, legal representative, contact)")),
        stage=_SAID,
        is_opened=not one.is_holder,
        evidence=on,
        sha256=hash_of(*(f"{name}={one.said[name]}" for name in data)) if is_right else "",
        steps=(say(N_("Still to be filled in: %(fields)s."), fields=tuple(one.lacks)),) if one.lacks else (),
        said=tuple((name, one.said[name]) for name in one.said if name in data and one.said[name]),
    )
    yield _found("role", say(N_("Confirmation of role and task")), is_confirmed and _ROLE.isdisjoint(one.changed), on)
    if one.role != "associated":
        name = say(N_("Authority of the head by the governing body"))
        yield _found("authority", name, is_confirmed and bool(one.authority.strip()), on)


def _texts(one: Facts) -> Iterator[Item]:
    """What the partner writes about itself."""
    for key, words in TEXTS.items():
        text = one.said.get(key, "")
        if one.role != "associated" or key == "background":
            length = say(N_("%(n)s characters"), n=len(text))
            yield Item(key, words, _SAID, is_opened=not one.is_holder, evidence=length, sha256=hash_of(text), said=((key, text),))


def _found(key: str, name: Message, is_there: bool, evidence: Message | None = None) -> Item:
    return Item(key, name, _SAID, is_opened=False, evidence=evidence, sha256=hash_of(key) if is_there else "")


def _document(one: Facts, paper: Document, internal: datetime | None) -> Item:
    """A document of the call, which is a file or several."""
    files = [file for file in one.papers if file.document == paper.kind]
    goes_with_it = (paper.preferred or paper.at_latest) == "application"
    is_elsewhere = paper.kind == "identification_form"
    return Item(
        key=DOCUMENT + paper.kind,
        name=wording.DOCUMENTS[paper.kind],
        stage=wording.stage_of(paper),
        is_opened=not one.is_holder,
        is_needed=goes_with_it and not paper.advised,
        until=internal if goes_with_it else None,
        evidence=say(N_("%(names)s, %(day)s"), names=tuple(file.name for file in files), day=files[-1].on) if files else None,
        sha256=hash_of(*sorted(file.sha256 for file in files)),
        steps=(say(N_("It is uploaded where organisations register; here a copy is enough.")),) if is_elsewhere else (),
    )


def _standing(one: Facts, item: Item) -> Item:
    """How it stands: by what is there, and what was decided about just that."""
    mark, there = one.marks.get(item.key, Mark()), item.sha256
    state: State = "received" if there else "asked" if mark.asked_at is not None else "missing"
    if item.is_opened and there and mark.of_sha256 == there:
        state = {"accepted": "accepted", "returned": "returned"}.get(mark.decision, state)  # type: ignore[assignment]
    is_decided = state in ("accepted", "returned")
    return replace(
        item,
        state=state,
        evidence=item.evidence if there else None,
        asked_at=mark.asked_at,
        decided_at=mark.decided_at if is_decided else None,
        by=mark.by if is_decided else "",
        reason=mark.reason if state == "returned" else "",
        steps=() if there else item.steps,
    )
