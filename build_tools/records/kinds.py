"""What the fields of a record may hold, as their annotations say."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from msgspec import Meta, Struct


@cache
def kinds_of(record: type[Struct]) -> Mapping[str, Any]:
    """What each field of a record may hold, in order."""
    hints = typing.get_type_hints(record, include_extras=True)
    return {name: hints[name] for name in record.__struct_fields__}


def metas(annotation: Any) -> list[Meta]:
    """What is said of a value, without what is said of those in a list of them."""
    if typing.get_origin(annotation) is Annotated:
        inner, *said = typing.get_args(annotation)
        return [*metas(inner), *said]
    if is_union(annotation):
        return [meta for one in typing.get_args(annotation) for meta in metas(one)]
    return []


def is_union(annotation: Any) -> bool:
    """Whether an annotation leaves a choice of kinds."""
    return typing.get_origin(annotation) in (types.UnionType, typing.Union)


def is_bare(meta: Meta) -> bool:
    """Whether a text loses the white space around it."""
    return bool(meta.extra and meta.extra.get("bare"))
