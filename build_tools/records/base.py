"""What all records share: the kinds of text, the closed lists, and validation into plain faults."""

from __future__ import annotations

import re
import types
import typing
import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar

import pydantic_core
from msgspec import Struct
from pydantic import BaseModel, ConfigDict, Field, StrictInt, StringConstraints, ValidationError

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, max_length=8000)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>()\[\]{}\"'\\`^|]+$", max_length=1000)]
Line = Annotated[str, StringConstraints(pattern=r"^\S([^\n]*\S)?$", max_length=300)]
ParameterId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
ProvisionId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]+(-[0-9A-Za-z]+)*$", max_length=40)]
Address = Annotated[str, StringConstraints(pattern=r"^([a-z0-9]+(-[a-z0-9]+)*/)+(#[A-Za-z0-9_-]+)?$", max_length=200)]
Since = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Picture = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\.(svg|png)$", max_length=100)]
Group = Annotated[StrictInt, Field(ge=1, le=8)]

AudienceId = Literal["staff", "parents", "children", "media"]
PartyId = Literal["everyone", "staff", "management", "pupils", "parents", "school", "board", "media"]
StanceId = Literal["required", "recommended", "allowed", "conditional", "discouraged", "forbidden"]
ProtocolStatus = Literal["concept", "ter-instemming", "vastgesteld"]
StatusId = Literal["regulated", "silent", "unclear", "unreviewed"]
RelationId = Literal["none", "open", "one", "equal", "value", "stance", "contrary"]
ParameterType = Literal["text", "date", "phone", "choice"]
Moment = Literal["first-hour", "reception", "speaker"]


class Record(BaseModel):
    """A frozen piece of a source file; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most commands validate few kinds


AnyRecord = TypeVar("AnyRecord", bound=Record)
Path = tuple[str | int, ...]


class Fault(Struct, frozen=True, kw_only=True):
    """One place where data does not have the record's form; `kind` is pydantic's own error type."""

    path: Path
    kind: str
    given: Any
    options: tuple[str, ...] = ()
    limit: object = None


def id_of(text: str, most: int = 60) -> str:
    """The words of a text as an id: lower case, without accents, at most `most` characters; empty without words."""
    plain = unicodedata.normalize("NFKD", text.lower())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)).replace("'", ""))
    kept = ""
    for word in words:
        if len(kept) + len(word) + bool(kept) > most:
            break
        kept = f"{kept}-{word}" if kept else word
    return kept or (words[0][:most] if words else "")


def validate(record: type[AnyRecord], data: object) -> AnyRecord | tuple[Fault, ...]:
    """The record that `data` holds, or every fault in it."""
    try:
        return record.model_validate(data)
    except ValidationError as error:
        return tuple(_fault(record, detail) for detail in error.errors())


def plain_data(text: bytes) -> Any:
    """What JSON holds, as the standard library reads it but in less time. Raises ValueError."""
    return pydantic_core.from_json(text)


def json_schema(record: type[Record]) -> dict[str, Any]:
    """The record's JSON Schema (draft 2020-12)."""
    return record.model_json_schema()


def describe_fields(record: type[Record]) -> list[tuple[str, str, bool, str]]:
    """(name, kind in Dutch, required, description) of each field, in order."""
    return [
        (name, _kind_name(field.annotation), field.is_required(), field.description or "")
        for name, field in record.model_fields.items()
    ]


def closed_ids(record: type[Record]) -> tuple[str, ...]:
    """The ids that entries of a closed list have; empty for a list that is open."""
    field = record.model_fields.get("id")
    return typing.get_args(field.annotation) if field and typing.get_origin(field.annotation) is Literal else ()


def nested_records(record: type[Record]) -> list[type[Record]]:
    """The records that fields of this one hold, in order of appearance."""
    found: list[type[Record]] = []
    for field in record.model_fields.values():
        for inner in _records_in(field.annotation):
            if inner not in found:
                found.append(inner)
    return found


def _fault(record: type[Record], detail: Any) -> Fault:
    path = tuple(detail["loc"])
    context = detail.get("ctx", {})
    limits = ("max_length", "min_length", "ge", "le", "pattern")
    return Fault(
        path=path,
        kind=detail["type"],
        given=detail["input"],
        options=_options(record, path, detail["type"], context),
        limit=next((context[name] for name in limits if name in context), None),
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
        field = current.model_fields.get(str(name))
        if field is not None:
            current = next(iter(_records_in(field.annotation)), current)
    return list(current.model_fields)


def _records_in(annotation: object) -> list[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [annotation]
    return [record for part in typing.get_args(annotation) for record in _records_in(part)]


_KIND_NAMES = {"str": "tekst", "int": "heel getal", "date": "datum", "bool": "true of false"}


def _kind_name(annotation: object) -> str:
    """A field's type in words for editors: `tekst`, `lijst van norm`, `een van: a, b`."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _kind_name(arguments[0])
    if origin is Literal:
        return "een van: " + ", ".join(str(value) for value in arguments)
    if origin in (types.UnionType, typing.Union):
        return _kind_name(next(part for part in arguments if part is not type(None)))
    if origin is tuple:
        return "lijst van " + _kind_name(arguments[0])
    if origin is dict:
        return "paren van naam en " + _kind_name(arguments[1])
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation.__name__
    return _KIND_NAMES.get(getattr(annotation, "__name__", ""), "waarde")
