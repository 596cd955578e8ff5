"""A project's sources: its own files, and from the package what it does not have itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from build_tools.packaged import SHARED, SOURCES
from build_tools.problems import SourceFaults
from build_tools.source import parse, read_folder


def read_project(folder: Path) -> dict[str, bytes]:
    """The sources below `folder`, completed with those of the package, by path below it."""
    return completed(read_folder(folder), packaged_sources())


def packaged_sources() -> dict[str, bytes]:
    """The vocabulary and the model protocol that the package brings."""
    return {f"{shared}/{path}": content for shared in SHARED for path, content in read_folder(SOURCES / shared).items()}


def completed(own: Mapping[str, bytes], packaged: Mapping[str, bytes]) -> dict[str, bytes]:
    """`own` with each packaged list that it lacks, and each packaged protocol that it builds on without having it.

    A list is taken over or replaced as a whole, and so is a protocol: a project with a `model` of its own gets
    nothing of the package's.
    """
    lists = {path: content for path, content in packaged.items() if path.startswith("vocabulary/")}
    found = lists | dict(own)
    while lacking := (_bases(found) & _present(packaged)) - _present(found):
        found |= {path: content for path, content in packaged.items() if _protocol(path) in lacking}
    return dict(sorted(found.items()))


def taken_over(own: Mapping[str, bytes], packaged: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the packaged protocols that the project builds on."""
    return {
        path: content
        for path, content in completed(own, packaged).items()
        if path not in own and path.startswith("protocols/")
    }


def _present(files: Mapping[str, bytes]) -> set[str]:
    """The protocols that stand in the files."""
    return {name for path in files if path.endswith("/protocol.yml") and (name := _protocol(path))}


def _protocol(path: str) -> str | None:
    match path.split("/"):
        case ["protocols", name, _, *_]:
            return name
    return None


def _bases(files: Mapping[str, bytes]) -> set[str]:
    """The protocols that those in the files build on."""
    return {base for path, content in files.items() if (base := extends(path, content))}


def by_descent(files: Mapping[str, bytes]) -> tuple[list[str], list[str]]:
    """The protocols in the files that build on another, and those that do not."""
    mains = {path: path.split("/")[1] for path in files if re.fullmatch(r"protocols/[^/]+/protocol\.yml", path)}
    extending = [name for path, name in mains.items() if extends(path, files[path])]
    return extending, [name for name in mains.values() if name not in extending]


def extends(path: str, content: bytes) -> str | None:
    """The protocol that a protocol.yml builds on; None for any other file, and for one that cannot be read."""
    if not path.endswith("/protocol.yml") or b"extends" not in content:
        return None
    try:
        data = parse(path, content).data
    except SourceFaults:
        return None  # reading tells what is wrong with the file
    base = data.get("extends") if isinstance(data, dict) else None
    return base if isinstance(base, str) else None
