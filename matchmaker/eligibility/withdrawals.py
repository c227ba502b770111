"""Which rules fail once a member has left, asked of one member after the other."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from matchmaker.eligibility.checking import check, seen_as
from matchmaker.eligibility.facts import Consortium, Member
from matchmaker.eligibility.reading import country, identifiers
from matchmaker.eligibility.rules.n_minus_1 import n_minus_one
from matchmaker.programme import plain
from matchmaker.programme.calls import Call


def withdrawals(
    consortium: Consortium,
    call: Call,
    today: date,
    leaving: Collection[str],
    failing: Collection[str] | None = None,
    *,
    strictly: bool = False,
) -> dict[str, tuple[str, ...]]:
    """For each of these members but the coordinator the ids of the composition rules that fail once it has left, none twice.

    leaving: ids of members that take part; failing: ids of the composition rules that fail now, where they are known. Nothing
    for anybody where nobody coordinates. Of the readings of the call that do not refuse the consortium now the one in which
    most may leave is taken; with `strictly` of those alone that ask most. Of several variants that is asked about which the
    consortium is judged as now.
    """
    call = seen_as(consortium, call, today)
    readings = plain.widest(call, {country(one) for one in consortium.members}, strictly=strictly)
    fails = {
        number: failing if reading is call and failing is not None else check(consortium, reading, today).failing
        for number, reading in enumerate(readings)
    }
    admitting = [number for number in fails if not fails[number]] or list(fails)
    found = [_withdrawals(consortium, readings[number], today, leaving, fails[number]) for number in admitting]
    return max(found, key=lambda one: sum(not broken for broken in one.values()))


def _withdrawals(
    consortium: Consortium, call: Call, today: date, leaving: Iterable[str], failing: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """The same in one reading."""
    # What a rule asks of each member, or of each and the others, still holds once one has left. So where that holds now, only
    # the call's rules about numbers, countries and classes need be looked at again.
    numbers_only = set(failing) <= {rule.id for rule in call.rules}
    shared = Counter(key for one in consortium.members for key in identifiers(one))
    entries = {one.id: one for one in consortium.members if one.role != "associated"}
    found: dict[str, tuple[str, ...]] = {}
    known: dict[Member, tuple[str, ...]] = {}
    for gone in leaving:
        if consortium.coordinator is None or gone == consortium.coordinator.id:
            continue
        # Of members that no rule can tell apart, and that are nobody else's entity, one is asked about.
        one = entries[gone]
        alike = replace(one, id="", name="", oid=None, pic=None, registration=None, established=None)
        alike = replace(alike, sectors=frozenset(), newcomer=None, contribution=None, city="")  # no rule asks these
        alone = all(shared[key] == 1 for key in identifiers(one))
        if alone and alike in known:
            found[gone] = known[alike]
            continue
        if numbers_only:
            fails = [finding.rule for finding in n_minus_one(consortium, call, today, leaving=(gone,))]
        else:
            rest = tuple(member for member in consortium.members if member.id != gone or member.role == "associated")
            report = check(replace(consortium, members=rest), call, today)
            fails = [finding.rule for finding in report.rules if finding.status == "fail"]
        found[gone] = tuple(dict.fromkeys(fails))
        if alone:
            known[alike] = found[gone]
    return found
