"""All pages at once: each piece that several pages share is converted once, on all cores, and kept for the next run."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from build_tools import pieces
from build_tools.kept import digest, keep, read
from build_tools.pieces import Converted, NotByPiece, Piece, converter, extensions_of, split
from build_tools.shapes import Shape, fill, leaves_words_alone, shape

ENOUGH_FOR_ALL_CORES = 3000

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
    made = _by_shape(wanted, settings, kept)
    return {
        body: tuple(part for piece in found if (part := made[piece]))
        for body, found in cut.items()
        if all(made[piece] for piece in found)
    }


def _by_shape(wanted: Sequence[Piece], settings: Settings, kept: Path | None) -> dict[Piece, Converted | None]:
    """Each piece with its HTML, or with None when it cannot be converted by itself; each shape is converted once."""
    known = leaves_words_alone(settings.extensions, settings.configs)
    shapes = {piece: shape(piece) if known else Shape(piece) for piece in wanted}
    made = _converted(list(dict.fromkeys(one.piece for one in shapes.values())), settings, kept)
    filled = {piece: fill(part, one.words) if (part := made[one.piece]) else None for piece, one in shapes.items()}
    unlike = [piece for piece in wanted if filled[piece] is None and shapes[piece].words]
    return filled | dict(zip(unlike, _convert_all(unlike, settings), strict=True))


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
    shares = [wanted[at::cores] for at in range(cores)]
    if cores == 1 or len(wanted) < ENOUGH_FOR_ALL_CORES or not _can_travel(settings):
        return _convert_some(wanted, settings)
    with ExitStack() as running, ThreadPoolExecutor(cores) as pool:
        others = [pool.submit(_answer, running.enter_context(_worker()), share, settings) for share in shares[1:]]
        done = [_convert_some(shares[0], settings), *(other.result() for other in others)]
    made = dict(
        zip((piece for share in shares for piece in share), (one for some in done for one in some), strict=True)
    )
    return [made[piece] for piece in wanted]


def _worker() -> subprocess.Popen[bytes]:
    """A process that converts. Not multiprocessing, which runs the program that builds once more in each process."""
    command = [sys.executable, "-m", __name__]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own module


def _answer(worker: subprocess.Popen[bytes], share: Sequence[Piece], settings: Settings) -> list[Converted | None]:
    answer, _ = worker.communicate(pickle.dumps((share, settings)))
    if worker.returncode:
        return _convert_some(share, settings)  # no second process is to be had here: it only takes longer
    found: list[Converted | None] = pickle.loads(answer)  # noqa: S301 - from our own process
    return found


def main() -> None:
    """Convert what comes in on the standard input, for another process."""
    share, settings = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    sys.stdout.buffer.write(pickle.dumps(_convert_some(share, settings)))


def _can_travel(settings: Settings) -> bool:
    """Whether another process can read the settings: not when one of them is a function made on the spot."""
    try:
        pickle.dumps(settings)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def _convert_some(wanted: Sequence[Piece], settings: Settings) -> list[Converted | None]:
    convert = converter(settings.extensions, settings.configs)
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


if __name__ == "__main__":
    main()
