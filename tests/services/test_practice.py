"""Practice with a closed call reaches nobody, whoever asks whom for what; until its deadline the same is in earnest."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.models import Consortium, HandOver, Invitation, Mail
from matchmaker.services import batches, handover, invitations
from tests import factories
from tests.factories import Cast, invitation_form, member_id

Act = Callable[[Session, Consortium, Cast], object]
ACTS: dict[str, Act] = {
    "invite": lambda session, consortium, cast: invitations.send(
        session, consortium, member_id(consortium, cast.dora), invitation_form(), by=cast.alice.user
    ),
    "invite several": lambda session, consortium, cast: batches.send(
        session, consortium, {member_id(consortium, cast.dora): invitation_form()}, by=cast.alice.user
    ),
    "hand over": lambda session, consortium, cast: handover.offer(
        session, consortium, member_id(consortium, cast.bob), "", by=cast.alice.user
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("is_closed", [True, False])
def test_practice_reaches_nobodys_desk(session: Session, act: Act, is_closed: bool) -> None:
    cast = factories.cast(session)
    consortium = factories.draft(session, cast.alice, [cast.bob, cast.dora])
    factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
    there = [session.query(one).count() for one in (Invitation, HandOver, Mail)]
    if not is_closed:
        act(session, consortium, cast)
        assert [session.query(one).count() for one in (Invitation, HandOver, Mail)] != there
        return
    factories.practised(session, consortium)
    with pytest.raises(Refused, match="one can practise with it, and nobody is asked"):
        act(session, consortium, cast)
    assert [session.query(one).count() for one in (Invitation, HandOver, Mail)] == there
