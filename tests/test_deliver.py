"""A new folder takes the place of the old one in one step, or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from build_tools import deliver, exchange
from build_tools.deliver import (
    Standing,
    copy_files,
    open_to_readers,
    replace_folder,
    restore_folder,
    seal_of,
    write_files,
)
from tests.library import PROJECT


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


def test_the_new_folder_is_on_the_disk_before_it_takes_the_place(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, str]] = []

    def look() -> None:
        (made,) = site.parent.glob(".protocolwijzer-site.*/new/index.html")
        seen.append((made.read_text() == "nieuw", contents(site)["index.html"]))

    monkeypatch.setattr(deliver, "to_disk", look)
    replace_folder(site, lambda folder: write_files(folder, {"index.html": "nieuw"}))
    assert seen == [(True, "oud")]


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


def no_exchange(one: Path, other: Path) -> bool:
    return False


@pytest.fixture(params=["in one step", "in two steps"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that can exchange two names, and one that cannot."""
    if request.param == "in two steps":
        monkeypatch.setattr(deliver, "exchange", no_exchange)


def test_a_folder_is_replaced_with_and_without_exchange(site: Path, either_way: None) -> None:
    replace_folder(site, lambda folder: write_files(folder, {"index.html": "nieuw"}))
    assert contents(site) == {"index.html": "nieuw"}
    assert list(site.parent.iterdir()) == [site]


@pytest.mark.skipif(sys.platform not in {"linux", "darwin"}, reason="the system cannot exchange names")
def test_two_names_trade_places_in_one_step(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/1": "een", "b/2": "twee"})
    assert exchange.exchange(tmp_path / "a", tmp_path / "b")
    assert contents(tmp_path) == {"a/2": "twee", "b/1": "een"}
    with pytest.raises(FileNotFoundError):
        exchange.exchange(tmp_path / "a", tmp_path / "weg")


def test_a_disk_that_cannot_exchange_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_call", lambda: lambda one, other: -1)
    monkeypatch.setattr(ctypes, "get_errno", lambda: errno.EINVAL)
    assert not exchange.exchange(tmp_path, tmp_path)
    monkeypatch.setattr(exchange, "_call", lambda: None)
    assert not exchange.exchange(tmp_path, tmp_path)


#: Replaces the folder of its first argument, and is killed at the moment that its second names.
KILLED = """
import os, signal, sys
from pathlib import Path
from build_tools import deliver
target, moment = Path(sys.argv[1]), sys.argv[2]
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
rename = Path.rename
def killed_before(self, to):
    if self.name == "new":
        die()
    return rename(self, to)
if moment == "between two renames":
    deliver.exchange = lambda one, other: False
    Path.rename = killed_before
if moment == "before the exchange":
    deliver.exchange = die
if moment == "before the old one is gone":
    deliver.shutil.rmtree = die
deliver.replace_folder(target, lambda made: deliver.write_files(made, {"index.html": "nieuw"}))
"""


def kill(site: Path, moment: str) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, site, moment], cwd=PROJECT, check=False)
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("moment", ["before the exchange", "before the old one is gone"])
def test_a_kill_around_the_exchange_leaves_a_whole_site(site: Path, moment: str) -> None:
    kill(site, moment)
    old, new = {"index.html": "oud", "map/oud.html": "weg"}, {"index.html": "nieuw"}
    assert contents(site) == (old if moment == "before the exchange" else new)
    assert len(list(site.parent.iterdir())) > 1  # what the next one takes away
    replace_folder(site, lambda folder: write_files(folder, {"index.html": "nieuwer"}))
    assert contents(site.parent) == {"site/index.html": "nieuwer"}
    assert list(site.parent.iterdir()) == [site]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_what_was_moved_aside_by_a_killed_process_stands_again(site: Path) -> None:
    kill(site, "between two renames")
    assert not site.exists()
    restore_folder(site)
    assert contents(site) == {"index.html": "oud", "map/oud.html": "weg"}


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_make_that_raises_after_a_killed_process_has_the_old_folder_stand_again(site: Path) -> None:
    kill(site, "between two renames")
    with pytest.raises(ValueError, match="halverwege"):
        replace_folder(site, half_done)
    assert contents(site) == {"index.html": "oud", "map/oud.html": "weg"}
    assert list(site.parent.iterdir()) == [site]


def test_folders_of_others_are_left_alone(site: Path) -> None:
    theirs = [site.parent / name for name in (".protocolwijzer-site.nl.abcdefgh", ".site-kopie", "site-oud")]
    for folder in theirs:
        folder.mkdir()
    replace_folder(site, lambda folder: write_files(folder, {"index.html": "nieuw"}))
    assert sorted(site.parent.iterdir()) == sorted([site, *theirs])


