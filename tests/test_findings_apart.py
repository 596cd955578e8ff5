"""What is found in a protocol by itself is what is found in it among others, in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bench.collection import collection
from build_tools.findings import findings
from build_tools.found import Finder, earlier
from build_tools.kept import Recall, Recipe, recalling
from build_tools.problems import Problem
from build_tools.source import parse, read_folder
from tests.library import ARTICLES, PROJECT, Changes, article, edited, protocol, sources
from tests.test_slices import TWO, changed, scalars, without

URL = "https://dewilg.example/"

#: Something to find in site.yml, in a rule that two protocols have, in protocol.yml and in a wording, and what asks of
#: another protocol how it is called and which rules it has.
FAULTY: Changes = TWO | {
    **edited("site.yml", protocols=["de-wilg", "de-els", "de-beuk"], usage="Bel 06 12345678.", url=URL),
    **article(text="Zet Twitter om 8 uur uit. Bel 06 12345678.", wording={"staff": "Uit om 9 uur."}),
    **protocol(
        "de-beuk",
        "De Beuk",
        article(text=f"Zie [De Wilg]({URL}protocollen/de-wilg/#proef), zoals op De Wilg."),
    ),
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
#: Also a rule that names what is not there, and texts that hold what they may not.
REFUSED: Changes = {
    **FAULTY,
    **article("fout", see_also=["nergens"], text="Een <b>vet</b> woord.", title="Een {{ wie }}"),
    "protocols/de-els/articles/proef.yml": json.dumps({"id": "proef", "topics": ["telefoon", "verzonnen"]}),
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
    found = findings(files, before=earlier(files, recall) if recall else None)
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
        ("andere-schoolnaam", "de-beuk/proef"),
    }
    assert "link-nergens-heen" in {
        one.code for one in findings(sources({**FAULTY, f"{ARTICLES}/proef.yml": None})).remaining
    }
    assert {one.code for one in findings(sources(REFUSED)).remaining} >= {"onbekende-verwijzing", "html-in-tekst"}
    assert [one.problem.code for one in found.accepted] == ["naam-leerling"]


def variants(base: dict[str, bytes]) -> Iterator[tuple[object, dict[str, bytes]]]:
    """The sources with another value somewhere, or without one; with a file less, spoiled or under another name."""
    for file, content in base.items():
        yield file, {path: base[path] for path in base if path != file}
        yield file, base | {file: b"a: [b"}
        folder = "/".join(file.split("/")[:2])
        yield folder, {path: base[path] for path in base if not path.startswith(f"{folder}/")}
        if not file.startswith(("protocols/", "site.yml")):
            continue
        yield file, {path.replace("/de-els/", "/de-es/") if path == file else path: base[path] for path in base}
        for place in scalars(parse(file, content).data):
            for change in (changed, without):
                yield (file, place), base | {file: change(content, place).encode()}


@pytest.mark.parametrize(("changes", "parts"), [(FAULTY, 16), (REFUSED, 4)])
def test_what_was_found_before_is_found_again_whatever_changed(changes: Changes, parts: int) -> None:
    base, memory = sources(changes), Memory()
    told(base, memory.recall)
    assert memory.made == parts
    again = 0
    for name, files in variants(base):
        assert told(files, memory.recall) == told(files), name
        again += 1
    assert again > 100
    assert memory.made < again * parts


def test_findings_are_kept_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, file = sources(FAULTY), tmp_path / "findings.sqlite"
    with recalling(file, "a") as recall:
        first = told(files, recall)
    monkeypatch.setattr(Finder, "__call__", lambda _: pytest.fail("looked for again"))
    with recalling(file, "a") as recall:
        assert told(files, recall) == first
    with recalling(file, "b") as recall, pytest.raises(pytest.fail.Exception, match="looked for again"):
        told(files, recall)
