"""Folders with many files: what is in them, and those of a site without its files, kept for the next one to begin in.

To make a folder, or to take one away, takes a disk as long as ten links to files, and a site has one for each page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Set
from contextlib import suppress
from pathlib import Path


def keep_folders(site: Path, kept: Path) -> None:
    """Move the folders of a site that nobody needs any more to `kept`, without its files.

    What the disk refuses is left undone: `site` may then still be there, with anything in it.
    """
    with suppress(OSError):
        for path in [*files_below(str(site))]:
            os.unlink(f"{site}/{path}")  # noqa: PTH108 - of thousands of files
        shutil.rmtree(kept, ignore_errors=True)
        kept.parent.mkdir(parents=True, exist_ok=True)
        site.rename(kept)


def begin_in(kept: Path, site: Path, files: Set[str]) -> None:
    """Let a site that is not there yet, and will have these files, begin as the folders in `kept`.

    Unless there is anything else in them, or a folder stands where a file has to come.
    """
    with suppress(OSError):
        found = dict(_below(str(kept)))
        if all(found.values()) and files.isdisjoint(found):
            kept.rename(site)


def files_below(folder: str) -> Iterator[str]:
    """The path of every file below a folder, with forward slashes. Raises OSError."""
    return (path for path, is_folder in _below(folder) if not is_folder)


def _below(folder: str, path: str = "") -> Iterator[tuple[str, bool]]:
    """The path of everything below a folder, and whether it is a folder itself."""
    with os.scandir(folder) as found:
        for entry in found:
            is_folder = entry.is_dir(follow_symlinks=False)
            yield f"{path}{entry.name}", is_folder
            if is_folder:
                yield from _below(entry.path, f"{path}{entry.name}/")
