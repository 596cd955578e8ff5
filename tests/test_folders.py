"""The folders of the site before are those in which the next one begins, and never bring anything else along."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.deliver import write_files
from build_tools.folders import begin_in, files_below, keep_folders


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folders of a site, kept."""
    site, kept = tmp_path / "site", tmp_path / "cache" / "site" / "folders"
    write_files(site, {"index.html": "x", "ouders/index.html": "x", "kinderen/groep-6/index.html": "x"})
    keep_folders(site, kept)
    assert not site.exists()
    return kept


def test_folders_are_kept_without_what_is_in_them(kept: Path) -> None:
    assert below(kept) == {"ouders", "kinderen", "kinderen/groep-6"}


def test_only_those_of_the_last_site_are_kept(kept: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "site", {"media/index.html": "x"})
    keep_folders(tmp_path / "site", kept)
    assert below(kept) == {"media"}


def test_a_site_begins_in_the_folders_that_were_kept(kept: Path, tmp_path: Path) -> None:
    before = (kept / "ouders").stat().st_ino
    begin_in(kept, tmp_path / "nieuw", {"ouders/index.html"})
    assert below(tmp_path / "nieuw") == {"ouders", "kinderen", "kinderen/groep-6"}
    assert (tmp_path / "nieuw" / "ouders").stat().st_ino == before
    assert not kept.exists()


def test_nothing_begins_where_nothing_was_kept(tmp_path: Path) -> None:
    begin_in(tmp_path / "niets", tmp_path / "nieuw", set())
    assert not (tmp_path / "nieuw").exists()


def test_a_file_among_the_folders_does_not_come_along(kept: Path, tmp_path: Path) -> None:
    write_files(kept, {"kinderen/groep-6/geheim.txt": "x"})
    begin_in(kept, tmp_path / "nieuw", {"ouders/index.html"})
    assert not (tmp_path / "nieuw").exists()


def test_a_link_among_the_folders_does_not_come_along(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "elders").mkdir()
    (kept / "kinderen" / "groep-7").symlink_to(tmp_path / "elders", target_is_directory=True)
    begin_in(kept, tmp_path / "nieuw", {"ouders/index.html"})
    assert not (tmp_path / "nieuw").exists()


def test_no_folder_stands_where_a_file_has_to_come(kept: Path, tmp_path: Path) -> None:
    begin_in(kept, tmp_path / "nieuw", {"kinderen/groep-6"})
    assert not (tmp_path / "nieuw").exists()


def test_a_site_that_is_there_already_stays(kept: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "nieuw", {"index.html": "x"})
    begin_in(kept, tmp_path / "nieuw", {"ouders/index.html"})
    assert below(tmp_path / "nieuw") == {"index.html"}


def test_a_disk_that_refuses_does_no_harm(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "rename", refuse)
    begin_in(kept, tmp_path / "nieuw", {"ouders/index.html"})
    write_files(tmp_path / "site", {"media/index.html": "x"})
    keep_folders(tmp_path / "site", tmp_path / "elders")
    assert not (tmp_path / "nieuw").exists()
    assert not (tmp_path / "elders").exists()


def test_every_file_is_found_by_its_path(tmp_path: Path) -> None:
    write_files(tmp_path, {"index.html": "x", "kinderen/groep-6/index.html": "x"})
    (tmp_path / "leeg").mkdir()
    assert sorted(files_below(str(tmp_path))) == ["index.html", "kinderen/groep-6/index.html"]
