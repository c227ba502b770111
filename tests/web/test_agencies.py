"""Where to apply, on the page of a consortium: links that were read, or what the holder entered; changed by nobody else."""

import pytest

from matchmaker.db import Database
from tests.factories import Cast, bring_in, draft
from tests.web.conftest import Person, here, text

SAID = {
    "own_agency": "Bureau <b>of the Region",
    "own_agency_website": "www.bureau.example",
    "national_priorities": "HOR21-INCLUSION",
    "national_source": "https://bureau.example/priorities",
}


@pytest.fixture
def path(new_database: Database, people: Cast) -> str:
    """A draft of Alice's with Bob, who has joined, and Dora."""
    with new_database.unit_of_work() as session:
        people = here(session, people)
        made = draft(session, people.alice, [people.bob, people.dora])
        bring_in(session, made, people.bob, by=people.alice.user)
        return f"/consortia/{made.id}"


def version(alice: Person, path: str) -> str:
    page = alice.get(f"{path}/agency").text
    return page.partition('name="version" value="')[2].partition('"')[0]


def test_page_links_to_the_agency_of_the_coordinators_country(alice: Person, path: str) -> None:
    page = alice.get(path)
    assert 'href="https://erasmusplus.org.pl"' in page.text
    assert "Where to apply Fundacja Rozwoju Systemu Edukacji (FRSE) read on 30 November 2026" in text(page)


def test_communities_are_shown_side_by_side_and_other_countries_find_the_list(
    new_database: Database, people: Cast, alice: Person, path: str
) -> None:
    with new_database.unit_of_work() as session:
        here(session, people).alice.organisation.country = "BE"
    said = text(alice.get(path))
    assert "The National Agency of your community: Epos vzw (Flemish Community)" in said
    assert "AEF-Europe (French Community)" in said
    with new_database.unit_of_work() as session:
        here(session, people).alice.organisation.country = "CZ"
    page = alice.get(path)
    assert 'href="https://erasmus-plus.ec.europa.eu/contacts/national-agencies"' in page.text


@pytest.mark.parametrize(
    ("call", "country", "said"),
    [
        ("cbvet-2026", "AL", "EU Funding and Tenders Portal call “ERASMUS-EDU-2026-CB-VET-WB”"),
        ("cbvet-2026", "DE", "EU Funding and Tenders Portal The partners’ region decides under which id: Region 1"),
        ("cove-2026", "DE", "EU Funding and Tenders Portal call “ERASMUS-EDU-2026-PEX-COVE”"),
        ("cove-2027", "DE", "EU Funding and Tenders Portal The call’s id there is not published yet."),
    ],
)
def test_calls_of_the_executive_agency_lead_to_the_portal_and_the_id(
    new_database: Database, people: Cast, alice: Person, call: str, country: str, said: str
) -> None:
    with new_database.unit_of_work() as session:
        people = here(session, people)
        people.dora.organisation.country = country
        made = draft(session, people.alice, [people.dora], call=call)
        path = f"/consortia/{made.id}"
    assert said in text(alice.get(path))


def test_what_the_holder_enters_is_shown_with_its_links(alice: Person, path: str) -> None:
    sent = alice.post(f"{path}/agency", version=version(alice, path), **SAID)
    assert (sent.status_code, sent.location) == (303, path)
    page = alice.get(path)
    assert 'href="https://www.bureau.example"' in page.text
    assert 'href="https://bureau.example/priorities"' in page.text
    assert "Bureau &lt;b&gt;of the Region" in page.text
    assert "entered what is known of the National Agency" in text(page)
    form = alice.get(f"{path}/agency").text
    assert 'value="https://www.bureau.example"' in form


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "not an address"])
def test_wrong_address_shows_the_form_again(alice: Person, path: str, bad: str) -> None:
    sent = alice.post(f"{path}/agency", version=version(alice, path), **{**SAID, "own_agency_website": bad})
    assert sent.status_code == 422
    assert "expected the address of a website" in text(sent)
    assert "Bureau" not in text(alice.get(path))


def test_members_read_it_and_strangers_know_nothing_of_it(bob: Person, charlie: Person, path: str) -> None:
    assert "Where to apply" in text(bob.get(path))
    assert "Enter your agency and its priorities" not in text(bob.get(path))
    assert bob.get(f"{path}/agency").status_code == 403
    assert bob.post(f"{path}/agency", **SAID).status_code == 403
    assert charlie.get(f"{path}/agency").status_code == 404
    assert charlie.post(f"{path}/agency", **SAID).status_code == 404


def test_another_change_meanwhile_is_a_conflict(alice: Person, path: str) -> None:
    old = version(alice, path)
    assert alice.post(f"{path}/agency", version=old, **SAID).status_code == 303
    assert alice.post(f"{path}/agency", version=old, **SAID).status_code == 409
