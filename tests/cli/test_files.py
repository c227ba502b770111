"""Populations and histories read from files: who is meant by which id."""

from pathlib import Path

import pytest

from matchmaker.cli import main
from matchmaker.cli.files import history_of, population_of

ORGANISATIONS = """id,name,country,type,oid,pic
s1,Technikum Jaworznik,PL,EPLUS-EDU-VOC-SEC,E90000001,123456789
s2,Kammer Nirgendwo,DE,EPLUS-SOCIAL,E90000001,
E90000003,Ecole de la Rade,FR,EPLUS-EDU-VOC-SEC,,
s4,Instituto Ribeira,ES,EPLUS-EDU-VOC-SEC,E90000003,
"""
PARTICIPATIONS = """project_id,organisation_id,role
p1,123456789,coordinator
p1,s2,associated
p1,s2,partner
p2,s2,associated
p2,E90000002,partner
"""


def test_organisations_are_found_by_oid_and_pic(tmp_path: Path) -> None:
    file = tmp_path / "organisations.csv"
    file.write_text(ORGANISATIONS, encoding="utf-8")
    index = population_of([file], []).index
    assert (index["s1"], index["E90000001"], index["123456789"]) == (0, 0, 0)
    assert index["E90000003"] == 2  # an own id goes before another's OID


def test_history_counts_who_is_named_by_any_id(tmp_path: Path) -> None:
    organisations, participations = tmp_path / "organisations.csv", tmp_path / "participations.csv"
    organisations.write_text(ORGANISATIONS, encoding="utf-8")
    participations.write_text(PARTICIPATIONS, encoding="utf-8")
    notes: list[str] = []
    population = population_of([organisations], notes)
    history = history_of([participations], population, notes)
    assert [history.projects_of(one) for one in population.read([0, 1])] == [{"p1"}, {"p1"}]
    assert history.members_of("p1") == {"s1", "s2"}
    assert "1 rows name organisations that are not in the population" in notes[-1]


def test_refused_request_gets_one_line_whatever_was_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    organisations, asked = tmp_path / "organisations.csv", tmp_path / "request.json"
    organisations.write_text(ORGANISATIONS, encoding="utf-8")
    asked.write_text('{"call": "ka202-2018", "initiator": "nobody"}', encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["suggest", str(asked), "--population", str(organisations), "--json"])
    said = capsys.readouterr()
    assert (left.value.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert "initiator" in said.err
