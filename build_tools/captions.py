"""A Markdown extension: a table's caption is a block, so that md_in_html leaves it in its table.

Stands before md_in_html in mkdocs.yml, which takes over the list of blocks when it is loaded.
"""

from __future__ import annotations

from typing import Any

from markdown import Extension, Markdown


class Captions(Extension):
    """Adds `caption` to the block-level elements."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown names it
        """Called by Markdown."""
        md.block_level_elements.append("caption")


def makeExtension(**settings: Any) -> Captions:  # noqa: N802 - Markdown looks for this name
    """The extension, as Markdown finds it by the module's name."""
    return Captions(**settings)
