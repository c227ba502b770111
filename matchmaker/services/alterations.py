"""Changing who is in a consortium by steps: what mends it, what a step would do, who could take a place; and taking the steps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import Invalid
from matchmaker.inputs.steps import StepForm, Variant
from matchmaker.language import N_, Message, say
from matchmaker.matching.mending import reserves
from matchmaker.matching.mending.cases import Case
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.repair_documents import effect_json
from matchmaker.matching.mending.repairs import RepairAnswer, repair
from matchmaker.matching.mending.single_steps import SingleSteps
from matchmaker.matching.mending.states import State
from matchmaker.matching.mending.what_if import Effect, reasons_of, what_if
from matchmaker.models import Consortium, Idea, Member, Organisation, User
from matchmaker.services import consortia, endings, facts, grounds, members
from matchmaker.services.grounds import Ground
from matchmaker.services.versions import begin

LISTED: Final = 5
"""Repairs of each kind, and replacements, that are shown."""
SECONDS: Final = 3.0
"""How long a page looks for more than one step."""


@dataclass(frozen=True, slots=True)
class Place:
    """Who could take somebody's place: `leaves` None when it has gone already, and somebody only has to be added."""

    organisation: Organisation
    leaves: str | None
    replacements: SingleSteps

    def step(self, joins: str) -> Step:
        """The step by which somebody takes the place."""
        return Step("add", joins=joins) if self.leaves is None else Step("replace", leaves=self.leaves, joins=joins)


def list_repairs(session: Session, consortium: Consortium, *, known: bool = False, by: User) -> RepairAnswer:
    """All single steps that make a consortium meet its rules; else the fewest steps, or the rules in the way.

    With organisations that joined; with `known` also with those only known from public records.
    """
    ground = grounds.of_consortium(session, consortium, known=known, by=by)
    return repair(ground.case, ground.given, limit=LISTED, time_limit=SECONDS)


def try_out(session: Session, consortium: Consortium, steps: Sequence[StepForm], *, known: bool = False, by: User) -> Effect:
    """What steps would do to a consortium. Nothing is written. Raises `Invalid` for a step that cannot be taken."""
    ground = grounds.of_consortium(session, consortium, joining=_joining(steps), known=known, by=by)
    return what_if(ground.case, ground.given, grounds.steps_of(steps))


def list_replacements(
    session: Session, consortium: Consortium, key: str, steps: Sequence[StepForm] = (), *, known: bool = False, by: User | None
) -> Place:
    """Who could take a member's place after the steps, so that no rule that is met fails and no seat is emptied.

    key: the member's, or that of an organisation that was invited once and is no member any more: then who could join so that
    all is as it was with it. by: None = the service itself. Raises `Invalid` for anybody else, and for those who stay.
    """
    ground = grounds.of_consortium(session, consortium, joining=(*_joining(steps), key), known=known, by=by)
    (organisation,) = grounds.found(session, [key], within=consortium)
    there = members.find_member(consortium, organisation.id) is not None
    if there or steps:
        return Place(organisation, organisation.key, _replacements(ground, steps, organisation.key))
    if all(one.organisation_id != organisation.id for one in consortium.invitations):
        raise Invalid({"place": say(N_("%(name)s was never asked to be a member"), name=organisation.name)})
    before = ground.case.consortium
    with_it = replace(before, members=(*before.members, facts.member(organisation, "partner")))
    case = replace(ground.case, consortium=with_it)
    return Place(organisation, None, reserves.replacements(case, ground.given, organisation.key, limit=LISTED))


def list_reasons(
    session: Session, consortium: Consortium, keys: Collection[str], *, by: User
) -> Mapping[str, tuple[Message, ...]]:
    """What speaks for these members, by their keys; nothing for those who only support the project."""
    ground = grounds.of_consortium(session, consortium, by=by)
    return reasons_of(ground.case, ground.given, keys)


def try_variant(session: Session, idea: Idea, variant: Variant, *, known: bool = False, by: User) -> Effect:
    """What steps would do to a suggested alternative. Nothing is written."""
    ground = _of_variant(session, idea, variant, known=known, by=by)
    return what_if(ground.case, ground.given, grounds.steps_of(variant.steps))


def list_variant_replacements(
    session: Session, idea: Idea, variant: Variant, key: str, *, known: bool = False, by: User
) -> Place:
    """Who could take the place of a partner of an alternative, after the variant's steps: its reserves, the best first."""
    ground = _of_variant(session, idea, variant, known=known, by=by)
    (organisation,) = grounds.found(session, [key])
    return Place(organisation, organisation.key, _replacements(ground, variant.steps, organisation.key))


def save_variant(session: Session, idea: Idea, effect: Effect, *, by: User) -> Consortium:
    """Keep a changed alternative as a draft, with what the change did, as `try_variant` found it."""
    keys = [one.id for one in effect.after.members]
    return consortia.save(
        session, idea, keys, effect.after.coordinator, suggestion=effect_json(effect), variant=effect.after.report.variant, by=by
    )


