"""A partner's sheet: its forms, and its page for those who have an account. By the link: `partner.py`."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from matchmaker.errors import NotFound
from matchmaker.inputs.sheets import Confirming, OrganisationPart, PeoplePart, TextPart
from matchmaker.language import N_, current, gettext_, render, say
from matchmaker.models import Consortium, Member, PartnerSheet
from matchmaker.permissions import may, require
from matchmaker.services import consortia, sheets
from matchmaker.services.members import member_of
from matchmaker.web.forms import Asked, Choice, Form, values_of, version
from matchmaker.web.invitations import JOINING
from matchmaker.web.session import somebody
from matchmaker.web.toasts import SAVED, done
from matchmaker.web.transactions import session, writing
from matchmaker.workflow import OVER

blueprint = Blueprint("sheets", __name__, url_prefix="/consortia/<int:consortium_id>/members/<int:member_id>/sheet")


def _whose() -> list[Choice]:
    return [
        Choice("", gettext_("not known yet")),
        *(Choice(code, render(words, current())) for code, words in sheets.OID_OF.items()),
    ]


PARTS: Final[Mapping[str, tuple[str, type[BaseModel], tuple[Asked, ...]]]] = {
    "organisation": (
        N_("Your organisation"),
        OrganisationPart,
        (
            Asked("legal_name", N_("Legal name"), hint=N_("As it stands in the register of organisations.")),
            Asked("oid", N_("OID"), hint=N_("E and 8 digits, from the Organisation Registration System; for example E10000001.")),
            Asked(
                "oid_of",
                N_("Whose OID it is"),
                "radios",
                N_("A school may have one of its own or use that of its governing body."),
                choices=_whose,
            ),
            Asked("pic", N_("PIC"), hint=N_("9 digits; older, and still asked for by calls run from Brussels.")),
            Asked("established", N_("Founded on"), "date"),
            Asked("address", N_("Street and number"), autocomplete="street-address"),
            Asked("post_code", N_("Postcode"), autocomplete="postal-code"),
            Asked("city", N_("City"), autocomplete="address-level2"),
            Asked("region", N_("Region"), autocomplete="address-level1"),
            Asked("website", N_("Website"), "url"),
        ),
    ),
    "people": (
        N_("Who signs, and whom to write to"),
        PeoplePart,
        (
            Asked("representative_name", N_("Legal representative: name"), hint=N_("Who may sign for your organisation.")),
            Asked("representative_function", N_("Legal representative: function")),
            Asked("representative_email", N_("Legal representative: e-mail"), "email"),
            Asked("contact_name", N_("Contact person: name"), hint=N_("Whom the coordinator writes to about the application.")),
            Asked("contact_function", N_("Contact person: function")),
            Asked("contact_email", N_("Contact person: e-mail"), "email"),
            Asked("contact_phone", N_("Contact person: phone")),
        ),
    ),
    "texts": (
        N_("What the application says about you"),
        TextPart,
        (
            Asked(
                "background",
                N_("Background"),
                "area",
                N_("What your organisation does, for whom, how many learners and staff."),
                rows=6,
            ),
            Asked(
                "experience",
                N_("Activities and experience"),
                "area",
                N_("What you have done in the field of this application."),
                rows=6,
            ),
            Asked(
                "key_staff",
                N_("Key staff: roles and skills"),
                "area",
                N_("For example: teacher of carpentry, ten years of experience. Names are not needed; please no CVs."),
                rows=5,
            ),
        ),
    ),
}
"""What is saved by itself: the heading, the model, its fields."""


def forms(sheet: PartnerSheet, sent: str | None = None) -> dict[str, Form[Any]]:
    """A form for each part; `sent`: the part that this request sends, the others show what is stored."""
    made: dict[str, Form[Any]] = {}
    for name, (_, model, asked) in PARTS.items():
        stored = {**values_of(sheet, model), **values_of(sheet.organisation, model)}
        made[name] = Form(model, asked, stored)
        if name != sent:
            made[name].values = stored
    return made


def context(sheet: PartnerSheet, member: Member, parts: Mapping[str, Form[Any]]) -> dict[str, Any]:
    """What the pages of a sheet show."""
    said, missing = sheets.fields(sheet, member), sheets.missing(sheet, member)
    lacking_in = {
        part: [sheets.FIELDS[name] for name in missing if name in model.model_fields] for part, (_, model, _) in PARTS.items()
    }
    return {
        "sheet": sheet,
        "member": member,
        "consortium": member.consortium,
        "parts": [(name, PARTS[name][0], form) for name, form in parts.items()],
        "said": [(sheets.FIELDS[name], sheets.shown(name, value) if value else None) for name, value in said.items()],
        "changed": [
            (sheets.FIELDS[name], sheets.shown(name, (sheet.confirmed or {}).get(name, "")), sheets.shown(name, said[name]))
            for name in sheets.changed(sheet, member)
        ],
        "lacking": tuple(sheets.FIELDS[name] for name in missing),
        "lacking_in": {part: fields for part, fields in lacking_in.items() if fields},
        "is_confirmed": sheets.is_confirmed(sheet, member),
        "seen": sheets.digest(sheet, member),
        "is_editable": sheets.is_editable(member.consortium),
        "is_over": member.consortium.state in OVER,
    }


@blueprint.get("")
def show(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """The sheet: to be changed by who acts for the partner, to be read by who holds the consortium."""
    return _page(*_found(consortium_id, member_id))


@blueprint.post("/<part>")
def save(consortium_id: int, member_id: int, part: str) -> ResponseReturnValue:
    """One part of it."""
    sheet, member = _found(consortium_id, member_id)
    if part not in PARTS:
        raise NotFound(say(N_("There is no such page, or it is not for you.")))
    made = forms(sheet, part)
    with made[part] as form:
        said = form.parsed()
        sheets.write(writing(), sheet, said, version=version(), by=somebody())
        done(SAVED)
        return _back(consortium_id, member_id)
    return _page(sheet, member, made)


@blueprint.post("/confirm")
def confirm(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """All of it is right."""
    sheet, member = _found(consortium_id, member_id)
    confirming = Form(Confirming, JOINING)
    with confirming:
        said = confirming.parsed()
        sheets.confirm(writing(), sheet, said, seen=request.form.get("seen"), by=somebody())
        done(N_("Thank you: your data, role and task are confirmed."))
        return _back(consortium_id, member_id)
    return _page(sheet, member, confirming=confirming)


def _found(consortium_id: int, member_id: int) -> tuple[PartnerSheet, Member]:
    consortium: Consortium = consortia.get_consortium(session(), consortium_id, by=somebody())
    member = member_of(consortium, member_id)
    sheet = sheets.get(session(), consortium, member.organisation)
    require(somebody(), "sheet.read", sheet)
    return sheet, member


def _page(
    sheet: PartnerSheet, member: Member, parts: Mapping[str, Form[Any]] | None = None, confirming: Form[Confirming] | None = None
) -> Response:
    made = parts or forms(sheet)
    acting = confirming or Form(Confirming, JOINING)
    shown = next((one for one in made.values() if one.problems), acting)
    writes = may(somebody(), "sheet.write", sheet)
    return shown.page("sheets/show.html", **context(sheet, member, made), confirming=acting, writes=writes)


def _back(consortium_id: int, member_id: int) -> ResponseReturnValue:
    return redirect(url_for("sheets.show", consortium_id=consortium_id, member_id=member_id), 303)
