"""What a protocol answers on a topic: a table of cases, each with its sentence."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec import convert

from build_tools.answers import Answer, answer_key
from build_tools.compare import cell, comparison
from build_tools.records import Norm
from tests.library import Changes, article, edited, library, norm, protocol

PROTOCOL = "protocols/de-wilg/protocol.yml"
TOPICS = "vocabulary/topics.yml"
UNCLEAR = {"topic": "telefoon", "readings": ["Het mag.", "Het mag niet."], "reason": "De bron zegt beide."}

CASES: dict[str, tuple[Changes, str, list[str]]] = {
    "a norm makes it regulated": ({}, "regulated", ["pupils required uit en in de tas: telefoon-in-de-tas"]),
    "a mention rules nothing": (
        article(norms=[], topics=["telefoon"]),
        "regulated",
        ["pupils required uit en in de tas: telefoon-in-de-tas"],
    ),
    "a like answer of another rule joins it": (
        article(norms=[norm(parties=("pupils",), value="Uit en in de tas")]),
        "regulated",
        ["pupils required uit en in de tas: telefoon-in-de-tas, proef"],
    ),
    "another value is another answer": (
        article(norms=[norm(parties=("pupils",), value="in de kluis")]),
        "regulated",
        ["pupils required uit en in de tas: telefoon-in-de-tas", "pupils required in de kluis: proef"],
    ),
    "another stance is another answer": (
        article(norms=[norm(parties=("pupils",), stance="recommended", value="uit en in de tas")]),
        "regulated",
        ["pupils required uit en in de tas: telefoon-in-de-tas", "pupils recommended uit en in de tas: proef"],
    ),
    "another party is another answer": (
        article(norms=[norm(value="uit en in de tas")]),
        "regulated",
        ["pupils required uit en in de tas: telefoon-in-de-tas", "staff required uit en in de tas: proef"],
    ),
    "another condition is another answer": (
        article(norms=[norm(parties=("pupils",), value="uit en in de tas", condition="onder de les")]),
        "regulated",
        [
            "pupils required uit en in de tas: telefoon-in-de-tas",
            "pupils required uit en in de tas (onder de les): proef",
        ],
    ),
    "a rule that says the same twice is named once": (
        article(norms=[norm(parties=("pupils",), value="uit en in de tas")] * 2),
        "regulated",
        ["pupils required uit en in de tas: telefoon-in-de-tas, proef"],
    ),
    "a decision can rule too": (
        edited(
            PROTOCOL,
            decisions=[{"id": "besluit", "body": "MR", "action": "advies", "audiences": ["staff"], "norms": [norm()]}],
        ),
        "regulated",
        ["pupils required uit en in de tas: telefoon-in-de-tas", "staff required None: besluit"],
    ),
    "two readings make it unclear, with both answers": (
        edited(PROTOCOL, unclear=[UNCLEAR]),
        "unclear",
        ["pupils required uit en in de tas: telefoon-in-de-tas"],
    ),
}


def in_words(answer: Answer) -> str:
    condition = f" ({answer.condition})" if answer.condition else ""
    return f"{'+'.join(answer.parties)} {answer.stance} {answer.value}{condition}: {', '.join(answer.articles)}"


@pytest.mark.parametrize("case", CASES)
def test_the_answer_on_a_topic(case: str) -> None:
    changes, status, answers = CASES[case]
    # every rule for pupils needs words for children in a whole site; a comparison does without
    found = library(changes)
    result = cell(found.protocols["de-wilg"], found.vocabulary.topics["telefoon"])
    assert (result.status, sorted(map(in_words, result.answers))) == (status, sorted(answers))


SILENT = article("foto-na-toestemming", norms=[norm("woordvoerder")])


@pytest.mark.parametrize(
    ("read_on", "status"), [("2026-01-15", "silent"), ("2026-06-01", "silent"), ("2026-01-14", "unreviewed")]
)
def test_silence_counts_only_when_the_protocol_was_read_with_the_topic(read_on: str, status: str) -> None:
    found = library(SILENT, edited(PROTOCOL, read_on=read_on))
    result = cell(found.protocols["de-wilg"], found.vocabulary.topics["foto-plaatsen"])
    assert (result.status, result.answers) == (status, ())


def test_two_readings_are_kept() -> None:
    found = library(edited(PROTOCOL, unclear=[UNCLEAR | {"topic": "foto-plaatsen"}]), SILENT)
    result = cell(found.protocols["de-wilg"], found.vocabulary.topics["foto-plaatsen"])
    assert result.status == "unclear"
    assert result.unclear is not None
    assert result.unclear.readings == ("Het mag.", "Het mag niet.")


def test_every_topic_of_every_shown_protocol_has_a_cell() -> None:
    found = library(protocol("de-els", "De Els", article()), edited("site.yml", protocols=["de-els", "de-wilg"]))
    assert [(one.topic, one.protocol) for one in comparison(found)] == [
        (topic, name) for topic in ("telefoon", "foto-plaatsen", "woordvoerder") for name in ("de-els", "de-wilg")
    ]


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"value": "DE DIRECTEUR"}, True),
        ({"parties": ["parents", "staff"]}, True),
        ({"note": "Zo staat het er."}, True),
        ({"value": "de leerkracht"}, False),
        ({"value": None}, False),
        ({"condition": "bij twijfel"}, False),
        ({"stance": "recommended"}, False),
        ({"parties": ["staff"]}, False),
    ],
)
def test_what_makes_two_norms_the_same_answer(change: dict[str, Any], same: bool) -> None:
    data = {"topic": "t", "parties": ["staff", "parents"], "stance": "required", "value": "de directeur"}
    one, other = convert(data, Norm), convert(data | change, Norm)
    assert (answer_key(one) == answer_key(other)) is same