def test_a_second_process_waits_and_both_end_well(site: Path) -> None:
    at_work, waits = threading.Event(), threading.Event()

    def slow(folder: Path) -> None:
        at_work.set()
        assert waits.wait(60)
        restore_folder(site)  # leaves alone what is being made
        write_files(folder, {"index.html": "eerste"})

    first = threading.Thread(target=replace_folder, args=(site, slow))
    first.start()
    assert at_work.wait(60)
    replace_folder(site, lambda folder: write_files(folder, {"index.html": "tweede"}), on_wait=waits.set)
    first.join()
    assert contents(site) == {"index.html": "tweede"}
    assert list(site.parent.iterdir()) == [site]


def test_of_a_link_the_folder_that_it_points_to_is_replaced(site: Path, tmp_path: Path) -> None:
    link = tmp_path / "elders" / "www"
    link.parent.mkdir()
    link.symlink_to(site)
    replace_folder(link, lambda folder: write_files(folder, {"index.html": "nieuw"}))
    assert link.is_symlink()
    assert contents(site) == {"index.html": "nieuw"}


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
def test_rights_do_not_depend_on_who_made_the_folder(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        write_files(tmp_path / "site", {"map/a.html": "a"})
    finally:
        os.umask(before)
    open_to_readers(tmp_path / "site")
    rights = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "site").rglob("*")}
    assert rights == {"map": 0o755, "a.html": 0o644}


def test_folders_in_which_nothing_was_put_are_taken_away(tmp_path: Path) -> None:
    write_files(tmp_path, {"ouders/index.html": "x"})
    (tmp_path / "kinderen" / "groep-9").mkdir(parents=True)
    (tmp_path / "ouders" / "leeg").mkdir()
    open_to_readers(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")} == {"ouders", "ouders/index.html"}


def test_what_is_the_same_in_the_site_before_becomes_the_same_file(tmp_path: Path) -> None:
    for name in ("oud", "nieuw"):
        write_files(tmp_path / name, {"a.html": "a", "map/b.html": name[:3], "map/c.html": "c"})
    (tmp_path / "oud" / "map" / "c.html").chmod(0o600)
    open_to_readers(tmp_path / "nieuw", tmp_path / "oud")
    same = {
        path.name: path.samefile(tmp_path / "oud" / path.relative_to(tmp_path / "nieuw")) for path in _html(tmp_path)
    }
    assert same == {"a.html": True, "b.html": False, "c.html": False}
    assert contents(tmp_path / "nieuw") == {"a.html": "a", "map/b.html": "nie", "map/c.html": "c"}


def _html(folder: Path) -> list[Path]:
    return list((folder / "nieuw").rglob("*.html"))


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


def test_the_digest_that_is_known_of_a_file_is_believed(tmp_path: Path) -> None:
    (tmp_path / "oud.html").write_bytes(b"a")
    (tmp_path / "oud.html").chmod(0o644)
    asked: list[str] = []

    def known(name: str, _: os.stat_result) -> str:
        asked.append(name)
        return seal_of(b"b")

    standing = Standing(folder=tmp_path, digest=known)
    assert not standing.link("oud.html", tmp_path / "a.html", seal_of(b"a"))
    assert standing.link("oud.html", tmp_path / "b.html", seal_of(b"b"))
    assert asked == [str(tmp_path / "oud.html")] * 2


def test_hidden_files_are_not_copied(tmp_path: Path) -> None:
    write_files(tmp_path / "van", {"a.txt": "a", ".geheim": "x", "map/.geheim": "x", "map/b.txt": "b"})
    copy_files(tmp_path / "van", tmp_path / "naar")
    assert contents(tmp_path / "naar") == {"a.txt": "a", "map/b.txt": "b"}


def test_a_file_is_linked_to_only_when_contents_rights_and_owner_are_those_that_it_would_have(tmp_path: Path) -> None:
    old, new = tmp_path / "oud.html", tmp_path / "map" / "nieuw.html"
    standing = Standing(folder=tmp_path)
    old.write_bytes(b"a")
    old.chmod(0o644)
    assert not standing.link("nergens.html", new, seal_of(b"a"))
    assert not standing.link("oud.html", new, seal_of(b"b"))
    old.chmod(0o600)
    assert not standing.link("oud.html", new, seal_of(b"a"))
    old.chmod(0o644)
    if os.name != "nt" and os.geteuid() == 0:
        os.chown(old, 1234, -1)
        assert not standing.link("oud.html", new, seal_of(b"a"))
        os.chown(old, 0, -1)
    assert standing.link("oud.html", new, seal_of(b"a"))
    assert new.samefile(old)
