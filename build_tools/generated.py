"""A generated page as MkDocs knows it: its HTML is put together from pieces that were converted before."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from posixpath import dirname, normpath
from posixpath import join as join_paths

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from build_tools.conversion import Parts
from build_tools.pieces import Html, join

_PLAIN_PATH = re.compile(r"[A-Za-z0-9._-][A-Za-z0-9./_-]*")


class GeneratedPage(Page):
    """Like MkDocs' own page, but for what its Markdown is made into HTML with."""

    body: str
    parts: Parts

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The HTML from pieces; from the whole Markdown when they do not fit together, as MkDocs would do it."""
        links = _RelativePathTreeprocessor(self.file, files, config)
        ours = self.markdown == self.body.lstrip("\n")  # no other plugin has changed it
        made = join(self.parts, cache(_resolver(links))) if ours else None
        if made is None:
            super().render(config, files)
        else:
            self._take(made, links)

    def _take(self, made: Html, links: _RelativePathTreeprocessor) -> None:
        self.content = made.html
        self.toc = get_toc(made.toc)
        self._title_from_render = made.toc[0]["name"] if made.toc else None
        self.present_anchor_ids = set(made.ids)
        self.links_to_anchors = links.links_to_anchors


def _resolver(links: _RelativePathTreeprocessor) -> Callable[[str], str]:
    """What resolves links as MkDocs does, but that a page is looked up once for all its anchors that are linked to.

    And the page itself not at all.
    """

    @cache
    def found(path: str) -> tuple[File, str] | None:
        target = links.files.get_file_from_path(normpath(join_paths(dirname(links.file.src_uri), path)))
        plain = _PLAIN_PATH.fullmatch(path)
        known = plain and target and target.inclusion.is_included()
        return (target, links.path_to_url(path)) if target and known else None

    def resolve(url: str) -> str:
        path, _, anchor = url.partition("#")
        if not path and _PLAIN_PATH.fullmatch(anchor):
            links.links_to_anchors.setdefault(links.file, {}).setdefault(anchor, url)
            return url
        place = found(path) if anchor and "#" not in anchor else None
        if place is None:
            return links.path_to_url(url)
        links.links_to_anchors.setdefault(place[0], {}).setdefault(anchor, url)
        return f"{place[1]}#{anchor}"

    return resolve


def give_parts(page: Page, body: str, parts: Parts | None) -> None:
    """Let a page of MkDocs be made of these parts; without them of its whole Markdown, as MkDocs does it."""
    page.__class__ = GeneratedPage if parts else Page  # MkDocs makes its pages itself, with titles out of the menu
    if isinstance(page, GeneratedPage):
        page.body, page.parts = body, parts or ()
