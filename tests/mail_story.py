"""A consortium from the first account to what became of it, by the services themselves, and the mails on the way."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.inputs.accounts import Forgotten
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.inputs.contacts import ContactForm
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.readiness import GivingBack, Opened
from matchmaker.inputs.reports import ReportForm
from matchmaker.inputs.sheets import CodeAsked, Confirming, OrganisationPart, PeoplePart
from matchmaker.inputs.threads import Writing
from matchmaker.inputs.workspace import Contribution, Destination
from matchmaker.models import Consortium, Invitation, Mail, Member, Membership, PartnerSheet
from matchmaker.services import (
    adoption,
    codes,
    colleagues,
    confirmations,
    consortia,
    contacts,
    coordinators,
    departures,
    erasure,
    guests,
    handover,
    invitations,
    mails,
    outcomes,
    partner_access,
    partner_links,
    passed,
    passwords,
    people,
    plan,
    readiness,
    rechecks,
    reminders,
    reports,
    reserves,
    sheets,
    silence,
    submissions,
    surroundings,
    threads,
)
from tests import factories
from tests.conftest import Clock
from tests.factories import Actor, declining, member_id
from tests.guides import invented

SECRET = "of the service that shows its mails"
SUMMARY = (
    "Wir entwickeln mit Betrieben und Schulen drei Module zur Reparatur von Möbeln, erproben sie mit 120 Lernenden und stellen "
    "sie allen frei zur Verfügung. Danach werden sie in die Lehrpläne übernommen."
)


class Story:
    """The mails by what they are about, and the lines of ours that had them written."""

    def __init__(self, session: Session, clock: Clock, folder: Path, language: str) -> None:
        self.session, self.clock, self.folder, self.language = session, clock, folder, language
        self.shown: dict[str, Mail] = {}
        self.lines: set[tuple[str, int]] = set()
        self.last = 0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note from which lines mails are written in the block."""
        write = mails.write

        def noting(*args: Any, **more: Any) -> Mail:
            frame: FrameType | None = sys._getframe(1)
            while frame is not None:
                self.lines.add((Path(frame.f_code.co_filename).name, frame.f_lineno))
                frame = frame.f_back
            return write(*args, **more)

        mails.write = noting  # type: ignore[assignment]
        try:
            yield
        finally:
            mails.write = write

    def show(self, name: str, to: Actor | str) -> None:
        """The newest mail to this address since the last one shown is about that."""
        self.session.flush()
        address = to if isinstance(to, str) else to.user.email
        newer = select(Mail).where(Mail.id > self.last).order_by(Mail.id.desc())
        found = self.session.scalars(newer).all()
        self.shown[name] = next(mail for mail in found if mail.to == address)
        self.last = found[0].id

    def register(self, name: str, organisation: str, kind: str, country: str) -> Actor:
        """Somebody who reads in the language of the story."""
        made = factories.register(
            self.session, name, organisation_name=organisation, kind=kind, country=country, language=self.language
        )
        made.user.name = {"Anna": "Anna Nowak", "Bernd": "Bernd Huber", "Clara": "Clara Lind"}.get(name, name)
        return made


def tell(story: Story) -> None:
    """All of it, part by part."""
    with story.listening():
        adoption.adopt(story.session, surroundings.of(story.session).guide)
        anna = story.register("Anna", "Zespół Szkół Zawodowych nr 1", "vocational-school", "PL")
        bernd = story.register("Bernd", "Hochschule für Holztechnik", "higher-education", "DE")
        clara = story.register("Clara", "Kammer der Tischler", "chamber", "AT")
        factories.edit(story.session, anna, established="1990-09-01")
        factories.edit(story.session, bernd, established="1950-09-01", flags=["eche"])
        _accounts(story, anna)
        consortium = factories.draft(
            story.session, anna, [bernd, clara], title="Möbel reparieren", fields=["0722"], summary=SUMMARY
        )
        _asked(story, consortium, anna, bernd, clara)
        _together(story, consortium, anna, bernd, clara)
        _with_links(story, anna, bernd)
        factories.identify(story.session, anna, bernd)
        _gathered(story, consortium, bernd, clara)
        _submitted(story, consortium, anna, bernd, clara)
        _left(story, anna, bernd, clara)
        _silent(story, anna, bernd, clara)
        _passed(story, anna, bernd, clara)
        _rules(story, anna, bernd, clara)
        _organisations(story, anna, bernd, clara)


