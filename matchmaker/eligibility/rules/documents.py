"""Which documents the application needs, from whom, and by when."""

from collections.abc import Iterable

from matchmaker.eligibility.facts import Member
from matchmaker.eligibility.findings import Finding
from matchmaker.eligibility.reading import Reading
from matchmaker.eligibility.wording import ids
from matchmaker.language import N_, say
from matchmaker.programme import wording

EXPLANATION = N_("The documents that go with the application; whether they are signed is not checked here.")


def check(reading: Reading) -> Iterable[Finding]:
    """One reminder per kind of document, such as `accession-form`, where somebody has to sign or send it.

    Associated partners sign none. One that is asked for above some amount is left out where less is asked for.
    """
    grant = reading.consortium.project.grant
    for document in reading.call.papers:
        signing = _signing(document.per, reading)
        if not signing or (grant is not None and document.above is not None and grant <= document.above):
            continue
        yield Finding(
            rule=document.kind.replace("_", "-"),
            scope="documents",
            status="warning",
            message=say(N_("%(document)s."), document=wording.document(document, len(signing), grant)),
            required=len(signing),
            missing=ids(signing),
            source=document.source,
        )


def _signing(per: str, reading: Reading) -> list[Member]:
    """Who signs or sends it."""
    match per:
        case "coordinator":
            return [member for member in reading.members if member.role == "coordinator"]
        case "partner":
            return [member for member in reading.members if member.role != "coordinator"]
        case _:
            return list(reading.members)
