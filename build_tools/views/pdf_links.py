"""The PDFs that a page offers, each with its format and size."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from build_tools.views.parts import Link


class PdfLink(Struct, frozen=True, kw_only=True):
    """A PDF to fetch: `Poster A4 (PDF, 32 kB)`; one that is made when it is asked for has no size yet."""

    link: Link
    size: str | None
    title: str


class PdfList(Struct, frozen=True, kw_only=True):
    """The PDFs of a page; a site that was made without PDFs says so instead."""

    available: bool
    links: tuple[PdfLink, ...] = ()


NO_PDFS = PdfList(available=False)


def pdf_list(documents: Iterable[tuple[str, str, str, int | None]]) -> PdfList:
    """Links to documents, given as (path, label, title, size in bytes when it is known)."""
    links = (
        PdfLink(link=Link(page=path, text=label), size=_in_kilobytes(size) if size else None, title=title)
        for path, label, title, size in documents
    )
    return PdfList(available=True, links=tuple(links))


def _in_kilobytes(size: int) -> str:
    return f"{max(1, round(size / 1024))} kB"