def _accounts(story: Story, anna: Actor) -> None:
    session = story.session
    confirmations.send(session, anna.user, secret=SECRET)
    story.show("Confirming an address", anna)
    passwords.send_link(session, parse(Forgotten, {"email": anna.user.email}), secret=SECRET)
    story.show("A new password", anna)
    asked = parse(ColleagueForm, {"email": "new@school.eu", "role": "editor"})
    colleagues.invite(session, anna.organisation, asked, by=anna.user)
    story.show("Act for an organisation?", "new@school.eu")


def _invite(story: Story, consortium: Consortium, who: Actor, by: Actor) -> Invitation:
    return factories.invite(
        story.session, consortium, who, by=by.user, role="partner", field="Surowce (szkło, papier, tworzywa sztuczne i drewno)",
        task="Die Module mit Lernenden in zwei Betrieben erproben und das Ergebnis auswerten.",
        time_needed="20 Tage im Jahr, von Herbst 2027 bis Sommer 2029",
        why_you="Sie bilden als eine von wenigen Einrichtungen Restauratoren aus und haben die Werkstätten für die Erprobung.",
    )  # fmt: skip


def _asked(story: Story, consortium: Consortium, anna: Actor, bernd: Actor, clara: Actor) -> None:
    session = story.session
    sent = _invite(story, consortium, bernd, anna)
    story.show("An invitation", bernd)
    threads.write(
        session, sent, parse(Writing, {"text": "Ist die Reise zu den Treffen in den 20 Tagen enthalten?"}), by=bernd.user
    )
    story.show("A message", anna)
    story.clock.move(days=5)
    _remind(session)
    story.show("Two days before an invitation ends", bernd)
    invitations.show_interest(session, sent, by=bernd.user)
    story.show("Interested", anna)
    story.clock.move(days=19, hours=1)
    _remind(session)
    story.show("Two days before the time to join ends", bernd)
    invitations.join(session, sent, factories.joining("Prof. Bernd Huber"), by=bernd.user)
    story.show("Joined", anna)
    other = _invite(story, consortium, clara, anna)
    invitations.withdraw(session, other, by=anna.user)
    story.show("An invitation taken back", clara)
    _invite(story, consortium, clara, anna)
    story.clock.move(days=8)
    invitations.expire_due(session)
    story.show("An invitation that ended", anna)
    refusing = factories.draft(session, anna, [clara], title="Werkzeuge")
    reason = declining(reason="In diesem Jahr sind alle unsere Leute in anderen Projekten.")
    invitations.decline(session, _invite(story, refusing, clara, anna), reason, by=clara.user)
    story.show("Declined", anna)
    factories.bring_in(session, consortium, clara, by=anna.user)
    leaving = factories.draft(session, anna, [bernd, clara], title="Lacke und Farben")
    _invite(story, leaving, bernd, anna)
    consortia.remove_member(session, leaving, member_id(leaving, bernd), version=None, by=anna.user)
    story.show("No longer a member", bernd)
    _invite(story, leaving, clara, anna)
    outcomes.withdraw(session, leaving, by=anna.user)
    story.show("Given up while somebody is asked", clara)


def _remind(session: Session) -> None:
    for number in invitations.list_to_remind(session):
        invitations.remind(session, number)


