"""What `structure` finds in a document: parts with their provisions, decisions, and what it could not place."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from build_tools.importing.paper import Link, Paragraph

ListKind = Literal["do", "dont", "steps", "tips"]


class Point(Struct, frozen=True, kw_only=True):
    """A piece of a provision's text: a paragraph, or a list item with its printed label."""

    text: str
    label: str | None = None


class Provision(Struct, frozen=True, kw_only=True):
    """One rule or paragraph of the document, with the paragraphs that it was made of."""

    points: tuple[Point, ...]
    sources: tuple[Paragraph, ...]
    number: str | None = None
    title: str | None = None
    listed: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words of the whole provision, a point on each line."""
        return "\n".join(point.text for point in self.points)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of all its paragraphs."""
        return tuple(link for source in self.sources for link in source.links)


class Part(Struct, frozen=True, kw_only=True):
    """What stands under one heading; `path` holds the headings above it."""

    heading: str
    path: tuple[str, ...] = ()
    sources: tuple[Paragraph, ...] = ()
    intro: tuple[Paragraph, ...] = ()
    provisions: tuple[Provision, ...] = ()
    kind: ListKind | None = None
    made_up: bool = False


class DecisionRow(Struct, frozen=True, kw_only=True):
    """A row of a table of decisions."""

    cells: tuple[str, ...]
    sources: tuple[Paragraph, ...]


class Leftover(Struct, frozen=True, kw_only=True):
    """What found no place, and why; `settled` when the reason leaves nothing to decide."""

    text: str
    place: str
    reason: str
    settled: bool = False
    sources: tuple[Paragraph, ...] = ()


class Outline(Struct, frozen=True, kw_only=True):
    """A document taken apart."""

    title: str
    title_sources: tuple[Paragraph, ...]
    cover: tuple[Paragraph, ...]
    parts: tuple[Part, ...]
    rows: tuple[DecisionRow, ...]
    leftovers: tuple[Leftover, ...]
    footnotes: dict[str, str]
    note_sources: tuple[Paragraph, ...] = ()
