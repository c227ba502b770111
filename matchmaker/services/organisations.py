"""Organisations: found, shown, and described by those who act for them."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from matchmaker.errors import NotFound
from matchmaker.inputs.accounts import Registration
from matchmaker.inputs.names import compared, fold
from matchmaker.inputs.profiles import Profile, roles_of
from matchmaker.language import N_, say
from matchmaker.models import Consortium, ExternalId, Membership, Offer, Organisation, OrganisationTerm, User
from matchmaker.permissions import require
from matchmaker.programme import countries
from matchmaker.programme.kinds import KINDS
from matchmaker.programme.types import SECTORS, sectors
from matchmaker.services import history, identifiers, seen, sheets, surroundings
from matchmaker.services.versions import begin, touch

PAGE_SIZE: Final = 20
MOST_WORDS: Final = 8
"""Different words that one question looks for: each is looked up in every name and town."""
LONGEST_QUESTION: Final = 200
_READABLE: Final = "23456789bcdfghjkmnpqrstvwxz"
"""Letters and digits that are not taken for one another and make no words."""
_DETAILS: Final = (
    selectinload(Organisation.terms),
    selectinload(Organisation.external_ids),
    selectinload(Organisation.offers).selectinload(Offer.terms),
)
_PLAIN: Final = (
    *("name", "kind", "country", "newcomer", "established", "oid", "pic", "registration", "region", "city", "website"),
    *("description", "contribution", "looking_for", "learners", "staff", "capacity", "open_to_requests"),
)
"""What a profile states as it is stored."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, its number from 1, how many pages and rows there are.

    words: those that were looked for, folded. is_cut: whether more were typed.
    """

    rows: list[Organisation]
    number: int
    pages: int
    total: int
    words: tuple[str, ...]
    is_cut: bool


def register(session: Session, form: Registration, *, by: User) -> Organisation:
    """A new organisation from the five fields; `by` owns it. What it is follows from its kind; everything else can wait."""
    now, kind = surroundings.now(session), KINDS[form.kind]
    key = f"mm-{''.join(secrets.choice(_READABLE) for _ in range(8))}"
    organisation = Organisation(
        key=key,
        name=form.organisation_name,
        folded_name=compared(form.organisation_name),
        country=form.country,
        type=kind.type,
        kind=kind.slug,
        looking_for=form.looking_for,
        joined_at=now,
        confirmed_at=now,
        created_at=now,
        updated_at=now,
        external_ids=[ExternalId(value=key)],
        people=[Membership(user=by, role="owner", created_at=now)],
    )
    describe(
        organisation,
        {
            "field": form.fields,
            "flag": kind.flags,
            "sector": sectors(kind.type, kind.flags, kind.sectors)[0],
            "role": roles_of(kind.type, kind.flags),
        },
    )
    session.add(organisation)
    session.flush()
    history.record(session, by, "organisation.register", organisation=organisation)
    return organisation


def describe(organisation: Organisation, codes: Mapping[str, Iterable[str]]) -> None:
    """Let the organisation's terms be these: vocabulary -> codes. Vocabularies that are not named stay as they are."""
    wanted = {(vocabulary, code): None for vocabulary, named in codes.items() for code in named}
    kept = [term for term in organisation.terms if term.vocabulary not in codes or (term.vocabulary, term.code) in wanted]
    there = {(term.vocabulary, term.code) for term in kept}
    new = [OrganisationTerm(vocabulary=vocabulary, code=code) for vocabulary, code in wanted if (vocabulary, code) not in there]
    organisation.terms = kept + new


def get_organisation(session: Session, id_or_key: int | str, *, by: User | None) -> Organisation:
    """One organisation with its terms, ids and offers; a text may be any id it is known under.

    Raises `NotFound`, also for a row without a name: it is kept for the history of projects and never shown.
    """
    organisation = _find(session, id_or_key, true())
    if organisation is None:
        raise NotFound(say(N_("There is no such organisation here.")))
    require(by, "organisation.read", organisation)
    return organisation


def find_organisation(session: Session, id_or_key: int | str, *, within: Consortium | None = None) -> Organisation | None:
    """The organisation that has a name and this number or any such id, or None. within: it may be a guest of this one."""
    return _find(session, id_or_key, seen.within(within) if within else seen.by_anybody())


def _find(session: Session, id_or_key: int | str, which: ColumnElement[bool]) -> Organisation | None:
    """The same of those that `which` is true of."""
    query = select(Organisation).where(Organisation.name.is_not(None), which).options(*_DETAILS)
    if isinstance(id_or_key, int):
        return session.scalar(query.where(Organisation.id == id_or_key)) if 0 < id_or_key < 2**31 else None
    if not id_or_key.isprintable() or len(id_or_key) > 200:
        return None
    found = session.scalar(query.join(Organisation.external_ids).where(ExternalId.value == id_or_key))
    return found or session.scalar(query.where(Organisation.is_guest, Organisation.key == id_or_key))  # which has no such id


