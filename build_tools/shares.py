"""A large collection in shares that are built apart: which protocols stand in which, and what each needs to be read.

A share is so many protocols in the order of site.yml, so that what is added at its end moves no address of another.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from build_tools.packaged import SHARED, SOURCES
from build_tools.project import completed
from build_tools.source import parse, read_folder

#: How many protocols a share holds unless the caller says otherwise: about those of a board.
SIZE = 60


def share_name(number: int) -> str:
    """The folder of a share on the joined site, part of every address in it; numbers count from 1."""
    return f"deel-{number:02}"


def share_folders(folder: Path) -> list[Path]:
    """The folders in `folder` that have the name of a share, in the order of their numbers."""
    numbered = ((path.name.removeprefix("deel-"), path) for path in folder.glob("deel-*"))
    return [path for _, path in sorted((int(number), path) for number, path in numbered if number.isdecimal())]


def shown_protocols(source: Path) -> list[str]:
    """The protocols that site.yml shows, in its order. Raises SourceFaults or OSError when it cannot be read."""
    data = parse("site.yml", (source / "site.yml").read_bytes()).data
    found = data.get("protocols") if isinstance(data, dict) else None
    return [str(name) for name in found] if isinstance(found, list) else []


def share_of(names: Sequence[str], number: int, size: int = SIZE) -> Sequence[str]:
    """The protocols of one share; none for a number that is too high."""
    return names[(number - 1) * size : number * size]


def share_count(names: Sequence[str], size: int = SIZE) -> int:
    """How many shares there are."""
    return -(-len(names) // size)


def read_share(source: Path, number: int, size: int = SIZE) -> dict[str, bytes]:
    """The sources of one share by path: lists, its protocols, and those that they build on; no other file is read.

    Raises SourceFaults and OSError as `shown_protocols` does.
    """
    names = share_of(shown_protocols(source), number, size)
    found = read_around(source) | {"site.yml": _site(source, names)}
    for name in _with_bases(source, names):
        found |= {f"protocols/{name}/{path}": content for path, content in _folder(source, name).items()}
    packaged = {f"{one}/{path}": content for one in SHARED for path, content in read_folder(SOURCES / one).items()}
    return completed(found, packaged)


def read_around(source: Path) -> dict[str, bytes]:
    """What stands beside the protocols: site.yml and the lists."""
    lists = {f"vocabulary/{path}": content for path, content in read_folder(source / "vocabulary").items()}
    return {"site.yml": (source / "site.yml").read_bytes(), **lists}


def _folder(source: Path, name: str) -> dict[str, bytes]:
    return read_folder(source / "protocols" / name)


def _site(source: Path, names: Sequence[str]) -> bytes:
    """site.yml for these protocols alone; the addresses that moved are those of the whole site. JSON is YAML too."""
    data = parse("site.yml", (source / "site.yml").read_bytes()).data
    own = {"protocols": list(names), "own_protocol": None, "redirects": []}
    return json.dumps(data | own, ensure_ascii=False).encode()


def _with_bases(source: Path, names: Sequence[str]) -> Iterator[str]:
    """The protocols, and each that one of them builds on, once."""
    seen: set[str] = set()
    waiting = list(reversed(names))
    while waiting:
        name = waiting.pop()
        main = source / "protocols" / name / "protocol.yml"
        if name not in seen:
            seen.add(name)
            yield name
            if main.is_file() and b"extends:" in main.read_bytes():
                data = parse("protocol.yml", main.read_bytes()).data
                base = data.get("extends") if isinstance(data, dict) else None
                waiting += [base] if isinstance(base, str) else []
