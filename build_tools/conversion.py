"""All pages at once: each piece that several pages share is converted once, on all cores, and kept for the next run."""

from __future__ import annotations

import json
import os
import pickle
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from build_tools import pieces
from build_tools.kept import digest, keep, read
from build_tools.pieces import Converted, NotByPiece, Piece, converter, extensions_of, split

ENOUGH_FOR_ALL_CORES = 3000
PIECES_AT_ONCE = 250

Parts = tuple[Converted, ...]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How MkDocs is told to convert: the names of the extensions, and the settings of each."""

    extensions: Sequence[str]
    configs: Mapping[str, Any]


def convert_pages(bodies: Iterable[str], settings: Settings, kept: Path | None = None) -> dict[str, Parts]:
    """The parts of each page by its Markdown; a page that has to be converted whole is left out."""
    cut = {body: found for body in bodies if (found := split(body))}
    wanted = list(dict.fromkeys(piece for found in cut.values() for piece in found))
    made = _converted(wanted, settings, kept)
    return {
        body: tuple(part for piece in found if (part := made[piece]))
        for body, found in cut.items()
        if all(made[piece] for piece in found)
    }


def _converted(wanted: Sequence[Piece], settings: Settings, kept: Path | None) -> dict[Piece, Converted | None]:
    """Each piece with its HTML, or with None when it cannot be converted by itself."""
    tools = fingerprint(settings)
    if kept is None or tools is None:
        return dict(zip(wanted, _convert_all(wanted, settings), strict=True))
    keys = {piece: digest(tools, piece.kind, piece.text, *piece.abbreviations) for piece in wanted}
    known = read(kept, list(keys.values()))
    missing = [piece for piece in wanted if keys[piece] not in known]
    fresh = dict(zip(missing, _convert_all(missing, settings), strict=True))
    if fresh:
        keep(kept, {keys[piece]: _packed(found) for piece, found in fresh.items()}, list(keys.values()))
    return {piece: fresh[piece] if piece in fresh else _unpacked(known[keys[piece]]) for piece in wanted}


def _packed(found: Converted | None) -> bytes:
    return json.dumps(found and [found.html, found.headings, found.ids]).encode()


def _unpacked(value: bytes) -> Converted | None:
    found = json.loads(value)
    return found and Converted(found[0], tuple(tuple(heading) for heading in found[1]), tuple(found[2]))


def _convert_all(wanted: Sequence[Piece], settings: Settings) -> list[Converted | None]:
    """In the order given, with as many processes as there are cores when that pays."""
    cores = os.cpu_count() or 1
    if cores == 1 or len(wanted) < ENOUGH_FOR_ALL_CORES or not (packed := _settings_packed(settings)):
        return _convert_some(converter(settings.extensions, settings.configs), wanted)
    some = [wanted[at : at + PIECES_AT_ONCE] for at in range(0, len(wanted), PIECES_AT_ONCE)]
    # A new process, not a fork: a thread may hold a lock at this moment, and a fork would hold it for ever.
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        return [found for done in pool.map(partial(_convert_there, packed), some) for found in done]


def _settings_packed(settings: Settings) -> bytes | None:
    """The settings as another process can read them; None when one of them is a function made on the spot."""
    try:
        return pickle.dumps(settings)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None


def _convert_there(packed: bytes, wanted: Sequence[Piece]) -> list[Converted | None]:
    return _convert_some(_converter_of(packed), wanted)


@cache
def _converter_of(packed: bytes) -> pieces.Convert:
    settings: Settings = pickle.loads(packed)  # noqa: S301 - from our own parent process
    return converter(settings.extensions, settings.configs)


def _convert_some(convert: pieces.Convert, wanted: Sequence[Piece]) -> list[Converted | None]:
    return [_or_none(convert, piece) for piece in wanted]


def _or_none(convert: pieces.Convert, piece: Piece) -> Converted | None:
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
