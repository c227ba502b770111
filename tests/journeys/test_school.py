"""The main journey: a school finds a consortium, and a coordinator finalises it; in a real browser, in two languages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from matchmaker.language import gettext_, speaking
from tests.factories import PASSWORD
from tests.journeys.conftest import PARTNERS, Visit, email_of

PASSED = "Composition check passed (%(met)s of %(total)s rules)"
FIELD = {"en": "cook", "pl": "kucharz", "de": "Köchin"}


def words(language: str, text: str) -> str:
    """How the catalogue says a text, up to its first number."""
    with speaking(language):
        return gettext_(text).partition("(")[0].strip()


@pytest.mark.parametrize("language", FIELD)
def test_from_registration_to_a_document_that_verifies(visit: Visit, downloads: Path, language: str) -> None:
    school = visit(language=language)
    register(school, f"school-{language}@school.eu", FIELD[language])
    confirm(school)
    expect(school.locator("html")).to_have_attribute("lang", language)
    describe(school)
    partners, coordinator = save_the_first_suggestion(school, words(language, PASSED))
    workspace = school.url
    invite_all(school)
    for partner in partners:
        join(visit(email_of(partner), language=language))
    school.goto(workspace)
    hand_over(school)
    applicant = visit(email_of(coordinator), language=language)
    document = accept_and_finalise(applicant, words(language, "Finalised"), downloads)
    assert verify(document) == 0
    spoil(document)
    assert verify(document) == 1
    submit(applicant, words(language, "Granted"))
    school.reload()
    expect(school.locator(".chip").filter(has_text=words(language, "Granted")).first).to_be_visible()


def register(page: Page, email: str, field: str) -> None:
    """Five fields, one of them found by one's own words while typing."""
    page.goto("/")
    page.click('.hero a[href="/register"]')
    page.fill("#organisation_name", f"Zespół Szkół Gastronomicznych ({email})")
    page.check("#kind-vocational-school")
    page.select_option("#country", "PL")
    page.locator("#fields-words").press_sequentially(field)
    page.check("#fields-1013")
    page.fill("#looking_for", "Restaurants and a university abroad.")
    page.fill("#person_name", "Anna")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click('main form button:not(.hidden-words):not([name="find"])')
    page.wait_for_url("**/home")


def confirm(page: Page) -> None:
    """The address, through the link that the page shows where no mail server is set."""
    page.click('.banner a[href^="/account/confirm"]')
    page.click("main form button")
    page.wait_for_url("**/home")


def describe(page: Page, *, script: bool = True) -> None:
    """An idea for a call that is open, in three steps."""
    page.click('.next-step a[href="/ideas/new"]')
    page.click('a[href*="call=ka220-vet-2027"]')
    page.fill("#title", "Kitchens that teach")
    page.fill("#summary", "Restaurants set tasks for apprentices.")
    if not script:
        page.click('button[value="hints"]')
    expect(page.locator("#hinted-topics-apprenticeships")).to_be_checked()  # from the words, while they are typed
    expect(page.locator("#fields-1013")).to_be_checked()
    page.click("#more > summary")
    page.click("#topics summary")
    page.check("#topics-work-based-learning")
    page.click("#save button")
    page.wait_for_url("**/whom")
    expect(page.locator(".fit")).not_to_be_empty()
    page.locator('select[name="seats"]').nth(0).select_option("sector:HED")
    page.click('button[value="seats"]')
    page.locator('select[name="seats"]').nth(1).select_option("class:labour_market_actor")
    page.click("#more > summary")
    page.fill("#size_min", "3")
    page.fill("#size_max", "5")
    page.locator("#not_countries-typed").press_sequentially("MT,")
    if script:
        expect(page.locator("#not_countries-MT")).to_be_checked()
        expect(page.locator(".saved")).to_be_visible()
    page.click("#save button")
    page.wait_for_url("**/when")
    page.click(".stepper button >> nth=1")  # back and forth, nothing is lost
    page.wait_for_url("**/whom")
    expect(page.locator("#not_countries-MT")).to_be_checked()
    page.click("#save button")
    page.wait_for_url("**/when")
    page.check("#applicant-find")
    page.click("#save button")
    page.wait_for_url(re.compile(r"/ideas/\d+$"))


