"""Documents whose data an earlier run read from the same bytes; reading YAML takes longer than all else of a check.

What is kept is the plain data as JSON, not a pickle, which could hold code of whoever can write in the folder. Where
values stand is not kept: it is asked of few documents, and those are looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from msgspec.json import decode

from build_tools import source
from build_tools.kept import Recall, digest, keep, read, recalling
from build_tools.source import FAST, Document, known_document, parse
from build_tools.unchanged import code_digest

Parse = Callable[[str, bytes], Document]


def kept_beside(source: Path) -> Path | None:
    """Where the documents of a folder of sources are kept; None when it is not that of a project, which has a cache."""
    project = source.absolute().parent
    return project / ".cache" / "sources.sqlite" if (project / "mkdocs.yml").is_file() else None


def _findings_beside(source: Path) -> Path | None:
    """Where what was found in a folder of sources is kept, or None as in `kept_beside`."""
    kept = kept_beside(source)
    return kept and kept.with_name("findings.sqlite")


@contextmanager
def parsing(files: Mapping[str, bytes], kept: Path | None) -> Iterator[Parse]:
    """What parses a file as `parse` does, and raises what it raises; at the end what was new is kept in `kept`.

    Only sound documents are kept, so that a fault is found in every run.
    """
    if kept is None or not FAST:  # the slow reader takes what the fast one refuses
        yield parse
        return
    tools = _fingerprint()
    keys = {content: digest(tools, content) for content in files.values()}
    known = read(kept, list(keys.values()))
    fresh: dict[bytes, bytes] = {}

    def remembered(file: str, content: bytes) -> Document:
        key = keys[content]
        if key in known:
            return known_document(file, content, decode(known[key]))
        document = parse(file, content)
        fresh[key] = json.dumps(document.data).encode()
        return document

    try:
        yield remembered
    finally:
        if fresh:
            keep(kept, fresh, list(keys.values()))


@contextmanager
def remembering(files: Mapping[str, bytes], source: Path) -> Iterator[tuple[Parse, Recall]]:
    """What parses, as in `parsing`, and what recalls findings: both kept beside the folder of sources."""
    with parsing(files, kept_beside(source)) as parse, recalling(_findings_beside(source), code_digest()) as recall:
        yield parse, recall


class Reread:
    """Parses a file as `parse` does, but the same bytes once: for a program that reads its sources time after time."""

    def __init__(self) -> None:
        self._before: dict[tuple[str, bytes], Document] = {}
        self._now: dict[tuple[str, bytes], Document] = {}

    def __call__(self, file: str, content: bytes) -> Document:
        """The document. Raises SourceFaults."""
        key = (file, content)
        self._now[key] = self._before.get(key) or self._now.get(key) or parse(file, content)
        return self._now[key]

    def again(self) -> None:
        """From here on the sources are read once more: what is not read then is let go of."""
        self._before, self._now = self._now, {}


def _fingerprint() -> bytes:
    """All that decides what a document becomes, besides its bytes."""
    return digest(version("pyyaml"), Path(source.__file__).read_bytes())
