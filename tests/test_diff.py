"""`protocolwijzer diff`: what changed since a folder or a revision, told by meaning first and per reader."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from build_tools.cli import main
from build_tools.deliver import write_files
from tests.library import ARTICLES, Changes, article, edited, norm, protocol, sources

PHONE = f"{ARTICLES}/telefoon-in-de-tas.yml"


def write(folder: Path, changes: Changes | None = None) -> Path:
    write_files(folder, {path: content.decode() for path, content in sources(changes).items()})
    return folder


def diff(source: Path, since: Path | str, *more: str) -> Result:
    return CliRunner().invoke(main, ["diff", "--source", str(source), "--from", str(since), *more])


def told(tmp_path: Path, old: Changes, new: Changes) -> str:
    result = diff(write(tmp_path / "new", new), write(tmp_path / "old", old))
    assert result.exit_code == 0, result.output
    return result.output


def test_nothing_changed_says_so(tmp_path: Path) -> None:
    assert told(tmp_path, {}, {}) == "Er is niets veranderd.\n"


def test_meaning_comes_before_wording_and_readers_are_counted(tmp_path: Path) -> None:
    old = article("a", norms=[norm(stance="allowed")]) | article("b", text="Zet je telefoon uit.")
    new = article("a", norms=[norm(stance="forbidden")]) | article("b", text="Zet je telefoon helemaal uit.")
    text = told(tmp_path, old, new)
    assert text.index("### Ander standpunt") < text.index("### Anders verwoord")
    assert "- Voor medewerkers: 1 ander standpunt, 1 anders verwoord" in text
    assert '<ins><span class="pw-sr">nieuw: </span>helemaal' in text


@pytest.mark.parametrize(
    ("before", "after", "heading"),
    [
        ({"norms": [norm(stance="conditional")]}, {"norms": [norm(stance="forbidden")]}, "Strenger"),
        ({"norms": [norm(stance="required")]}, {"norms": [norm(stance="recommended")]}, "Soepeler"),
        ({"norms": [norm(value="een uur")]}, {"norms": [norm(value="twee uur")]}, "Waarde of voorwaarde gewijzigd"),
        ({"norms": [norm()]}, {"norms": [norm(parties=("staff", "parents"))]}, "Voor wie gewijzigd"),
    ],
)
def test_each_change_of_meaning_has_its_heading(
    tmp_path: Path, before: dict[str, object], after: dict[str, object], heading: str
) -> None:
    assert f"### {heading}" in told(tmp_path, article("a", **before), article("a", **after))


def test_a_rule_that_came_and_one_that_went(tmp_path: Path) -> None:
    text = told(
        tmp_path,
        article("oud", text="Dit gaat weg, met alles erbij."),
        article("nieuw", text="Volstrekt iets verschillends."),
    )
    assert "### Toegevoegd" in text
    assert "### Vervallen" in text
    assert "### Verplaatst" not in text


def test_a_protocol_that_came_or_went_is_told(tmp_path: Path) -> None:
    two = protocol("de-beuk", "De Beuk", article("b")) | edited("site.yml", protocols=["de-wilg", "de-beuk"])
    came = told(tmp_path / "came", {}, two)
    assert "Dit protocol is nieuw." in came
    assert "De Beuk" in came
    assert "De Wilg" not in came
    assert "Dit protocol is vervallen." in told(tmp_path / "went", two, {})


def test_a_moved_rule_is_moved_not_deleted_and_added(tmp_path: Path) -> None:
    text = told(tmp_path, article("oude-naam"), article("nieuwe-naam"))
    assert "### Verplaatst" in text
    assert "### Toegevoegd" not in text
    assert "### Vervallen" not in text


def test_a_revision_of_git_is_read_without_checking_it_out(tmp_path: Path) -> None:
    folder = write(tmp_path / "repo" / "src", article("a", norms=[norm(stance="conditional")]))

    def git(*words: str) -> None:
        settings = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *settings, *words], cwd=folder.parent, check=True, capture_output=True)  # noqa: S607

    git("init")
    git("add", ".")
    git("commit", "-m", "eerst")
    changed = article("a", norms=[norm(stance="forbidden")])
    write(folder, changed)
    result = diff(folder, "HEAD")
    assert result.exit_code == 0, result.output
    assert "### Strenger" in result.output
    assert json.loads((folder / f"{ARTICLES}/a.yml").read_text()) == json.loads(changed[f"{ARTICLES}/a.yml"])


def test_only_the_named_protocol_is_told(tmp_path: Path) -> None:
    new, old = write(tmp_path / "new", article("a")), write(tmp_path / "old")
    assert "Toegevoegd" in diff(new, old, "--protocol", "de-wilg").output
    assert "Toegevoegd" not in diff(new, old, "--protocol", "de-els").output


def test_a_protocol_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = diff(write(tmp_path / "new"), write(tmp_path / "old"), "--protocol", "de-wlig")
    assert result.exit_code == 2
    assert 'bedoelde u "de-wilg"?' in result.output


def test_the_report_can_go_to_a_file(tmp_path: Path) -> None:
    new, old = write(tmp_path / "new", article("a")), write(tmp_path / "old")
    assert diff(new, old, "--output", str(tmp_path / "gmr.md")).output == ""
    assert "# Wat er veranderde" in (tmp_path / "gmr.md").read_text(encoding="utf-8")


def test_what_is_no_folder_and_no_revision_is_refused(tmp_path: Path) -> None:
    result = diff(write(tmp_path / "new"), "bestaat-niet")
    assert result.exit_code == 2
    assert "bestaat-niet is geen map" in result.output


def test_faults_in_the_old_sources_are_reported(tmp_path: Path) -> None:
    result = diff(write(tmp_path / "new"), write(tmp_path / "old", {PHONE: "id: [", **edited("site.yml")}))
    assert result.exit_code == 1
    assert "[yaml]" in result.output
