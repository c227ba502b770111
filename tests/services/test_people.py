"""Several people of one organisation: who leaves or is taken off loses it at once, and somebody owns it as long as can be."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.accounts import Erasure
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import ColleagueInvitation, HistoryEntry, Mail, Membership, Organisation, User, Visit
from matchmaker.services import (
    capacity,
    colleagues,
    consortia,
    erasure,
    history,
    invitations,
    mails,
    ownership,
    passwords,
    people,
    surroundings,
    visits,
)
from tests.factories import OPEN_CALL, PASSWORD, Actor, bring_in, cast, complete, draft, invite, join_as, register
from tests.services.test_two_at_once import at_once


def number_of(session: Session, actor: Actor, user: User) -> int:
    theirs = Membership.organisation_id == actor.organisation.id, Membership.user_id == user.id
    return session.scalars(select(Membership.id).where(*theirs)).one()


def owners(session: Session, organisation: Organisation) -> list[str]:
    owned = select(User.name).join(User.memberships)
    return list(session.scalars(owned.where(Membership.organisation_id == organisation.id, Membership.role == "owner")))


def erase(session: Session, user: User, *, password: str = PASSWORD, even_alone: bool = False) -> None:
    erasure.erase_mine(session, parse(Erasure, {"present": password, "even_alone": even_alone}), by=user)


def test_who_leaves_is_logged_out_and_sees_nothing_more(session: Session) -> None:
    made = cast(session)
    ann = join_as(session, "Ann", made.alice, "editor")
    whole = complete(session, made)
    token = visits.begin(session, ann, "")
    assert consortia.get_consortium(session, whole.id, by=ann) is whole
    people.leave(session, made.alice.organisation, by=ann)
    assert visits.find(session, token) is None
    with pytest.raises(NotFound):
        consortia.get_consortium(session, whole.id, by=ann)
    with pytest.raises(Forbidden):
        people.leave(session, made.alice.organisation, by=ann)


def test_who_is_taken_off_is_logged_out_and_told(session: Session) -> None:
    alice = register(session, "Alice")
    ann = join_as(session, "Ann", alice, "owner")
    token = visits.begin(session, ann, "")
    people.remove_person(session, alice.organisation, number_of(session, alice, ann), by=alice.user)
    assert visits.find(session, token) is None
    assert session.scalars(select(Mail.to)).all() == ["ann@school.eu"]
    with pytest.raises(Forbidden):
        people.list_people(session, alice.organisation, by=ann)


def test_last_owner_names_another_before_leaving(session: Session) -> None:
    alice = register(session, "Alice")
    with pytest.raises(Refused, match="the only one who acts"):
        people.leave(session, alice.organisation, by=alice.user)
    ann = join_as(session, "Ann", alice, "viewer")
    successors = people.list_successors(session, alice.organisation, by=alice.user)
    assert successors is not None
    assert [one.user for one in successors] == [ann]
    for nobody in ("", "x", str(number_of(session, alice, alice.user))):
        with pytest.raises(Invalid, match="successor"):
            people.leave(session, alice.organisation, nobody, by=alice.user)
    assert owners(session, alice.organisation) == ["Alice"]
    people.leave(session, alice.organisation, str(successors[0].id), by=alice.user)
    assert owners(session, alice.organisation) == ["Ann"]
    assert session.scalars(select(Mail.to)).all() == ["ann@school.eu"]
    assert alice.organisation.ownerless_since is None


def test_owner_beside_another_just_leaves(session: Session) -> None:
    alice = register(session, "Alice")
    ann = join_as(session, "Ann", alice, "owner")
    assert people.list_successors(session, alice.organisation, by=ann) is None
    people.leave(session, alice.organisation, by=ann)
    assert owners(session, alice.organisation) == ["Alice"]


def test_erased_account_leaves_nothing_of_its_person(session: Session) -> None:
    made = cast(session)
    whole = complete(session, made)
    ann = join_as(session, "Ann", made.alice, "owner")
    form = parse(ColleagueForm, {"email": "alice@school.eu", "role": "viewer"})
    colleagues.invite(session, made.bob.organisation, form, by=made.bob.user)
    visits.begin(session, made.alice.user, "")
    assert session.scalars(select(Mail.id).where(Mail.to == "alice@school.eu")).all()
    number = made.alice.user.id
    with pytest.raises(passwords.Wrong):
        erase(session, made.alice.user, password="not this one at all")
    erase(session, made.alice.user)
    session.expire_all()
    assert session.get(User, number) is None
    assert owners(session, made.alice.organisation) == ["Ann"]
    for model, what in ((Mail, Mail.to), (ColleagueInvitation, ColleagueInvitation.email)):
        assert session.scalars(select(model).where(what == "alice@school.eu")).all() == []
    assert session.scalars(select(Visit).where(Visit.user_id == number)).all() == []
    said = [str(one.sentence) for one in history.list_history(session, consortia.get_consortium(session, whole.id, by=ann))]
    assert not any("Alice'" not in one and "Alice" in one for one in said)
    assert any("somebody" in one for one in said)


def test_last_owner_is_asked_before_the_account_goes(session: Session) -> None:
    alice = register(session, "Alice")
    assert erasure.list_left_alone(session, alice.user) == [alice.organisation]
    with pytest.raises(Refused, match="Nobody would own"):
        erase(session, alice.user)
    join_as(session, "Ann", alice, "owner")
    assert erasure.list_left_alone(session, alice.user) == []
    erase(session, alice.user)
    assert alice.organisation.ownerless_since is None


def test_organisation_without_owner_is_paused_and_those_who_build_on_it_are_warned(session: Session) -> None:
    made = cast(session)
    whole = complete(session, made, title="Held by Alice")
    bobs = draft(session, made.bob, [made.charlie], title="Held by Bob")
    bring_in(session, bobs, made.charlie, by=made.bob.user)
    planned = draft(session, made.charlie, [made.bob], title="Planned by Charlie")
    bea = join_as(session, "Bea", made.bob, "editor")
    assert made.bob.key not in capacity.list_unavailable(session, OPEN_CALL, None)
    session.query(Mail).delete()
    erase(session, made.bob.user, even_alone=True)
    bob = made.bob.organisation
    assert bob.ownerless_since is not None
    told = sorted(session.scalars(select(Mail.to)))
    # Alice and Charlie hold a consortium with it, Charlie is in one that it holds, and so is Bea, who is its own too.
    assert told == ["alice@school.eu", "bea@school.eu", "bea@school.eu", "charlie@school.eu", "charlie@school.eu"]
    assert made.bob.key in capacity.list_unavailable(session, OPEN_CALL, None)
    with pytest.raises(Refused, match="takes no requests at present"):
        invite(session, planned, made.bob, by=made.charlie.user)
    warned = {
        actor.user.name: [one.consortium.title for one in ownership.list_warnings(session, by=actor.user)]
        for actor in (made.alice, made.charlie, made.dora)
    }
    assert warned == {"Alice": ["Held by Alice"], "Charlie": ["Planned by Charlie", "Held by Bob"], "Dora": []}
    assert whole.members
    ownership.make_owner(session, "bea@school.eu", bob.key)
    assert bob.ownerless_since is None
    assert ownership.list_warnings(session, by=made.alice.user) == []
    assert owners(session, bob) == ["Bea"]
    assert bea.memberships


def test_owner_who_comes_by_an_invitation_ends_the_pause(session: Session) -> None:
    alice, dora = register(session, "Alice"), register(session, "Dora")
    ann = join_as(session, "Ann", alice, "owner")
    form = parse(ColleagueForm, {"email": "dora@school.eu", "role": "owner"})
    sent = colleagues.invite(session, alice.organisation, form, by=ann)
    people.give_role(session, alice.organisation, number_of(session, alice, ann), "editor", by=alice.user)
    erase(session, alice.user, even_alone=True)
    assert alice.organisation.ownerless_since is not None
    colleagues.accept(session, sent, by=dora.user)
    assert alice.organisation.ownerless_since is None


def test_whoever_never_had_an_owner_is_not_paused(session: Session) -> None:
    made = cast(session)
    assert session.scalars(select(Organisation).where(Organisation.ownerless_since.is_not(None))).all() == []
    assert session.scalars(select(HistoryEntry).where(HistoryEntry.verb == "organisation.lose_owner")).all() == []
    assert invitations.find_refusal(session, *_asked(session, made.alice, made.bob)) is None


def _asked(session: Session, holder: Actor, asked: Actor):  # type: ignore[no-untyped-def]
    made = draft(session, holder, [asked])
    return made, made.members[-1].organisation


Verb = Callable[[Session, User, Organisation, int], None]
LEAVE: Verb = lambda session, by, organisation, other: people.leave(session, organisation, by=by)  # noqa: E731
REMOVE: Verb = lambda session, by, organisation, other: people.remove_person(session, organisation, other, by=by)  # noqa: E731
LOWER: Verb = lambda session, by, organisation, other: people.give_role(session, organisation, other, "viewer", by=by)  # noqa: E731
ERASE: Verb = lambda session, by, organisation, other: erase(session, by)  # noqa: E731


@pytest.mark.parametrize("verb", [LEAVE, REMOVE, LOWER, ERASE], ids=["leave", "remove", "lower", "erase"])
def test_of_two_owners_who_go_at_once_one_stays(new_database: Database, verb: Verb) -> None:
    with new_database.unit_of_work() as session:
        alice = register(session, "Alice")
        ann = join_as(session, "Ann", alice, "owner")
        number, both = alice.organisation.id, (alice.user, ann)
        alices, anns = ((one.id, number_of(session, alice, one)) for one in both)

    def go(mine: int, others: int) -> Callable[[Session], None]:
        def go_(session: Session) -> None:
            by, organisation = session.get_one(User, mine), session.get_one(Organisation, number)
            session.scalars(select(Membership).where(Membership.organisation_id == number)).all()  # seen before it is locked
            list(by.memberships)
            verb(session, by, organisation, others)

        return go_

    results = at_once(new_database, go(alices[0], anns[1]), go(anns[0], alices[1]))
    assert results.count("done") == 1
    with new_database.session(reads=True) as session:
        assert len(owners(session, session.get_one(Organisation, number))) == 1
        assert session.get_one(Organisation, number).ownerless_since is None


def test_no_mail_stays_for_who_owned_both_sides(session: Session) -> None:
    made = cast(session)
    session.add(
        Membership(user=made.alice.user, organisation=made.bob.organisation, role="owner", created_at=surroundings.now(session))
    )
    session.flush()
    session.refresh(made.alice.user)
    draft(session, made.bob, [made.alice])
    erase(session, made.alice.user, even_alone=True)
    session.commit()
    assert mails.written(session) is not None
    assert session.scalars(select(Mail.id).where(Mail.to == "alice@school.eu")).all() == []
    assert session.scalars(select(Mail.to)).all() == ["bob@school.eu"]
