"""The collections that the benches measure: many protocols made out of the live ones."""

from __future__ import annotations

import pytest

from bench.collection import collection
from build_tools.alike import likeness
from build_tools.findings import read
from build_tools.problems import errors
from build_tools.source import read_folder
from tests.library import PROJECT

TOTAL = 30


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return collection(read_folder(PROJECT / "protocol_src"), TOTAL)


def test_a_collection_is_the_same_in_every_run_and_a_larger_one_begins_with_it(made: dict[str, bytes]) -> None:
    files = read_folder(PROJECT / "protocol_src")
    larger = collection(files, TOTAL + 1)
    assert collection(files, TOTAL) == made
    assert {path: larger[path] for path in made if path != "site.yml"} | {"site.yml": made["site.yml"]} == made
    assert collection(files, TOTAL, seed=8) != made


def test_a_collection_has_no_faults_and_shows_as_many_protocols_as_asked(made: dict[str, bytes]) -> None:
    library, problems = read(made)
    assert len(library.shown) == TOTAL
    assert not errors(problems)


def test_made_protocols_are_near_copies_that_extend_a_board_or_tell_it_in_their_own_words(
    made: dict[str, bytes],
) -> None:
    library, _ = read(made)
    board, school = library.protocols["bestuur-aaa"], library.protocols["school-aab"]
    assert school.record.extends == board.id
    assert {item.origin for item in school.items} == {"equal", "reworded"}
    original = {item.id: item.rule.text for item in library.protocols["de-mare"].items}
    shares = [likeness(original[item.id].split(), item.rule.text.split()) for item in board.items]
    assert min(shares) < 0.9 < sum(shares) / len(shares) < 1
