"""Invitations need four specifics; joining needs somebody who may say so."""

import pytest

from matchmaker.errors import Invalid
from matchmaker.inputs.invitations import Declining, InvitationForm, Joining
from matchmaker.inputs.offers import OfferForm
from matchmaker.inputs.outcomes import Submission
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.workspace import Addition, Contribution, Note


def test_invitation_names_every_specific_that_is_missing() -> None:
    with pytest.raises(Invalid) as refused:
        parse(InvitationForm, {"role": "partner", "task": " "})
    assert set(refused.value.problems) == {"task", "field", "time_needed", "why_you"}


def test_joining_must_be_confirmed() -> None:
    said = {"name": "Bob", "function": "Rector", "authority": "Statute"}
    for confirmed in (False, "no", "0"):
        with pytest.raises(Invalid) as refused:
            parse(Joining, said | {"confirmed": confirmed})
        assert list(refused.value.problems) == ["confirmed"]
    assert parse(Joining, said | {"confirmed": "yes"}).confirmed


def test_declining_needs_no_reason() -> None:
    assert parse(Declining, {}).reason == ""


def test_offer_needs_a_summary() -> None:
    with pytest.raises(Invalid):
        parse(OfferForm, {"roles": ["partner"]})


def test_submission_needs_agency_form_and_person() -> None:
    with pytest.raises(Invalid) as refused:
        parse(Submission, {"submitted_on": ""})
    assert set(refused.value.problems) == {"agency", "form_id", "submitted_by"}


@pytest.mark.parametrize(
    ("model", "said"),
    [(Addition, {"organisation": "x", "role": "boss"}), (Contribution, {"contribution": "\x00"}), (Note, {"note": "x" * 2001})],
)
def test_workspace_refuses_what_it_does_not_know(model: type[Addition | Contribution | Note], said: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        parse(model, said)
