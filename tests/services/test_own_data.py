"""What is kept about a person comes out whole, as JSON, and nothing of anybody else with it."""

import json

from sqlalchemy.orm import Session

from matchmaker.inputs.threads import Writing
from matchmaker.services import handover, own_data, threads
from tests import factories
from tests.factories import invite, member_id


def test_everything_that_a_person_wrote_comes_out_and_nothing_of_others(session: Session) -> None:
    cast = factories.cast(session)
    consortium = factories.complete(session, cast)
    sent = consortium.invitations[0]
    threads.write(session, sent, Writing(text="How many days?"), by=cast.bob.user)
    threads.write(session, sent, Writing(text="Twenty, for both."), by=cast.alice.user)
    handover.offer(session, consortium, member_id(consortium, cast.bob), "You know how", by=cast.alice.user)
    handover.accept(session, consortium.handovers[0], "With pleasure", by=cast.bob.user)
    other = factories.draft(session, cast.alice, [cast.charlie])
    invite(session, other, cast.charlie, by=cast.alice.user, why_you="You weld.")
    alice, bob = (json.loads(json.dumps(own_data.collect(session, by=one.user))) for one in (cast.alice, cast.bob))
    assert (bob["account"]["email"], bob["acts_for"][0]["organisation"]) == ("bob@school.eu", "Bob's organisation")
    assert [(one["for"], one["text"], one["consortium"]) for one in bob["messages"]] == [
        ("Bob's organisation", "How many days?", "Wood and tools")
    ]
    assert [one["text"] for one in alice["messages"]] == ["Twenty, for both."]
    assert ([one["note"] for one in alice["hand_overs"]], [one["note"] for one in bob["hand_overs"]]) == (
        ["You know how"],
        ["With pleasure"],
    )
    assert [one["why_you"] for one in alice["invitations_sent"]][-1] == "You weld."
    assert bob["invitations_sent"] == []
    assert "Bob took" in str(bob["done"]) or "(Bob)" in str(bob["done"])
    assert "Alice" not in str(bob["done"]), "what others did is theirs"
    assert all("@" not in str(one["subject"]) for one in bob["mails"])
    for word in ("Twenty, for both.", "You know how", "alice@school.eu", "password"):
        assert word not in json.dumps(bob)
