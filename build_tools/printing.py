"""Prints all sheets: side by side, and only those that changed since the last time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from build_tools.poster import can_print, fingerprint, pdf
from build_tools.views.sheets import Sheet

CACHE = Path(".cache/pdf")

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
    cache.mkdir(parents=True, exist_ok=True)
    printed: dict[str, bytes] = {}
    report(0, len(sheets))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for sheet, made in zip(sheets, pool.map(partial(_print_one, cache), sheets), strict=True):
            printed[sheet.path] = made
            report(len(printed), len(sheets))
    return printed


def _print_one(cache: Path, sheet: Sheet) -> bytes:
    kept = cache / f"{fingerprint(sheet)}.pdf"
    if kept.exists():
        return kept.read_bytes()
    made = pdf(sheet)
    _keep(kept, made)
    return made


def _keep(file: Path, content: bytes) -> None:
    """Write in one step, since two builds may print the same sheet at once."""
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).replace(file)
