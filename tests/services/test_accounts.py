"""Registering makes a person and an organisation at once; logging in gives nothing away."""

from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.accounts import Credentials
from matchmaker.inputs.parsing import parse
from matchmaker.models import HistoryEntry, Organisation, User
from matchmaker.services import accounts, populations, surroundings
from tests import factories
from tests.factories import PASSWORD, register, registration


def log_in(session: Session, email: str = "alice@school.eu", password: str = PASSWORD, *, loopback: bool = False) -> User:
    credentials = parse(Credentials, {"email": email, "password": password})
    user = accounts.authenticate(session, credentials, loopback=loopback)
    accounts.log_in(session, user, credentials, right=user.password_hash)
    return user


def test_registering_makes_user_organisation_and_ownership(session: Session) -> None:
    alice = register(session, "Alice", kind="chamber", country="AT", language="de")
    organisation = alice.organisation
    assert (organisation.type, organisation.kind, organisation.country) == ("EPLUS-SOCIAL", "chamber", "AT")
    assert organisation.key.startswith("mm-")
    assert [one.value for one in organisation.external_ids] == [organisation.key]
    assert organisation.joined_at is not None
    assert [(one.user, one.role) for one in organisation.people] == [(alice.user, "owner")]
    assert {(term.vocabulary, term.code) for term in organisation.terms} == {
        *(("field", "1013"), ("flag", "chamber"), ("sector", "BUS"), ("role", "partner"), ("role", "coordinator")),
    }
    assert alice.user.language == "de"
    assert [entry.verb for entry in session.scalars(select(HistoryEntry))] == ["organisation.register"]


def test_group_of_young_people_registers_as_a_partner_only(session: Session) -> None:
    group = register(session, "Eve", kind="youth-group").organisation
    assert [term.code for term in group.terms if term.vocabulary == "role"] == ["partner"]


def test_password_is_kept_as_a_hash(session: Session) -> None:
    alice = register(session, "Alice").user
    assert alice.password_hash.startswith("$argon2id$")
    assert PASSWORD not in alice.password_hash


def test_address_registers_once_whatever_its_case(session: Session) -> None:
    register(session, "Alice")
    with pytest.raises(Invalid) as refused:
        accounts.register(session, registration("Other", email="ALICE@school.eu"))
    assert list(refused.value.problems) == ["email"]
    assert session.query(Organisation).count() == 1


def test_right_password_logs_in(session: Session) -> None:
    alice = register(session, "Alice").user
    assert log_in(session, " Alice@School.EU ") is alice
    assert alice.last_seen_at is not None


@pytest.mark.parametrize(
    ("email", "password"), [("alice@school.eu", "wrong"), ("nobody@school.eu", PASSWORD), ("no address", "x"), ("a", "")]
)
def test_wrong_log_in_says_one_sentence(session: Session, email: str, password: str) -> None:
    register(session, "Alice")
    with pytest.raises((Refused, Invalid)) as refused:
        log_in(session, email, password)
    if isinstance(refused.value, Refused):
        assert str(refused.value.message) == "The e-mail address or the password is not right."


class Watched(PasswordHasher):
    """A hasher that notes with which parameters it was asked to verify."""

    asked: list[str]

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - the library's own name
        self.asked.append(str(hash).rsplit("$", 2)[0])
        return super().verify(hash, password)


def test_unknown_address_takes_as_long_as_a_wrong_password(session: Session) -> None:
    surroundings.of(session).passwords = hasher = Watched(time_cost=2, memory_cost=64, parallelism=1)
    hasher.asked = []
    register(session, "Alice")
    for email in ("alice@school.eu", "nobody@school.eu", "no address"):
        with pytest.raises(Refused):
            log_in(session, email, "wrong")
    assert len(hasher.asked) == 3
    assert len(set(hasher.asked)) == 1


def test_hash_is_renewed_when_the_work_was_raised(session: Session) -> None:
    alice = register(session, "Alice").user
    before = alice.password_hash
    log_in(session)
    assert alice.password_hash == before
    surroundings.of(session).passwords = PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    log_in(session)
    assert alice.password_hash != before
    assert "t=2" in alice.password_hash
    surroundings.of(session).passwords = PasswordHasher.from_parameters(CHEAPEST)
    log_in(session)


def test_password_that_was_changed_meanwhile_logs_nobody_in(session: Session) -> None:
    alice = register(session, "Alice").user
    credentials = parse(Credentials, {"email": alice.email, "password": PASSWORD})
    right = accounts.authenticate(session, credentials, loopback=True).password_hash
    alice.password_hash = surroundings.of(session).passwords.hash("another one")
    session.flush()
    with pytest.raises(Refused, match="not right"):
        accounts.log_in(session, alice, credentials, right=right)


def test_damaged_hash_is_a_wrong_password(session: Session) -> None:
    register(session, "Alice").user.password_hash = "!"
    with pytest.raises(Refused):
        log_in(session)


def test_demo_log_in_works_on_loopback_only(session: Session) -> None:
    alice = register(session, "Alice").user
    alice.is_demo = True
    assert log_in(session, loopback=True) is alice
    assert accounts.list_demo(session) == [alice]
    with pytest.raises(Refused, match="demo"):
        log_in(session, loopback=False)
    with pytest.raises(Refused, match="not right"):
        log_in(session, password="wrong", loopback=False)


def test_language_is_one_that_is_offered(session: Session) -> None:
    alice = register(session, "Alice").user
    accounts.change_language(session, "pl", by=alice)
    assert alice.language == "pl"
    with pytest.raises(Invalid):
        accounts.change_language(session, "xx", by=alice)


def test_namesakes_in_one_country_may_be_one_body(session: Session) -> None:
    factories.known_only(session, "x1", "Łódzka Szkoła", country="PL", folded_name="lodzka szkola")
    factories.known_only(session, "x2", "Łódzka Szkoła", country="CZ", folded_name="lodzka szkola")
    alice = register(session, "Alice", organisation_name="LODZKA SZKOLA").organisation
    assert _alike(session) == [sorted(["x1", alice.key])]
    factories.edit(session, factories.Actor(alice.people[0].user, alice), name="Another name")
    assert _alike(session) == []


def _alike(session: Session) -> list[list[str]]:
    population = populations.population(session, known=True)
    return [sorted(map(population.id_of, group)) for group in population.shared_identities]
