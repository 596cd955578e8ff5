"""The data that other programs read: as the contract says, valid against its schema, and true to the pages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from build_tools.data import article_lines, data_files
from build_tools.findings import read
from build_tools.model import Library
from build_tools.plaintext import plain
from build_tools.site import make_site
from build_tools.slices import Slices
from build_tools.source import read_folder
from tests.library import PROJECT, article, edited, library, norm, protocol, sources

NAMES = ("protocols", "articles", "comparison", "redirects")
DECISION = {"id": "besluit", "body": "de raad", "action": "advies", "audiences": ["staff"], "norms": [norm()]}
TWO_SCHOOLS = protocol("de-els", "De Els", article(), decisions=[DECISION]) | edited(
    "site.yml", protocols=["de-wilg", "de-els"]
)


def files_of(whole: Library) -> dict[str, str]:
    slices = Slices(library=whole)
    return data_files(slices, article_lines(slices))


def of_base() -> dict[str, str]:
    return files_of(library(TWO_SCHOOLS))


def of_the_five_protocols() -> dict[str, str]:
    return files_of(read(read_folder(PROJECT / "protocol_src"))[0])


@pytest.fixture(scope="module", params=[of_base, of_the_five_protocols])
def data(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Every data file: of the base with two schools, and of the live content."""
    return {path: json.loads(text) for path, text in request.param().items()}


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid_against_its_schema(data: dict[str, Any], name: str) -> None:
    schema = data[f"data/{name}.schema.json"]
    jsonschema.Draft202012Validator.check_schema(schema)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(data[f"data/{name}.json"])


SPOILED: list[tuple[str, tuple[str | int, ...], object]] = [
    ("articles", ("articles", 0, "kind"), "regel"),
    ("articles", ("articles", 0, "audiences"), ["iedereen"]),
    ("articles", ("articles", 0, "groups"), ["7"]),
    ("articles", ("articles", 0, "id"), "Hoofd Letters"),
    ("articles", ("articles", 0, "extra"), "veld"),
    ("articles", ("articles", 0, "wording"), {"kinderen": "x"}),
    ("articles", ("schema_version",), 2),
    ("protocols", ("protocols", 0, "decisions", 0, "date"), "2 maart"),
    ("protocols", ("protocols", 0, "review"), "elk jaar"),
    ("comparison", ("cells", 0, "status"), "misschien"),
    ("comparison", ("cells", 0, "answers", 0, "stance"), "verboden"),
]


@pytest.mark.parametrize(("name", "path", "value"), SPOILED, ids=str)
def test_the_schema_refuses_what_is_spoiled(name: str, path: tuple[str | int, ...], value: object) -> None:
    files = of_base()
    content = json.loads(files[f"data/{name}.json"])
    holder = content
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = value
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(json.loads(files[f"data/{name}.schema.json"]), format_checker=checker)
    assert list(validator.iter_errors(content)) != []


def test_fields_are_those_of_the_contract() -> None:
    """What DESIGN fixed: other programs read these names."""
    files = {name: json.loads(text) for name, text in of_base().items()}
    contract = {
        "protocols": "id title organisation kind decisions review platforms parameters url",
        "articles": "id protocol kind number title section text audiences groups wording topics norms provisions url",
    }
    for name, fields in contract.items():
        assert set(files[f"data/{name}.json"]) == {"schema_version", name}
        assert list(files[f"data/{name}.json"][name][0]) == fields.split()
    comparison = files["data/comparison.json"]
    assert list(comparison) == ["schema_version", "protocols", "topics", "cells"]
    assert list(comparison["topics"][0]) == ["id", "title", "theme"]
    assert list(comparison["cells"][0]) == ["topic", "protocol", "status", "answers"]
    assert list(comparison["cells"][0]["answers"][0]) == ["parties", "stance", "value", "condition", "articles"]
    assert list(files["data/articles.json"]["articles"][0]["norms"][0]) == [
        "topic", "parties", "stance", "value", "condition",
    ]  # fmt: skip


