"""Small invented pasts: organisations of three countries and projects of several years, as hypothesis draws them."""

from dataclasses import dataclass

from hypothesis import strategies as st

from matchmaker.evaluation import Dataset
from matchmaker.evaluation.affinity import PastConsortium
from matchmaker.inputs.organisations import Organisation

COUNTRIES = ("PL", "DE", "FR")
SECTORS = (frozenset(), frozenset({"VET"}), frozenset({"HED", "ADU"}), frozenset({"VET", "BUS"}))
TOPICS = ("inclusion", "green-skills", "tourism")


@dataclass(frozen=True)
class Asked:
    """A dataset and the number of a project with two members or more in it."""

    dataset: Dataset
    number: int


def organisation(key: str, country: str = "PL", sectors: frozenset[str] = frozenset(), **facts: object) -> Organisation:
    return Organisation(id=key, name=key, country=country, type="OTH", sectors=sectors, **facts)


@st.composite
def pasts(draw: st.DrawFn) -> tuple[list[int], list[PastConsortium]]:
    country = draw(st.lists(st.integers(0, len(COUNTRIES) - 1), min_size=1, max_size=7))
    members = st.frozensets(st.integers(0, len(country) - 1), max_size=5).map(lambda found: tuple(sorted(found)))
    return country, draw(
        st.lists(st.builds(PastConsortium, members, st.frozensets(st.sampled_from(TOPICS), max_size=2)), max_size=7)
    )


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    size = draw(st.integers(3, 9))
    organisations = tuple(
        organisation(f"o{one}", draw(st.sampled_from(COUNTRIES)), draw(st.sampled_from(SECTORS))) for one in range(size)
    )
    members = st.frozensets(st.integers(0, size - 1), min_size=1, max_size=5).map(lambda found: tuple(sorted(found)))
    past = st.builds(PastConsortium, members, st.frozensets(st.sampled_from(TOPICS), max_size=2))
    projects = tuple(draw(st.lists(past, min_size=2, max_size=8)))
    years = tuple(draw(st.one_of(st.none(), st.integers(2014, 2018))) for _ in projects)
    return Dataset(organisations, projects, years)


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    dataset = draw(datasets().filter(lambda one: any(len(project.members) > 1 for project in one.projects)))
    numbers = [number for number, project in enumerate(dataset.projects) if len(project.members) > 1]
    return Asked(dataset, draw(st.sampled_from(numbers)))
