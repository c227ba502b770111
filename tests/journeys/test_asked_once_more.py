"""What is asked once more, and what was done: by keys and pointer with script, as folds and plain notices without."""

from playwright.sync_api import expect

from tests.journeys.conftest import Visit, email_of

HANDED = "Handwerkskammer Alpenvorland"


def test_dialog_opens_and_closes_by_keys_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit()
    page.goto("/styleguide")
    opener = page.locator("details.dialog > summary").first
    opener.focus()
    page.keyboard.press("Space")
    dialog = page.get_by_role("dialog", name="Close this idea?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Leave it as it is")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    dialog.get_by_role("button", name="Leave it as it is").click()
    expect(dialog).to_have_count(0)
    opener.click()
    expect(dialog.get_by_text("What was made from it stays readable.")).to_be_visible()


def test_message_is_announced_closed_and_leaves_the_focus_in_the_page(visit: Visit) -> None:
    page = visit(email_of(HANDED))
    page.goto("/organisations/2")
    page.click('form[action$="/confirm"] button')
    toast = page.locator("main > .toasts .toast")
    expect(toast).to_be_visible()
    expect(page.locator("#announcer")).to_have_text(toast.locator("p").inner_text())
    toast.get_by_role("button", name="Close this message").click()
    expect(toast).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()


def test_without_script_the_question_unfolds_and_the_message_stays(visit: Visit) -> None:
    page = visit(email_of(HANDED), java_script_enabled=False)
    page.goto("/organisations/2")
    page.click('form[action$="/confirm"] button')
    expect(page.locator("main > .toasts .toast p")).to_be_visible()
    expect(page.get_by_role("button", name="Close this message")).to_be_hidden()
    page.goto("/styleguide")
    asked = page.locator("details.dialog > article").first
    expect(asked).to_be_hidden()
    page.locator("details.dialog > summary").first.click()
    expect(asked).to_be_visible()
    expect(asked.get_by_role("button", name="Leave it as it is")).to_be_hidden()
