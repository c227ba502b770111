"""Files given by a partner's link: sent, read and deleted on the page that the link opens."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.uploads import WHERE
from matchmaker.language import N_, say
from matchmaker.readiness.items import DOCUMENT
from matchmaker.services import uploads
from matchmaker.web import partner
from matchmaker.web.numbers import whole
from matchmaker.web.readiness import Wrong, refused
from matchmaker.web.toasts import done
from matchmaker.web.transactions import reading, session, writing
from matchmaker.web.uploads import download

blueprint = partner.blueprint
"""The page's own: nobody comes here without its link."""


@blueprint.post("/files")
def add_file() -> ResponseReturnValue:
    """Give a file, perhaps in place of another."""
    member, document = partner.member(), request.form.get("document", "")[:60]
    try:
        sent = request.files.get(WHERE)
        if sent is None:
            raise Invalid({WHERE: say(N_("Choose a file."))})
        given = uploads.look_through(session(), member, sent.filename or "", sent.stream, by=partner.link())
        uploads.add(writing(), member, document, given, replaces=whole(request.form.get("replaces", "")), by=partner.link())
    except (Invalid, Refused) as error:
        reading()
        response = partner.page(wrong=Wrong(member.organisation_id, DOCUMENT + document, refused(error)))
        response.status_code = 422 if isinstance(error, Invalid) else 409
        return response
    done(N_("The file is there."))
    return _back()


@blueprint.get("/files/<int:upload_id>")
def read_file(upload_id: int) -> Response:
    """The file, to be saved."""
    upload = uploads.get_upload(session(), upload_id, by=partner.link())
    return download(upload, uploads.content_of(session(), upload))


@blueprint.post("/files/<int:upload_id>/delete")
def delete_file(upload_id: int) -> ResponseReturnValue:
    """Take a file away."""
    upload = uploads.get_upload(session(), upload_id, by=partner.link())
    uploads.remove(writing(), upload, by=partner.link())
    done(N_("The file is deleted."))
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("partner.show") + "#documents", 303)
