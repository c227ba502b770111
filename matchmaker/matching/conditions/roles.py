"""Who may be found to coordinate by its roles: asked of whoever is found for it, whatever the call, and of nobody who is named.

Who states no role at all may, to be confirmed: unknown is not no. The other roles decide nothing in a search.
"""

import numpy as np

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer
from matchmaker.matching.population import Bools, Population


def offers_to_coordinate(one: Organisation) -> Answer:
    """Whether it is among an organisation's roles; None where it states none."""
    return "coordinator" in one.roles if one.roles else None


def column(population: Population) -> tuple[Bools, Bools]:
    """For each whether it does not refuse, and whether that is unknown; not those that are not to be found now.

    See `Population.without`.
    """
    silent = np.array([not roles for roles in population.role_sets], dtype=bool)
    return population.coordinates, silent[population.roles]
