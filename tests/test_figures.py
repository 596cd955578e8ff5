"""Figures of on-demand runs go to their own block on the page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench.figures import figures, publish

PAGE = """# Page

<!-- figures: one -->
old | old
<!-- end of one -->

Words.

<!-- figures: two -->
<!-- end of two -->
"""


def test_a_run_replaces_its_own_block_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    publish("two", "make two", [("sites", 7)], page)
    publish("one", "make one", [("inputs tried", 100_000)], page)
    text = page.read_text()
    assert "old" not in text
    assert text.startswith(
        "# Page\n\n<!-- figures: one -->\n\n| What | Figure |\n|---|---:|\n| inputs tried | 100,000 |"
    )
    assert text.index("Made by `make one`") < text.index("Words.") < text.index("| sites | 7 |")


def test_a_run_without_a_block_is_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    with pytest.raises(KeyError, match="three"):
        publish("three", "make three", [], page)
    assert page.read_text() == PAGE


def test_the_table_says_how_when_and_where() -> None:
    made = figures("make it", [("seed", "a|b")], when=datetime(2026, 11, 21, tzinfo=UTC), where="here")
    assert made == "| What | Figure |\n|---|---:|\n| seed | a&#124;b |\n\nMade by `make it` on 2026-11-21, here.\n"
