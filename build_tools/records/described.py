"""Records told to people and editors: their fields in Dutch, and as JSON Schema."""

from __future__ import annotations

import typing
from typing import Annotated, Any, Literal

from msgspec.structs import fields

from build_tools.records.base import Record
from build_tools.records.kinds import is_union, kinds_of, metas


def json_schema(record: type[Record]) -> dict[str, Any]:
    """The record's JSON Schema (draft 2020-12)."""
    from build_tools.records.judged import schema_of  # loads pydantic

    return schema_of(record)


def describe_fields(record: type[Record]) -> list[tuple[str, str, bool, str]]:
    """(name, kind in Dutch, required, description) of each field, in order."""
    told = zip(fields(record), kinds_of(record).values(), strict=True)
    return [(field.name, _kind_name(kind), field.required, _description(kind)) for field, kind in told]


def _description(annotation: Any) -> str:
    return next((meta.description for meta in reversed(metas(annotation)) if meta.description), "")


def closed_ids(record: type[Record]) -> tuple[str, ...]:
    """The ids that entries of a closed list have; empty for a list that is open."""
    kind = kinds_of(record).get("id")
    while typing.get_origin(kind) is Annotated:
        kind = typing.get_args(kind)[0]
    return typing.get_args(kind) if typing.get_origin(kind) is Literal else ()


def nested_records(record: type[Record]) -> list[type[Record]]:
    """The records that fields of this one hold, in order of appearance."""
    found: list[type[Record]] = []
    for kind in kinds_of(record).values():
        for inner in records_in(kind):
            if inner not in found:
                found.append(inner)
    return found


def records_in(annotation: object) -> list[type[Record]]:
    """The records that a value may be or hold."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [record for part in typing.get_args(annotation) for record in records_in(part)]


_KIND_NAMES = {"str": "tekst", "int": "heel getal", "date": "datum", "bool": "true of false"}


def _kind_name(annotation: object) -> str:
    """A field's type in words for editors: `tekst`, `lijst van norm`, `een van: a, b`."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _kind_name(arguments[0])
    if origin is Literal:
        return "een van: " + ", ".join(str(value) for value in arguments)
    if is_union(annotation):
        return _kind_name(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        return "lijst van " + _kind_name(arguments[0])
    if origin is dict:
        return "paren van naam en " + _kind_name(arguments[1])
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation.__name__
    return _KIND_NAMES.get(getattr(annotation, "__name__", ""), "waarde")
