"""Repairs and effects as documents: what `repair --json` prints, described in docs/formats.md."""

from collections.abc import Mapping
from typing import Any

from matchmaker.eligibility.documents import report_json
from matchmaker.eligibility.findings import Finding
from matchmaker.inputs.formulas import FormulaDocument
from matchmaker.inputs.suggestion import facts_json
from matchmaker.language import SOURCE, render
from matchmaker.matching.mending.changes import Step
from matchmaker.matching.mending.repairs import RepairAnswer
from matchmaker.matching.mending.single_steps import Repair
from matchmaker.matching.mending.states import State
from matchmaker.matching.mending.what_if import Effect, RuleEffect
from matchmaker.matching.saying.sayings import saying
from matchmaker.programme.scoring import FORMULA


def repair_json(answer: RepairAnswer) -> dict[str, Any]:
    """The answer of `repair --json`; messages in English."""
    return {
        "call": answer.call.id,
        "today": answer.today.isoformat(),
        "status": answer.status,
        "explanation": None if answer.explanation is None else saying(answer.explanation),
        "population": {"size": answer.size},
        "consortium": _state_json(answer.before),
        "formula": FormulaDocument.of(FORMULA).model_dump(mode="json"),
        "weights": dict(answer.weights),
        "fewest": answer.fewest,
        "counts": {kind.kind: kind.count for kind in answer.single_steps},
        "leaving": {kind.kind: dict(kind.leaving) for kind in answer.single_steps if kind.leaving},
        "repairs": [_repair_json(one) for one in answer.best],
        "obstacles": list(answer.obstacles),
        "to_confirm": [saying(message) for message in answer.to_confirm],
    }


def effect_json(effect: Effect) -> dict[str, Any]:
    """What steps do: rule by rule and part by part, before and after."""
    names = _names(effect)
    return {
        "steps": [_step_json(step, names) for step in effect.steps],
        "before": _state_json(effect.before),
        "after": _state_json(effect.after),
        "weights": dict(effect.weights),
        "rules": [_rule_json(one) for one in effect.rules],
        "seats": {"asked": effect.seats, "before": effect.seats_before, "after": effect.seats_after},
        "reasons": {one: [saying(message) for message in why] for one, why in effect.reasons.items()},
        "to_confirm": [saying(message) for message in effect.to_confirm],
    }


def _repair_json(repair: Repair) -> dict[str, Any]:
    names = _names(repair.effect)
    return {
        "steps": [_step_json(step, names) for step in repair.steps],
        **_state_json(repair.effect.after),
        "rules": [_rule_json(one) for one in repair.effect.rules if one.change != "same"],
        "reasons": {one: [saying(message) for message in why] for one, why in repair.reasons.items()},
        "to_confirm": [saying(message) for message in repair.to_confirm],
        "joining": [facts_json(one) for one in repair.joining],
    }


def _state_json(state: State) -> dict[str, Any]:
    return {
        "members": [one.id for one in state.members],
        "coordinator": state.coordinator,
        "score": state.score,
        "fit": state.fit,
        "parts": dict(state.parts),
        "eligibility": report_json(state.report),
    }


def _step_json(step: Step, names: Mapping[str, str]) -> dict[str, Any]:
    stated = {"leaves": step.leaves, "joins": step.joins, "coordinator": step.coordinator}
    text = render(step.sentence(names), SOURCE)
    return {"kind": step.kind, **{key: one for key, one in stated.items() if one is not None}, "text": text}


def _rule_json(one: RuleEffect) -> dict[str, Any]:
    return {"rule": one.rule, "change": one.change, "before": _status(one.before), "after": _status(one.after)}


def _status(finding: Finding | None) -> dict[str, str] | None:
    return None if finding is None else {"status": finding.status, "message": render(finding.message, SOURCE)}


def _names(effect: Effect) -> dict[str, str]:
    return {one.id: one.name for state in (effect.before, effect.after) for one in state.members if one.name}
