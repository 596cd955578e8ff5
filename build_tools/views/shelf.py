"""The site's printed sheets on a shelf: each page takes what it offers from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from build_tools.views.pdf_links import PdfList, pdf_list
from build_tools.views.sheets import RECEPTION_SHEET, Sheet


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """Every sheet, and the sizes in bytes of those that were printed; None when the site has no PDFs."""

    sheets: tuple[Sheet, ...] = ()
    sizes: Mapping[str, int] | None = None

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
    return pdf_list([(sheet.path, sheet.label, sheet.title) for sheet in found], shelf.sizes)
