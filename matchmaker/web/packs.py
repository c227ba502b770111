"""The pack of a consortium, downloaded."""

from typing import Final

from flask import Blueprint, Response, current_app, request

from matchmaker.language import LANGUAGES, current
from matchmaker.services import consortia, packs
from matchmaker.web.limits import limiter
from matchmaker.web.session import somebody
from matchmaker.web.transactions import session, writing

blueprint = Blueprint("packs", __name__, url_prefix="/consortia/<int:consortium_id>")
OFTEN: Final = "20 per minute"
"""Each takes the better part of a second to make."""


@blueprint.post("/pack")
@limiter.limit(OFTEN)
def download(consortium_id: int) -> Response:
    """The pack in the language that is chosen, else the page's; for whom it is not, without the data of persons."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    settings = current_app.extensions["settings"]
    chosen = request.form.get("language", "")
    made = packs.make(
        session(),
        consortium,
        chosen if chosen in LANGUAGES else current(),
        with_persons=not request.form.get("without_persons"),
        base_url=settings.base_url,
        secret=settings.secret_key.get_secret_value(),
        by=by,
    )
    packs.keep(writing(), consortium_id, made)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.content, mimetype="application/zip", headers=headers)
