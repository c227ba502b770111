"""How many organisations of one class take part."""

from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading, is_in
from matchmaker.eligibility.wording import ids, names
from matchmaker.language import N_, Message, nsay, say
from matchmaker.programme import classes
from matchmaker.programme.rules import CountClass

EXPLANATION = N_("The number of organisations of one class, by their type or by what they state about themselves.")


def check(rule: CountClass, reading: Reading) -> Finding:
    """At least `min` distinct members of the class in the scope."""
    counted = [member for member in reading.scope(rule.scope) if is_in(rule.actor_class, member)]
    label = classes.get(rule.actor_class)
    message: Message
    if len(counted) >= rule.min:
        message = say(N_("%(label)s: %(names)s (at least %(required)s)."), label=label, names=names(counted), required=rule.min)
    else:
        message = nsay(
            N_("%(label)s: %(found)s of %(required)s%(named)s; one more is missing."),
            N_("%(label)s: %(found)s of %(required)s%(named)s; %(n)s more are missing."),
            rule.min - len(counted),
            label=label,
            found=len(counted),
            required=rule.min,
            named=say(N_(" (%(names)s)"), names=names(counted)) if counted else "",
        )
    return Finding(
        rule=rule.id,
        scope="composition",
        status="pass" if len(counted) >= rule.min else "fail",
        message=message,
        required=rule.min,
        found=len(counted),
        witness=ids(counted),
        source=rule.source,
    )
