"""Importing past projects and who took part in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from matchmaker import models
from matchmaker.inputs.interchange import Remark, Sheet
from matchmaker.inputs.organisations import Participation, PastProject
from matchmaker.language import N_, Message, nsay, say
from matchmaker.services import changes, history, seen, statistics
from matchmaker.services.imports_register import portions


@dataclass(frozen=True, slots=True)
class ImportedHistory:
    """What became of the rows of the two files; `left_out` are the lines of participations that name something unknown."""

    projects: int
    participations: int
    left_out: tuple[Remark, ...]

    def sentences(self) -> Iterator[Message]:
        """The outcome for whoever runs the import."""
        yield nsay(N_("%(n)s project is new"), N_("%(n)s projects are new"), self.projects)
        yield nsay(N_("%(n)s participation is new"), N_("%(n)s participations are new"), self.participations)
        yield nsay(N_("%(n)s participation was left out"), N_("%(n)s participations were left out"), len(self.left_out))


def projects(session: Session, past: Sheet[PastProject], took_part: Sheet[Participation]) -> ImportedHistory:
    """Bring in past projects and participations; what is there already is not written twice.

    A participation of a project or an organisation that is not known is left out with a remark.
    """
    new_projects = _write_projects(session, past)
    project_ids = _numbers(session, models.PastProject.key, models.PastProject.id, [row.project_id for row in took_part.rows])
    ids = [row.organisation_id for row in took_part.rows]
    organisation_ids = _organisations(session, ids)
    there = _there(session, list(project_ids.values()))
    left_out: list[Remark] = []
    new: dict[tuple[int, int, str], None] = {}
    for row, line in zip(took_part.rows, took_part.lines, strict=True):
        project, organisation = project_ids.get(row.project_id), organisation_ids.get(row.organisation_id)
        if project is None:
            left_out.append(Remark(line, "project_id", say(N_("no project %(id)s: left out"), id=row.project_id)))
        elif organisation is None:
            left_out.append(Remark(line, "organisation_id", say(N_("no organisation %(id)s: left out"), id=row.organisation_id)))
        elif (project, organisation, row.role) not in there:
            new[project, organisation, row.role] = None
    if new:
        names = ("project_id", "organisation_id", "role")
        session.execute(insert(models.Participation), [dict(zip(names, one, strict=True)) for one in new])
    history.record(session, None, "import.history", projects=new_projects, participations=len(new))
    session.flush()
    statistics.renew(session, new_projects + len(new))
    return ImportedHistory(new_projects, len(new), tuple(left_out))


def _write_projects(session: Session, past: Sheet[PastProject]) -> int:
    """Write the new projects, and fill what is empty in those that are there; how many are new."""
    stored = _numbers(session, models.PastProject.key, models.PastProject.id, [row.id for row in past.rows])
    rows = [
        {"key": row.id, "call": row.call, "year": row.year, "title": row.title, "topics": list(row.topics)}
        for row in past.rows
        if row.id not in stored
    ]
    if rows:
        session.execute(insert(models.PastProject), rows)
    told = {row.id: row for row in past.rows if row.id in stored}
    for keys in portions(list(told)):
        filled = select(models.PastProject).where(models.PastProject.key.in_(keys))
        for project in session.scalars(filled.options(selectinload(models.PastProject.participations))):
            row = told[project.key]
            if (not project.call and row.call) or (not project.year and row.year):
                changes.note(session, (one.organisation_id for one in project.participations))
            project.call = project.call or row.call
            project.year = project.year or row.year
            project.title = project.title or row.title
            project.topics = project.topics or list(row.topics)
    return len(rows)


def _organisations(session: Session, ids: list[str]) -> dict[str, int]:
    """Whose each id is: one it was imported under, its OID or its PIC."""
    row = models.Organisation
    return {
        **_numbers(session, row.pic, row.id, ids, seen.by_anybody()),
        **_numbers(session, row.oid, row.id, ids, seen.by_anybody()),
        **_numbers(session, models.ExternalId.value, models.ExternalId.organisation_id, ids),
    }


def _numbers(
    session: Session,
    key: InstrumentedAttribute[Any],
    number: InstrumentedAttribute[int],
    values: list[str],
    which: ColumnElement[bool] | None = None,
) -> dict[str, int]:
    """Which number belongs to each of the keys that are stored; which: only of rows that it is true of."""
    found: dict[str, int] = {}
    for some in portions(list(dict.fromkeys(values))):
        stored = select(key, number).where(key.in_(some), true() if which is None else which)
        found |= dict(session.execute(stored).all())
    return found


def _there(session: Session, project_ids: list[int]) -> set[tuple[int, int, str]]:
    """The participations of these projects that are stored."""
    row = models.Participation
    rows = select(row.project_id, row.organisation_id, row.role)
    return {one for some in portions(project_ids) for one in session.execute(rows.where(row.project_id.in_(some)))}
