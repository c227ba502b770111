"""An answer as a document: everything that is needed to compute it again, and a checksum over all of it."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from matchmaker.eligibility.documents import report_json, witness_json
from matchmaker.inputs.organisations import Organisation
from matchmaker.inputs.request import Request
from matchmaker.language import Message
from matchmaker.matching.answers import Answer, FilledSeat, Proposal
from matchmaker.matching.past import Past
from matchmaker.matching.saying.labels import label
from matchmaker.matching.saying.sayings import saying


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer of `suggest --json`.

    A label compares a proposal with the others of the document, so that one which is kept alone has none.
    """
    document = {
        "request": request_json(answer.request),
        "status": answer.status,
        "explanation": None if answer.explanation is None else saying(answer.explanation),
        "to_give_up": [{wish: saying(label) for wish, label in wishes.items()} for wishes in answer.to_give_up],
        "population": {"size": answer.size, "df": dict(answer.df)},
        "today": answer.today.isoformat(),
        "proposals": [
            _proposal_json(proposal, compared, fair=answer.request.fairness > 0)
            for proposal, compared in zip(answer.proposals, label(answer.proposals), strict=True)
        ],
    }
    return {**document, "sha256": digest(document)}


def request_json(request: Request) -> dict[str, Any]:
    """The request with every default filled in."""
    return request.model_dump(mode="json", by_alias=True, exclude_none=True)


def facts_json(organisation: Organisation) -> dict[str, Any]:
    """What rules, wishes and score look at in an organisation; a doubt only where there is one."""
    return {
        "id": organisation.id,
        "name": organisation.name,
        "country": organisation.country,
        "type": organisation.type,
        "sectors": sorted(organisation.sectors),
        "fields": list(organisation.fields),
        "priorities": list(organisation.priorities),
        "topics": list(organisation.topics),
        "expertise": list(organisation.expertise),
        "languages": sorted(organisation.languages),
        "roles": sorted(organisation.roles),
        "newcomer": organisation.newcomer,
        "responsiveness": organisation.responsiveness,
        "established": organisation.established.isoformat() if organisation.established else None,
        "oid": organisation.oid,
        "pic": organisation.pic,
        "registration": organisation.registration,
        "flags": sorted(organisation.flags),
        "known_only": organisation.known_only,
        **({"newcomer_in_doubt": True} if organisation.newcomer_in_doubt else {}),
    }


def past_json(past: Past) -> dict[str, Any]:
    """How many past projects members present have, and who of them took part in those done with suggested partners."""
    projects = {one: {"topics": list(joint.topics), "members": list(joint.members)} for one, joint in past.projects.items()}
    return {"numbers": dict(past.numbers), "projects": projects}


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document, the same however its keys are ordered and its text is indented."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _proposal_json(proposal: Proposal, compared: Message | None, *, fair: bool) -> dict[str, Any]:
    fairness = {"price": proposal.price, "shown": dict(proposal.shown)}
    facts = {member.id: facts_json(member) for member in proposal.members}
    return {
        "members": [member.id for member in proposal.members],
        "partners": list(proposal.partners),
        "coordinator": proposal.coordinator,
        "label": None if compared is None else saying(compared),
        "score": proposal.score,
        "fit": proposal.fit,
        "parts": dict(proposal.parts),
        "weights": dict(proposal.weights),
        "proof": {
            "status": proposal.proof.status,
            "bound": proposal.proof.bound,
            "gap": proposal.proof.gap,
            "considered": proposal.proof.considered,
            "seconds": proposal.proof.seconds,
        },
        "witness": {finding.rule: witness_json(finding.witness) for finding in proposal.report.rules},
        "seats": [_seat_json(filled) for filled in proposal.seats],
        "reasons": {one: [saying(reason) for reason in why] for one, why in proposal.reasons.items()},
        "to_confirm": [saying(message) for message in proposal.to_confirm],
        "summary": [saying(message) for message in proposal.summary],
        "joint_projects": {one: list(projects) for one, projects in proposal.joint_projects.items()},
        "past": past_json(proposal.past),
        "titles": dict(proposal.titles),
        **({"fairness": fairness} if fair else {}),
        "facts": facts,
        "facts_sha256": {one: digest(known) for one, known in facts.items()},
        "eligibility": report_json(proposal.report),
    }


def _seat_json(filled: FilledSeat) -> dict[str, Any]:
    return {**filled.seat.model_dump(mode="json", by_alias=True, exclude_none=True), "by": list(filled.by)}
