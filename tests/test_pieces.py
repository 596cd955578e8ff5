"""A page by piece has the very HTML of the page converted at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import pytest
from markdown import Markdown
from mkdocs.config import load_config

from build_tools import conversion
from build_tools.conversion import Conversion, Parts, Settings, keep_converted
from build_tools.kept import digest, keep, read
from build_tools.pieces import Converted, Cut, Piece, Section, converter, cut, join, split
from build_tools.preview.sections import BySection
from build_tools.render import Page
from build_tools.site import make_site
from build_tools.source import read_folder
from tests.library import PROJECT, sources


@cache
def settings() -> Settings:
    config = load_config(str(PROJECT / "mkdocs.yml"))
    return Settings(extensions=config.markdown_extensions, configs=config.mdx_configs)


@cache
def pages() -> tuple[Page, ...]:
    return make_site(read_folder(PROJECT / "protocol_src")).pages


def whole(body: str) -> tuple[str, object]:
    markdown = Markdown(extensions=list(settings().extensions), extension_configs=dict(settings().configs))
    return markdown.convert(body), markdown.__dict__["toc_tokens"]


def convert_pages(bodies: Iterable[str], settings: Settings, kept: Path | None = None) -> dict[str, Parts]:
    """The parts of each page that is not converted whole, by its Markdown, in a run of their own."""
    conversion = Conversion(settings=settings, kept=kept)
    made = {body: parts for body in bodies if (parts := conversion.parts(body))}
    if kept:
        keep_converted(kept, conversion.made, conversion.used)
    return made


def by_piece(body: str) -> tuple[str, object] | None:
    """The HTML and the contents, or None when the page has to be converted whole."""
    parts = convert_pages([body], settings()).get(body)
    made = join(parts, lambda address: address) if parts else None
    return (made.html, made.toc) if made else None


def test_every_page_of_the_real_sources_comes_out_as_when_converted_whole() -> None:
    converted = convert_pages([page.body for page in pages()], settings())
    for page in pages():
        if page.body in converted:
            made = join(converted[page.body], lambda address: address)
            assert made
            assert (made.html, made.toc) == whole(page.body), page.path
    assert [page.path for page in pages() if page.body not in converted] == ["redactie/velden.md"]


@pytest.mark.parametrize(
    "body",
    [
        "# Titel\n\ntekst\n",
        "## Twee { #a }\n\n### Drie\n\n### Drie\n\n# Een\n",
        '## Punt\n\n<div markdown="1">\n\n### Punt\n\n</div>\n',
        "- een\n\n- twee\n\n    verder\n\nna de lijst\n",
        "1. een\n\n* ster\n\ntekst\n\n- drie\n",
        "> een\n\n> twee\n\ndrie\n",
        "alinea\n\n    code\n\nalinea\n",
        "tekst\n\n- lijst\n\n## Kop\n\n- lijst\n",
        '<p class="x">rauw & *niet* cursief</p>\n\ntekst\n\n<p>weer</p>\n<p>rauw</p>\n',
        (
            '<div class="a" data-b="&#42; &amp; x" markdown="1">\n\n'
            '<p title="&#42;">a &#42; *b*</p>\n<p markdown="span">*c* [d](e.md)</p>\n\n</div>\n'
        ),
        '<ul markdown="1">\n<li markdown="block">een\n\ntwee\n\n- drie</li>\n<li markdown="block">vier</li>\n</ul>\n',
        '<details markdown="1">\n<summary>Meer</summary>\n\ntekst AVG\n\n</details>\n\n*[AVG]: de wet\n',
        '<div markdown="1"></div>\n\n<section markdown="1">\n\n</section>\n\nx\n',
        "AVG en *AVG* en A*V*G, _AVG_, de AVG-wet\n\n<p>AVG</p>\n\n*[AVG]: de wet\n*[AVG-wet]: een andere\n",
        "een W\\_EB en een WE*B*\n\n*[W_EB]: een net\n",
        "<form>\n<p>a</p>\n\n<p>b</p>\n</form>\n\ntekst\n",
        "| a | b |\n| --- | --- |\n| c | [d](#e) |\n\n## E { #e }\n",
        (
            '<div markdown="1">\n\n'
            '<div markdown="1"><p markdown="span">*a*</p></div>\n<div markdown="1"><p>b</p></div>\ntekst\n\n</div>\n'
        ),
        '[link](x.md "titel") <https://example.nl/?a=1&b=2> <a@example.nl> ![beeld](y.png)\n',
        '<div markdown="1">\n\nx\n\n</div>\nstaart\n',
        "regel  \nregel\\*sterren\\*\n\n***\n\ntekst\n",
    ],
)
def test_what_markdown_can_do_across_blocks_comes_out_the_same(body: str) -> None:
    made = by_piece(body)
    assert made is not None
    assert made == whole(body)


@pytest.mark.parametrize(
    "body",
    [
        "[a][b]\n\n[b]: https://example.nl\n",
        "```\ncode\n\nmeer\n```\n",
        "<!-- weg -->\n\ntekst\n",
        "[TOC]\n\n# A\n",
        '<div markdown="1">\n\nniet dicht\n',
        "tekst\n\n*[AVG]: de wet\n\ntekst met AVG\n",
        "## A { #a }\n\n## B { #a }\n",
        "[a](b.md?c=1&d=2)\n",
        "- een\n\n\ttwee\n",
        "een\x0b\n\ntwee\n",
    ],
)
def test_a_page_with_what_reaches_beyond_its_block_is_converted_whole(body: str) -> None:
    assert by_piece(body) is None


PAGE = """# Titel

