"""Folders with many files: what is in them, and those of a site without its files, kept for the next one to begin in.

To make a folder, or to take one away, takes a disk as long as ten links to files, and a site has one for each page.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
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


def begin_in(kept: Path, site: Path) -> None:
    """Let a site that is not there yet begin as the folders in `kept`, unless there is anything else in them."""
    with suppress(OSError):
        if _are_folders(str(kept)):
            kept.rename(site)


def _are_folders(folder: str) -> bool:
    """Whether all that is below a folder are folders. Raises OSError."""
    with os.scandir(folder) as found:
        return all(entry.is_dir(follow_symlinks=False) and _are_folders(entry.path) for entry in found)


def files_below(folder: str, path: str = "") -> Iterator[str]:
    """The path of every file below a folder, with forward slashes. Raises OSError."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                yield from files_below(entry.path, f"{path}{entry.name}/")
            else:
                yield f"{path}{entry.name}"
