"""Inviting several at the browser: who cannot be asked is said before, and no text is lost whatever stands against it."""

import re

from matchmaker.db import Database
from matchmaker.models import Consortium
from matchmaker.services import invitations
from tests.conftest import Clock
from tests.factories import Cast, draft, edit, invite, member_id
from tests.web.conftest import Person, at_browser, here, text

ALIKE = {"task": "Write two modules", "field": "Carpentry", "time_needed": "20 days"}


def made(new_database: Database, people: Cast) -> tuple[str, dict[str, int]]:
    """The page for Alice's draft with Bob, Dora and Charlie, and the number of each."""
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        consortium = draft(session, cast.alice, [cast.bob, cast.dora, cast.charlie])
        numbers = {name: member_id(consortium, getattr(cast, name)) for name in ("bob", "dora", "charlie")}
        return f"/consortia/{consortium.id}/invitations", numbers


def test_several_are_invited_with_one_text_and_a_line_for_each(new_database: Database, people: Cast, alice: Person) -> None:
    path, who = made(new_database, people)
    with new_database.unit_of_work() as session:
        edit(session, here(session, people).dora, capacity=0)
    page = alice.get(path)
    assert f'value="{who["bob"]}" checked' in page.text
    assert f'value="{who["dora"]}"' not in page.text
    assert "Dora's organisation has joined as many consortia of this call as it can." in text(page)
    lines = {f"why_{who['bob']}": "You build schools.", f"why_{who['charlie']}": "You know the villages."}
    sent = alice.post(path, whom=[str(who["bob"]), str(who["charlie"])], **ALIKE, **lines)
    assert (sent.status_code, sent.location) == (303, path.rpartition("/")[0])
    assert "2 invitations are on their way." in text(alice.get(sent.location))
    with new_database.session(reads=True) as session:
        found = session.get_one(Consortium, int(path.split("/")[2])).invitations
        assert {(one.task, one.why_you) for one in found} == {(ALIKE["task"], line) for line in lines.values()}


def test_whatever_is_wrong_every_line_stays(new_database: Database, people: Cast, alice: Person) -> None:
    path, who = made(new_database, people)
    line = f"why_{who['bob']}"
    chosen = [str(who["bob"]), str(who["dora"])]
    page = alice.post(path, whom=chosen, **ALIKE, **{line: "You build schools."})
    assert page.status_code == 422
    assert "Say why you ask Dora's organisation" in text(page)
    same = alice.post(path, whom=chosen, **ALIKE, **{line: "You teach.", f"why_{who['dora']}": "you  teach."})
    assert same.status_code == 422
    assert "A text sent to many is seldom answered" in text(same)
    with new_database.unit_of_work() as session:
        edit(session, here(session, people).dora, open_to_requests=False)
    both = {line: "You build schools.", f"why_{who['dora']}": "You know crafts."}
    refused = alice.post(path, whom=chosen, **ALIKE, **both)
    assert refused.status_code == 422
    assert "Dora's organisation takes no requests at present." in text(refused)
    for shown in (page, refused):
        assert re.search(rf'<textarea id="{line}"[^>]*>\s*You build schools\.</textarea>', shown.text)
        assert re.search(r'<textarea id="task"[^>]*>\s*Write two modules</textarea>', shown.text)
    assert "You know crafts." in text(refused)
    assert alice.post(path, whom=chosen, same_text="yes", **ALIKE, **both).status_code == 422
    with new_database.unit_of_work() as session:
        edit(session, here(session, people).dora, open_to_requests=True)
    again = {line: "You teach.", f"why_{who['dora']}": "You teach."}
    assert alice.post(path, whom=chosen, same_text="yes", **ALIKE, **again).status_code == 303


def test_page_is_for_those_who_may_invite(app: object, new_database: Database, people: Cast, alice: Person) -> None:
    path, _ = made(new_database, people)
    assert at_browser(app, people.bob).get(path).status_code == 404  # type: ignore[arg-type]


def test_refused_answer_keeps_what_was_typed(
    app: object, new_database: Database, people: Cast, alice: Person, clock: Clock
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        consortium = draft(session, cast.alice, [cast.bob])
        sent = invite(session, consortium, cast.bob, by=cast.alice.user)
        invitations.show_interest(session, sent, by=cast.bob.user)
        edit(session, cast.bob, capacity=0)
        path = f"/invitations/{sent.id}"
    said = {"name": "Professor Bob", "function": "Rector", "authority": "Statute", "confirmed": "yes"}
    late = at_browser(app, people.bob).post(f"{path}/join", **said)  # type: ignore[arg-type]
    assert late.status_code == 409
    assert "What you typed is still here." in text(late)
    assert 'value="Professor Bob"' in late.text


def test_practice_reaches_nobody_elses_desk(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        practice = draft(session, cast.alice, [cast.bob], call="ka202-2018")
        path, bob = f"/consortia/{practice.id}", member_id(practice, cast.bob)
    said = {"role": "partner", "why_you": "You teach.", **ALIKE}
    for answer in (
        alice.post(f"{path}/members/{bob}/invitation", **said),
        alice.post(f"{path}/invitations", whom=str(bob), **{f"why_{bob}": "You teach."}, **ALIKE),
        alice.post(f"{path}/hand-over", member=str(bob)),
    ):
        assert answer.status_code == 409
        assert "one can practise with it, and nobody is asked" in text(answer)
    with new_database.session(reads=True) as session:
        found = session.get_one(Consortium, practice.id)
        assert (found.invitations, found.handovers) == ([], [])
