"""The page of the calls: five questions in the address lead to those that fit, for everybody, without JavaScript."""

import re
from html import unescape

import pytest
from flask import Flask

from matchmaker.db import Database
from matchmaker.language import LANGUAGES
from matchmaker.programme import guides, sentences
from matchmaker.programme.conditions.bars import BARRED
from tests.callfiles import FILES, GUIDE, WHOLE
from tests.web.conftest import Person, text

ANSWERS = "kind=school&country=PL&field=SCH&months=12&organisations=2&countries=2&money=60000"


def cards(page: str) -> list[str]:
    """What stands on each card, in its order."""
    listed = page[page.index('<ol class="cards">') : page.index("</ol>")]
    return [" ".join(re.sub(r"<[^>]+>", " ", card).split()) for card in listed.split('<li><article class="call">')[1:]]


def test_answers_in_the_address_lead_to_the_smallest_call_that_fits(stranger: Person) -> None:
    answer = stranger.get(f"/calls?{ANSWERS}")
    assert answer.status_code == 200
    first, second, *_ = cards(answer.text)
    assert first.startswith(
        "Small-scale Partnerships in school education KA210 · 2027 at least 2 organisations from 2 countries ·"
    )
    assert "6 to 24 months · €30,000 to €60,000" in first
    assert "You have enough: 2 organisations and 2 countries" in first
    assert "You may apply yourselves" in first
    assert second.startswith("Cooperation Partnerships in school education KA220 · 2027")
    assert "Still to find: 1 more organisation and 1 more country" in second
    assert 'value="60000"' in answer.text
    assert '<option value="PL" selected>' in answer.text
    assert "lang=pl" in answer.text
    assert "money=60000" in answer.text  # the page in another language keeps the answers


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("organisations=9", "You have enough: 9 organisations"),
        ("countries=9", "You have enough: 9 countries"),
        ("organisations=9&countries=1", "Still to find: 1 more country"),
        ("organisations=1", "Still to find: 1 more organisation"),
    ],
)
def test_what_is_enough_is_said_of_the_number_that_was_typed(stranger: Person, answers: str, said: str) -> None:
    page = text(stranger.get(f"/calls?{answers}"))
    assert said in page
    assert "You need no partners" not in page  # nobody who is alone is told so where partners are asked for


@pytest.mark.parametrize("answers", [ANSWERS, "field=VET", "kind=ngo&country=DE", "months=24"])
def test_as_many_calls_are_counted_as_are_seen(stranger: Person, answers: str) -> None:
    page = stranger.get(f"/calls?{answers}").text
    fitting = page[page.index('aria-labelledby="fitting"') :].partition("</section>")[0]
    counted = re.search(r"(\d+) calls? fits?, open or to come", fitting)
    assert counted
    assert int(counted[1]) == fitting.count('<article class="call">')
    whole = stranger.get("/calls").text
    practice = whole[whole.index('aria-labelledby="closed"') :].partition("</section>")[0]
    for fold in practice.split("<details")[1:]:
        closed = re.search(r"\d{4}: (\d+) closed calls?", fold)
        assert closed
        assert int(closed[1]) == fold.count('<article class="call">')


def test_without_answers_all_stand_there_by_action_and_closed_ones_folded(stranger: Person) -> None:
    page = stranger.get("/calls").text
    shown = cards(page)
    (fields,) = (card for card in shown if card.startswith("Cooperation Partnerships KA220 · 2027 at least"))
    assert "School education" in fields
    assert len(shown) < len(re.findall(r'href="/calls/[a-z0-9-]+-2027"', page))
    folded = "".join(re.findall(r'<details class="fold".*?</details>', page, re.DOTALL))
    for closed_or_in_brussels in ("ka202-2018", "cove-2027"):
        assert page.count(f'href="/calls/{closed_or_in_brussels}"') == folded.count(f'href="/calls/{closed_or_in_brussels}"') == 1
    assert page.count("Rules of 2026; the guide of 2027 has not been read by us; check it before you apply.") == 1


def test_what_does_not_fit_is_folded_with_its_reason(stranger: Person) -> None:
    page = text(stranger.get("/calls?field=HED"))
    assert "Small-scale Partnerships in school education 2027 · for school education" in page
    nothing = stranger.get("/calls?country=US&field=SPORT")
    assert nothing.status_code == 200
    assert "No call that is open or to come fits these answers." in text(nothing)
    assert '<details class="fold" open>' in nothing.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("months=x", "Months it would last: expected a whole number"),
        ("country=QQ", "Your country: “QQ” is not a country code"),
        ("kind=wizard", "What are you? “wizard” is not a kind of organisation we know"),
        ("money=0", "Grant you need, in euro: is too small: at least 1"),
        (f"field={'X' * 5000}", "Field of the project"),
    ],
)
def test_answer_that_is_none_is_said_and_the_page_shown(stranger: Person, query: str, sentence: str) -> None:
    answer = stranger.get(f"/calls?{query}")
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert len(answer.text) < 200_000
    assert cards(answer.text)


@pytest.mark.parametrize("language", ["en", "pl", "de"])
def test_page_is_whole_in_every_language(app: Flask, language: str) -> None:
    answer = Person(app).get(f"/calls?{ANSWERS}&lang={language}")
    assert answer.status_code == 200
    assert "%(" not in answer.text


