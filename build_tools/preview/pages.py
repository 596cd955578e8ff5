"""Makes a page when a browser asks for it, and keeps it for as long as it is the same."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import RLock
from urllib.parse import urlsplit

from mkdocs.structure.files import File
from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.kept import Memory, Recall, digest
from build_tools.plan import Plan, planned_page
from build_tools.plugin import log
from build_tools.poster import SheetFailed
from build_tools.preview.house import House, draw_page, draw_template, place_of
from build_tools.preview.notice import Fault
from build_tools.render import Page as Made
from build_tools.render import place_in_template
from build_tools.settings import shown
from build_tools.views.sheets import Sheet

HTML = "text/html; charset=utf-8"
MISSING = "404.html"
#: What stands where a page could not be made, and none was there before.
BARE = (
    b'<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    b"<title>Voorvertoning</title></head><body></body></html>"
)


class Answer(Struct, frozen=True, kw_only=True):
    """What a browser gets for an address; `elsewhere` is the address where it should ask instead."""

    body: bytes = b""
    kind: str = HTML
    status: int = 200
    elsewhere: str | None = None
    is_page: bool = False
    seal: str = ""


class Edition(Struct, frozen=True, kw_only=True):
    """The site as the sources make it at one moment, nothing of it made yet.

    `files` makes what stands at the path of a data file, with all that is made together with it. `seal` is that of the
    looks: another for every time that the house was set up.
    """

    plan: Plan
    house: House
    seal: bytes
    files: Mapping[str, Callable[[], Mapping[str, str]]]
    sheets: Mapping[str, Sheet]
    print_sheet: Callable[[Sheet, Path], bytes]


class _Drawn(Struct, frozen=True, kw_only=True):
    """A page as it was last made: for which edition, of what Markdown, and the answer that it gives."""

    edition: Edition
    made: Made | None
    answer: Answer


class Pages(Struct, kw_only=True):
    """What was made so far; safe to ask from any thread."""

    _lock: RLock = field(default_factory=RLock)
    _drawn: dict[str, _Drawn] = field(default_factory=dict)
    _failed: dict[str, tuple[Edition, Fault]] = field(default_factory=dict)
    _memory: Memory = field(default_factory=lambda: Memory(tools=b""))

    def failure(self, edition: Edition, address: str) -> Fault | None:
        """Why the page at an address could not be made in this edition; None when it could, or was not asked for."""
        of, fault = self._failed.get(place_of(edition.house, address), (None, None))
        return fault if of is edition else None

    def answer(self, edition: Edition, address: str) -> Answer:
        """What stands at an address of this edition; the site's page for a wrong address when nothing does."""
        house, place = edition.house, place_of(edition.house, address)
        file = house.places.get(place)
        if place in house.config.theme.static_templates or (file and file.is_documentation_page()):
            return self._page(edition, place)
        if file:
            return _file(edition, file)
        if f"{place}/index.html" in house.places:
            return Answer(status=302, elsewhere=f"{urlsplit(address).path}/")
        return replace(self._page(edition, MISSING), status=404)

    def _page(self, edition: Edition, place: str) -> Answer:
        """A page; the last that was good when it cannot be made now."""
        with self._lock:
            before = self._drawn.get(place)
            if not (before and before.edition is edition) and self._failed.get(place, (None,))[0] is not edition:
                self._draw(edition, place, before)
            drawn = self._drawn.get(place)
            return drawn.answer if drawn else Answer(body=BARE, status=500, is_page=True)

    def _draw(self, edition: Edition, place: str, before: _Drawn | None) -> None:
        self._memory.tools = edition.seal
        try:
            self._drawn[place] = _drawn(edition, place, before, self._memory)
        except Exception as error:  # noqa: BLE001 - a school's templates fail in many ways: it is told, and the rest goes on
            self._failed[place] = (edition, _failure(place, error))


def _failure(place: str, error: Exception) -> Fault:
    """Why a page could not be made, with where it went wrong if that is in a template; it is logged too."""
    what = f"{place} kan niet worden gemaakt. {type(error).__name__}: {error}"
    in_template = place_in_template(error)
    if in_template is None:
        log.exception(what)
        return Fault(what=what)
    file, line = shown(in_template[0]), in_template[1]
    log.warning("%s:%s: %s", file, line, what)
    return Fault(what=what, file=file, line=line)


def _drawn(edition: Edition, place: str, before: _Drawn | None, recall: Recall) -> _Drawn:
    """The page made anew, unless nothing in it has changed."""
    house, file = edition.house, edition.house.places.get(place)
    if place in house.config.theme.static_templates:
        made, draw = None, partial(draw_template, house, place)
    else:
        assert file  # noqa: S101 - any other page has one
        made = planned_page(edition.plan, file.src_uri, recall) if file.src_uri in edition.plan.pages else None
        draw = partial(draw_page, house, file, made)
    if before and before.edition.house is house and before.made == made:
        return replace(before, edition=edition)
    html = draw()
    kind = _kind(place)
    return _Drawn(
        edition=edition,
        made=made,
        answer=Answer(body=html, kind=kind, is_page=kind == HTML, seal=digest(edition.seal, html).hex()),
    )


def _file(edition: Edition, file: File) -> Answer:
    """A file that is no page: one of the data or a sheet is made now, any other is there."""
    path = file.src_uri
    if path in edition.sheets:
        try:
            body = edition.print_sheet(edition.sheets[path], edition.house.pdf_cache)
        except SheetFailed as failed:
            return Answer(body=str(failed).encode(), kind="text/plain; charset=utf-8", status=500)
    else:
        body = edition.files[path]()[path].encode() if path in edition.files else file.content_bytes
    return Answer(body=body, kind=_kind(path), seal=digest(body).hex())


def _kind(path: str) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind.endswith(("json", "xml")) else kind
