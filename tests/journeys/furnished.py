"""A service in which every page has something to show, with names as long and unbroken as they may be."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.inputs.accounts import Forgotten
from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.names import compared
from matchmaker.inputs.offers import OfferForm
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.plan import GrantForm, PackageForm
from matchmaker.inputs.reports import Closing, ReportForm
from matchmaker.inputs.threads import Writing
from matchmaker.language import say
from matchmaker.models import Consortium, Mail, WorkPackage
from matchmaker.services import (
    blocking,
    colleagues,
    confirmations,
    consortia,
    handover,
    invitations,
    mails,
    offers,
    outcomes,
    partner_links,
    passwords,
    plan,
    reports,
    reserves,
    threads,
    troubles,
    wanted,
)
from tests import factories
from tests.factories import Actor

NAME = ("Zespół·Szkół·Gastronomicznych·w·" * 10)[:300]
"""As long as the name of an organisation may be, without a place to break it."""
LINE = ("Donaudampfschifffahrtsgesellschaft" * 6)[:200]
"""As long as a title may be."""
TEXT = f"We teach cooking with less waste. {LINE}"


@dataclass(frozen=True)
class People:
    """Who is there, by first name; each has an organisation."""

    alice: Actor
    """Holds most of it; her organisation has the longest name."""
    bob: Actor
    """Is asked for everything."""
    dora: Actor
    """Is the operator, too."""
    eve: Actor
    """Has nothing but her account, and is asked to act for Alice's organisation."""


def furnish(session: Session, secret: str) -> dict[str, object]:
    """Fill the database; what addresses are made of, by the names that looks use. secret: signs links."""
    known = {"topics": ["work-based-learning"], "languages": ["en", "de"], "established": "1990-09-01"}
    people = People(
        alice=factories.register(session, "Alice", organisation_name=NAME, looking_for=TEXT),
        bob=factories.register(session, "Bob", kind="higher-education", country="DE"),
        dora=factories.register(session, "Dora", kind="chamber", country="AT"),
        eve=factories.register(session, "Eve", kind="ngo", country="FR"),
    )
    factories.join_as(session, "Gus", people.bob, "editor")
    gus = factories.register(session, "Gustav", country="IT")
    fay = factories.register(session, "Fay", country="IT").user
    fay.confirmed_at = None
    people.alice.user.name = LINE[:100]
    people.dora.user.standing = "operator"
    factories.edit(session, people.alice, description=TEXT, city=LINE[:100], **known)
    factories.edit(session, people.bob, flags=["eche"], roles=["coordinator", "partner"], **known)
    factories.edit(session, people.dora, **known)
    records = factories.known_only(session, "records-1", NAME[::-1])
    colleagues.invite(
        session, people.alice.organisation, parse(ColleagueForm, {"email": "eve@school.eu", "role": "editor"}),
        by=people.alice.user,
    )  # fmt: skip
    offers.put(session, people.bob.organisation, parse(OfferForm, {"summary": TEXT, "must_know": TEXT}), by=people.bob.user)
    idea = factories.idea(session, people.alice, title=LINE, summary=TEXT, size_min="3", size_max="4")
    never = factories.idea(session, people.alice, title="Nobody can", seats=["sector:HED:8"], countries=["IS"], size_max="9")
    draft = consortia.save(
        session, idea, [people.alice.key, people.bob.key, records.key, people.dora.key], people.alice.key,
        suggestion=None, by=people.alice.user,
    )  # fmt: skip
    sent = factories.invite(session, draft, people.bob, by=people.alice.user, task=TEXT, field=LINE)
    interested = factories.invite(session, draft, people.dora, by=people.alice.user, task=TEXT)
    invitations.show_interest(session, interested, by=people.dora.user)
    wanting = factories.draft(session, people.alice, [people.bob], title="Two are too few")
    over = factories.invite(session, wanting, people.bob, by=people.alice.user)
    invitations.withdraw(session, over, by=people.alice.user)
    offered = _joined(session, people, "To be handed over")
    offer = handover.offer(session, offered, factories.member_id(offered, people.bob), TEXT, by=people.alice.user)
    final = _joined(session, people, "Applied for")
    handover.keep(session, final, by=people.alice.user)
    factories.finalise(session, final, version=None, by=people.alice.user)
    finalised = _joined(session, people, "Finalised")
    handover.keep(session, finalised, by=people.alice.user)
    factories.finalise(session, finalised, version=None, by=people.alice.user)
    outcomes.submit(
        session,
        final,
        parse(Submission, {"agency": LINE, "form_id": "KA220-1", "submitted_by": LINE[:100]}),
        by=people.alice.user,
    )
    shared, package = _planned(session, people)
    gone = factories.draft(session, people.alice, [people.bob], title="Given up")
    outcomes.withdraw(session, gone, by=people.alice.user)
    reported = reports.report(
        session, "invitation", sent.id, parse(ReportForm, {"reason": "many", "words": TEXT}), by=people.bob.user
    )  # fmt: skip
    closed = reports.report(
        session, "organisation", people.alice.organisation.id, parse(ReportForm, {"reason": "untrue"}), by=people.bob.user
    )  # fmt: skip
    reports.close(session, closed, parse(Closing, {"note": TEXT}), by=people.dora.user)
    blocking.block(session, people.dora.organisation, gus.organisation, by=people.dora.user)
    for by in (people.bob.user, people.alice.user):
        threads.write(session, sent, parse(Writing, {"text": TEXT}), by=by)
    troubles.note(session, "invitations", 12, "LookupError")
    mail = mails.write(session, "gone@school.eu", say("%(x)s", x="s"), language="en")
    mail.put_aside_at, mail.trouble = mail.created_at, "RCPT 550"
    session.flush()
    forgotten = parse(Forgotten, {"email": "bob@school.eu"})
    passwords.send_link(session, forgotten, secret=secret)
    asked = session.scalars(select(Mail).order_by(Mail.id.desc()).limit(1)).one()
    renewal = asked.content["links"][0]["path"].partition("link=")[2]
    trial = "".join(f"&member={one.key}" for one in (people.alice, people.bob, people.dora))
    return {
        "confirmation": confirmations.link(session, fay, secret=secret), "renewal": renewal,
        "stop": _stop(people.bob, secret), "bobs": people.bob.key, "eves": people.eve.key,
        "reserve": _reserve(session, people, draft),
        "trial": f"lead={people.bob.key}{trial}",
        "reported": reported.id, "closed": closed.id, "dora": people.dora.organisation.id,
        "alice": people.alice.organisation.id, "bob": people.bob.organisation.id, "records": records.id,
        "idea": idea.id, "never": never.id, "draft": draft.id, "wanting": wanting.id, "offered": offered.id,
        "handed": _handed_over(session, people).id,
        "final": final.id, "finalised": finalised.id, "gone": gone.id, "member": factories.member_id(draft, people.bob),
        "unasked": next(one.id for one in draft.members if one.organisation_id == records.id),
        "joined": factories.member_id(offered, people.bob), "sent": sent.id, "interested": interested.id, "over": over.id,
        **_over(session, people), **_brought(session, people),
        "offer": offer.id, "shared": shared.id, "package": package.id,
    }  # fmt: skip


