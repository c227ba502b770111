"""What an organisation offers steers where it is suggested: for which calls, in which role, until when."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import NotFound
from matchmaker.inputs.offers import OfferForm
from matchmaker.inputs.parsing import parse
from matchmaker.models import Offer, OfferTerm
from matchmaker.services import offers, suggestions
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSED_CALL, OPEN_CALL, Actor, Cast, edit


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


def offer(session: Session, actor: Actor, **said: Any) -> Offer:
    form = parse(OfferForm, {"summary": "We host trainees."} | said)
    return offers.put(session, actor.organisation, form, by=actor.user)


def suggested(session: Session, cast: Cast, **said: Any) -> set[str]:
    """Everybody who is in any suggestion for three."""
    idea = factories.idea(session, cast.alice, **({"size_min": 3, "size_max": 3} | said))
    answer = suggestions.suggest(session, idea, limit=20, by=cast.alice.user)
    return {key for proposal in answer.proposals for key in proposal.partners}


@pytest.mark.parametrize(
    ("said", "is_suggested"),
    [
        ({}, True),
        ({"calls": [OPEN_CALL]}, True),
        ({"calls": [CLOSED_CALL, OPEN_CALL]}, True),
        ({"calls": [CLOSED_CALL]}, False),
        ({"roles": ["partner"]}, True),
        ({"roles": ["associated", "partner"]}, True),
        ({"roles": ["associated"]}, False),
        ({"roles": ["coordinator"]}, False),
        ({"until": "2026-11-23"}, True),
        ({"calls": [OPEN_CALL], "expertise": ["evaluation"], "until": "2027-01-01"}, True),
    ],
)
def test_organisation_is_suggested_for_what_it_offers(
    session: Session, cast: Cast, said: dict[str, Any], is_suggested: bool
) -> None:
    offer(session, cast.bob, **said)
    assert (cast.bob.key in suggested(session, cast)) == is_suggested


def test_one_of_several_offers_is_enough_but_one_alone_must_cover_it(session: Session, cast: Cast) -> None:
    offer(session, cast.bob, calls=[CLOSED_CALL], roles=["partner"])
    other = offer(session, cast.bob, calls=[OPEN_CALL], roles=["associated"])
    assert cast.bob.key not in suggested(session, cast)
    form = parse(OfferForm, {"summary": "We host.", "calls": [OPEN_CALL], "roles": ["partner"]})
    offers.put(session, cast.bob.organisation, form, by=cast.bob.user, offer=other)
    assert cast.bob.key in suggested(session, cast)


def test_offer_counts_until_its_last_day_and_until_it_is_taken_away(session: Session, cast: Cast, clock: Clock) -> None:
    made = offer(session, cast.bob, until="2026-11-30")
    clock.move(days=7)
    assert cast.bob.key in suggested(session, cast)
    clock.move(days=1)
    assert cast.bob.key not in suggested(session, cast)
    offers.end(session, made, by=cast.bob.user)
    assert cast.bob.key in suggested(session, cast)


def test_initiator_is_answered_whatever_it_offers(session: Session, cast: Cast) -> None:
    offer(session, cast.alice, calls=[CLOSED_CALL])
    assert cast.bob.key in suggested(session, cast)


def test_who_offers_itself_as_partner_only_is_not_found_as_coordinator(session: Session, cast: Cast) -> None:
    edit(session, cast.charlie, roles=["partner"])
    for actor in (cast.bob, cast.dora):
        edit(session, actor, roles=["coordinator", "partner"], established="1990-01-01")

    def found() -> set[str]:
        idea = factories.idea(session, cast.alice, size_min=3, size_max=3, applicant="find")
        return {one.coordinator for one in suggestions.suggest(session, idea, limit=20, by=cast.alice.user).proposals}

    assert found() <= {cast.bob.key, cast.dora.key}
    offer(session, cast.bob, roles=["partner"])
    assert found() == {cast.dora.key}
    assert cast.bob.key in suggested(session, cast, applicant="find")
    offer(session, cast.dora, calls=[CLOSED_CALL], roles=["coordinator"])
    assert found() == set()


def test_offer_that_ended_counts_for_nothing_and_again_once_it_is_put_back(session: Session, cast: Cast, clock: Clock) -> None:
    made = offer(session, cast.bob, calls=[CLOSED_CALL])
    assert cast.bob.key not in suggested(session, cast)
    offers.end(session, made, by=cast.bob.user)
    version = cast.bob.organisation.version
    offers.end(session, made, by=cast.bob.user)
    assert cast.bob.organisation.version == version
    assert cast.bob.organisation.offers == []
    assert cast.bob.key in suggested(session, cast)
    offers.put_back(session, offers.get_offer(session, cast.bob.organisation, made.id, by=cast.bob.user), by=cast.bob.user)
    assert [one.summary for one in cast.bob.organisation.offers] == [made.summary]
    assert cast.bob.key not in suggested(session, cast)
    offers.prune(session)
    assert len(cast.bob.organisation.offers) == 1


def test_ended_offer_is_forgotten_after_a_day(session: Session, cast: Cast, clock: Clock) -> None:
    number = offer(session, cast.bob, calls=[CLOSED_CALL]).id
    offers.end(session, offers.get_offer(session, cast.bob.organisation, number, by=cast.bob.user), by=cast.bob.user)
    clock.move(hours=23)
    offers.prune(session)
    assert offers.get_offer(session, cast.bob.organisation, number, by=cast.bob.user)
    clock.move(hours=2)
    offers.prune(session)
    session.expire_all()
    with pytest.raises(NotFound):
        offers.get_offer(session, cast.bob.organisation, number, by=cast.bob.user)
    assert session.query(OfferTerm).count() == 0
