"""What a partner says about itself, confirmed value by value, by whom, and what has to be confirmed again."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.sheets import Confirming, OrganisationPart, PeoplePart, TextPart
from matchmaker.inputs.workspace import Contribution
from matchmaker.models import Consortium, Mail, Member, PartnerSheet
from matchmaker.permissions import Actor
from matchmaker.services import consortia, departures, handover, members, partner_access, partner_links, plan, sheets
from tests import factories
from tests.factories import Cast

ORGANISATION = {
    "legal_name": "Stadt Kassel",
    "address": "Markt 1",
    "city": "Kassel",
    "oid": "E10000077",
    "established": "1950-01-01",
}
PEOPLE = {
    "representative_name": "Rita Rektor", "representative_function": "Head", "contact_name": "Carl Kontakt",
    "contact_email": "carl@kassel.example", "contact_phone": "+49 561 1234",
}  # fmt: skip


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def consortium(session: Session, cast: Cast) -> Consortium:
    made = factories.draft(session, cast.alice, [cast.bob])
    factories.bring_in(session, made, cast.bob, by=cast.alice.user)
    return made


def member_of(consortium: Consortium, organisation_id: int) -> Member:
    found = members.find_member(consortium, organisation_id)
    assert found is not None
    return found


def confirming(**said: Any) -> Confirming:
    return parse(Confirming, {"name": "Rita", "function": "Head", "authority": "Decision of 1 May", "confirmed": True} | said)


def fill(session: Session, consortium: Consortium, member: Member, by: Actor, **said: Any) -> PartnerSheet:
    sheet = sheets.get(session, consortium, member.organisation)
    sheet = sheets.write(session, sheet, parse(OrganisationPart, ORGANISATION | said), by=by)
    return sheets.write(session, sheet, parse(PeoplePart, PEOPLE), by=by)


def mails_to(session: Session, address: str) -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.to == address).order_by(Mail.id)))


def test_looking_at_a_sheet_stores_nothing(session: Session, cast: Cast, consortium: Consortium) -> None:
    sheet = sheets.get(session, consortium, cast.bob.organisation)
    assert sheet.legal_name == "Bob's organisation"
    session.flush()
    assert sheets.find(session, consortium, cast.bob.organisation) is None
    said = sheets.fields(sheet, member_of(consortium, cast.bob.organisation.id))
    assert list(said) == list(sheets.FIELDS)
    assert (said["role"], said["task"], said["established"]) == ("partner", "Write two modules", "1950-09-01")


def test_nothing_is_confirmed_while_something_is_missing(session: Session, cast: Cast, consortium: Consortium) -> None:
    sheet = sheets.get(session, consortium, cast.bob.organisation)
    with pytest.raises(Refused, match="Street and number, City, Legal representative: name"):
        sheets.confirm(session, sheet, confirming(), by=cast.bob.user)


def test_what_was_confirmed_is_kept_and_what_changed_is_asked_again(session: Session, cast: Cast, consortium: Consortium) -> None:
    member = member_of(consortium, cast.bob.organisation.id)
    sheet = fill(session, consortium, member, cast.bob.user)
    assert not sheets.is_confirmed(sheet, member)
    sheets.confirm(session, sheet, confirming(), by=cast.bob.user)
    assert sheets.is_confirmed(sheet, member)
    assert (sheet.confirmed_name, sheet.confirmed_by_id) == ("Rita", cast.bob.user.id)
    assert cast.bob.organisation.oid == "E10000077"
    told = len(mails_to(session, cast.bob.user.email))
    plan.describe_member(
        session, consortium, member.id, parse(Contribution, {"contribution": "Leads"}), version=None, by=cast.alice.user
    )
    assert sheets.changed(sheet, member) == ("task",)
    mail = mails_to(session, cast.bob.user.email)[told:]
    assert [one.subject for one in mail] == ["Please confirm what changed in “Wood and tools”"]
    assert "before: Write two modules; now: Leads" in factories.words(mail[0])
    factories.edit(session, cast.bob, website="https://new.example")
    assert sheets.changed(sheet, member) == ("task", "website")
    assert "Leads" not in factories.words(mails_to(session, cast.bob.user.email)[-1])
    consortia.set_role(session, consortium, member.id, "associated", version=None, by=cast.alice.user)
    assert sheets.changed(sheet, member) == ("role", "task", "website")
    sheets.confirm(session, sheet, confirming(), by=cast.bob.user)
    assert sheets.is_confirmed(sheet, member)


def test_sheet_is_written_by_its_partner_and_read_by_who_holds_the_consortium(
    session: Session, cast: Cast, consortium: Consortium
) -> None:
    member = member_of(consortium, cast.bob.organisation.id)
    sheet = fill(session, consortium, member, cast.bob.user)
    with pytest.raises(Forbidden):
        sheets.write(session, sheet, parse(TextPart, {"background": "x"}), by=cast.alice.user)
    with pytest.raises(NotFound):
        sheets.write(session, sheet, parse(TextPart, {"background": "x"}), by=cast.charlie.user)


def test_two_who_write_at_once_are_told(session: Session, cast: Cast, consortium: Consortium) -> None:
    member = member_of(consortium, cast.bob.organisation.id)
    sheet = fill(session, consortium, member, cast.bob.user)
    seen = sheet.version
    sheets.write(session, sheet, parse(TextPart, {"background": "one"}), version=seen, by=cast.bob.user)
    with pytest.raises(Conflict):
        sheets.write(session, sheet, parse(TextPart, {"background": "two"}), version=seen, by=cast.bob.user)


def test_number_of_another_is_refused_with_a_sentence(session: Session, cast: Cast, consortium: Consortium) -> None:
    factories.edit(session, cast.charlie, oid="E10000077")
    member = factories.guest(session, consortium, by=cast.alice.user)
    link = factories.linked(session, member, by=cast.alice.user)
    with pytest.raises(Invalid, match="is known here with this number"):
        fill(session, consortium, member, link)
    other = factories.guest(session, consortium, by=cast.alice.user, name="Another school")
    fill(session, consortium, member, link, oid="E10000078")
    with pytest.raises(Invalid, match="another partner of this consortium"):
        fill(session, consortium, other, factories.linked(session, other, by=cast.alice.user), oid="E10000078")


def test_owners_are_told_what_a_link_changed(session: Session, cast: Cast, consortium: Consortium) -> None:

    member = member_of(consortium, cast.bob.organisation.id)
    partner_links.send(session, member, by=cast.alice.user)
    mail = mails_to(session, cast.bob.user.email)[-1]
    secret = mail.content["links"][0]["path"].removeprefix("/l/")
    link = partner_access.find(session, partner_access.open_(session, secret))
    assert link is not None
    fill(session, consortium, member, link)
    told = mails_to(session, cast.bob.user.email)[-1]
    assert told.subject == "The data of Bob's organisation were changed with a link"
    assert "; now: E10000077" in factories.words(told)


def test_finalised_consortium_is_read_only(session: Session, cast: Cast) -> None:
    whole = factories.complete(session, cast)
    handover.keep(session, whole, by=cast.alice.user)
    factories.finalise(session, whole, version=None, by=cast.alice.user)
    sheet = sheets.get(session, whole, cast.bob.organisation)
    with pytest.raises(Refused, match="finalised"):
        sheets.write(session, sheet, parse(TextPart, {"background": "late"}), by=cast.bob.user)


def test_sheet_goes_with_a_partner_that_leaves(session: Session, cast: Cast, consortium: Consortium) -> None:
    member = member_of(consortium, cast.bob.organisation.id)
    fill(session, consortium, member, cast.bob.user)
    departures.leave(session, consortium, member.id, by=cast.bob.user)
    assert sheets.find(session, consortium, cast.bob.organisation) is None


def test_nobody_confirms_what_was_changed_after_it_was_looked_at(session: Session) -> None:
    cast = factories.cast(session)
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    member = factories.guest(session, consortium, by=cast.alice.user)
    link = factories.bring_in_guest(session, consortium, member, by=cast.alice.user)
    sheet = sheets.get(session, consortium, member.organisation)
    seen = sheets.digest(sheet, member)
    said = Contribution(contribution="Pays for everything", added_value="")
    plan.describe_member(session, consortium, member.id, said, version=None, by=cast.alice.user)
    form = parse(Confirming, {"name": "Greta", "function": "Head", "authority": "Statute", "confirmed": True})
    with pytest.raises(Conflict, match="changed after"):
        sheets.confirm(session, sheet, form, seen=seen, by=link)
    with pytest.raises(Refused, match="still missing"):
        sheets.confirm(session, sheet, form, seen=sheets.digest(sheet, member), by=link)
