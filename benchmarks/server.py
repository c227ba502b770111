"""How long the server works on the desk and on a consortium of ten, without network and browser: median of many requests."""

import argparse
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.pieces import save
from benchmarks.sections import server as section
from matchmaker import config
from matchmaker.app import create_app
from matchmaker.db import opened, upgrade
from matchmaker.demo import loading
from matchmaker.demo.cast import LOGINS
from matchmaker.inputs.invitations import InvitationForm
from matchmaker.inputs.plan import PackageForm
from matchmaker.models import Idea, Organisation, User
from matchmaker.services import consortia, invitations, plan

TEN: Final = 10
TIMES: Final = 40
CALL: Final = "ka220-vet-2027"
"""One that is open: of a closed one nobody is asked."""


def measure(times: int = TIMES) -> list[dict[str, Any]]:
    """Each page: median and 95 of 100 in milliseconds, of so many requests after the first ones."""
    with _service() as (client, number):
        pages = (("desk", "/home"), ("consortium of ten", f"/consortia/{number}"))
        return [{"page": name, **_timed(client, path, times)} for name, path in pages]


@contextmanager
def _service() -> Iterator[tuple[FlaskClient, int]]:
    """Somebody of the demo, logged in, who holds a consortium of ten; and its number."""
    with of_ten() as (folder, number):
        settings = config.load(instance=folder, database_url="")
        with opened(settings) as database:
            yield _logged_in(create_app(settings, database).test_client()), number


@contextmanager
def of_ten() -> Iterator[tuple[Path, int]]:
    """The folder of an instance with the demo in it, and the number of a consortium of ten."""
    with tempfile.TemporaryDirectory() as folder:
        settings = config.load(instance=Path(folder), database_url="")
        upgrade(settings.database_url)
        with opened(settings) as database, database.unit_of_work() as session:
            loading.load(session)
            number = _of_ten(session)
        yield Path(folder), number


def _of_ten(session: Session) -> int:
    """A consortium of ten for an idea of the first log-in: half of them asked, with work packages."""
    by = session.scalars(select(User).where(User.email == LOGINS[0].email)).one()
    mine = [one.organisation_id for one in by.memberships]
    theirs = select(Idea).where(Idea.organisation_id.in_(mine), Idea.is_open, Idea.call_id == CALL).order_by(Idea.id)
    idea = session.scalars(theirs).first()
    if idea is None:
        raise RuntimeError(f"the demo has no open idea for {CALL}")
    others = select(Organisation).where(Organisation.joined_at.is_not(None), Organisation.id != idea.organisation_id)
    guests = session.scalars(others.where(Organisation.open_to_requests).order_by(Organisation.id.desc()).limit(TEN - 1)).all()
    keys = [idea.organisation.key, *(one.key for one in guests)]
    made = consortia.save(session, idea, keys, idea.organisation.key, suggestion=None, by=by)
    form = InvitationForm(role="partner", task="Two modules", field="Cooking", time_needed="20 days", why_you="You teach it.")
    for member in made.members[1 : 1 + TEN // 2]:
        if invitations.find_refusal(session, made, member.organisation) is None:
            invitations.send(session, made, member.id, form, by=by)
    for title in ("Management", "Modules", "Trial", "Spreading"):
        plan.add_package(session, made, PackageForm(title=title, lead=keys[1], partners=tuple(keys)), version=None, by=by)
    return made.id


def _logged_in(client: FlaskClient) -> FlaskClient:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    said = {"email": LOGINS[0].email, "password": LOGINS[0].password, "csrf_token": token[1] if token else ""}
    client.post("/login", data=said)
    return client


def _timed(client: FlaskClient, path: str, times: int) -> dict[str, float]:
    taken = []
    for place in range(times + 5):
        began = perf_counter()
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        if place >= 5:  # the first ones compile templates and catalogues
            taken.append(1000 * (perf_counter() - began))
    return {"median_ms": median(taken), "p95_ms": quantiles(taken, n=20)[-1]}


def main() -> None:
    """Measure and print; with `--save` keep it for the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help="requests of each page")
    parser.add_argument("--save", action="store_true", help="keep the result for the report")
    options = parser.parse_args()
    found = measure(options.times)
    print(section(found))
    if options.save:
        save("server", found)


if __name__ == "__main__":
    main()
