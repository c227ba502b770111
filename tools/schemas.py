"""Write the JSON Schemas of what people hand in, from the models that read it (`python -m tools.schemas`, `make schemas`).

A schema says what an editor can check while somebody types: fields, kinds, codes, limits. What needs several fields at once, a
population or the call itself is left to the program, as docs/formats.md says.
"""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from matchmaker.inputs.consortium import ConsortiumDocument, Stated
from matchmaker.inputs.request import Request
from matchmaker.programme import documents
from matchmaker.programme.assessment import ASSESSMENTS, Assessment
from matchmaker.programme.calls import Call
from matchmaker.programme.countries import LISTS, CountryList
from matchmaker.programme.dates import Confirmation
from matchmaker.programme.documents import Document
from matchmaker.programme.guides import WORKED_OUT
from matchmaker.programme.statements import Slug
from matchmaker.programme.variants import Variant

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "schemas"
LOCAL: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?$"
"""A date and a time of day in Brussels; with an offset it is refused."""


class Schema(GenerateJsonSchema):
    """The schema of a model: without titles made from names; where null means not given, null is allowed."""

    def field_title_should_be_set(self, schema: object) -> bool:
        """A field is called by its name."""
        return False

    def datetime_schema(self, schema: core_schema.DatetimeSchema) -> JsonSchemaValue:
        """Only deadlines are moments."""
        return {"type": "string", "pattern": LOCAL}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """As pydantic has it; what `Stated` takes for not given may stand there."""
        made = super().model_schema(schema)
        if issubclass(schema["cls"], Stated):
            for name in made["properties"].keys() - set(made.get("required", ())):
                made["properties"][name] = _or_null(made["properties"][name])
        return made


class VariantFile(Variant):
    """A variant as a TOML file states it."""

    assessment: str | Assessment | None = None  # type: ignore[assignment]  # a file names a set or states one


class CallFile(Call):
    """A call as a TOML file states it. One that `extends` another states its id and what differs, whole keys at a time."""

    extends: Slug | None = None
    counting: str | CountryList  # type: ignore[assignment]  # a file names a list or states one, the call has it resolved
    assessment: str | Assessment | None = None  # type: ignore[assignment]  # the same
    documents: str | tuple[Document, ...] = ()  # type: ignore[assignment]  # here too
    variants: tuple[VariantFile, ...] = ()


def schemas() -> dict[str, dict[str, Any]]:
    """File name -> schema."""
    return {
        "consortium.json": _schema(ConsortiumDocument),
        "request.json": _schema(Request),
        "call.json": _call_file(),
    }


def text(schema: dict[str, Any]) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    made = model.model_json_schema(by_alias=True, schema_generator=Schema)
    return {"$schema": Schema.schema_dialect, **made}


def _call_file() -> dict[str, Any]:
    """What a whole call needs is needed only where nothing is extended; what is worked out is stated by no file."""
    made = _schema(CallFile)
    for name in WORKED_OUT:
        del made["properties"][name]
    del made["$defs"][Confirmation.__name__]
    made["properties"]["counting"]["anyOf"][0]["enum"] = list(LISTS)
    variant = made["$defs"][VariantFile.__name__]["properties"]
    del variant["expected"]
    for stated in (made["properties"], variant):
        stated["assessment"]["anyOf"][0]["enum"] = list(ASSESSMENTS)
    made["properties"]["documents"]["anyOf"][0]["enum"] = list(documents.LISTS)
    needed = [name for name in made.pop("required") if name not in WORKED_OUT]
    return {**made, "required": ["id"], "anyOf": [{"required": ["extends"]}, {"required": needed}]}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = schema.get("anyOf", ())
    if {"type": "null"} in kinds:
        return schema
    return {
        "anyOf": [{key: part for key, part in schema.items() if key != "default"}, {"type": "null"}],
        "default": schema["default"],
    }


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (FOLDER / name).write_text(text(schema), "utf-8")


if __name__ == "__main__":
    main()
