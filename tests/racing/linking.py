"""Races of whoever holds a partner's link: with another who holds it, and with whoever holds the consortium."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.inputs.parsing import parse
from matchmaker.inputs.sheets import Confirming, OrganisationPart, PeoplePart, TextPart
from matchmaker.models import Consortium, Guest, Invitation, LinkVisit, Member, PartnerLink, PartnerSheet
from matchmaker.services import (
    codes,
    consortia,
    departures,
    guests,
    invitations,
    members,
    outcomes,
    partner_access,
    partner_links,
    sheets,
)
from tests import factories
from tests.racing.judging import BOTH, ONE, SOME, Wrong, raced
from tests.racing.running import DONE, Move, Race
from tests.racing.scene import Scene, on

ADDRESS = "greta@kassel.example"
SAYS = parse(Confirming, {"name": "Greta", "function": "Head", "authority": "Statute", "confirmed": True})


class Linked:
    """Alice's consortium with a guest that is interested, or has joined, and has its link."""

    def __init__(self, scene: Scene, *, joins: bool = False) -> None:
        session, self.by = scene.session, scene.alice.user
        self.consortium = scene.draft(scene.bob)
        member = factories.guest(session, self.consortium, by=self.by)
        asked = invitations.send(session, self.consortium, member.id, factories.invitation_form(), by=self.by)
        self.secret = partner_links.write(session, member, "de", by=self.by)
        link = partner_access.find(session, partner_access.open_(session, self.secret))
        assert link is not None
        invitations.show_interest(session, asked, by=link)
        if joins:
            invitations.join(session, asked, factories.joining("Greta"), by=link)
            said = {"legal_name": "Stadt", "address": "Markt 1", "city": "Kassel"}
            sheet = sheets.get(session, self.consortium, member.organisation)
            sheet = sheets.write(session, sheet, parse(OrganisationPart, said), by=link)
            who = {"representative_name": "R", "representative_function": "H", "contact_name": "C", "contact_email": ADDRESS}
            sheets.write(session, sheet, parse(PeoplePart, who), by=link)
        self.member, self.asked, self.link, self.guest = member.id, asked.id, link.id, member.organisation_id

    def does(self, act: Callable[[Session, PartnerLink], object]) -> Move:
        """Something by whoever holds the link; the person only looks."""
        number = self.link
        return Move(
            self.by.id, lambda session, by: session.get_one(PartnerLink, number), lambda session, link, by: act(session, link)
        )

    def joins(self) -> Move:
        number = self.asked
        form = factories.joining("Greta")
        return self.does(lambda session, link: invitations.join(session, session.get_one(Invitation, number), form, by=link))

    def confirms(self) -> Move:
        return self.does(lambda session, link: sheets.confirm(session, _sheet(session, link), SAYS, by=link))

    def writes(self, text: str) -> Move:
        form = parse(TextPart, {"background": text})
        return self.does(lambda session, link: sheets.write(session, _sheet(session, link), form, by=link))

    def objects(self) -> Move:
        number = self.member
        return self.does(lambda session, link: guests.object_(session, members.member_of(link.consortium, number), by=link))

    def ends(self) -> Move:
        number = self.member
        return on(
            self.consortium,
            self.by,
            lambda session, thing, by: partner_links.end(session, members.member_of(thing, number), by=by),
        )

    def is_removed(self) -> Move:
        number = self.member
        return on(
            self.consortium,
            self.by,
            lambda session, thing, by: consortia.remove_member(session, thing, number, version=None, by=by),
        )


def _sheet(session: Session, link: PartnerLink) -> PartnerSheet:
    return sheets.get(session, link.consortium, link.organisation)


def _one_sheet(linked: Linked) -> Wrong:
    number = linked.guest

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        found = session.scalars(select(PartnerSheet).where(PartnerSheet.organisation_id == number)).all()
        if len(found) != 1:
            yield f"{len(found)} sheets"

    return wrong


def _nothing_is_left(linked: Linked) -> Wrong:
    """Whoever objected is no member, and nothing it said or gave is kept."""
    number, whole = linked.guest, linked.consortium.id

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        kept: Any
        for kept in (PartnerSheet, PartnerLink, Member):
            if session.scalars(select(kept).where(kept.organisation_id == number, kept.consortium_id == whole)).all():
                yield f"{kept.__tablename__} after an objection"
        if session.get_one(Guest, number).organisation.open_to_requests:
            yield "may be asked again"

    return wrong


