"""MkDocs' theme, with templates that are not compiled in every run, and folders of it that are not looked through."""

from __future__ import annotations

import os
from collections.abc import Iterator

import jinja2
from mkdocs import theme
from mkdocs.config.defaults import MkDocsConfig

from build_tools.compiled import compiled_before


class QuickTheme(theme.Theme):
    """Gives the same pages and files as MkDocs' own."""

    def get_env(self) -> jinja2.Environment:
        """Called by MkDocs."""
        env = super().get_env()
        env.loader = _Shown(self.dirs)
        env.bytecode_cache = compiled_before(theme.__file__)
        return env


class _Shown(jinja2.FileSystemLoader):
    """Lists no hidden files: MkDocs leaves them out, but only after the thousands of icons of the theme were listed."""

    def list_templates(self) -> list[str]:
        """Called by Jinja."""
        return sorted({path for folder in self.searchpath for path in _shown(os.fspath(folder))})


def _shown(folder: str) -> Iterator[str]:
    for here, folders, names in os.walk(folder, followlinks=False):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = os.path.relpath(here, folder).replace(os.sep, "/")
        yield from (name if below == "." else f"{below}/{name}" for name in names if not name.startswith("."))


def quicken(config: MkDocsConfig) -> None:
    """Let MkDocs take less time with the theme of these settings."""
    config.theme.__class__ = QuickTheme
