"""JSON Schemas of the source files, and the editor settings that point to them."""

from __future__ import annotations

from typing import Any

from build_tools.reading import VOCABULARY
from build_tools.records import AdviceFile, ArticleFile, ProtocolFile, Record, SiteFile, json_schema

_PATTERNS = {
    "site": "protocol_src/site.yml",
    "protocol": "protocol_src/protocols/*/protocol.yml",
    "article": "protocol_src/protocols/*/articles/*.yml",
    "advice": "protocol_src/protocols/*/advice/*.yml",
    **{name: f"protocol_src/vocabulary/{name}.yml" for name in VOCABULARY},
}


def source_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each kind of source file, by name."""
    files: dict[str, type[Record]] = {
        "site": SiteFile,
        "protocol": ProtocolFile,
        "article": ArticleFile,
        "advice": AdviceFile,
    }
    lists = {name: {"type": "array", "items": json_schema(kind)} for name, kind in VOCABULARY.items()}
    return {name: json_schema(kind) for name, kind in files.items()} | {
        name: _with_definitions(schema) for name, schema in lists.items()
    }


def editor_settings(folder: str) -> dict[str, Any]:
    """Settings for VS Code's YAML extension: which schema, in `folder`, belongs to which file."""
    start = folder if folder.startswith("/") else f"./{folder}"
    return {"yaml.schemas": {f"{start}/{name}.schema.json": pattern for name, pattern in _PATTERNS.items()}}


def _with_definitions(schema: dict[str, Any]) -> dict[str, Any]:
    """A list's schema with its entries' definitions moved to the top, where references look for them."""
    entry = dict(schema["items"])
    definitions = entry.pop("$defs", {})
    return {"type": "array", "items": entry} | ({"$defs": definitions} if definitions else {})
