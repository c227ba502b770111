"""A long search is begun once, seen by whoever may suggest, ended by them, by its worker, or by silence."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.errors import Forbidden, NotFound, Refused
from matchmaker.matching import Answer
from matchmaker.matching.clock import Progress
from matchmaker.models import Idea, Search, Showing, User
from matchmaker.services import blocking, changes, ideas, searches, suggestions
from matchmaker.services.searches import Question
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast, edit
from tests.services.test_two_at_once import at_once


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def idea(session: Session, cast: Cast) -> Idea:
    return factories.idea(session, cast.alice, size_min=3, size_max=3)


def asked(session: Session, idea: Idea, **said: Any) -> tuple[Question, Answer]:
    """A question and its answer, as if it had not been complete."""
    question = Question(suggestions.request_of(session, idea, **said), known=False)
    return question, suggestions.answer(session, question.request).model_copy(update={"complete": False})


def begun(session: Session, idea: Idea, cast: Cast, **said: Any) -> Search:
    question, answer = asked(session, idea, **said)
    return searches.begin(session, idea, question, answer, searches.newest_change(session), by=cast.alice.user)


def test_search_is_begun_once_and_found_again(session: Session, idea: Idea, cast: Cast) -> None:
    question, answer = asked(session, idea)
    assert searches.find_search(session, idea, question, by=cast.alice.user) is None
    search = begun(session, idea, cast)
    assert begun(session, idea, cast) is search
    assert searches.find_search(session, idea, question, by=cast.alice.user) is search
    assert searches.question_of(search) == question
    kept = searches.answer_of(search)
    assert kept is not None
    assert [one.members for one in kept.proposals] == [one.members for one in answer.proposals]


def test_search_of_before_is_for_the_same_question_where_it_said_nothing_of_what_is_said_since(
    session: Session, idea: Idea, cast: Cast
) -> None:
    search = begun(session, idea, cast)
    asked_then = {key: value for key, value in search.question["request"].items() if key != "third_countries"}
    search.question = {**search.question, "request": asked_then}
    search.digest = "of before"
    session.flush()
    question, answer = asked(session, idea)
    assert searches.find_search(session, idea, question, by=cast.alice.user) is search
    assert suggestions.find_latest(session, idea, by=cast.alice.user) is search
    assert searches.begin(session, idea, question, answer, 0, by=cast.alice.user) is search
    idea.third_countries = True
    other, _ = asked(session, idea)
    assert searches.find_search(session, idea, other, by=cast.alice.user) is None


def test_colleague_has_a_search_of_their_own(session: Session, idea: Idea, cast: Cast) -> None:
    search = begun(session, idea, cast)
    question, answer = asked(session, idea)
    colleague = factories.join_as(session, "Eva", cast.alice, "editor")
    assert searches.find_search(session, idea, question, by=colleague) is None
    theirs = searches.begin(session, idea, question, answer, 0, by=colleague)
    assert theirs is not search
    assert searches.get_search(session, idea, search.id, by=colleague) is search


def test_another_question_about_the_same_idea_calls_the_first_search_off(session: Session, idea: Idea, cast: Cast) -> None:
    waiting = begun(session, idea, cast)
    running = begun(session, idea, cast, fairness=1.0)
    assert searches.take(session, running.id) is not None
    third = begun(session, idea, cast, fairness=3.0)
    assert [one.state for one in (waiting, running, third)] == ["stopped", "running", "waiting"]
    assert (running.is_called_off, third.is_called_off) == (True, False)
    assert searches.take(session, waiting.id) is None


def test_person_has_few_searches_at_once(session: Session, idea: Idea, cast: Cast) -> None:
    others = [factories.idea(session, cast.alice) for _ in range(searches.AT_ONCE)]
    first, *_ = [begun(session, one, cast) for one in others]
    with pytest.raises(Refused):
        begun(session, idea, cast)
    searches.call_off(session, others[0], first, by=cast.alice.user)
    assert begun(session, idea, cast).state == "waiting"


def test_only_so_many_searches_wait(session: Session, idea: Idea, cast: Cast) -> None:
    question, answer = asked(session, idea)
    for number in range(searches.IN_LINE):
        colleague = factories.join_as(session, f"Colleague{number}", cast.alice, "editor")
        searches.begin(session, idea, question, answer, 0, by=colleague)
    with pytest.raises(Refused):
        begun(session, idea, cast)


def test_worker_says_how_far_it_is_and_keeps_the_better_answer(session: Session, idea: Idea, cast: Cast) -> None:
    search = begun(session, idea, cast)
    first = searches.answer_of(search)
    assert first is not None
    assert searches.take(session, search.id) == searches.question_of(search)
    assert searches.take(session, search.id) is None
    report = Progress(found=1, wanted=3, score=50.0, bound=float("inf"), seconds=2.25)
    assert searches.beat(session, search.id, report)
    session.refresh(search)
    assert searches.progress_of(search) == replace(report, bound=None, seconds=2.2)
    searches.end(session, search.id, first.model_copy(update={"proposals": ()}), 7)
    assert (search.state, searches.progress_of(search).found) == ("done", len(first.proposals))
    assert searches.answer_of(search) == searches.answer_of(search)
    assert len(searches.answer_of(search).proposals) == len(first.proposals)  # type: ignore[union-attr]


def test_complete_answer_takes_the_place_of_any_other(session: Session, idea: Idea, cast: Cast) -> None:
    search = begun(session, idea, cast)
    _, answer = asked(session, idea)
    searches.take(session, search.id)
    searches.end(session, search.id, answer.model_copy(update={"proposals": (), "complete": True}), 0)
    found = searches.answer_of(search)
    assert found is not None
    assert (found.complete, found.proposals) == (True, ())


def test_search_that_is_called_off_learns_of_it_and_keeps_the_best_found(session: Session, idea: Idea, cast: Cast) -> None:
    search = begun(session, idea, cast)
    searches.take(session, search.id)
    searches.call_off(session, idea, search, by=cast.alice.user)
    assert search.state == "running"
    assert not searches.beat(session, search.id, Progress(0, 3, None, None, 1.0))
    searches.end(session, search.id, asked(session, idea)[1], 0)
    assert search.state == "stopped"
    assert searches.answer_of(search) is not None
    searches.call_off(session, idea, search, by=cast.alice.user)
    assert search.state == "stopped"


def test_silent_search_is_lost_and_can_be_begun_again(session: Session, idea: Idea, cast: Cast, clock: Clock) -> None:
    search = begun(session, idea, cast)
    clock.move(seconds=30)
    assert searches.state_of(session, search) == "waiting"
    searches.take(session, search.id)
    assert searches.state_of(session, search) == "running"
    clock.move(seconds=30)
    assert searches.state_of(session, search) == "failed"
    another = begun(session, idea, cast)
    assert another is not search
    assert session.get(Search, search.id) is None
    assert not searches.beat(session, search.id, Progress(0, 3, None, None, 1.0))
    searches.end(session, search.id, asked(session, idea)[1], 0)
    clock.move(hours=1)
    searches.tidy(session)
    session.refresh(another)
    assert another.state == "failed"


def kept(session: Session, idea: Idea, cast: Cast) -> suggestions.Kept:
    """What the page of the idea shows."""
    found = suggestions.find_kept(session, idea, suggestions.question_of(session, idea), by=cast.alice.user)
    assert found is not None
    return found


def test_answer_stays_until_the_same_is_asked_again(session: Session, idea: Idea, cast: Cast, clock: Clock) -> None:
    by, question = cast.alice.user, suggestions.question_of(session, idea)
    assert suggestions.find_kept(session, idea, question, by=by) is None
    first = suggestions.ask(session, idea, question, by=by)
    assert first.answer is not None
    search = searches.begin(session, idea, question, first.answer, first.sequence, by=by)
    assert (search.state, search.ended_at) == ("done", clock.now)
    clock.move(days=29)
    searches.tidy(session)
    assert kept(session, idea, cast).search is search
    again = searches.begin(session, idea, question, first.answer, first.sequence, by=by)
    assert kept(session, idea, cast).search is again
    assert session.query(Search).count() == 1


def test_nothing_is_sought_while_a_search_for_the_same_goes_on(session: Session, idea: Idea, cast: Cast) -> None:
    search = begun(session, idea, cast)
    question = suggestions.question_of(session, idea)
    assert suggestions.ask(session, idea, question, by=cast.alice.user).answer is None
    assert kept(session, idea, cast).search is search
    searches.lose(session, search.id)
    session.refresh(search)
    assert suggestions.ask(session, idea, question, by=cast.alice.user).answer is not None


def test_answer_is_about_the_idea_as_it_stands(session: Session, idea: Idea, cast: Cast) -> None:
    begun(session, idea, cast)
    assert suggestions.find_latest(session, idea, by=cast.alice.user) is not None
    form = ideas.form_of(idea).model_copy(update={"size_max": 4})
    ideas.change(session, idea, form, version=None, by=cast.alice.user)
    assert suggestions.find_kept(session, idea, suggestions.question_of(session, idea), by=cast.alice.user) is None
    assert suggestions.find_latest(session, idea, by=cast.alice.user) is None


def test_few_answers_of_a_person_for_an_idea_are_kept(session: Session, idea: Idea, cast: Cast) -> None:
    colleague = factories.join_as(session, "Eva", cast.alice, "editor")
    for points in range(searches.MOST_KEPT + 3):
        question, answer = asked(session, idea, fairness=float(points))
        for by in (cast.alice.user, colleague):
            searches.settle(session, idea, question, answer, 0, by=by)
    rows = session.query(Search).order_by(Search.id).all()
    assert [searches.question_of(one).request.fairness for one in rows if one.user_id == colleague.id] == list(range(3, 15))
    assert len(rows) == 2 * searches.MOST_KEPT


def test_whoever_is_in_a_kept_answer_was_shown(session: Session, idea: Idea, cast: Cast, clock: Clock) -> None:
    search = begun(session, idea, cast)
    assert session.query(Showing).count() == 2
    clock.move(days=1)
    searches.take(session, search.id)
    searches.end(session, search.id, asked(session, idea)[1], 0)
    assert session.query(Showing).count() == 4


def test_who_changed_since_is_named(session: Session, idea: Idea, cast: Cast) -> None:
    session.commit()
    begun(session, idea, cast)
    edit(session, cast.charlie, topics=["bees"])
    session.commit()
    assert kept(session, idea, cast).changed == ()
    edit(session, cast.bob, topics=["bees"])
    session.commit()
    assert kept(session, idea, cast).changed == ("Bob's organisation",)


def test_who_cannot_be_asked_any_more_is_named(session: Session, idea: Idea, cast: Cast) -> None:
    edit(session, cast.dora, capacity=1)
    begun(session, idea, cast)
    assert kept(session, idea, cast).taken == ()
    factories.bring_in(session, factories.draft(session, cast.charlie, [cast.dora]), cast.dora, by=cast.charlie.user)
    assert kept(session, idea, cast).taken == ("Dora's organisation",)


def test_who_has_blocked_since_cannot_be_asked_any_more(session: Session, idea: Idea, cast: Cast) -> None:
    begun(session, idea, cast)
    blocking.block(session, cast.bob.organisation, cast.charlie.organisation, by=cast.bob.user)
    assert kept(session, idea, cast).taken == ()
    blocking.block(session, cast.bob.organisation, cast.alice.organisation, by=cast.bob.user)
    assert kept(session, idea, cast).taken == ("Bob's organisation",)


def test_when_changes_are_known_no_more_that_is_said(session: Session, idea: Idea, cast: Cast, clock: Clock) -> None:
    session.commit()
    begun(session, idea, cast)
    assert not kept(session, idea, cast).is_old
    for _ in range(2):
        clock.move(days=8)
        edit(session, cast.bob, looking_for=f"Partners on {clock.now}")
        session.commit()
    changes.prune(session)
    assert kept(session, idea, cast).is_old


def test_answer_that_cannot_be_read_is_none(session: Session, idea: Idea, cast: Cast) -> None:
    search = begun(session, idea, cast)
    search.answer = {"of": "another version"}
    session.flush()
    assert suggestions.find_kept(session, idea, suggestions.question_of(session, idea), by=cast.alice.user) is None


def test_explanation_that_was_cut_short_goes_on_until_it_is_whole(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    idea = factories.idea(session, cast.alice, language="mt", confirmed_only=True)
    monkeypatch.setattr(suggestions, "AT_FIRST", 0.0)
    found = suggestions.ask(session, idea, suggestions.question_of(session, idea), by=cast.alice.user)
    assert found.answer is not None
    assert (found.answer.status, found.answer.to_give_up, found.answer.complete) == ("infeasible", (), False)
    search = searches.begin(session, idea, found.question, found.answer, found.sequence, by=cast.alice.user)
    assert searches.progress_of(search).wanted == 0
    question = searches.take(session, search.id)
    assert question is not None
    whole = suggestions.answer(session, question.request, time_limit=searches.SECONDS)
    searches.end(session, search.id, whole, searches.newest_change(session))
    assert kept(session, idea, cast).search is search
    assert [set(way) for way in kept(session, idea, cast).answer.to_give_up] == [{"language"}, {"confirmed_only"}]


def test_knowing_that_nothing_is_possible_is_not_lost(session: Session, idea: Idea, cast: Cast) -> None:
    question, answer = asked(session, idea)
    nothing = answer.model_copy(update={"status": "infeasible", "proposals": ()})
    search = searches.begin(session, idea, question, nothing, 0, by=cast.alice.user)
    searches.take(session, search.id)
    searches.end(session, search.id, nothing.model_copy(update={"status": "unknown"}), 0)
    assert (found := searches.answer_of(search)) is not None
    assert found.status == "infeasible"


def test_question_without_an_answer_in_time_goes_on(
    session: Session, idea: Idea, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "AT_FIRST", 0.0)
    found = suggestions.ask(session, idea, suggestions.question_of(session, idea), by=cast.alice.user)
    assert found.answer is not None
    assert (found.answer.status, found.answer.complete) == ("unknown", False)


def test_old_searches_are_forgotten(session: Session, idea: Idea, cast: Cast, clock: Clock) -> None:
    search = begun(session, idea, cast)
    searches.lose(session, search.id)
    clock.move(days=29)
    searches.tidy(session)
    assert session.query(Search).count() == 1
    clock.move(days=2)
    searches.tidy(session)
    assert session.query(Search).count() == 0


def test_searches_are_for_those_who_may_suggest(session: Session, idea: Idea, cast: Cast) -> None:
    search = begun(session, idea, cast)
    question, answer = asked(session, idea)
    other = factories.idea(session, cast.alice)
    for user, error in ((cast.bob.user, NotFound), (factories.join_as(session, "Vera", cast.alice, "viewer"), Forbidden)):
        with pytest.raises(error):
            searches.get_search(session, idea, search.id, by=user)
        with pytest.raises(error):
            searches.begin(session, idea, question, answer, 0, by=user)
        with pytest.raises(error):
            searches.call_off(session, idea, search, by=user)
        with pytest.raises(error):
            searches.settle(session, idea, question, answer, 0, by=user)
        with pytest.raises(error):
            searches.find_search(session, idea, question, by=user)
    for number in (0, 2**40, search.id + 1):
        with pytest.raises(NotFound):
            searches.get_search(session, idea, number, by=cast.alice.user)
    with pytest.raises(NotFound):
        searches.get_search(session, other, search.id, by=cast.alice.user)


def test_two_pages_at_once_begin_one_search(new_database: Database) -> None:
    with new_database.unit_of_work() as session:
        alice = factories.cast(session).alice
        idea = factories.idea(session, alice, size_min=3, size_max=3)
        question, answer = asked(session, idea)

    def begin(session: Session) -> None:
        by = session.get_one(User, alice.user.id)
        searches.begin(session, session.get_one(Idea, idea.id), question, answer, 0, by=by)

    assert at_once(new_database, begin, begin, begin) == ["done"] * 3
    with new_database.session(reads=True) as session:
        assert session.query(Search).count() == 1
