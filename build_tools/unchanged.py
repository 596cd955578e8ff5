"""Whether a site is still what a build would make: then there is nothing to build.

A build notes a digest of all that it was made from and one of what it made. Both must be as they were: a change
anywhere, in a source, a setting, the package, a library or the built site itself, has the site built anew.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from build_tools import kept
from build_tools.kept import digest_of
from build_tools.ledger import Digest, Looked, file_digest, is_fresh, look, write_down

PACKAGE = Path(__file__).parent
_FORM = 2


def inputs_digest(found: Looked, said: Sequence[str], digest: Digest = file_digest) -> str:
    """A digest of files that were looked at, of the libraries, and of what else decides the outcome."""
    files = [(path, _described(path, inside, digest)) for path, inside in found.items()]
    return _digest(_FORM, sys.version, said, *_libraries(), files)


def _digest(*told: object) -> str:
    """A digest of plain data; written down at once, since that of each of thousands of files takes far longer."""
    return kept.digest(repr(told)).hex()


def _described(path: str, inside: Mapping[str, os.stat_result | None], digest: Digest) -> list[tuple[object, ...]]:
    """A file or folder by name, rights and bytes; what cannot be read cannot have been used."""
    told: list[tuple[object, ...]] = []
    for name, status in inside.items():
        below = name.removeprefix(path)
        try:
            told.append((below, status.st_mode, digest(name, status)) if status else (below,))
        except OSError:
            told.append((below,))
    return told


def stamp(found: Looked, now: int) -> str | None:
    """What the system told of files: for as long as nothing is written, another look tells the same.

    None when something was written so lately that a next write could bear the same time; `now` is in nanoseconds.
    """
    told = [(name, status) for _, inside in sorted(found.items()) for name, status in inside.items()]
    if any(status and is_fresh(status, now) for _, status in told):
        return None
    lines = [(name, is_ and (is_.st_mode, is_.st_size, is_.st_mtime_ns, is_.st_ino)) for name, is_ in told]
    return _digest(*_libraries(), lines)


def code_digest() -> bytes:
    """A digest of the package's own code, of the libraries, and of Python."""
    code = (path for folder in (PACKAGE, *PACKAGE.glob("*/")) for path in sorted(folder.glob("*.py")))
    read = (part for path in code for part in (str(path), path.read_bytes()))
    return digest_of(chain((sys.version,), _libraries(), read))


def folder_digest(folder: Path, digest: Digest = file_digest) -> str:
    """A digest of every file below a folder: path, rights and bytes."""
    (inside,) = look((folder,)).values()
    return _digest(_described(str(folder), inside, digest))


def _libraries() -> Iterator[str]:
    """Every installed library with its version, as the names of their folders tell."""
    for place in sys.path:
        with suppress(OSError):
            names = [found.name for found in Path(place or ".").iterdir()]
            yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def note(file: Path, inputs: str, site: str, messages: Sequence[str]) -> None:
    """Write down what a finished site was made from, and what was said about it."""
    write_down(file, {"inputs": inputs, "site": site, "messages": list(messages)})


def still(file: Path, inputs: str, site: Path, digest: Digest = file_digest) -> list[str] | None:
    """What was said when `site` was built from the same; None when it has to be built."""
    try:
        noted = json.loads(file.read_bytes())
        if noted["inputs"] == inputs and noted["site"] == folder_digest(site, digest):
            return [str(message) for message in noted["messages"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None
