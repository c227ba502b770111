"""Who may be an associated partner: nobody who is suggested is one, so that the search asks nothing."""

from matchmaker.inputs.organisations import Organisation
from matchmaker.matching.conditions.condition import Answer, Condition
from matchmaker.programme import conditions
from matchmaker.programme.conditions.associated_partners import ASSOCIATED_PARTNER


class AssociatedPartners(Condition[conditions.AssociatedPartners]):
    """Nothing is asked of members."""

    id = ASSOCIATED_PARTNER

    @property
    def is_asked(self) -> bool:
        """Of members it never is."""
        return False

    def holds(self, one: Organisation) -> Answer:
        """Whoever it is."""
        return True
