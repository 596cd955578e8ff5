"""Pages one after the other: each shape that they share is converted once, and kept for the next run."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.msgpack import Decoder, encode

from build_tools import pieces, shapes
from build_tools.kept import digest, keep, read
from build_tools.pieces import (
    Convert,
    Converted,
    Cut,
    NotByPiece,
    Piece,
    Section,
    Sections,
    converter,
    cut,
    cuts,
    extensions_of,
    merged,
    sections,
    split,
)
from build_tools.shapes import Shape, fill, leaves_words_alone, shape

#: How many pieces are remembered with their HTML: most come back soon, on the next pages.
MANY = 1 << 14

#: Of a page with more characters each section is kept as well: an edit leaves most of it as it was.
LONG = 300_000

Parts = tuple[Converted, ...]


class Settings(Struct, frozen=True, kw_only=True):
    """How MkDocs is told to convert: the names of the extensions, and the settings of each."""

    extensions: Sequence[str]
    configs: Mapping[str, Any]


class Done(Struct, frozen=True, kw_only=True):
    """A section of a page as it was cut and converted, with the elements that are open where it starts.

    Of one that an earlier run converted the cut has no pieces: nobody converts them again.
    """

    within: tuple[str, ...]
    cut: Cut
    parts: Parts


class Conversion(Struct, kw_only=True, dict=True):
    """Converts the pages of one run, and remembers what they share.

    `kept` is the file of what earlier runs converted, sections of long pages too when `by_section`. `made` has what
    this run converted, and `used` all that it needed, by key; `keep_converted` adds that to the file.
    """

    settings: Settings
    kept: Path | None = None
    by_section: bool = True
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
        if len(body) > LONG and self.by_section and self.kept and self._tools:
            return self._by_section(body, self.kept, self._tools)
        cut_up = split(body)
        return self.converted(cut_up) if cut_up else None

    def _by_section(self, body: str, kept: Path, tools: bytes) -> Parts | None:
        """As `parts`, but that sections that an earlier run converted are neither cut nor converted again."""
        page = sections(body)
        beside = digest(tools, "section", *chain.from_iterable(page.names))
        keys = {text: digest(beside, text) for text in page.texts}
        known = read(kept, list(keys.values()))
        before = {text: _done(known[key]) for text, key in keys.items() if key in known}

        def earlier(section: Section) -> Done | None:
            found = before.get(section.text)
            return found if found and found.within == section.within else None

        made = self.done(page, earlier)
        if made is None:
            return None
        self.used.update(dict.fromkeys(keys.values()))
        self.made.update((keys[section.text], _written(done)) for section, done in made if section.text not in before)
        return tuple(part for _, done in made for part in done.parts)

    def done(self, page: Sections, earlier: Callable[[Section], Done | None]) -> list[tuple[Section, Done]] | None:
        """Each section of a page, cut and converted unless `earlier` has it; None when it must be converted whole."""
        found = cuts(page, lambda section: done.cut if (done := earlier(section)) else cut(section))
        if found is None:
            return None
        fresh = [piece for section, made in found if not earlier(section) for piece in made.pieces]
        converted = self.converted(fresh)
        if converted is None:
            return None
        rest = iter(converted)
        return [
            (
                section,
                earlier(section)
                or Done(within=section.within, cut=made, parts=tuple(merged(next(rest) for _ in made.pieces))),
            )
            for section, made in found
        ]

    def converted(self, wanted: Sequence[Piece]) -> Parts | None:
        """Each piece converted; None when one of them only can be with its page."""
        if len(self._pieces) > MANY:
            self._pieces.clear()
        self._learn([*dict.fromkeys(piece for piece in wanted if piece not in self._pieces)])
        found = [part for piece in wanted if (part := self._pieces[piece])]
        return tuple(found) if len(found) == len(wanted) else None

    def _learn(self, wanted: Sequence[Piece]) -> None:
        """Convert what no page had yet: its shapes, and the pieces that are more than shape and words."""
        by_piece = {piece: shape(piece) if self._by_shape else Shape(piece) for piece in wanted}
        self._learn_shapes(
            [one for one in dict.fromkeys(found.piece for found in by_piece.values()) if one not in self._shapes]
        )
        for piece, found in by_piece.items():
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
                self._shapes[piece] = _SHAPE.decode(known[key])
            else:
                self._shapes[piece] = _or_none(self._convert, piece)
                self.made[key] = encode(self._shapes[piece])
            self.used[key] = None


def keep_converted(kept: Path, made: Mapping[bytes, bytes], used: Iterable[bytes]) -> None:
    """Add what a run converted to the file of what is kept, which then lets go of what has not been used for long."""
    if made:
        keep(kept, made, list(used))


def _written(done: Done) -> bytes:
    return zlib.compress(encode((done.within, done.cut.within, done.parts)), 1)


def _done(value: bytes) -> Done:
    within, after, parts = _DONE.decode(zlib.decompress(value))
    return Done(within=within, cut=Cut((), after), parts=parts)


#: A shape as it is kept; nothing when it can only be converted with its page.
_SHAPE: Decoder[Converted | None] = Decoder(Converted | None)
#: A section as it is kept: what is open where it starts, and at its end, and its parts.
_DONE = Decoder(tuple[tuple[str, ...], tuple[str, ...], Parts])


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
    ours = {pieces.__name__, shapes.__name__, __name__}
    modules = sorted({type(extension).__module__ for extension in extensions} | ours)
    code = [Path(file).read_bytes() for name in modules if (file := sys.modules[name].__file__)]
    return digest(sys.version, version("markdown"), described, *code)