AVG en meer

<section markdown="1">

## Een { #een }

- punt

### Zonder naam

tekst

</section>

## Twee

<div markdown="1">

### Zonder naam

laatste

</div>

*[AVG]: de wet
"""


EDITED = (
    PAGE,
    PAGE.replace("- punt", "- punt AVG"),
    PAGE.replace("tekst", "tekst\n\n### Zonder naam\n\ntekst"),
    PAGE.replace("*[AVG]: de wet", "*[AVG]: een andere wet"),
    PAGE.replace("</section>\n\n## Twee", "## Twee").replace("</div>", "</div>\n\n</section>"),
    PAGE.replace("## Een { #een }\n\n", ""),
    PAGE,
)


def test_a_long_page_comes_out_the_same_whatever_of_it_an_earlier_run_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "LONG", 0)
    for body in EDITED:
        parts = convert_pages([body], settings(), tmp_path / "pieces.sqlite").get(body)
        made = join(parts, lambda address: address) if parts else None
        assert made
        assert (made.html, made.toc) == whole(body)
    assert convert_pages([PAGE.replace("</div>", "")], settings(), tmp_path / "pieces.sqlite") == {}
    for name in ("cut", "_or_none"):
        monkeypatch.setattr(conversion, name, lambda *_: pytest.fail("cut or converted again"))
    assert convert_pages([PAGE], settings(), tmp_path / "pieces.sqlite")


def test_a_page_that_is_edited_time_after_time_comes_out_as_when_converted_at_once() -> None:
    remembering = BySection(conversion=Conversion(settings=settings()))
    for body in EDITED:
        parts = remembering.parts("a.md", body)
        made = join(parts, lambda address: address) if parts else None
        assert made
        assert (made.html, made.toc) == whole(body)
    assert remembering.parts("a.md", PAGE.replace("</div>", "")) is None
    assert remembering.parts("a.md", PAGE) == parts


def test_an_edit_is_cut_and_converted_where_it_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Section] = []

    def noted(section: Section) -> Cut | None:
        asked.append(section)
        return cut(section)

    monkeypatch.setattr(conversion, "cut", noted)
    remembering = BySection(conversion=Conversion(settings=settings()))
    remembering.parts("a.md", PAGE)
    asked.clear()
    remembering.parts("b.md", PAGE)
    assert len(asked) == 5
    asked.clear()
    remembering.parts("a.md", PAGE.replace("- punt", "- ander punt"))
    assert [section.text for section in asked] == ["## Een { #een }\n\n- ander punt"]


def test_a_text_that_stands_on_many_pages_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Piece] = []

    def counted(*given: object) -> object:
        def convert(piece: Piece) -> Converted:
            asked.append(piece)
            return Converted(piece.text)

        return convert

    monkeypatch.setattr(conversion, "converter", counted)
    convert_pages([page.body for page in make_site(sources()).pages], settings())
    assert len(asked) == len(set(asked)) > 100


def test_a_run_that_remembers_little_makes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    bodies = [page.body for page in pages() if page.path.startswith("onderwerpen/")][:12]
    made = convert_pages(bodies, settings())
    monkeypatch.setattr(conversion, "MANY", 10)
    assert convert_pages(bodies, settings()) == made


BODY = "# Titel\n\neen *tekst* [x](y.md)\n\n## Kop\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of kept pieces that holds those of BODY."""
    convert_pages([BODY], settings(), tmp_path / "kept" / "pieces.sqlite")
    return tmp_path / "kept" / "pieces.sqlite"


