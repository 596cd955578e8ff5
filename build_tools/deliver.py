"""Puts results on disk: a whole site in one step, pages and schemas as files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import escape
from hashlib import sha256
from pathlib import Path
from stat import S_IFREG, S_IMODE

from filelock import FileLock, Timeout
from msgspec import Struct

from build_tools.exchange import exchange
from build_tools.ledger import Digest, file_digest

#: A file that all may read and its maker may write.
_PLAIN = S_IFREG | 0o644


def quietly(*_: object) -> None:
    """What to do when nobody wants to know."""


def replace_folder(
    target: Path,
    make: Callable[[Path], None],
    *,
    after: Callable[[Path], object] = quietly,
    on_wait: Callable[[], None] = quietly,
) -> None:
    """Let `make` fill a new folder beside `target`, which takes its place in one step, only when `make` returns.

    `after` is called when the new one stands there, with the place of the old one, which is then taken away.

    Whatever goes wrong is passed on, with `target` untouched and nothing left beside it. A process that is killed
    leaves a hidden folder, which the next one for this target takes away. Only one at a time works on a target:
    another waits, after calling `on_wait`. Of a symbolic link what it points to is replaced, and the link stays.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target, on_wait):
        _tidy(target)
        work = Path(tempfile.mkdtemp(prefix=f"{_hidden(target)}.", dir=target.parent))
        try:
            made = work / "new"
            make(made)
            to_disk()
            after(_swap(target, made, work / "old"))
        finally:
            shutil.rmtree(work, ignore_errors=True)


def to_disk() -> None:
    """Have the system write out what it holds in memory, so that after a power cut no name leads to half a file.

    One call for the whole system: a call for each file takes far longer. Windows has none; there it is left out.
    """
    if hasattr(os, "sync"):
        os.sync()


def restore_folder(target: Path) -> None:
    """Put back what a killed `replace_folder` had moved aside, and take away what it left, unless one is at work."""
    target = target.resolve()
    lock = _lock(target)
    if any(_leftovers(target)) or Path(lock.lock_file).exists():
        with suppress(Timeout):
            lock.acquire(blocking=False)
            try:
                _tidy(target)
            finally:
                _let_go(lock)


def _hidden(target: Path) -> str:
    return f".protocolwijzer-{target.name}"


def _lock(target: Path) -> FileLock:
    return FileLock(target.parent / f"{_hidden(target)}.lock")


@contextmanager
def _alone(target: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Keep other processes from the target; the system frees the lock of one that is killed."""
    lock = _lock(target)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        on_wait()
        lock.acquire()
    try:
        yield
    finally:
        _let_go(lock)


def _let_go(lock: FileLock) -> None:
    """Release the lock and take its file away; who waits sees that the name is gone and asks anew."""
    with suppress(PermissionError):  # Windows takes an open file away only when it is released, which does it
        Path(lock.lock_file).unlink(missing_ok=True)
    lock.release()


def _leftovers(target: Path) -> Iterator[Path]:
    """The folders that mkdtemp made for this target: its eight letters keep a target `site.nl` from one `site`."""
    return target.parent.glob(f"{escape(_hidden(target))}.????????/")


def _tidy(target: Path) -> None:
    """End what a killed process began: without a target, the one that it had moved aside stands again."""
    for work in _leftovers(target):
        if (work / "old").exists() and not target.exists():
            (work / "old").rename(target)
        shutil.rmtree(work, ignore_errors=True)


def _swap(target: Path, made: Path, old: Path) -> Path:
    """Put `made` in place of `target`: in one step, or else in two, with a way back for `_tidy`.

    Gives the place of the one that stood there.
    """
    if not target.exists():
        made.rename(target)
    elif exchange(target, made):
        return made
    else:
        target.rename(old)
        try:
            made.rename(target)
        except OSError:
            old.rename(target)
            raise
    return old


def open_to_readers(folder: Path, before: Path | None = None) -> None:
    """Give everything in a folder the same rights whoever made it: all may read, its maker may write.

    Folders in which nothing was put are taken away. Each file that stands in `before` as well, the same in all, becomes
    that file: its date stays, and there is little to bring to the disk. Nobody may write to such a file afterwards.
    """
    _open(str(folder), str(before) if before else None)


def _open(folder: str, before: str | None) -> bool:
    """As `open_to_readers`; whether there is anything in the folder."""
    os.chmod(folder, 0o755)  # noqa: PTH101, S103 - a web server reads it; of thousands of files, as all below
    with os.scandir(folder) as found:
        entries = list(found)
    is_used = False
    for entry in entries:
        beside = f"{before}/{entry.name}" if before else None
        if not entry.is_dir(follow_symlinks=False):
            _open_file(entry, beside)
            is_used = True
        elif _open(entry.path, beside):
            is_used = True
        else:
            os.rmdir(entry.path)  # noqa: PTH106
    return is_used


def _open_file(entry: os.DirEntry[str], beside: str | None) -> None:
    here = entry.stat(follow_symlinks=False)
    if here.st_mode != _PLAIN:
        os.chmod(entry.path, S_IMODE(_PLAIN))  # noqa: PTH101
        here = os.lstat(entry.path)
    if beside and here.st_nlink == 1:  # else it is that file already
        with suppress(OSError):  # it does not stand there, or the disk knows no links
            if _is_same(entry.path, here, beside):
                linked = Path(f"{entry.path}.oud")
                linked.hardlink_to(beside)
                linked.replace(entry.path)


def _is_same(file: str, here: os.stat_result, other: str) -> bool:
    """Whether a file has the rights, owner and contents of another. Raises OSError."""
    there = os.lstat(other)
    is_alike = (here.st_mode, here.st_size, here.st_uid) == (there.st_mode, there.st_size, there.st_uid)
    return is_alike and Path(file).read_bytes() == Path(other).read_bytes()


class Standing(Struct, frozen=True, kw_only=True):
    """The site that stands; `digest` gives that of a file in it, as `seal_of` gives it of contents."""

    folder: Path
    digest: Digest = file_digest

    def link(self, path: str, file: Path, seal: str) -> bool:
        """Whether it has the contents of which this is the seal, and `file` could become the same file.

        What `digest` knows is believed: a ledger does not see a change that left size and date as they were.
        """
        old = f"{self.folder}/{path}"
        try:
            there = os.lstat(old)
            if (there.st_mode, there.st_uid) != (_PLAIN, _owner()) or self.digest(old, there) != seal:
                return False
            _link(old, file)
        except OSError:
            return False
        return True


def _owner() -> int:
    """Who owns what is made now; on Windows every file has the same."""
    return os.geteuid() if hasattr(os, "geteuid") else 0


def _link(old: str, new: Path) -> None:
    """Give a file another name, in a folder that may have to be made. Raises OSError."""
    try:
        os.link(old, new)
    except FileNotFoundError:
        new.parent.mkdir(parents=True, exist_ok=True)
        os.link(old, new)


def seal_of(content: bytes) -> str:
    """What tells the contents of a file from all others."""
    return sha256(content).hexdigest()


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by path below `folder`, texts as UTF-8 with Unix line ends; only what differs is touched."""
    for path, given in files.items():
        target = folder / path
        content = given if isinstance(given, bytes) else given.encode("utf-8")
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def copy_files(source: Path, folder: Path) -> None:
    """Copy every file below `source` to the same place below `folder`."""
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
