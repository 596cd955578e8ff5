"""The site's printed sheets on a shelf: each page takes what it offers from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from build_tools.views.pdf_links import NO_PDFS, PdfList, pdf_list
from build_tools.views.sheets import RECEPTION_SHEET, Sheet


class Shelf(Struct, frozen=True, kw_only=True, dict=True):
    """Every sheet, and what tells its size in bytes, as far as that is known; None when the site has no PDFs."""

    sheets: tuple[Sheet, ...] = ()
    size_of: Callable[[Sheet], int | None] | None = None

    @cached_property
    def by_use(self) -> Mapping[tuple[str | None, int | None], Sequence[Sheet]]:
        """The sheets of a protocol and group, or of a protocol as a whole."""
        found: dict[tuple[str | None, int | None], list[Sheet]] = {}
        for sheet in self.sheets:
            found.setdefault((sheet.protocol, sheet.group), []).append(sheet)
        return found


def for_group(shelf: Shelf, protocol: str, group: int) -> PdfList:
    """What a group can print of a protocol."""
    return _offer(shelf, shelf.by_use.get((protocol, group), ()))


def of_protocol(shelf: Shelf, protocol: str) -> PdfList:
    """The protocol's whole text."""
    return _offer(shelf, shelf.by_use.get((protocol, None), ()))


def for_reception(shelf: Shelf) -> PdfList:
    """The card for the reception desk."""
    return _offer(shelf, [sheet for sheet in shelf.sheets if sheet.path == RECEPTION_SHEET])


def _offer(shelf: Shelf, found: Sequence[Sheet]) -> PdfList:
    if shelf.size_of is None:
        return NO_PDFS
    return pdf_list((sheet.path, sheet.label, sheet.title, shelf.size_of(sheet)) for sheet in found)
