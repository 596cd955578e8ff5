"""Prints all sheets: side by side, and only those that changed since the last time."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from build_tools.poster import can_print, fingerprint, pdf
from build_tools.views.sheets import Sheet

CACHE = Path(".cache/pdf")
_DIGEST = sha256().digest_size

Report = Callable[[int, int], None]
Press = Callable[[Sequence[Sheet]], Mapping[str, bytes]]


def silent(done: int, total: int) -> None:
    """A report that nobody hears."""


def press(cache: Path, report: Report = silent) -> Press | None:
    """What prints sheets, with finished PDFs kept in `cache`; None without Typst (the extra `pdf`)."""
    return partial(print_all, cache=cache, report=report) if can_print() else None


def print_all(sheets: Sequence[Sheet], *, cache: Path, report: Report = silent) -> dict[str, bytes]:
    """Each sheet's PDF by its path; `report` hears how many of how many are done. Raises SheetFailed.

    Threads suffice: Typst works outside Python's lock.
    """
    printed: dict[str, bytes] = {}
    report(0, len(sheets))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for sheet, made in zip(sheets, pool.map(partial(_print_one, cache), sheets), strict=True):
            printed[sheet.path] = made
            report(len(printed), len(sheets))
    return printed


def _print_one(cache: Path, sheet: Sheet) -> bytes:
    file = cache / fingerprint(sheet)
    kept = _kept(file)
    if kept is None:
        kept = pdf(sheet)
        _keep(file, kept)
    return kept


def kept_size(sheet: Sheet, cache: Path) -> int | None:
    """How many bytes the sheet's PDF has; None when it was not printed before."""
    try:
        return (cache / fingerprint(sheet)).stat().st_size - _DIGEST
    except OSError:
        return None


def _kept(file: Path) -> bytes | None:
    """What was kept in the file; None when nothing was, or not all of it, or something else since."""
    try:
        stored = file.read_bytes()
    except OSError:
        return None
    digest, content = stored[:_DIGEST], stored[_DIGEST:]
    return content if sha256(content).digest() == digest else None


def _keep(file: Path, content: bytes) -> None:
    """Write behind a digest: who reads half a file, of a killed build or one that is still at it, makes it anew."""
    with suppress(OSError):  # without a cache the next build is slower, no more
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(sha256(content).digest() + content)
