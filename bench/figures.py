"""Figures of on-demand runs, put on docs/ontwikkelaars/vertrouwen.md by the run that measured them, never by hand.

Each run has a block of its own on that page, between `<!-- figures: name -->` and `<!-- end of name -->`, and leaves
the rest alone.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "ontwikkelaars" / "vertrouwen.md"


def publish(run: str, command: str, rows: Iterable[tuple[str, object]], page: Path = PAGE) -> None:
    """Put the figures of a run, each with what it counts, in its block on the page.

    `command` is what anyone types to measure again. Raises KeyError when the page has no block for the run.
    """
    put(run, figures(command, rows, when=datetime.now(UTC), where=_machine()), page)


def put(run: str, made: str, page: Path) -> None:
    """Put a text in the block of a run on a page. Raises KeyError when the page has no such block."""
    text = page.read_text(encoding="utf-8")
    block = re.compile(rf"(<!-- figures: {re.escape(run)} -->\n).*?(<!-- end of {re.escape(run)} -->)", re.DOTALL)
    if not block.search(text):
        raise KeyError(run)
    page.write_text(block.sub(lambda found: f"{found[1]}\n{made}\n{found[2]}", text), encoding="utf-8")


def figures(command: str, rows: Iterable[tuple[str, object]], *, when: datetime, where: str) -> str:
    """The figures as a Markdown table, with how, when and where they were measured."""
    lines = [f"| {what.replace('|', '&#124;')} | {_shown(found)} |" for what, found in rows]
    return "\n".join(
        ["| What | Figure |", "|---|---:|", *lines, "", f"Made by `{command}` on {when:%Y-%m-%d}, {where}.", ""]
    )


def _shown(found: object) -> str:
    return f"{found:,}" if isinstance(found, int) else str(found).replace("|", "&#124;")


def _machine() -> str:
    return f"{platform.system()}, Python {platform.python_version()}, {os.cpu_count()} processors"
