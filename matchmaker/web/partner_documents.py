"""The documents that are asked of a partner, for the page that its link opens."""

from dataclasses import replace
from typing import Any

from flask import url_for

from matchmaker.models import Member
from matchmaker.readiness.items import DOCUMENT
from matchmaker.services import readiness
from matchmaker.web.readiness import Ways, files_of
from matchmaker.web.transactions import session


def shown(member: Member) -> dict[str, Any]:
    """The documents that are asked of the partner, and its files, for the page."""
    column = readiness.board(session(), member.consortium).column(member.organisation_id)
    items = tuple(one for one in column.items if one.key.startswith(DOCUMENT)) if column else ()
    ways = Ways(
        send=url_for("partner.add_file"),
        read=lambda one: url_for("partner.read_file", upload_id=one.id),
        delete=lambda one: url_for("partner.delete_file", upload_id=one.id),
    )
    return {"column": replace(column, items=items) if column else None, "files": files_of(member.consortium), "ways": ways}
