"""Naming the contact person of one's organisation."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.inputs.contacts import ContactForm
from matchmaker.language import N_
from matchmaker.permissions import require
from matchmaker.services import contacts, organisations
from matchmaker.web.forms import Asked, Choice, Form
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("contacts", __name__, url_prefix="/organisations/<int:organisation_id>/contact")


def asked_of(people: Sequence[Choice]) -> tuple[Asked, ...]:
    """What is asked where these can be named."""
    return (
        Asked("person", N_("Who is it?"), "radios", choices=lambda: people, missing=N_("Choose the contact person")),
        Asked("phone", N_("Phone"), hint=N_("With the country's code, for example +48 12 345 67 89."), autocomplete="tel"),
    )


@blueprint.route("", methods=["GET", "POST"])
def edit(organisation_id: int) -> ResponseReturnValue:
    """Choose among those who act for the organisation, with a phone number if one likes."""
    by = somebody()
    organisation = organisations.get_organisation(session(), organisation_id, by=by)
    require(by, "organisation.contact", organisation)
    people = [Choice(str(one.id), one.user.name) for one in contacts.list_candidates(session(), organisation, by=by)]
    now = contacts.find_contact(session(), organisation, by=by)
    form = Form(ContactForm, asked_of(people), {"person": str(now.id), "phone": now.phone} if now else {})
    if form.sent:
        with form:
            said = form.parsed()
            contacts.name_contact(writing(), organisation, said, by=by)
            flash(N_("Your changes are saved."))
            return redirect(url_for("organisations.show", organisation_id=organisation_id), 303)
    return form.page("organisations/contact.html", organisation=organisation)
