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
from hashlib import sha256
from itertools import chain
from pathlib import Path

from build_tools.kept import digest_of

PACKAGE = Path(__file__).parent
_FORM = 1
#: Nanoseconds within which two writes may bear the same time: on a disk that keeps seconds, and on any other.
_COARSE, _FINE = 3_000_000_000, 50_000_000


def inputs_digest(paths: Iterable[Path], said: Sequence[str]) -> str:
    """A digest of files, of all files below folders, of the libraries, and of what else decides the outcome."""
    files = (part for path in sorted(set(paths)) for part in (str(path), *_described(path)))
    return digest_of(chain((str(_FORM), sys.version), said, _libraries(), files)).hex()


def stamp(paths: Iterable[Path], now: int) -> str | None:
    """What the system tells of the same files without reading them: it is the same for as long as nothing is written.

    None when something was written so lately that a next write could bear the same time; `now` is in nanoseconds.
    """
    found = sorted((file, _status(file)) for path in set(paths) for file in _files(path))
    if any(status and _is_fresh(status.st_mtime_ns, now) for _, status in found):
        return None
    told = (f"{name} {is_ and (is_.st_mode, is_.st_size, is_.st_mtime_ns, is_.st_ino)}" for name, is_ in found)
    return digest_of(chain(_libraries(), told)).hex()


def _status(file: str) -> os.stat_result | None:
    """What the system tells of a file; None of a link that leads nowhere."""
    with suppress(OSError):
        return os.stat(file)  # noqa: PTH116 - of thousands of files
    return None


def _is_fresh(written: int, now: int) -> bool:
    """Whether a write just now could bear the time of this one; some disks keep whole seconds, or every second one."""
    return now - written < (_COARSE if written % 1_000_000_000 == 0 else _FINE)


def code_digest() -> bytes:
    """A digest of the package's own code, of the libraries, and of Python."""
    code = (path for folder in (PACKAGE, *PACKAGE.glob("*/")) for path in sorted(folder.glob("*.py")))
    read = (part for path in code for part in (str(path), path.read_bytes()))
    return digest_of(chain((sys.version,), _libraries(), read))


def folder_digest(folder: Path) -> str:
    """A digest of every file below a folder: path, rights and bytes.

    Not by `digest`: it looks at all that was built, and SHA-256 is what processors do by themselves.
    """
    found = ((os.path.relpath(name, folder), name) for name in _files(folder))
    told = (part for path, name in found for part in (Path(path).as_posix(), *_read(name)))
    return digest_of(told).hex()


def _read(name: str) -> Iterator[str | bytes]:
    """A file's rights and a digest of its bytes, as far as they can be read."""
    with suppress(OSError):
        yield f"{os.stat(name).st_mode:o}"  # noqa: PTH116 - thousands of files
        with open(name, "rb") as file:  # noqa: PTH123 - as above
            yield sha256(file.read()).digest()


def _described(path: Path) -> Iterator[str | bytes]:
    """A file or folder in words and bytes; hidden files of a folder count as well."""
    if path.is_file():
        yield path.read_bytes()
        return
    for name in _files(path):
        file = Path(name)
        yield file.relative_to(path).as_posix()
        with suppress(OSError):  # what cannot be read cannot have been used
            yield f"{file.stat().st_mode:o}"
            yield file.read_bytes()


def _files(path: Path) -> Iterator[str]:
    """The file, or every file below the folder, in order; not what Python compiled."""
    if path.is_file():
        yield str(path)
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (os.path.join(folder, name) for name in sorted(names))  # noqa: PTH118 - thousands of them


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
