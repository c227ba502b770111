"""How many organisations fit an idea so far, while it is being described."""

from sqlalchemy.orm import Session

from matchmaker.errors import Invalid
from matchmaker.inputs.ideas import IdeaForm
from matchmaker.matching import fitting
from matchmaker.matching.fitting import Fit
from matchmaker.matching.rounds import round_of_request
from matchmaker.models import Organisation
from matchmaker.programme import plain
from matchmaker.services import ideas, populations, suggestions, surroundings


def count(session: Session, organisation: Organisation, form: IdeaForm) -> Fit | None:
    """Of those that joined, whom a search for this idea would look at; None where nobody would be suggested anyway."""
    call = surroundings.guide(session).call(form.call)
    if not any(one.is_searched for one in plain.asked(call, form.variant)):
        return None
    try:
        asked = suggestions.request_of(session, ideas.unsaved(organisation, form, call))
        everybody = populations.population(session)
        today = surroundings.today(session)
        number = round_of_request(call, asked, everybody, today)
    except Invalid:  # the organisation is in no population, or what is wished contradicts itself
        return None
    there = suggestions.possible(session, everybody, call.id, number, (organisation.key,), is_sought=asked.coordinator == "find")
    return fitting.count(asked.model_copy(update={"round": number}), there, call, today)
