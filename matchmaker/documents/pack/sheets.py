"""The data sheet of a partner: the fields of the Agency's form that it fills, with what is known; it is no form itself."""

from collections.abc import Iterator

from matchmaker.documents import snapshot
from matchmaker.documents.pack import form
from matchmaker.documents.pack.blocks import Block, Document, Listing, Rows, Section, Text, written
from matchmaker.documents.pack.dossier import mark
from matchmaker.documents.pack.facts import Facts, Partner, Persons
from matchmaker.language import N_, say
from matchmaker.programme import agencies, wording


def sheet(partner: Partner, persons: Persons, facts: Facts, language: str) -> Document:
    """What the form asks of one organisation and its persons, ready to be copied; with what is still missing."""
    own = list(form.organisation(partner, facts))
    own.append(form.Asked(say(N_("Task in the project")), partner.facts.contribution, partner.name, own=True))
    named = tuple(
        Section(written(title, language), (Rows(tuple(one.row(language) for one in asked)),))
        for title, asked in form.persons(partner, persons)
    )
    return Document(
        title=written(say(N_("Data sheet of %(name)s"), name=partner.name), language),
        language=language,
        lead=tuple(written(one, language) for one in _lead(facts)),
        stamps=tuple(
            written(one, language) for one in snapshot.stamps(facts.call, practice=facts.practice, draft=facts.is_draft)
        ),
        mark=mark(facts, language),
        sections=(
            Section(written(say(N_("The organisation")), language), (Rows(tuple(one.row(language) for one in own)),)),
            *named,
            *([_confirmed(persons, language)] if persons.confirmed.name else []),
            Section(written(say(N_("Where this goes")), language), tuple(_goes(facts, partner, language))),
        ),
    )


def _lead(facts: Facts) -> Iterator[object]:
    yield facts.title
    yield say(N_("%(call)s, %(action)s, %(year)s"), call=facts.call, action=facts.call.action, year=facts.call.year)
    yield say(N_("These are data for the Agency's form. It is no form of the Agency, and nobody signs here."))


def _confirmed(persons: Persons, language: str) -> Section:
    said = persons.confirmed
    labels = ((N_("First and last name"), said.name), (N_("Position"), said.function), (N_("Authorised by"), said.authority))
    rows = tuple(form.Asked(say(label), value, "", needed=False).row(language) for label, value in labels)
    return Section(written(say(N_("Who confirmed these data")), language), (Rows(rows),))


def _goes(facts: Facts, partner: Partner, language: str) -> Iterator[Block]:
    call = facts.call
    yield Text(
        written(say(N_("The application itself is made in the Agency's own form: %(address)s"), address=facts.forms), language)
    )
    whom = {"coordinator": ("coordinator", "member"), "partner": ("partner", "member"), "associated": ()}[partner.facts.role]
    papers = [one for one in call.papers if one.per in whom]
    if papers:
        yield Text(written(say(N_("Documents that the call asks of this organisation:")), language))
        yield Listing(tuple(written(wording.document(one, grant=facts.project.grant), language) for one in papers))
        if call.managed_by == "NA":
            text = N_("Take them from your Agency, filled in with the data above: %(address)s")
            yield Text(written(say(text, address=agencies.LIST), language))
