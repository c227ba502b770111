"""One's own data, as a file from the account's page, for nobody else and kept by no cache."""

import json

from tests.web.conftest import Person


def test_own_data_are_a_file_for_whoever_is_logged_in(alice: Person, stranger: Person) -> None:
    assert 'href="/account/data"' in alice.get("/account").text
    answer = alice.get("/account/data")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="matchmaker-account.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.text)["account"]["email"] == "alice@school.eu"
    assert stranger.get("/account/data").status_code == 303
