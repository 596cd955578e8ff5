"""Whether a site is still what a build would make: then there is nothing to build.

A build notes a digest of all that it was made from and one of what it made. Both must be as they were: a change
anywhere, in a source, a setting, the package, a library or the built site itself, has the site built anew.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from build_tools.kept import digest_of

PACKAGE = Path(__file__).parent
_FORM = 1


def inputs_digest(paths: Iterable[Path], said: Sequence[str]) -> str:
    """A digest of files, of all files below folders, of the libraries, and of what else decides the outcome."""
    files = (part for path in sorted(set(paths)) for part in (str(path), *_described(path)))
    return digest_of(chain((str(_FORM), sys.version), said, _libraries(), files)).hex()


def code_digest() -> bytes:
    """A digest of the package's own code, of the libraries, and of Python."""
    code = (path for folder in (PACKAGE, *PACKAGE.glob("*/")) for path in sorted(folder.glob("*.py")))
    read = (part for path in code for part in (str(path), path.read_bytes()))
    return digest_of(chain((sys.version,), _libraries(), read))


def folder_digest(folder: Path) -> str:
    """A digest of every file below a folder: path, rights and bytes."""
    return digest_of(_described(folder)).hex()


def _described(path: Path) -> Iterator[str | bytes]:
    """A file or folder in words and bytes; hidden files of a folder count as well."""
    if path.is_file():
        yield path.read_bytes()
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        here = Path(folder)
        for name in sorted(names):
            file = here / name
            yield (here.relative_to(path) / name).as_posix()
            with suppress(OSError):  # what cannot be read cannot have been used
                yield f"{file.stat().st_mode:o}"
                yield file.read_bytes()


def _libraries() -> Iterator[str]:
    """Every installed library with its version, as the names of their folders tell."""
    for place in sys.path:
        with suppress(OSError):
            names = [found.name for found in Path(place or ".").iterdir()]
            yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def note(file: Path, inputs: str, site: str, messages: Sequence[str]) -> None:
    """Write down what a finished site was made from, and what was said about it."""
    with suppress(OSError):  # a build that cannot be noted is a build all the same
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_name(f"{file.name}.{os.getpid()}")
        new.write_text(json.dumps({"inputs": inputs, "site": site, "messages": list(messages)}), encoding="utf-8")
        new.replace(file)


def still(file: Path, inputs: str, site: Path) -> list[str] | None:
    """What was said when `site` was built from the same; None when it has to be built."""
    try:
        noted = json.loads(file.read_bytes())
        if noted["inputs"] == inputs and noted["site"] == folder_digest(site):
            return [str(message) for message in noted["messages"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None
