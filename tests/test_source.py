"""YAML text -> data with positions: types stay what they were written as, and nothing is lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from build_tools import reading, source
from build_tools.problems import Place, SourceFaults
from build_tools.source import MAX_BYTES, Document, parse, read_folder
from tests.library import findings, sources


def data(text: str) -> object:
    return parse("proef.yml", text.encode()).data


def test_a_remark_in_the_place_of_a_value_is_no_lost_value() -> None:
    assert parse("proef.yml", b"a: # later\nb:\n  #stil\n  c: d\ne:\n#weg\n").data == {
        "a": None,
        "b": {"c": "d"},
        "e": None,
    }


def faults(content: bytes) -> list[str]:
    with pytest.raises(SourceFaults) as raised:
        parse("proef.yml", content)
    return [f"{found.place.line}:{found.place.column} {found.code}" for found in raised.value.problems]


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ("id: a\ntitle:Telefoon\ntext: x\n", 2, "achter de dubbele punt ontbreekt een spatie"),
        ("id: a\ntitle Telefoon\ntext: x\n", 2, "ontbreekt een dubbele punt"),
        ("norms:\n  -topic: a\n    stance: b\n", 2, "achter het streepje ontbreekt een spatie"),
        ("norms:\n  \u2013 topic: a\n    stance: b\n", 2, "er staat een lang streepje"),
        ("id: a\ntext: >- Leerlingen\n  bellen niet.\n", 2, "achter >- of |- staat nog tekst"),
        ("id: a\n title: Telefoon\n", 2, "staat te ver naar rechts"),
        ("id: a\ntitle: Telefoon: in de les\n", 2, "dubbele punt midden in een waarde"),
        ("norms:\n  - topic: a\n\xa0   stance: b\n    note: c\n", 3, "vaste spaties"),
    ],
)
def test_a_slip_of_the_keyboard_is_told_on_its_own_line(written: str, line: int, said: str) -> None:
    with pytest.raises(SourceFaults) as raised:
        parse("proef.yml", written.encode())
    (found,) = raised.value.problems
    assert (found.place.line, found.code) == (line, "yaml")
    assert said in found.what


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("1.10", "1.10"),
        ("12:30", "12:30"),
        ("2026-08-01", "2026-08-01"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("+31", "+31"),
        (".inf", ".inf"),
        ("True", "True"),
        ("=", "="),
        ('"7"', "7"),
        ("'true'", "true"),
        ("7", 7),
        ("-7", -7),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("|-\n  7", "7"),
    ],
)
def test_only_plain_integers_true_false_and_null_change_type(written: str, read: object) -> None:
    value = data(f"veld: {written}")
    assert value == {"veld": read}
    assert isinstance(value, dict)
    assert type(value["veld"]) is type(read)


def test_the_names_of_fields_stay_text() -> None:
    assert data("1: a\nno: b\nnull: c") == {"1": "a", "no": "b", "null": "c"}


def test_every_value_has_a_place() -> None:
    document = parse("proef.yml", b"naam: De Wilg\nlijst:\n  - een\n  - veld:  twee\n")
    assert document.places.by_path == {
        (): Place(file="proef.yml", line=1, column=1),
        ("naam",): Place(file="proef.yml", line=1, column=1),
        ("lijst",): Place(file="proef.yml", line=2, column=1),
        ("lijst", 0): Place(file="proef.yml", line=3, column=5),
        ("lijst", 1): Place(file="proef.yml", line=4, column=5),
        ("lijst", 1, "veld"): Place(file="proef.yml", line=4, column=5),
    }


def test_what_is_missing_has_the_place_of_what_should_hold_it() -> None:
    document = parse("proef.yml", b"naam: De Wilg\nlijst:\n  - een\n")
    assert document.place(("lijst", 3, "veld")).line == 2
    assert document.place(("geen", "enkel")).line == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ["1:1 leeg-bestand"]),
        (b"# opmerking\n", ["1:1 leeg-bestand"]),
        (b"---\n...\n", ["1:1 leeg-bestand"]),
        (b"\xff\xfe", ["1:1 onleesbaar"]),
        ("é: ".encode() + b"\xe9", ["1:4 onleesbaar"]),
        (b"\xef\xbb\xbfa: b", ["1:1 bom"]),
        (b"a:\tb\nc: d\n\te: f", ["1:3 tab", "3:1 tab"]),
        (
            b"a: &x b\nc: *x\nd: !!int 3\ne: !mijn x",
            ["1:4 anker-of-tag", "2:4 anker-of-tag", "3:4 anker-of-tag", "4:4 anker-of-tag"],
        ),
        (b"<<: {a: b}\n? &x c\n: d", ["2:3 anker-of-tag"]),
        (b"a: b\na: c\nd:\n  e: f\n  e: g", ["2:1 dubbel-veld", "5:3 dubbel-veld"]),
        (b"a: b\n---\nc: d", ["2:1 yaml"]),
        (b"a: b: c", ["1:5 yaml"]),
        (b"a: \x00", ["1:4 yaml"]),
        (b"- " * 25 + b"a", ["1:43 te-diep"]),
        ("a: 'x\u2028 y'\nb: c # weg".encode(), ["3:4 tekst-valt-weg"]),
        ("a: x\x85b: c # weg".encode(), ["2:4 tekst-valt-weg"]),
        (b"looks:\n  colour: #7a1fa2\n", ["2:10 tekst-valt-weg"]),
        (b"a:\n  - #een\n  - twee\n", ["2:4 tekst-valt-weg"]),
    ],
)
def test_what_editors_would_lose_is_refused(content: bytes, expected: list[str]) -> None:
    assert faults(content) == expected


def test_faults_before_a_broken_line_are_kept() -> None:
    assert faults(b"a: &x b\nc: d: e\n") == ["1:4 anker-of-tag", "2:5 yaml"]


def test_a_file_may_be_large_but_not_too_large() -> None:
    room = MAX_BYTES - len(b"a: ")
    assert data("a: " + "x" * room) == {"a": "x" * room}
    assert faults(b"a: " + b"x" * (room + 1)) == ["1:1 te-diep"]


def test_a_thousand_aliases_do_not_grow() -> None:
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    assert {line.split()[1] for line in faults(bomb)} == {"anker-of-tag"}


def test_without_libyaml_a_warning_says_that_reading_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FAST", False)
    assert [(found.code, found.severity) for found in findings(sources())] == [("trage-yaml", "waarschuwing")]


def test_hidden_files_and_links_are_passed_over(tmp_path: Path) -> None:
    outside = tmp_path / "buiten.yml"
    outside.write_text("geheim: true")
    root = tmp_path / "bron"
    (root / "map" / ".git").mkdir(parents=True)
    (root / "map" / "regel.yml").write_bytes(b"a: b\r\n")
    (root / "map" / ".git" / "config").write_text("x")
    (root / ".DS_Store").write_text("x")
    (root / "binnen.yml").symlink_to(outside)
    assert read_folder(root) == {"map/regel.yml": b"a: b\r\n"}


def test_windows_line_ends_read_the_same() -> None:
    assert data("a: |-\r\n  een\r\n  twee\r\nb: c\r\n") == {"a": "een\ntwee", "b": "c"}


def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sources()
    fast = {file: (found.data, found.places.by_path) for file, found in _parsed(files)}
    monkeypatch.setattr(source, "_LOADER", yaml.SafeLoader)
    assert {file: (found.data, found.places.by_path) for file, found in _parsed(files)} == fast


def test_half_a_character_is_refused_with_and_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    half = rb'a: "x \ud800 y"'
    assert [found.split()[1] for found in faults(half)] == ["yaml"]
    monkeypatch.setattr(source, "_LOADER", yaml.SafeLoader)
    monkeypatch.setattr(source, "FAST", False)
    assert [found.split()[1] for found in faults(half)] == ["yaml"]


def _parsed(files: dict[str, bytes]) -> Iterator[tuple[str, Document]]:
    return ((file, parse(file, content)) for file, content in files.items())
