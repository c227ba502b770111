"""Somebody's colleague, and somebody who bothers: asked, contact person, taken off; reported, blocked, looked into."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit, email_of

pytestmark = pytest.mark.slow
SCHOOL, EMPLOYER, CHAMBER = "Lycée hôtelier des Collines", "Trattoria Ponte Vecchio srl", "Handwerkskammer Alpenvorland"
COOK = "Escuela de Hostelería Mirador"


def own_page(page: Page, organisation: str) -> None:
    """From the desk to the page of one's own organisation."""
    page.goto("/home")
    page.locator("#mine ~ * a", has_text=organisation).first.click()
    expect(page.locator("h1")).to_have_text(organisation)


def found_page(page: Page, organisation: str) -> None:
    """From the directory to the page of somebody else's."""
    page.goto("/organisations")
    page.fill('main input[name="words"]', organisation)
    page.keyboard.press("Enter")
    page.locator("main a", has_text=organisation).first.click()
    expect(page.locator("h1")).to_have_text(organisation)


def test_colleague_is_asked_becomes_the_contact_person_and_is_taken_off(visit: Visit) -> None:
    owner, colleague = visit(email_of(SCHOOL)), visit(email_of(COOK), viewport={"width": 360, "height": 740})
    own_page(owner, SCHOOL)
    owner.get_by_text("Ask a colleague").click()
    owner.fill("#person-email", email_of(COOK))
    owner.get_by_role("button", name="Send the invitation").click()
    colleague.goto("/home")
    colleague.get_by_role("button", name="Yes, I act for it").click()
    expect(colleague.locator("h1")).to_have_text(SCHOOL)
    colleague.locator('main a[href$="/contact"]').click()
    colleague.get_by_label("Carla").check()
    colleague.fill("#phone", "call me")
    colleague.get_by_role("button", name="Save").click()
    expect(colleague.locator(".mistakes")).to_contain_text("expected a phone number")
    colleague.fill("#phone", "+34 91 123 45 67")
    colleague.get_by_role("button", name="Save").click()
    expect(colleague.locator("main")).to_contain_text("+34 91 123 45 67")
    own_page(owner, SCHOOL)
    expect(owner.locator("aside")).to_contain_text("+34 91 123 45 67")
    owner.get_by_text("Change Carla").click()
    owner.get_by_text("Remove Carla", exact=True).click()
    owner.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(owner.locator("aside")).not_to_contain_text("+34 91 123 45 67")
    colleague.goto("/home")
    expect(colleague.locator("#password")).to_be_visible()


def test_who_bothers_is_reported_blocked_and_let_near_again(visit: Visit) -> None:
    bothered, moderator = visit(email_of(SCHOOL), viewport={"width": 360, "height": 740}), visit(email_of(CHAMBER))
    found_page(bothered, EMPLOYER)
    bothered.get_by_text("Is something wrong here?").click()
    bothered.get_by_role("link", name="Report it to the moderators").click()
    bothered.get_by_role("button", name="Report").click()
    expect(bothered.locator(".mistakes")).to_contain_text("Choose what is wrong")
    bothered.get_by_label("It asks for money or sells something").check()
    bothered.fill("#words", "They want to be paid before they answer.")
    bothered.get_by_role("button", name="Report").click()
    expect(bothered.locator(".toast")).to_contain_text("is not told by whom")
    bothered.get_by_text("Is something wrong here?").click()
    bothered.get_by_role("link", name=f"Block {EMPLOYER}").click()
    bothered.get_by_role("button", name="Block").click()
    expect(bothered.locator("h1")).to_have_text("Blocked organisations")
    bothered.get_by_role("button", name="End the block").click()
    expect(bothered.locator("main")).to_contain_text("You have blocked nobody.")
    bothered.locator(".toast").get_by_role("button", name="Undo").click()
    bothered.get_by_role("button", name="End the block").click()

    moderator.goto("/account")
    moderator.get_by_role("link", name="Reports (").click()
    moderator.get_by_role("link", name="It asks for money or sells something").click()
    expect(moderator.locator("main")).to_contain_text("They want to be paid before they answer.")
    moderator.get_by_role("button", name="I look into it").click()
    moderator.fill("#note", "Asked them to stop.")
    moderator.get_by_role("button", name="Close the report").click()
    expect(moderator.locator("main")).to_contain_text("No report waits.")
