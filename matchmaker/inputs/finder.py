"""Five questions that lead to a call: who one is, the field, how long, with whom, how much money. Each may stay open."""

from typing import Annotated

from pydantic import Field

from matchmaker.inputs.consortium import HIGHEST_GRANT, LONGEST_PROJECT
from matchmaker.inputs.forms import MOST_COUNTRIES, Form, Whole
from matchmaker.inputs.request import LARGEST
from matchmaker.language import N_
from matchmaker.programme import reading
from matchmaker.programme.application import ProjectField
from matchmaker.programme.countries import CountryCode
from matchmaker.programme.kinds import KINDS


class CallQuestions(Form):
    """organisations, countries: those there are already, one's own included. months: of the project; money: in euro."""

    kind: Annotated[str, *reading.one_of(KINDS, N_("a kind of organisation"))] | None = None
    country: CountryCode | None = None
    field: ProjectField | None = None
    months: Annotated[Whole, Field(ge=1, le=LONGEST_PROJECT)] | None = None
    organisations: Annotated[Whole, Field(ge=1, le=LARGEST)] | None = None
    countries: Annotated[Whole, Field(ge=1, le=MOST_COUNTRIES)] | None = None
    money: Annotated[Whole, Field(ge=1, le=HIGHEST_GRANT)] | None = None
