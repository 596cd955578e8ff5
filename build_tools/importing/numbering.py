"""Word's own numbering: which label a paragraph prints, read from numbering.xml and the styles."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.importing.counting import Counter, Level

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMATS = {
    "decimal": "1", "decimalZero": "01", "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I",
    "bullet": "bullet", "none": "none", "ordinal": "1",
}  # fmt: skip
_DEEPEST = 8


class Numbering(Struct):
    """Every list of a document, with how far each has counted."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    of_number: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, dict[int, int]] = field(default_factory=dict)
    own_levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    counters: dict[str, Counter] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number: str, depth: int) -> str | None:
        """The label of the next paragraph of list `number` at this depth; None when there is no such list.

        Lists made from one definition go on counting with each other, unless one has its own start.
        """
        abstract = self.of_number.get(number)
        if abstract is None or abstract not in self.abstracts:
            return None
        depth = min(max(depth, 0), _DEEPEST)
        counter = self.counters.setdefault(abstract, Counter(levels=self.abstracts[abstract]))
        counter.levels = self.abstracts[abstract] | self.own_levels.get(number, {})
        start = None
        if depth in self.overrides.get(number, {}) and (number, depth) not in self.begun:
            start = self.overrides[number][depth]
            self.begun.add((number, depth))
        return counter.next(depth, start)


def read_numbering(root: Any) -> Numbering:
    """The lists in numbering.xml; none when there is no such part."""
    found = Numbering()
    if root is None:
        return found
    linked: dict[str, str] = {}
    styled: dict[str, str] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId")
        found.abstracts[name] = dict(map(_level, abstract.iter(f"{W}lvl")))
        for tag, target in (("numStyleLink", linked), ("styleLink", styled)):
            if (link := abstract.find(f"{W}{tag}")) is not None:
                target[link.get(f"{W}val") if tag == "styleLink" else name] = (
                    name if tag == "styleLink" else link.get(f"{W}val")
                )
    for number in root.iter(f"{W}num"):
        _number(found, number)
    for name, style in linked.items():
        if style in styled:
            found.abstracts[name] = found.abstracts[styled[style]]
    return found


def _number(found: Numbering, number: Any) -> None:
    name, abstract = number.get(f"{W}numId"), number.find(f"{W}abstractNumId")
    if abstract is None:
        return
    found.of_number[name] = abstract.get(f"{W}val")
    for override in number.iter(f"{W}lvlOverride"):
        depth = _whole(override.get(f"{W}ilvl"))
        if (start := override.find(f"{W}startOverride")) is not None:
            found.overrides.setdefault(name, {})[depth] = _whole(start.get(f"{W}val"))
        if (own := override.find(f"{W}lvl")) is not None:
            found.own_levels.setdefault(name, {})[depth] = _level(own)[1]


def _level(element: Any) -> tuple[int, Level]:
    depth = _whole(element.get(f"{W}ilvl"))
    level = Level(pattern=_value(element, "lvlText") or "", start=_whole(_value(element, "start") or "1"))
    format_ = _FORMATS.get(_value(element, "numFmt") or "decimal", "1")
    restart = _value(element, "lvlRestart")
    legal = element.find(f"{W}isLgl") is not None
    return depth, replace(level, format=format_, legal=legal, restart=_whole(restart) if restart is not None else None)


def _value(element: Any, tag: str) -> str | None:
    child = element.find(f"{W}{tag}")
    return None if child is None else child.get(f"{W}val")


def _whole(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0