def _together(story: Story, consortium: Consortium, anna: Actor, bernd: Actor, clara: Actor) -> None:
    session, note = story.session, "Ihr habt mit solchen Anträgen mehr Erfahrung als wir."
    made = handover.offer(session, consortium, member_id(consortium, bernd), note, by=anna.user)
    story.show("Asked to coordinate", bernd)
    handover.take_back(session, made, by=anna.user)
    story.show("The offer to coordinate taken back", bernd)
    made = handover.offer(session, consortium, member_id(consortium, bernd), note, by=anna.user)
    handover.decline(session, made, "Nicht vor dem nächsten Jahr.", by=bernd.user)
    story.show("Does not coordinate", anna)
    made = handover.offer(session, consortium, member_id(consortium, bernd), note, by=anna.user)
    handover.accept(session, made, by=bernd.user)
    story.show("Coordinates", anna)
    for one in coordinators.list_to_confirm(consortium):
        coordinators.confirm(session, consortium, one.id, by=clara.user)


def _gathered(story: Story, consortium: Consortium, bernd: Actor, clara: Actor) -> None:
    """Bernd asks for what the application still needs, and gives back what is not right."""
    session, number = story.session, clara.organisation.id
    readiness.ask(session, consortium, by=bernd.user)
    story.show("Asked for what is missing", clara)
    session.add(
        PartnerSheet(
            consortium=consortium,
            organisation=clara.organisation,
            background="Wir vertreten 400 Betriebe.",
            updated_at=surroundings.now(session),
        )
    )
    session.flush()
    column = readiness.board(session, consortium).column(number)
    item = column.item("background") if column else None
    assert item is not None
    opened = parse(Opened, {"organisation": number, "item": item.key, "sha256": item.sha256})
    form = parse(GivingBack, {"reason": "Bitte auch die Zahl der Lernenden nennen."})
    readiness.give_back(session, consortium, opened, form, by=bernd.user)
    story.show("Given back", clara)


def _submitted(story: Story, consortium: Consortium, anna: Actor, bernd: Actor, clara: Actor) -> None:
    session = story.session
    factories.finalise(session, consortium, version=None, by=bernd.user)
    story.show("Finalised", anna)
    outcomes.reopen(session, consortium, by=bernd.user)
    story.show("Being changed again", anna)
    factories.finalise(session, consortium, version=None, by=bernd.user)
    form = {"agency": "NA BIBB", "form_id": "KA220-VET-1A2B3C4D", "submitted_by": "Prof. Bernd Huber"}
    outcomes.submit(session, consortium, parse(Submission, form), by=bernd.user)
    story.show("Submitted", anna)
    outcomes.reopen(session, consortium, by=bernd.user)
    factories.finalise(session, consortium, version=None, by=bernd.user)
    submissions.stand(session, consortium, by=bernd.user)
    story.show("What was submitted counts", anna)
    outcomes.grant(session, consortium, by=bernd.user)
    story.show("Granted", anna)
    departures.leave(session, consortium, member_id(consortium, clara), by=clara.user)
    story.show("Left after it was granted", bernd)


def _left(story: Story, anna: Actor, bernd: Actor, clara: Actor) -> None:
    session = story.session
    consortium = factories.draft(session, anna, [bernd, clara], title="Holz und Licht")
    for one in (bernd, clara):
        factories.bring_in(session, consortium, one, by=anna.user)
    dana = story.register("Dana", "Komora truhlářů", "chamber", "CZ")
    letter = {
        "task": "Zwei Werkstätten öffnen.",
        "field": "Holz",
        "time_needed": "15 Tage",
        "why_you": "Sie kennen die Betriebe.",
    }
    reserves.put(session, consortium, clara.key, dana.key, parse(ReserveForm, letter), by=anna.user)
    departures.leave(session, consortium, member_id(consortium, clara), replacements=("Izba Stolarzy",), by=clara.user)
    story.show("Left", anna)
    reserves.call_next(session, consortium.id)
    story.show("Next in reserve", anna)


