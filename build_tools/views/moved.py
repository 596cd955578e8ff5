"""Addresses that moved: pages that lead on, and the links at the foot of a page that lost a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from msgspec import Struct

from build_tools.model import Library
from build_tools.views.parts import Link, filled, protocol_page
from build_tools.views.view import Makers, View

LAYOUT = "moved.html"


class MovedLink(Struct, frozen=True, kw_only=True):
    """An anchor that a page had, and where its reader should be now."""

    anchor: str
    to: Link


class MovedView(View, frozen=True, kw_only=True):
    """A page that is gone: where it went, and where its rules went."""

    whole: Link | None
    rules: tuple[MovedLink, ...]


def address_of(path: str) -> str:
    """The address of a page by its Markdown path: `ouders.md` stands at `ouders/`."""
    return path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"


def moved_rules(library: Library, pages: Makers) -> dict[str, tuple[MovedLink, ...]]:
    """For each page of the site, by path, the anchors that it had."""
    known = _Known.of(library, pages)
    return {path: links for path, links in _moved(library, known).items() if path in pages}


def moved_makers(library: Library, pages: Makers) -> Makers:
    """What makes a page for each address whose page is gone."""
    known = _Known.of(library, pages)
    rules = _moved(library, known)
    whole = {known.path(found.old): found.new for found in library.site.redirects if "#" not in found.old}
    return {
        path: partial(_moved_view, path, whole.get(path), rules.get(path, ()), known)
        for path in dict.fromkeys((*whole, *rules))
        if path not in pages
    }


def _moved_view(path: str, to: str | None, rules: tuple[MovedLink, ...], known: _Known) -> MovedView:
    return MovedView(
        path=path,
        template="moved.md.j2",
        layout=LAYOUT,
        title="Deze pagina is verhuisd",
        description="Het adres van deze pagina is veranderd.",
        moved_to=to,
        whole=known.link(to) if to else None,
        rules=rules,
    )


def _moved(library: Library, known: _Known) -> dict[str, tuple[MovedLink, ...]]:
    """The anchors that moved, by the path of the page that had them."""
    found: dict[str, tuple[MovedLink, ...]] = {}
    for redirect in library.site.redirects:
        _, _, anchor = redirect.old.partition("#")
        path = known.path(redirect.old)
        if anchor:
            found[path] = (*found.get(path, ()), MovedLink(anchor=anchor, to=known.link(redirect.new)))
    return found


class _Known(Struct, frozen=True, kw_only=True):
    """What the site has: the path of each page, and what to call each page and rule, by address."""

    pages: Makers
    paths: Mapping[str, str]
    rules: Mapping[str, str]

    @classmethod
    def of(cls, library: Library, pages: Makers) -> _Known:
        titles = dict(_rule_titles(library)) if library.site.redirects else {}
        return cls(pages=pages, paths={address_of(path): path for path in pages}, rules=titles)

    def path(self, address: str) -> str:
        """The Markdown path of an address's page; of one that is not generated, where it would stand."""
        page, _, _ = address.partition("#")
        return self.paths.get(page) or page.removesuffix("/") + ".md"

    def link(self, address: str) -> Link:
        """A link to an address, called by what stands there."""
        _, _, anchor = address.partition("#")
        path = self.path(address)
        title = self.rules.get(address) or (self.pages[path]().title if path in self.pages else address)
        return Link(page=path, anchor=anchor or None, text=title)


def _rule_titles(library: Library) -> Iterator[tuple[str, str]]:
    for protocol in library.shown:
        page = address_of(protocol_page(protocol.id))
        yield from ((f"{page}#{item.id}", filled(library, protocol, item.rule.title)) for item in protocol.items)
