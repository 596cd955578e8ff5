"""JSON Schemas (draft 2020-12) of the data contract, with the vocabulary's closed lists from the records."""

from __future__ import annotations

from typing import Any, get_args

from build_tools.records import AudienceId, PartyId, StanceId, StatusId

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_ID: dict[str, Any] = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_MAYBE_DATE: dict[str, Any] = {"type": ["string", "null"], "format": "date"}


def _object(**properties: Any) -> dict[str, Any]:
    """An object that has each of these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(entry: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": entry}


def _one_of(literal: Any) -> dict[str, Any]:
    return {"enum": list(get_args(literal))}


def _schema(title: str, **properties: Any) -> dict[str, Any]:
    return {"$schema": _DIALECT, "title": title, **_object(schema_version={"const": 1}, **properties)}


_NORM_VALUES: dict[str, Any] = {
    "parties": _list(_one_of(PartyId)),
    "stance": _one_of(StanceId),
    "value": _MAYBE_TEXT,
    "condition": _MAYBE_TEXT,
}

SCHEMAS: dict[str, dict[str, Any]] = {
    "protocols": _schema(
        "Protocollen",
        protocols=_list(
            _object(
                id=_ID,
                title=_TEXT,
                organisation=_TEXT,
                kind={"enum": ["model", "board", "school"]},
                decisions=_list(
                    _object(
                        body=_TEXT,
                        action={"enum": ["goedgekeurd", "instemming", "advies", "vastgesteld"]},
                        date=_MAYBE_DATE,
                    )
                ),
                review={"anyOf": [{"type": "null"}, _object(text=_TEXT, next=_MAYBE_DATE)]},
                platforms=_list(_ID),
                parameters=_list(
                    _object(
                        id=_TEXT,
                        label=_TEXT,
                        type={"enum": ["text", "date", "phone", "choice"]},
                        value=_MAYBE_TEXT,
                    )
                ),
                url=_TEXT,
            )
        ),
    ),
    "articles": _schema(
        "Regels",
        articles=_list(
            _object(
                id=_ID,
                protocol=_ID,
                kind={"enum": ["article", "advice", "decision"]},
                number=_MAYBE_TEXT,
                title=_TEXT,
                section=_ID,
                text=_TEXT,
                audiences=_list(_one_of(AudienceId)),
                groups=_list({"type": "integer", "minimum": 1, "maximum": 8}),
                wording={
                    "type": "object",
                    "propertyNames": _one_of(AudienceId),
                    "additionalProperties": _TEXT,
                },
                topics=_list(_ID),
                norms=_list(_object(topic=_ID, **_NORM_VALUES)),
                provisions=_list(_TEXT),
                url=_TEXT,
            )
        ),
    ),
    "comparison": _schema(
        "Vergelijking",
        protocols=_list(_ID),
        topics=_list(_object(id=_ID, title=_TEXT, theme=_ID)),
        cells=_list(
            _object(
                topic=_ID,
                protocol=_ID,
                status=_one_of(StatusId),
                answers=_list(_object(**_NORM_VALUES, articles=_list(_ID))),
            )
        ),
    ),
    "redirects": _schema("Verhuisde adressen", redirects=_list(_object(old=_TEXT, new=_TEXT))),
}