def take(
    session: Session, consortium: Consortium, steps: Sequence[StepForm], *, version: int | None, by: User
) -> tuple[Step, ...]:
    """Take the steps one after another, all or none, and give the steps that lead back; whoever was asked is then only planned.

    Raises what adding, removing and naming a coordinator raise.
    """
    begin(session, "consortium.change", consortium, version=version, by=by)
    back: list[Step] = []
    _freeze_who_leaves(session, consortium, steps)
    for step in grounds.steps_of(steps):
        back.append(_back(consortium, step))
        _take(session, consortium, step, by)
    return tuple(reversed(back))


def sentences(session: Session, changes: Iterable[Sequence[Step]]) -> list[tuple[Message, ...]]:
    """What steps do, for each of several changes, with the names of everybody in them."""
    listed = list(changes)
    keys = {key for steps in listed for one in steps for key in (one.leaves, one.joins, one.coordinator) if key is not None}
    rows = select(Organisation.key, Organisation.name).where(Organisation.key.in_(keys))
    names = {key: name or key for key, name in session.execute(rows)} if keys else {}
    return [tuple(step.sentence(names) for step in steps) for steps in listed]


def list_asked(consortium: Consortium, steps: Sequence[Step]) -> list[Organisation]:
    """Who would go of those that were asked or have joined: whoever puts them back has to ask them again."""
    going = [_find(consortium, step.leaves) for step in steps]
    return [one.organisation for one in going if one is not None and _is_asked(consortium, one)]


def _freeze_who_leaves(session: Session, consortium: Consortium, steps: Sequence[StepForm]) -> None:
    """Whoever goes by one of the steps sees none of them: neither who comes instead, nor what the rules say then."""
    for leaving in {step.leaves for step in steps if step.leaves is not None}:
        member = _find(consortium, leaving)
        invitation = None if member is None else members.invitation_of(consortium, member.organisation_id)
        if invitation is not None:
            endings.freeze(session, consortium, invitation)


def _take(session: Session, consortium: Consortium, step: Step, by: User) -> None:
    leaving = _find(consortium, step.leaves)
    if step.leaves is not None and leaving is None:
        raise Invalid({"leaves": say(N_("%(id)s is not a member of the consortium"), id=step.leaves[:80])})
    takes_over = leaving is not None and leaving.role == "coordinator" and step.joins is not None
    if leaving is not None and not takes_over:
        consortia.remove_member(session, consortium, leaving.id, version=None, by=by)
    if step.joins is not None:
        role = "coordinator" if takes_over else None
        consortia.add_member(session, consortium, step.joins, role, version=None, by=by)
    if leaving is not None and takes_over:
        consortia.remove_member(session, consortium, leaving.id, version=None, by=by)
    if step.coordinator is not None:
        leading = _member(consortium, step.coordinator)
        consortia.set_role(session, consortium, leading.id, "coordinator", version=None, by=by)


def _back(consortium: Consortium, step: Step) -> Step:
    """The step that undoes one, before it is taken."""
    match step.kind:
        case "add":
            return Step("remove", leaves=step.joins)
        case "replace":
            return Step("replace", leaves=step.joins, joins=step.leaves)
        case "remove":
            return Step("add", joins=step.leaves)
        case "coordinator":
            leads = next(one.organisation.key for one in consortium.members if one.role == "coordinator")
            return Step("coordinator", coordinator=leads)


def _is_asked(consortium: Consortium, member: Member) -> bool:
    return member.joined_at is not None or members.invitation_of(consortium, member.organisation_id) is not None


def _find(consortium: Consortium, key: str | None) -> Member | None:
    return next((one for one in consortium.members if one.organisation.key == key), None)


def _member(consortium: Consortium, key: str | None) -> Member:
    found = _find(consortium, key)
    if found is None:
        raise Invalid({"steps": say(N_("%(id)s is not a member of the consortium"), id=(key or "")[:80])})
    return found


def _replacements(ground: Ground, steps: Sequence[StepForm], key: str) -> SingleSteps:
    """Who could take a place after the steps."""
    case = ground.case
    if steps:
        case = _after(case, what_if(case, ground.given, grounds.steps_of(steps)).after)
    return reserves.replacements(case, ground.given, key, limit=LISTED)


def _after(case: Case, state: State) -> Case:
    return replace(case, consortium=state.consortium)


def _of_variant(session: Session, idea: Idea, variant: Variant, *, known: bool, by: User) -> Ground:
    return grounds.of_suggestion(
        session,
        idea,
        variant.members,
        variant.coordinator,
        variant=variant.project,
        joining=_joining(variant.steps),
        known=known,
        by=by,
    )


def _joining(steps: Sequence[StepForm]) -> list[str]:
    return [one.joins for one in steps if one.joins is not None]