def _silent(story: Story, anna: Actor, bernd: Actor, clara: Actor) -> None:
    session = story.session
    consortium = factories.draft(session, anna, [bernd, clara], title="Türen")
    for one in (bernd, clara):
        factories.bring_in(session, consortium, one, by=anna.user)
    consortium.own_deadline = story.clock.now.date() + timedelta(days=5)
    story.clock.move(days=3)
    _remind_members(session)
    story.show("Still to be done", clara)
    story.clock.move(days=5)
    _remind_members(session)
    left = story.last
    story.show("The internal deadline has passed", clara)
    story.last = left
    story.show("A member is silent", anna)
    consortium.own_deadline = None
    for ends in ("back", "silence"):
        made = handover.offer(session, consortium, member_id(consortium, bernd), "", by=anna.user)
        handover.accept(session, made, by=bernd.user)
        story.clock.move(minutes=1)
        if ends == "back":
            handover.hand_back(session, consortium, "Uns fehlt eine Kollegin.", by=bernd.user)
            story.show("Handed back", clara)
    story.clock.move(days=15)
    for number in silence.list_due(session):
        silence.tell(session, number)
    story.show("The coordinator is silent", anna)
    silence.go_on(session, consortium, by=anna.user)
    story.show("Goes on in a copy", clara)


def _passed(story: Story, anna: Actor, bernd: Actor, clara: Actor) -> None:
    """Begun in earnest for a round that has closed since."""
    session = story.session
    consortium, another = (factories.draft(session, anna, [bernd, clara], title=one) for one in ("Holz im Winter", "Holz im Mai"))
    for made in (consortium, another):
        for one in (bernd, clara):
            factories.bring_in(session, made, one, by=anna.user)
        made.call_id, made.round, made.created_at = "ka220-vet-2026", 1, datetime(2026, 1, 10, tzinfo=UTC)
    session.flush()
    passed.see_to(session, consortium.id)
    story.show("What became of it?", anna)
    passed.go_on(session, another, Destination(call="ka220-vet-2027"), by=anna.user)
    story.show("Goes on in the next round", clara)
    story.clock.move(days=31)
    passed.see_to(session, consortium.id)
    story.show("Given up, as its round has passed", clara)


def _with_links(story: Story, anna: Actor, bernd: Actor) -> None:
    """A partner who is not here yet, and one with an account that gets a link: codes, what is confirmed and what changes."""
    session, greta, by = story.session, "greta@kassel.example", anna.user
    made = factories.draft(session, anna, [bernd], title="Holz und Werkzeug", summary=SUMMARY)
    factories.bring_in(session, made, bernd, by=by)
    guest = factories.guest(session, made, by=by)
    asked = invitations.send(session, made, guest.id, factories.invitation_form(task="Die Module erproben."), by=by)
    link = partner_access.find(session, partner_access.open_(session, partner_links.write(session, guest, story.language, by=by)))
    assert link is not None
    codes.send(session, link, parse(CodeAsked, {"email": greta, "agreed": True}), language=story.language)
    story.show("The code for whoever has a link", greta)
    codes.use(session, link, re.findall(r"[0-9]{6}", story.shown["The code for whoever has a link"].subject)[-1])
    invitations.show_interest(session, asked, by=link)
    invitations.join(session, asked, factories.joining("Greta Groß"), by=link)
    partner_links.send(session, guest, by=by)
    story.show("A partner's link", greta)
    secret = story.shown["A partner's link"].content["links"][0]["path"].removeprefix("/l/")
    link = partner_access.find(session, partner_access.open_(session, secret))
    assert link is not None
    sheet = sheets.get(session, made, guest.organisation)
    sheet = sheets.write(session, sheet, parse(OrganisationPart, {"legal_name": "Stadt Kassel", **PLACE}), by=link)
    sheet = sheets.write(session, sheet, parse(PeoplePart, WHO | {"contact_email": greta}), by=link)
    sheets.confirm(session, sheet, parse(Confirming, SAYS), by=link)
    story.show("A partner has confirmed its data", anna)
    said = parse(Contribution, {"contribution": "Die Module mit 60 Lernenden erproben."})
    plan.describe_member(session, made, guest.id, said, version=None, by=by)
    story.show("What was confirmed has changed", greta)
    guests.object_(session, guest, by=link)
    story.show("A partner objects", anna)
    partner_links.send(session, _member(made, bernd), by=by)
    found = session.scalars(select(Mail).where(Mail.to == bernd.user.email).order_by(Mail.id.desc())).first()
    assert found is not None
    secret = found.content["links"][0]["path"].removeprefix("/l/")
    link = partner_access.find(session, partner_access.open_(session, secret))
    assert link is not None
    data = {"legal_name": "Hochschule", "established": "1950-09-01", **PLACE}
    sheets.write(session, sheets.get(session, made, bernd.organisation), parse(OrganisationPart, data), by=link)
    story.show("A link changed what an organisation says", bernd)


