"""Kept answers in the form in which answers are printed and read, with sentences that can still be said in each language."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SEARCHES = sa.table("searches", sa.column("id", sa.Integer), sa.column("answer", sa.JSON))
AS_IT_IS = ("$Request", "$Seat")
FACTS = (
    *("id", "name", "country", "type", "sectors", "fields", "priorities", "topics", "expertise", "languages", "roles"),
    *("newcomer", "responsiveness", "established", "oid", "pic", "registration", "flags", "known_only"),
)
ONLY_WARNING = ("added-value", "n-minus-1")


def upgrade() -> None:
    bind = op.get_bind()
    for number in bind.scalars(sa.select(SEARCHES.c.id)).all():
        this = SEARCHES.c.id == number
        before = bind.scalar(sa.select(SEARCHES.c.answer).where(this))
        try:
            answer = in_one_form(before)
        except (AttributeError, KeyError, TypeError, ValueError):  # of a version before that one; it could not be read either
            continue
        bind.execute(SEARCHES.update().where(this).values(answer=answer))


def downgrade() -> None:
    """Nothing: a kept answer that cannot be read is taken for none, and asked for again."""


def in_one_form(kept: dict[str, Any]) -> dict[str, Any]:
    """The answer as it is kept from now on. Raises what Python raises where something is missing or of another kind."""
    answer = _bare(kept)
    request = _stated(answer["request"])
    return {
        "request": request,
        "status": answer["status"],
        "explanation": answer["explanation"],
        "to_give_up": answer["to_give_up"],
        "population": {"size": answer["size"], "df": answer["df"]},
        "today": answer["today"],
        "proposals": [_proposal(one, is_fair=request["fairness"] > 0) for one in answer["proposals"]],
        "complete": answer["complete"],
    }


def _proposal(one: dict[str, Any], *, is_fair: bool) -> dict[str, Any]:
    facts = {member["id"]: _facts(member) for member in one["members"]}
    report = one["report"]
    rules = [
        finding
        for finding in report["findings"]
        if finding["scope"] == "composition" and finding["status"] != "warning" and finding["rule"] not in ONLY_WARNING
    ]
    same = ("partners", "coordinator", "label", "score", "fit", "parts", "weights", "proof", "reasons", "to_confirm", "summary")
    return {
        "members": list(facts),
        **{key: one[key] for key in (*same, "joint_projects", "past", "titles")},
        "witness": {finding["rule"]: finding["witness"] for finding in rules},
        "seats": [{**_stated(filled["seat"]), "by": filled["by"]} for filled in one["seats"]],
        **({"fairness": {"price": one["price"], "shown": one["shown"]}} if is_fair else {}),
        "facts": facts,
        "facts_sha256": {key: _digest(known) for key, known in facts.items()},
        "eligibility": report,
    }


def _facts(member: dict[str, Any]) -> dict[str, Any]:
    return {key: member[key] for key in FACTS} | ({"newcomer_in_doubt": True} if member["newcomer_in_doubt"] else {})


def _bare(thing: Any) -> Any:
    """Without the names of the classes that things were of, but for what stands in sentences."""
    if isinstance(thing, list):
        return [_bare(one) for one in thing]
    if not isinstance(thing, dict) or "$Message" in thing:
        return thing
    ((name, inner),) = thing.items()
    if name in AS_IT_IS:
        return inner
    return {key: _bare(one) for key, one in inner.items()} if isinstance(inner, dict) else _bare(inner)


def _stated(thing: Any) -> Any:
    """Without what nobody stated."""
    if isinstance(thing, list):
        return [_stated(one) for one in thing]
    return {key: _stated(one) for key, one in thing.items() if one is not None} if isinstance(thing, dict) else thing


def _digest(facts: dict[str, Any]) -> str:
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
