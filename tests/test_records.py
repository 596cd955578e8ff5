"""The form of the sources: records refuse what does not fit, and describe themselves to editors."""

from __future__ import annotations

import subprocess
import sys
import typing
from contextlib import suppress
from typing import Any

import pytest
from msgspec import MsgspecError, convert
from msgspec.structs import fields

from build_tools.reading import VOCABULARY
from build_tools.records import (
    AdviceFile,
    ArticleFile,
    Audience,
    Fault,
    LeftOutFile,
    Norm,
    Platform,
    ProtocolFile,
    Record,
    RemainderFile,
    Rule,
    SiteFile,
    Stance,
    Topic,
    Wording,
    closed_ids,
    describe_fields,
    nested_records,
    validate,
)
from build_tools.records.described import records_in
from build_tools.records.judged import judged
from build_tools.records.kinds import kinds_of
from tests.library import PROJECT

ARTICLE: dict[str, Any] = {
    "id": "proef",
    "title": "Proefregel",
    "section": "regels",
    "position": 10,
    "text": "Zet de telefoon uit.",
    "audiences": ["staff"],
}


def faults(record: type[Record], data: object) -> list[tuple[tuple[str | int, ...], str]]:
    result = validate(record, data)
    assert isinstance(result, tuple)
    return [(fault.path, fault.kind) for fault in result]


def test_a_valid_record_is_frozen_and_holds_tuples() -> None:
    article = validate(ArticleFile, ARTICLE)
    assert isinstance(article, ArticleFile)
    assert article.audiences == ("staff",)
    with pytest.raises(AttributeError, match="immutable"):
        article.title = "Anders"  # type: ignore[misc]


def test_every_fault_of_a_record_is_found_at_once() -> None:
    data = ARTICLE | {"position": "10", "audiences": [], "titel": "x", "norms": [{"topic": "x", "parties": ["wie"]}]}
    assert faults(ArticleFile, data) == [
        (("norms", 0, "parties", 0), "literal_error"),
        (("norms", 0, "parties"), "too_short"),
        (("norms", 0, "stance"), "missing"),
        (("position",), "int_type"),
        (("audiences",), "too_short"),
        (("titel",), "extra_forbidden"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "Telefoon"),
        ("id", "twee--strepen"),
        ("id", "-begin"),
        ("id", "met spatie"),
        ("id", "regel\n"),
        ("title", "regel\n"),
        ("source", ["000-RL-5\n"]),
        ("id", "x" * 61),
        ("title", ""),
        ("title", " spatie"),
        ("title", "twee\nregels"),
        ("title", "x" * 301),
        ("title", 7),
        ("title", True),
        ("text", "   "),
        ("text", "x" * 8001),
        ("number", 3),
        ("position", -1),
        ("position", True),
        ("position", 1.0),
        ("groups", [0]),
        ("groups", [9]),
        ("groups", ["7"]),
        ("source", ["000 RL 5"]),
        ("audiences", "staff"),
        ("audiences", ["iedereen"]),
        ("wording", {"kinderen": "Hoi."}),
        ("card", {"kind": "do"}),
        ("moments", ["later"]),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(field: str, value: object) -> None:
    ((path, _),) = faults(ArticleFile, ARTICLE | {field: value})[:1]
    assert path[0] == field


@pytest.mark.parametrize(
    ("since", "right"),
    [
        ("2013", True),
        ("2013-12", True),
        ("2013-12-02", True),
        ("2013-13", False),
        ("2013-12-32", False),
        ("ooit", False),
    ],
)
def test_since_is_a_year_a_month_or_a_day(since: str, right: bool) -> None:
    platform = validate(Platform, {"id": "x", "name": "X", "kind": "netwerk", "status": "stopped", "since": since})
    assert isinstance(platform, Platform) is right


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "a-1"),
        ("title", "x"),
        ("title", "Foto's & film: *nee*"),
        ("text", "x" * 8000),
        ("number", "3a"),
        ("groups", [6, 7, 8]),
        ("source", ["000-RL-5"]),
        ("position", 0),
    ],
)
def test_a_value_of_the_right_form_is_taken(field: str, value: object) -> None:
    assert isinstance(validate(ArticleFile, ARTICLE | {field: value}), ArticleFile)


def test_text_loses_the_white_space_around_it() -> None:
    article = validate(ArticleFile, ARTICLE | {"text": "\n Zet hem uit. \n"})
    assert isinstance(article, ArticleFile)
    assert article.text == "Zet hem uit."


NORM = {"topic": "x", "parties": ["staff"], "stance": "allowed"}


def only_fault(record: type[Record], data: object) -> Fault:
    result = validate(record, data)
    assert isinstance(result, tuple)
    (fault,) = result
    return fault


def test_an_unknown_field_knows_the_fields_that_are() -> None:
    assert only_fault(Norm, NORM | {"condities": "x"}) == Fault(
        path=("condities",),
        kind="extra_forbidden",
        given="x",
        options=("topic", "parties", "stance", "value", "condition", "note"),
    )


