"""JSON Schemas of the source files, and the editor settings that point to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from build_tools.descent import INHERITED
from build_tools.reading import VOCABULARY
from build_tools.records import (
    AdviceFile,
    ArticleFile,
    LeftOutFile,
    ProtocolFile,
    Record,
    RemainderFile,
    SiteFile,
    json_schema,
)

#: What stands in a protocol's folder; each kind has a second schema for a protocol that builds on another.
_OF_PROTOCOL: Mapping[str, tuple[type[Record], str]] = {
    "protocol": (ProtocolFile, "protocol.yml"),
    "article": (ArticleFile, "articles/*.yml"),
    "advice": (AdviceFile, "advice/*.yml"),
}
_PART = "-of-extending"


def source_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of source file, by name."""
    lists = {name: {"type": "array", "items": json_schema(kind)} for name, kind in VOCABULARY.items()}
    return {
        "site": json_schema(SiteFile),
        "rest": json_schema(RemainderFile),
        **{name: json_schema(kind) for name, (kind, _) in _OF_PROTOCOL.items()},
        "protocol" + _PART: json_schema(ProtocolFile) | {"required": _of_its_own()},
        **{name + _PART: _part_or_left_out(_OF_PROTOCOL[name][0]) for name in ("article", "advice")},
        **{name: _with_definitions(schema) for name, schema in lists.items()},
    }


def editor_settings(folder: str, extending: Collection[str] = (), alone: Collection[str] = ()) -> dict[str, Any]:
    """Settings for VS Code's YAML extension: which schema, in `folder`, belongs to which file.

    `extending` are the protocols that build on another, `alone` those that do not. When all are of one kind, so will
    the next one be; otherwise a new protocol asks for new settings.
    """
    start = folder if folder.startswith("/") else f"./{folder}"
    both = extending and alone
    patterns: dict[str, str | list[str]] = {
        "site": "protocol_src/site.yml",
        "rest": "protocol_src/protocols/*/rest.yml",
    }
    for names, others, ending in ((alone, extending, ""), (extending, alone, _PART)):
        if names or (not ending and not others):
            for kind, (_, files) in _OF_PROTOCOL.items():
                named = [f"protocol_src/protocols/{name}/{files}" for name in sorted(names)]
                patterns[kind + ending] = named if both else f"protocol_src/protocols/*/{files}"
    patterns |= {name: f"protocol_src/vocabulary/{name}.yml" for name in VOCABULARY}
    return {"yaml.schemas": {f"{start}/{name}.schema.json": pattern for name, pattern in patterns.items()}}


def _of_its_own() -> list[str]:
    """The fields that a protocol needs of its own, also when it builds on another."""
    required = json_schema(ProtocolFile)["required"]
    return [*(name for name in required if name not in INHERITED), "extends"]


def _part_or_left_out(kind: type[Record]) -> dict[str, Any]:
    """The schema of a file that holds only what differs, or the reason why the rule is left out."""
    part, gone = json_schema(kind) | {"required": ["id"]}, json_schema(LeftOutFile)
    definitions = part.pop("$defs", {}) | gone.pop("$defs", {})
    return {"anyOf": [part, gone], "$defs": definitions}


def _with_definitions(schema: dict[str, Any]) -> dict[str, Any]:
    """A list's schema with its entries' definitions moved to the top, where references look for them."""
    entry = dict(schema["items"])
    definitions = entry.pop("$defs", {})
    return {"type": "array", "items": entry} | ({"$defs": definitions} if definitions else {})
