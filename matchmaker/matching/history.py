"""Who did which past projects: what joint projects are counted from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from matchmaker.inputs.organisations import Organisation, Participation


class History:
    """Past participations, read-only. An associated role makes no joint project and is left out.

    titles: id of a project -> its title, as far as somebody knows it; topics: the same for its topics, which may be none.
    """

    def __init__(
        self,
        participations: Iterable[Participation] = (),
        titles: Mapping[str, str] | None = None,
        topics: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self.titles: Mapping[str, str] = titles or {}
        self.topics: Mapping[str, Collection[str]] = topics or {}
        self._projects_of: dict[str, set[str]] = defaultdict(set)
        self._members_of: dict[str, set[str]] = defaultdict(set)
        for row in participations:
            if row.role != "associated":
                self._projects_of[row.organisation_id].add(row.project_id)
                self._members_of[row.project_id].add(row.organisation_id)

    def projects_of(self, organisation: Organisation) -> frozenset[str]:
        """The ids of the projects it took part in, under any of its ids."""
        ids = (organisation.id, *organisation.other_ids)
        return frozenset().union(*(self._projects_of.get(one, ()) for one in ids))

    def members_of(self, project: str) -> frozenset[str]:
        """The ids, as written, of those that took part in a project."""
        return frozenset(self._members_of.get(project, ()))
