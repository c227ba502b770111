"""Checking a consortium document against a call: parse, check, answer. No database."""

from dataclasses import replace
from datetime import date

from matchmaker import eligibility
from matchmaker.eligibility.documents import report_json
from matchmaker.eligibility.facts import Agency, Consortium, Member, Project
from matchmaker.eligibility.findings import Report
from matchmaker.errors import Invalid
from matchmaker.inputs.consortium import ConsortiumDocument, MemberDocument, strange_round, strange_variant
from matchmaker.language import N_, say
from matchmaker.programme.calls import Call
from matchmaker.programme.guides import Guide

__all__ = ["check_document", "consortium_of", "consortium_under", "report_json"]


def check_document(document: ConsortiumDocument, call_id: str | None, guide: Guide, today: date) -> Report:
    """The document under `call_id`, or under its own call. Raises `Invalid` when neither names one, `NotFound` if unknown."""
    wanted = call_id or document.call
    if wanted is None:
        raise Invalid({"call": say(N_("is missing"))})
    call = guide.call(wanted)
    return eligibility.check(consortium_under(document, call), call, today)


def consortium_under(document: ConsortiumDocument, call: Call) -> Consortium:
    """The facts under this call, which knows round and variant if the document is about it. Raises `Invalid` for strange ones."""
    said = consortium_of(document)
    if document.call not in (None, call.id):
        return replace(said, round=None, project=replace(said.project, variant=None))
    if wrong := strange_round(call, said.round):
        raise Invalid({"round": wrong})
    if wrong := strange_variant(call, said.project.variant):
        raise Invalid({"project.variant": wrong})
    return said


def consortium_of(document: ConsortiumDocument) -> Consortium:
    """The facts a document states."""
    project = document.project
    return Consortium(
        members=tuple(_member(member) for member in document.members),
        project=Project(
            type=project.type,
            variant=project.variant,
            months=project.months,
            grant=project.grant,
            priorities=project.priorities,
            activities=project.activities,
            flags=project.flags,
        ),
        round=document.round,
        agency=Agency(**dict(document.agency)),
    )


def _member(member: MemberDocument) -> Member:
    return Member(
        id=member.id,
        role=member.role,
        name=member.name,
        country=member.country,
        type=member.type,
        flags=member.flags,
        established=member.established,
        oid=member.oid,
        pic=member.pic,
        registration=member.registration,
        added_value=member.added_value,
        sectors=member.sectors,
        newcomer=member.newcomer,
        contribution=member.contribution,
        city=member.city,
    )
