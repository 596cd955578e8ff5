"""Puts results on disk: a whole site in one step, pages and schemas as files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path


def replace_folder(target: Path, make: Callable[[Path], None]) -> None:
    """Let `make` fill a new folder beside `target`, which takes the place of `target` only when `make` returns.

    Whatever goes wrong is passed on, with `target` untouched and nothing left beside it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        made = work / "new"
        make(made)
        _swap(target, made, work / "old")
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(target: Path, made: Path, old: Path) -> None:
    """Put `made` in place of `target`, which goes to `old`, or comes back when that fails."""
    if target.exists():
        target.rename(old)
    try:
        made.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


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
