"""A large collection in shares that are built apart: which protocols stand in which, and what each needs to be read.

A share is so many protocols in the order of site.yml, so that what is added at its end moves no address of another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from build_tools.parsing import Parse
from build_tools.problems import Place, Problem, SourceFaults, did_you_mean, problem
from build_tools.project import completed, extends, packaged_sources
from build_tools.source import Document, Places, parse, read_folder
from build_tools.source import Path as FieldPath

#: How many protocols a share holds unless site.yml or the caller says otherwise: about those of a board.
SIZE = 60
#: The file that says whose site it is.
SITE = "site.yml"
_SHARE = re.compile(r"deel-\d+")


def share_name(number: int) -> str:
    """The folder of a share on the joined site, part of every address in it; numbers count from 1."""
    return f"deel-{number:02}"


def share_folders(folder: Path) -> list[Path]:
    """The folders in `folder` that have the name of a share, in the order of their numbers."""
    numbered = ((path.name.removeprefix("deel-"), path) for path in folder.glob("deel-*"))
    return [path for _, path in sorted((int(number), path) for number, path in numbered if number.isdecimal())]


def shown_protocols(source: Path) -> list[str]:
    """The protocols that site.yml shows, in its order. Raises SourceFaults or OSError when it cannot be read."""
    return _shown(_site_file(source).data)


def _site_file(source: Path) -> Document:
    try:
        return parse(SITE, (source / SITE).read_bytes())
    except FileNotFoundError as gone:
        missing = problem("ontbrekend-bestand", Place(file=SITE), what=f"{SITE} ontbreekt", expected="dit bestand")
        raise SourceFaults([missing]) from gone


def _shown(data: Any) -> list[str]:
    return [str(name) for name in _list(data, "protocols")]


def _list(data: Any, name: str) -> list[Any]:
    """A list of site.yml; an empty one when there is something else."""
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, list) else []


def shares_in(source: Path) -> int | None:
    """How many protocols site.yml wants in a share; None when it wants no shares, or is itself not sound.

    None too for the site of one school: it shows a single protocol.
    """
    try:
        data = _site_file(source).data
    except (SourceFaults, OSError):
        return None  # building tells
    found = data.get("shares") if isinstance(data, dict) and not data.get("own_protocol") else None
    return found if isinstance(found, int) and found > 0 else None


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
    data = _site_file(source).data
    names = share_of(_shown(data), number, size)
    found = read_around(source) | {SITE: _site(data, names, share_name(number))}
    for name in _with_bases(source, names):
        found |= _folder(source, f"protocols/{name}")
    return completed(found, packaged_sources())


def parse_share(source: Path, number: int, size: int = SIZE) -> Parse:
    """What parses the files of a share: what is wrong in its site.yml is told where the collection's own has it.

    Raises as `shown_protocols` does.
    """
    whole = _site_file(source)
    moved = [n for n, one in enumerate(_moved(whole.data)) if _shares_of(one) == {share_name(number)}]

    def look() -> Mapping[FieldPath, Place]:
        return dict(_placed(whole.places.by_path, (number - 1) * size, moved))

    def parse_one(file: str, content: bytes) -> Document:
        document = parse(file, content)
        return document if file != SITE else replace(document, places=Places(file=file, look=look))

    return parse_one


def _placed(places: Mapping[FieldPath, Place], before: int, moved: Sequence[int]) -> Iterator[tuple[FieldPath, Place]]:
    """The places of site.yml by the path that a share knows: it lacks the protocols `before` its own, and addresses."""
    for path, place in places.items():
        match path:
            case ("protocols", int(at), *inside):
                yield ("protocols", at - before, *inside), place
            case ("redirects", int(at), *inside):
                if at in moved:
                    yield ("redirects", moved.index(at), *inside), place
            case _:
                yield path, place


def layout(source: Path) -> str:
    """Where everything stands in site.yml. Raises as `shown_protocols` does."""
    places = _site_file(source).places.by_path.items()
    return repr(sorted((place.line, place.column, repr(path)) for path, place in places))


def read_around(source: Path) -> dict[str, bytes]:
    """What stands beside the protocols: site.yml and the lists, those that the project lacks from the package."""
    own = {SITE: (source / SITE).read_bytes(), **_folder(source, "vocabulary")}
    return completed(own, packaged_sources())


def _folder(source: Path, name: str) -> dict[str, bytes]:
    """The files of a folder of the sources; none when the project leaves it to the package."""
    folder = source / name
    return {f"{name}/{path}": content for path, content in read_folder(folder).items()} if folder.is_dir() else {}


def _site(data: Any, names: Sequence[str], share: str) -> bytes:
    """site.yml for these protocols alone, with the addresses that moved within the share. JSON is YAML too."""
    moved = [
        {end: address.removeprefix(f"{share}/") for end, address in one.items()}
        for one in _moved(data)
        if _shares_of(one) == {share}
    ]
    own = {"protocols": list(names), "own_protocol": None, "redirects": moved, "shares": None}
    return json.dumps(data | own, ensure_ascii=False).encode()


def site_faults(source: Path) -> Iterator[Problem]:
    """What no share can tell of site.yml: a protocol that is not there, or twice; an address that leaves its share.

    Raises as `shown_protocols` does.
    """
    document = _site_file(source)
    shown, known = _shown(document.data), {path.name for path in (source / "protocols").glob("*/")}
    yield from shown_twice(document, shown)
    for number, name in enumerate(shown):
        if name not in known:
            yield problem(
                "onbekende-verwijzing",
                document.place(("protocols", number)),
                what=f'protocol "{name}" bestaat niet',
                expected="een map in protocols",
                remedy=did_you_mean(name, known),
            )
    for number, moved in enumerate(_moved(document.data)):
        share, *others = _shares_of(moved)
        if others or not _SHARE.fullmatch(share):
            yield problem(
                "adres-bestaat-niet",
                document.place(("redirects", number)),
                what=f"{moved['old']} leidt niet verder binnen één deel",
                expected="twee adressen die met hetzelfde deel beginnen, zoals deel-01/",
            )


def shown_twice(document: Document, names: Iterable[str]) -> Iterator[Problem]:
    """Each protocol that site.yml names once more."""
    seen: set[str] = set()
    for number, name in enumerate(names):
        if name in seen:
            yield problem(
                "dubbele-id",
                document.place(("protocols", number)),
                what=f'protocol "{name}" staat er meer dan één keer',
                expected="elk protocol één keer",
                remedy="haal deze regel weg",
            )
        seen.add(name)


def _moved(data: Any) -> list[dict[str, str]]:
    """The entries of `redirects`; all of them, when the record of site.yml is sound."""
    return [one for one in _list(data, "redirects") if isinstance(one, dict) and one.keys() == {"old", "new"}]


def _shares_of(moved: Mapping[str, str]) -> set[str]:
    return {address.partition("/")[0] for address in moved.values()}


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
            base = extends(f"protocols/{name}/protocol.yml", main.read_bytes()) if main.is_file() else None
            waiting += [base] if base else []
