"""Files of partners: given, read and deleted. What comes is read as a stream, and what goes out is never shown in our pages."""

from io import BytesIO

from flask import Blueprint, Response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import Invalid, Refused
from matchmaker.inputs.uploads import WHERE
from matchmaker.language import N_, say
from matchmaker.models import Upload
from matchmaker.readiness.items import DOCUMENT
from matchmaker.services import consortia, uploads
from matchmaker.services.members import member_of
from matchmaker.services.uploads import APPLICATION
from matchmaker.web import readiness
from matchmaker.web.headers import APART, POLICY
from matchmaker.web.limits import KNOCK, limiter
from matchmaker.web.numbers import whole
from matchmaker.web.readiness import Wrong
from matchmaker.web.session import somebody
from matchmaker.web.toasts import done
from matchmaker.web.transactions import reading, session, writing

blueprint = Blueprint("uploads", __name__, url_prefix="/consortia/<int:consortium_id>")


@blueprint.post("/members/<int:member_id>/files")
@limiter.limit(KNOCK)
def add(consortium_id: int, member_id: int) -> ResponseReturnValue:
    """Give a file, perhaps in place of another."""
    by = somebody()
    consortium = consortia.get_consortium(session(), consortium_id, by=by)
    member = member_of(consortium, member_id)
    document, organisation = request.form.get("document", "")[:60], member.organisation_id
    try:
        sent = request.files.get(WHERE)
        if sent is None:
            raise Invalid({WHERE: say(N_("Choose a file."))})
        given = uploads.look_through(session(), member, sent.filename or "", sent.stream, by=by)
        uploads.add(writing(), member, document, given, replaces=whole(request.form.get("replaces", "")), by=by)
    except (Invalid, Refused) as error:
        if document == APPLICATION:  # which is given on the page of the consortium
            raise
        reading()
        wrong = Wrong(organisation, DOCUMENT + document, readiness.refused(error))
        return readiness.page(consortium_id, wrong=wrong, status=422 if isinstance(error, Invalid) else 409)
    done(N_("The file is there."))
    return _back(consortium_id, organisation, document)


@blueprint.get("/files/<int:upload_id>")
def show(consortium_id: int, upload_id: int) -> Response:
    """The file, to be saved."""
    upload = uploads.get_upload(session(), upload_id, by=somebody())
    return download(upload, uploads.content_of(session(), upload))


@blueprint.post("/files/<int:upload_id>/delete")
def delete(consortium_id: int, upload_id: int) -> ResponseReturnValue:
    """Take a file away."""
    by = somebody()
    upload = uploads.get_upload(session(), upload_id, by=by)
    organisation, document = upload.organisation_id, upload.document
    uploads.remove(writing(), upload, by=by)
    done(N_("The file is deleted."))
    return _back(consortium_id, organisation, document)


def download(upload: Upload, content: bytes) -> Response:
    """An answer that browsers save and do not show, of the kind that was found when it came."""
    answer = send_file(BytesIO(content), mimetype=upload.media_type, as_attachment=True, download_name=upload.name)
    answer.headers[POLICY] = APART
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _back(consortium_id: int, organisation: int, document: str) -> ResponseReturnValue:
    if document == APPLICATION:
        return redirect(url_for("consortia.show", consortium_id=consortium_id, _anchor="applied"), 303)
    return redirect(url_for("readiness.show", consortium_id=consortium_id, _anchor=f"partner-{organisation}"), 303)
