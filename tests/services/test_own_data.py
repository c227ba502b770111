"""What is kept about a person comes out whole, as JSON, and nothing of anybody else with it."""

import json
from typing import Any
from typing import cast as as_

from sqlalchemy.orm import Session

from matchmaker.inputs.colleagues import ColleagueForm
from matchmaker.inputs.invitations import ReserveForm
from matchmaker.inputs.sheets import Confirming, OrganisationPart, PeoplePart
from matchmaker.inputs.threads import Writing
from matchmaker.services import colleagues, handover, own_data, reserves, sheets, threads
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


def test_letters_that_wait_and_who_was_asked_come_out_too(session: Session) -> None:
    cast = factories.cast(session)
    made = factories.draft(session, cast.alice, [cast.bob])
    letter = ReserveForm(task="Weld", field="Metal", time_needed="ten days", why_you="You teach it.")
    reserves.put(session, made, cast.bob.key, cast.charlie.key, letter, by=cast.alice.user)
    colleagues.invite(session, cast.alice.organisation, ColleagueForm(email="ann@school.eu", role="editor"), by=cast.alice.user)
    alice, bob = (own_data.collect(session, by=one.user) for one in (cast.alice, cast.bob))
    assert [(one["to"], one["why_you"]) for one in rows(alice, "reserves")] == [("Charlie's organisation", "You teach it.")]
    assert [one["email"] for one in rows(alice, "colleagues_asked")] == ["ann@school.eu"]
    assert (rows(bob, "reserves"), rows(bob, "colleagues_asked")) == ([], [])


def test_who_was_brought_and_what_was_confirmed_come_out(session: Session) -> None:
    cast = factories.cast(session)
    made = factories.draft(session, cast.alice, [cast.bob])
    factories.guest(session, made, by=cast.alice.user)
    sheet = sheets.get(session, made, cast.alice.organisation)
    sheet = sheets.write(
        session, sheet, OrganisationPart(legal_name="School", address="Rynek 1", city="Łódź"), by=cast.alice.user
    )
    who = {"representative_name": "R", "representative_function": "H", "contact_name": "C", "contact_email": "c@school.eu"}
    sheet = sheets.write(session, sheet, PeoplePart(**who), by=cast.alice.user)
    says = Confirming(name="Alice Nowak", function="Head", authority="Statute", confirmed=True)
    sheets.confirm(session, sheet, says, by=cast.alice.user)
    alice, bob = (own_data.collect(session, by=one.user) for one in (cast.alice, cast.bob))
    assert [one["organisation"] for one in rows(alice, "partners_brought")] == ["Berufsschule Kassel"]
    assert [(one["for"], one["confirmed_name"]) for one in rows(alice, "confirmed")] == [("Alice's organisation", "Alice Nowak")]
    assert (rows(bob, "partners_brought"), rows(bob, "confirmed")) == ([], [])


def test_whoever_registers_the_address_of_another_reads_nothing_that_was_written_to_it(session: Session) -> None:
    cast = factories.cast(session)
    colleagues.invite(
        session, cast.alice.organisation, ColleagueForm(email="mallory@school.eu", role="editor"), by=cast.alice.user
    )
    mallory = factories.register(session, "Mallory").user
    mallory.confirmed_at = None
    session.flush()
    assert rows(own_data.collect(session, by=mallory), "mails") == []
    mallory.confirmed_at = mallory.created_at
    assert any("Act for" in str(one["subject"]) for one in rows(own_data.collect(session, by=mallory), "mails"))


def rows(data: dict[str, object], heading: str) -> list[dict[str, Any]]:
    """What stands under a heading."""
    return as_("list[dict[str, Any]]", data[heading])
