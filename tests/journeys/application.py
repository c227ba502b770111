"""From "we join" to an application, as a coordinator walks it with partners who have accounts, or links, or are silent."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from matchmaker.models import Mail
from tests import papers
from tests.journeys.service import Service
from tests.journeys.test_school import verify
from tests.journeys.walk import WORKSPACE, Walk, row

GUEST = {"name": "Brotschule Kassel", "country": "DE", "kind": "vocational-school"}
SAID = {
    "organisation": {"address": "Ulica Długa 1", "post_code": "00-100", "city": "Gniezno"},
    "people": {
        "representative_name": "Rita Rektor", "representative_function": "Head",
        "contact_name": "Carl", "contact_email": "carl@partner.example",
    },
    "texts": {"background": "Bakers.", "experience": "Two projects.", "key_staff": "A trainer of trainers."},
}  # fmt: skip
"""What a partner says of itself, by the part of its sheet."""
ACT = {"name": "Rita Rektor", "function": "Head", "authority": "Decision of the council of 1 May"}


def unfold(inside: Locator) -> None:
    """Open the folds around something, as one does by pressing their lines."""
    closed = inside.locator("xpath=ancestor::details[not(@open)]")
    for _ in range(closed.count()):
        closed.first.locator("> summary").click()


def fill_in(page: Page, **more: str) -> None:
    """All parts of the sheet, each saved by its button. more: other fields of the organisation."""
    for part, said in SAID.items():
        form = page.locator(f'form[action$="/{part}"]')
        unfold(form)
        for name, value in {**said, **(more if part == "organisation" else {})}.items():
            form.locator(f'[name="{name}"]').fill(value)
        with page.expect_event("load"):
            form.locator("button").last.click()


def act(page: Page, action: str, code: str = "") -> None:
    """Say who says so, in which function, on whose authority; with the code from the mail, where it is asked for."""
    form = page.locator(f'form[action$="/{action}"]')
    for name, value in {**ACT, **({"code": code} if code else {})}.items():
        form.locator(f'[name="{name}"]').fill(value)
    form.locator('[name="confirmed"]').check()
    form.locator('button[type="submit"]').click()


def confirm_with_account(walk: Walk, name: str) -> None:
    """A member corrects its own data and confirms them: from its desk to the consortium, and to its own page there."""
    page = walk.here(walk.desk(name))
    page.locator('main a[href$="/sheet"]').first.click()
    fill_in(page)
    walk.seen(page, "sheet")
    act(page, "confirm")
    expect(page.locator('form[action$="/confirm"]')).to_have_count(0)
    walk.seen(page, "sheet-confirmed")


def bring(walk: Walk, coordinator: str) -> str:
    """A partner that is not here is added and invited, and its letter is made; the path of the link in it."""
    page = walk.here(walk.desk(coordinator))
    page.click('main a[href$="/guests/new"]')
    page.fill("#name", GUEST["name"])
    page.select_option("#country", GUEST["country"])
    page.check(f"#kind-{GUEST['kind']}")
    page.fill("#task", "Bake with less waste.")
    walk.seen(page, "guest")
    page.click("main form .actions button, main form > button")
    page.wait_for_url(WORKSPACE)
    row(page, GUEST["name"]).locator('a[href$="/invitation"]').click()
    for name, value in {"field": "Baking", "time_needed": "20 days", "why_you": "You teach it."}.items():
        page.fill(f"#{name}", value)
    page.click("main form .actions button")
    page.wait_for_url("**/letter")
    walk.seen(page, "letter-before")
    page.click("main form .actions button")
    letter = page.locator("article.card")
    expect(letter).to_contain_text(GUEST["name"])
    walk.seen(page, "letter")
    (found,) = re.findall(r"/l/[A-Za-z0-9_-]{43}", letter.inner_text())
    return str(found)


def join_by_link(walk: Walk, page: Page, link: str, read: Callable[[], str]) -> None:
    """A guest without account: opens its link, joins with the code from its mail, fills in its data, and confirms them.

    page: a browser in which nobody is logged in. read: the code that was mailed last.
    """
    page.goto(link)
    walk.seen(page, "door")
    page.click("main form button")
    page.wait_for_url("**/partner")
    walk.seen(page, "partner")
    page.click('form[action$="/interest"] button')
    page.fill("#email", "greta@kassel.example")
    page.check("#agreed")
    page.locator('form[action$="/code"] button').first.click()
    page.wait_for_url("**/partner#act")
    act(page, "join", read())
    page.wait_for_url("**/partner")
    fill_in(page, legal_name=GUEST["name"], oid="E10000077", established="1971-09-01")
    walk.seen(page, "partner-filled")
    page.locator('form[action$="/code"] button').first.click()
    page.wait_for_url("**/partner#act")
    act(page, "confirm", read())
    expect(page.locator('form[action$="/partner/confirm"]')).to_have_count(0)


def code_of(service: Service) -> str:
    """The code in the mail that was written last, as it lies in the outbox."""
    with service.beside() as session:
        mail = session.query(Mail).where(Mail.to == "greta@kassel.example").order_by(Mail.id.desc()).first()
        assert mail is not None
        return re.findall(r"\b\d{6}\b", mail.subject)[-1]


def upload(page: Page, document: str = "accession_form") -> None:
    """What was signed, from a page where files are asked for."""
    form = page.locator(f'form[enctype]:has(input[value="{document}"])').first
    unfold(form)
    form.locator('input[type="file"]').set_input_files(
        {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}
    )
    form.locator('button[type="submit"]').click()
    expect(page.get_by_role("link", name="signed.pdf").first).to_be_attached()


def open_and_accept(walk: Walk, coordinator: str, name: str) -> None:
    """The coordinator downloads what a partner has uploaded, and accepts it."""
    page = walk.here(walk.desk(coordinator))
    page.click('main a[href$="/readiness"]')
    partner = page.locator("details.partner", has_text=name)
    partner.locator("> summary").click()
    with page.expect_download() as download:
        partner.get_by_role("link", name="signed.pdf").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    item = partner.locator("li", has=page.get_by_role("link", name="signed.pdf"))
    item.locator('form[action$="/accept"] button').click()
    page.wait_for_url(re.compile("#partner-"))
    walk.seen(page, "readiness")


def look_at_calls(walk: Walk, coordinator: str) -> None:
    """What else it could apply to, and what is missing for the rest."""
    page = walk.here(walk.desk(coordinator))
    page.click('main a[href$="/calls"]')
    expect(page.locator("main article.call, main .rows > li")).not_to_have_count(0)
    walk.seen(page, "other-calls")


def remove(page: Page, name: str) -> None:
    """Whoever has not answered is taken off."""
    row(page, name).locator("details.more > summary").click()
    row(page, name).locator('li:has(form[action$="/remove"])').locator("summary, button").first.click()
    page.locator('form[action$="/remove"] button:visible').first.click()
    expect(row(page, name)).to_have_count(0)


def finalise(walk: Walk, coordinator: str, folder: Path) -> Path:
    """With a written reason for what is missing; then the pack is downloaded."""
    page = walk.here(walk.desk(coordinator))
    page.locator('main a[href$="/finalise"]').first.click()
    expect(page.locator("main .rows > li")).not_to_have_count(0)
    page.fill("#reason", "The others sign next week; the agency takes it later too.")
    walk.seen(page, "finalise")
    page.click("main form .actions button")
    page.wait_for_url(WORKSPACE)
    walk.seen(page, "finalised")
    with page.expect_download() as download:
        page.click('form[action$="/pack"] button')
    path = folder / "pack.zip"
    download.value.save_as(path)
    return path


def check(pack: Path) -> None:
    """It verifies until one byte of it is another."""
    assert verify(pack) == 0
    raw = bytearray(pack.read_bytes())
    raw[len(raw) // 2] ^= 1
    pack.write_bytes(raw)
    assert verify(pack) != 0


def submit(walk: Walk, coordinator: str) -> None:
    """Noted as submitted, later as granted."""
    page = walk.here(walk.desk(coordinator))
    form = page.locator('form[action$="/submit"]')
    unfold(form)
    page.fill("#agency", "SEPIE")
    page.fill("#form_id", "KA220-VET-015")
    page.fill("#submitted_by", "Carla")
    form.locator("button").last.click()
    expect(page.locator(".next-step")).to_contain_text("KA220-VET-015")
    walk.seen(page, "submitted")
    page.click('form[action$="/grant"] button')
    expect(page.locator('form[action$="/grant"]')).to_have_count(0)
    walk.seen(page, "granted")
