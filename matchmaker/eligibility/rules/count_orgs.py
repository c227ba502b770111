"""How many organisations take part, at least and at most."""

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import ids
from matchmaker.language import N_, Message, nsay, say
from matchmaker.programme.rules import CountOrgs

EXPLANATION = N_("The number of different legal entities that take part; associated partners count only where the call says so.")

_WHERE = {"counting": N_("from programme countries"), "other": N_("from other countries"), "all": N_("in all")}


def check(rule: CountOrgs, reading: Reading) -> Finding:
    """Between `min` and `max` distinct legal entities in the scope."""
    counted = reading.scope(rule.scope, with_associated=rule.with_associated)
    found = len(counted)
    too_many = rule.max is not None and found > rule.max
    required = rule.max if rule.max is not None and (too_many or not rule.min) else rule.min
    where = say(_WHERE[rule.scope])
    message: Message
    if too_many:
        message = say(
            N_("%(found)s organisations %(where)s; at most %(required)s may take part."),
            found=found,
            where=where,
            required=required,
        )
    elif found < rule.min:
        message = nsay(
            N_("%(found)s of %(required)s organisations %(where)s; one more is missing."),
            N_("%(found)s of %(required)s organisations %(where)s; %(n)s more are missing."),
            rule.min - found,
            found=found,
            where=where,
            required=required,
        )
    else:
        message = nsay(
            N_("%(n)s organisation %(where)s (%(asked)s)."),
            N_("%(n)s organisations %(where)s (%(asked)s)."),
            found,
            where=where,
            asked=_asked(rule),
        )
    return Finding(
        rule=rule.id,
        scope="composition",
        status="fail" if too_many or found < rule.min else "pass",
        message=message,
        required=required,
        found=found,
        witness=ids(counted),
        source=rule.source,
    )


def _asked(rule: CountOrgs) -> Message:
    """The numbers the call states."""
    if rule.max is None:
        return say(N_("at least %(min)s"), min=rule.min)
    if rule.min == rule.max:
        return say(N_("exactly %(max)s"), max=rule.max)
    return say(N_("%(min)s to %(max)s"), min=rule.min, max=rule.max)
