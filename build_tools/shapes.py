"""The shape of a piece: its Markdown with numbered marks in place of plain words, which Markdown only passes on.

Most pieces of a site differ in words alone: a title, an address, a sentence. So a shape is converted once, by Markdown
itself, and its words are filled in afterwards. Whatever may mean something to Markdown or HTML stays in the shape, and
a piece of which that is not certain is a shape of its own. This knows what the extensions of our own settings look
at; with any other, nothing is taken for plain words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, zip_longest
from typing import Any

from msgspec import Struct, field

from build_tools.pieces import MADE_MARK, Converted, Piece

#: Extensions, by the settings under which they leave plain words alone.
_KNOWN: Mapping[str, frozenset[str]] = {
    "abbr": frozenset(),
    "attr_list": frozenset(),
    "build_tools.captions": frozenset(),
    "fenced_code": frozenset(),
    "md_in_html": frozenset(),
    "tables": frozenset(),
    "toc": frozenset({"permalink", "permalink_title", "toc_depth", "slugify"}),
}

_SIGNS = " ,.;:?!’·…–/-"
_WORDS = rf"[^\W\d_][^\W_]*+(?:['{_SIGNS}]++[^\W_]++)*+"
_IN_TITLE = re.compile(rf"&#?\w+;|(?P<words>[^\W\d_][^\W_]*+(?:[{_SIGNS}]++[^\W_]++)*+)")
_ONLY_WORDS = re.compile(_WORDS)
_ADDRESS = r"(?:\.\./)*[^\W_][A-Za-z0-9./-]*(?:#[A-Za-z0-9-]+)?|#[A-Za-z0-9-]+"
_TOKEN = re.compile(
    r"(?P<tag><[a-zA-Z][a-zA-Z0-9]* [^<>]*>)"
    r"|(?P<given>\{ #(?P<id>[a-z][a-z0-9-]*) \})"
    rf'|(?P<link>\]\((?P<to>{_ADDRESS})(?P<title> "[^"\n<>]*")?\))'
    r"|(?P<other><[^<>]*>|&#?\w+;)"
    rf"|(?P<words>{_WORDS})"
)
_ATTRIBUTE = re.compile(rf"(?<=\s)(?P<name>id|title|(?:data|aria)-[a-z-]+)=\"(?P<value>(?:[^\W_]++|['{_SIGNS}]++)+)\"")
_UNSURE = re.compile(r"[<>{}]|\]\(")
_HALF_ENTITY = re.compile(r"&(?!#?\w+;|\s)")
_SPECIAL = re.compile(r"[]\\`<>\n]")
_NAMED_BY_WORDS = re.compile(r"^ {0,3}#(?!.*\{ #[a-z0-9-]+ \}$)|^[=-]+ *$|<h[1-6]\b", re.MULTILINE)
#: That pattern fits no text without one of these, after a line break before the whole.
_NEEDED_TO_NAME = ("#", "\n=", "\n-", "<h")
#: What finds no abbreviation in any text; its first character is looked for, which takes far less than trying each.
_NO_NAMES = re.compile("\0(?!)()")
_MARK = re.compile(r"zq(\d+)qz")
_PART_OF_MARK = re.compile(r"zq\d|\dqz")


class _NotSure(Exception):
    """There is something in the piece of which we do not know what Markdown makes of it."""


class Shape(Struct, frozen=True):
    """A piece in which marks may stand for words, and the words by the number of their mark."""

    piece: Piece
    words: tuple[str, ...] = ()


def leaves_words_alone(extensions: Sequence[str], settings: Mapping[str, Any]) -> bool:
    """Whether only such extensions convert that shapes know what they look at."""
    return all(name in _KNOWN and set(settings.get(name) or {}) <= _KNOWN[name] for name in extensions)


def shape(piece: Piece) -> Shape:
    """The shape of a piece; the piece itself, without words, when it is not certain that it has one."""
    names = _names(piece.abbreviations)
    if piece.kind == "close" or names is None or _is_unsure(piece.text):
        return Shape(piece)
    marking = _Marking(names)
    try:
        text = marking.marked(piece.text)
    except _NotSure:
        return Shape(piece)
    return Shape(Piece(piece.kind, text, piece.abbreviations), tuple(marking.words))


def _is_unsure(text: str) -> bool:
    """Whether Markdown may look at plain words here, or find more in them."""
    if _MARK.search(text) or _HALF_ENTITY.search(text):
        return True
    return any(map(f"\n{text}".__contains__, _NEEDED_TO_NAME)) and bool(_NAMED_BY_WORDS.search(text))


def fill(part: Converted, words: Sequence[str]) -> Converted | None:
    """The HTML of a shape with the words of one piece; None when Markdown did more with a mark than pass it on."""
    if not words:
        return part
    if not _passed_on(part.html, len(words)):
        return None
    headings = tuple(
        (level, _put(name, words), _put(title, words), _put(html, words), _put(label, words))
        for level, name, title, html, label in part.headings
    )
    return Converted(_put(part.html, words), headings, tuple(_put(name, words) for name in part.ids))


def _put(text: str, words: Sequence[str]) -> str:
    parts, marks = _cut_at_marks(text)
    if not marks:
        return text
    filled = [*parts]
    filled[1::2] = [words[mark] for mark in marks]
    return "".join(filled)


@lru_cache(maxsize=1 << 13)
def _cut_at_marks(text: str) -> tuple[Sequence[str], tuple[int, ...]]:
    """A text of a shape in parts, of which each second one is a mark's number, and those numbers: shapes come back."""
    parts = _MARK.split(text)
    return parts, tuple(map(int, parts[1::2]))


