"""Documents of an earlier run: the same as those that are read anew, and none that nobody should trust."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from build_tools import parsing, source
from build_tools.findings import findings
from build_tools.parsing import kept_beside
from build_tools.problems import SourceFaults
from build_tools.source import Document, parse, read_folder
from tests.library import PROJECT, sources

CHANGED = "protocols/de-wilg/articles/telefoon-in-de-tas.yml"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "sources.sqlite"


def read(files: dict[str, bytes], kept: Path) -> dict[str, Document]:
    with parsing.parsing(files, kept) as parsed:
        return {file: parsed(file, content) for file, content in files.items()}


def told(documents: dict[str, Document]) -> dict[str, object]:
    return {file: (found.file, found.data, found.places.by_path) for file, found in documents.items()}


def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed from here on."""
    found: list[str] = []

    def listening(file: str, content: bytes) -> Document:
        found.append(file)
        return parse(file, content)

    monkeypatch.setattr(parsing, "parse", listening)
    return found


def test_what_is_kept_is_what_is_read_and_stands_where_it_stands(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = read_folder(PROJECT / "protocol_src")
    fresh = {file: parse(file, content) for file, content in files.items() if file.endswith(".yml")}
    first = read({file: files[file] for file in fresh}, kept)
    parsed = asked(monkeypatch)
    second = read({file: files[file] for file in fresh}, kept)
    assert not parsed
    assert told(first) == told(second) == told(fresh)


def test_only_what_changed_is_parsed_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sources()
    read(files, kept)
    parsed = asked(monkeypatch)
    files[CHANGED] = files[CHANGED].replace(b"title: ", b"title: Nieuw ")
    files["protocols/de-els/articles/elders.yml"] = files["site.yml"]  # the same bytes, known by another name
    documents = read(files, kept)
    assert parsed == [CHANGED]
    assert documents["protocols/de-els/articles/elders.yml"].place(()).file == "protocols/de-els/articles/elders.yml"


@pytest.mark.parametrize("spoiled", ["bytes", "value", "other code", "other version"])
def test_what_cannot_be_trusted_is_parsed_again(kept: Path, spoiled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sources()
    before = told(read(files, kept))
    if spoiled == "bytes":
        kept.write_bytes(b"no database" * 1000)
    elif spoiled == "value":
        with sqlite3.connect(kept) as connection:
            connection.execute("UPDATE kept SET value = x'00' || value")
        connection.close()
    elif spoiled == "other code":
        monkeypatch.setattr(source, "__file__", __file__)
    else:
        monkeypatch.setattr(parsing, "version", lambda _: "99")
    parsed = asked(monkeypatch)
    assert told(read(files, kept)) == before
    assert sorted(parsed) == sorted(files)


def test_a_fault_is_found_in_every_run(kept: Path) -> None:
    files = {"site.yml": b"a: [b"}
    for _ in range(2):
        with parsing.parsing(files, kept) as parsed, pytest.raises(SourceFaults):
            parsed("site.yml", files["site.yml"])


def test_a_check_finds_the_same_with_what_is_kept(kept: Path) -> None:
    files = sources() | {CHANGED: sources()[CHANGED].replace(b"topic: ", b"topic: on")}
    bare = findings(files)
    assert bare.remaining
    for _ in range(2):
        with parsing.parsing(files, kept) as parsed:
            assert findings(files, parse=parsed).remaining == bare.remaining


def test_only_a_project_has_something_kept(tmp_path: Path) -> None:
    assert kept_beside(tmp_path / "protocol_src") is None
    (tmp_path / "mkdocs.yml").touch()
    assert kept_beside(tmp_path / "protocol_src") == tmp_path / ".cache" / "sources.sqlite"
