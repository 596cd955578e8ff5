"""Checks the built HTML: what MkDocs never looks at, since it only sees Markdown links."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.etree
from msgspec import Struct

from build_tools.folders import files_below
from build_tools.kept import digest, digest_of

_EMPTY_PAGE = "<!doctype html><html><body></body></html>"
_REQUESTS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "form": ("action",),
}
_IN_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_PASSIVE_LINKS = {"canonical", "alternate", "prev", "next", "license", "author", "edit"}


class HtmlPage(Struct, frozen=True, kw_only=True, dict=True):
    """One built page: its path below the site, its ids in order, and what it refers to, each once."""

    path: str
    ids: tuple[str, ...]
    links: tuple[str, ...]
    requests: tuple[str, ...]

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What a link to the page can end in."""
        return frozenset(self.ids)

    @cached_property
    def seal(self) -> bytes:
        """A digest of all of it."""
        return digest(self.path, *("\n".join(part) for part in (self.ids, self.links, self.requests)))

    @property
    def seal_of_ids(self) -> bytes:
        """A digest of its ids."""
        return digest("\n".join(self.ids))


class KnownPage(Struct, frozen=True, kw_only=True):
    """A built page that was read before; what was read is looked up when it is asked for, as it seldom is."""

    path: str
    seal: bytes
    seal_of_ids: bytes
    look: Callable[[], HtmlPage]

    @property
    def page(self) -> HtmlPage:
        """What was read."""
        return self.look()

    @property
    def anchors(self) -> frozenset[str]:
        """As of an `HtmlPage`."""
        return self.page.anchors


AnyPage = HtmlPage | KnownPage
#: When all pages have yet to be read.
NOTHING_KNOWN: Mapping[str, AnyPage] = MappingProxyType({})


class BuiltSite(Struct, frozen=True, kw_only=True, dict=True):
    """A built site: its pages by path, the paths of all files in it and beside it, and faults in its style sheets."""

    pages: Mapping[str, AnyPage]
    files: Set[str]
    styles: Sequence[str]

    def faults(self, but: Set[bytes] = frozenset()) -> list[str]:
        """Every fault, in Dutch, in the order of the pages; empty when all is well.

        Pages with a seal in `but` are not looked at: they were sound in the same surroundings.
        """
        unseen = (_whole(page) for page in self.pages.values() if page.seal not in but)
        return [*(fault for page in unseen for fault in page_faults(page, self.pages, self.files)), *self.styles]

    @cached_property
    def surroundings(self) -> bytes:
        """A digest of all that a link can lead to."""
        anchors = (part for page in self.pages.values() for part in (page.path, page.seal_of_ids))
        return digest_of(chain((str(len(self.files)),), sorted(self.files), anchors))

    @property
    def seals(self) -> list[bytes]:
        """Of each page a digest of all that is looked at in it."""
        return [page.seal for page in self.pages.values()]


def read_site(folder: Path, beside: Iterable[str] = (), known: Mapping[str, AnyPage] = NOTHING_KNOWN) -> BuiltSite:
    """What is looked at in a built site.

    `beside` holds the paths of files that will stand beside it and have been checked, `known` pages that were read
    when they were written.
    """
    found = sorted(files_below(str(folder)))
    return BuiltSite(
        pages={path: known.get(path) or _read(folder, path) for path in found if path.endswith(".html")},
        files={*found, *beside},
        styles=[fault for path in found if path.endswith(".css") for fault in _style_faults(folder, path)],
    )


def _whole(page: AnyPage) -> HtmlPage:
    return page.page if isinstance(page, KnownPage) else page