def test_a_value_outside_a_list_knows_the_list() -> None:
    fault = only_fault(Norm, NORM | {"stance": "verboden"})
    assert fault.options == ("required", "recommended", "allowed", "conditional", "discouraged", "forbidden")


def test_closed_lists_know_their_ids() -> None:
    assert closed_ids(Audience) == ("staff", "parents", "children", "media")
    assert len(closed_ids(Stance)) == 6
    assert closed_ids(Topic) == ()


def test_every_field_says_what_it_is_for() -> None:
    records: list[type[Record]] = [ArticleFile, ProtocolFile, SiteFile, Topic, Platform, *nested_records(ArticleFile)]
    nameless = [
        f"{record.__name__}.{name}" for record in records for name, _, _, words in describe_fields(record) if not words
    ]
    assert nameless == []


def test_fields_are_described_in_dutch() -> None:
    described = {name: (kind, required) for name, kind, required, _ in describe_fields(ArticleFile)}
    assert described["id"] == ("tekst", True)
    assert described["position"] == ("heel getal", True)
    assert described["groups"] == ("lijst van heel getal", False)
    assert described["norms"] == ("lijst van Norm", False)
    assert described["card"] == ("Card", False)
    assert described["moments"] == ("lijst van een van: first-hour, reception, speaker", False)
    assert {name: kind for name, kind, *_ in describe_fields(Topic)}["added"] == "datum"


def test_nested_records_come_once_and_in_order() -> None:
    assert [record.__name__ for record in nested_records(Rule)][:2] == ["Norm", "Wording"]
    assert Wording in nested_records(ArticleFile)


#: Of every kind of value some that fit somewhere, and some that fit nowhere.
ODD: list[Any] = [
    *(
        None,
        True,
        0,
        -1,
        1,
        9,
        86_400,
        10**17,
        1.0,
        "",
        " ",
        "\n",
        "x",
        " x ",
        "x\n",
        "\nx",
        "x\ny",
        "X",
        "é",
        "1",
        "1\n",
    ),
    *("a-b", "a_b", "a--b", "-a", "a/", "a/b/#c", "a/\n", "a.svg", "../a.png", "#0b4f54", "#0B4F54\n", "#12345"),
    *("2026", "2026-08", "2026-08-31", "2026-02-30", "2026-08-31T00:00:00", "2026-08-31 ", "31-08-2026", "٢٠٢٦"),
    *("https://school.example/", "http://x\n", "javascript:x", "staff", "required", "board", "do", "steps", "\x1cx"),
    *("x" * 60, "x" * 61, "x" * 300, "x" * 301, "x" * 8000, "x" * 8001, " " + "x" * 8000, "é" * 300),
    *([], [None], [1], ["x"], ["x", "x"], ["staff"], ["staff", "kind"], [0], [8, 9], [["x"]], [{}], ["2026-08-31"]),
    *({}, {"x": "y"}, {"X": "y"}, {"x\n": "y"}, {"x": 1}, {"x": " y"}, {"id": "x"}, {"text": "x"}, {"text": " "}),
]

EVERY: list[type[Record]] = [ArticleFile, AdviceFile, LeftOutFile, ProtocolFile, RemainderFile, SiteFile]
EVERY.extend(VOCABULARY.values())
for kind in EVERY:
    EVERY.extend(inner for inner in nested_records(kind) if inner not in EVERY)


def fitting(record: type[Record]) -> dict[str, Any]:
    """Data for a record: of each field that it needs the first value that fits."""
    return {field.name: _fitting(kinds_of(record)[field.name]) for field in fields(record) if field.required}


def _fitting(kind: Any) -> Any:
    inner = [fitting(one) for one in records_in(kind)]
    closed = [one for part in typing.get_args(kind)[:1] for one in typing.get_args(part) if isinstance(one, str)]
    for value in (*closed, "x", *ODD, *inner, inner):
        with suppress(MsgspecError):
            convert(value, kind)
            return value
    raise AssertionError(kind)


@pytest.mark.parametrize("record", EVERY, ids=lambda record: record.__name__)
def test_data_is_taken_when_no_fault_can_be_told_of_it(record: type[Record]) -> None:
    """Records are made by one library, and faults told by another."""
    whole = fitting(record)
    tries = [whole, *(without(whole, name) for name in whole), *ODD]
    tries += [whole | {name: value} for name in (*record.__struct_fields__, "veld") for value in ODD]
    for data in tries:
        told, made = judged(record, data), validate(record, data)
        assert isinstance(told, tuple) == isinstance(made, tuple), data
        assert convert(told, record) == made if isinstance(told, dict) else told == made, data


def without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in data.items() if field != name}


def test_sound_sources_are_read_without_what_tells_faults() -> None:
    """It takes longer to load than the sources to read."""
    program = (
        "import sys; from pathlib import Path; from build_tools.load import load;"
        "from build_tools.project import read_project; load(read_project(Path('protocol_src')));"
        "sys.exit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=False).returncode == 0
