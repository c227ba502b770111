"""What partners of the cast say about themselves for the application form, and that they confirm it."""

from functools import cache

from sqlalchemy.orm import Session

from matchmaker.demo.cast import cast
from matchmaker.demo.ingredients import read
from matchmaker.inputs.parsing import parse
from matchmaker.inputs.sheets import Confirming, OrganisationPart, PeoplePart, TextPart
from matchmaker.models import Member, User
from matchmaker.programme.statements import Frozen
from matchmaker.services import sheets


class Sheet(Frozen):
    """One partner of `data/sheets.toml`. legal_name: where it is another than its name."""

    legal_name: str = ""
    oid_of: str
    address: str
    post_code: str
    representative_name: str
    representative_function: str
    contact_function: str
    contact_phone: str
    experience: str
    key_staff: str


@cache
def written() -> dict[str, Sheet]:
    """The sheets by the slug of the organisation."""
    return {slug: Sheet.model_validate(entry) for slug, entry in read("sheets.toml").items()}


def fill(session: Session, member: Member, slug: str, *, by: User) -> None:
    """The partner says all that the form asks."""
    sheet, told, facts = sheets.get(session, member.consortium, member.organisation), written()[slug], cast()[slug].facts
    organisation = told.model_dump(include={"oid_of", "address", "post_code"}) | {
        "legal_name": told.legal_name or facts.name,
        **{name: getattr(facts, name) for name in sheets.OF_ORGANISATION},
    }
    people = {
        "representative_name": told.representative_name,
        "representative_function": told.representative_function,
        "representative_email": f"office@{slug}.example",
        "contact_name": cast()[slug].contact,
        "contact_function": told.contact_function,
        "contact_email": cast()[slug].email,
        "contact_phone": told.contact_phone,
    }
    texts = {"background": cast()[slug].description, "experience": told.experience, "key_staff": told.key_staff.strip()}
    parts = (parse(OrganisationPart, organisation), parse(PeoplePart, people), parse(TextPart, texts))
    for part in parts:
        sheets.write(session, sheet, part, by=by)
        sheet = sheets.get(session, member.consortium, member.organisation)


def confirm(session: Session, member: Member, slug: str, *, by: User) -> None:
    """The same, and its legal representative has it confirmed."""
    fill(session, member, slug, by=by)
    said = {
        "name": written()[slug].representative_name,
        "function": written()[slug].representative_function,
        "authority": "By decision of the governing body.",
        "confirmed": True,
    }
    sheets.confirm(session, sheets.get(session, member.consortium, member.organisation), parse(Confirming, said), by=by)