PLACE = {"address": "Markt 1", "city": "Kassel"}
WHO = {"representative_name": "Rita Rektor", "representative_function": "Schulleiterin", "contact_name": "Greta Groß"}
SAYS = {"name": "Greta Groß", "function": "Abteilungsleiterin", "authority": "Beschluss vom 1. Mai", "confirmed": True}


def _member(consortium: Consortium, actor: Actor) -> Member:
    return next(one for one in consortium.members if one.organisation_id == actor.organisation.id)


def _remind_members(session: Session) -> None:
    for number in reminders.list_due(session):
        reminders.remind(session, number)


def _rules(story: Story, anna: Actor, bernd: Actor, clara: Actor) -> None:
    session = story.session
    factories.idea(session, clara, title="Noch eine Idee")
    kept = factories.draft(session, anna, [bernd, clara], title="Fenster")
    for one in (bernd, clara):
        factories.bring_in(session, kept, one, by=anna.user)
    guide = invented(story.folder)
    surroundings.of(session).guide = guide
    adoption.adopt(session, guide)
    for number in rechecks.list_due_ideas(session):
        rechecks.recheck_idea(session, number)
    story.show("The rules for an idea changed", clara)
    for number in rechecks.list_due_consortia(session):
        rechecks.recheck_consortium(session, number)
    story.show("The rules for a consortium changed", clara)


def _organisations(story: Story, anna: Actor, bernd: Actor, clara: Actor) -> None:
    session = story.session
    eve, dan = (factories.join_as(session, name, anna, "editor") for name in ("Ewa", "Dan"))
    for one in (eve, dan):
        one.language = story.language
    named = parse(ContactForm, {"person": str(number_of(session, eve.id, anna))})
    contacts.name_contact(session, anna.organisation, named, by=anna.user)
    story.show("Named as contact person", eve.email)
    people.remove_person(session, anna.organisation, number_of(session, dan.id, anna), by=anna.user)
    story.show("Taken off an organisation", dan.email)
    dan.standing = "moderator"
    said = parse(ReportForm, {"reason": "untrue", "words": "Diese Schule gibt es nicht mehr."})
    reports.report(session, "organisation", clara.organisation.id, said, by=bernd.user)
    story.show("Something was reported", dan.email)
    people.leave(session, anna.organisation, str(number_of(session, eve.id, anna)), by=anna.user)
    story.show("The new owner", eve.email)
    gerd = factories.join_as(session, "Gerd", bernd, "viewer")
    gerd.language = story.language
    held = factories.draft(session, bernd, [clara], title="Tische")
    factories.bring_in(session, held, clara, by=bernd.user)
    erasure.erase(session, bernd.user.email)
    session.flush()
    left = story.last
    story.show("Nobody owns one's organisation", gerd.email)
    story.last = left
    story.show("Nobody owns who holds a consortium", clara)
    story.last = left
    story.show("Nobody owns a member", eve.email)


def number_of(session: Session, user: int, actor: Actor) -> int:
    """The number of a membership."""
    theirs = select(Membership.id).where(Membership.user_id == user, Membership.organisation_id == actor.organisation.id)
    return session.scalars(theirs).one()
