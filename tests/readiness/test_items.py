"""What is asked of whom, and how it stands: by what is there and what was decided about just that."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matchmaker.programme import guides
from matchmaker.programme.calls import Call
from matchmaker.readiness import items
from matchmaker.readiness.boards import Board, Item
from matchmaker.readiness.facts import Facts, Mark, Paper

CALLS = guides.load().calls
NA2026, NA2018, EACEA = CALLS["ka220-vet-2026"], CALLS["ka202-2018"], CALLS["cove-2026"]
NOW, DAY = datetime(2026, 12, 1, 9, tzinfo=UTC), date(2026, 12, 1)
KASSEL = Facts(organisation=2, key="k", name="Kassel", role="partner")
LODZ = Facts(organisation=1, key="l", name="Łódź", role="coordinator", is_holder=True)
FULL = replace(
    KASSEL,
    joined_on=DAY,
    oid="E10000001",
    pic="900000001",
    established=DAY,
    said={"role": "partner", "task": "Cook", "legal_name": "K", "background": "B", "experience": "E", "key_staff": "S"},
    confirmed_on=DAY,
    authority="Statute",
    papers=(Paper("accession_form", "form.pdf", "a" * 64, DAY), Paper("identification_form", "id.pdf", "b" * 64, DAY)),
)


def made(*partners: Facts, call: Call = NA2026, grant: int | None = None) -> Board:
    return items.board(partners, call, grant=grant, deadline=None, internal=NOW)


def of(facts: Facts, key: str, call: Call = NA2026) -> Item:
    found = made(facts, call=call).columns[0].item(key)
    assert found is not None
    return found


def decided(facts: Facts, key: str, decision: str, call: Call = NA2026) -> Facts:
    mark = Mark(decision=decision, reason="Why", of_sha256=of(facts, key, call).sha256, decided_at=NOW, by="Alice")
    return replace(facts, marks={key: mark})


def test_of_who_has_said_nothing_all_that_counts_is_missing() -> None:
    column = made(KASSEL).columns[0]
    assert {one.state for one in column.items} == {"missing"}
    assert (column.ready, len(column.waiting)) == (0, len(column.needed))


def test_where_everything_is_there_only_what_is_opened_waits_for_whoever_coordinates() -> None:
    column = made(FULL).columns[0]
    assert column.waiting == ()
    opened = {one.key for one in column.to_look_at}
    assert opened == {
        *("sheet", "background", "experience", "key_staff"),
        *("document:accession_form", "document:identification_form"),
    }
    assert column.ready == len(column.needed) - len(opened)


def test_who_coordinates_need_not_look_at_its_own() -> None:
    column = made(replace(FULL, is_holder=True, role="coordinator")).columns[0]
    assert column.to_look_at == ()
    assert [one.key for one in column.waiting] == ["document:declaration_on_honour"]


@pytest.mark.parametrize("key", ["sheet", "background", "document:accession_form"])
def test_what_was_accepted_is_ready_until_it_changes(key: str) -> None:
    accepted = decided(FULL, key, "accepted")
    item = of(accepted, key)
    assert (item.state, item.is_ready, item.by, item.decided_at) == ("accepted", True, "Alice", NOW)
    other = replace(
        accepted,
        said={**FULL.said, "legal_name": "K2", "background": "B2"},
        papers=(*FULL.papers, Paper("accession_form", "page2.pdf", "c" * 64, DAY)),
    )
    assert (of(other, key).state, of(other, key).by) == ("received", "")


def test_what_was_given_back_waits_for_the_partner_with_the_reason_until_it_changes() -> None:
    returned = decided(FULL, "background", "returned")
    assert (of(returned, "background").state, of(returned, "background").reason) == ("returned", "Why")
    assert of(returned, "background").waits_for_partner
    mended = replace(returned, said={**FULL.said, "background": "Better"})
    assert (of(mended, "background").state, of(mended, "background").reason) == ("received", "")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_turns_nothing_green(text: str) -> None:
    empty = replace(FULL, said={**FULL.said, "background": text})
    assert of(empty, "background").state == "missing"
    was = replace(empty, marks={"background": Mark(decision="accepted", of_sha256="", asked_at=NOW)})
    assert of(was, "background").state == "asked"


def test_what_was_confirmed_and_changed_since_is_missing_again() -> None:
    assert of(replace(FULL, changed=("legal_name",)), "sheet").state == "missing"
    assert of(replace(FULL, changed=("legal_name",)), "role").state == "received"
    assert of(replace(FULL, changed=("task",)), "role").state == "missing"
    assert of(replace(FULL, changed=("task", "background")), "sheet").state == "received"
    assert of(replace(FULL, agrees=False), "joined").state == "missing"


def test_documents_are_those_of_the_call_and_its_year() -> None:
    def documents(facts: Facts, call: Call, grant: int | None = None) -> dict[str, bool]:
        column = made(facts, call=call, grant=grant).columns[0]
        return {one.key.removeprefix("document:"): one.is_needed for one in column.items if one.key.startswith("document:")}

    assert documents(KASSEL, NA2018) == {"mandate": True}
    assert documents(KASSEL, CALLS["ka210-vet-2026"], 60_000) == {"accession_form": True, "identification_form": True}
    assert documents(LODZ, CALLS["ka210-vet-2026"], 60_000) == {"declaration_on_honour": True, "identification_form": True}
    assert documents(LODZ, NA2026, 120_000)["accounts"] is False
    assert documents(KASSEL, NA2026, 120_000)["project_list"] is False
    assert documents(KASSEL, EACEA) == {"declaration_on_honour": True, "agreement_accession": False}
    assert documents(replace(KASSEL, role="associated"), NA2026) == {}


def test_the_number_asked_for_is_that_of_the_calls_form() -> None:
    assert str(of(KASSEL, "identifier").name) == "OID"
    assert str(of(KASSEL, "identifier", EACEA).name) == "PIC"
    assert str(of(KASSEL, "identifier", NA2018).name) == "PIC"
    assert any("EU Login" in str(step) for step in of(KASSEL, "identifier").steps)
    assert any("rejected" in str(step) for step in of(KASSEL, "identifier").steps)
    assert of(FULL, "identifier").steps == ()


def test_the_charter_is_asked_only_of_whom_the_call_asks_it() -> None:
    assert made(KASSEL).columns[0].item("eche") is None
    assert of(replace(KASSEL, needs_eche=True), "eche").state == "missing"
    assert of(replace(KASSEL, needs_eche=True, has_eche=False), "eche").state == "missing"
    assert of(replace(KASSEL, needs_eche=True, has_eche=True), "eche").is_ready


def test_the_board_counts_and_names_whom_it_waits_for() -> None:
    board = made(FULL, LODZ, replace(KASSEL, organisation=3, name="Graz"))
    assert [one.name for one in board.columns] == ["Łódź", "Kassel", "Graz"]
    assert board.total == sum(len(one.needed) for one in board.columns)
    assert board.ready == board.columns[1].ready
    assert {one.name for one in board.waiting} == {"Graz", "Łódź"}
    assert board.to_look_at == 6
    assert board.only([2]).total == len(board.columns[1].needed)


def test_only_what_goes_with_the_application_has_the_day() -> None:
    assert of(KASSEL, "document:accession_form").until == NOW
    assert of(KASSEL, "document:agreement_accession", EACEA).until is None
