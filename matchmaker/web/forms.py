"""HTML forms from pydantic input models: how each field is asked for, what was given, what is wrong with it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from types import TracebackType
from typing import Any, ClassVar, Generic, Literal, TypeVar

import annotated_types
from flask import Response, make_response, render_template, request
from flask_limiter import RateLimitExceeded
from pydantic import BaseModel

from matchmaker.errors import Conflict, Invalid, Refused, TooOften
from matchmaker.inputs import parsing
from matchmaker.inputs.request import LARGEST
from matchmaker.language import Message, say
from matchmaker.language import whole as in_full
from matchmaker.web import meanwhile, transactions
from matchmaker.web.demands import bound, empty
from matchmaker.web.limits import exceeded
from matchmaker.web.numbers import whole
from matchmaker.web.sent import cut, given

Widget = Literal[
    "text",
    "area",
    "email",
    "password",
    "url",
    "number",
    "date",
    "select",
    "radios",
    "kinds",
    "checks",
    "check",
    "fields",
    "three",
    "seats",
    "countries",
]
ModelT = TypeVar("ModelT", bound=BaseModel)
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Choice:
    """One thing to choose: what is sent, what is read, and what explains it. `group` heads a run of choices."""

    value: str
    label: str
    explanation: str = ""
    small: str = ""
    group: str = ""


@dataclass(frozen=True)
class Run:
    """Choices under one heading; an empty heading is none."""

    group: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Asked:
    """How a field of an input model is asked for. Label and hint are texts to translate; choices are made when they are read."""

    name: str
    label: str
    widget: Widget = "text"
    hint: str = ""
    choices: Callable[[], Iterable[Choice]] | None = None
    sought: Callable[[Sequence[str], str], Iterable[Choice]] | None = None
    """Choices for what is chosen already and for the words that were typed."""
    autocomplete: str = ""
    rows: int = 3
    missing: str = ""
    """What to do, as a whole sentence, when nothing is said where something is needed."""

    @property
    def needed(self) -> Message | None:
        """That sentence."""
        return say(self.missing) if self.missing else None


@dataclass(frozen=True)
class Field:
    """A field as a template draws it: how it is asked for, what the model demands, what was given, what is wrong."""

    asked: Asked
    value: Any
    problems: dict[str, object]
    """What is wrong with it (no key), or with one of its entries (`2`, `2.what`): a sentence each."""
    required: bool
    maxlength: int | None
    least: int | None
    most: int | None
    choices: tuple[Choice, ...]
    theirs: str | None = None
    """What is stored meanwhile, where somebody else was faster and it is something else; empty = nothing."""
    largest: ClassVar = LARGEST
    """Organisations that one seat may ask for."""

    @property
    def runs(self) -> list[Run]:
        """The choices in runs of one group."""
        return [Run(head, tuple(choices)) for head, choices in groupby(self.choices, lambda choice: choice.group)]

    @property
    def seats(self) -> list[dict[str, Any]]:
        """Rows of seats, each with what is wrong with it: those that were given, and one to fill while there may be more."""
        rows = [row if isinstance(row, dict) else {"what": str(row), "number": 1} for row in self.value]
        if len(rows) < (self.maxlength or LARGEST) and (not rows or rows[-1]["what"]):
            rows.append({"what": "", "number": 1})
        wrong = {key.partition(".")[0]: message for key, message in reversed(self.problems.items())}
        return [{**row, "problem": wrong.get(str(n))} for n, row in enumerate(rows)]

    @property
    def problem(self) -> object | None:
        """What is wrong with it or with one of its entries; of seats, each row says that itself."""
        return next((one for key, one in self.problems.items() if not key or self.asked.widget != "seats"), None)

    @property
    def is_extended(self) -> bool:
        """Whether one more row was just asked for."""
        return request.form.get("find") == self.name

    @property
    def chosen(self) -> list[Choice]:
        """The choices that are chosen."""
        return [choice for choice in self.choices if self.has(choice.value)]

    def stated(self, run: Run) -> int:
        """Of how many of these something is said, yes or no."""
        return sum(self.has(choice.value) or self.has(f"no_{choice.value}") for choice in run.choices)

    @property
    def unknown(self) -> list[str]:
        """What was typed and is none of the choices."""
        return [str(one) for one in self.value if one not in {choice.value for choice in self.choices}]

    @property
    def name(self) -> str:
        """The name it is sent under."""
        return self.asked.name

    @cached_property
    def _entries(self) -> frozenset[str]:
        return frozenset(self.value if isinstance(self.value, list | tuple | set | frozenset) else [str(self.value)])

    def has(self, value: str) -> bool:
        """Whether this choice is chosen."""
        return value in self._entries


@dataclass
class Form(Generic[ModelT]):
    """A form of one request. As a context manager it keeps what is `Invalid`, `Conflict` or `TooOften` inside, and shows it.

    What is `Refused` too, if text was typed: that is not lost, whatever stands against it.
    """

    model: type[ModelT]
    asked: tuple[Asked, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: dict[str, object] = field(default_factory=dict)
    changes: tuple[object, ...] = ()
    """What somebody else did since this form was drawn; the fields that say something else now are shown with it."""
    is_refused: bool = False
    wait: int = 0
    """Seconds until it may be sent again, when it was sent too often."""
    only: Collection[str] | None = None
    """The fields that this page asks for, where it is one of several; the others keep their values."""

    @property
    def sent(self) -> bool:
        """Whether it was sent to be done, and not only looked at, or shown again with what was found without JavaScript."""
        return request.method == "POST" and "find" not in request.form

    def __post_init__(self) -> None:
        self.stored = dict(self.values)
        if request.method == "POST":
            sent = given(self.model)
            self.values = sent if self.only is None else {**self.values, **{name: sent[name] for name in self.only}}

    def parsed(self, **more: object) -> ModelT:
        """What was sent, as the model. Raises `Invalid`; what is needed and was not said gets the sentence of its field."""
        try:
            return parsing.parse(self.model, {**self.values, **more})
        except Invalid as wrong:
            raise Invalid(self.worded(wrong.problems)) from None

    def worded(self, problems: Mapping[str, object]) -> dict[str, object]:
        """The same mistakes; what is needed and was not said gets the sentence of its field."""
        needed = {one.name: one.needed for one in self.asked}
        return {
            key: (parsing.is_nothing_said(problem) and needed.get(key.partition(".")[0])) or problem
            for key, problem in problems.items()
        }

    def __enter__(self) -> "Form[ModelT]":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        match error:
            case Invalid():
                self.problems.update(error.problems)
            case Conflict():
                self.problems[""], self.changes = meanwhile.FASTER, error.changes
            case Refused() if self._was_typed:
                self.problems[""], self.is_refused = in_full(error), True
            case TooOften() | RateLimitExceeded():
                late = error if isinstance(error, TooOften) else exceeded()
                self.problems[""], self.wait = late.message, late.seconds
            case _:
                return False
        transactions.reading()
        return True

    @property
    def _was_typed(self) -> bool:
        """Whether there is text that somebody typed, but for passwords, which nobody gets back."""
        typed = (self.values.get(one.name) for one in self.asked if one.widget in ("text", "area"))
        return any(isinstance(one, str) and one.strip() for one in typed)

    def page(self, template: str, **context: object) -> Response:
        """The page with this form; shown again 422 for what is wrong, 409 for a conflict or a refusal, 429 for too often."""
        response = make_response(render_template(template, form=self, **context))
        response.status_code = 429 if self.wait else 409 if self.changes or self.is_refused else 422 if self.problems else 200
        if self.wait:
            response.headers["Retry-After"] = str(self.wait)
        return response

    def __getitem__(self, name: str) -> Field:
        asked = next(one for one in self.asked if one.name == name)
        info = self.model.model_fields[name]
        problems = {key.partition(".")[2]: one for key, one in self.problems.items() if key.partition(".")[0] == name}
        value = self.values.get(name, empty(info))
        if request.method == "POST":
            value = cut(value, info)
        choices = _choices(asked, value, only_ours=bool(problems))
        if problems and asked.widget in ("checks", "fields"):
            ours = {choice.value for choice in choices}
            value = [one for one in value if one in ours]
        return Field(
            asked=asked,
            value=value.isoformat() if isinstance(value, date) else value,
            problems=problems,
            required=info.is_required(),
            maxlength=bound(info, annotated_types.MaxLen, "max_length"),
            least=bound(info, annotated_types.Ge, "ge"),
            most=bound(info, annotated_types.Le, "le"),
            choices=tuple(choices),
            theirs=meanwhile.theirs(self.stored.get(name), self.values.get(name), choices) if self.changes else None,
        )

    @property
    def mistakes(self) -> list[tuple[str, str, object]]:
        """What is wrong, in the order of the fields: name (or nothing, for the whole), label (or nothing), sentence."""
        places = {one.name: place for place, one in enumerate(self.asked)}
        rows = [(places.get(key.split(".")[0], -1), message) for key, message in self.problems.items()]
        return [
            ("", "", message) if place < 0 else (asked.name, "" if message == asked.needed else asked.label, message)
            for place, message in sorted(rows, key=lambda row: row[0])
            for asked in [self.asked[place]]
        ]


def _choices(asked: Asked, value: Any, *, only_ours: bool) -> list[Choice]:
    """What can be chosen; what is chosen stays to be seen, also when no list of ours has it, unless it was refused."""
    if asked.sought is not None:
        return list(asked.sought([str(one) for one in value], typed_words(asked.name)))
    if asked.choices is None:
        return []
    choices = list(asked.choices())
    if asked.widget in ("checks", "seats") and not only_ours:
        listed = {choice.value for choice in choices}
        chosen = (str(one["what"] if isinstance(one, dict) else one) for one in value)
        choices += [Choice(one, one) for one in chosen if one and one not in listed]
    return choices


def typed_words(name: str) -> str:
    """The words by which choices for a field are looked for."""
    return request.form.get(f"{name}_words", "")[:LONGEST_WORDS]


def version() -> int | None:
    """Which version of the thing the form was drawn from."""
    return whole(request.form.get("version", ""))


def values_of(thing: object, model: type[BaseModel], **more: object) -> dict[str, Any]:
    """What a stored thing says for each field of the model, to be changed."""
    stored = {name: getattr(thing, name) for name in model.model_fields if hasattr(thing, name)}
    return {name: value for name, value in stored.items() if value is not None} | more
