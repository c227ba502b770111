"""When the guide of 2027 comes, what is open on its provisional call is checked again, and everybody concerned is told once."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.documents import snapshot as documents
from matchmaker.documents.review import Review
from matchmaker.errors import NotFound
from matchmaker.language import LANGUAGES, SOURCE, render
from matchmaker.models import Consortium, HistoryEntry, Idea, Mail, Membership, ReviewSeen, Snapshot
from matchmaker.models import Review as Row
from matchmaker.programme import guides
from matchmaker.services import adoption, consortia, ideas, outcomes, rechecks, reviews, surroundings
from tests import factories
from tests.factories import Actor, Cast, edit, words
from tests.guides import CALL, invented

OTHER = "ka210-vet-2027"


@pytest.fixture
def cast(session: Session) -> Cast:
    adoption.adopt(session, guides.load())
    return factories.cast(session)


def publish(session: Session, folder: Path, *changes: tuple[str, str]) -> None:
    """The guide of 2027 comes into force, as changed."""
    guide = invented(folder, *changes)
    surroundings.of(session).guide = guide
    adoption.adopt(session, guide)


def recheck(session: Session) -> tuple[list[int], list[int], list[int]]:
    """Do what is due; the numbers of what was due."""
    due = (rechecks.list_due_ideas(session), rechecks.list_due_consortia(session), rechecks.list_due_snapshots(session))
    for numbers, work in zip(due, (rechecks.recheck_idea, rechecks.recheck_consortium, rechecks.recheck_snapshot), strict=True):
        for number in numbers:
            work(session, number)
    return due


def only(session: Session, thing: Idea | Consortium, actor: Actor) -> Review:
    """The one review that the actor has not seen."""
    ((shown),) = reviews.list_unseen(session, thing, by=actor.user)
    return shown.review


def text(thing: object) -> str:
    return render(thing, SOURCE)


def mails(session: Session) -> list[tuple[str, str]]:
    about = Mail.subject.startswith("The rules of its call changed")
    return [(mail.to, words(mail)) for mail in session.scalars(select(Mail).where(about).order_by(Mail.to))]


def test_consortium_shows_old_and_new_verdict_and_what_differs(session: Session, cast: Cast, tmp_path: Path) -> None:
    consortium = factories.complete(session, cast)
    assert recheck(session) == ([], [], [])
    publish(session, tmp_path)
    assert recheck(session) == ([consortium.idea_id], [consortium.id], [])
    assert recheck(session) == ([], [], [])
    found = only(session, consortium, cast.bob)
    assert found.is_published
    assert found.before is not None
    assert (found.before.verdict, found.after.verdict) == ("eligible", "ineligible")
    changed = {one.rule: (one.before and one.before.status, one.after and one.after.status) for one in found.rules}
    assert changed == {"min-orgs": ("pass", "fail"), "deadline": ("warning", "pass")}
    told = {text(group.name): [text(one) for one in group.sentences] for group in found.call}
    assert told["Programme countries"] == ["new: Switzerland"]
    assert told["Dates"] == ["Round 1: until 4 March 2027, 12:00 (Brussels time) (before: not known yet)"]
    assert told["Who may take part"][0].startswith("At least 4 organisations from programme countries (before:")
    for language in LANGUAGES:
        assert "%(" not in " ".join(one.label(language) for group in found.call for one in group.sentences)


def test_country_that_now_counts_mends_a_consortium(session: Session, cast: Cast, tmp_path: Path) -> None:
    swiss = factories.register(session, "Emil", kind="chamber", country="CH")
    consortium = factories.draft(session, cast.alice, [cast.bob, swiss])
    publish(session, tmp_path, ("min = 4", "min = 3"))
    recheck(session)
    found = only(session, consortium, cast.alice)
    assert found.before is not None
    assert found.before.verdict != "eligible"
    assert found.after.verdict == "eligible"
    assert {one.rule for one in found.rules} >= {"min-countries", "country-admissible"}


def test_each_person_gets_one_mail_for_a_consortium(session: Session, cast: Cast, tmp_path: Path) -> None:
    """Bob acts for two members; Charlie is asked and has not joined; the idea has no mail of its own."""
    consortium = factories.complete(session, cast)
    session.add(
        Membership(user=cast.bob.user, organisation=cast.dora.organisation, role="editor", created_at=consortium.created_at)
    )
    consortia.add_member(session, consortium, cast.charlie.key, "partner", version=None, by=cast.alice.user)
    factories.invite(session, consortium, cast.charlie, by=cast.alice.user)
    session.flush()
    publish(session, tmp_path, ("min = 4", "min = 5"))
    recheck(session)
    assert [to for to, _ in mails(session)] == ["alice@school.eu", "bob@school.eu", "dora@school.eu"]
    _, body = mails(session)[0]
    assert re.search(r"Before: Composition check passed \(.*?\)\. Now: Composition check not passed \(.*?\)\.", body)
    assert "We have read the guide" in body


def test_idea_without_a_consortium_is_told_by_mail(session: Session, cast: Cast, tmp_path: Path) -> None:
    edit(session, cast.alice, established="2025-06-01")
    idea = factories.idea(session, cast.alice, months=24)
    publish(
        session, tmp_path, ("unverified = []", 'unverified = []\nduration_months = { min = 6, max = 18, ev = "F", source = "x" }')
    )
    recheck(session)
    found = only(session, idea, cast.alice)
    assert {one.rule: one.after and one.after.status for one in found.rules}["duration"] == "fail"
    assert found.after.verdict == "ineligible"
    assert [to for to, _ in mails(session)] == ["alice@school.eu"]
    assert "Something that the call asks of you or of the project is not met" in mails(session)[0][1]


def test_wishes_that_the_call_no_longer_admits_are_told(session: Session, cast: Cast, tmp_path: Path) -> None:
    idea = factories.idea(session, cast.alice, size_min=3, size_max=3)
    publish(session, tmp_path)
    recheck(session)
    (sizes,) = (one for one in only(session, idea, cast.alice).rules if one.rule == "size_max")
    assert sizes.before is None
    assert sizes.after is not None
    assert "asks for at least 4 organisations" in text(sizes.after.message)


def test_snapshot_stays_and_is_judged_by_the_new_rules(session: Session, cast: Cast, tmp_path: Path) -> None:
    consortium = factories.complete(session, cast)
    frozen = factories.finalise(session, consortium, version=None, by=cast.alice.user)
    before = frozen.document
    assert frozen.is_provisional
    publish(session, tmp_path)
    edit(session, cast.bob, country="PL")  # what was frozen is judged, not what became of it since
    assert recheck(session) == ([consortium.idea_id], [consortium.id], [frozen.id])
    session.expire_all()
    shown = reviews.latest(session, [frozen])[frozen.id].review
    assert shown.before is not None
    assert (shown.before.verdict, shown.after.verdict) == ("eligible", "ineligible")
    assert {one.rule for one in shown.rules} == {"min-orgs", "deadline"}
    stored = session.get_one(Snapshot, frozen.id)
    assert (stored.document, stored.is_provisional, stored.call_version != stored.checked_version) == (before, True, True)
    verified = documents.verify(stored.document.encode())
    assert verified.unchanged
    assert "It was made under provisional rules" in " ".join(text(one) for one in verified.sentences)


def test_snapshot_of_a_call_that_was_published_says_nothing_of_it(session: Session, cast: Cast, tmp_path: Path) -> None:
    publish(session, tmp_path, ("min = 4", "min = 3"))
    frozen = factories.finalise(session, factories.complete(session, cast), version=None, by=cast.alice.user)
    assert not frozen.is_provisional
    assert "provisional" not in " ".join(text(one) for one in documents.verify(frozen.document.encode()).sentences)


def test_what_is_over_or_of_another_call_is_left_alone(session: Session, cast: Cast, tmp_path: Path) -> None:
    closed = factories.idea(session, cast.alice)
    ideas.close(session, closed, by=cast.alice.user)
    other = factories.idea(session, cast.alice, call=OTHER)
    given_up = factories.draft(session, cast.alice, [cast.bob])
    outcomes.withdraw(session, given_up, by=cast.alice.user)
    publish(session, tmp_path)
    assert recheck(session) == ([given_up.idea_id], [], [])
    assert reviews.list_unseen(session, closed, by=cast.alice.user) == []
    assert reviews.list_unseen(session, other, by=cast.alice.user) == []


def test_nothing_is_told_where_nothing_differs(session: Session, cast: Cast, tmp_path: Path) -> None:
    publish(session, tmp_path)
    idea = factories.idea(session, cast.alice)
    publish(session, tmp_path, ('ev = "F"\nsource = "https://guide.example/2027"', 'ev = "K"\nsource = "x"'))
    assert recheck(session) == ([idea.id], [], [])
    assert reviews.list_unseen(session, idea, by=cast.alice.user) == []
    assert mails(session) == []


def test_a_deadline_alone_is_told_though_no_verdict_changes(session: Session, cast: Cast, tmp_path: Path) -> None:
    publish(session, tmp_path)
    idea = factories.idea(session, cast.alice)
    publish(session, tmp_path, ("local = 2027-03-04T12:00:00", "local = 2027-03-11T12:00:00"))
    recheck(session)
    found = only(session, idea, cast.alice)
    assert found.before is not None
    assert (found.is_published, found.before.verdict == found.after.verdict) == (False, True)
    assert [text(group.name) for group in found.call] == ["Dates"]


def test_what_was_never_checked_under_a_known_version_is_only_noted(session: Session, cast: Cast, tmp_path: Path) -> None:
    idea = factories.idea(session, cast.alice)
    idea.checked_version = None
    session.flush()
    publish(session, tmp_path)
    assert recheck(session) == ([idea.id], [], [])
    assert session.scalar(select(func.count()).select_from(Row)) == 0
    assert idea.checked_version == surroundings.guide(session).call(CALL).version


def test_old_verdict_that_can_no_longer_be_told_is_not_made_up(session: Session, cast: Cast, tmp_path: Path) -> None:
    consortium = factories.complete(session, cast)
    stored = adoption.find_version(session, CALL, consortium.checked_version)
    assert stored is not None
    stored.document = {**stored.document, "a_key_of_before": 1}
    session.flush()
    publish(session, tmp_path)
    recheck(session)
    found = only(session, consortium, cast.bob)
    assert (found.is_published, found.before, found.rules, found.call) == (True, None, (), ())
    assert found.after.verdict == "ineligible"
    assert "Before:" not in mails(session)[0][1]


def test_process_with_other_calls_leaves_it_to_one_that_knows_them(session: Session, cast: Cast, tmp_path: Path) -> None:
    factories.idea(session, cast.alice)
    publish(session, tmp_path)
    surroundings.of(session).guide = guides.load()
    assert recheck(session) == ([], [], [])


def test_whoever_is_changing_it_meanwhile_is_not_in_conflict(session: Session, cast: Cast, tmp_path: Path) -> None:
    consortium = factories.complete(session, cast)
    seen = consortium.version
    publish(session, tmp_path)
    recheck(session)
    consortia.add_member(session, consortium, cast.charlie.key, "partner", version=seen, by=cast.alice.user)


def test_each_person_marks_it_as_seen_for_itself(session: Session, cast: Cast, tmp_path: Path) -> None:
    consortium = factories.complete(session, cast)
    publish(session, tmp_path)
    recheck(session)
    alice, bob = cast.alice.user, cast.bob.user
    assert reviews.unseen_consortia(session, [consortium], by=bob) == {consortium.id}
    assert reviews.unseen_ideas(session, [consortium.idea], by=alice) == {consortium.idea_id}
    for _ in range(2):
        reviews.see(session, consortium, by=bob)
    assert reviews.list_unseen(session, consortium, by=bob) == []
    assert reviews.unseen_consortia(session, [consortium], by=bob) == set()
    assert len(reviews.list_unseen(session, consortium, by=alice)) == 1
    assert session.scalar(select(func.count()).select_from(ReviewSeen)) == 1
    verbs = list(session.scalars(select(HistoryEntry.verb).where(HistoryEntry.consortium_id == consortium.id)))
    assert verbs[-2:] == ["consortium.recheck", "consortium.see_review"]


def test_strangers_learn_nothing(session: Session, cast: Cast, tmp_path: Path) -> None:
    consortium = factories.complete(session, cast)
    publish(session, tmp_path)
    recheck(session)
    for thing, stranger in ((consortium, cast.charlie), (consortium.idea, cast.charlie), (consortium.idea, cast.bob)):
        for look in (reviews.list_unseen, reviews.see):
            with pytest.raises(NotFound):
                look(session, thing, by=stranger.user)


def test_idea_of_another_call_has_nothing_of_the_one_before(session: Session, cast: Cast, tmp_path: Path) -> None:
    idea = factories.idea(session, cast.alice)
    publish(session, tmp_path)
    recheck(session)
    said = ideas.form_of(idea)
    ideas.change(session, idea, said.model_copy(update={"title": "Wood"}), version=None, by=cast.alice.user)
    assert len(reviews.list_unseen(session, idea, by=cast.alice.user)) == 1
    ideas.change(session, idea, said.model_copy(update={"call": OTHER}), version=None, by=cast.alice.user)
    assert reviews.list_unseen(session, idea, by=cast.alice.user) == []
    assert recheck(session) == ([], [], [])


def test_practice_with_a_closed_call_is_told_on_the_page_alone(session: Session, cast: Cast, tmp_path: Path) -> None:
    consortium = factories.complete(session, cast)
    publish(session, tmp_path, ("local = 2027-03-04T12:00:00", "local = 2026-03-04T12:00:00"))
    recheck(session)
    lone = factories.idea(session, cast.alice)
    publish(session, tmp_path, ("local = 2027-03-04T12:00:00", "local = 2026-03-05T12:00:00"))
    recheck(session)
    assert mails(session) == []
    assert len(reviews.list_unseen(session, consortium, by=cast.bob.user)) == 2
    assert len(reviews.list_unseen(session, lone, by=cast.alice.user)) == 1


def test_review_is_plain_json(session: Session, cast: Cast, tmp_path: Path) -> None:
    factories.complete(session, cast)
    publish(session, tmp_path)
    recheck(session)
    for row in session.scalars(select(Row)):
        assert Review.model_validate(json.loads(json.dumps(row.document))).model_dump(mode="json") == row.document
