"""What the form of a request says, by the fields of an input model."""

from itertools import islice, zip_longest
from typing import Any, Final

import annotated_types
from flask import request
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from matchmaker.inputs import places
from matchmaker.inputs.forms import LONGEST_LIST
from matchmaker.inputs.ideas import is_untouched
from matchmaker.programme.reading import LONGEST_CODE
from matchmaker.web.demands import bound, is_list, is_rows

LONGEST_TEXT: Final = 5000


def given(model: type[BaseModel]) -> dict[str, Any]:
    """What the request's form says for each field of the model; what was left empty the model takes as not said."""
    return {name: _sent(name, info) for name, info in model.model_fields.items()}


def _sent(name: str, info: FieldInfo) -> Any:
    """Every entry of a list, or row of two, whether a tick was set, or the text. Of too many, one too many is left to say so."""
    if is_list(info):
        most = (bound(info, annotated_types.MaxLen, "max_length") or LONGEST_LIST) + 1
        entries = request.form.getlist(name)
        if not is_rows(info):
            entries += places.codes(request.form.get(f"{name}_typed", "")[:LONGEST_TEXT])
            return [one for one in entries if one.strip()][:most]
        rows = zip_longest(entries, request.form.getlist(f"{name}_number"), fillvalue="")
        said = ({"what": what, "number": number} for what, number in rows if not is_untouched(what, number))
        return list(islice(said, most))
    return name in request.form if info.annotation is bool else request.form.get(name, "")


def cut(value: Any, info: FieldInfo) -> Any:
    """What was sent as it is shown again: nothing that was refused for its length is sent back whole."""
    if isinstance(value, str):
        return value[: bound(info, annotated_types.MaxLen, "max_length") or LONGEST_TEXT]
    if isinstance(value, list):
        return [
            {key: str(part)[:LONGEST_CODE] for key, part in one.items()} if isinstance(one, dict) else str(one)[:LONGEST_CODE]
            for one in value
        ]
    return value
