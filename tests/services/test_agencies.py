"""Entering one's own National Agency: by whoever holds the consortium, with addresses that are addresses, and never halfway."""

import pytest
from sqlalchemy.orm import Session

from matchmaker.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from matchmaker.inputs.agencies import OwnAgency
from matchmaker.inputs.parsing import parse
from matchmaker.language import render
from matchmaker.models import Consortium
from matchmaker.services import agencies, consortia, history
from tests import factories
from tests.factories import Cast, draft

SAID = {
    "own_agency": "Bureau of the Region",
    "own_agency_website": "www.bureau.example",
    "national_priorities": ["HOR21-INCLUSION"],
    "national_source": "https://bureau.example/priorities",
}


@pytest.fixture
def cast(session: Session) -> Cast:
    return factories.cast(session)


@pytest.fixture
def made(session: Session, cast: Cast) -> Consortium:
    return draft(session, cast.alice, [cast.bob, cast.dora], priorities=["HOR21-INCLUSION"])


def enter(session: Session, made: Consortium, by, **said) -> None:
    agencies.enter(session, made, parse(OwnAgency, SAID | said), version=made.version, by=by.user)


def finding(session: Session, made: Consortium, rule: str):
    return next(one for one in consortia.check(session, made).findings if one.rule == rule)


def test_what_was_entered_is_kept_said_and_written_down(session: Session, cast: Cast, made: Consortium) -> None:
    before = made.version
    assert finding(session, made, "national-priorities").status == "unknown"
    enter(session, made, cast.alice)
    session.refresh(made)
    assert (made.own_agency_website, made.national_priorities) == ("https://www.bureau.example", ["HOR21-INCLUSION"])
    assert made.version > before
    where = finding(session, made, "where-to-apply")
    assert (where.status, "Bureau of the Region, https://www.bureau.example" in render(where.message, "en")) == ("pass", True)
    national = finding(session, made, "national-priorities")
    assert (national.status, national.source) == ("pass", "https://bureau.example/priorities")
    assert history.list_history(session, made)[-1].verb == "consortium.enter_agency"


def test_nothing_entered_shows_ours_again(session: Session, cast: Cast, made: Consortium) -> None:
    enter(session, made, cast.alice)
    agencies.enter(session, made, parse(OwnAgency, {}), version=made.version, by=cast.alice.user)
    assert (made.own_agency, made.national_priorities, made.national_source) == ("", [], "")
    assert "that you entered" not in render(finding(session, made, "where-to-apply").message, "en")


def test_only_who_holds_the_consortium_may_enter_it(session: Session, cast: Cast, made: Consortium) -> None:
    factories.bring_in(session, made, cast.bob, by=cast.alice.user)
    with pytest.raises(Forbidden):
        enter(session, made, cast.bob)
    with pytest.raises(NotFound):
        enter(session, made, cast.charlie)
    assert made.own_agency == ""


def test_two_at_once_are_a_conflict(session: Session, cast: Cast, made: Consortium) -> None:
    with pytest.raises(Conflict):
        agencies.enter(session, made, parse(OwnAgency, SAID), version=made.version - 1, by=cast.alice.user)


def test_finalised_consortium_is_not_changed(session: Session, cast: Cast) -> None:
    made = factories.complete(session, cast)
    factories.finalise(session, made, version=None, by=cast.alice.user)
    with pytest.raises(Refused):
        enter(session, made, cast.alice)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"own_agency_website": "javascript:alert(1)"}, "own_agency_website"),
        ({"own_agency_website": "ftp://bureau.example"}, "own_agency_website"),
        ({"national_source": "our notice board"}, "national_source"),
        ({"national_source": ""}, "national_source"),  # priorities without the page that names them
        ({"national_priorities": ["VET18-WBL"]}, "national_priorities"),
        ({"national_priorities": ["no-such-priority"]}, "national_priorities"),
        ({"own_agency": "x" * 201}, "own_agency"),
    ],
)
def test_wrong_entries_get_a_sentence_each(session: Session, cast: Cast, made: Consortium, said, field) -> None:
    with pytest.raises(Invalid) as caught:
        enter(session, made, cast.alice, **said)
    assert [key.split(".")[0] for key in caught.value.problems] == [field]
    assert made.own_agency == ""
