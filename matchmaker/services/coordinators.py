"""Who coordinates a consortium, and which members have agreed to that one: whoever joined under another confirms it or leaves."""

from sqlalchemy.orm import Session

from matchmaker.errors import Refused
from matchmaker.language import N_, say
from matchmaker.models import Consortium, Member, Organisation
from matchmaker.permissions import Actor
from matchmaker.programme import countries
from matchmaker.services import history, members
from matchmaker.services.versions import begin, touch
from matchmaker.workflow import TAKEN_OVER


def agree(member: Member) -> None:
    """The member agrees to whoever coordinates now."""
    member.agreed_with_id = coordinator_of(member.consortium).organisation_id


def coordinator_of(consortium: Consortium) -> Member:
    """The one that every consortium has."""
    return next(one for one in consortium.members if one.role == "coordinator")


def list_to_confirm(consortium: Consortium) -> list[Member]:
    """The members that joined under another coordinator than the one that has taken over, and have not confirmed it."""
    if consortium.state not in TAKEN_OVER:
        return []
    leads = coordinator_of(consortium).organisation_id
    return [one for one in consortium.members if one.joined_at is not None and one.agreed_with_id not in (None, leads)]


def confirm(session: Session, consortium: Consortium, member_id: int, *, by: Actor) -> None:
    """Say for a member that it stays with the new coordinator. Raises `Refused` when that is not asked."""
    member = members.member_of(consortium, member_id)
    begin(session, "consortium.confirm", member, by=by)
    if member not in list_to_confirm(consortium):
        sentence = N_("%(name)s need not confirm the coordinator.")
        raise Refused(say(sentence, name=member.organisation.name), say(N_("Its page says what the next step is.")))
    agree(member)
    touch(session, consortium)
    history.record(session, by, "consortium.confirm", consortium=consortium, organisation=member.organisation)


def changed(consortium: Consortium, before: Organisation) -> None:
    """Somebody else coordinates: who handed over and who took over agree; what was entered of another country's agency goes.

    The rules, the round's deadline and the documents are worked out from the members whenever they are asked for.
    """
    after = coordinator_of(consortium).organisation
    for member in consortium.members:
        if member.organisation_id in (before.id, after.id):
            agree(member)
    if countries.counts_as(before.country) != countries.counts_as(after.country):
        consortium.own_agency = consortium.own_agency_website = consortium.national_source = ""
        consortium.national_priorities = []
