"""A generated page as MkDocs knows it: its HTML is put together from pieces that were converted before."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page, _RelativePathTreeprocessor
from mkdocs.structure.toc import get_toc

from build_tools.conversion import Parts, Settings, convert_pages
from build_tools.pieces import Html, join
from build_tools.render import Page as Made


class GeneratedPage(Page):
    """Like MkDocs' own page, but for what its Markdown is made into HTML with."""

    body: str
    parts: Parts

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The HTML from pieces; from the whole Markdown when they do not fit together, as MkDocs would do it."""
        links = _RelativePathTreeprocessor(self.file, files, config)
        ours = self.markdown == self.body.lstrip("\n")  # no other plugin has changed it
        made = join(self.parts, cache(links.path_to_url)) if ours else None
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


def convert_generated(made: Mapping[str, Made], files: Files, config: MkDocsConfig, kept: Path) -> None:
    """Convert all generated pages now, each text once; those that cannot be converted by piece stay as they are."""
    settings = Settings(extensions=config.markdown_extensions, configs=config.mdx_configs)
    converted = convert_pages([page.body for page in made.values()], settings, kept)
    for path, page in made.items():
        file = files.get_file_from_path(path)
        if file and file.page and page.body in converted:
            found: Page = file.page
            found.__class__ = GeneratedPage  # MkDocs makes its pages itself, with titles out of the navigation
            assert isinstance(found, GeneratedPage)  # noqa: S101 - tells mypy
            found.body, found.parts = page.body, converted[page.body]
