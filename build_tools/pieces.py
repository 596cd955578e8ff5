"""A generated page's Markdown -> HTML by piece, so that each text is converted once however many pages show it.

The HTML is that of the whole page converted at once. A piece is a block that no other block on its page can change;
where that is not certain, `split` or `join` gives None, and the page has to be converted whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import nest_toc_tokens, slugify, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE
from msgspec import Struct

Kind: TypeAlias = Literal["open", "close", "inside", "top"]
Heading: TypeAlias = tuple[int, str, str, str, str]
Convert: TypeAlias = Callable[["Piece"], "Converted"]

_ABBREVIATION = re.compile(r"\*\[(?P<name>[^\\\]]*)\]: \S.*")
_OPENS = re.compile(
    r"<(?:(?P<tag>article|aside|details|div|dl|nav|ol|section|table|tbody|thead|tr|ul)|(?P<any>dd|li|td|th))"
    r'(?: [^<>]*)? markdown="(?(tag)(?:1|block)|block)"(?: [^<>]*)?>'
)
_ELEMENT = re.compile(r"<(?P<tag>dd|details|div|dt|li|p|section)\b.*</(?P=tag)>")
_TAGS = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*?(?P<alone>/?)>")
_EMPTY = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_GOES_ON = re.compile(r"[-+*>:]|\d+\.", re.MULTILINE)
_ANY_GOES_ON = re.compile(r"^(?:[-+*>:]|\d+\.)", re.MULTILINE)
_UNSURE_SIGNS = ("<!", "<?", "[TOC]", "```", "~~~", "\n\n\n")
_UNSURE_CHARACTERS = bytes({*range(0x20)} - {ord("\n")})
_UNSURE_LINE = re.compile(r"\n(?: {0,3}(?:\[[^\]\n]*\]:|\*\[)| +(?:\n|$))")
_TITLE = re.compile(r"\n\n(?=#{2,3} )")
_ID = re.compile(r'<[^<>]*?\sid="([^"]*)"')
_UNSAFE_IN_LINK = re.compile(r'[&<>"]')
_LINK = re.compile("\x1e([^\x1f]*)\x1f")
#: What stands around an id that is made of a title.
MADE_MARK = "\x1d"
_MADE = re.compile(f"{MADE_MARK}([^{MADE_MARK}]*){MADE_MARK}")


class NotByPiece(Exception):
    """The piece does not come out as a block of its own: its page must be converted whole."""


class Piece(NamedTuple):
    """A part of a page, and the definitions of abbreviations on which its HTML depends besides."""

    kind: Kind
    text: str
    abbreviations: tuple[str, ...] = ()


class Section(NamedTuple):
    """A page from one title to the next: nothing in it but what stands here decides how it is cut.

    `within` are the elements that are open where it starts, and `names` the abbreviations of its page, defined.
    """

    text: str
    within: tuple[str, ...]
    names: tuple[tuple[str, str], ...]


class Sections(NamedTuple):
    """The text of each section of a page, and the abbreviations of the page, defined."""

    texts: Sequence[str]
    names: tuple[tuple[str, str], ...]


class Cut(NamedTuple):
    """The pieces of a section, and the elements that are open at its end."""

    pieces: tuple[Piece, ...]
    within: tuple[str, ...]


class Converted(Struct, frozen=True):
    """HTML with marks for the links within the site, the headings for the contents, and all ids."""

    html: str
    headings: tuple[Heading, ...] = ()
    ids: tuple[str, ...] = ()


def split(body: str) -> tuple[Piece, ...] | None:
    """The pieces of a page's Markdown without front matter, in order; None when it must be converted whole."""
    found = cuts(sections(body), cut)
    return tuple(piece for _, made in found for piece in made.pieces) if found else None