def edit(session: Session, organisation: Organisation, form: Profile, *, version: int | None, by: User) -> None:
    """Replace the profile by what the form says; sectors follow from the type again.

    Raises `Invalid` (an identifier of another organisation, a founding date to come), `Conflict` when somebody else
    changed it since `version`.
    """
    begin(session, "organisation.edit", organisation, version=version, by=by)
    stale = sheets.list_stale(session, organisation)
    identifiers.refuse_what_cannot_be(session, organisation, form)
    try:
        with session.begin_nested():
            _write(session, organisation, form)
    except IntegrityError:  # somebody took the same number at the same moment, and is seen now
        identifiers.refuse_what_cannot_be(session, organisation, form)
        raise
    history.record(session, by, "organisation.edit", organisation=organisation)
    for member, before in stale:
        sheets.retell(session, member, before)


def _write(session: Session, organisation: Organisation, form: Profile) -> None:
    """Let the organisation be what the form says."""
    for name in _PLAIN:
        setattr(organisation, name, getattr(form, name))
    organisation.folded_name = compared(form.name)
    organisation.type = form.official_type
    describe(
        organisation,
        {
            "field": form.fields,
            "topic": form.topics,
            "expertise": form.expertise,
            "language": form.languages,
            "role": form.roles,
            "priority": form.priorities,
            "flag": sorted(form.all_flags),
            "sector": sorted(form.stands_for),
        },
    )
    organisation.confirmed_at = surroundings.now(session)
    touch(session, organisation)


def confirm(session: Session, organisation: Organisation, *, by: User) -> None:
    """Everything said here still holds."""
    begin(session, "organisation.edit", organisation, by=by)
    organisation.confirmed_at = surroundings.now(session)
    touch(session, organisation)
    history.record(session, by, "organisation.confirm", organisation=organisation)


def list_mine(session: Session, *, by: User) -> list[Organisation]:
    """The organisations this person acts for, by name; without their profiles."""
    mine = select(Organisation).join(Organisation.people).where(Membership.user_id == by.id)
    return list(session.scalars(mine.order_by(Organisation.folded_name, Organisation.id)))


def list_public(
    session: Session,
    *,
    words: str | None = None,
    country: str | None = None,
    sector: str | None = None,
    known: bool = False,
    page: int = 1,
) -> Page:
    """The organisations that joined, by name; with `known` also those only known from public records.

    words: the first eight different ones each stand in the name or the town. A page beyond the last is the last.
    """
    asked = _asked(words or "")
    looked_for = asked[:MOST_WORDS]
    nothing_to_find = bool(words and words.strip()) and not asked
    found = _public(looked_for, country, sector, known=known).where(false() if nothing_to_find else true())
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(page, 1), pages)
    rows = found.options(selectinload(Organisation.terms)).order_by(Organisation.folded_name, Organisation.id)
    return Page(
        list(session.scalars(rows.offset((number - 1) * PAGE_SIZE).limit(PAGE_SIZE))),
        number,
        pages,
        total,
        looked_for,
        asked != looked_for,
    )


def _asked(words: str) -> tuple[str, ...]:
    """The words, folded, each once, without those that stand in another one: whoever has that has these."""
    different = dict.fromkeys(fold(words[:LONGEST_QUESTION]).split())
    return tuple(one for one in different if not any(one in other for other in different if other != one))


def _public(words: Sequence[str], country: str | None, sector: str | None, *, known: bool) -> Select[Organisation]:
    query = select(Organisation).where(Organisation.name.is_not(None), seen.by_anybody())
    if not known:
        query = query.where(Organisation.joined_at.is_not(None))
    if (country and country not in countries.ALL) or (sector and sector not in SECTORS):
        return query.where(false())
    for word in words:
        query = query.where(or_(Organisation.folded_name.contains(word), func.lower(Organisation.city).contains(word)))
    if country:
        query = query.where(Organisation.country == country)
    if sector:
        stands_for = (OrganisationTerm.vocabulary == "sector") & (OrganisationTerm.code == sector)
        query = query.where(Organisation.terms.any(stands_for))
    return query


def holds_invented(session: Session) -> bool:
    """Whether any organisation here is invented, for the strip on every page; a no is looked up again after a minute."""
    kept, now = surroundings.of(session).kept, surroundings.now(session)
    since = kept.get("nobody invented since")
    if isinstance(since, datetime) and timedelta() <= now - since < timedelta(minutes=1):
        return False
    found = session.scalar(select(Organisation.id).where(Organisation.is_invented).limit(1)) is not None
    if not found:
        kept["nobody invented since"] = now
    return found