def page_faults(page: HtmlPage, pages: Mapping[str, AnyPage], files: Set[str]) -> Iterator[str]:
    """Repeated ids, links and anchors that lead nowhere, and requests to another site."""
    for name, times in Counter(page.ids).items():
        if times > 1:
            yield f'{page.path}: de id "{name}" komt {times} keer voor'
    for address in page.requests:
        if urlsplit(address).netloc:
            yield f"{page.path}: de pagina haalt iets op bij een ander: {address}"
    known: dict[str, str | None] = {}
    for link in dict.fromkeys((*page.links, *page.requests)):
        yield from _link_faults(page, link, pages, files, known)


def _style_faults(folder: Path, path: str) -> Iterator[str]:
    for address in _IN_CSS.findall((folder / path).read_text(encoding="utf-8")):
        if urlsplit(address).netloc:
            yield f"{path}: het bestand haalt iets op bij een ander: {address}"


def _read(folder: Path, path: str) -> HtmlPage:
    return read_page(path, (folder / path).read_text(encoding="utf-8"))


def read_page(path: str, text: str) -> HtmlPage:
    """What is looked at in the HTML of a page. No tree is made of it: that of a large page would not fit in memory."""
    found: Any = _Attributes()
    parser = lxml.etree.HTMLParser(target=found, encoding="utf-8")
    lxml.etree.fromstring((text.strip() or _EMPTY_PAGE).encode(), parser)
    styles = (*_STYLE.findall(text), *found.styles)
    in_styles = (address for style in styles for address in _IN_CSS.findall(style))
    return HtmlPage(
        path=path,
        ids=tuple(found.ids),
        links=tuple(found.links),
        requests=(*found.requests, *(one for one in in_styles if not one.startswith("data:")), *found.linked),
    )


class _Attributes:
    """Gathers ids, links, and what a browser fetches or sends to by itself, while libxml2 reads a page."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.links: dict[str, None] = {}
        self.requests: list[str] = []
        self.linked: list[str] = []
        self.styles: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Called by lxml at every start tag."""
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if "style" in attributes:
            self.styles.append(attributes["style"])
        if tag in ("a", "area"):
            if "href" in attributes:
                self.links[attributes["href"]] = None
        elif tag in _REQUESTS:
            for name in _REQUESTS[tag]:
                self.requests += _addresses(name, attributes.get(name, ""))
        elif tag == "link" and not _PASSIVE_LINKS & set(attributes.get("rel", "").split()):
            self.linked.append(attributes.get("href", ""))

    def close(self) -> _Attributes:
        """Called by lxml at the end; what this gives, it gives back."""
        return self


def _addresses(name: str, value: str) -> Iterator[str]:
    """The addresses in an attribute: one, or in `srcset` several, each with a size."""
    for part in value.split(",") if name == "srcset" else (value,):
        if part.strip() and not part.startswith("data:"):
            yield part.split()[0] if name == "srcset" else part


def _link_faults(
    page: HtmlPage, link: str, pages: Mapping[str, AnyPage], files: Set[str], known: dict[str, str | None]
) -> Iterator[str]:
    """What is wrong with a link; `known` remembers where each address of the page leads, whatever its anchor."""
    address, _, anchor = link.partition("#")
    if address not in known:
        known[address] = _place(page.path, address)
    target = known[address]
    if target is None:
        if page.path != "404.html" and not _leads_away(address):  # 404.html is served at any depth, so from the root
            yield f"{page.path}: absolute link {link}"
    elif target not in files:
        yield f"{page.path}: de link {link} leidt nergens heen"
    elif anchor and target in pages and unquote(anchor) not in pages[target].anchors:
        yield f"{page.path}: het anker van {link} bestaat niet"


def _leads_away(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc)


def _place(page: str, address: str) -> str | None:
    """The file of this site that an address on the page means; None when it begins at the root or leads away."""
    path = urlsplit(address).path
    return None if _leads_away(address) or path.startswith("/") else _target(page, unquote(path))


def _target(page: str, path: str) -> str:
    """The file that a relative address means, with index.html for a folder."""
    if not path:
        return page
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    return posixpath.normpath(posixpath.join(joined, "index.html")) if path.endswith(("/", ".")) else joined
