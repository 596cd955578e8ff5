"""The shape of a piece: its Markdown with numbered marks in place of plain words, which Markdown only passes on.

Most pieces of a site differ in words alone: a title, an address, a sentence. So a shape is converted once, by Markdown
itself, and its words are filled in afterwards. Whatever may mean something to Markdown or HTML stays in the shape, and
a piece of which that is not certain is a shape of its own. This knows what the extensions of our own settings look
at; with any other, nothing is taken for plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct, field

from build_tools.pieces import Converted, Piece

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
_WORDS = rf"[^\W\d_](?:[^\W_]|['{_SIGNS}]+(?=[^\W_]))*"
_IN_TITLE = re.compile(rf"&#?\w+;|(?P<words>[^\W\d_](?:[^\W_]|[{_SIGNS}]+(?=[^\W_]))*)")
_ONLY_WORDS = re.compile(_WORDS)
_ADDRESS = r"(?:\.\./)*[^\W_][A-Za-z0-9./-]*(?:#[A-Za-z0-9-]+)?|#[A-Za-z0-9-]+"
_TOKEN = re.compile(
    r"(?P<tag><[a-zA-Z][a-zA-Z0-9]* [^<>]*>)"
    r"|(?P<given>\{ #(?P<id>[a-z][a-z0-9-]*) \})"
    rf'|(?P<link>\]\((?P<to>{_ADDRESS})(?P<title> "[^"\n<>]*")?\))'
    r"|(?P<other><[^<>]*>|&#?\w+;)"
    rf"|(?P<words>{_WORDS})"
)
_ATTRIBUTE = re.compile(rf"(?<=\s)(?P<name>id|title|(?:data|aria)-[a-z-]+)=\"(?P<value>(?:[^\W_]|['{_SIGNS}])+)\"")
_UNSURE = re.compile(r"[<>{}]|\]\(")
_HALF_ENTITY = re.compile(r"&(?!#?\w+;|\s)")
_SPECIAL = re.compile(r"[]\\`<>\n]")
_NAMED_BY_WORDS = re.compile(r"^ {0,3}#(?!.*\{ #[a-z0-9-]+ \}$)|^[=-]+ *$|<h[1-6]\b", re.MULTILINE)
_MARK = re.compile(r"zq(\d+)qz")
_PART_OF_MARK = re.compile(r"zq\d|\dqz")
_ALL_UNSURE = (_NAMED_BY_WORDS, _MARK, _HALF_ENTITY)


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
    if piece.kind == "close" or names is None or any(sign.search(piece.text) for sign in _ALL_UNSURE):
        return Shape(piece)
    marking = _Marking(names)
    try:
        text = "".join(marking.parts(piece.text))
    except _NotSure:
        return Shape(piece)
    return Shape(Piece(piece.kind, text, piece.abbreviations), tuple(marking.words))


def fill(part: Converted, words: Sequence[str]) -> Converted | None:
    """The HTML of a shape with the words of one piece; None when Markdown did more with a mark than pass it on."""
    if not words:
        return part
    if not _passed_on(part.html, len(words)):
        return None

    def put(text: str) -> str:
        return _MARK.sub(lambda found: words[int(found[1])], text)

    headings = tuple(
        (level, put(name), put(title), put(html), put(label)) for level, name, title, html, label in part.headings
    )
    return Converted(put(part.html), headings, tuple(map(put, part.ids)))


@lru_cache(maxsize=1 << 12)
def _passed_on(html: str, count: int) -> bool:
    """Whether all marks stand in the HTML, none in part, and no id was made of them, which depends on the words."""
    marks = {int(number) for number in _MARK.findall(html)}
    return len(marks) == count and "\x1d" not in html and not _PART_OF_MARK.search(_MARK.sub(" ", html))


@lru_cache(maxsize=1 << 12)
def _names(abbreviations: tuple[str, ...]) -> re.Pattern[str] | None:
    """What finds abbreviations in plain words, the longest first as Markdown does; None when one never is."""
    names = sorted((one[2 : one.index("]")] for one in abbreviations), key=len, reverse=True)
    if not all(_ONLY_WORDS.fullmatch(name) for name in names):
        return None
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})\b" if names else r"(?!)()")


class _Marking(Struct):
    """The words that were taken out so far, by their mark; abbreviations are never taken out."""

    names: re.Pattern[str]
    words: dict[str, str] = field(default_factory=dict)

    def parts(self, text: str) -> Iterator[str]:
        """The text in parts, with marks. Raises _NotSure."""
        end = 0
        for found in _TOKEN.finditer(text):
            yield _certain(text[end : found.start()])
            yield self._token(found)
            end = found.end()
        yield _certain(text[end:])

    def _token(self, found: re.Match[str]) -> str:
        match found.lastgroup:
            case "tag":
                return _ATTRIBUTE.sub(self._attribute, found[0])
            case "given":
                return f"{{ #{self._address(found['id'], _is_title(found))} }}"
            case "link":
                address = self._address(found["to"], _is_link(found))
                return f"]({address}{_IN_TITLE.sub(self._in_title, found['title'] or '')})"
            case "words":
                return self._some(found)
        return found[0]

    def _attribute(self, found: re.Match[str]) -> str:
        """An attribute of a tag: one that repeats its own name is written otherwise, and `fnref` is a footnote's."""
        name, value = found["name"], found["value"]
        known = value == name or value.startswith("fnref")
        return found[0] if known else f'{name}="{self._mark(value)}"'

    def _some(self, found: re.Match[str]) -> str:
        """Words of which those that are abbreviations stay."""
        text, around = (
            found[0],
            found.string[max(found.start() - 1, 0) : found.start()] + found.string[found.end() : found.end() + 1],
        )
        if not self.names.search(text):
            return self._mark(text)
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


def _certain(between: str) -> str:
    if _UNSURE.search(between):
        raise _NotSure
    return between


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
