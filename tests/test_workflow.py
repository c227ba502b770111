"""States change by the moves of the tables and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import workflow
from matchmaker.errors import Refused

TABLES = {
    "consortium": (workflow.CONSORTIUM, workflow.CONSORTIUM_STATES, "draft"),
    "invitation": (workflow.INVITATION, workflow.INVITATION_STATES, "sent"),
    "handover": (workflow.HANDOVER, workflow.HANDOVER_STATES, "offered"),
}


@pytest.mark.parametrize("name", TABLES)
def test_moves_lead_from_states_to_states(name: str) -> None:
    moves, states, _ = TABLES[name]
    assert {state for state, _ in moves} | set(moves.values()) == set(states)


@pytest.mark.parametrize("name", TABLES)
def test_every_state_can_be_reached(name: str) -> None:
    moves, states, start = TABLES[name]
    reached = {start}
    for _ in states:
        reached |= {target for (state, _), target in moves.items() if state in reached}
    assert reached == set(states)


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
def test_what_is_not_in_the_table_is_refused(name: str, data: st.DataObject) -> None:
    moves, states, _ = TABLES[name]
    state = data.draw(st.sampled_from(states))
    verb = data.draw(st.sampled_from(sorted({verb for _, verb in moves})) | st.text(max_size=8))
    if workflow.allows(moves, state, verb):
        assert workflow.move(moves, state, verb) in states
    else:
        with pytest.raises(Refused):
            workflow.move(moves, state, verb)


@pytest.mark.parametrize("state", ["granted", "rejected", "withdrawn"])
def test_nothing_leaves_an_end(state: str) -> None:
    assert not [verb for (before, verb) in workflow.CONSORTIUM if before == state]


@pytest.mark.parametrize("state", sorted({state for _, states, _ in TABLES.values() for state in states}))
def test_every_state_has_a_name_for_people(state: str) -> None:
    assert "_" not in str(workflow.name(state))


def test_initiator_that_applies_itself_needs_no_hand_over() -> None:
    assert workflow.move(workflow.CONSORTIUM, "inviting", "keep") == "handed_over"
    assert not workflow.allows(workflow.CONSORTIUM, "draft", "keep")
