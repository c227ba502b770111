"""The kind of project of an idea and of a consortium: chosen, handed on, kept, frozen; only what the call has."""

import json

import pytest
from sqlalchemy.orm import Session

from matchmaker.documents.snapshot import consortium_of
from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.steps import Variant
from matchmaker.inputs.workspace import VariantChoice
from matchmaker.models import Consortium
from matchmaker.services import alterations, applying, consortia, history, ideas, rounds, suggestions
from tests import factories
from tests.factories import Actor, Cast, bring_in, draft, idea

CALL = "sport-events-2027"
PLACES = ("DE", "FR", "ES", "IT", "CZ")


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def clubs(session: Session) -> list[Actor]:
    """Five clubs of five countries, who say that they are active in sport."""
    made = [factories.register(session, f"Club{code}", kind="ngo", country=code) for code in PLACES]
    for one in made:
        factories.edit(session, one, flags=["active_in_sport"])
    return made


def choose(session: Session, consortium: Consortium, variant: str | None, cast: Cast, version: int | None = None) -> None:
    form = parse(VariantChoice, {"variant": variant})
    applying.choose_variant(session, consortium, form, version=version, by=cast.alice.user)


def judged(session: Session, consortium: Consortium) -> tuple[str | None, str]:
    report = consortia.check(session, consortium)
    return report.variant, report.verdict


def test_idea_names_a_kind_that_its_call_has(session: Session, cast: Cast) -> None:
    made = idea(session, cast.alice, call=CALL, variant="local_type_2")
    assert ideas.form_of(made).variant == "local_type_2"
    assert suggestions.request_of(session, made).project.variant == "local_type_2"
    assert rounds.call_of(session, made).grant.options == (300000,)
    with pytest.raises(Invalid, match="has no variant"):
        idea(session, cast.alice, call=CALL, variant="local_type_3")
    with pytest.raises(Invalid, match="has no variants to choose from"):
        idea(session, cast.alice, variant="local_type_2")
    with pytest.raises(Invalid, match="asks for 3 to 5 organisations"):
        idea(session, cast.alice, call=CALL, variant="local_type_1", size_max=6)
    changed = parse(IdeaForm, {"title": "Run", "call": "ka220-vet-2027"})
    ideas.change(session, made, changed, version=None, by=cast.alice.user)
    assert made.variant is None


def test_consortium_is_judged_as_the_kind_it_chose_else_as_what_fits_best(
    session: Session, cast: Cast, clubs: list[Actor]
) -> None:
    factories.edit(session, cast.alice, flags=["active_in_sport"])
    consortium = draft(session, cast.alice, clubs, call=CALL)
    assert judged(session, consortium) == ("local_type_2", "eligible")
    choose(session, consortium, "local_type_1", cast)
    assert judged(session, consortium) == ("local_type_1", "ineligible")
    choose(session, consortium, None, cast)
    assert judged(session, consortium)[0] == "local_type_2"
    verbs = [entry.verb for entry in history.list_history(session, consortium)]
    assert verbs.count("consortium.choose_variant") == verbs.count("consortium.leave_variant_open") == 1
    choose(session, consortium, None, cast)
    assert len(history.list_history(session, consortium)) == len(verbs)


def test_only_whoever_may_change_it_chooses(session: Session, cast: Cast, clubs: list[Actor]) -> None:
    consortium = draft(session, cast.alice, [cast.bob, *clubs], call=CALL)
    bring_in(session, consortium, cast.bob, by=cast.alice.user)
    form = parse(VariantChoice, {"variant": "local_type_2"})
    with pytest.raises(Forbidden):
        applying.choose_variant(session, consortium, form, version=None, by=cast.bob.user)
    with pytest.raises(NotFound):
        applying.choose_variant(session, consortium, form, version=None, by=cast.charlie.user)
    with pytest.raises(Invalid, match="has no variant"):
        choose(session, consortium, "national", cast)
    before = consortium.version
    choose(session, consortium, "local_type_1", cast, version=before)
    with pytest.raises(Conflict):
        choose(session, consortium, "local_type_2", cast, version=before)
    assert consortium.variant == "local_type_1"


def test_suggestion_and_its_changes_keep_the_kind_they_were_made_as(session: Session, cast: Cast, clubs: list[Actor]) -> None:
    factories.edit(session, cast.alice, flags=["active_in_sport"])
    asked = idea(session, cast.alice, call=CALL)
    found = suggestions.answer(session, suggestions.request_of(session, asked))
    proposal = next(one for one in found.proposals if one.eligibility.variant == "local_type_1")
    trial = Variant(members=proposal.members, coordinator=proposal.coordinator, project=proposal.eligibility.variant)
    effect = alterations.try_variant(session, asked, trial, by=cast.alice.user)
    kept = alterations.save_variant(session, asked, effect, by=cast.alice.user)
    assert (kept.variant, asked.variant) == ("local_type_1", None)
    as_chosen = idea(session, cast.alice, call=CALL, variant="local_type_2")
    keys = [cast.alice.key, *(one.key for one in clubs)]
    saved = consortia.save(session, as_chosen, keys, keys[0], suggestion=None, by=cast.alice.user)
    assert saved.variant == "local_type_2"


def test_what_is_finalised_says_which_kind_it_is(session: Session, cast: Cast, clubs: list[Actor]) -> None:
    factories.edit(session, cast.alice, flags=["active_in_sport"])
    consortium = draft(session, cast.alice, clubs, call=CALL)
    for one in clubs:
        bring_in(session, consortium, one, by=cast.alice.user)
    frozen = factories.finalise(session, consortium, version=None, by=cast.alice.user)
    document = json.loads(frozen.document)
    assert consortium.variant == document["project"]["variant"] == document["report"]["variant"] == "local_type_2"
    assert document["call"]["variant"] == "European local events, type II"
    assert consortium_of(frozen.document).project.variant == "local_type_2"
