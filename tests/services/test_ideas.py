"""Ideas are described, changed and closed by the editors of their organisation, and read by its people."""

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.language import render
from matchmaker.models import IdeaTerm
from matchmaker.services import ideas
from tests import factories
from tests.factories import Cast


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def test_everything_said_about_an_idea_is_kept(session: Session, cast: Cast) -> None:
    said = {
        *(("title", "Wood"), ("summary", "a\nb"), ("call", "ka202-2018"), ("project_type", "innovation"), ("months", 24)),
        *(("language", "de"), ("applicant", "find"), ("size_min", 3), ("size_max", 6), ("same_country", False)),
        *(("confirmed_only", True), ("topics", ("bees",)), ("expertise", ("welding", "stem")), ("priorities", ("VET18-WBL",))),
        *(("countries", ("DE",)), ("not_countries", ("FR",)), ("fields", ("0722", "1013"))),
    }
    idea = factories.idea(session, cast.alice, **dict(said), seats=["sector:HED", "kind:chamber:2"])
    session.expire_all()
    kept = ideas.form_of(ideas.get_idea(session, idea.id, by=cast.alice.user))
    assert {name: getattr(kept, name) for name, _ in said} == dict(said)
    assert [(seat.what, seat.number) for seat in kept.seats] == [("sector:HED", 1), ("kind:chamber", 2)]


def test_idea_keeps_a_priority_that_its_call_no_longer_lists_and_takes_no_other_such(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice, call="ka220-vet-2027", priorities=["VET21-LABOUR"])
    idea.terms.append(IdeaTerm(vocabulary="priority", code="VET21-QUALITY", weight=1.0))
    session.flush()
    form = ideas.form_of(idea)
    assert set(form.priorities) == {"VET21-LABOUR", "VET21-QUALITY"}
    ideas.change(session, idea, form.model_copy(update={"title": "Better wood"}), version=None, by=cast.alice.user)
    assert set(ideas.form_of(idea).priorities) == {"VET21-LABOUR", "VET21-QUALITY"}
    another = form.model_copy(update={"priorities": (*form.priorities, "VET21-INTL")})
    with pytest.raises(Invalid) as refused:
        ideas.change(session, idea, another, version=None, by=cast.alice.user)
    assert "VET21-INTL" in render(refused.value.problems["priorities"], "en")
    given_up = form.model_copy(update={"priorities": ("VET21-LABOUR",)})
    ideas.change(session, idea, given_up, version=None, by=cast.alice.user)
    assert ideas.form_of(idea).priorities == ("VET21-LABOUR",)


def test_second_of_two_editors_gets_a_conflict(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice)
    form, seen = ideas.form_of(idea), idea.version
    ideas.change(session, idea, form.model_copy(update={"title": "First"}), version=seen, by=cast.alice.user)
    with pytest.raises(Conflict) as conflict:
        ideas.change(session, idea, form.model_copy(update={"title": "Second"}), version=seen, by=cast.alice.user)
    assert ([str(one) for one in conflict.value.changes], idea.title) == (["Alice changed the idea"], "First")


def test_closed_idea_is_read_and_not_changed(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice)
    newer = factories.idea(session, cast.alice)
    ideas.close(session, newer, by=cast.alice.user)
    version = newer.version
    ideas.close(session, newer, by=cast.alice.user)
    assert newer.version == version
    with pytest.raises(Refused):
        ideas.change(session, newer, ideas.form_of(newer), version=None, by=cast.alice.user)
    assert ideas.list_ideas(session, by=cast.alice.user) == [idea, newer]
    assert ideas.list_ideas(session, by=cast.bob.user) == []


def test_idea_is_for_its_organisation(session: Session, cast: Cast) -> None:
    idea = factories.idea(session, cast.alice)
    viewer = factories.join_as(session, "Vera", cast.alice, "viewer")
    assert ideas.get_idea(session, idea.id, by=viewer) is idea
    for verb in (
        lambda by: ideas.close(session, idea, by=by),
        lambda by: ideas.change(session, idea, ideas.form_of(idea), version=None, by=by),
    ):
        with pytest.raises(Forbidden):
            verb(viewer)
        with pytest.raises(NotFound):
            verb(cast.bob.user)
    for number in (idea.id, 0, -3, 2**31):
        with pytest.raises(NotFound):
            ideas.get_idea(session, number, by=cast.charlie.user)
    with pytest.raises(Forbidden):
        ideas.describe(session, cast.alice.organisation, ideas.form_of(idea), by=viewer)
