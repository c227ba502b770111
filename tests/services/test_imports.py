"""Importing organisations and history: found before added, filled and never overwritten, doubts listed, repeatable."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker import models
from matchmaker.inputs.interchange import Sheet
from matchmaker.inputs.organisations import Organisation, Participation, PastProject
from matchmaker.models import Doubt, ExternalId
from matchmaker.services import facts, imports, imports_history, populations
from matchmaker.services.imports import Imported
from tests.examples import part_of

SCHOOL = Organisation("s1", "Technikum Jaworznik", "PL", "EPLUS-EDU-VOC-SEC", sectors=frozenset({"VET"}))
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def sheet(*rows: Any) -> Sheet[Any]:
    return Sheet("orgs.csv", rows, tuple(range(2, 2 + len(rows))))


def bring(session: Session, *rows: Organisation, as_members: bool = False) -> Imported:
    report = imports.organisations(session, sheet(*rows), as_members=as_members)
    session.flush()
    session.expire_all()
    return report


def organisation(**facts: Any) -> Organisation:
    return Organisation(**{"id": "s2", "name": "Other School", "country": "PL", "type": "EPLUS-EDU-VOC-SEC"} | facts)


def stored(session: Session, an_id: str) -> models.Organisation:
    found = session.scalar(select(models.Organisation).join(models.Organisation.external_ids).where(ExternalId.value == an_id))
    assert found is not None
    return found


def ids(row: models.Organisation) -> list[str]:
    return [one.value for one in row.external_ids]


def count(session: Session, model: type[models.Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def whole(session: Session) -> list[tuple[object, ...]]:
    rows = session.scalars(select(models.Organisation).order_by(models.Organisation.id))
    return [(row.id, row.version, row.updated_at, facts.organisation(row)) for row in rows]


FULL = Organisation(
    id="s1", name="Technikum Jaworznik", country="PL", type="EPLUS-EDU-VOC-SEC", sectors=frozenset({"VET", "ADU"}),
    fields=("1013", "0713"), priorities=("VET18-WBL",), topics=("work-based-learning",), expertise=("graduate-tracking",),
    languages=frozenset({"pl", "en"}), roles=frozenset({"coordinator", "partner"}), newcomer=True, responsiveness=0.75,
    established=date(2001, 9, 30), oid="E90000001", pic="123456789", flags=frozenset({"provides_vet", "no_eche"}),
    region="Mazowieckie", city="Łódź", website="www.jaworznik.example", known_only=True,
)  # fmt: skip


def test_new_organisation_is_known_from_public_records_with_every_datum(session: Session) -> None:
    report = bring(session, FULL)
    assert (report.new, report.found, report.skipped, report.remarks) == (1, 0, 0, ())
    row = stored(session, "s1")
    assert row.joined_at is None
    assert not row.is_invented
    assert facts.organisation(row) == FULL


def test_as_members_lets_those_with_a_name_join(session: Session) -> None:
    bring(session, SCHOOL, organisation(name=""), as_members=True)
    assert stored(session, "s1").joined_at == NOW
    assert stored(session, "s2").joined_at is None


def test_known_organisation_joins_when_it_is_imported_again_as_member(session: Session) -> None:
    bring(session, SCHOOL)
    bring(session, SCHOOL, as_members=True)
    assert stored(session, "s1").joined_at == NOW
    assert count(session, models.Organisation) == 1


@pytest.mark.parametrize("same", [{"id": "s1"}, {"oid": "E90000001"}, {"pic": "123456789"}])
def test_row_is_found_by_id_oid_or_pic_and_adds_its_id(session: Session, same: dict[str, str]) -> None:
    bring(session, FULL)
    report = bring(session, organisation(**same))
    assert (report.new, report.found, count(session, models.Organisation)) == (0, 1, 1)
    assert ids(stored(session, "s1")) == (["s1"] if "id" in same else ["s1", "s2"])
    assert stored(session, "s1").key == "s1"


def test_row_is_found_among_the_earlier_rows_of_its_file(session: Session) -> None:
    report = bring(session, organisation(id="a", pic="111111111"), organisation(id="b", pic="111111111", oid="E90000009"),
                   organisation(id="c", oid="E90000009"))  # fmt: skip
    assert (report.new, report.found) == (1, 2)
    assert ids(stored(session, "c")) == ["a", "b", "c"]


def test_hit_fills_what_is_empty(session: Session) -> None:
    bring(session, organisation(id="s1", name="", flags=frozenset({"no_eche"})))
    report = bring(session, FULL)
    assert report.filled == 1
    assert facts.organisation(stored(session, "s1")) == FULL


def test_hit_overwrites_nothing(session: Session) -> None:
    bring(session, FULL)
    other = Organisation(
        id="s1", name="Another", country="DE", type="OTH", sectors=frozenset({"SCH"}), fields=("0111",), topics=("x",),
        languages=frozenset({"de"}), roles=frozenset({"associated"}), newcomer=False, responsiveness=0.1,
        established=date(1999, 1, 1), flags=frozenset({"eche", "no_provides_vet"}), city="Köln", website="x.example",
    )  # fmt: skip
    report = bring(session, other)
    assert facts.organisation(stored(session, "s1")) == FULL
    assert report.filled == 0


def test_identifier_that_differs_is_told_and_left_out(session: Session) -> None:
    bring(session, FULL)
    report = bring(session, organisation(id="s1", pic="999999999"))
    assert [(remark.line, remark.column) for remark in report.remarks] == [(2, "pic")]
    assert stored(session, "s1").pic == "123456789"


def test_flag_lets_the_type_add_its_sectors(session: Session) -> None:
    bring(session, organisation(id="c1", type="OTH"))
    bring(session, organisation(id="c1", type="OTH", flags=frozenset({"teacher_training"})))
    assert facts.organisation(stored(session, "c1")).sectors == {"SCH", "VET"}


def test_row_that_fits_two_organisations_is_listed_and_skipped(session: Session) -> None:
    bring(session, organisation(id="a", name="A", oid="E90000001"), organisation(id="b", name="B", pic="111111111"))
    report = bring(session, organisation(id="c", name="C", oid="E90000001", pic="111111111"))
    assert (report.new, report.found, report.skipped) == (0, 0, 1)
    assert "a, b" in str(report.remarks[0])
    assert session.scalar(select(ExternalId).where(ExternalId.value == "c")) is None
    [doubt] = session.scalars(select(Doubt))
    assert (doubt.first_id, doubt.second_id) == (stored(session, "a").id, stored(session, "b").id)
    assert (doubt.reason, doubt.state) == ("identifiers", "open")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WIRTSCHAFTSKAMMER ÖSTERREICH", "Wirtschaftskammer Oesterreich"),
        ("Szkoła w Łodzi", "SZKOLA w lodzi."),
        ("Schule", "schule"),
    ],
)
def test_names_alike_in_one_country_do_not_sit_together_until_decided(session: Session, one: str, other: str) -> None:
    bring(session, organisation(id="a", name=one), as_members=True)
    report = bring(session, organisation(id="b", name=other), organisation(id="c", name=other, country="DE"), as_members=True)
    assert report.alike == 1
    assert [(remark.line, remark.column) for remark in report.remarks] == [(2, "name")]
    assert "a" in str(report.remarks[0])
    population = populations.population(session)
    assert [sorted(map(population.id_of, group)) for group in population.shared_identities] == [["a", "b"]]


def test_names_alike_are_one_group_and_never_pairs(session: Session) -> None:
    rows = [organisation(id=f"o{number}", name="Schule") for number in range(300)]
    report = bring(session, *rows, as_members=True)
    assert report.alike == len(report.remarks) == 299
    assert {remark.line for remark in report.remarks} == set(range(3, 302))
    assert bring(session, organisation(id="one more", name="SCHULE"), as_members=True).alike == 1
    assert count(session, Doubt) == 0
    population = populations.population(session)
    assert [len(group) for group in population.shared_identities] == [301]
    assert (population.blocks, bring(session, *rows).alike) == ((), 0)


def test_name_that_is_filled_in_later_is_compared(session: Session) -> None:
    bring(session, organisation(id="a", name=""), organisation(id="b", name="Schule"))
    report = bring(session, organisation(id="a", name="SCHULE"))
    assert (report.alike, [(remark.line, "b" in str(remark)) for remark in report.remarks]) == (1, [(2, True)])


def test_names_without_letters_and_no_names_are_not_alike(session: Session) -> None:
    assert bring(session, organisation(id="a", name="***"), organisation(id="b", name="---")).alike == 0
    assert bring(session, organisation(id="c", name=""), organisation(id="d", name="")).alike == 0


def test_second_import_changes_nothing(session: Session) -> None:
    rows = (FULL, organisation(name=""), organisation(id="s3", name="technikum jaworznik"))
    bring(session, *rows)
    before = [
        (row.id, row.version, row.updated_at, facts.organisation(row)) for row in session.scalars(select(models.Organisation))
    ]
    report = bring(session, *rows)
    assert (report.new, report.found, report.filled, report.alike) == (0, 3, 0, 0)
    after = [
        (row.id, row.version, row.updated_at, facts.organisation(row)) for row in session.scalars(select(models.Organisation))
    ]
    assert after == before
    assert count(session, Doubt) == 0


def test_changed_organisation_gets_a_new_version(session: Session) -> None:
    bring(session, SCHOOL)
    before = stored(session, "s1").version
    bring(session, organisation(id="s1", city="Radom"))
    assert stored(session, "s1").version > before


def test_row_without_a_name_is_kept_and_not_in_the_population(session: Session) -> None:
    bring(session, organisation(name=""), SCHOOL)
    population = populations.population(session, known=True)
    assert [population.id_of(one) for one in range(population.size)] == ["s1"]


some_id = st.sampled_from("abcdef")
rows = st.lists(
    st.builds(
        organisation,
        id=some_id, name=st.sampled_from(("", "One", "one", "Two")), country=st.sampled_from(("PL", "DE")),
        oid=st.sampled_from((None, "E90000001", "E90000002")), pic=st.sampled_from((None, "100000001", "100000002")),
        city=st.sampled_from(("", "X")), flags=st.sampled_from((frozenset(), frozenset({"eche"}), frozenset({"no_eche"}))),
    ),
    max_size=8, unique_by=lambda row: row.id,
)  # fmt: skip


@settings(max_examples=part_of(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows, min_size=1, max_size=3))
def test_any_files_leave_identifiers_unique_and_a_second_run_adds_nothing(
    session: Session, files: list[list[Organisation]]
) -> None:
    with session.begin_nested() as trial:
        for file in files:
            report = bring(session, *file)
            assert report.new + report.found + report.skipped == len(file)
        shape = [(row.key, row.oid, row.pic, row.name, sorted(ids(row))) for row in session.scalars(select(models.Organisation))]
        for oid_or_pic in (1, 2):
            given_ones = [one[oid_or_pic] for one in shape if one[oid_or_pic]]
            assert len(given_ones) == len(set(given_ones))
        for file in files:
            assert bring(session, *file).new == 0
        trial.rollback()
    session.expunge_all()


PROJECT = PastProject("p1", "Erasmus+ KA202", 2018, "Bread", ("agri-food",))


def past(session: Session, projects: list[PastProject], took_part: list[Participation]) -> imports_history.ImportedHistory:
    return imports_history.projects(session, sheet(*projects), sheet(*took_part))


def test_history_is_imported_once(session: Session) -> None:
    bring(session, SCHOOL, organisation(id="o2", name="Two", pic="111111111"), organisation(id="o3", pic="111111111"))
    took_part = [
        Participation("p1", "s1", "coordinator"),
        Participation("p1", "o2", "partner"),
        Participation("p1", "o3", "partner"),
    ]
    report = past(session, [PROJECT], took_part)
    assert (report.projects, report.participations, report.left_out) == (1, 2, ())
    again = past(session, [PROJECT], took_part)
    assert (again.projects, again.participations) == (0, 0)
    assert count(session, models.Participation) == 2
    project = session.scalars(select(models.PastProject)).one()
    assert (project.key, project.call, project.year, project.title, project.topics) == (
        "p1",
        "Erasmus+ KA202",
        2018,
        "Bread",
        ["agri-food"],
    )


def test_history_of_what_is_unknown_is_left_out_with_its_line(session: Session) -> None:
    bring(session, SCHOOL)
    took_part = [
        Participation("p1", "nobody", "partner"),
        Participation("p9", "s1", "partner"),
        Participation("p1", "s1", "partner"),
    ]
    report = past(session, [PROJECT], took_part)
    assert report.participations == 1
    assert [(remark.line, remark.column) for remark in report.left_out] == [(2, "organisation_id"), (3, "project_id")]


def test_history_finds_organisations_by_oid_and_pic(session: Session) -> None:
    bring(session, organisation(id="o1", name="One", oid="E00000001"), organisation(id="o2", name="Two", pic="111111111"))
    took_part = [Participation("p1", "E00000001", "coordinator"), Participation("p1", "111111111", "partner")]
    report = past(session, [PROJECT], took_part)
    assert (report.participations, report.left_out) == (2, ())


def test_known_project_is_filled_where_it_is_empty(session: Session) -> None:
    past(session, [PastProject("p1", "", None, "Kept", ())], [])
    past(session, [PROJECT], [])
    project = session.scalars(select(models.PastProject)).one()
    assert (project.call, project.year, project.title, project.topics) == ("Erasmus+ KA202", 2018, "Kept", ["agri-food"])


def test_outcome_is_told_in_sentences(session: Session) -> None:
    assert "1 organisation is new" in [str(sentence) for sentence in bring(session, SCHOOL).sentences()]
    assert "1 project is new" in [str(sentence) for sentence in past(session, [PROJECT], []).sentences()]
