"""A partner's link: for one partner of one consortium, exchanged for a session, ended by whatever ends the partner's part."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, NotFound, Over, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.sheets import CodeAsked, TextPart
from matchmaker.language import say
from matchmaker.models import Consortium, LinkVisit, Mail, Member, PartnerLink
from matchmaker.services import (
    codes,
    consortia,
    departures,
    invitations,
    mails,
    members,
    notices,
    outcomes,
    partner_access,
    partner_links,
    people,
    sheets,
)
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    return factories.draft(session, cast.alice, [cast.bob, cast.dora])


@pytest.fixture
def brought(session: Session, cast: Cast, consortium: Consortium) -> Member:
    return factories.guest(session, consortium, by=cast.alice.user)


def write_something(session: Session, link: PartnerLink) -> None:
    sheet = sheets.get(session, link.consortium, link.organisation)
    sheets.write(session, sheet, parse(TextPart, {"background": "We teach."}), by=link)


def test_only_a_hash_is_kept_and_a_guess_opens_nothing(session: Session, cast: Cast, brought: Member) -> None:
    secret = partner_links.write(session, brought, "pl", by=cast.alice.user)
    assert len(secret) == 43
    link = partner_links.current(session, brought)
    assert link is not None
    assert secret not in str([getattr(link, column.key) for column in PartnerLink.__table__.columns])
    with pytest.raises(Over):
        partner_access.open_(session, secret[:-1] + "A" if secret[-1] != "A" else secret[:-1] + "B")
    token = partner_access.open_(session, secret)
    assert partner_access.find(session, token) is link
    assert partner_access.find(session, secret) is None


def test_session_ends_when_it_is_not_used(session: Session, cast: Cast, brought: Member, clock: Clock) -> None:
    token = partner_access.open_(session, partner_links.write(session, brought, "pl", by=cast.alice.user))
    clock.move(hours=11)
    link = partner_access.find(session, token)
    assert link is not None
    partner_access.seen(session, link, token)
    clock.move(hours=11)
    assert partner_access.find(session, token) is not None
    clock.move(hours=2)
    assert partner_access.find(session, token) is None
    partner_access.prune(session)
    assert session.scalars(select(LinkVisit)).all() == []


def test_link_works_until_a_month_after_the_deadline(session: Session, cast: Cast, brought: Member, clock: Clock) -> None:
    link = factories.linked(session, brought, by=cast.alice.user)
    assert link.expires_at - clock.now == partner_access.WITHOUT_DEADLINE
    clock.move(days=91)
    with pytest.raises(Over):
        write_something(session, link)


@pytest.mark.parametrize("how", ["ended", "new letter", "removed", "left", "declined", "withdrawn"])
def test_link_ends(session: Session, cast: Cast, consortium: Consortium, brought: Member, how: str) -> None:
    by = cast.alice.user
    if how == "left":
        link = factories.bring_in_guest(session, consortium, brought, by=by)
        departures.leave(session, consortium, brought.id, by=link)
    else:
        sent = invitations.send(session, consortium, brought.id, factories.invitation_form(), by=by)
        secret = partner_links.write(session, brought, "pl", by=by)
        link = partner_access.find(session, partner_access.open_(session, secret))
        assert link is not None
        {
            "ended": lambda: partner_links.end(session, brought, by=by),
            "new letter": lambda: partner_links.write(session, brought, "pl", by=by),
            "removed": lambda: consortia.remove_member(session, consortium, brought.id, version=None, by=by),
            "declined": lambda: invitations.decline(session, sent, factories.declining(), by=link),
            "withdrawn": lambda: outcomes.withdraw(session, consortium, by=by),
        }[how]()
        with pytest.raises(Over):
            partner_access.open_(session, secret)
    session.expire_all()
    with pytest.raises((NotFound, Over)):
        write_something(session, link)


def test_link_of_a_member_with_an_account_goes_to_its_contact(session: Session, cast: Cast, consortium: Consortium) -> None:
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    member = members.find_member(consortium, cast.bob.organisation.id)
    assert member is not None
    partner_links.send(session, member, by=cast.alice.user)
    mail = session.scalars(select(Mail).where(Mail.to == cast.bob.user.email).order_by(Mail.id.desc())).first()
    assert mail is not None
    link = partner_links.current(session, member)
    assert link is not None
    assert (link.address, link.made_by_id) == (cast.bob.user.email, cast.alice.user.id)
    with pytest.raises(Refused):
        partner_links.write(session, member, "pl", by=cast.alice.user)


def test_guest_without_address_gets_a_letter(session: Session, cast: Cast, brought: Member) -> None:
    with pytest.raises(Refused, match="no address"):
        partner_links.send(session, brought, by=cast.alice.user)
    factories.linked(session, brought, by=cast.alice.user, address="greta@kassel.example")
    partner_links.send(session, brought, by=cast.alice.user)
    link = partner_links.current(session, brought)
    assert link is not None
    assert link.address == "greta@kassel.example"


def test_code_is_right_once_for_ten_minutes_and_five_tries(session: Session, cast: Cast, brought: Member, clock: Clock) -> None:
    link = factories.linked(session, brought, by=cast.alice.user)
    with pytest.raises(Invalid, match="where the code is to go"):
        codes.send(session, link, None, language="pl")
    with pytest.raises(Invalid, match="may write"):
        codes.send(session, link, parse(CodeAsked, {"email": "a@b.example"}), language="pl")
    code = factories.code_for(session, link, "greta@kassel.example")
    assert code not in link.code_hash
    codes.count(session, link.id)
    with pytest.raises(Invalid, match="not the code"):
        codes.use(session, link, "000000" if code != "000000" else "111111")
    codes.use(session, link, code)
    assert link.organisation.guest is not None
    assert link.organisation.guest.agreed_at is not None
    with pytest.raises(Refused, match="no code"):
        codes.count(session, link.id)
    with pytest.raises(Invalid):
        codes.use(session, link, code)
    factories.code_for(session, link)
    for _ in range(codes.TRIES):
        codes.count(session, link.id)
    with pytest.raises(Refused, match="Five"):
        codes.count(session, link.id)
    factories.code_for(session, link)
    clock.move(minutes=10)
    with pytest.raises(Refused, match="ten minutes"):
        codes.count(session, link.id)


def test_address_is_fixed_once_a_code_has_come_back_from_it(session: Session, cast: Cast, brought: Member) -> None:
    link = factories.linked(session, brought, by=cast.alice.user)
    factories.code_for(session, link, "typo@kassel.example")
    assert codes.can_change_address(link)
    codes.use(session, link, factories.code_for(session, link, "greta@kassel.example"))
    assert not codes.can_change_address(link)
    codes.send(session, link, parse(CodeAsked, {"email": "mallory@evil.example", "agreed": True}), language="pl")
    assert link.address == "greta@kassel.example"


def test_no_link_is_mailed_to_whoever_was_not_asked_to_join(session: Session, cast: Cast, consortium: Consortium) -> None:
    planned = members.member_of(consortium, factories.member_id(consortium, cast.bob))
    before = len(session.scalars(select(Mail)).all())
    with pytest.raises(Refused, match="has not been asked"):
        partner_links.send(session, planned, by=cast.alice.user)
    assert (len(session.scalars(select(Mail)).all()), partner_links.current(session, planned)) == (before, None)
    factories.invite(session, consortium, cast.bob, by=cast.alice.user)
    partner_links.send(session, planned, by=cast.alice.user)
    assert len(session.scalars(select(Mail)).all()) == before + 2


def test_mail_that_was_sent_keeps_no_secret(session: Session, cast: Cast, consortium: Consortium) -> None:
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    member = members.find_member(consortium, cast.bob.organisation.id)
    assert member is not None
    partner_links.send(session, member, by=cast.alice.user)
    while letter := mails.take(session):
        mails.sent(session, letter)
    session.expire_all()
    kept = [one["path"] for mail in session.scalars(select(Mail)) for one in mail.content["links"]]
    assert "/l/" in kept
    assert [path for path in kept if path.startswith("/l/") and path != "/l/"] == []
    assert any(path.startswith("/invitations/") for path in kept)


def test_link_of_who_acts_for_the_partner_no_more_opens_nothing(session: Session, cast: Cast, consortium: Consortium) -> None:
    ann = factories.join_as(session, "Ann", cast.bob, "owner")
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    member = members.find_member(consortium, cast.bob.organisation.id)
    assert member is not None
    partner_links.send(session, member, by=cast.alice.user)
    mail = session.scalars(select(Mail).where(Mail.to == cast.bob.user.email).order_by(Mail.id.desc())).first()
    assert mail is not None
    secret = mail.content["links"][0]["path"].removeprefix("/l/")
    token = partner_access.open_(session, secret)
    people.leave(session, cast.bob.organisation, by=cast.bob.user)
    assert people.list_acting(session, cast.bob.organisation)[0].user_id == ann.id
    assert partner_access.find(session, token) is None
    with pytest.raises(Over):
        partner_access.open_(session, secret)
    partner_access.prune(session)
    assert session.scalars(select(PartnerLink)).all() == []


def test_link_is_mailed_once_a_day(session: Session, cast: Cast, consortium: Consortium, clock: Clock) -> None:
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    member = members.member_of(consortium, factories.member_id(consortium, cast.bob))
    partner_links.send(session, member, by=cast.alice.user)
    with pytest.raises(Refused, match="today"):
        partner_links.send(session, member, by=cast.alice.user)
    clock.move(days=1)
    partner_links.send(session, member, by=cast.alice.user)


def test_guest_whose_link_was_ended_is_asked_for_its_address_anew(session: Session, cast: Cast, brought: Member) -> None:
    factories.linked(session, brought, by=cast.alice.user, address="stranger@elsewhere.example")
    partner_links.end(session, brought, by=cast.alice.user)
    before = len(session.scalars(select(Mail)).all())
    notices.tell_guest(session, brought.consortium, brought.organisation, say("Something"))
    assert len(session.scalars(select(Mail)).all()) == before
    secret = partner_links.write(session, brought, "pl", by=cast.alice.user)
    link = partner_access.find(session, partner_access.open_(session, secret))
    assert link is not None
    assert (link.address, codes.can_change_address(link)) == ("", True)


def test_nobody_who_asks_answers_in_the_place_of_a_partner(session: Session, cast: Cast, brought: Member) -> None:
    secret = partner_links.write(session, brought, "pl", by=cast.alice.user)
    link = partner_access.find(session, partner_access.open_(session, secret))
    assert link is not None
    with pytest.raises(Invalid, match="email"):
        codes.send(session, link, parse(CodeAsked, {"email": cast.alice.user.email, "agreed": True}), language="en")
    assert link.address == ""


def test_stranger_is_mailed_no_words_of_others(session: Session, cast: Cast, brought: Member) -> None:
    secret = partner_links.write(session, brought, "pl", by=cast.alice.user)
    link = partner_access.find(session, partner_access.open_(session, secret))
    assert link is not None
    codes.send(session, link, parse(CodeAsked, {"email": "anybody@elsewhere.example", "agreed": True}), language="en")
    mail = session.scalars(select(Mail).where(Mail.to == "anybody@elsewhere.example")).one()
    for words in (brought.consortium.title, brought.organisation.name or ""):
        assert words not in mail.subject + factories.words(mail)


def test_links_end_with_the_outcome(session: Session, cast: Cast, consortium: Consortium) -> None:
    for actor in (cast.bob, cast.dora):
        factories.bring_in(session, consortium, actor, by=cast.alice.user)
    member = members.member_of(consortium, factories.member_id(consortium, cast.bob))
    partner_links.send(session, member, by=cast.alice.user)
    factories.finalise(session, consortium, by=cast.alice.user)
    outcomes.submit(session, consortium, factories.submission(), by=cast.alice.user)
    assert partner_links.current(session, member) is not None
    outcomes.grant(session, consortium, by=cast.alice.user)
    assert partner_links.current(session, member) is None
