"""Pages by section: what an edit left as it was is neither cut nor converted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from build_tools.conversion import Conversion, Parts
from build_tools.pieces import Cut, Section, cut, cuts, merged


@dataclass(frozen=True, kw_only=True)
class _Done:
    """A section as it was cut and converted."""

    cut: Cut
    parts: Parts


@dataclass(kw_only=True)
class BySection:
    """Converts pages as `conversion` does, and remembers each as it was the last time."""

    conversion: Conversion
    _pages: dict[str, Mapping[Section, _Done]] = field(default_factory=dict)

    def parts(self, page: str, body: str) -> Parts | None:
        """The parts of the page at a path, by its Markdown; None when it has to be converted whole."""
        before = self._pages.pop(page, {})
        found = cuts(body, lambda section: before[section].cut if section in before else cut(section))
        done = self._done(found, before) if found else None
        if done is None:
            return None
        self._pages[page] = dict(done)
        return tuple(part for _, made in done for part in made.parts)

    def _done(
        self, found: Sequence[tuple[Section, Cut]], before: Mapping[Section, _Done]
    ) -> list[tuple[Section, _Done]] | None:
        fresh = [piece for section, made in found if section not in before for piece in made.pieces]
        converted = self.conversion.converted(fresh)
        if converted is None:
            return None
        rest = iter(converted)
        return [
            (section, before.get(section) or _Done(cut=made, parts=tuple(merged(next(rest) for _ in made.pieces))))
            for section, made in found
        ]
