"""Past projects and who took part in them, as the interchange format writes them."""

from pathlib import Path
from typing import cast

from matchmaker.inputs.interchange import cells
from matchmaker.inputs.interchange.organisations import MAX_ID
from matchmaker.inputs.interchange.sheets import Cells, Format, Sheet, read_sheet
from matchmaker.inputs.organisations import Participation, PastProject
from matchmaker.inputs.particulars import Role

MAX_CALL, MAX_TITLE = 200, 1000


def read_projects(path: Path) -> Sheet[PastProject]:
    """`projects.csv`. Raises `Invalid` when the file is no such table; what is wrong with a line is in `problems`."""
    return read_sheet(path, PROJECTS)


def read_participations(path: Path) -> Sheet[Participation]:
    """`participations.csv`; a line that stands twice counts once, with a note. Two roles in one project are two lines."""
    return read_sheet(path, PARTICIPATIONS)


def _project(line: Cells) -> PastProject:
    return PastProject(
        id=line.need("id", cells.text(MAX_ID)),
        call=line.get("call", cells.text(MAX_CALL), ""),
        year=line.get("year", cells.year, None),
        title=line.get("title", cells.text(MAX_TITLE), ""),
        topics=line.get("topics", cells.slugs, ()),
    )


def _participation(line: Cells) -> Participation:
    return Participation(
        project_id=line.need("project_id", cells.text(MAX_ID)),
        organisation_id=line.need("organisation_id", cells.text(MAX_ID)),
        role=cast("Role", line.need("role", cells.role)),
    )


PROJECTS = Format(("id", "call", "year", "title", "topics"), ("id", "call", "year"), _project, lambda row: row.id)
PARTICIPATIONS = Format(
    ("project_id", "organisation_id", "role"),
    ("project_id", "organisation_id", "role"),
    _participation,
    lambda row: (row.project_id, row.organisation_id, row.role),
    repeats_matter=False,
)
