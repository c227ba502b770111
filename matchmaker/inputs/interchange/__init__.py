"""The interchange format: organisations, projects and participations from CSV, gzipped CSV or a spreadsheet."""

from matchmaker.inputs.interchange.history import read_participations, read_projects
from matchmaker.inputs.interchange.organisations import read_organisations
from matchmaker.inputs.interchange.sheets import Remark, Sheet

__all__ = ["Remark", "Sheet", "read_organisations", "read_participations", "read_projects"]
