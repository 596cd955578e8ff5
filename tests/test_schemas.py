"""The JSON Schemas that editors use: they take the content that is there, and refuse what the checker refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from build_tools.reading import VOCABULARY
from build_tools.schemas import editor_settings, source_schemas
from build_tools.source import parse, read_folder
from tests.library import BASE, PROJECT

SCHEMAS = source_schemas()
PATTERNS: dict[str, Any] = editor_settings("schema")["yaml.schemas"]


def patterns_of(name: str) -> list[str]:
    found = PATTERNS[f"./schema/{name}.schema.json"]
    return [found] if isinstance(found, str) else list(found)


def kinds_of(file: str) -> list[str]:
    """The schemas that an editor applies to a file below protocol_src."""
    return [name for name in SCHEMAS if any(fnmatch(f"protocol_src/{file}", one) for one in patterns_of(name))]


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(SCHEMAS[kind], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def documents(root: Path) -> Iterator[tuple[str, Any]]:
    for file, content in read_folder(root).items():
        yield file, parse(file, content).data


def test_every_kind_of_source_file_has_a_schema() -> None:
    assert set(SCHEMAS) == {"site", "protocol", "article", "advice", *VOCABULARY}
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("root", [BASE, PROJECT / "protocol_src"], ids=["base", "live"])
def test_it_takes_the_content(root: Path) -> None:
    seen = set()
    for file, data in documents(root):
        (kind,) = kinds_of(file)
        seen.add(kind)
        assert [fault.message for fault in validator(kind).iter_errors(data)] == [], file
    assert seen == set(SCHEMAS)


FAULTY: list[tuple[str, str, Any]] = [
    ("protocols/de-wilg/articles/telefoon-in-de-tas.yml", "audience", ["staff"]),
    ("protocols/de-wilg/articles/telefoon-in-de-tas.yml", "audiences", ["kinderen"]),
    ("protocols/de-wilg/articles/telefoon-in-de-tas.yml", "position", "tien"),
    ("protocols/de-wilg/articles/telefoon-in-de-tas.yml", "id", "Hoofd Letters"),
    ("protocols/de-wilg/articles/telefoon-in-de-tas.yml", "number", 3),
    ("protocols/de-wilg/advice/persadvies.yml", "entries", []),
    ("protocols/de-wilg/advice/persadvies.yml", "kind", "lijst"),
    ("protocols/de-wilg/protocol.yml", "kind", "stichting"),
    ("protocols/de-wilg/protocol.yml", "read_on", "juni"),
    ("site.yml", "protocols", []),
]


@pytest.mark.parametrize(("file", "field", "value"), FAULTY)
def test_it_refuses_a_faulty_file(file: str, field: str, value: object) -> None:
    (kind,) = kinds_of(file)
    data = parse(file, (BASE / file).read_bytes()).data
    assert list(validator(kind).iter_errors(data)) == []
    assert list(validator(kind).iter_errors(data | {field: value})) != []


@pytest.mark.parametrize("kind", sorted(VOCABULARY))
def test_a_list_refuses_an_entry_with_an_unknown_field(kind: str) -> None:
    data = parse(kind, (BASE / "vocabulary" / f"{kind}.yml").read_bytes()).data
    data[0]["onbekend"] = "x"
    assert list(validator(kind).iter_errors(data)) != []


def test_the_schemas_in_the_repository_are_those_of_the_code() -> None:
    """Those that .vscode/settings.json points to; `protocolwijzer schema` writes them anew."""
    settings = json.loads((PROJECT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    paths = [PROJECT / path for path in settings["yaml.schemas"]]
    assert {path.name.removesuffix(".schema.json") for path in paths} == set(SCHEMAS)
    for path in paths:
        name = path.name.removesuffix(".schema.json")
        assert json.loads(path.read_text(encoding="utf-8")) == SCHEMAS[name], f"{name}: run `protocolwijzer schema`"
