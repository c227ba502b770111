"""What a request is answered with: whole consortia, each with what it is made of, who provides what, and how good it is."""

from typing import Annotated, Any, Final

from pydantic import PlainSerializer, PlainValidator, SerializationInfo

from matchmaker.eligibility.documents import report_json
from matchmaker.eligibility.findings import Finding, Report
from matchmaker.inputs.suggestion import AnswerForm, ProposalForm
from matchmaker.language import Message
from matchmaker.matching.saying.keeping import keep, kept
from matchmaker.matching.saying.sayings import saying

KEEPING: Final = "keep"
"""Context of a dump whose sentences can be said again in any language; without it they are said in English."""


def _write_sentence(message: Message, info: SerializationInfo) -> dict[str, Any]:
    plain: dict[str, Any] = keep(message) if info.context == KEEPING else saying(message)
    return plain


def _read_sentence(value: Any) -> Message:
    found = kept(value)
    if not isinstance(found, Message):
        raise TypeError(f"not a sentence: {type(found).__name__}")
    return found


def _write_report(report: Report, info: SerializationInfo) -> dict[str, Any]:
    said: dict[str, Any] = report_json(report)
    if info.context == KEEPING:
        for one, finding in zip(said["findings"], report.findings, strict=True):
            one["message"] = keep(finding.message)
    return said


def _read_report(value: Any) -> Report:
    if isinstance(value, Report):
        return value
    findings = tuple(map(_read_finding, value["findings"]))
    return Report(value["call"], value["version"], findings, value.get("round"), value.get("variant"))


def _read_finding(one: dict[str, Any]) -> Finding:
    by = one["witness"]
    witness = {key: tuple(ids) for key, ids in by.items()} if isinstance(by, dict) else tuple(by)
    return Finding(**{**one, "message": _read_sentence(one["message"]), "witness": witness, "missing": tuple(one["missing"])})


_Sentence = Annotated[Message, PlainValidator(_read_sentence), PlainSerializer(_write_sentence)]
_Report = Annotated[Report, PlainValidator(_read_report), PlainSerializer(_write_report)]
Proposal = ProposalForm[_Sentence, _Report]


class Answer(AnswerForm[_Sentence, _Report]):
    """An answer of ours, just made or kept.

    complete: more time would change nothing, neither the proposals nor what is said to stand in the way.
    """

    complete: bool = True

    def alone(self, proposal: Proposal) -> "Answer":
        """The answer with one of its proposals, which has no label, for there is nothing to compare it with."""
        return self.model_copy(update={"proposals": (proposal.model_copy(update={"label": None}),)})
