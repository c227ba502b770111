"""The desk of somebody who is asked often: it reads what it shows, however much there is."""

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from matchmaker.db import Database
from matchmaker.models import Membership
from matchmaker.services import invitations, outcomes, surroundings
from tests import factories
from tests.conftest import Clock
from tests.factories import Cast
from tests.services.test_query_counts import counted
from tests.web.conftest import Person, at_browser, here, text

ANSWER: dict[str, Any] = {"proposal": "as it was shown"}


def _asked(session: Session, cast: Cast, number: int) -> None:
    """Bob is asked that often by Alice, and joins, declines, or is not asked any more; Dora has that many ideas to show."""
    for _ in range(number):
        for answer in ("join", "decline", "withdraw"):
            consortium = factories.draft(session, cast.alice, [cast.bob], is_shown=True)
            consortium.suggestion = ANSWER
            if answer == "join":
                factories.bring_in(session, consortium, cast.bob, by=cast.alice.user)
                continue
            sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
            if answer == "decline":
                invitations.decline(session, sent, factories.declining(), by=cast.bob.user)
            else:  # an organisation awaits twenty answers at most
                invitations.withdraw(session, sent, by=cast.alice.user)
        factories.idea(session, cast.dora, is_shown=True)


def _sent(app: Flask, database: Database, people: Cast, path: str) -> tuple[list[str], str]:
    """The statements that a page of Bob's needs, and the page."""
    person = at_browser(app, people.bob)
    person.get(path)
    with database.session(reads=True) as session, counted(session) as sent:
        page = person.get(path)
    assert page.status_code == 200
    return sent, page.text


def test_desk_tells_a_consortium_from_its_idea_and_its_button_says_what_it_does(
    app: Flask, new_database: Database, people: Cast
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        made = factories.draft(session, cast.alice, [cast.bob])
        made.title = made.idea.title = "Bread for all"
    page = at_browser(app, people.alice).get("/home").text
    rows = re.findall(r"<li>(.*?)</li>", page, re.DOTALL)
    assert [kind for row in rows if "Bread for all" in row for kind in re.findall(r"<b>(\w+)</b>", row)] == ["Consortium", "Idea"]
    button = re.search(r'<section class="next-step.*?<a class="button"[^>]*>(.*?)</a>', page, re.DOTALL)
    assert button is not None
    assert re.sub(r"<[^>]*>", "", button[1]).strip() == "See what would help"


def test_desk_and_openings_ask_as_often_for_many_as_for_one(app: Flask, new_database: Database, people: Cast) -> None:
    paths = ("/home", f"/organisations/{people.bob.organisation.id}/openings")

    def asked(number: int) -> tuple[list[int], str]:
        with new_database.unit_of_work() as session:
            _asked(session, here(session, people), number)
        pages = [_sent(app, new_database, people, path) for path in paths]
        for sent, _ in pages:
            assert [statement for statement in sent if "suggestion" in statement] == []
        return [len(sent) for sent, _ in pages], pages[0][1]

    once, _ = asked(1)
    many, page = asked(9)
    assert many == once
    assert page.count("/invitations/") == 30


def test_desk_is_given_the_first_openings_and_how_many_there_are(app: Flask, new_database: Database, people: Cast) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        for _ in range(5):
            factories.draft(session, cast.alice, [cast.bob], is_shown=True)
    dora, path = at_browser(app, people.dora), f"/organisations/{people.dora.organisation.id}/openings"
    page, part = dora.get(path).text, dora.get(path, headers={"HX-Request": "true"}).text
    assert (page.count("Rules met once you join"), part.count("Rules met once you join")) == (5, 3)
    assert "5 ideas are looking for a partner like you" in page
    assert page[page.index('<div id="needs">') :].startswith(part[part.index('<div id="needs">') : part.index("</ol>")])


def test_each_idea_that_looks_for_one_has_something_to_do_that_tells_nobody_who_asks(
    app: Flask, new_database: Database, people: Cast
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        factories.draft(
            session, cast.alice, [cast.bob], is_shown=True, seats=["class:labour_market_actor"], title="Wood and tools"
        )
        factories.idea(session, cast.charlie, is_shown=True)
    dora, own = at_browser(app, people.dora), f"/organisations/{people.dora.organisation.id}"
    page = dora.get(f"{own}/openings").text
    first, second = re.findall(rf'href="({own}\?open_to=[^"]+#offers)"', page)
    said = dora.get(unescape(first).removesuffix("#offers")).text
    (fold,) = (part for part in said.split("<details") if "Write an offer" in part.partition("</summary>")[0])
    assert fold.partition(">")[0].endswith(" open")
    assert "We are open to a place as a partner in" in fold
    assert "labour market" in fold.lower()
    assert "Wood and tools" not in said
    plain = dora.get(unescape(second).removesuffix("#offers")).text
    assert "We are open to a place as a partner in" in plain
    assert " checked" not in plain  # an offer that names no call leaves no other call out
    text = re.search(r'<textarea id="summary"[^>]*>\n?(.*?)</textarea>', fold, re.DOTALL)
    assert text
    assert dora.post(f"{own}/offers", summary=unescape(text[1])).status_code == 303
    with_offers = dora.get(unescape(first).removesuffix("#offers")).text
    assert " checked" in with_offers  # beside other offers it is for this call
    assert dora.get(f"{own}?open_to=no-such-call&seat=sector:XX").status_code == 200


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "vocational education and training (2026): higher education and chamber (crafts, commerce or industry)."),
        ("pl", "kształcenia i szkolenia zawodowego” (2026): szkolnictwo wyższe; izba (rzemieślnicza, gospodarcza lub"),
    ],
)
def test_offer_to_begin_with_names_call_year_and_places_once_and_small(
    alice: Person, people: Cast, language: str, said: str
) -> None:
    own = f"/organisations/{people.alice.organisation.id}"
    places = "seat=sector:HED&seat=kind:chamber&seat=sector:HED"
    page = alice.get(f"{own}?open_to=cbvet-2026&{places}&lang={language}", follow_redirects=True)
    assert said in text(page)