def test_call_that_the_portal_has_once_for_each_region_shows_all_its_ids(stranger: Person) -> None:
    said = text(stranger.get("/calls/cbvet-2026"))
    assert "Ids in the portal Region 1 (Western Balkans): ERASMUS-EDU-2026-CB-VET-WB Region 2 (Neighbourhood East): ERAS" in said
    assert "Ids in the portal" not in text(stranger.get("/calls/cove-2026"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_calls_of_an_operator_are_shown_in_each_language(new_database: Database, stranger: Person, language: str) -> None:
    new_database.surroundings.guide = guides.load(GUIDE)
    for call in FILES:
        page = stranger.get(f"/calls/{call}?lang={language}", follow_redirects=True)
        assert page.status_code == 200
        assert FILES[WHOLE]["title"][language] in text(page)
    said = text(stranger.get("/calls", headers={"Accept-Language": language}))
    assert FILES[WHOLE]["title"][language] in said


def test_card_folds_what_is_asked_of_whoever_applies_where_that_is_much(stranger: Person) -> None:
    page = stranger.get("/calls?field=CROSS").text + stranger.get("/calls").text
    (ngo, *_) = (
        card for card in page.split('<li><article class="call">') if "submitted by European NGOs" in card and "active in" in card
    )
    shown, folded = ngo.split("<details", 1)
    assert "ctive in education" not in shown
    assert "Of whoever applies it is true: active in education and training, active in education," in text_of(folded)
    assert "or active in higher education" in text_of(folded)


def test_page_of_a_call_shows_who_when_and_how_much_and_folds_the_rest(stranger: Person) -> None:
    page = stranger.get("/calls/ka220-vet-2026").text
    main = page[page.index("<h1>") : page.index("</main>")]
    shown = text_of(re.sub(r"<details.*?</details>", "", main.replace("\n", " ")))
    for said in (
        "At least 3 organisations from programme countries",
        "Round 1: until 5 March 2026",
        "12 to 36 months",
        "€120,000",
    ):
        assert said in shown
    for said in (
        "Environment and fight against climate change",
        "Accession and Declaration on Honour Form",
        "Georgian authorities",
    ):
        assert said not in shown
        assert said in text_of(main)


def test_countries_of_a_call_stand_in_the_order_of_a_dictionary(stranger: Person) -> None:
    said = text(stranger.get("/calls/ka220-vet-2026", headers={"Accept-Language": "de"}))
    assert "Bulgarien, Dänemark, Deutschland, Estland" in said
    assert "Norwegen, Österreich, Polen" in said


def text_of(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_page_of_a_provisional_call_says_which_countries_mean_to_take_part(stranger: Person) -> None:
    meant = "Switzerland means to take part from 2027"
    assert meant in text(stranger.get("/calls/ka220-vet-2027"))
    assert meant not in text(stranger.get("/calls/ka220-vet-2026"))


def test_page_in_polish_names_the_agency_and_the_groups_of_tasks_plainly(stranger: Person) -> None:
    page = text(stranger.get("/calls/ka240-sch-2027?lang=pl", follow_redirects=True))
    assert "Koordynator składa wniosek do agencji narodowej w swoim kraju." in page
    assert "liczba działań: co najmniej 3, w tym co najmniej 1 z grupy „Nauczanie i uczenie się w szkole”" in page
    assert "osobny pakiet prac na planowanie długofalowego wpływu projektu" in page
    assert "Runda 1: 9 kwietnia 2026 r. (termin w 2027 r. jeszcze nieznany)" in page


def test_version_of_a_call_lies_folded(stranger: Person) -> None:
    page = stranger.get("/calls/ka220-vet-2026").text
    version = guides.load().call("ka220-vet-2026").version
    folds = re.findall(r"<details class=\"fold\".*?</details>", page, re.DOTALL)
    assert page.count(version) == sum(one.count(version) for one in folds) == 1


def test_of_many_calls_that_fit_the_smallest_are_seen_and_the_others_folded(stranger: Person) -> None:
    page = stranger.get("/calls?organisations=1").text
    fitting = page[page.index('id="fitting"') : page.index("Closed calls</h2>")]
    seen, (folded,) = cards(page), re.findall(r"<summary>(\d+) more calls that fit</summary>", fitting)
    assert len(seen) == 6
    assert fitting.count('<article class="call">') == 6 + int(folded)


@pytest.mark.parametrize("call_id", ["ka220-vet-2026", "ka220-vet-2027", "cove-2026"])
def test_each_source_stands_once_and_what_was_read_in_it_leads_there_with_its_page(stranger: Person, call_id: str) -> None:
    page = stranger.get(f"/calls/{call_id}").text
    listed = page.partition('class="sources"')[2].partition("</ol>")[0]
    sources = dict(re.findall(r'<li id="source-(\d+)" value="\1">(?:<[^>]*>)?([^<]+)<', listed))
    assert len(set(sources.values())) == len(sources)
    led = re.findall(
        r'<a class="cite" href="#source-(\d+)"><span class="hidden-words">Source </span>\1'
        r'(?:, <span lang="en">(pp?\. [^<]+)</span>)?</a>',
        page,
    )
    assert page.count('class="cite"') == len(led)
    assert {number for number, _ in led} == set(sources)
    call = guides.load().call(call_id)
    stated = {rule.source for rule in sentences.of(call) if rule.id != BARRED}
    assert {f"{unescape(sources[number])}{', ' if pages else ''}{unescape(pages)}" for number, pages in led} >= stated
