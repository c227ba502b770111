"""A consortium as it stands and what is asked of whoever joins it: what repair, what-if and reserves are about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.errors import Invalid
from matchmaker.inputs.consortium import ProjectDocument
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import CountryWishes, Request
from matchmaker.language import N_, say
from matchmaker.matching import membership
from matchmaker.matching.population import Population
from matchmaker.matching.roster import by_first_ids
from matchmaker.matching.rounds import round_of
from matchmaker.programme.calls import Call


@dataclass(frozen=True, slots=True)
class Case:
    """A consortium under a call, and what its request asks.

    consortium: as the check reads it. request: what the score is about and the wishes about whoever joins (language,
    countries, exclude, confirmed_only, seats). Its members are S of the score, all other members are P. They stay, unless
    anyone_may_leave (in files, where nobody says who started). taken: seats that were asked for beside those of the request, and
    that members fill who stay.
    """

    consortium: Consortium
    request: Request
    anyone_may_leave: bool = False
    taken: int = 0

    @property
    def taking_part(self) -> tuple[Member, ...]:
        """All members but the associated partners: those of the request first, the others as they are listed."""
        first = {one: place for place, one in enumerate(self.request.members)}
        listed = [one for one in self.consortium.members if one.role != "associated"]
        return tuple(sorted(listed, key=lambda one: first.get(one.id, len(first))))


def case_of(request: Request, organisations: Iterable[Organisation], coordinator: str) -> Case:
    """The case of organisations that are whole, such as the members of a proposal."""
    return Case(membership.consortium(request, organisations, coordinator), request)


def case_without_request(consortium: Consortium, call: Call) -> Case:
    """The case of a consortium about which nothing else is known: no wishes, and the score asks for the project's priorities.

    Raises `Invalid` when nobody coordinates.
    """
    leads = _coordinator(consortium)
    priorities = ProjectDocument.model_construct(priorities=consortium.project.priorities)
    request = Request(call=call.id, initiator=leads.id, members=(leads.id,), same_country=True)
    return Case(consortium, request.model_copy(update={"project": priorities}), anyone_may_leave=True)


def case_with(request: Request | None, consortium: Consortium, call: Call) -> Case:
    """The case of a consortium and its request, if there is one, whose members stay. Raises `Invalid` when nobody coordinates."""
    return case_without_request(consortium, call) if request is None else Case(consortium, request)


def settled(case: Case, population: Population, call: Call, today: date) -> Case:
    """The case with every id the first one of its organisation, and the defaults of the call, its variant and round filled in.

    Raises `Invalid` for a member whom the population does not know, and for a request whose members are not in the consortium.
    """
    _coordinator(case.consortium)
    problems: dict[str, object] = {}
    members = []
    for place, one in enumerate(case.consortium.members):
        position = population.index.get(one.id)
        if position is None and one.role != "associated":
            problems[f"members.{place}.id"] = say(N_("nobody in the population has the id “%(id)s”"), id=one.id[:80])
        members.append(one if position is None else replace(one, id=population.id_of(position)))
    if problems:
        raise Invalid(problems)
    asked = case.request.model_copy(update={"include": (), "coordinator": "initiator"})
    asked = by_first_ids(asked.for_call(call), population)
    taking_part = {one.id for one in members if one.role != "associated"}
    if strangers := [one for one in asked.members if one not in taking_part]:
        raise Invalid({"request.members": say(N_("%(id)s is not a member of the consortium"), id=strangers[0])})
    number = round_of(call, case.consortium, asked, today)
    consortium = replace(case.consortium, members=tuple(members), round=number)
    if call.variant is not None:
        consortium = replace(consortium, project=replace(consortium.project, variant=call.variant.id))
    return replace(case, consortium=consortium, request=_abroad(asked.model_copy(update={"round": number}), population))


def _abroad(request: Request, population: Population) -> Request:
    """The wish for partners from abroad as a wish about countries, which holds whoever is there."""
    if request.same_country:
        return request
    home = population.facts(population.index[request.initiator]).country
    countries = CountryWishes(include=request.countries.include, exclude=(*request.countries.exclude, home))
    return request.model_copy(update={"countries": countries, "same_country": True})


def _coordinator(consortium: Consortium) -> Member:
    """Who coordinates. Raises `Invalid` when nobody does, or more than one."""
    if consortium.coordinator is None:
        raise Invalid({"members": say(N_("expected exactly one coordinator"))})
    return consortium.coordinator
