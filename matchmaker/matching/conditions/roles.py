"""Who offers to coordinate: asked of whoever is found for it, whatever the call, and of nobody who is named."""

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.population import Bools, Population


def offers_to_coordinate(one: Organisation) -> bool:
    """Whether it is among an organisation's roles; the other roles decide nothing in a search."""
    return "coordinator" in one.roles


def offering_to_coordinate(population: Population) -> Bools:
    """The same of each organisation, but for those that are not to be found now (`Population.without`)."""
    return population.coordinates
