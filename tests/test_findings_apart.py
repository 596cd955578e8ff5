"""What is found in a protocol by itself is what is found in it among others, in every run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from bench.collection import collection
from build_tools.checks import apart
from build_tools.kept import Recall, Recipe, recalling
from build_tools.problems import Problem
from build_tools.site import findings
from build_tools.source import parse, read_folder
from tests.library import PROJECT, Changes, article, edited, sources
from tests.test_slices import TWO, changed, scalars, without

#: Something to find in site.yml, in a rule that both protocols have, in protocol.yml and in a wording.
FAULTY: Changes = TWO | {
    **edited("site.yml", protocols=["de-wilg", "de-els"], usage="Bel 06 12345678."),
    **article(text="Zet Twitter om 8 uur uit. Bel 06 12345678.", wording={"staff": "Uit om 9 uur."}),
    "protocols/de-els/articles/meer.yml": json.dumps(
        {
            "id": "meer",
            "title": "Meer",
            "section": "regels",
            "position": 95,
            "text": "Vraag het aan leerling Jan Jansen.",
            "audiences": ["staff"],
            "topics": ["telefoon"],
            "accepted": [{"code": "naam-leerling", "reason": "Een verzonnen naam."}],
        }
    ),
}


class Memory:
    """What recalls texts, and counts those that are made."""

    def __init__(self) -> None:
        self.texts: dict[bytes, str] = {}
        self.made = 0

    def recall(self, recipes: Mapping[str, Recipe]) -> dict[str, str]:
        """The texts, each made once."""
        for recipe in recipes.values():
            if recipe.key not in self.texts:
                self.texts[recipe.key] = recipe()
                self.made += 1
        return {name: self.texts[recipe.key] for name, recipe in recipes.items()}


def told(files: Mapping[str, bytes], recall: Recall | None = None) -> list[tuple[Problem, str]]:
    """What remains and what was accepted, each with the part where it stands."""
    found = findings(files, recall=recall)
    return [(one, one.place.within) for one in (*found.remaining, *(accepted.problem for accepted in found.accepted))]


@pytest.mark.parametrize("files", [sources(FAULTY), collection(read_folder(PROJECT / "protocol_src"), 12)])
def test_the_same_is_found_apart_and_together(files: Mapping[str, bytes]) -> None:
    found = told(files, Memory().recall)
    assert found == told(files)
    assert found


def test_each_kind_of_place_has_something_to_find() -> None:
    found = findings(sources(FAULTY))
    places = {(one.code, one.place.within) for one in found.remaining}
    assert places >= {
        ("mobiel-nummer", ""),
        ("mobiel-nummer", "de-els/proef"),
        ("getal-wijkt-af", "de-els/proef"),
    }
    assert [one.problem.code for one in found.accepted] == ["naam-leerling"]


def test_what_was_found_before_is_found_again_whatever_changed() -> None:
    base, memory = sources(FAULTY), Memory()
    told(base, memory.recall)
    assert memory.made == 3
    again = 0
    for file, content in base.items():
        if not file.startswith(("protocols/", "site.yml")):
            continue
        for place in scalars(parse(file, content).data):
            for change in (changed, without):
                files = base | {file: change(content, place).encode()}
                assert told(files, memory.recall) == told(files), (file, place)
                again += 1
    assert again > 100
    assert memory.made < again * 3


def test_findings_are_kept_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, file = sources(FAULTY), tmp_path / "findings.sqlite"
    with recalling(file, "a") as recall:
        first = told(files, recall)
    monkeypatch.setattr(apart.Alone, "__call__", lambda _: pytest.fail("looked for again"))
    with recalling(file, "a") as recall:
        assert told(files, recall) == first
    with recalling(file, "b") as recall, pytest.raises(pytest.fail.Exception, match="looked for again"):
        told(files, recall)
