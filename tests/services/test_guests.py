"""Partners who are not here yet: seen by the consortium that brought them alone, counted by its rules, joining by their link."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.documents import snapshot
from matchmaker.errors import Invalid, NotFound, Over, Refused
from matchmaker.inputs.guests import GuestForm
from matchmaker.inputs.interchange import Sheet
from matchmaker.inputs.organisations import Organisation as Imported
from matchmaker.inputs.workspace import Destination
from matchmaker.models import Consortium, Guest, Mail, Member
from matchmaker.services import (
    candidates,
    consortia,
    elsewhere,
    guests,
    history,
    imports,
    invitations,
    members,
    organisations,
    partner_links,
    populations,
    registered,
)
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.draft(session, cast.alice, [cast.bob])


@pytest.fixture
def brought(session: Session, cast: Cast, consortium: Consortium) -> Member:
    made = factories.guest(session, consortium, by=cast.alice.user)
    made.organisation.oid, made.organisation.pic = "E10000077", "977777777"
    session.flush()
    return made


def test_guest_counts_as_its_kind_says(session: Session, cast: Cast, consortium: Consortium) -> None:
    before = consortia.check(session, consortium).verdict
    member = factories.guest(session, consortium, by=cast.alice.user, country="AT", kind="chamber", name="WK Wien")
    assert (member.organisation.joined_at, member.role, member.contribution) == (None, "partner", "Tries the modules out.")
    assert "chamber" in {term.code for term in member.organisation.terms if term.vocabulary == "flag"}
    assert before == "ineligible"
    assert consortia.check(session, consortium).verdict != "ineligible"
    assert any(one.verb == "guest.bring" for one in history.list_history(session, consortium))


def test_nobody_else_finds_a_guest(session: Session, cast: Cast, brought: Member) -> None:
    """Every place that lists, finds, suggests, counts, or looks up by a number or a name."""
    key, name = brought.organisation.key, brought.organisation.name
    for known in (False, True):
        listed = organisations.list_public(session, words="Kassel", known=known)
        assert (listed.rows, listed.total) == ([], 0)
        assert key not in populations.population(session, known=known).index
        assert registered.some(session, [key], known=known).ids == ()
    for by in (cast.charlie.user, cast.bob.user, None):
        for asked in (brought.organisation_id, key):
            with pytest.raises(NotFound):
                organisations.get_organisation(session, asked, by=by)
    assert organisations.find_organisation(session, key) is None
    assert organisations.find_organisation(session, brought.organisation_id) is None
    other = factories.draft(session, cast.alice, [cast.dora])
    with pytest.raises(Invalid):
        consortia.add_member(session, other, key, None, version=None, by=cast.alice.user)
    assert guests.find_registered(session, str(name), "DE") is None
    assert organisations.get_organisation(session, key, by=cast.alice.user) is brought.organisation


def test_numbers_of_a_guest_stay_free_for_whose_they_are(session: Session, cast: Cast, brought: Member) -> None:
    factories.edit(session, cast.charlie, oid="E10000077", pic="977777777")
    assert cast.charlie.organisation.oid == brought.organisation.oid
    again = factories.guest(session, factories.draft(session, cast.dora, []), by=cast.dora.user)
    again.organisation.oid = "E10000077"
    session.flush()


def test_import_leaves_guests_out(session: Session, brought: Member) -> None:
    said = {"name": brought.organisation.name, "country": "DE", "type": "EPLUS-EDU-VOC-SEC"}
    row = Imported(id="r1", oid="E10000077", pic="977777777", **said)
    done = imports.organisations(session, Sheet("orgs.csv", (row,), (2,)))
    assert (done.new, done.found, done.alike) == (1, 0, 0)
    assert organisations.find_organisation(session, "r1") is not brought.organisation


def test_guest_is_put_back_by_its_own_consortium(session: Session, cast: Cast, consortium: Consortium, brought: Member) -> None:
    key = brought.organisation.key
    consortia.remove_member(session, consortium, brought.id, version=None, by=cast.alice.user)
    back = consortia.add_member(session, consortium, key, None, version=None, by=cast.alice.user)
    assert (back.organisation.key, back.contribution) == (key, "Tries the modules out.")


def test_who_is_registered_or_there_is_not_brought_twice(
    session: Session, cast: Cast, consortium: Consortium, brought: Member
) -> None:
    with pytest.raises(Invalid, match="member already"):
        factories.guest(session, consortium, by=cast.alice.user, name="berufsschule  KASSEL")
    said = {"name": "Dora's organisation", "country": "AT", "kind": "chamber"}
    with pytest.raises(Invalid, match="is registered here"):
        factories.guest(session, consortium, by=cast.alice.user, **said)
    assert factories.guest(session, consortium, by=cast.alice.user, is_another=True, **said).organisation.is_guest
    with pytest.raises(NotFound):
        guests.add(session, consortium, GuestForm(name="X", country="DE", kind="ngo"), version=None, by=cast.charlie.user)


def test_guest_joins_by_its_link_as_with_an_account(
    session: Session, cast: Cast, consortium: Consortium, brought: Member
) -> None:
    link = factories.bring_in_guest(session, consortium, brought, by=cast.alice.user)
    asked = members.invitation_of(consortium, brought.organisation_id)
    assert asked is not None
    assert (asked.state, asked.joined_name, brought.joined_at is not None) == ("joined", "Greta", True)
    told = [one.subject for one in session.scalars(select(Mail).where(Mail.to == cast.alice.user.email))]
    assert "Berufsschule Kassel has joined “Wood and tools”" in told
    entry = next(one for one in history.list_history(session, consortium) if one.verb == "invitation.join")
    assert str(entry.sentence) == "Berufsschule Kassel joined (whoever has the link of Berufsschule Kassel)"
    assert link.organisation_id == brought.organisation_id


def test_no_mail_goes_to_a_guest_before_its_holder_agreed(
    session: Session, cast: Cast, consortium: Consortium, brought: Member, clock: Clock
) -> None:
    sent = invitations.send(session, consortium, brought.id, factories.invitation_form(), by=cast.alice.user)
    clock.move(days=6)
    invitations.remind(session, sent.id)
    addresses = set(session.scalars(select(Mail.to)))
    assert addresses <= {one.user.email for one in (cast.alice, cast.bob, cast.dora, cast.charlie)}
    factories.linked(session, brought, by=cast.alice.user, address="greta@kassel.example")
    sent.reminded_at = None
    invitations.remind(session, sent.id)
    reminder = session.scalars(select(Mail).where(Mail.to == "greta@kassel.example").order_by(Mail.id.desc())).first()
    assert reminder is not None
    assert reminder.content["language"] == "de"
    assert [one["path"].startswith("/l/") for one in reminder.content["links"]] == [True]


def test_guest_says_that_it_is_a_known_organisation(
    session: Session, cast: Cast, consortium: Consortium, brought: Member
) -> None:
    known = factories.known_only(session, "r7", "Berufsschule Kassel", country="DE", folded_name="berufsschule kassel")
    guest = session.get_one(Guest, brought.organisation_id)
    other = factories.known_only(session, "r8", "Other", country="DE", oid="E10000077")
    assert guests.list_alike(session, guest) == [other, known]
    link = factories.linked(session, brought, by=cast.alice.user)
    with pytest.raises(NotFound):
        guests.claim(session, brought, cast.charlie.organisation.id, by=link)
    guests.claim(session, brought, known.id, by=link)
    assert (guest.claims_id, guest.claimed_at is not None) == (known.id, True)
    guests.claim(session, brought, None, by=link)
    assert guest.claims_id is None


def test_declined_guest_is_not_brought_again_under_the_same_name(
    session: Session, cast: Cast, consortium: Consortium, brought: Member
) -> None:
    sent = invitations.send(session, consortium, brought.id, factories.invitation_form(), by=cast.alice.user)
    link = factories.linked(session, brought, by=cast.alice.user)
    invitations.decline(session, sent, factories.declining(), by=link)
    with pytest.raises(Over, match="has declined"):
        factories.guest(session, consortium, by=cast.alice.user)


def test_guest_cannot_coordinate(session: Session, cast: Cast, consortium: Consortium, brought: Member) -> None:
    factories.bring_in_guest(session, consortium, brought, by=cast.alice.user)
    found = candidates.candidate(session, consortium, brought)
    assert not found.may
    assert any("needs one" in str(one) for one in found.reasons)


def test_guest_goes_along_to_another_call_as_one_of_its_own(
    session: Session, cast: Cast, consortium: Consortium, brought: Member
) -> None:
    made = elsewhere.take(session, consortium, Destination(call="ka210-vet-2027"), by=cast.alice.user)
    theirs = next(one for one in made.members if one.organisation.is_guest)
    assert theirs.organisation is not brought.organisation
    assert (theirs.organisation.name, theirs.organisation.oid, theirs.contribution) == (
        *("Berufsschule Kassel", "E10000077"),
        "Tries the modules out.",
    )
    guest = session.get_one(Guest, theirs.organisation_id)
    assert guest.consortium is made


def test_after_an_objection_no_person_of_the_guest_is_kept(session: Session) -> None:
    cast = factories.cast(session)
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    for actor in (cast.bob, cast.dora):
        factories.bring_in(session, consortium, actor, by=cast.alice.user)
    member = factories.guest(session, consortium, by=cast.alice.user)
    factories.bring_in_guest(session, consortium, member, by=cast.alice.user, address="greta@kassel.example")
    frozen = factories.finalise(session, consortium, by=cast.alice.user)
    assert "Greta" in frozen.document
    link = partner_links.current(session, member)
    assert link is not None
    guests.object_(session, member, by=link)
    session.expire_all()
    assert "Greta" not in frozen.document
    assert snapshot.verify(frozen.document.encode()).unchanged
    assert all(one.joined_name != "Greta" for one in consortium.invitations)
    assert session.scalars(select(Mail).where(Mail.to == "greta@kassel.example")).all() == []


def test_guest_is_given_no_role_that_needs_an_account(session: Session) -> None:
    cast = factories.cast(session)
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    member = factories.guest(session, consortium, by=cast.alice.user)
    with pytest.raises(Refused, match="needs one"):
        consortia.set_role(session, consortium, member.id, "coordinator", version=None, by=cast.alice.user)
    assert [one.role for one in consortium.members] == ["coordinator", "partner", "partner", "partner"]
