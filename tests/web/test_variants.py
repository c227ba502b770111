"""The kind of project at the browser: asked only where a call has several, said of each suggestion, chosen for a consortium."""

import re

from matchmaker.db import Database
from matchmaker.models import Consortium, Idea
from tests import factories
from tests.factories import Cast, draft, idea
from tests.web.conftest import Person, describe, here, suggest, text

CALL = "sport-events-2027"
ALONE = "we check who takes part and suggest nobody: one organisation applies alone, or associated partners count."


def test_idea_is_asked_for_its_kind_only_where_there_are_several(new_database: Database, alice: Person) -> None:
    assert 'name="variant"' not in alice.get("/ideas/new/a/when?call=ka220-vet-2027").text
    page = alice.get(f"/ideas/new/a/when?call={CALL}")
    assert re.findall(r'type="radio"[^>]* name="variant" value="(\w*)"', page.text) == [
        "", "local_type_1", "local_type_2", "european_wide", "large_scale",
    ]  # fmt: skip
    assert "Large-scale European event We check who takes part, but suggest nobody." in text(page)
    sent = describe(alice, call=CALL, title="Run", variant="local_type_2", applicant="we")
    assert sent.status_code == 303
    with new_database.session(reads=True) as session:
        assert session.query(Idea).one().variant == "local_type_2"
    assert "Kind of project European local events, type II" in text(alice.get(sent.location))
    refused = describe(alice, call=CALL, title="Run", variant="national", applicant="we")
    assert refused.status_code == 422
    assert "has no variant “national”" in text(refused)


def test_it_is_said_before_the_button_for_which_kind_nobody_is_suggested(
    new_database: Database, people: Cast, alice: Person
) -> None:
    with new_database.unit_of_work() as session:
        by = here(session, people).alice
        some, local, wide, other = (
            f"/ideas/{idea(session, by, call=call, variant=variant).id}"
            for call, variant in ((CALL, None), (CALL, "local_type_1"), (CALL, "european_wide"), ("ka220-vet-2027", None))
        )
    assert [text(alice.get(path)).count(ALONE) for path in (some, local, wide, other)] == [2, 0, 1, 0]
    assert [text(alice.get(f"{path}/suggestions")).count(ALONE) for path in (some, local, wide, other)] == [2, 0, 1, 0]
    said = text(suggest(alice, wide))
    assert said.count(ALONE) == 2
    assert "This cannot be met" in said


def test_suggestion_says_its_kind_and_a_consortium_chooses(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        by = here(session, people).alice
        factories.edit(session, by, flags=["active_in_sport"])
        clubs = [factories.register(session, f"Club{code}", kind="ngo", country=code) for code in ("DE", "ES", "IT", "CZ")]
        for one in clubs:
            factories.edit(session, one, flags=["active_in_sport"])
        path = f"/ideas/{idea(session, by, call=CALL).id}"
        made = f"/consortia/{draft(session, by, clubs, call=CALL).id}"
    said = suggest(alice, path)
    assert "Kind of project: European local events, type I" in text(said)
    trial = re.search(r'href="(/ideas/\d+/variant\?[^"]*)"', said.text)
    assert trial
    assert "project=local_type_1" in trial[1]
    page = alice.get(made)
    assert (
        "The kind of project is not chosen yet; this is judged as the one that fits best: European local events, type I."
        in text(page)
    )
    sent = alice.post(f"{made}/variant", variant="local_type_2")
    assert (sent.status_code, sent.location) == (303, made)
    said_then = text(alice.get(made))
    assert "Kind of project: European local events, type II." in said_then
    assert "Alice chose the kind of project: local_type_2" in said_then
    assert alice.post(f"{made}/variant", variant="national").status_code in (400, 422)
    assert alice.post(f"{made}/variant", variant="").status_code == 303
    with new_database.session(reads=True) as session:
        assert session.query(Consortium).one().variant is None


def test_call_shows_its_kinds_with_what_each_asks(alice: Person) -> None:
    said = text(alice.get(f"/calls/{CALL}"))
    assert "One of these kinds of project" in said
    assert "At least 10 organisations from programme countries, associated partners counted" in said
    assert "Exactly 1 organisation in all" in said
