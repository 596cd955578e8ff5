"""Pages by section: what an edit left as it was is neither cut nor converted again."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from build_tools.conversion import Conversion, Done, Parts
from build_tools.pieces import Section, sections


class BySection(Struct, kw_only=True):
    """Converts pages as `conversion` does, and remembers each as it was the last time."""

    conversion: Conversion
    _pages: dict[str, Mapping[Section, Done]] = field(default_factory=dict)

    def parts(self, page: str, body: str) -> Parts | None:
        """The parts of the page at a path, by its Markdown; None when it has to be converted whole."""
        done = self.conversion.done(sections(body), self._pages.pop(page, {}).get)
        if done is None:
            return None
        self._pages[page] = dict(done)
        return tuple(part for _, made in done for part in made.parts)
