"""What works while typing and swapping also works without JavaScript, with one press more."""

from playwright.sync_api import expect

from tests.factories import PASSWORD
from tests.journeys.conftest import PARTNERS, Visit
from tests.journeys.test_school import describe, register, save_the_first_suggestion


def test_register_find_save_and_change_without_script(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    page.goto("/register")
    page.fill("#organisation_name", "Technikum bez skryptów")
    page.check("#kind-vocational-school")
    page.select_option("#country", "PL")
    page.fill("#fields-words", "kucharz")
    page.click('button[name="find"]')
    page.check("#fields-1013")
    expect(page.locator("#organisation_name")).to_have_value("Technikum bez skryptów")
    page.fill("#looking_for", "Partners")
    page.fill("#person_name", "Olga")
    page.fill("#email", "olga@school.eu")
    page.fill("#password", PASSWORD)
    page.click("main form .actions button")
    page.wait_for_url("**/home")
    describe(page, script=False)
    partners, _ = save_the_first_suggestion(page, "Composition check passed")
    another = next(name for name in PARTNERS if name not in partners)
    page.fill("#find", another)
    page.click("form:has(#find) button")
    page.click("#found form button")
    expect(page.get_by_role("rowheader", name=another)).to_be_visible()
    row = page.locator("tr", has=page.get_by_role("link", name=another))
    row.locator("details.more > summary").click()
    row.locator("details.dialog > summary", has_text="Change the role").click()
    row.locator("select").select_option("associated")
    row.get_by_role("button", name="Set").click()
    expect(row).to_contain_text("Associated partner")


def test_rules_swap_in_place_with_script(visit: Visit) -> None:
    page = visit()
    register(page, "swap@school.eu", "cook")
    describe(page)
    partners, coordinator = save_the_first_suggestion(page, "Composition check passed")
    page.evaluate("window.still = true")
    leaving = next(one for one in partners if one != coordinator)
    row = page.locator("tr", has=page.get_by_role("link", name=leaving))
    row.locator("details.more > summary").click()
    row.locator("details.dialog > summary", has_text="Change the role").click()
    role, set_role = page.locator("dialog select"), page.locator("dialog").get_by_role("button", name="Set")
    expect(role).to_be_focused()
    page.keyboard.press("ArrowDown")
    set_role.focus()
    expect(page.locator("#announcer")).to_be_empty()  # the arrow keys, and going on, have changed nothing
    role.select_option("associated")
    set_role.focus()
    page.keyboard.press("Space")
    expect(page.locator("#announcer")).not_to_be_empty()
    expect(row).to_contain_text("Associated partner")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()
    row.locator("details.more > summary").click()
    row.locator('form[action$="/remove"] button').click()
    expect(row).to_have_count(0)
    assert page.evaluate("window.still") is True
