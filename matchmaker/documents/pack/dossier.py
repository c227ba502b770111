"""The dossier: what the Agency's form asks for, in its order, with what is known and who has to say the rest."""

from collections.abc import Iterator

from matchmaker.documents import snapshot
from matchmaker.documents.pack import form, judged
from matchmaker.documents.pack.blocks import Block, Document, Grid, Listing, Picture, Row, Rows, Section, Text, missing, written
from matchmaker.documents.pack.facts import Facts, Partner
from matchmaker.eligibility.support import stands_for
from matchmaker.language import N_, Tongue, nN_, nsay, say, speaking
from matchmaker.pictures import europe, network
from matchmaker.programme.countries import CountryOf
from matchmaker.programme.dates import BRUSSELS
from matchmaker.programme.money import Euro
from matchmaker.programme.types import SECTORS

_DRAFT = N_("DRAFT")
_PROVISIONAL = N_("PROVISIONAL")
_PRACTICE = N_("PRACTICE")
_JOINT = nN_("%(one)s and %(other)s: %(n)s project.", "%(one)s and %(other)s: %(n)s projects.")


def dossier(facts: Facts, language: str) -> Document:
    """The whole dossier in one of our languages; no person is named in it."""
    parts = [
        Section(_(N_("The project"), language), (Rows(tuple(one.row(language) for one in form.context(facts))),)),
        Section(
            _(N_("The organisations"), language),
            sections=tuple(_organisation(n, one, facts, language) for n, one in enumerate(facts.partners, 1)),
        ),
        _cooperation(facts, language),
        _tasks(facts, language),
        _coordination(facts, language),
        _packages(facts, language),
        *judged.sections(facts, language),
    ]
    gaps = missing(parts)
    parts.insert(0, _glance(facts, gaps, language))
    return Document(
        title=written(facts.title, language),
        language=language,
        lead=tuple(written(one, language) for one in _lead(facts)),
        stamps=tuple(
            written(one, language) for one in snapshot.stamps(facts.call, practice=facts.practice, draft=facts.is_draft)
        ),
        mark=mark(facts, language),
        sections=tuple(parts),
    )


def mark(facts: Facts, language: str) -> str:
    """The words across every page; "" where there is nothing to warn of."""
    marks = {_DRAFT: facts.is_draft, _PROVISIONAL: facts.call.provisional, _PRACTICE: facts.practice}
    return " · ".join(written(say(text), language) for text, holds in marks.items() if holds)


def _(text: str, language: str, **args: object) -> str:
    """One of our sentences."""
    return written(say(text, **args), language)


def _lead(facts: Facts) -> Iterator[object]:
    yield say(N_("%(call)s, %(action)s, %(year)s"), call=facts.call, action=facts.call.action, year=facts.call.year)
    yield say(N_("held by %(holder)s"), holder=facts.holder)
    made = facts.made_at.astimezone(BRUSSELS)
    if facts.number is None:
        yield say(N_("As of %(day)s, %(time)s (Brussels time)"), day=made.date(), time=f"{made:%H:%M}")
    else:
        text = N_("Finalised document number %(n)s; as of %(day)s, %(time)s (Brussels time)")
        yield say(text, n=facts.number, day=made.date(), time=f"{made:%H:%M}")


def _glance(facts: Facts, gaps: list[tuple[str, str, str]], language: str) -> Section:
    """What a busy reader wants to know first: may it apply, until when, what is missing from whom."""
    rows = [Row(_(N_("Composition"), language), written(facts.report.summary, language))]
    rows += [one.row(language) for one in form.context(facts) if one.label == say(N_("Deadline of the call"))]
    if facts.internal is not None:
        local = facts.internal.astimezone(BRUSSELS)
        rows.append(Row(_(N_("Internal deadline"), language), written(local.date(), language)))
    joined = sum(one.joined_at is not None for one in facts.partners)
    rows.append(Row(_(N_("Joined"), language), _(N_("%(n)s of %(total)s"), language, n=joined, total=len(facts.partners))))
    blocks: list[Block] = [Rows(tuple(rows))]
    if gaps:
        by_whom: dict[str, list[str]] = {}
        for _place, what, whom in gaps:
            by_whom.setdefault(whom, []).append(what)
        header = (_(N_("From whom"), language), _(N_("What"), language))
        count = nsay(N_("Still missing: %(n)s field of the form"), N_("Still missing: %(n)s fields of the form"), len(gaps))
        by_each = tuple((whom, "; ".join(dict.fromkeys(whats))) for whom, whats in by_whom.items())
        blocks.append(Grid(written(count, language), header, by_each))
    else:
        blocks.append(Text(_(N_("No field of the form that we know of is missing."), language)))
    decides = facts.call.managed_by
    blocks.append(Text(written(judged.decides(decides), language), soft=True))
    return Section(_(N_("At a glance"), language), tuple(blocks))


def _organisation(number: int, partner: Partner, facts: Facts, language: str) -> Section:
    return Section(
        f"{number}. {written(partner.name, language)}",
        (Rows(tuple(one.row(language) for one in form.organisation(partner, facts))),),
    )


