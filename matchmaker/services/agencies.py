"""The National Agency of a consortium, as its coordinator knows it better than we do."""

from sqlalchemy.orm import Session

from matchmaker.errors import Invalid
from matchmaker.inputs.agencies import OwnAgency
from matchmaker.language import N_, say
from matchmaker.models import Consortium, User
from matchmaker.services import history, members, surroundings
from matchmaker.services.versions import touch


def enter(session: Session, consortium: Consortium, said: OwnAgency, *, version: int | None, by: User) -> None:
    """Keep what is said instead of what was; empty: ours is shown again.

    Raises `Invalid` for a priority that the call does not have, and for priorities without the address where they were read.
    """
    members.begin_change(session, consortium, version, by)
    call = surroundings.guide(session).call(consortium.call_id)
    strange = [one for one in said.national_priorities if one not in call.priorities]
    if strange:
        text = N_("%(call)s has no “%(code)s”")
        raise Invalid({"national_priorities": say(text, call=call, code=strange[0])})
    if said.national_priorities and not said.national_source:
        raise Invalid({"national_source": say(N_("give the page on which the National Agency names these priorities"))})
    priorities = list(said.national_priorities)
    wanted = {**{name: getattr(said, name) for name in OwnAgency.model_fields}, "national_priorities": priorities}
    changed = [name for name, value in wanted.items() if getattr(consortium, name) != value]
    consortium.own_agency, consortium.own_agency_website = said.own_agency, said.own_agency_website
    consortium.national_priorities, consortium.national_source = priorities, said.national_source
    touch(session, consortium)
    history.record(session, by, "consortium.enter_agency", consortium=consortium, fields=changed)
