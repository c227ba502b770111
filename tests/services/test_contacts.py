"""Contact data is one person of each organisation, named by it, for those who agreed to work together."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Forbidden, Invalid, NotFound
from matchmaker.inputs.contacts import ContactForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import Mail, Membership, User
from matchmaker.services import contacts, people
from tests.factories import Actor, cast, complete, draft, join_as, register


def number_of(session: Session, actor: Actor, user: User) -> int:
    found = select(Membership.id).where(Membership.organisation_id == actor.organisation.id, Membership.user_id == user.id)
    return session.scalars(found).one()


def name(session: Session, actor: Actor, user: User, phone: str = "", by: User | None = None) -> None:
    form = parse(ContactForm, {"person": str(number_of(session, actor, user)), "phone": phone})
    contacts.name_contact(session, actor.organisation, form, by=by or actor.user)


def test_one_person_of_each_organisation_is_shown_whoever_else_has_an_account(session: Session) -> None:
    made = cast(session)
    ben = join_as(session, "Ben", made.bob, "owner")
    join_as(session, "Bill", made.bob, "editor")
    whole = complete(session, made)
    seen = contacts.list_contacts(session, whole, by=made.alice.user)
    assert {one.name for one in seen.values()} == {"Alice", "Bob", "Dora"}
    name(session, made.bob, ben, "+49 221 (55) 66-77")
    seen = contacts.list_contacts(session, whole, by=made.alice.user)
    bob = seen[made.bob.organisation.id]
    assert (bob.name, bob.email, bob.phone, bob.dialled) == ("Ben", "ben@school.eu", "+49 221 (55) 66-77", "+49221556677")
    assert len(seen) == 3


def test_nobody_sees_it_who_did_not_agree(session: Session) -> None:
    made = cast(session)
    whole = complete(session, made)
    assert contacts.list_contacts(session, whole, by=made.charlie.user) == {}
    planned = draft(session, made.alice, [made.bob])
    assert set(contacts.list_contacts(session, planned, by=made.alice.user)) == {made.alice.organisation.id}
    assert contacts.list_contacts(session, planned, by=made.bob.user) == {}
    with pytest.raises(Forbidden):
        contacts.find_contact(session, made.bob.organisation, by=made.alice.user)


def test_phone_goes_with_the_person(session: Session) -> None:
    alice = register(session, "Alice")
    ann = join_as(session, "Ann", alice, "viewer")
    name(session, alice, ann, "12 345 67")
    people.remove_person(session, alice.organisation, number_of(session, alice, ann), by=alice.user)
    found = contacts.find_contact(session, alice.organisation, by=alice.user)
    assert found is not None
    assert (found.user.name, found.phone) == ("Alice", "")
    name(session, alice, alice.user, "12 345 67")
    anton = join_as(session, "Anton", alice, "editor")
    name(session, alice, anton, by=anton)
    assert session.scalars(select(Membership.phone)).all() == [""] * session.query(Membership).count()


def test_whoever_is_named_by_somebody_else_is_told(session: Session) -> None:
    alice = register(session, "Alice")
    ann = join_as(session, "Ann", alice, "editor")
    name(session, alice, alice.user)
    assert session.scalars(select(Mail.to)).all() == []
    name(session, alice, ann)
    name(session, alice, ann, "12 345 67")
    assert session.scalars(select(Mail.to)).all() == ["ann@school.eu"]


def test_only_editors_name_somebody_of_their_own(session: Session) -> None:
    alice, bob = register(session, "Alice"), register(session, "Bob")
    vera = join_as(session, "Vera", alice, "viewer")
    assert contacts.find_contact(session, alice.organisation, by=vera) is not None
    with pytest.raises(Forbidden):
        name(session, alice, vera, by=vera)
    with pytest.raises((Forbidden, NotFound)):
        name(session, alice, vera, by=bob.user)
    other = parse(ContactForm, {"person": str(number_of(session, bob, bob.user))})
    with pytest.raises(Invalid, match="person"):
        contacts.name_contact(session, alice.organisation, other, by=alice.user)
    alice.user.confirmed_at = None
    with pytest.raises(Forbidden, match="Confirm"):
        name(session, alice, alice.user)


@pytest.mark.parametrize("phone", ["12", "call me", "+48 12 345 67 89 ext", "1" * 16, "٣٣٣٣٣x"])
def test_phone_is_a_number(phone: str) -> None:
    with pytest.raises(Invalid):
        parse(ContactForm, {"person": "1", "phone": phone})
