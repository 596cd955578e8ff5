"""A long page reads part by part as it does whole, and only parts that changed are read again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from build_tools import long_page
from build_tools.built import read_page
from build_tools.kept import Recipe, anew
from build_tools.long_page import parts_of, read_long_page

START = "<html><head><script src='a.js'></script><style>a{background:url(b.png)}</style></head><body>"
PART = '<h2 id="{0}">{0}</h2><p style="background: url({0}.png)"><a href="#{0}">x</a> <a href="../media/">y</a></p>'
END = "<script>'<h2>'</script></body></html>"


@pytest.fixture(autouse=True)
def every_page_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_page, "LONG", 0)


def page(*names: str) -> str:
    return START + "".join(map(PART.format, names)) + END


def test_every_page_of_a_site_reads_in_parts_as_it_does_whole(site: Path) -> None:
    in_parts = 0
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        whole, read = read_page("a.html", text), read_long_page("a.html", text, anew)
        assert (read.ids, read.links, sorted(read.requests)) == (whole.ids, whole.links, sorted(whole.requests))
        in_parts += len(parts_of(text)) > 2
    assert in_parts > 20


def test_only_the_part_that_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, str] = {}
    again: list[str] = []

    def recall(recipes: Mapping[str, Recipe]) -> dict[str, str]:
        again[:] = recipes.keys() - kept
        kept.update({name: recipes[name]() for name in again})
        return kept

    first = read_long_page("a.html", page("een", "twee", "drie"), recall)
    assert first.ids == ("een", "twee", "drie")
    assert first.links == ("#een", "../media/", "#twee", "#drie")
    assert len(again) == 4
    assert read_long_page("a.html", page("een", "vier", "drie"), recall).ids == ("een", "vier", "drie")
    assert len(again) == 1


def test_an_id_that_comes_twice_is_found_twice() -> None:
    assert read_long_page("a.html", page("een", "een"), anew).ids == ("een", "een")


@pytest.mark.parametrize(
    "holds", ["<script>{}</script>", "<!-- {} -->", "<textarea>{}</textarea>", "<style>{}</style>"]
)
def test_what_holds_no_tags_may_not_be_cut(holds: str) -> None:
    within = page("een") + holds.format('<h2 id="niets"><h3 id="niemendal">') + page("twee")
    assert parts_of(within) == [within]
    assert read_long_page("a.html", within, anew) == read_page("a.html", within)
