"""Data that has not the form of its record, looked at by pydantic: every fault at once; and the forms as JSON Schema.

Both are seldom asked for, and loading pydantic takes longer than reading the sources does: nothing loads this module
until it is. What pydantic looks for is made of the records themselves, so that each form is written down once.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated, Any, Literal, Union

from msgspec import NODEFAULT, Meta
from msgspec.structs import FieldInfo, fields
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, ValidationError, create_model

from build_tools.records.base import Fault, Path, Record
from build_tools.records.described import records_in
from build_tools.records.kinds import is_bare, is_union, kinds_of

_LIMITS = ("min_length", "max_length", "ge", "le", "pattern")
#: Patterns are Python's, as those that msgspec looks for.
_CONFIG = ConfigDict(extra="forbid", regex_engine="python-re")
#: The end of a text in Python, where `$` may stand before an end of line; in JSON Schema `$` is the end.
_END = r"\Z"


def judged(record: type[Record], data: object) -> dict[str, Any] | tuple[Fault, ...]:
    """Every fault in the data; or, when it only wants other writing (a text less white space), what it comes to."""
    try:
        sound = _model(record).model_validate(data)
    except ValidationError as error:
        return tuple(_fault(record, detail) for detail in error.errors())
    found: dict[str, Any] = sound.model_dump(exclude_unset=True)
    return found


def schema_of(record: type[Record]) -> dict[str, Any]:
    """The record's JSON Schema (draft 2020-12)."""
    schema: dict[str, Any] = _with_ends(_model(record).model_json_schema())
    return schema


def _with_ends(schema: Any) -> Any:
    """A schema in which patterns end as JSON Schema has it."""
    match schema:
        case dict():
            return {_with_ends(name): _with_ends(value) for name, value in schema.items()}
        case list():
            return [_with_ends(one) for one in schema]
        case str() if schema.endswith(_END):
            return schema.removesuffix(_END) + "$"
    return schema


@cache
def _model(record: type[Record]) -> type[BaseModel]:
    """What pydantic looks for in data for a record."""
    told = zip(fields(record), kinds_of(record).values(), strict=True)
    forms: dict[str, Any] = {field.name: (_form(kind), _default(field)) for field, kind in told}
    return create_model(record.__name__, __config__=_CONFIG, __doc__=record.__doc__, **forms)


def _default(field: FieldInfo) -> Any:
    if field.required:
        return ...
    if field.default is NODEFAULT or isinstance(field.default, Record):
        return Field(default_factory=dict)  # stands in no schema, and is not given back
    return field.default


def _form(annotation: Any) -> Any:
    """A kind of value as pydantic names it."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return Annotated[(_form(parts[0]), *(said for meta in parts[1:] for said in _said(meta)))]
    if origin is Literal:
        return annotation
    if is_union(annotation):
        return Union[tuple(_form(part) for part in parts)]  # noqa: UP007 - of parts that are counted only here
    if origin is tuple:
        return tuple[_form(parts[0]), ...]  # type: ignore[misc]  # a kind that is made
    if origin is dict:
        return dict[_form(parts[0]), _form(parts[1])]  # type: ignore[misc]  # as above
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _model(annotation)
    return StrictInt if annotation is int else annotation


def _said(meta: Meta) -> Iterator[Any]:
    if is_bare(meta):
        yield StringConstraints(strip_whitespace=True)
    limits = {name: value for name in _LIMITS if (value := getattr(meta, name)) is not None}
    yield Field(description=meta.description, **limits)


def _fault(record: type[Record], detail: Any) -> Fault:
    path = tuple(detail["loc"])
    context = detail.get("ctx", {})
    return Fault(
        path=path,
        kind=detail["type"],
        given=detail["input"],
        options=_options(record, path, detail["type"], context),
        limit=next((context[name] for name in _LIMITS if name in context), None),
    )


def _options(record: type[Record], path: Path, kind: str, context: dict[str, Any]) -> tuple[str, ...]:
    """What could have stood there: field names for an unknown field, values for a closed list."""
    if kind == "extra_forbidden":
        return tuple(_fields_at(record, path[:-1]))
    if kind == "literal_error":
        return tuple(part.strip("' ") for part in context["expected"].replace(" or ", ",").split(",") if part.strip())
    return ()


def _fields_at(record: type[Record], path: Sequence[str | int]) -> list[str]:
    current = record
    for name in path:
        kind = kinds_of(current).get(str(name))
        current = next(iter(records_in(kind)), current)
    return list(kinds_of(current))
