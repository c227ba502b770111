"""The database itself refuses what must not be, whatever the code does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from matchmaker import models
from matchmaker.models import Base, Block, Doubt, ExternalId, Invitation, Member, Offer, OfferTerm, Organisation, OrganisationTerm
from tests import factories

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def organisation(key: str, **columns: Any) -> Organisation:
    right = {"name": "A", "country": "PL", "type": "OTH", "created_at": NOW, "updated_at": NOW}
    return Organisation(key=key, **(right | columns))


def refused(session: Session, *rows: Base) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add_all(rows)


@pytest.mark.parametrize(
    "columns",
    [
        {"country": "P"},
        {"responsiveness": 1.5},
        {"responsiveness": -0.1},
        {"oid": "E1"},
        {"pic": "1"},
        {"capacity": -1},
        {"name": None, "joined_at": NOW},
    ],
)
def test_organisation_columns_have_bounds(session: Session, columns: dict[str, Any]) -> None:
    refused(session, organisation("o1", **columns))


@pytest.mark.parametrize("column", ["key", "oid", "pic"])
def test_two_organisations_share_no_identifier(session: Session, column: str) -> None:
    value = {"key": "o1", "oid": "E10000001", "pic": "999999999"}[column]
    session.add(organisation(**({"key": "o1"} | {column: value})))
    session.flush()
    refused(session, organisation(**({"key": "o2"} | {column: value})))


def test_external_id_stands_for_one_organisation(session: Session) -> None:
    session.add_all([organisation("o1", external_ids=[ExternalId(value="x")]), organisation("o2")])
    session.flush()
    refused(session, organisation("o3", external_ids=[ExternalId(value="x")]))


def test_term_is_of_a_known_vocabulary_and_once(session: Session) -> None:
    refused(session, organisation("o1", terms=[OrganisationTerm(vocabulary="colour", code="red")]))
    twice = [OrganisationTerm(vocabulary="field", code="1013") for _ in range(2)]
    refused(session, organisation("o1", terms=twice))


def test_doubts_are_in_order_and_blocks_are_about_another(session: Session) -> None:
    one, other = organisation("o1"), organisation("o2")
    session.add_all([one, other])
    session.flush()
    refused(session, Doubt(first_id=other.id, second_id=one.id, reason="name", created_at=NOW))
    refused(session, Block(organisation_id=one.id, blocked_id=one.id, created_at=NOW))


def test_moment_needs_a_time_zone(session: Session) -> None:
    with pytest.raises(StatementError), session.begin_nested():
        session.add(organisation("o1", created_at=NOW.replace(tzinfo=None)))


def test_moment_comes_back_in_utc(session: Session) -> None:
    session.add(row := organisation("o1"))
    session.flush()
    session.expire(row)
    assert row.created_at == NOW
    assert row.created_at.tzinfo is UTC


def test_consortium_has_one_coordinator_and_each_member_once(session: Session) -> None:
    cast = factories.cast(session)
    consortium = factories.draft(session, cast.alice, [cast.bob])
    again = Member(consortium_id=consortium.id, organisation_id=cast.bob.organisation.id, role="partner")
    refused(session, again)
    second = Member(consortium_id=consortium.id, organisation_id=cast.dora.organisation.id, role="coordinator")
    refused(session, second)


def test_organisation_has_one_open_invitation_to_a_consortium(session: Session) -> None:
    cast = factories.cast(session)
    consortium = factories.draft(session, cast.alice, [cast.bob])
    sent = factories.invite(session, consortium, cast.bob, by=cast.alice.user)
    said = {"task": "x", "field": "x", "time_needed": "x", "why_you": "x", "sent_at": NOW, "expires_at": NOW}
    other = {"consortium_id": consortium.id, "organisation_id": sent.organisation_id}
    refused(session, Invitation(state="interested", **other, **said))
    session.add(Invitation(state="declined", **other, **said))
    session.flush()


def test_states_are_known(session: Session) -> None:
    cast = factories.cast(session)
    consortium = factories.draft(session, cast.alice, [cast.bob])
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(models.Consortium).where(models.Consortium.id == consortium.id).values(state="lost"))


def test_what_belongs_to_an_organisation_goes_with_it(session: Session) -> None:
    row = organisation("o1", external_ids=[ExternalId(value="o1")], terms=[OrganisationTerm(vocabulary="field", code="1013")])
    row.offers = [Offer(summary="x", created_at=NOW, terms=[OfferTerm(vocabulary="role", code="partner")])]
    session.add(row)
    session.flush()
    session.delete(row)
    session.flush()
    for table in (ExternalId, OrganisationTerm, Offer, OfferTerm):
        assert session.query(table).count() == 0
