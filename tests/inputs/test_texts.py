"""Whatever text goes in anywhere is refused with a sentence or fits the column it is kept in, on both databases."""

import inspect
import typing
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from sqlalchemy import String
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.errors import Invalid
from matchmaker.inputs import (
    accounts,
    consortium,
    groups,
    guests,
    ideas,
    invitations,
    offers,
    outcomes,
    profiles,
    sheets,
    steps,
    workspace,
)
from matchmaker.inputs.forms import Form
from matchmaker.inputs.interchange import cells
from matchmaker.inputs.interchange import organisations as sheet
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.texts import is_seen
from matchmaker.models import (
    Consortium,
    HandOver,
    Idea,
    IdeaTerm,
    Invitation,
    Member,
    Offer,
    OfferTerm,
    Organisation,
    OrganisationTerm,
    PartnerLink,
    PartnerSheet,
    Reserve,
    User,
)

NASTY = (
    *(
        "\u0958",
        "\ufb2c",
        "\u1e9b\u0323",
        "e\u0301",
        "\u0344",
        "\uac00",
        "\U0001d15e",
        "\u1100\u1161",
    ),  # some grow when normalised
    *("\u200b", "\u3164", "\u2800", "\u00ad", "\u0301", "\u2060", "\ufeff", "\u200f", "\U000e0041", "\ufe0f", "\u115f", "\u034f"),
    *("\x00", "\ud800", "\udfff", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\n", "\r", "\t", "\u2028", "\uffff", "\ue000"),
    *("a", "Z", " ", "-", ".", "@", ":", "/", ";", ",", "ß", "ł", "Ω", "ﷺ", "İ", "中", "🙂", "1", "=", "?"),
)
PIECES = st.one_of(st.sampled_from(NASTY), st.characters())
TEXTS = st.one_of(
    st.lists(PIECES, max_size=12).map("".join),
    st.builds(
        lambda one, times, end: one * times + end,
        st.sampled_from(NASTY),
        st.integers(1, 5100),
        st.lists(PIECES, max_size=3).map("".join),
    ),
    st.builds(lambda one, times: "a" + one * times, st.sampled_from(NASTY), st.integers(55, 310)),
)
KEPT: dict[tuple[type[BaseModel], str], InstrumentedAttribute[Any] | None] = {
    (accounts.Registration, "email"): User.email,
    (accounts.Registration, "person_name"): User.name,
    (accounts.Registration, "organisation_name"): Organisation.name,
    (accounts.Registration, "looking_for"): Organisation.looking_for,
    (accounts.Registration, "country"): Organisation.country,
    (accounts.Registration, "kind"): Organisation.kind,
    (accounts.Registration, "fields"): OrganisationTerm.code,
    (profiles.Profile, "name"): Organisation.name,
    (profiles.Profile, "kind"): Organisation.kind,
    (profiles.Profile, "type"): Organisation.type,
    (profiles.Profile, "country"): Organisation.country,
    (profiles.Profile, "oid"): Organisation.oid,
    (profiles.Profile, "pic"): Organisation.pic,
    (profiles.Profile, "registration"): Organisation.registration,
    (profiles.Profile, "region"): Organisation.region,
    (profiles.Profile, "city"): Organisation.city,
    (profiles.Profile, "website"): Organisation.website,
    (profiles.Profile, "description"): Organisation.description,
    (profiles.Profile, "contribution"): Organisation.contribution,
    (profiles.Profile, "looking_for"): Organisation.looking_for,
    **{
        (profiles.Profile, name): OrganisationTerm.code
        for name in ("flags", "sectors", "fields", "topics", "expertise", "languages", "priorities")
    },
    (ideas.IdeaForm, "title"): Consortium.title,
    (ideas.IdeaForm, "summary"): Idea.summary,
    (ideas.IdeaForm, "call"): None,  # one of the calls, or it is refused
    (ideas.IdeaForm, "language"): Idea.language,
    (ideas.IdeaForm, "project_type"): Idea.project_type,
    (ideas.IdeaForm, "variant"): Idea.variant,
    **{
        (ideas.IdeaForm, name): IdeaTerm.code
        for name in ("fields", "topics", "expertise", "priorities", "activities", "countries", "not_countries")
    },
    (invitations.InvitationForm, "task"): Invitation.task,
    (invitations.InvitationForm, "field"): Invitation.field,
    (invitations.InvitationForm, "time_needed"): Invitation.time_needed,
    (invitations.InvitationForm, "why_you"): Invitation.why_you,
    (invitations.Several, "whom"): None,  # numbers of members, looked up
    **{(invitations.Several, name): getattr(Invitation, name) for name in ("task", "field", "time_needed")},
    **{(invitations.ReserveForm, name): getattr(Reserve, name) for name in ("task", "field", "time_needed", "why_you")},
    (invitations.Joining, "name"): Invitation.joined_name,
    (invitations.Joining, "function"): Invitation.joined_function,
    (invitations.Joining, "authority"): Invitation.joined_authority,
    (invitations.Declining, "reason"): Invitation.decline_reason,
    (offers.OfferForm, "summary"): Offer.summary,
    (offers.OfferForm, "must_know"): Offer.must_know,
    (offers.OfferForm, "calls"): OfferTerm.code,
    (offers.OfferForm, "expertise"): OfferTerm.code,
    (outcomes.Submission, "agency"): Consortium.agency,
    (outcomes.Submission, "form_id"): Consortium.form_id,
    (outcomes.Submission, "submitted_by"): Consortium.submitted_by,
    (workspace.Contribution, "contribution"): Member.contribution,
    (workspace.Contribution, "added_value"): Member.added_value,
    (workspace.Note, "note"): HandOver.note,
    (workspace.Reason, "note"): HandOver.note,
    (outcomes.Finalising, "reason"): None,  # kept in the history, as JSON
    (workspace.VariantChoice, "variant"): Consortium.variant,
    (workspace.Addition, "organisation"): None,  # looked up, not kept
    (workspace.Destination, "call"): None,  # one of the calls, or it is refused
    (guests.GuestForm, "name"): Organisation.name,
    (guests.GuestForm, "country"): Organisation.country,
    (guests.GuestForm, "kind"): Organisation.kind,
    (guests.GuestForm, "task"): Member.contribution,
    **{(sheets.OrganisationPart, name): getattr(PartnerSheet, name) for name in ("legal_name", "address", "post_code")},
    **{(sheets.OrganisationPart, name): getattr(Organisation, name) for name in ("oid", "pic", "city", "region", "website")},
    **{(sheets.PeoplePart, name): getattr(PartnerSheet, name) for name in sheets.PeoplePart.model_fields},
    **{(sheets.TextPart, name): getattr(PartnerSheet, name) for name in sheets.TextPart.model_fields},
    **{
        (model, name): getattr(PartnerSheet, f"confirmed_{name}")
        for model in (sheets.Confirming, sheets.ConfirmingByLink)
        for name in ("name", "function", "authority")
    },
    **{(sheets.JoiningByLink, name): getattr(Invitation, f"joined_{name}") for name in ("name", "function", "authority")},
    **{(model, "code"): None for model in (sheets.JoiningByLink, sheets.ConfirmingByLink, sheets.ByCode)},  # compared
    (sheets.CodeAsked, "email"): PartnerLink.address,
    (groups.Group, "title"): Consortium.title,
    (groups.Group, "call"): None,
    (groups.Group, "lines"): None,  # read line by line, and not kept
    (steps.StepForm, "leaves"): None,
    (steps.StepForm, "joins"): None,
    (steps.StepForm, "coordinator"): None,
    (accounts.Credentials, "email"): None,
    (accounts.Forgotten, "email"): User.email,
    (ideas.SeatWanted, "what"): None,
}
SAYS: dict[str, Any] = {"name": "A", "function": "B", "authority": "C", "confirmed": True}
RIGHT: dict[type[BaseModel], dict[str, Any]] = {
    accounts.Registration: {
        "email": "a@school.eu",
        "password": "correct horse battery",
        "person_name": "A",
        "organisation_name": "B",
        "kind": "ngo",
        "country": "PL",
        "fields": ["1013"],
        "looking_for": "C",
    },
    accounts.Credentials: {"email": "a@school.eu", "password": "correct horse battery"},
    accounts.Forgotten: {"email": "a@school.eu"},
    workspace.VariantChoice: {},
    profiles.Profile: {"name": "A", "kind": "ngo", "country": "PL"},
    ideas.IdeaForm: {"title": "A", "call": "ka220-vet-2027"},
    ideas.SeatWanted: {"what": "sector:HED"},
    invitations.InvitationForm: {"task": "A", "field": "B", "time_needed": "C", "why_you": "D"},
    invitations.Several: {"task": "A", "field": "B", "time_needed": "C"},
    invitations.ReserveForm: {"task": "A", "field": "B", "time_needed": "C", "why_you": "D"},
    outcomes.Finalising: {},
    workspace.Reason: {"note": "A"},
    invitations.Joining: {"name": "A", "function": "B", "authority": "C", "confirmed": True},
    invitations.Declining: {},
    offers.OfferForm: {"summary": "A"},
    outcomes.Submission: {"agency": "A", "form_id": "B", "submitted_by": "C"},
    workspace.Contribution: {},
    workspace.Note: {},
    workspace.Addition: {"organisation": "A"},
    workspace.Destination: {"call": "ka220-vet-2027"},
    guests.GuestForm: {"name": "A", "country": "PL", "kind": "ngo"},
    sheets.OrganisationPart: {},
    sheets.PeoplePart: {},
    sheets.TextPart: {},
    sheets.Confirming: SAYS,
    sheets.JoiningByLink: SAYS | {"code": "123456"},
    sheets.ConfirmingByLink: SAYS | {"code": "123456"},
    sheets.ByCode: {"code": "123456"},
    sheets.CodeAsked: {"email": "a@school.eu"},
    groups.Group: {"title": "A", "call": "ka220-vet-2027"},
    steps.StepForm: {"kind": "add", "joins": "A"},
}


def _takes_text(kind: Any) -> bool:
    """Whether a field takes text of one's own choice, alone or in a list."""
    if typing.get_origin(kind) is typing.Literal:
        return False
    return kind is str or any(_takes_text(one) for one in typing.get_args(kind) if one is not Ellipsis)


def _asked(modules: tuple[ModuleType, ...]) -> Iterator[tuple[type[BaseModel], str]]:
    for module in modules:
        for _, model in inspect.getmembers(module, inspect.isclass):
            if issubclass(model, Form) and model is not Form and model.__module__ == module.__name__:
                for name, field in model.model_fields.items():
                    if _takes_text(field.annotation):
                        yield model, name


def test_every_text_that_a_form_takes_is_tried_here() -> None:
    modules = (accounts, groups, guests, ideas, invitations, offers, outcomes, profiles, sheets, steps, workspace)
    not_kept = {(steps.Variant, name) for name in ("members", "coordinator", "project")}
    assert set(_asked(modules)) - not_kept == set(KEPT)


def _parsed(parse_it: Callable[[], Any]) -> Any:
    """What comes of it; None when it is refused with a sentence that can be written down."""
    try:
        return parse_it()
    except Invalid as refused:
        said = [f"{field}: {problem}" for field, problem in refused.problems.items()]
    except ValueError as refused:
        said = [str(one) for one in refused.args]
    assert "".join(said)
    return None


def _fits(text: str, column: InstrumentedAttribute[Any] | None) -> bool:
    length = getattr(column.type, "length", None) if column is not None and isinstance(column.type, String) else None
    return "\x00" not in text and len(text.encode("utf-8")) > 0 and (length is None or len(text) <= length)


@pytest.mark.parametrize(("model", "name"), KEPT, ids=lambda one: one if isinstance(one, str) else one.__name__)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_text_is_refused_or_fits(model: type[BaseModel], name: str, text: str) -> None:
    listed = "tuple" in str(model.model_fields[name].annotation)
    document = {**RIGHT[model], name: [text, text] if listed else text}
    if model is steps.StepForm and name != "joins":
        document = {"kind": {"leaves": "remove"}.get(name, name), name: text}
    parsed = _parsed(lambda: parse(model, document))
    found = getattr(parsed, name) if parsed else None
    for kept in found if isinstance(found, tuple) else (found,):
        if kept:
            assert _fits(kept, KEPT[model, name]), repr(kept)
            assert is_seen(kept)
    assert not isinstance(found, tuple) or len(set(found)) == len(found)


@given(text=TEXTS)
@settings(max_examples=100, deadline=None)
def test_cell_of_a_sheet_is_refused_or_fits(text: str) -> None:
    for limit, column in (
        (sheet.MAX_NAME, Organisation.name),
        (sheet.MAX_PLACE, Organisation.city),
        (sheet.MAX_ID, Organisation.key),
    ):
        # A line that holds a control character is refused before.
        kept = _parsed(lambda limit=limit: cells.text(limit)(cells.CONTROL.sub("", text)))
        assert not kept or (_fits(kept, column) and is_seen(kept))


@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_document_is_refused_or_can_be_said(text: str) -> None:
    member = {"id": "o1", "role": "coordinator", "country": "PL", "type": "EPLUS-NGO"}
    for place in ("id", "name", "country", "type", "oid", "pic", "registration", "added_value", text):
        parsed = _parsed(lambda place=place: consortium.parse({"members": [{**member, place: text}]}))
        assert parsed is None or parsed.model_dump_json().encode("utf-8")


@pytest.mark.parametrize(
    "name", ["\u200b", "\u00ad", "\u0301", "\u3164", "\u2800", "\U000e0041\U000e0042", "\u200f\u200f", "\ue000"]
)
def test_name_that_nobody_can_see_is_refused_with_a_sentence(name: str) -> None:
    for model, field in (
        (accounts.Registration, "organisation_name"),
        (accounts.Registration, "person_name"),
        (profiles.Profile, "name"),
    ):
        with pytest.raises(Invalid, match="nobody can see"):
            parse(model, {**RIGHT[model], field: name})
    with pytest.raises(Invalid, match="nobody can see"):
        consortium.parse({"members": [{"id": "o1", "role": "coordinator", "country": "PL", "type": "EPLUS-NGO", "name": name}]})
    with pytest.raises(ValueError, match="nobody can see"):
        cells.text(300)(name)


def test_text_is_measured_as_it_is_kept() -> None:
    grown, shrunk = "\u0958" * 190, "e\u0301" * 190
    with pytest.raises(Invalid, match="at most 200"):
        parse(accounts.Registration, {**RIGHT[accounts.Registration], "person_name": grown})
    assert len(parse(accounts.Registration, {**RIGHT[accounts.Registration], "person_name": shrunk}).person_name) == 190


def test_two_spellings_of_one_country_are_one() -> None:
    assert parse(ideas.IdeaForm, {**RIGHT[ideas.IdeaForm], "countries": ["EL", "GR"]}).countries == ("GR",)
