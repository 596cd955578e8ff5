"""Pages one after the other: each shape that they share is converted once, and kept for the next run."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from build_tools import pieces
from build_tools.kept import digest, keep, read
from build_tools.pieces import Convert, Converted, NotByPiece, Piece, converter, extensions_of, split
from build_tools.shapes import Shape, fill, leaves_words_alone, shape

#: How many pieces are remembered with their HTML: most come back soon, on the next pages.
MANY = 1 << 14

Parts = tuple[Converted, ...]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How MkDocs is told to convert: the names of the extensions, and the settings of each."""

    extensions: Sequence[str]
    configs: Mapping[str, Any]


@dataclass(kw_only=True)
class Conversion:
    """Converts the pages of one run, and remembers what they share.

    `kept` is the file of what earlier runs converted. `made` has what this run converted, and `used` all that it
    needed, by key; `keep_converted` adds that to the file.
    """

    settings: Settings
    kept: Path | None = None
    made: dict[bytes, bytes] = field(default_factory=dict)
    used: dict[bytes, None] = field(default_factory=dict)
    _shapes: dict[Piece, Converted | None] = field(default_factory=dict)
    _pieces: dict[Piece, Converted | None] = field(default_factory=dict)

    @cached_property
    def _convert(self) -> Convert:
        return converter(self.settings.extensions, self.settings.configs)

    @cached_property
    def _tools(self) -> bytes | None:
        return fingerprint(self.settings)

    @cached_property
    def _by_shape(self) -> bool:
        return leaves_words_alone(self.settings.extensions, self.settings.configs)

    def parts(self, body: str) -> Parts | None:
        """The parts of a page by its Markdown; None when the page has to be converted whole."""
        pieces = split(body)
        return self.converted(pieces) if pieces else None

    def converted(self, wanted: Sequence[Piece]) -> Parts | None:
        """Each piece converted; None when one of them only can be with its page."""
        if len(self._pieces) > MANY:
            self._pieces.clear()
        self._learn([piece for piece in dict.fromkeys(wanted) if piece not in self._pieces])
        found = [part for piece in wanted if (part := self._pieces[piece])]
        return tuple(found) if len(found) == len(wanted) else None

    def _learn(self, wanted: Sequence[Piece]) -> None:
        """Convert what no page had yet: its shapes, and the pieces that are more than shape and words."""
        shapes = {piece: shape(piece) if self._by_shape else Shape(piece) for piece in wanted}
        self._learn_shapes(
            [one for one in dict.fromkeys(found.piece for found in shapes.values()) if one not in self._shapes]
        )
        for piece, found in shapes.items():
            part = self._shapes[found.piece]
            filled = fill(part, found.words) if part else None
            self._pieces[piece] = _or_none(self._convert, piece) if filled is None and found.words else filled

    def _learn_shapes(self, wanted: Sequence[Piece]) -> None:
        if self.kept is None or self._tools is None:
            self._shapes.update((piece, _or_none(self._convert, piece)) for piece in wanted)
            return
        keys = {piece: digest(self._tools, piece.kind, piece.text, *piece.abbreviations) for piece in wanted}
        known = read(self.kept, list(keys.values()))
        for piece, key in keys.items():
            if key in known:
                self._shapes[piece] = _unpacked(known[key])
            else:
                self._shapes[piece] = _or_none(self._convert, piece)
                self.made[key] = _packed(self._shapes[piece])
            self.used[key] = None


def keep_converted(kept: Path, made: Mapping[bytes, bytes], used: Iterable[bytes]) -> None:
    """Add what a run converted to the file of what is kept, which then lets go of what has not been used for long."""
    if made:
        keep(kept, made, list(used))


def _packed(found: Converted | None) -> bytes:
    return json.dumps(found and [found.html, found.headings, found.ids]).encode()


def _unpacked(value: bytes) -> Converted | None:
    found = json.loads(value)
    return found and Converted(found[0], tuple(tuple(heading) for heading in found[1]), tuple(found[2]))


def _or_none(convert: Convert, piece: Piece) -> Converted | None:
    try:
        return convert(piece)
    except NotByPiece:
        return None


def fingerprint(settings: Settings) -> bytes | None:
    """All that decides what a piece becomes, besides its text: settings, and the code that converts.

    None when a setting cannot be written down, so that nobody can tell whether it is the same as in another run.
    """
    try:
        described = json.dumps([list(settings.extensions), settings.configs], sort_keys=True)
    except TypeError:
        return None
    extensions = extensions_of(settings.extensions, settings.configs)
    modules = sorted({type(extension).__module__ for extension in extensions} | {pieces.__name__})
    code = [Path(file).read_bytes() for name in modules if (file := sys.modules[name].__file__)]
    return digest(sys.version, version("markdown"), described, *code)