def _joined(session: Session, people: People, title: str) -> Consortium:
    """A consortium of Alice that Bob and Dora have joined."""
    factories.identify(session, people.alice, people.bob)
    made = factories.draft(session, people.alice, [people.bob, people.dora], title=title)
    for actor in (people.bob, people.dora):
        factories.bring_in(session, made, actor, by=people.alice.user)
    return made


def _over(session: Session, people: People) -> dict[str, object]:
    """One whose round closed without an application, and one that the agency has rejected."""
    passed = _joined(session, people, "Its round has passed")
    handover.keep(session, passed, by=people.alice.user)
    passed.call_id, passed.round, passed.created_at = "ka220-vet-2026", 1, datetime(2026, 1, 10, tzinfo=UTC)
    decided = _joined(session, people, "Decided")
    factories.finalise(session, decided, version=None, by=people.alice.user)
    applied = parse(Submission, {"agency": LINE, "form_id": "KA220-2", "submitted_by": LINE[:100]})
    outcomes.submit(session, decided, applied, by=people.alice.user)
    outcomes.reject(session, decided, by=people.alice.user)
    return {"passed": passed.id, "decided": decided.id}


def _brought(session: Session, people: People) -> dict[str, object]:
    """One with guests of the longest name: one that has its link, one that is asked, and one that has joined by it."""
    made = factories.draft(session, people.alice, [people.bob], title="Brought along")
    by, said = people.alice.user, {"name": NAME[::-1], "task": TEXT}
    factories.known_only(session, "alike-1", NAME[::-1], country="DE", folded_name=compared(NAME[::-1]))
    guest = factories.guest(session, made, by=by, **said)
    invitations.send(session, made, guest.id, factories.invitation_form(task=TEXT, field=LINE), by=by)
    secret = partner_links.write(session, guest, "de", by=by)
    joined = factories.guest(session, made, by=by, name="Berufsschule Kassel")
    factories.bring_in_guest(session, made, joined, by=by)
    joins = partner_links.write(session, joined, "de", by=by)
    written = factories.guest(session, made, by=by, name="Berufsschule Fulda")
    invitations.send(session, made, written.id, factories.invitation_form(task=TEXT), by=by)
    return {"brought": made.id, "written": written.id, "came": joined.id, "secret": secret, "joins": joins}


def _handed_over(session: Session, people: People) -> Consortium:
    """One that Bob coordinates; Dora has not confirmed him."""
    made = _joined(session, people, "Handed over")
    offered = handover.offer(session, made, factories.member_id(made, people.bob), TEXT, by=people.alice.user)
    handover.accept(session, offered, by=people.bob.user)
    return made


def _planned(session: Session, people: People) -> tuple[Consortium, WorkPackage]:
    """A consortium whose call asks for shares, with a work package that gives more than is asked for."""
    shared = factories.draft(session, people.alice, [people.bob, people.dora], title=LINE, call="cove-2026")
    shares = [{"what": one.key, "number": "1500000"} for one in (people.alice, people.bob)]
    said = parse(PackageForm, {"title": LINE, "lead": people.alice.key, "partners": [people.dora.key], "amounts": shares})
    package = plan.add_package(session, shared, said, version=None, by=people.alice.user)
    plan.ask_grant(session, shared, parse(GrantForm, {"asked_grant": "2000000"}), version=None, by=people.alice.user)
    return shared, package


def _stop(actor: Actor, secret: str) -> str:
    """What the link carries that ends mails about rules to somebody."""
    return wanted.path(actor.user.id, "rules", secret=secret).partition("=")[2]


def _reserve(session: Session, people: People, consortium: Consortium) -> int:
    """Eve, in reserve for Dora's place."""
    said = {"task": TEXT, "field": LINE, "time_needed": LINE, "why_you": TEXT, "is_automatic": True}
    places = (people.dora.key, people.eve.key)
    return reserves.put(session, consortium, *places, parse(ReserveForm, said), by=people.alice.user).id