@raced
def two_join_by_one_link(scene: Scene) -> Race:
    linked = Linked(scene)
    return Race(linked.joins(), linked.joins(), ONE)


@raced
def joining_by_a_link_that_is_ended(scene: Scene) -> Race:
    linked = Linked(scene)
    return Race(linked.joins(), linked.ends(), SOME)


@raced
def joining_by_a_link_and_objecting_by_it(scene: Scene) -> Race:
    linked = Linked(scene)
    return Race(linked.joins(), linked.objects(), SOME, _nothing_is_left(linked))


@raced
def two_object_by_one_link(scene: Scene) -> Race:
    linked = Linked(scene)
    return Race(linked.objects(), linked.objects(), ONE, _nothing_is_left(linked))


@raced
def two_begin_the_data_of_a_partner(scene: Scene) -> Race:
    linked = Linked(scene)
    return Race(linked.writes("one"), linked.writes("two"), BOTH, _one_sheet(linked))


@raced
def two_confirm_by_one_link(scene: Scene) -> Race:
    linked = Linked(scene, joins=True)
    return Race(linked.confirms(), linked.confirms(), BOTH, _one_sheet(linked))


@raced
def confirming_by_a_link_and_being_removed(scene: Scene) -> Race:
    linked = Linked(scene, joins=True)
    return Race(linked.confirms(), linked.is_removed(), SOME)


@raced
def confirming_by_a_link_and_giving_up(scene: Scene) -> Race:
    linked = Linked(scene, joins=True)
    gives_up = on(linked.consortium, linked.by, lambda session, thing, by: outcomes.withdraw(session, thing, by=by))
    return Race(linked.confirms(), gives_up, SOME)


@raced
def one_code_used_twice(scene: Scene) -> Race:
    linked = Linked(scene)
    code = factories.code_for(scene.session, scene.session.get_one(PartnerLink, linked.link), ADDRESS)
    uses = linked.does(lambda session, link: codes.use(session, link, code))
    return Race(uses, uses, ONE)


@raced
def opening_a_link_that_is_ended(scene: Scene) -> Race:
    linked = Linked(scene)
    secret, number = linked.secret, linked.link
    opens = Move(linked.by.id, lambda session, by: None, lambda session, thing, by: partner_access.open_(session, secret))

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        link = session.get_one(PartnerLink, number)
        if link.revoked_at is None:
            yield "the link works still"
        if results[0] != DONE and len(session.scalars(select(LinkVisit).where(LinkVisit.link_id == number)).all()) > 1:
            yield "opened without leave"

    return Race(opens, linked.ends(), SOME, wrong)


@raced
def two_send_a_link(scene: Scene) -> Race:
    linked = Linked(scene)
    number = linked.member

    def writes(session: Session, thing: Consortium, by: Any) -> object:
        return partner_links.write(session, members.member_of(thing, number), "pl", by=by)

    def wrong(session: Session, results: Sequence[str]) -> Iterator[str]:
        theirs = select(PartnerLink).where(PartnerLink.organisation_id == linked.guest, PartnerLink.revoked_at.is_(None))
        found = session.scalars(theirs).all()
        if len(found) != 1:
            yield f"{len(found)} links work"

    moves = [on(linked.consortium, user, writes) for user in (linked.by, scene.colleague(scene.alice))]
    return Race(moves[0], moves[1], BOTH, wrong)


@raced
def a_form_by_a_link_and_objecting_by_it(scene: Scene) -> Race:
    """Each form notes first that the session of the link is used."""
    linked = Linked(scene)
    token = partner_access.open_(scene.session, linked.secret)

    def writes(session: Session, link: PartnerLink) -> None:
        partner_access.seen(session, link, token)
        sheets.write(session, _sheet(session, link), parse(TextPart, {"background": "one"}), by=link)

    return Race(linked.does(writes), linked.objects(), SOME)


@raced
def a_form_by_a_link_and_leaving_by_it(scene: Scene) -> Race:
    linked = Linked(scene, joins=True)
    token, number = partner_access.open_(scene.session, linked.secret), linked.member

    def writes(session: Session, link: PartnerLink) -> None:
        partner_access.seen(session, link, token)
        sheets.write(session, _sheet(session, link), parse(TextPart, {"background": "one"}), by=link)

    def leaves(session: Session, link: PartnerLink) -> None:
        departures.leave(session, link.consortium, number, by=link)

    return Race(linked.does(writes), linked.does(leaves), SOME)
