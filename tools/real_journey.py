"""The rest of the main job in a real browser, on the database that `tools.real` made.

Describe, suggest, save, invite, join, find a coordinator, hand over, finalise, verify. Imported organisations have no people,
so each that takes part is given one first. Needs Chromium.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from matchmaker import config, db
from matchmaker.models import Membership, Organisation, User
from matchmaker.services import surroundings
from tests.conftest import CHROMIUM
from tests.factories import PASSWORD
from tests.journeys import test_school as school
from tests.journeys.conftest import wait_for

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PORT = 5311
BASE = f"http://127.0.0.1:{PORT}"
PASSED, FINALISED, GRANTED = "Composition check passed", "Finalised", "Granted"


def person_of(name: str, country: str = "") -> str:
    """The address of somebody who acts for the organisation of this name (or id); an account is made when there is none."""
    with db.opened(config.load()) as database, database.unit_of_work() as session:
        found = session.scalars(select(Organisation).where((Organisation.name == name) | (Organisation.key == name))).all()
        organisation = next(one for one in found if not country or one.country == country)
        email = f"person-{organisation.id}@people.example"
        if session.scalar(select(User.id).where(User.email == email)) is None:
            now = surroundings.now(session)
            user = User(
                email=email, name=f"Person {organisation.id}", password_hash=PasswordHasher().hash(PASSWORD), session_version=1,
                created_at=now, confirmed_at=now,
                memberships=[Membership(organisation=organisation, role="owner", created_at=now)],
            )  # fmt: skip
            session.add(user)
        return email


@contextmanager
def served() -> Iterator[None]:
    """The service on the database of the settings."""
    with subprocess.Popen(
        [sys.executable, "-m", "matchmaker", "serve", "--port", str(PORT)], stderr=subprocess.DEVNULL
    ) as process:
        try:
            wait_for(f"{BASE}/readyz")
            yield
        finally:
            process.terminate()


def visit(browser: Browser, email: str) -> Page:
    """A browser of this person's own, logged in."""
    page = browser.new_context(base_url=BASE, locale="en").new_page()
    page.goto("/login?lang=en")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/home")
    return page


def enter_founding_date(page: Page) -> None:
    """What a call of 2026 asks of an applicant, and no register told."""
    page.goto("/home")
    page.click('main a[href$="/edit"]')
    page.fill("#established", "1962-09-01")
    page.click("main form .actions button")
    page.wait_for_url("**/organisations/*")


def describe(page: Page, call: str) -> None:
    """The idea of `tools.real`, with the initiator as applicant until a coordinator is found among those who joined."""
    page.goto(f"/ideas/new?call={call}")
    page.fill("#title", "Kitchens that teach")
    page.locator("#fields-words").press_sequentially("hotel")
    page.check("#fields-1013")
    page.click("#more > summary")
    page.click("#topics summary")
    page.check("#topics-tourism-and-hospitality")
    page.check("#topics-green-skills")
    page.click("#save button")
    page.wait_for_url("**/whom")
    page.locator('select[name="seats"]').nth(0).select_option("sector:HED")
    page.locator('select[name="seats"]').nth(1).select_option("class:labour_market_actor")
    page.click("#more > summary")
    page.fill("#size_min", "3")
    page.fill("#size_max", "5")
    page.check("#confirmed_only")
    page.click("#save button")
    page.wait_for_url("**/when")
    page.check("#applicant-we")
    page.click("#save button")
    page.wait_for_url(re.compile(r"/ideas/\d+$"))


def save(page: Page, shots: Path) -> list[str]:
    """The names of the partners of the first alternative, which is saved."""
    page.click(".next-step form button")
    page.wait_for_selector("#alternative-1")
    page.screenshot(path=shots / "suggestions.png", full_page=True)
    print(f"  the page of suggestions, asked for five times: {answered(page)}")
    first = page.locator("#alternative-1")
    partners = first.locator("article.member h3").all_inner_texts()
    first.locator("form button").click()
    page.wait_for_url("**/consortia/*")
    return partners


def answered(page: Page) -> str:
    """The seconds until the page is there, each time it is loaded again."""
    taken = []
    for _ in range(5):
        page.reload()
        spent = page.evaluate(
            "(({responseEnd, requestStart}) => responseEnd - requestStart)(performance.getEntriesByType('navigation')[0])"
        )
        taken.append(f"{spent / 1000:.2f} s")
    return ", ".join(taken)


def run(browser: Browser, initiator: str, folder: Path) -> None:
    """From the idea to a document that verifies, and no longer does once a byte is changed."""
    page = visit(browser, person_of(initiator))
    enter_founding_date(page)
    describe(page, "ka220-vet-2026")
    page.click(".next-step form button")
    first = page.locator("#alternative-1")
    print(f"  ka220-vet-2026, the founding date entered: {first.locator('.chip.bigger').inner_text()}")
    print("  to be confirmed: " + "; ".join(first.locator(".notice li").all_inner_texts() or ["nothing"]))
    describe(page, "ka220-vet-2027")
    partners = save(page, folder)
    print(f"  saved: {'; '.join(partners)}")
    workspace = page.url
    school.invite_all(page)
    for name in partners:
        school.join(visit(browser, person_of(name)))
    page.goto(workspace)
    page.click('.next-step a[href$="/hand-over"]')
    able = page.locator('input[name="member"]:not([disabled])').first
    able.check()
    coordinator = page.locator(f'label[for="{able.get_attribute("id")}"]').inner_text().split("\n")[0]
    page.screenshot(path=folder / "hand-over.png", full_page=True)
    page.click("main form .actions button")
    page.wait_for_url("**/consortia/*")
    taker = next(name for name in partners if coordinator.startswith(name))
    print(f"  handed over to: {taker}")
    document = school.accept_and_finalise(visit(browser, person_of(taker)), FINALISED, folder)
    sound = school.verify(document)
    school.spoil(document)
    spoilt = school.verify(document)
    print(f"  verify: exit code {sound}, after one changed byte {spoilt}")
    if (sound, spoilt) != (0, 1):
        raise SystemExit(1)


def main() -> None:
    """Run it on the database of the settings; the screenshots lie in the instance folder."""
    folder = Path(os.environ["MATCHMAKER_INSTANCE"])
    with served(), sync_playwright() as playwright:
        run(playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS), sys.argv[1], folder)


if __name__ == "__main__":
    main()
