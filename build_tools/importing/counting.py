"""Numbers as a text program prints them: formats, levels, restarts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

BULLET = "•"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_WORDS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


class Level(Struct, frozen=True, kw_only=True):
    """How one level of a list counts: `pattern` is its label with `%1` for the number of level 1, and so on.

    `format` is one of `1 01 a A i I bullet none`; `legal` prints all numbers as digits; a `restart` of 0 never starts
    anew, another number does so after that level (counted from 1), None after any higher one.
    """

    format: str = "1"
    pattern: str = "%1."
    start: int = 1
    legal: bool = False
    restart: int | None = None


class Counter(Struct):
    """The running numbers of one list, by level from 0."""

    levels: Mapping[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, depth: int, start: int | None = None) -> str:
        """The label of the next item at this depth; `start` makes it begin there."""
        level = self.levels.get(depth, Level())
        if start is not None:
            self.counts[depth] = start
        else:
            self.counts[depth] = self.counts[depth] + 1 if depth in self.counts else level.start
        for deeper in [at for at in self.counts if at > depth]:
            restart = self.levels.get(deeper, Level()).restart
            if restart is None or (restart and depth < restart):
                del self.counts[deeper]
        return self.label(depth)

    def label(self, depth: int) -> str:
        """The label at this depth as it is printed now; empty for none."""
        level = self.levels.get(depth, Level())
        if level.format == "bullet":
            return BULLET
        text = level.pattern
        for at in range(depth, -1, -1):
            one = self.levels.get(at, Level())
            count = self.counts.get(at, one.start)
            text = text.replace(f"%{at + 1}", counted(count, "1" if level.legal else one.format))
        return text.strip()


def counted(count: int, format_: str) -> str:
    """A number in a format: 3 is `3`, `c`, `C`, `iii` or `III`."""
    if format_ in ("a", "A"):
        letter = chr(ord(format_) + (count - 1) % 26)
        return letter * ((count - 1) // 26 + 1) if count > 0 else ""
    if format_ in ("i", "I"):
        text = _roman(count)
        return text.upper() if format_ == "I" else text
    if format_ == "none":
        return ""
    return f"{count:02d}" if format_ == "01" else str(count)


def _roman(count: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while count >= value:
            text, count = text + letters, count - value
    return text
