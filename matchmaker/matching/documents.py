"""An answer as a document: for whoever wants to compute it again, with a checksum over all of it, and for the store."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from matchmaker.matching.answers import KEEPING, Answer


class Unreadable(ValueError):
    """A kept answer that another version of this software wrote."""


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer of `suggest --json`."""
    document = answer.model_dump(mode="json", by_alias=True, exclude={"complete"})
    return {**document, "sha256": digest(document)}


def keep(answer: Answer) -> dict[str, Any]:
    """The answer in plain JSON, as `kept` reads it; its sentences can be said in any language."""
    return answer.model_dump(mode="json", by_alias=True, context=KEEPING)


def kept(document: object) -> Answer:
    """The answer that `keep` made the document of. Raises `Unreadable`."""
    try:
        return Answer.model_validate(document)
    except Exception as error:  # whatever is missing, too much or of another kind, in a sentence too
        raise Unreadable from error


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document, the same however its keys are ordered and its text is indented."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
