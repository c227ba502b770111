"""The living page of every part pages are built from, in development only."""

from typing import Final

from flask import Blueprint, render_template

from matchmaker.eligibility.checking import check
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.services import surroundings
from matchmaker.web.transactions import session

blueprint = Blueprint("styleguide", __name__)
_CALL: Final = "ka220-vet-2026"
_MEMBERS: Final = (
    Member("o1", "coordinator", "Szkoła Branżowa nr 3", "PL", "EPLUS-EDU-VOC-SEC"),
    Member("o2", "partner", "Handwerkskammer Beispielstadt", "DE", "EPLUS-BODY-PUB-NAT"),
    Member("o3", "partner", "Universidad de Ejemplo", "ES", "EPLUS-EDU-HEI"),
)
"""Invented; the coordinator's founding date and the university's charter are not stated."""


@blueprint.get("/styleguide")
def show() -> str:
    """Each macro of `templates/macros` that is a part of pages, in each state, light and dark."""
    call, today = surroundings.guide(session()).calls[_CALL], surroundings.today(session())
    reports = [check(Consortium(_MEMBERS[:several]), call, today) for several in (3, 2)]
    return render_template("styleguide/show.html", reports=reports)
