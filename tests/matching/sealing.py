"""Answers as documents that somebody changed, who also knows how their checksum is made."""

import json
from typing import Any

from matchmaker.matching.documents import digest
from matchmaker.matching.verification import Verification, verify
from tests.matching.worlds import GUIDE


def written(document: dict[str, Any]) -> Any:
    """A document as it comes back from a file."""
    return json.loads(json.dumps(document, ensure_ascii=False))


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a checksum that is right: what somebody who knows how it is made could write."""
    rest = {key: value for key, value in document.items() if key != "sha256"}
    for proposal in rest["proposals"]:
        proposal["facts_sha256"] = {one: digest(known) for one, known in proposal["facts"].items()}
    return {**rest, "sha256": digest(rest)}


def check(document: object, *given: Any) -> Verification:
    return verify(document, GUIDE.call, *given)


def first(document: Any) -> Any:
    return document["proposals"][0]
