"""The PDFs that a page offers, each with its format and size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from build_tools.views.parts import Link


@dataclass(frozen=True, kw_only=True)
class PdfLink:
    """A PDF to fetch: `Poster A4 (PDF, 32 kB)`."""

    link: Link
    size: str
    title: str


@dataclass(frozen=True, kw_only=True)
class PdfList:
    """The PDFs of a page; a site that was made without PDFs says so instead."""

    available: bool
    links: tuple[PdfLink, ...] = ()


NO_PDFS = PdfList(available=False)


def pdf_list(documents: Iterable[tuple[str, str, str]], sizes: Mapping[str, int] | None) -> PdfList:
    """Links to documents, given as (path, label, title); `sizes` in bytes, None when no PDFs were made."""
    if sizes is None:
        return NO_PDFS
    links = (
        PdfLink(link=Link(page=path, text=label), size=f"{max(1, round(sizes[path] / 1024))} kB", title=title)
        for path, label, title in documents
    )
    return PdfList(available=True, links=tuple(links))