def cuts(page: Sections, cut: Callable[[Section], Cut | None]) -> list[tuple[Section, Cut]] | None:
    """Each section of a page with what `cut` makes of it; None when the page must be converted whole."""
    within: tuple[str, ...] = ()
    found = []
    for part in page.texts:
        section = Section(part, within, page.names)
        made = cut(section)
        if made is None:
            return None
        found.append((section, made))
        within = made.within
    return None if within else found


def sections(body: str) -> Sections:
    """The sections of a page's Markdown without front matter."""
    text, definitions = _without_abbreviations(body.strip("\n"))
    named = {_without_signs(definition[2 : definition.index("]")]): definition for definition in definitions}
    return Sections(_TITLE.split(text), tuple(named.items()))


def cut(section: Section) -> Cut | None:
    """The pieces of a section; None when its page must be converted whole."""
    if _unsure(section.text):
        return None
    cutting = _Cutting([], list(section.within))
    sure = all(cutting.take(block) for block in section.text.split("\n\n"))
    if not sure or cutting.unclosed:
        return None
    here = _named_in(section.text, section.names)
    return Cut(tuple(_with_abbreviations(piece, here) for piece in cutting.pieces), tuple(cutting.stack))


def _unsure(text: str) -> bool:
    """Whether there may be something in the text that reaches beyond its own block."""
    return (
        any(map(text.__contains__, _UNSURE_SIGNS))
        or _holds_any(text.encode("utf-8", "surrogatepass"), _UNSURE_CHARACTERS)
        or bool(_UNSURE_LINE.search(f"\n{text}"))
        or text.endswith("\n")
    )


def _holds_any(text: bytes, signs: bytes) -> bool:
    """Whether one of the signs stands in a text; a pattern takes some three times as long."""
    return len(text.translate(None, signs)) < len(text)


def _without_abbreviations(body: str) -> tuple[str, list[str]]:
    """The text, and the definitions in the block at its end."""
    text, _, last = body.rpartition("\n\n")
    lines = last.split("\n")
    if all(_ABBREVIATION.fullmatch(line) for line in lines):
        return text, lines
    return body, []


def _with_abbreviations(piece: Piece, names: tuple[tuple[str, str], ...]) -> Piece:
    """The piece with each definition of its section that may matter; one too many does no harm."""
    if piece.kind in ("open", "close") or not names:
        return piece
    used = tuple(definition for _, definition in _named_in(piece.text, names))
    return Piece(piece.kind, piece.text, used) if used else piece


