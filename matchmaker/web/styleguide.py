"""The living page of every part pages are built from, in development only."""

from typing import Final

from flask import Blueprint, render_template

from matchmaker.eligibility.checking import check
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.models import Organisation
from matchmaker.programme.kinds import KINDS
from matchmaker.services import surroundings
from matchmaker.web.names import label
from matchmaker.web.transactions import session

blueprint = Blueprint("styleguide", __name__)
_CALL: Final = "ka220-vet-2026"
_COMING: Final = "ka220-vet-2027"
_MEMBERS: Final = (
    Member("o1", "coordinator", "Szkoła Branżowa nr 3", "PL", "EPLUS-EDU-VOC-SEC"),
    Member("o2", "partner", "Handwerkskammer Beispielstadt", "DE", "EPLUS-BODY-PUB-NAT"),
    Member("o3", "partner", "Universidad de Ejemplo", "ES", "EPLUS-EDU-HEI"),
)
"""Invented; the coordinator's founding date and the university's charter are not stated."""

_FROM: Final = ("PL", "DE", "ES", "ES", "CZ", "FR", "MT", "SE", "IS", "TR", "UA", "GH")
_CROWD: Final = tuple(
    Member(f"o{n}", "associated" if code == "UA" else "partner", f"Member from {code}", code, "OTH")
    for n, code in enumerate(_FROM)
)
_JOINT: Final = {("o0", "o1"): 1, ("o0", "o2"): 3, ("o1", "o2"): 6, ("o2", "o4"): 2, ("o4", "o7"): 1, ("o5", "o10"): 9}


@blueprint.get("/styleguide")
def show() -> str:
    """Each macro of `templates/macros` that is a part of pages, in each state, light and dark."""
    calls, today = surroundings.guide(session()).calls, surroundings.today(session())
    call = calls[_CALL]
    reports = [check(Consortium(_MEMBERS[:several]), call, today) for several in (3, 2)]
    return render_template(
        "styleguide/show.html",
        reports=reports,
        shown_call=call,
        dated=[call, calls[_COMING]],
        crowds=[_CROWD[:several] for several in (3, 5, 8, 12)],
        joint=_JOINT,
        kinds=[Organisation(name=label(one), kind=one.slug, type=one.type) for one in KINDS.values()],
    )