@lru_cache(maxsize=1 << 12)
def _passed_on(html: str, count: int) -> bool:
    """Whether all marks stand in the HTML, none in part, and no id was made of them, which depends on the words."""
    parts, marks = _cut_at_marks(html)
    return len(set(marks)) == count and MADE_MARK not in html and not any(map(_PART_OF_MARK.search, parts[::2]))


@lru_cache(maxsize=1 << 12)
def _names(abbreviations: tuple[str, ...]) -> re.Pattern[str] | None:
    """What finds abbreviations in plain words, the longest first as Markdown does; None when one never is."""
    names = sorted((one[2 : one.index("]")] for one in abbreviations), key=len, reverse=True)
    if not all(_ONLY_WORDS.fullmatch(name) for name in names):
        return None
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})\b") if names else _NO_NAMES


class _Marking(Struct):
    """The words that were taken out so far, by their mark; abbreviations are never taken out."""

    names: re.Pattern[str]
    words: dict[str, str] = field(default_factory=dict)

    def marked(self, text: str) -> str:
        """The text with marks. Raises _NotSure."""
        between, tokens, end = [], [], 0
        for found in _TOKEN.finditer(text):
            between.append(text[end : found.start()])
            tokens.append(self._token(found))
            end = found.end()
        between.append(text[end:])
        if _UNSURE.search("\0".join(between)):
            raise _NotSure
        return "".join(chain.from_iterable(zip_longest(between, tokens, fillvalue="")))

    def _token(self, found: re.Match[str]) -> str:
        match found.lastgroup:
            case "words":
                return self._some(found)
            case "tag":
                return _ATTRIBUTE.sub(self._attribute, found[0])
            case "given":
                return f"{{ #{self._address(found['id'], _is_title(found))} }}"
            case "link":
                address = self._address(found["to"], _is_link(found))
                return f"]({address}{_IN_TITLE.sub(self._in_title, found['title'] or '')})"
        return found[0]

    def _attribute(self, found: re.Match[str]) -> str:
        """An attribute of a tag: one that repeats its own name is written otherwise, and `fnref` is a footnote's."""
        name, value = found["name"], found["value"]
        known = value == name or value.startswith("fnref")
        return found[0] if known else f'{name}="{self._mark(value)}"'

    def _some(self, found: re.Match[str]) -> str:
        """Words of which those that are abbreviations stay."""
        text = found[0]
        if not self.names.search(text):
            return self._mark(text)
        start, end = found.span()
        around = found.string[max(start - 1, 0) : start] + found.string[end : end + 1]
        if re.search(r"\w", around):
            return text
        between = self.names.split(text)
        between[::2] = [_ONLY_WORDS.sub(lambda words: self._mark(words[0]), part) for part in between[::2]]
        return "".join(between)

    def _in_title(self, found: re.Match[str]) -> str:
        return self._some(found) if found["words"] else found[0]

    def _address(self, text: str, is_sure: bool) -> str:
        """An address or id; when it may be plain text after all, it may hold no abbreviation."""
        return text if not is_sure and self.names.search(text) else self._mark(text)

    def _mark(self, text: str) -> str:
        return self.words.setdefault(text, f"zq{len(self.words)}qz")


def _is_title(given: re.Match[str]) -> bool:
    """Whether what gives an id can only belong to a title: the piece is one."""
    return given.string.startswith("#") and "\n" not in given.string


def _is_link(tail: re.Match[str]) -> bool:
    """Whether the address can only be that of a link: its own text stands before it, without anything special."""
    start = tail.string.rfind("[", 0, tail.start())
    return (
        start >= 0
        and tail.string[start - 1 : start] != "\\"
        and not _SPECIAL.search(tail.string, start + 1, tail.start())
    )
