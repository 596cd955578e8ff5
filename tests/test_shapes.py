"""A piece that is made of its shape and its words is the very piece that Markdown makes of the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from build_tools.pieces import Convert, Converted, NotByPiece, Piece, converter, split
from build_tools.shapes import Shape, fill, leaves_words_alone, shape
from tests.test_pieces import pages, settings

convert: Convert = converter(settings().extensions, settings().configs)

AVG, MR = "*[AVG]: de wet", "*[MR]: de raad"


def or_none(piece: Piece) -> Converted | None:
    try:
        return convert(piece)
    except NotByPiece:
        return None


def by_shape(found: Shape) -> Converted | None:
    made = or_none(found.piece)
    return fill(made, found.words) if made else None


def test_every_piece_of_the_real_sources_is_that_of_its_shape() -> None:
    wanted = dict.fromkeys(piece for page in pages() for piece in split(page.body) or ())
    shapes = {piece: shape(piece) for piece in wanted}
    made = {one: convert(one) for one in dict.fromkeys(found.piece for found in shapes.values())}
    for piece, found in shapes.items():
        assert fill(made[found.piece], found.words) == convert(piece)
    assert 3 * len(made) < len(wanted)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("gewone woorden, en nog wat meer: zo'n zin - met 3 dingen", "zq0qz"),
        ("### Telefoon in de tas { #de-wilg--telefoon }", "### zq0qz { #zq1qz }"),
        ('[de regel](../a/b.md#c "De regel, in het protocol")', '[zq0qz](zq1qz "zq2qz")'),
        ('<div class="pw-rule" id="a--b" markdown="1">', '<div class="pw-rule" id="zq0qz" markdown="1">'),
        ("de AVG en de AVG-wet, door de MR", "zq0qz AVG zq1qz AVG-zq2qz MR"),
        ("3 dagen\n24. juli", "3 zq0qz\n24. zq1qz"),
        ("a *b* `c d` e\\*f &amp; g", "zq0qz *zq1qz* `zq2qz` zq3qz\\*zq4qz &amp; zq5qz"),
    ],
)
def test_plain_words_are_marked_and_all_else_stays(text: str, kept: str) -> None:
    found = shape(Piece("inside", text, (AVG, MR)))
    assert (found.piece.text, bool(found.words)) == (kept, True)
    assert by_shape(found) == convert(Piece("inside", text, (AVG, MR)))


@pytest.mark.parametrize(
    "text",
    [
        "### Een kop zonder anker",
        "Een kop\n=======",
        "=======\ngeen kop",
        "<h2>kop</h2>",
        "[a](<b c>)",
        "[a](b 'c' d)",
        "[a](https://example.nl)",
        "woorden { .klasse }",
        "een > twee",
        "R&D",
        "P&O; en &a-b;",
        'wat <p title="a > b" markdown="span">',
        "zq0qz staat hier al",
    ],
)
def test_what_is_not_certain_is_its_own_shape(text: str) -> None:
    piece = Piece("inside", text)
    assert shape(piece) == Shape(piece)


def test_an_abbreviation_that_is_more_than_words_makes_the_piece_its_own_shape() -> None:
    piece = Piece("inside", "de (G)MR praat mee", ("*[(G)MR]: de raad",))
    assert shape(piece) == Shape(piece)


def test_an_extension_that_is_not_known_leaves_no_words_alone() -> None:
    assert leaves_words_alone(settings().extensions, settings().configs)
    assert not leaves_words_alone([*settings().extensions, "footnotes"], {})
    assert not leaves_words_alone(["toc"], {"toc": {"marker": "inhoud"}})
    assert not leaves_words_alone(["abbr"], {"abbr": {"glossary": {"AVG": "de wet"}}})


def test_where_markdown_itself_loses_a_letter_the_piece_is_converted_whole() -> None:
    """Markdown 3.11.3 does, and 3.11 does not: so what is filled in may be nothing, but nothing wrong."""
    piece = Piece("inside", "*woord**woord*woord")
    assert by_shape(shape(piece)) in (None, convert(piece))


#: What Markdown, HTML and our extensions look at, between words; some of it makes no sense on purpose.
SIGNS = (
    *(
        "*",
        "_",
        "**",
        "__",
        "`",
        "\\",
        "[",
        "]",
        "](",
        ")",
        "(",
        "![",
        "#",
        "## ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "  \n",
        "\n",
    ),
    *(
        "\n\n",
        " ",
        "|",
        "---",
        ":",
        "&",
        "&amp;",
        "&#39;",
        "<",
        ">",
        "<b>",
        "</b>",
        "<br>",
        "<p>",
        "</p>",
        "{",
        "}",
        "{ #",
    ),
    *(
        ' "',
        '")',
        "'",
        '"',
        "<a@b.nl>",
        "<https://",
        "](../",
        "](#",
        '<span id="',
        '" title="',
        '">',
        "</span>",
        "=",
        "+ ",
    ),
    *(
        '<p markdown="span">',
        '<li markdown="block">',
        "</li>",
        '<sup id="fnref',
        " }",
        "~",
        "^",
        "1",
        "24 ",
        "\\[",
        "\\](",
    ),
)
WORDS = (
    *(
        "woord",
        "AVG",
        "MR",
        "AVG-wet",
        "de MR zelf",
        "ëen",
        "zo'n ding",
        "Een zin. En nog een",
        "id",
        "title",
        "x",
        "a/b.md",
    ),
    *("a-b--c", "B: c", "3x", "x3", "http", "mailto:x", "fnref", "é", "ß", "class", "hidden", "foto’s – groot"),
)


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    texts = draw(st.lists(st.sampled_from(WORDS) | st.sampled_from(SIGNS), min_size=1, max_size=12))
    names = draw(
        st.lists(st.sampled_from((AVG, MR, "*[AVG-wet]: een andere", "*[woord]: zomaar")), unique=True, max_size=3)
    )
    return Piece(draw(st.sampled_from(("inside", "top"))), "".join(texts).strip() or "x", tuple(names))


@tried(max_examples=1500, deadline=None, derandomize=True)
@given(pieces())
def test_whatever_the_text_its_shape_and_words_make_the_same(piece: Piece) -> None:
    found = shape(piece)
    if found.words:
        made = by_shape(found)
        assert made is None or made == or_none(piece)
