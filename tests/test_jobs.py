"""What has to be done without anybody asking, each thing by itself."""

from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import select, text

from matchmaker import config
from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.jobs import rounds
from matchmaker.jobs.trying import try_all
from matchmaker.models import HistoryEntry, Idea, Invitation, Mail, Review, Search, Trouble
from matchmaker.programme import guides
from matchmaker.services import adoption, populations, searches, suggestions, troubles
from tests import factories
from tests.conftest import Clock
from tests.guides import CALL, invented
from tests.services.test_query_counts import counted

BAD = {
    "sqlite": ["create trigger bad before update on invitations when old.id = {id} begin select raise(abort, 'bad row'); end"],
    "postgresql": [
        "create function bad() returns trigger as $$ begin raise exception 'bad row'; end $$ language plpgsql",
        "create trigger bad before update on invitations for each row when (old.id = {id}) execute function bad()",
    ],
}
"""What makes a row that nothing can be done to."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return config.load(instance=tmp_path)


def invite(database: Database, **said: str) -> list[int]:
    """Two invitations and their mails."""
    with database.unit_of_work() as session:
        cast = factories.cast(session)
        made = factories.draft(session, cast.alice, [cast.bob, cast.dora], **said)
        return [factories.invite(session, made, one, by=cast.alice.user).id for one in (cast.bob, cast.dora)]


def states(database: Database) -> list[str]:
    with database.session(reads=True) as session:
        return [one.state for one in session.query(Invitation).order_by(Invitation.id)]


def noted(database: Database) -> list[tuple[str, int, int]]:
    with database.session(reads=True) as session:
        return [(one.job, one.number, one.tries) for one in session.scalars(select(Trouble).order_by(Trouble.id))]


def spoil(database: Database, number: int) -> None:
    with database.unit_of_work() as session:
        for statement in BAD[database.engine.dialect.name]:
            session.execute(text(statement.format(id=number)))


def round_of_all(database: Database, settings: Settings) -> None:
    """A round of the queues and one of a serving process."""
    rounds.round_(database, settings)
    for some in rounds.own(database).values():
        try_all(database, some)


def test_round_sends_what_waits_and_ends_what_is_due(new_database: Database, clock: Clock, settings: Settings) -> None:
    invite(new_database)
    rounds.round_(new_database, settings)
    assert len(list((settings.instance / "mails").glob("*.eml"))) == 2
    assert states(new_database) == ["sent", "sent"]
    clock.move(days=8)
    rounds.round_(new_database, settings)
    assert states(new_database) == ["expired", "expired"]
    assert len(list((settings.instance / "mails").glob("*.eml"))) == 4
    assert noted(new_database) == []


def test_round_ends_lost_searches_and_leaves_the_population_ready(
    new_database: Database, clock: Clock, settings: Settings
) -> None:
    with new_database.unit_of_work() as session:
        alice = factories.cast(session).alice
        idea = factories.idea(session, alice)
        question = searches.Question(suggestions.request_of(session, idea), known=False)
        answer = suggestions.answer(session, question.request).model_copy(update={"complete": False})
        number = searches.begin(session, idea, question, answer, 0, by=alice.user).id
    clock.move(hours=1)
    rounds.round_(new_database, settings)
    try_all(new_database, rounds.own(new_database)["populations"])
    with new_database.session(reads=True) as session:
        assert session.get_one(Search, number).state == "failed"
        with counted(session) as asked:
            assert populations.population(session).size == 4
    assert len(asked) == 1


def test_bad_row_stops_no_other_is_tried_again_and_put_aside(new_database: Database, clock: Clock, settings: Settings) -> None:
    bad, _ = invite(new_database)
    spoil(new_database, bad)
    clock.move(days=8)
    rounds.round_(new_database, settings)
    assert states(new_database) == ["sent", "expired"]
    assert noted(new_database) == [("invitations", bad, 1)]
    assert len(list((settings.instance / "mails").glob("*.eml"))) == 3
    for _ in range(3):
        rounds.round_(new_database, settings)
    assert noted(new_database) == [("invitations", bad, 1)]
    tries = []
    for _ in range(50):
        clock.move(hours=1)
        rounds.round_(new_database, settings, ["jobs"])
        tries.append(noted(new_database)[0][2])
    assert tries[-1] == len(troubles.PAUSES) + 1
    assert tries[-2] == tries[-1]
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Trouble)).one().due_at is None


def test_row_that_is_mended_is_done_and_forgotten(new_database: Database, clock: Clock, settings: Settings) -> None:
    bad, _ = invite(new_database)
    spoil(new_database, bad)
    clock.move(days=8)
    rounds.round_(new_database, settings)
    with new_database.unit_of_work() as session:
        session.execute(text("drop trigger bad" + (" on invitations" if session.get_bind().dialect.name == "postgresql" else "")))
    clock.move(minutes=2)
    rounds.round_(new_database, settings)
    assert states(new_database) == ["expired", "expired"]
    assert noted(new_database) == []


def test_invitation_for_a_call_that_was_taken_away_ends_like_others(
    new_database: Database, clock: Clock, settings: Settings
) -> None:
    invite(new_database)
    with new_database.unit_of_work() as session:
        session.execute(text("update consortia set call_id = 'gone-2026'"))
        session.execute(text("update ideas set call_id = 'gone-2026'"))
    clock.move(days=8)
    rounds.round_(new_database, settings)
    assert states(new_database) == ["expired", "expired"]
    assert noted(new_database) == []


def test_what_is_open_is_checked_again_row_by_row_once_others_put_a_guide_in_force(
    new_database: Database, clock: Clock, settings: Settings, tmp_path: Path
) -> None:
    with new_database.unit_of_work() as session:
        adoption.adopt(session, guides.load())
        alice = factories.cast(session).alice
        bad, good = (factories.idea(session, alice).id for _ in range(2))
    rounds.round_(new_database, settings)
    with new_database.unit_of_work() as session:
        adoption.adopt(session, invented(tmp_path / "guide"))
        for statement in BAD[new_database.engine.dialect.name]:
            session.execute(text(statement.format(id=bad).replace("invitations", "ideas")))

    def checked() -> dict[int, bool]:
        version = new_database.surroundings.guide.call(CALL).version
        with new_database.session(reads=True) as session:
            return {one.id: one.checked_version == version for one in session.scalars(select(Idea))}

    rounds.round_(new_database, settings)
    assert new_database.surroundings.guide == guides.load(tmp_path / "guide")
    assert checked() == {bad: False, good: True}
    assert noted(new_database) == [("idea rules", bad, 1)]
    with new_database.unit_of_work() as session:
        session.execute(text("drop trigger bad" + (" on ideas" if session.get_bind().dialect.name == "postgresql" else "")))
    clock.move(minutes=2)
    rounds.round_(new_database, settings)
    assert checked() == {bad: True, good: True}
    assert noted(new_database) == []
    with new_database.session(reads=True) as session:
        assert session.scalars(select(Review.idea_id).order_by(Review.idea_id)).all() == [bad, good]


@pytest.mark.parametrize("table", ["showings", "searches", "changes", "organisations"])
def test_whole_job_that_goes_wrong_stops_no_other_and_is_never_put_aside(
    new_database: Database, clock: Clock, settings: Settings, table: str
) -> None:
    """Each of the four reads or tidies one table, which is not there for a while."""
    invite(new_database)
    clock.move(days=8)
    with new_database.unit_of_work() as session:
        session.execute(text(f"alter table {table} rename to away"))
    for _ in range(12):
        round_of_all(new_database, settings)
        clock.move(hours=1)
    name = {"showings": "exposure", "organisations": "populations"}.get(table, table)
    assert (name, troubles.WHOLE, 12) in noted(new_database)
    with new_database.session(reads=True) as session:
        assert all(one.due_at is not None for one in session.scalars(select(Trouble).where(Trouble.number == troubles.WHOLE)))
    with new_database.unit_of_work() as session:
        session.execute(text(f"alter table away rename to {table}"))
    for _ in range(2):
        clock.move(hours=12)
        round_of_all(new_database, settings)
    assert noted(new_database) == []
    assert states(new_database) == ["expired", "expired"]
    assert len(list((settings.instance / "mails").glob("*.eml"))) == 4


def test_nothing_is_done_twice_by_several_who_work_at_once(new_database: Database, clock: Clock, settings: Settings) -> None:
    """Each sees the same rows due; whoever comes later finds them done."""
    with new_database.unit_of_work() as session:
        cast = factories.cast(session)
        for title in ("One", "Two", "Three"):
            made = factories.draft(session, cast.alice, [cast.bob, cast.dora], title=title)
            for one in (cast.bob, cast.dora):
                factories.invite(session, made, one, by=cast.alice.user)
    clock.move(days=8)
    start, other = Barrier(3), Database(new_database.url, new_database.surroundings.guide, clock)

    def work(database: Database) -> None:
        start.wait()
        rounds.round_(database, settings, ["jobs"])

    working = [Thread(target=work, args=(one,)) for one in (new_database, new_database, other)]
    for one in working:
        one.start()
    for one in working:
        one.join()
    other.engine.dispose()
    assert states(new_database) == ["expired"] * 6
    assert noted(new_database) == []
    with new_database.session(reads=True) as session:
        ended = select(HistoryEntry.id).where(HistoryEntry.verb == "invitation.expire")
        assert len(session.scalars(ended).all()) == 6
        assert len(session.scalars(select(Mail.id)).all()) == 12
