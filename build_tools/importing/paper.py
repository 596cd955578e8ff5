"""A document as all readers give it: paragraphs in order, with what the layout says of each."""

from __future__ import annotations

import re
from unicodedata import category

from msgspec import Struct, field

#: Around the mark of a footnote inside a text; private characters, which no document holds.
MARK_START, MARK_END = "\ue000", "\ue001"
MARK = re.compile(f"{MARK_START}([^{MARK_END}]*){MARK_END}")


class Refused(Exception):
    """The document cannot be read; the message says in Dutch why, and what to do about it."""


class Cell(Struct, frozen=True, kw_only=True):
    """A place in a table: which table, row and column, all from 0."""

    table: int
    row: int
    column: int


class Link(Struct, frozen=True, kw_only=True):
    """A link: the words that carry it, and where it leads (empty when it leads nowhere)."""

    text: str
    target: str


class Paragraph(Struct, frozen=True, kw_only=True):
    """One paragraph of the document.

    `label` is the printed number, letter or bullet; `depth` how deep the list item lies, from 0. `list_id` is the same
    for items that the format itself counts as one list. `level` is that of a heading, where the format or the layout
    marks one. `gap` says that white space stands above it; `lead` the bold words that it begins with; `indent` that it
    is set in like the text of a list item; `position` counts the paragraphs from 0.
    """

    text: str
    place: str
    label: str | None = None
    depth: int = 0
    list_id: str | None = None
    level: int | None = None
    bold: bool = False
    lead: str | None = None
    gap: bool = True
    indent: bool = False
    cell: Cell | None = None
    links: tuple[Link, ...] = ()
    position: int = 0


class Aside(Struct, frozen=True, kw_only=True):
    """Words of the document that are no part of its running text, such as a page number."""

    text: str
    place: str
    reason: str
    settled: bool = False


class Paper(Struct, frozen=True, kw_only=True):
    """A whole document: paragraphs, footnotes by mark, and what stands beside the text."""

    paragraphs: tuple[Paragraph, ...]
    footnotes: dict[str, str] = field(default_factory=dict)
    asides: tuple[Aside, ...] = ()
    headings_known: bool = False


def marked(mark: str) -> str:
    """A footnote's mark as it stands inside a text."""
    return f"{MARK_START}{mark}{MARK_END}"


def unmarked(text: str) -> str:
    """The text without the marks of footnotes."""
    return MARK.sub("", text)


def squeezed(text: str) -> str:
    """The text in one line, without needless white space and without characters that nobody sees."""
    seen = "".join(" " if one.isspace() else one for one in text if one.isspace() or category(one) not in ("Cc", "Cf"))
    return " ".join(seen.split())


def without_marks(text: str) -> str:
    """The text without the private characters that mark footnotes and blanks here."""
    return re.sub("[\ue000-\ue003]", "", text)
