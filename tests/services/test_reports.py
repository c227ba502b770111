"""What is reported reaches the moderators as it stood, and whoever is reported never learns of it."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.reports import Closing, ReportForm
from matchmaker.inputs.threads import Writing
from matchmaker.models import REPORT_REASONS, HistoryEntry, Mail, Report, User
from matchmaker.services import erasure, handover, history, reports, threads
from tests.conftest import Clock
from tests.factories import Cast, bring_in, cast, draft, edit, invite, known_only, member_id, register
from tests.services.test_two_at_once import at_once


def form(**said: str) -> ReportForm:
    return parse(ReportForm, {"reason": "many", "words": "Ten of us got this."} | said)


def report(session: Session, kind: str, number: int, by: User, **said: str) -> Report:
    return reports.report(session, kind, number, form(**said), by=by)


def moderator(session: Session, name: str = "Mo", standing: str = "moderator") -> User:
    user = register(session, name).user
    user.standing = standing
    session.flush()
    return user


def test_invitation_is_kept_as_it_stood_and_mailed_to_the_moderators(session: Session) -> None:
    made, mo = cast(session), moderator(session)
    moderator(session, "Olga", "operator")
    sent = invite(session, draft(session, made.alice, [made.bob]), made.bob, by=made.alice.user, task="Sign here")
    session.query(Mail).delete()
    found = report(session, "invitation", sent.id, made.bob.user)
    sent.task = "Something nicer"
    session.flush()
    assert "Sign here" in found.quoted
    assert found.organisation is made.alice.organisation
    (mail,) = session.scalars(select(Mail))
    assert mail.to == mo.email
    said = json.dumps(mail.content)
    assert f"/moderation/{found.id}" in said
    assert "Ten of us got this." in said
    assert "Bob" not in said + mail.subject
    assert reports.list_reports(session, by=mo) == [found]
    assert reports.count_open(session, by=mo) == 1


def test_operators_are_told_where_nobody_moderates(session: Session) -> None:
    made = cast(session)
    moderator(session, "Olga", "operator")
    report(session, "organisation", made.alice.organisation.id, made.bob.user)
    assert session.scalars(select(Mail.to)).all() == ["olga@school.eu"]


def test_nothing_that_the_reported_may_read_shows_it(session: Session) -> None:
    made = cast(session)
    consortium = draft(session, made.alice, [made.bob])
    sent = invite(session, consortium, made.bob, by=made.alice.user)
    before = len(history.list_history(session, consortium)), session.query(HistoryEntry).count()
    report(session, "invitation", sent.id, made.bob.user)
    report(session, "organisation", made.alice.organisation.id, made.bob.user)
    assert (len(history.list_history(session, consortium)), session.query(HistoryEntry).count()) == before
    assert "alice@school.eu" not in session.scalars(select(Mail.to)).all()
    for verb in (reports.list_reports, reports.count_open):
        with pytest.raises(NotFound):
            verb(session, by=made.alice.user)
    with pytest.raises(NotFound):
        reports.get_report(session, session.query(Report).first().id, by=made.alice.user)  # type: ignore[union-attr]


def test_each_side_reports_what_the_other_wrote_and_nobody_else_does(session: Session) -> None:
    made, mo = cast(session), moderator(session)
    sent = invite(session, draft(session, made.alice, [made.bob]), made.bob, by=made.alice.user)
    asked = threads.write(session, sent, parse(Writing, {"text": "Pay first."}), by=made.alice.user)
    said = threads.write(session, sent, parse(Writing, {"text": "Go away."}), by=made.bob.user)
    for message, by in ((asked, made.bob.user), (said, made.alice.user)):
        found = report(session, "message", message.id, by)
        assert (message.text in found.quoted, found.organisation_id) == (True, message.organisation_id)
        with pytest.raises(NotFound):
            report(session, "message", message.id, made.charlie.user)
        with pytest.raises(NotFound):
            report(session, "message", message.id, mo)
    with pytest.raises(Refused, match="your own"):
        report(session, "message", asked.id, made.alice.user)


def test_only_who_was_asked_reports_an_invitation_and_nobody_their_own_profile(session: Session) -> None:
    made = cast(session)
    sent = invite(session, draft(session, made.alice, [made.bob]), made.bob, by=made.alice.user)
    with pytest.raises(Forbidden):
        report(session, "invitation", sent.id, made.alice.user)
    for kind, number in (("invitation", sent.id), ("invitation", 10**12), ("organisation", 10**12), ("secret", 1)):
        with pytest.raises(NotFound):
            report(session, kind, number, made.charlie.user)
    with pytest.raises(Refused, match="your own"):
        report(session, "organisation", made.alice.organisation.id, made.alice.user)
    made.charlie.user.confirmed_at = None
    with pytest.raises(Forbidden, match="Confirm"):
        report(session, "organisation", made.alice.organisation.id, made.charlie.user)
    report(session, "organisation", known_only(session, "x1").id, made.bob.user)


def test_nobody_reports_one_thing_twice_or_without_end(session: Session, clock: Clock) -> None:
    made, mo = cast(session), moderator(session)
    found = report(session, "organisation", made.alice.organisation.id, made.bob.user)
    with pytest.raises(Refused, match="already"):
        report(session, "organisation", made.alice.organisation.id, made.bob.user)
    reports.close(session, found, parse(Closing, {"note": "Nothing in it."}), by=mo)
    rows = [known_only(session, f"x{n}", f"Guest {n}").id for n in range(reports.MOST_A_DAY)]
    for number in rows[:-1]:
        report(session, "organisation", number, made.bob.user)
    with pytest.raises(Refused, match="tomorrow"):
        report(session, "organisation", rows[-1], made.bob.user)
    report(session, "organisation", rows[-1], made.dora.user)
    clock.move(days=1, seconds=1)
    report(session, "organisation", made.alice.organisation.id, made.bob.user)


def test_something_else_needs_words(session: Session) -> None:
    made = cast(session)
    with pytest.raises(Invalid, match="words"):
        report(session, "organisation", made.alice.organisation.id, made.bob.user, reason="other", words="")
    for number, reason in enumerate(REPORT_REASONS):
        report(session, "organisation", known_only(session, f"x{number}").id, made.bob.user, reason=reason)


def test_report_is_seen_closed_with_a_note_and_forgotten_after_a_year(session: Session, clock: Clock) -> None:
    made, mo, max_ = cast(session), moderator(session), moderator(session, "Max")
    found = report(session, "organisation", made.alice.organisation.id, made.bob.user)
    reports.see(session, found, by=mo)
    reports.see(session, found, by=max_)
    assert found.seen_by is mo
    with pytest.raises(Invalid):
        parse(Closing, {"note": ""})
    reports.close(session, found, parse(Closing, {"note": "Spoke with them."}), by=max_)
    assert (found.closed_by, found.note) == (max_, "Spoke with them.")
    with pytest.raises(Refused, match="already"):
        reports.close(session, found, parse(Closing, {"note": "Mine."}), by=mo)
    assert reports.list_reports(session, by=mo) == []
    assert reports.list_reports(session, closed=True, by=mo) == [found]
    clock.move(days=364)
    reports.prune(session)
    assert session.query(Report).count() == 1
    clock.move(days=1)
    reports.prune(session)
    assert session.query(Report).count() == 0


def test_report_outlives_the_account_of_who_made_it(session: Session) -> None:
    made, mo = cast(session), moderator(session)
    found = report(session, "organisation", made.alice.organisation.id, made.bob.user)
    erasure.erase(session, "bob@school.eu")
    session.refresh(found)
    assert reports.get_report(session, found.id, by=mo).reported_by is None


def test_long_profile_is_quoted_whole(session: Session) -> None:
    made = cast(session)
    edit(session, made.alice, description="d" * 5000, contribution="c" * 5000, looking_for="l" * 5000)
    assert len(report(session, "organisation", made.alice.organisation.id, made.bob.user).quoted) > 15000


def test_one_thing_is_reported_once_by_two_clicks_at_once(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        made: Cast = cast(session)
        alices, bob = made.alice.organisation.id, made.bob.user.id

    def click(session: Session) -> None:
        report(session, "organisation", alices, session.get_one(User, bob))

    def closing(number: int, name: str) -> Callable[[Session], None]:
        def verb(session: Session) -> None:
            by = session.get_one(User, mods[name])
            reports.close(session, reports.get_report(session, number, by=by), parse(Closing, {"note": name}), by=by)

        return verb

    assert at_once(new_database, click, click) == ["Refused", "done"]
    with new_database.unit_of_work() as session:
        mods = {name: moderator(session, name).id for name in ("Mo", "Max")}
        (number,) = session.scalars(select(Report.id))
    assert at_once(new_database, closing(number, "Mo"), closing(number, "Max")) == ["Refused", "done"]


def test_reported_is_who_asked_whoever_holds_the_consortium_now(session: Session, clock: Clock) -> None:
    made = cast(session)
    consortium = draft(session, made.alice, [made.bob, made.dora])
    sent = invite(session, consortium, made.dora, by=made.alice.user)
    bring_in(session, consortium, made.bob, by=made.alice.user)
    clock.move(hours=1)
    offered = handover.offer(session, consortium, member_id(consortium, made.bob), "", by=made.alice.user)
    handover.accept(session, offered, by=made.bob.user)
    assert report(session, "invitation", sent.id, made.dora.user).organisation is made.alice.organisation