def test_who_acts_for_several_reads_which_of_them_is_invited(new_database: Database, people: Cast, bob: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        factories.invite(session, factories.draft(session, cast.alice, [cast.bob], title="Bread"), cast.bob, by=cast.alice.user)
        now = surroundings.now(session)
        cast.bob.user.memberships.append(Membership(organisation=cast.charlie.organisation, role="editor", created_at=now))
    page = re.sub(r"</?(?:span|a|p)\b[^>]*>", "", bob.get("/home").text)
    assert "Alice&#39;s organisation invites Bob&#39;s organisation: “Bread”" in page


def test_invitations_wait_in_one_list_with_what_else_waits_the_one_that_ends_first_on_top(
    new_database: Database, people: Cast, clock: Clock, bob: Person
) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        for title in ("Bread", "Cheese"):
            made = factories.draft(session, cast.alice, [cast.bob], title=title)
            factories.invite(session, made, cast.bob, by=cast.alice.user)
            clock.move(days=1)
    page = re.sub(r"</?(?:span|a|p)\b[^>]*>", "", bob.get("/home").text)
    step = page.partition('class="next-step')[2].partition("</section>")[0]
    assert "Alice&#39;s organisation invites you: “Bread” · by 30 November 2026" in step
    assert "Read the invitation" in step
    waits = page.partition('class="rows waits"')[2].partition("</ul>")[0]
    assert ["“Cheese” · by 1 December 2026" in one for one in waits.split("<li ")[1:]] == [True, False]
    assert "Describe a project idea" in waits


def test_one_is_not_sent_on_to_a_consortium_that_was_given_up(new_database: Database, people: Cast, alice: Person) -> None:
    with new_database.unit_of_work() as session:
        cast = here(session, people)
        goes_on = factories.draft(session, cast.alice, [cast.bob], title="Goes on").id
        gone = factories.draft(session, cast.alice, [cast.bob], title="Given up")
        outcomes.withdraw(session, gone, by=cast.alice.user)
    step = alice.get("/home").text.partition('class="next-step')[2].partition("</section>")[0]
    assert f'href="/consortia/{goes_on}"' in step
    assert "Given up" not in step
