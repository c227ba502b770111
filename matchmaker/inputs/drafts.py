"""An idea on its way: what a person has said so far, by the steps in which it is asked, and what its text hints at.

What is said is a mapping in plain JSON: each field of `IdeaForm` as a form sends it, right or wrong, and beside them
`hinted`, which of the choices are there because the text hints at them ({field: {code: words}}), and `refused`, what was
hinted at and taken out again (`fields:1013`), which does not come back.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Literal

from matchmaker.errors import Invalid
from matchmaker.inputs.ideas import IdeaForm, problems
from matchmaker.inputs.parsing import parse
from matchmaker.programme import hints
from matchmaker.programme.calls import Call

Step = Literal["what", "whom", "when"]
Said = Mapping[str, Any]
STEPS: Final[Mapping[Step, tuple[str, ...]]] = {
    "what": ("title", "summary", "fields", "topics", "priorities", "project_type", "activities"),
    "whom": (
        *("seats", "expertise", "size_min", "size_max", "language", "countries", "not_countries", "same_country"),
        *("third_countries", "confirmed_only"),
    ),
    "when": ("applicant", "round", "variant", "months", "is_shown"),
}
"""What is asked in which step."""
HINTED: Final = ("fields", "topics", "priorities")
"""What a text may hint at."""
_PLACEHOLDER: Final = "?"


def said_of(form: IdeaForm, call: Call) -> dict[str, Any]:
    """An idea that is described, as what was said of it. Nothing that its text hints at and it does not have comes back."""
    said: dict[str, Any] = form.model_dump(mode="json", exclude={"call"}, exclude_none=True)
    said["same_country"] = {True: "yes", False: "no", None: ""}[form.same_country]
    found = hints.of(text_of(said), call.priorities)
    listed = zip(HINTED, (found.fields, found.topics, found.priorities), strict=True)
    refused = [f"{name}:{one.code}" for name, some in listed for one in some if one.code not in said[name]]
    return {**said, "refused": refused}


def text_of(said: Said) -> str:
    """The own words that hints are taken from."""
    return f"{said.get('title', '')}. {said.get('summary', '')}"


def hint(said: Said, shown: Collection[str], call: Call, *, propose: bool) -> dict[str, Any]:
    """The same with what the text hints at chosen, if `propose`; else only what was shown before and not taken out.

    shown: the hints that the form showed (`fields:1013`); those of them that are not chosen were taken out. What was chosen
    only for a word that the text holds no more goes with it.
    """
    found = hints.of(text_of(said), call.priorities)
    by_name = dict(zip(HINTED, (found.fields, found.topics, found.priorities), strict=True))
    refused = [*said.get("refused", ()), *(one for one in shown if not _is_chosen(said, one))]
    after: dict[str, Any] = {**said, "refused": list(dict.fromkeys(refused)), "hinted": {}}
    for name, some in by_name.items():
        words = {one.code: one.words for one in some}
        before = said.get("hinted", {}).get(name, {})
        chosen = [code for code in said.get(name, ()) if code not in before or code in words]
        kept = {code: words[code] for code in chosen if code in before}
        most = call.priorities_needed.max if name == "priorities" and call.priorities_needed else None
        for code in words if propose else ():
            if code not in chosen and f"{name}:{code}" not in refused and (most is None or len(chosen) < most):
                chosen.append(code)
                kept[code] = words[code]
        after[name], after["hinted"][name] = chosen, kept
    return after


def _is_chosen(said: Said, hinted: str) -> bool:
    name, _, code = hinted.partition(":")
    return code in said.get(name, ())


def understand(said: Said, call: Call, held: Sequence[str] = ()) -> tuple[IdeaForm, dict[str, object]]:
    """The idea as far as it can be understood, and what is wrong with the rest: field -> sentence.

    held: as for `problems`. A title that is missing is a mistake, and `?` in the form.
    """
    document = {name: said[name] for name in IdeaForm.model_fields if name in said} | {"call": call.id}
    wrong: dict[str, object] = {}
    try:
        form = parse(IdeaForm, document)
    except Invalid as error:
        wrong = dict(error.problems)
        for key in wrong:
            document.pop(key.partition(".")[0], None)
        form = parse(IdeaForm, {"title": _PLACEHOLDER, **document})
    wrong |= problems(form, call, held)
    return form, wrong


def step_of(field: str) -> Step:
    """The step in which a field is asked, the first for what none asks."""
    name = field.partition(".")[0]
    return next((step for step, names in STEPS.items() if name in names), "what")