def test_one_element_whole() -> None:
    elements = json.loads(of_base()["data/articles.json"])["articles"]
    assert next(one for one in elements if one["id"] == "telefoon-in-de-tas") == {
        "id": "telefoon-in-de-tas",
        "protocol": "de-wilg",
        "kind": "article",
        "number": "1",
        "title": "De telefoon zit in de tas",
        "section": "regels",
        "text": "Leerlingen hebben hun telefoon onder schooltijd uit en in de tas.",
        "audiences": ["staff", "parents", "children"],
        "groups": [],
        "wording": {"children": "Zet je telefoon uit. Stop hem in je tas."},
        "topics": ["telefoon"],
        "norms": [
            {
                "topic": "telefoon",
                "parties": ["pupils"],
                "stance": "required",
                "value": "uit en in de tas",
                "condition": None,
            }
        ],
        "provisions": ["W-R-1"],
        "url": "protocollen/de-wilg/#telefoon-in-de-tas",
    }


def test_every_topic_of_every_protocol_has_one_cell(data: dict[str, Any]) -> None:
    comparison = data["data/comparison.json"]
    cells = [(cell["topic"], cell["protocol"]) for cell in comparison["cells"]]
    assert cells == [(topic["id"], name) for topic in comparison["topics"] for name in comparison["protocols"]]


def test_every_answer_names_rules_that_are_there(data: dict[str, Any]) -> None:
    known = {(one["protocol"], one["id"]) for one in data["data/articles.json"]["articles"]}
    named = {
        (cell["protocol"], name)
        for cell in data["data/comparison.json"]["cells"]
        for answer in cell["answers"]
        for name in answer["articles"]
    }
    assert named
    assert named <= known


def test_every_norm_is_in_an_answer_and_every_answer_in_a_norm(data: dict[str, Any]) -> None:
    ruled = {
        (one["protocol"], one["id"], rule["topic"], rule["stance"])
        for one in data["data/articles.json"]["articles"]
        for rule in one["norms"]
    }
    answered = {
        (cell["protocol"], name, cell["topic"], answer["stance"])
        for cell in data["data/comparison.json"]["cells"]
        for answer in cell["answers"]
        for name in answer["articles"]
    }
    assert ruled == answered


def test_a_cell_with_answers_is_regulated_or_unclear_and_one_without_is_not(data: dict[str, Any]) -> None:
    for cell in data["data/comparison.json"]["cells"]:
        expected = {"regulated", "unclear"} if cell["answers"] else {"silent", "unreviewed", "unclear"}
        assert cell["status"] in expected, cell


def test_no_id_stands_twice_in_a_protocol(data: dict[str, Any]) -> None:
    elements = [(one["protocol"], one["id"]) for one in data["data/articles.json"]["articles"]]
    assert len(elements) == len(set(elements))


def test_texts_are_plain(data: dict[str, Any]) -> None:
    for one in data["data/articles.json"]["articles"]:
        for text in (one["title"], one["text"], *one["wording"].values()):
            assert not re.search(r"\*\*|\]\(|&[a-z]+;|\{\{|<[a-z/]", text), one["id"]


def test_every_url_leads_to_an_anchor_on_a_page_of_the_site(site: Path) -> None:
    files = {name: json.loads((site / "data" / f"{name}.json").read_text(encoding="utf-8")) for name in NAMES[:2]}
    for url in (one["url"] for name, content in files.items() for one in content[name]):
        path, _, anchor = url.partition("#")
        page = (site / path / "index.html").read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in page, url


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("Een *woord* en **nadruk**.", "Een woord en nadruk."),
        ("Een [link](https://example.org) erbij.", "Een link erbij."),
        ("Een regel\nen nog een.\n\nEen alinea.", "Een regel en nog een.\nEen alinea."),
        ("Lijst:\n\n- een\n- twee\n\n1. drie", "Lijst:\neen\ntwee\ndrie"),
        ("Een leeftijd < 13 & zo.", "Een leeftijd < 13 & zo."),
        ("> Zo staat het er.", "Zo staat het er."),
        ("- een\n\n- twee\n\n    met een alinea", "een\ntwee\nmet een alinea"),
    ],
)
def test_plain_text_keeps_every_word(text: str, words: str) -> None:
    assert plain(text) == words


def test_data_ends_with_a_line_end_and_keeps_letters_readable() -> None:
    text = files_of(library(article(title="Coördinatie")))["data/articles.json"]
    assert text.endswith("\n")
    assert "Coördinatie" in text


def test_the_site_has_all_of_it() -> None:
    files = make_site(sources()).data
    assert {f"data/{name}{kind}" for name in NAMES for kind in (".json", ".schema.json")} <= set(files)
    assert read(sources())[1] == []
