"""Whatever an author or a taken-over protocol types: words stay words, and what is too much is refused at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzz import outcome, spoiled
from build_tools.building import build_site
from build_tools.plaintext import plain, rich
from build_tools.problems import BuildStopped, Place, SourceFaults, problem
from build_tools.source import links_out, parse, read_folder
from tests.hostile import ATTACKS, BOMBS, element_kinds, injected, places, strangers, text_codes
from tests.library import PROJECT, article, edited, findings, sources
from tests.project import small_project


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_in_every_text_at_once_stays_words_or_is_refused(attack: str) -> None:
    made = injected(sources(), lambda text: f"{text}\n\n{attack}" if "." in text else f"{text} {attack}")
    assert strangers(made) == {}


def test_the_injection_reaches_most_texts() -> None:
    """So that the test above does not pass because nothing was injected."""
    made = injected(sources(), lambda text: f"{text} proef")
    changed = [text for _, _, text in places(made) if text.endswith(" proef")]
    assert len(changed) > 100


#: Pieces that Markdown gives a meaning, and some that only look like it; each stands between bars.
PIECES = (
    r"# |* |- |1. |> |    |  |\n|\n\n|`|```|**|_|[|]|](|(|)|https://e.nl|javascript:x|<|<b>|&lt;|&#60;|!|---|===|:|\\|{|}"
    r"|{{ a }}|*[|]:|x|y|\"|'| onclick=x|[TOC]|a@e.nl|\t|\u202e|\0|☺|é|~~~|!!! |+ |10) |= "
)
SPELLED = [piece.encode("latin-1", "backslashreplace").decode("unicode_escape") for piece in PIECES.split("|")]
MARKDOWN = st.lists(st.sampled_from([*SPELLED, "|"]), max_size=14).map("".join)
BOUNDED = settings(derandomize=True, deadline=None, max_examples=80, database=None)


@BOUNDED
@given(MARKDOWN)
def test_what_is_not_refused_becomes_nothing_but_words_lists_emphasis_and_links(text: str) -> None:
    if not text_codes(text):
        assert element_kinds(text.strip().replace("<", "&lt;")) <= {
            "p",
            "em",
            "strong",
            "ul",
            "ol",
            "li",
            "code",
            "blockquote",
            "br",
            "a safe",
        }
        assert plain(text).count("\0") == 0
        assert isinstance(rich(text), list)


@BOUNDED
@given(MARKDOWN, MARKDOWN)
def test_a_parameter_never_makes_a_link_or_block_that_its_text_did_not(text: str, value: str) -> None:
    both = text_codes(f"{text}{{{{ a }}}}{text}", value)
    if not both:
        filled = f"{text}{value}{text}".strip().replace("<", "&lt;")
        assert "a other" not in element_kinds(filled)


@BOUNDED
@given(st.binary(max_size=60) | MARKDOWN.map(str.encode))
def test_bytes_become_data_or_a_fault_with_its_place(content: bytes) -> None:
    try:
        parse("proef.yml", content)
    except SourceFaults as faults:
        for fault in faults.problems:
            assert fault.place.line >= 1
            assert str(fault).startswith("proef.yml:")


@pytest.mark.parametrize("number", range(40))
def test_spoiled_sources_end_in_a_site_or_in_clear_faults(number: int) -> None:
    """The first of what `make fuzz` tries by the thousand, in short."""
    assert outcome(spoiled(1, number)) in {"site", "faults"}


def test_a_fuzz_input_is_the_same_again_and_differs_from_others() -> None:
    assert spoiled(1, 2) == spoiled(1, 2)
    assert len({str(sorted(spoiled(1, number).items())) for number in range(20)}) > 15
    outcomes = {outcome(spoiled(1, number)) for number in range(20)}
    assert outcomes == {"site", "faults"}


def test_a_fault_of_form_beside_moved_addresses_is_told() -> None:
    """Found by fuzzing: the pages were made to look up addresses while a vocabulary was broken."""
    moved = edited("site.yml", redirects=[{"old": "weg/", "new": "ouders/"}])
    found = findings(sources(moved | {"vocabulary/audiences.yml": "- {id: kapot}"}))
    assert "vocabulary/audiences.yml" in {fault.place.file for fault in found}


def test_a_message_cannot_steer_the_screen_or_fill_it() -> None:
    place = Place(file="map/\x1b]0;x\x07\n::error::.yml")
    told = str(problem("onbekend-veld", place, what="x" * 10_000 + "\x1b[2J\u202e", expected="y"))
    assert told.isprintable()
    assert len(told) < 1000


#: Run in a process of its own, that may not use more memory than this.
LIMITED = """
import resource, sys, tracemalloc
resource.setrlimit(resource.RLIMIT_AS, (300 * 2**20, 300 * 2**20))
from pathlib import Path
from build_tools.problems import SourceFaults
from build_tools.findings import read
from build_tools.source import read_folder
try:
    read(read_folder(Path(sys.argv[1])))
except SourceFaults as faults:
    print(faults.problems[0].code, len(faults.problems))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited in another way elsewhere")
def test_what_is_too_much_is_refused_within_300_mib(tmp_path: Path) -> None:
    for path, content in sources().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    for number, (content, _) in enumerate(BOMBS.values()):
        (tmp_path / f"protocols/de-wilg/articles/bom-{number}.yml").write_bytes(content)
    with (tmp_path / "protocols/de-wilg/articles/reus.yml").open("wb") as giant:
        giant.truncate(50 * 2**30)  # says to be 50 GB; takes no room
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED, tmp_path], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert int(ended.stdout.split()[1]) >= len(BOMBS) + 1


@pytest.mark.parametrize("name", BOMBS)
def test_each_bomb_gets_its_own_refusal(name: str) -> None:
    content, code = BOMBS[name]
    found = findings(sources({"protocols/de-wilg/articles/bom.yml": content}))
    assert code in {fault.code for fault in found if fault.place.file.endswith("bom.yml")}


def test_a_link_out_of_the_pages_stops_the_build(tmp_path: Path) -> None:
    config = small_project(tmp_path / "project")
    (tmp_path / "geheim.txt").write_text("geheim")
    (config.parent / "docs" / "foto.txt").symlink_to(tmp_path / "geheim.txt")
    (config.parent / "docs" / "wel.txt").symlink_to(config.parent / "docs" / "toegankelijkheid.md")
    assert links_out(config.parent / "docs") == [config.parent / "docs" / "foto.txt"]
    with pytest.raises(BuildStopped):
        build_site(config)
    assert not (config.parent / "site").exists()


def test_a_link_in_the_sources_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "bron").mkdir()
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / "geheim.yml").write_text("geheim: ja")
    (tmp_path / "bron" / "map").symlink_to(tmp_path / "elders")
    (tmp_path / "bron" / "geheim.yml").symlink_to(tmp_path / "elders" / "geheim.yml")
    assert read_folder(tmp_path / "bron") == {}


@pytest.mark.parametrize("name", ["../weg", "..", "/etc/passwd", "a/../../b", "a\\b", "%2e%2e", "a--b", "A", "é"])
def test_an_id_never_leads_out_of_its_folder(name: str) -> None:
    content = article("proef", id=name).popitem()[1]
    found = findings(sources({"protocols/de-wilg/articles/proef.yml": content}))
    assert {"ongeldige-vorm"} <= {fault.code for fault in found}
