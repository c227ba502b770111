"""The application: settings in, a Flask application out."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from matchmaker import config, db, journal
from matchmaker.config import Settings
from matchmaker.db import Database
from matchmaker.paths import PACKAGE, shipped
from matchmaker.web import (
    accounts,
    agencies,
    batches,
    blocks,
    calls,
    colleagues,
    compression,
    confirmations,
    consortia,
    contacts,
    drafts,
    elsewhere,
    erasure,
    exposure,
    groups,
    guests,
    handover,
    headers,
    ideas,
    invitations,
    links,
    mails,
    members,
    offers,
    once,
    openings,
    operator,
    organisations,
    outcomes,
    packs,
    partner_files,
    passwords,
    people,
    personal_data,
    plan,
    problems,
    readiness,
    rendering,
    repairs,
    reports,
    requests,
    reserves,
    reviews,
    session,
    sheets,
    start,
    styleguide,
    suggestions,
    threads,
    tokens,
    transactions,
    trials,
    uploads,
)
from matchmaker.web.limits import limiter
from matchmaker.workers import Workers

PAGES = (
    *(
        start,
        accounts,
        passwords,
        confirmations,
        erasure,
        mails,
        organisations,
        exposure,
        openings,
        offers,
        people,
        colleagues,
        contacts,
        blocks,
        reports,
        calls,
        ideas,
        groups,
        drafts,
    ),
    *(
        suggestions,
        trials,
        consortia,
        repairs,
        members,
        plan,
        elsewhere,
        personal_data,
        agencies,
        batches,
        reserves,
        invitations,
        guests,
        sheets,
        links,
        partner_files,
        threads,
        handover,
        outcomes,
        packs,
        reviews,
        readiness,
        uploads,
        operator,
    ),
)
"""The modules of `web` with a `blueprint`, one a noun."""
MAX_FORM = 512 * 1024
"""Bytes a request may hold; the longest form is a description with its choices."""
A_YEAR = 365 * 24 * 3600


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """The application for these settings (default: the environment's), on their database or on the one given."""
    settings = settings or config.load()
    production = settings.env == "production"
    journal.configure(production=production)
    app = Flask("matchmaker", root_path=str(PACKAGE), static_folder="static", template_folder=str(shipped("templates")))
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        MAX_CONTENT_LENGTH=MAX_FORM,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        MAX_FORM_PARTS=requests.MOST_FIELDS,
        SEND_FILE_MAX_AGE_DEFAULT=A_YEAR,
        SESSION_COOKIE_NAME="matchmaker",
        SESSION_COOKIE_SECURE=production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=production,
        RATELIMIT_STORAGE_URI="memory://",
    )
    if settings.proxies:
        # Each proxy adds at the right end who asked it; the nearest one says whether by HTTPS. No header names another host.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=1, x_host=0)  # type: ignore[method-assign]
    app.extensions["settings"] = settings
    app.extensions["database"] = database or db.of(settings)
    app.extensions["workers"] = Workers(settings, app.extensions["database"])
    compression.init_app(app)
    headers.init_app(app, production=production)
    requests.init_app(app)
    tokens.init_app(app)
    session.init_app(app)
    once.init_app(app)
    limiter.init_app(app)
    rendering.init_app(app)
    for pages in PAGES:
        app.register_blueprint(pages.blueprint)
    if not production:
        app.register_blueprint(styleguide.blueprint)
    transactions.init_app(app)
    problems.init_app(app)
    return app