def _named_in(text: str, names: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Those of the abbreviations that may stand in a text."""
    if not names:
        return names
    plain = _without_signs(text)
    return tuple(named for named in names if named[0] in plain)


def _without_signs(text: str) -> str:
    """The text without what Markdown may take away; `translate` would look up each character."""
    return text.replace("\\", "").replace("*", "").replace("_", "").replace("`", "")


class _Cutting(Struct):
    """How far the text has been cut, at blank lines and at tags that hold Markdown.

    The pieces, the containers that are open, and how many tags the last piece opened.
    """

    pieces: list[Piece]
    stack: list[str]
    unclosed: int = 0

    def take(self, block: str) -> bool:
        """Add a block of lines; False when it cannot be told where it belongs."""
        if "<" not in block and not self.unclosed:
            return self._start(block)
        fresh, alone, between = not self.unclosed, False, "\n\n"
        for line in block.split("\n"):
            if not self.unclosed and self._container(line):
                fresh = True
            elif fresh or (alone and not self.unclosed and self._element(line)):
                if not self._start(line):
                    return False
                fresh, alone = False, self._element(line)
            else:
                self._lengthen(line, between)
                alone = False
            between = "\n"
        return self.unclosed >= 0

    def _element(self, line: str) -> bool:
        """Whether the line is one whole element in an element that holds Markdown: no other line belongs to it."""
        return bool(self.stack) and bool(_ELEMENT.fullmatch(line)) and not _opened(line)

    def _container(self, line: str) -> bool:
        """Whether the line opens or closes an element that holds Markdown blocks; if so it is a piece of its own."""
        if not (line.startswith("<") and line.endswith(">")):
            return False
        if line.startswith("</"):
            return self._close(line)
        found = _OPENS.fullmatch(line) if 'markdown="' in line else None
        if found:
            self.stack.append(found["tag"] or found["any"])
            self.pieces.append(Piece("open", line))
        return bool(found)

    def _close(self, line: str) -> bool:
        """Whether the line closes the innermost element that holds Markdown blocks."""
        if not self.stack or line != f"</{self.stack[-1]}>":
            return False
        self.stack.pop()
        last = self.pieces[-1]
        if last.kind == "open":  # an empty element is written otherwise than one with something in it
            self.pieces[-1] = Piece("inside" if self.stack else "top", f"{last.text}\n\n{line}")
        else:
            self.pieces.append(Piece("close", line))
        return True

    def _start(self, text: str) -> bool:
        before = self.pieces[-1] if self.pieces else None
        if before and before.kind in ("inside", "top") and _may_go_on(before.text, text):
            self._lengthen(text, "\n\n")
            return True
        if text.startswith(" "):
            return False
        self.pieces.append(Piece("inside" if self.stack else "top", text))
        self.unclosed += _opened(text)
        return True

    def _lengthen(self, text: str, between: str) -> None:
        last = self.pieces[-1]
        self.pieces[-1] = Piece(last.kind, f"{last.text}{between}{text}")
        self.unclosed += _opened(text)


def _may_go_on(before: str, text: str) -> bool:
    """Whether the second block may belong to the first: indented, or a list or quote after one."""
    return text.startswith(" ") or bool(_GOES_ON.match(text) and _ANY_GOES_ON.search(before))


@lru_cache(maxsize=1 << 15)
def _opened(text: str) -> int:
    """How many more elements the text opens than it closes."""
    if "<" not in text:
        return 0
    tags = [found for found in _TAGS.finditer(text) if not found["alone"] and found["name"].lower() not in _EMPTY]
    return sum(-1 if found["end"] else 1 for found in tags)


def converter(extensions: Sequence[str], settings: Mapping[str, Any]) -> Convert:
    """What converts a piece as it would be on its page. The function raises NotByPiece."""
    links = _MarkLinks()
    toc = dict(settings.get("toc", {}))
    toc["slugify"] = partial(_marked_slug, toc.get("slugify", slugify))
    markdown = Markdown(extensions=list(extensions), extension_configs={**settings, "toc": toc})
    markdown.treeprocessors.register(links, "relpath", 0)

    def convert(piece: Piece) -> Converted:
        if piece.kind == "close":
            return Converted(piece.text)
        html = markdown.reset().convert(_wrapped(piece))
        headings = tuple(_flat(getattr(markdown, "toc_tokens", [])))
        ids = tuple(_ID.findall(html))
        if any(MADE_MARK in name and not _MADE.fullmatch(name) for name in ids):
            raise NotByPiece  # two titles of this piece make the same id
        return Converted(_unwrapped(piece, html), headings, ids)

    return convert


def extensions_of(names: Sequence[str], settings: Mapping[str, Any]) -> list[Extension]:
    """The extensions as Markdown finds them by name."""
    markdown = Markdown()
    return [markdown.build_extension(name, settings.get(name, {})) for name in names]


def _marked_slug(make: Callable[[str, str], str], title: str, separator: str) -> str:
    """An id made of a title, marked: whether it gets a number depends on the rest of the page."""
    return f"{MADE_MARK}{make(title, separator)}{MADE_MARK}"


def _wrapped(piece: Piece) -> str:
    """The piece as a page of its own, inside an element when it stands in one."""
    match piece.kind:
        case "open":
            tag = piece.text[1:].partition(" ")[0]
            return f"{piece.text}\n\nx\n\n</{tag}>"
        case "inside":
            text = f'<div markdown="1">\n\n{piece.text}\n\n</div>'
        case _:
            text = f"{piece.text}\n\nx"  # what comes behind a block decides how its HTML ends
    definitions = "\n".join(piece.abbreviations)
    return f"{text}\n\n{definitions}" if definitions else text


def _unwrapped(piece: Piece, html: str) -> str:
    match piece.kind:
        case "open":
            tag, _, rest = html.partition("\n<p>x</p>\n")
            return _sure(tag, rest.startswith("</") and rest.count("<") == 1)
        case "inside":
            return _sure(html[6:-7], html.startswith("<div>\n") and html.endswith("\n</div>"))
    return _sure(html[:-9], html.endswith("\n<p>x</p>"))


def _sure(html: str, is_sure: bool) -> str:
    if not is_sure:
        raise NotByPiece
    return html


def _flat(tokens: Iterable[Mapping[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield (token["level"], token["id"], token["name"], token["html"], token["data-toc-label"])
        yield from _flat(token["children"])


class _MarkLinks(Treeprocessor):
    """Marks links within the site: where they lead depends on the page on which the piece stands."""

    def run(self, root: Element) -> None:
        """Called by Markdown, where MkDocs would resolve the links."""
        for element in root.iter():
            if element.tag in ("a", "img"):
                name = "href" if element.tag == "a" else "src"
                element.set(name, _marked(element.get(name) or ""))


def _marked(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError as odd:
        raise NotByPiece from odd
    if parts.scheme or parts.netloc or AMP_SUBSTITUTE in address:
        return address
    if _UNSAFE_IN_LINK.search(address):
        raise NotByPiece
    return f"\x1e{address}\x1f"


class Html(Struct, frozen=True):
    """A page's HTML, its headings nested as the `toc` extension does, and its ids."""

    html: str
    toc: list[Any]
    ids: frozenset[str]


def merged(parts: Iterable[Converted]) -> Iterator[Converted]:
    """The parts, as few of them as `join` makes the same of: those without an id that may get a number are one."""
    for is_numbered, found in groupby(parts, key=lambda part: any(name.startswith(MADE_MARK) for name in part.ids)):
        if is_numbered:
            yield from found
        else:
            yield _merged(list(found))


def _merged(parts: Sequence[Converted]) -> Converted:
    html = "\n".join(part.html for part in parts if part.html)
    headings = tuple(heading for part in parts for heading in part.headings)
    return Converted(html, headings, tuple(name for part in parts for name in part.ids))


def join(parts: Sequence[Converted], resolve: Callable[[str], str]) -> Html | None:
    """The page that the pieces make, with each link resolved; None when two of them have an id in common."""
    given = [name for part in parts for name in part.ids if not name.startswith(MADE_MARK)]
    used = set(given)
    if len(used) < len(given):
        return None
    named = [_named(part, used) for part in parts]
    html = "\n".join(part.html for part in named if part.html).strip()
    tokens = [_token(heading) for part in named for heading in part.headings]
    return Html(_LINK.sub(lambda found: resolve(found[1]), html), nest_toc_tokens(tokens), frozenset(used))


def _named(part: Converted, used: set[str]) -> Converted:
    """The part with the ids that are made of its titles, each once on the page; they are added to those in use."""
    made = [name.strip(MADE_MARK) for name in part.ids if name.startswith(MADE_MARK)]
    if not made:
        return part
    names = {slug: unique(slug, used) for slug in made}
    headings = tuple(
        (level, names.get(name.strip(MADE_MARK), name), title, html, label)
        for level, name, title, html, label in part.headings
    )
    return Converted(_MADE.sub(lambda found: names[found[1]], part.html), headings, part.ids)


def _token(heading: Heading) -> Any:
    level, name, title, html, label = heading
    return {"level": level, "id": name, "name": title, "html": html, "data-toc-label": label}