def test_what_was_kept_is_not_converted_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = convert_pages([BODY], settings())
    monkeypatch.setattr(conversion, "_or_none", lambda *_: pytest.fail("converted again"))
    assert convert_pages([BODY], settings(), file) == fresh


@pytest.mark.parametrize("at", [0, 100, 2000, -1200, -300])
def test_a_damaged_file_is_as_good_as_none(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at : at + 40] = bytes(40)
    file.write_bytes(content)
    for _ in range(2):
        assert convert_pages([BODY], settings(), file) == convert_pages([BODY], settings())


@pytest.mark.parametrize("content", [b"", b"geen databank" * 100])
def test_a_file_that_is_no_store_is_as_good_as_none(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    for _ in range(2):
        assert convert_pages([BODY], settings(), file) == convert_pages([BODY], settings())


def test_another_setting_is_never_served_from_what_was_kept(file: Path) -> None:
    configs = {**settings().configs, "toc": {**settings().configs["toc"], "permalink": False}}
    other = Settings(extensions=settings().extensions, configs=configs)
    assert convert_pages([BODY], other, file) == convert_pages([BODY], other)


def test_a_value_that_was_tampered_with_is_not_given(tmp_path: Path) -> None:
    file, key = tmp_path / "a.sqlite", digest("a")
    keep(file, {key: b"goed", digest("b"): b"ook"}, [key])
    with sqlite3.connect(file) as kept:
        kept.execute("UPDATE kept SET value = CAST(substr(value, 1, 16) || ? AS BLOB) WHERE key = ?", (b"fout", key))
    kept.close()
    assert read(file, [key, digest("b"), digest("c")]) == {digest("b"): b"ook"}


def test_what_was_not_used_for_long_goes(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    keys = [digest(str(number)) for number in range(10)]
    keep(file, {key: key for key in keys}, keys)
    keep(file, {}, keys[:4])
    assert len(read(file, keys)) == 10
    keep(file, {digest("nieuw"): b""}, keys[:2])
    assert sorted(read(file, [*keys, digest("nieuw")])) == sorted([*keys[:2], digest("nieuw")])


def test_two_that_write_at_once_both_go_on(tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite"
    keep(file, {digest("a"): b"a"}, [digest("a")])
    with sqlite3.connect(file) as other:
        other.execute("BEGIN IMMEDIATE")
        keep(file, {digest("b"): b"b"}, [digest("b")], patience=0.01)
        assert read(file, [digest("a")]) == {digest("a"): b"a"}
    other.close()


def test_a_piece_depends_on_the_abbreviations_that_stand_in_it_alone() -> None:
    def found(names: Sequence[str]) -> tuple[Piece, ...] | None:
        return split("de AVG\n\niets anders\n\n" + "".join(f"*[{name}]: uitleg\n" for name in names))

    assert (
        found(["AVG", "BSN"])
        == found(["AVG"])
        == (Piece("top", "de AVG", ("*[AVG]: uitleg",)), Piece("top", "iets anders"))
    )


def test_a_converter_can_be_used_again() -> None:
    convert = converter(settings().extensions, settings().configs)
    first = Piece("top", "## Kop AVG", ("*[AVG]: de wet",))
    assert convert(first) == convert(first)
    assert "abbr" not in convert(Piece("top", "AVG")).html
