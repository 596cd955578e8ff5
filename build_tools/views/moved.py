"""Addresses that moved: pages that lead on, and the links at the foot of a page that lost a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from build_tools.model import Library
from build_tools.views.parts import Link, filled, protocol_page
from build_tools.views.view import View

LAYOUT = "moved.html"


@dataclass(frozen=True, kw_only=True)
class MovedLink:
    """An anchor that a page had, and where its reader should be now."""

    anchor: str
    to: Link


@dataclass(frozen=True, kw_only=True)
class MovedView(View):
    """A page that is gone: where it went, and where its rules went."""

    whole: Link | None
    rules: tuple[MovedLink, ...]


def address_of(path: str) -> str:
    """The address of a page by its Markdown path: `ouders.md` stands at `ouders/`."""
    return path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"


def moved_rules(library: Library, pages: Iterable[View]) -> dict[str, tuple[MovedLink, ...]]:
    """For each page of the site, by path, the anchors that it had."""
    known = _Known.of(library, pages)
    return {path: links for path, links in _moved(library, known).items() if path in known.paths.values()}


def moved_views(library: Library, pages: Iterable[View]) -> Iterator[MovedView]:
    """A page for each address whose page is gone."""
    known = _Known.of(library, pages)
    rules = _moved(library, known)
    whole = {known.path(found.old): found.new for found in library.site.redirects if "#" not in found.old}
    for path in dict.fromkeys((*whole, *rules)):
        if path not in known.paths.values():
            yield _moved_view(path, whole.get(path), rules.get(path, ()), known)


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


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What the site has: the path of each page, and what to call each page and rule, by address."""

    paths: Mapping[str, str]
    titles: Mapping[str, str]

    @classmethod
    def of(cls, library: Library, pages: Iterable[View]) -> _Known:
        views = {address_of(view.path): view for view in pages}
        titles = {address: view.title for address, view in views.items()} | dict(_rule_titles(library))
        return cls(paths={address: view.path for address, view in views.items()}, titles=titles)

    def path(self, address: str) -> str:
        """The Markdown path of an address's page; of one that is not generated, where it would stand."""
        page, _, _ = address.partition("#")
        return self.paths.get(page) or page.removesuffix("/") + ".md"

    def link(self, address: str) -> Link:
        """A link to an address, called by what stands there."""
        page, _, anchor = address.partition("#")
        title = self.titles.get(address) or self.titles.get(page) or address
        return Link(page=self.path(address), anchor=anchor or None, text=title)


def _rule_titles(library: Library) -> Iterator[tuple[str, str]]:
    for protocol in library.shown:
        page = address_of(protocol_page(protocol.id))
        yield from ((f"{page}#{item.id}", filled(library, protocol, item.rule.title)) for item in protocol.items)
