"""A new folder takes the place of the old one in one step, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.deliver import copy_files, replace_folder, write_files


def contents(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    write_files(folder, {"index.html": "oud", "map/oud.html": "weg"})
    return folder


def test_the_new_folder_replaces_the_old_one_whole(site: Path) -> None:
    replace_folder(site, lambda folder: write_files(folder, {"index.html": "nieuw"}))
    assert contents(site) == {"index.html": "nieuw"}
    assert list(site.parent.iterdir()) == [site]


def test_a_folder_that_was_not_there_is_made_with_those_above_it(tmp_path: Path) -> None:
    target = tmp_path / "ver" / "weg" / "site"
    replace_folder(target, lambda folder: write_files(folder, {"a.txt": "a"}))
    assert contents(target) == {"a.txt": "a"}


def test_the_old_folder_stands_until_the_new_one_is_done(site: Path) -> None:
    seen: list[dict[str, str]] = []

    def make(folder: Path) -> None:
        write_files(folder, {"index.html": "nieuw"})
        seen.append(contents(site))

    replace_folder(site, make)
    assert seen == [{"index.html": "oud", "map/oud.html": "weg"}]


def half_done(folder: Path) -> None:
    write_files(folder, {"index.html": "half"})
    raise ValueError("halverwege")


def test_a_make_that_raises_leaves_the_old_folder_whole(site: Path) -> None:
    with pytest.raises(ValueError, match="halverwege"):
        replace_folder(site, half_done)
    assert contents(site) == {"index.html": "oud", "map/oud.html": "weg"}
    assert list(site.parent.iterdir()) == [site]


def test_a_make_that_makes_nothing_leaves_the_old_folder_whole(site: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_folder(site, lambda _: None)
    assert contents(site) == {"index.html": "oud", "map/oud.html": "weg"}
    assert list(site.parent.iterdir()) == [site]


def test_a_make_that_raises_leaves_nothing_where_nothing_was(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="halverwege"):
        replace_folder(tmp_path / "site", half_done)
    assert list(tmp_path.iterdir()) == []


def test_text_is_written_as_utf_8_with_unix_line_ends(tmp_path: Path) -> None:
    write_files(tmp_path, {"map/één.txt": "één\ntwee\n"})
    assert (tmp_path / "map" / "één.txt").read_bytes() == "één\ntwee\n".encode()


def test_a_file_that_is_the_same_is_not_touched(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": "a", "b.txt": "b"})
    (tmp_path / "a.txt").chmod(0o444)
    before = {name: (tmp_path / name).stat().st_mtime_ns for name in ("a.txt", "b.txt")}
    write_files(tmp_path, {"a.txt": "a", "b.txt": "anders"})
    assert (tmp_path / "a.txt").stat().st_mtime_ns == before["a.txt"]
    assert (tmp_path / "b.txt").read_text() == "anders"


def test_hidden_files_are_not_copied(tmp_path: Path) -> None:
    write_files(tmp_path / "van", {"a.txt": "a", ".geheim": "x", "map/.geheim": "x", "map/b.txt": "b"})
    copy_files(tmp_path / "van", tmp_path / "naar")
    assert contents(tmp_path / "naar") == {"a.txt": "a", "map/b.txt": "b"}
