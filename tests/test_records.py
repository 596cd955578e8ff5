"""The form of the sources: records refuse what does not fit, and describe themselves to editors."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from build_tools.records import (
    ArticleFile,
    Audience,
    Fault,
    Norm,
    Platform,
    ProtocolFile,
    Record,
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
    with pytest.raises(ValidationError, match="frozen"):
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
