"""Digests of files, remembered by what the system tells of each: only what was written since is read again.

As git does it in its index. A file that was written so lately that a next write could bear the same time is read in
every run.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from operator import itemgetter
from pathlib import Path

from msgspec import MsgspecError, Struct, field
from msgspec.json import Decoder, encode

#: What the system told of a file, and a digest of what was in it then.
Line = tuple[int, int, int, int, str]
#: Gives a digest of a file with this name and status.
Digest = Callable[[str, os.stat_result], str]

#: Nanoseconds within which two writes may bear the same time: on a disk that keeps seconds, and on any other.
_COARSE, _FINE = 3_000_000_000, 50_000_000


def is_fresh(status: os.stat_result, now: int) -> bool:
    """Whether a write `now`, in nanoseconds, could bear the time of the last; some disks keep every second second."""
    written = status.st_mtime_ns
    return now - written < (_COARSE if written % 1_000_000_000 == 0 else _FINE)


def file_digest(name: str, _: os.stat_result) -> str:
    """A digest of a file's bytes. Raises OSError."""
    with open(name, "rb") as file:  # noqa: PTH123 - of thousands of files
        return sha256(file.read()).hexdigest()


class Ledger(Struct, kw_only=True):
    """The digests of an earlier run by the name of the file, and those of this run, at `now` in nanoseconds.

    When the rights or names of a file last changed counts too, unless they `are_linked`: a link is another name.
    """

    now: int
    before: Mapping[str, Line]
    are_linked: bool = False
    lines: dict[str, Line] = field(default_factory=dict)

    def digest(self, name: str, status: os.stat_result) -> str:
        """As `file_digest`."""
        changed = 0 if self.are_linked else status.st_ctime_ns
        told = (status.st_size, status.st_mtime_ns, changed, status.st_ino)
        *known, read = self.before.get(name, (None, ""))
        if tuple(known) != told:
            read = file_digest(name, status)
        if not is_fresh(status, self.now):
            self.lines[name] = (*told, read)
        return read


def read_ledger(file: Path, now: int, *, are_linked: bool = False) -> Ledger:
    """The ledger that `write_ledger` wrote; an empty one when there is none, or it is damaged."""
    try:
        before = _LINES.decode(file.read_bytes())
    except (OSError, MsgspecError):
        before = {}
    return Ledger(now=now, before=before, are_linked=are_linked)


_LINES = Decoder(dict[str, Line])


def write_ledger(file: Path, ledger: Ledger) -> None:
    """Write down what this run looked at, unless that is written already."""
    if ledger.lines != ledger.before:
        write_down(file, ledger.lines)


def write_down(file: Path, data: object) -> None:
    """Write data as JSON for a later run, whole or not at all; a disk that refuses does no harm.

    Nor does the name of a file in bytes that are no text: then nothing is remembered.
    """
    with suppress(OSError, UnicodeEncodeError):
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.write_bytes(encode(data))
        new.replace(file)


#: Files with what the system tells of them, or None of links that lead nowhere; by the path where they were looked for.
Looked = Mapping[str, Mapping[str, os.stat_result | None]]


def look(paths: Iterable[Path]) -> dict[str, dict[str, os.stat_result | None]]:
    """Every file of these paths, or below those that are folders, in order.

    Hidden files count as well; what Python compiled does not.
    """
    return {str(path): dict(_status_below(path)) for path in sorted(set(paths))}


def _status_below(path: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """The file, or every file below the folder, in order; not what Python compiled."""
    if path.is_file():
        yield str(path), _status(str(path))
    elif path.is_dir():
        yield from _in_folder(str(path))


def _in_folder(folder: str) -> Iterator[tuple[str, os.stat_result | None]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(((_is_folder(entry), entry.name, entry) for entry in found), key=itemgetter(0, 1))
    except OSError:
        return  # one that cannot be opened cannot have been used
    for is_folder, name, entry in entries:
        if not is_folder:
            yield entry.path, _status(entry.path)
        elif not entry.is_symlink() and name != "__pycache__":
            yield from _in_folder(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # a link in a circle, or to below a file


def _status(name: str) -> os.stat_result | None:
    try:
        return os.stat(name)  # noqa: PTH116 - of thousands of files
    except OSError:
        return None
