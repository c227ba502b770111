"""Which other calls a consortium could apply to, and taking it there, at the browser."""

import re

import pytest

from matchmaker.db import Database
from tests import factories
from tests.factories import Cast
from tests.web.conftest import Person, here, suggest, text


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    """Alice's consortium, which Bob and Dora have joined."""
    with new_database.unit_of_work() as session:
        return f"/consortia/{factories.complete(session, here(session, people)).id}"


def test_holder_takes_it_to_a_call_that_its_members_may_apply_to(alice: Person, path: str) -> None:
    assert f'href="{path}/calls"' in alice.get(path).text
    page = alice.get(f"{path}/calls")
    assert "Something is missing, the nearest first" in text(page)
    calls = re.findall(r'name="call" value="([^"]+)"', page.text)
    assert calls
    made = alice.post(f"{path}/take", call="ka210-vet-2027")
    assert made.status_code == 303
    assert "This is the draft for the other call. Its members are planned" in text(alice.get(made.location))
    again = alice.get(f"{path}/calls")
    assert f'href="{made.location}"' in again.text.partition("Drafts made of it")[2]


def test_members_look_and_only_the_holder_takes(bob: Person, charlie: Person, path: str) -> None:
    page = bob.get(f"{path}/calls")
    assert page.status_code == 200
    assert "Make a draft for this call" not in page.text
    assert bob.post(f"{path}/take", call="ka210-vet-2027").status_code == 403
    assert charlie.get(f"{path}/calls").status_code == 404
    assert charlie.post(f"{path}/take", call="ka210-vet-2027").status_code == 404


def test_a_closed_call_is_refused_with_what_can_be_done_instead(alice: Person, path: str) -> None:
    refused = alice.post(f"{path}/take", call="ka202-2018")
    assert refused.status_code == 409
    assert "To practise with a closed one, describe an idea for it." in text(refused)
    assert alice.post(f"{path}/take", call="nothing").status_code == 422


@pytest.mark.parametrize(("call", "is_said"), [("ka220-vet-2027", True), ("ka210-vet-2027", False)])
def test_whoever_asks_for_many_partners_reads_that_a_smaller_call_asks_for_two(
    new_database: Database, people: Cast, alice: Person, call: str, is_said: bool
) -> None:
    with new_database.unit_of_work() as session:
        idea = f"/ideas/{factories.idea(session, here(session, people).alice, call=call).id}"
    assert ("Is the idea smaller?" in alice.get(idea).text) == is_said
    page = suggest(alice, idea).text
    if "This cannot be met" in page:
        ways, said, _ = page.partition("Is the idea smaller?")
        assert bool(said) == is_said
        assert "What would help" in ways
