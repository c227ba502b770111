"""For which of one's organisations an idea is described."""

from flask import request

from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.models import Organisation, User
from matchmaker.permissions import may
from matchmaker.services import organisations
from matchmaker.web.transactions import session


def own(by: User) -> list[Organisation]:
    """The organisations for which one may describe an idea."""
    return [one for one in organisations.list_mine(session(), by=by) if may(by, "idea.write", one)]


def writer(by: User) -> Organisation:
    """For which of one's organisations: the one asked for, else the first."""
    mine = own(by)
    asked = request.values.get("organisation", "")
    found = next((one for one in mine if str(one.id) == asked), mine[0] if mine and not asked else None)
    if found is None:
        instead = N_("Register an organisation first, or ask an owner of yours to let you write for it.")
        raise Refused(say(N_("You may not edit any organisation yet.")), say(instead))
    return found
