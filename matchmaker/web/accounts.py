"""Registering, logging in and out, and one's own account."""

import json

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from matchmaker import language
from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.accounts import Credentials, Registration
from matchmaker.language import N_, whole
from matchmaker.models import User
from matchmaker.permissions import SERVICE, may
from matchmaker.services import accounts, organisations, own_data, reports, visits, wanted
from matchmaker.web import choices, confirmations, kept
from matchmaker.web.forms import Asked, Form
from matchmaker.web.headers import IN_THE_PAGE
from matchmaker.web.limits import DOOR, TAKEN, is_refused, limiter
from matchmaker.web.session import enter, is_local, person, safe_target, somebody, this_visit
from matchmaker.web.transactions import session, writing
from matchmaker.web.tries import one_try

blueprint = Blueprint("accounts", __name__)

REGISTRATION = (
    Asked(
        "organisation_name",
        N_("Name of your organisation"),
        hint=N_("As it is written in official papers."),
        autocomplete="organization",
        missing=N_("Give the name of your organisation"),
    ),
    Asked("kind", N_("What are you?"), "kinds", choices=choices.kinds, missing=N_("Choose what your organisation is")),
    Asked(
        "country",
        N_("Country"),
        "select",
        choices=choices.all_countries,
        autocomplete="country",
        missing=N_("Choose the country"),
    ),
    Asked(
        "fields",
        N_("Your field, in your own words"),
        "fields",
        N_("One to three trades. Type a word, then tick what fits."),
        sought=choices.fields_sought,
        missing=N_("Choose at least one field (trade)"),
    ),
    Asked(
        "looking_for",
        N_("What do you look for?"),
        "area",
        N_("One or two sentences: the project you have in mind, the partners you miss."),
        missing=N_("Say in a sentence what you look for"),
    ),
    Asked("person_name", N_("Your own name"), autocomplete="name", missing=N_("Give your name")),
    Asked(
        "email",
        N_("Your e-mail address"),
        "email",
        N_("Only partners you agree to work with will see it."),
        autocomplete="email",
        missing=N_("Give your e-mail address"),
    ),
    Asked(
        "password",
        N_("A password"),
        "password",
        N_("At least ten characters. Several words in a row are easy to keep in mind."),
        autocomplete="new-password",
        missing=N_("Choose a password"),
    ),
)
CREDENTIALS = (
    Asked("email", N_("E-mail address"), "email", autocomplete="username", missing=N_("Give your e-mail address")),
    Asked("password", N_("Password"), "password", autocomplete="current-password", missing=N_("Type your password")),
)


@blueprint.route("/register", methods=["GET", "POST"])
def register() -> ResponseReturnValue:
    """Five fields about the organisation, and what logging in needs."""
    if person() is not None:
        return redirect(url_for("start.home"), 303)
    form = Form(Registration, REGISTRATION)
    if form.sent:
        with form:
            enter(_registered(form))
            return redirect(url_for("start.home"), 303)
    return form.page("accounts/register.html")


@limiter.limit(DOOR)
@limiter.limit(TAKEN, deduct_when=lambda _: "address_is_taken" in g)
def _registered(form: Form[Registration]) -> User:
    said = form.parsed(language=language.current())
    try:
        user = accounts.register(writing(), said)
    except accounts.Taken:
        g.address_is_taken = True
        raise
    confirmations.ask(user)
    return user


@blueprint.route("/login", methods=["GET", "POST"])
def log_in() -> ResponseReturnValue:
    """E-mail address and password, then back to where one wanted to go, with what was typed there."""
    target = safe_target(request.args.get("next") or request.form.get("next"))
    if request.method == "POST" and CREDENTIALS[1].name not in request.form:
        return log_in_again(target)
    if person() is not None:
        return _go_on(target)
    form = Form(Credentials, CREDENTIALS)
    if form.sent:
        with form:
            credentials = form.parsed()
            enter(_authenticated(credentials))
            return _go_on(target)
    return form.page("accounts/log_in.html", target=target, kept=kept.written(kept.read()))


def log_in_again(target: str | None) -> Response:
    """The log-in for whoever sent a form of ours when the session had ended, and what was typed in it."""
    form = Form(Credentials, CREDENTIALS)
    form.values = {}
    page = form.page("accounts/log_in.html", target=target, kept=kept.written(kept.typed()))
    if "HX-Request" in request.headers:
        page.headers.update(IN_THE_PAGE)
    return page


def _go_on(target: str | None) -> ResponseReturnValue:
    """Where one wanted to go; first what was typed there, to be sent now."""
    fields = kept.read()
    if target is None or not fields:
        return redirect(target or url_for("start.home"), 303)
    return render_template("accounts/go_on.html", target=target, fields=fields, texts=kept.shown(fields))


@limiter.limit(DOOR, deduct_when=is_refused)
def _authenticated(credentials: Credentials) -> User:
    """The user, who is noted to have come; a refusal is a mistake of the whole form."""
    try:
        with one_try(credentials.address):
            user = accounts.authenticate(session(), credentials, loopback=is_local())
            right = user.password_hash
            accounts.log_in(writing(), user, credentials, right=right)
    except Refused as refusal:
        raise Invalid({"": whole(refusal)}) from None
    return user


@blueprint.post("/logout")
def log_out() -> ResponseReturnValue:
    """End this session, here and in the browser: a copy of its cookie opens nothing any more."""
    visit = this_visit()
    if visit is not None:
        visits.end(writing(), visit.id, by=visit.user)
    logout_user()
    cookie.clear()
    return redirect(url_for("start.page"), 303)


@blueprint.get("/account")
def show() -> ResponseReturnValue:
    """One's own account, and where one is logged in."""
    by = somebody()
    return render_template(
        "accounts/show.html",
        user=by,
        visits=visits.list_visits(session(), by=by),
        this=this_visit(),
        organisations=organisations.list_mine(session(), by=by),
        topics=wanted.TOPICS,
        reported=reports.count_open(session(), by=by) if may(by, "service.moderate", SERVICE) else 0,
    )


@blueprint.get("/account/data")
def data() -> Response:
    """All that is kept about oneself, as a file."""
    found = json.dumps(own_data.collect(session(), by=somebody()), ensure_ascii=False, indent=2)
    return Response(
        found, mimetype="application/json", headers={"Content-Disposition": 'attachment; filename="matchmaker-account.json"'}
    )


@blueprint.post("/account/language")
def speak() -> ResponseReturnValue:
    """In which language mails are written and pages greet."""
    accounts.change_language(writing(), request.form.get("language", ""), by=somebody())
    return redirect(url_for("accounts.show"), 303)


@blueprint.post("/account/sessions/<int:visit_id>/end")
def end_session(visit_id: int) -> ResponseReturnValue:
    """Log out at one browser."""
    visits.end(writing(), visit_id, by=somebody())
    flash(N_("You are logged out there."))
    return redirect(url_for("accounts.show"), 303)


@blueprint.post("/account/end-sessions")
def end_sessions() -> ResponseReturnValue:
    """Log out everywhere."""
    accounts.end_sessions(writing(), by=somebody())
    logout_user()
    flash(N_("You are logged out everywhere."))
    return redirect(url_for("accounts.log_in"), 303)