def _cooperation(facts: Facts, language: str) -> Section:
    """How the partnership came about, what each adds to the mix, who is associated; with the two pictures."""
    formed = [_(N_("Started: %(name)s; held: %(holder)s."), language, name=facts.initiator, holder=facts.holder)]
    for one in facts.partners:
        if one.joined_at is not None:
            day = one.joined_at.astimezone(BRUSSELS).date()
            formed.append(_(N_("%(name)s joined on %(day)s."), language, name=one.name, day=day))
    pins = facts.pins
    for (a, b), number in sorted(facts.joint.items()):
        formed.append(written(nsay(*_JOINT, number, one=pins[a].name, other=pins[b].name), language))
    header = (
        _(N_("Organisation"), language),
        _(N_("Country"), language),
        _(N_("Stands for"), language),
        _(N_("Brings"), language),
    )
    associated = tuple(one.name for one in facts.partners if one.facts.role == "associated")
    own_words = Rows(
        (form.Asked(say(N_("How the partnership was formed, in your own words")), None, form.COORDINATOR).row(language),)
    )
    return Section(
        _(N_("Cooperation arrangements"), language),
        (),
        (
            Section(_(N_("How the partnership was formed"), language), (Listing(tuple(formed)), own_words)),
            Section(
                _(N_("How the mix complements each other"), language),
                (
                    Grid(
                        _(N_("What each organisation adds"), language),
                        header,
                        tuple(_mix(one, facts, language) for one in facts.partners),
                    ),
                    *pictures(facts, language),
                ),
            ),
            Section(
                _(N_("Associated partners"), language),
                (Listing(tuple(written(one, language) for one in associated)) if associated else Text(_(N_("None."), language)),),
            ),
        ),
    )


def _mix(partner: Partner, facts: Facts, language: str) -> tuple[str, ...]:
    sectors = tuple(SECTORS[one] for one in sorted(stands_for(partner.facts)) if one in SECTORS)
    brings = partner.facts.contribution or _(N_("not said yet"), language)
    if partner.facts.added_value:
        brings += "\n" + _(N_("Added value: %(why)s"), language, why=partner.facts.added_value)
    country = written(CountryOf(partner.facts.country, facts.call.year), language)
    return written(partner.name, language), country, written(sectors or partner.kind, language), written(brings, language)


def pictures(facts: Facts, language: str) -> list[Picture]:
    """The map, and who has worked with whom where anybody has."""
    pins, year = facts.pins, facts.call.year
    with speaking(language):
        found = [
            Picture(
                str(europe.europe(pins, facts.call.counting_countries, year)),
                written(europe.words(pins, year), language),
                _(N_("The organisations on the map, numbered as in this document"), language),
            )
        ]
        if facts.joint and len(pins) <= network.MOST:
            words = written(network.words(pins, facts.joint), language)
            found.append(
                Picture(str(network.network(pins, facts.joint)), words, _(N_("Who has worked with whom"), language), 6.0)
            )
    return found


def _tasks(facts: Facts, language: str) -> Section:
    """Task allocation and commitment: what each contributes, what it leads and takes part in."""
    sections = []
    for partner in facts.partners:
        key = partner.facts.id
        leads = tuple(one.title for one in facts.packages if one.lead == key)
        takes = tuple(one.title for one in facts.packages if key in one.shares and one.lead != key)
        asked = [
            form.Asked(say(N_("Task in the project")), partner.facts.contribution, partner.name, own=True),
            form.Asked(say(N_("Leads")), leads, "", needed=False),
            form.Asked(say(N_("Takes part in")), takes, "", needed=False),
            form.Asked(say(N_("Joined on")), partner.joined_at and partner.joined_at.astimezone(BRUSSELS).date(), partner.name),
        ]
        sections.append(Section(written(partner.name, language), (Rows(tuple(one.row(language) for one in asked)),)))
    return Section(_(N_("Task allocation and commitment"), language), (), tuple(sections))


def _coordination(facts: Facts, language: str) -> Section:
    tongues = {one.name: tuple(Tongue(code) for code in one.languages) for one in facts.partners if one.languages}
    asked = [
        form.Asked(say(N_("Who coordinates")), facts.coordinator.name if facts.coordinator else None, form.COORDINATOR),
        form.Asked(say(N_("How you coordinate and communicate, in your own words")), None, form.COORDINATOR),
    ]
    blocks: list[Block] = [Rows(tuple(one.row(language) for one in asked))]
    if tongues:
        said = tuple(_(N_("%(what)s: %(names)s"), language, what=name, names=codes) for name, codes in tongues.items())
        blocks += [Text(_(N_("Languages spoken:"), language)), Listing(said)]
    return Section(_(N_("Coordination and communication"), language), tuple(blocks))


def _packages(facts: Facts, language: str) -> Section:
    """Each work package: who leads, who takes part with which amount, what each does in it."""
    title = _(N_("Work packages"), language)
    if not facts.packages:
        whole = form.Asked(say(N_("Work packages: tasks, who leads, who takes part, amounts")), None, form.COORDINATOR)
        return Section(title, (Rows((whole.row(language),)),))
    sections = []
    for number, one in enumerate(facts.packages, 1):
        lead = facts.called(one.lead) if one.lead else None
        whom = lead or form.COORDINATOR
        header = (_(N_("Organisation"), language), _(N_("Role"), language), _(N_("Amount"), language))
        rows = tuple(
            (
                written(facts.called(key), language),
                _(N_("leads"), language) if key == one.lead else _(N_("takes part"), language),
                _(N_("not said yet"), language) if amount is None else written(Euro(amount), language),
            )
            for key, amount in sorted(one.shares.items(), key=lambda share: (share[0] != one.lead, facts.called(share[0])))
        )
        total = sum(amount for amount in one.shares.values() if amount is not None)
        asked = [
            form.Asked(say(N_("Leading organisation")), lead, form.COORDINATOR),
            form.Asked(say(N_("Amount")), Euro(total) if total else None, form.COORDINATOR),
            form.Asked(say(N_("Tasks and responsibilities of each partner")), None, whom),
        ]
        blocks: list[Block] = [Rows(tuple(row.row(language) for row in asked))]
        if rows:
            blocks.append(Grid(_(N_("Participating organisations"), language), header, rows))
        sections.append(Section(f"{number}. {written(one.title, language)}", tuple(blocks)))
    return Section(title, (), tuple(sections))
