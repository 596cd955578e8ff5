"""Data files, comparison and search index after an edit are the same, whatever an earlier run made of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bench.collection import collection
from build_tools.kept import Recall, Recipe, anew
from build_tools.load import load
from build_tools.plan import data_groups
from build_tools.problems import SourceFaults
from build_tools.slices import Slices
from build_tools.source import parse, read_folder
from tests.library import PROJECT, article, sources
from tests.test_slices import TWO, changed, scalars, without

Files = Mapping[str, bytes]


class Memory:
    """What recalls texts by name and key, and notes which were made in the last run."""

    def __init__(self) -> None:
        self.texts: dict[tuple[str, bytes], str] = {}
        self.made: list[str] = []

    def recall(self, recipes: Mapping[str, Recipe]) -> dict[str, str]:
        """The texts, each made once."""
        keys = {name: (name, recipe.key) for name, recipe in recipes.items()}
        for name, key in keys.items():
            if key not in self.texts:
                self.texts[key] = recipes[name]()
                self.made.append(name)
        return {name: self.texts[key] for name, key in keys.items()}


def made_of(files: Files, recall: Recall = anew) -> dict[str, str]:
    """Every file beside the pages. Raises SourceFaults."""
    groups = data_groups(Slices(library=load(files)[0]), apart=True)
    return {path: text for group in groups for path, text in group.make(recall).items()}


def edits(files: Files) -> Iterator[Files]:
    """Every text and number of the sources changed, and each taken away."""
    for file, content in files.items():
        for place in scalars(parse(file, content).data):
            for change in (changed, without):
                yield {**files, file: change(content, place).encode()}


def test_what_is_recalled_is_what_would_be_made_whatever_changed() -> None:
    memory, sound = Memory(), 0
    for files in edits(sources(TWO)):
        try:
            expected = made_of(files)
        except SourceFaults:
            continue
        assert made_of(files, memory.recall) == expected
        sound += 1
    assert sound > 200


def test_after_one_edit_little_is_made() -> None:
    files = collection(read_folder(PROJECT / "protocol_src"), 10)
    memory, path = Memory(), "protocols/de-mare/articles/telefoon-en-smartwatch.yml"
    made_of(files, memory.recall)
    memory.made.clear()
    other = {**files, path: files[path].replace(b"title: Telefoon", b"title: Zakrekenmachine")}
    assert made_of(other, memory.recall) == made_of(other)
    assert sorted(memory.made) == [
        "data/articles.json/de-mare",
        "data/comparison.json/de-mare",
        "data/comparison/de-mare.js",
        "search/de-mare",
        "search/rules-smartwatch-leerlingen.js",
        "search/rules-telefoon-leerlingen.js",
        "search/rules-telefoon-medewerkers.js",
    ]


def test_a_new_word_is_half_of_a_compound_elsewhere() -> None:
    before = TWO | article(text="De telefoonwedstrijd is uit.")
    memory = Memory()
    made_of(sources(before), memory.recall)
    memory.made.clear()
    after = sources(before | article("nieuw", text="Een wedstrijd.", norms=[], topics=["foto-plaatsen"]))
    assert made_of(after, memory.recall) == made_of(after)
    assert "search/rules-telefoon.js" in memory.made
