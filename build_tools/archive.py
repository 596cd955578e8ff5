"""Zip files whose bytes depend on what is in them, and on nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

#: The earliest moment that a zip file can hold.
EARLIEST = 315532800
_READABLE_FILE = 0o100644 << 16
_UNIX = 3


def zip_folder(target: Path, folder: Path, *, below: str = "", epoch: int = EARLIEST) -> None:
    """Write the files below `folder` to the zip file `target`, in it below `below`, all dated `epoch` (seconds)."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    zip_files(target, {below + path.relative_to(folder).as_posix(): path for path in paths}, epoch=epoch)


def zip_files(target: Path, files: Mapping[str, Path], *, epoch: int = EARLIEST) -> None:
    """Write files to the zip file `target` by their names in it, sorted, all dated `epoch` (seconds, UTC)."""
    moment = datetime.fromtimestamp(max(epoch, EARLIEST), UTC)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, path in sorted(files.items()):
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.create_system, entry.external_attr = _UNIX, _READABLE_FILE  # the same wherever it is made
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)