def save_the_first_suggestion(page: Page, passed: str) -> tuple[list[str], str]:
    """The partners of the first alternative and who of them is to coordinate."""
    page.click(".next-step form button")
    first = page.locator("#alternative-1")
    expect(first.locator(".rule-bar .segments > .good")).not_to_have_count(0)
    expect(first.locator(".rule-bar .segments > :not(.good)")).to_have_count(0)
    expect(first.locator("table.rules").first.locator("tbody tr")).not_to_have_count(0)
    partners = first.locator("article.member h3").all_inner_texts()
    assert set(partners) <= set(PARTNERS)
    coordinator = first.locator("article.member", has=page.locator(".chip.good")).locator("h3").inner_text()
    first.locator("form button").click()
    page.wait_for_url("**/consortia/*")
    expect(page.locator("[data-announce]")).to_contain_text(passed)
    return partners, coordinator


def invite_all(page: Page) -> None:
    """The four specifics to each."""
    while page.locator('a[href$="/invitation"]').count():
        page.locator('a[href$="/invitation"]').first.click()
        page.fill("#task", "Set tasks from your kitchens.")
        page.fill("#time_needed", "20 days a year for two years")
        page.fill("#why_you", "You work with restaurants that train.")
        page.click("main form .actions button")
        page.wait_for_url("**/consortia/*")


def join(page: Page) -> None:
    """First interested, then "we join"."""
    page.click('.next-step a[href*="/invitations/"]')
    answer(page)


def answer(page: Page) -> None:
    """The same, on the page of the invitation."""
    page.click('form[action$="/interest"] button')
    page.fill("#name", "Dr. Maier")
    page.fill("#function", "Head")
    page.fill("#authority", "Legal representative")
    page.check("#confirmed")
    page.click('form[action$="/join"] button')
    page.wait_for_url("**/consortia/*")


def hand_over(page: Page) -> None:
    """To whoever the suggestion named as coordinator."""
    page.click('.next-step a[href$="/hand-over"]')
    page.fill("#note", "You have done this before.")
    page.click("main form .actions button")
    page.wait_for_url("**/consortia/*")


def accept_and_finalise(page: Page, finalised: str, folder: Path) -> Path:
    """Take over, freeze, download."""
    page.click('.next-step a[href*="/hand-overs/"]')
    page.click('form[action$="/accept"] button')
    page.wait_for_url("**/consortia/*")
    return finalise(page, finalised, folder)


def finalise(page: Page, finalised: str, folder: Path) -> Path:
    """Freeze, download."""
    page.click('.next-step a[href$="/finalise"]')
    page.fill("#reason", "The partners send what is missing in time.")
    page.click("main form button[type=submit]")
    expect(page.locator(".head .chip").first).to_contain_text(finalised)
    with page.expect_download() as download:
        page.click("a[download]")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    assert page.locator(".hash").inner_text() in path.read_text("utf-8")
    return path


def verify(path: Path) -> int:
    """The exit code of the command line."""
    return subprocess.run([sys.executable, "-m", "matchmaker", "verify", str(path)], check=False, capture_output=True).returncode


def spoil(path: Path) -> None:
    """Change one byte of the title."""
    raw = path.read_bytes()
    assert b"Kitchens" in raw
    path.write_bytes(raw.replace(b"Kitchens", b"Kitchenz", 1))


def submit(page: Page, granted: str) -> None:
    """Submitted, later granted."""
    page.click("details:has(#agency) > summary")
    page.fill("#agency", "SEPIE")
    page.fill("#form_id", "KA220-VET-015")
    page.fill("#submitted_by", "Carla")
    page.click('form[action$="/submit"] button')
    page.click('form[action$="/grant"] button')
    expect(page.locator(".head .chip").first).to_contain_text(granted)
