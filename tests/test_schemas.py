"""The JSON Schemas that editors use: they take the content that is there, and refuse what the checker refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from build_tools.project import by_descent
from build_tools.reading import VOCABULARY
from build_tools.schemas import editor_settings, source_schemas
from build_tools.source import parse, read_folder
from tests.library import BASE, PROJECT, findings, sources

SCHEMAS = source_schemas()
OF_EXTENDING = {"protocol-of-extending", "article-of-extending", "advice-of-extending"}


def kinds_of(file: str, settings: dict[str, Any] | None = None) -> list[str]:
    """The schemas that an editor applies to a file below protocol_src."""
    patterns: dict[str, Any] = (settings or editor_settings("schema"))["yaml.schemas"]
    return [
        Path(schema).name.removesuffix(".schema.json")
        for schema, pattern in patterns.items()
        if any(fnmatch(f"protocol_src/{file}", one) for one in ([pattern] if isinstance(pattern, str) else pattern))
    ]


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(SCHEMAS[kind], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def documents(root: Path) -> Iterator[tuple[str, Any]]:
    for file, content in read_folder(root).items():
        yield file, parse(file, content).data


def test_every_kind_of_source_file_has_a_schema() -> None:
    assert set(SCHEMAS) == {"site", "protocol", "article", "advice", "rest", *OF_EXTENDING, *VOCABULARY}
    for schema in SCHEMAS.values():
        jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("root", [BASE, PROJECT / "protocol_src"], ids=["base", "live"])
def test_it_takes_the_content(root: Path) -> None:
    seen = set()
    for file, data in documents(root):
        (kind,) = kinds_of(file)
        seen.add(kind)
        assert [fault.message for fault in validator(kind).iter_errors(data)] == [], file
    assert seen == set(SCHEMAS) - OF_EXTENDING - {"rest"}  # only an import leaves that file


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


EXTENDING: dict[str, str] = {
    "protocols/de-els/protocol.yml": (
        "id: de-els\ntitle: Els\nshort_title: Els\norganisation: Els\nkind: school\nsummary: Els.\nextends: de-wilg\n"
    ),
    "protocols/de-els/articles/telefoon-in-de-tas.yml": "id: telefoon-in-de-tas\ntitle: Telefoon in de kluis\n",
    "protocols/de-els/articles/foto-na-toestemming.yml": "id: foto-na-toestemming\nleft_out: Wij maken geen foto's.\n",
    "protocols/de-els/advice/persadvies.yml": "id: persadvies\nposition: 20\n",
}


def test_of_a_protocol_that_builds_on_another_it_takes_what_the_check_takes() -> None:
    files = sources(EXTENDING)
    assert {problem.severity for problem in findings(files)} <= {"waarschuwing"}
    settings = editor_settings("schema", *by_descent(files))
    for file, text in files.items():
        (kind,) = kinds_of(file, settings)
        assert kind.endswith("-of-extending") == (file in EXTENDING)
        assert list(validator(kind).iter_errors(parse(file, text).data)) == [], file


@pytest.mark.parametrize(
    ("file", "field", "value"),
    [
        ("protocols/de-els/protocol.yml", "extends", None),
        ("protocols/de-els/protocol.yml", "titel", "Els"),
        ("protocols/de-els/articles/telefoon-in-de-tas.yml", "titel", "Els"),
        ("protocols/de-els/articles/foto-na-toestemming.yml", "left_out", ""),
        ("protocols/de-els/articles/foto-na-toestemming.yml", "title", "Els"),
        ("protocols/de-els/advice/persadvies.yml", "position", "eerst"),
    ],
)
def test_of_a_protocol_that_builds_on_another_it_refuses_a_faulty_file(file: str, field: str, value: object) -> None:
    settings = editor_settings("schema", *by_descent(sources(EXTENDING)))
    (kind,) = kinds_of(file, settings)
    data = {**parse(file, EXTENDING[file].encode()).data, field: value}
    assert list(validator(kind).iter_errors({name: given for name, given in data.items() if given is not None})) != []


def test_where_every_protocol_builds_on_another_a_new_one_is_expected_to_as_well() -> None:
    assert kinds_of("protocols/nieuw/articles/x.yml", editor_settings("schema", ["de-els"], [])) == [
        "article-of-extending"
    ]


@pytest.mark.parametrize("kind", sorted(VOCABULARY))
def test_a_list_refuses_an_entry_with_an_unknown_field(kind: str) -> None:
    data = parse(kind, (BASE / "vocabulary" / f"{kind}.yml").read_bytes()).data
    data[0]["onbekend"] = "x"
    assert list(validator(kind).iter_errors(data)) != []


def test_the_schemas_in_the_repository_are_those_of_the_code() -> None:
    """Those that .vscode/settings.json points to; `protocolwijzer schema` writes them anew."""
    settings = json.loads((PROJECT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    paths = [PROJECT / path for path in settings["yaml.schemas"]]
    assert {path.name.removesuffix(".schema.json") for path in paths} == set(SCHEMAS) - OF_EXTENDING
    for path in (PROJECT / ".vscode" / "schema").iterdir():
        name = path.name.removesuffix(".schema.json")
        assert json.loads(path.read_text(encoding="utf-8")) == SCHEMAS[name], f"{name}: run `protocolwijzer schema`"
