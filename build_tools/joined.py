"""Builds one share of a large collection, and joins shares under one home, comparison and search."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.structs import replace

from build_tools.apart import PartLost, each_apart
from build_tools.building import stop_at
from build_tools.built import read_site
from build_tools.crew import cores
from build_tools.deliver import open_to_readers, quietly, replace_folder, write_files
from build_tools.joining import Index
from build_tools.plugin import AskPress, build_pages, source_folder
from build_tools.printing import Report, silent
from build_tools.problems import BuildStopped
from build_tools.search import FOLDER, Script, Topics, joint_part, joint_topics, read_script
from build_tools.settings import site_folder
from build_tools.shares import SIZE, parse_share, read_around, read_share, share_folders, share_name, shown_protocols
from build_tools.site import Site, joint_site, planned_site
from build_tools.views.joint import Share

_TOPICS = f"{FOLDER}/topics.js"


class Wanted(Struct, frozen=True, kw_only=True):
    """Which share to build: its number, of how many protocols, and whether with PDFs."""

    number: int
    size: int = SIZE
    pdfs: bool = True


class _Listed(Struct, frozen=True, kw_only=True):
    """Of the first script of a share its protocols alone."""

    protocols: list[list[str]]


def build_share(config_file: Path, target: Path, share: Wanted, report: Report = silent) -> None:
    """Build one share, a whole site of its own, in place of `target`. Raises BuildStopped, with `target` untouched."""

    def contents(source: Path, ask: AskPress) -> Site:
        site = planned_site(
            read_share(source, share.number, share.size),
            ask() if share.pdfs else None,
            apart=True,
            parse=parse_share(source, share.number, share.size),
        )
        return replace(site, url=site.url and f"{site.url.rstrip('/')}/{share_name(share.number)}/")

    def make(folder: Path) -> None:
        stop_at(read_site(folder, known=build_pages(config_file, folder, report, contents).html).faults())
        open_to_readers(folder)

    replace_folder(target, make)


def join_shares(config_file: Path, shares: Path, on_wait: Callable[[], None] = quietly) -> Path:
    """The folder of the site that joins the shares in `shares`, each in a folder `deel-..`; they stay where they are.

    Raises BuildStopped when they are not all the protocols that site.yml shows, or MkDocs stops.
    """
    target = site_folder(config_file)

    def make(folder: Path) -> None:
        fill_joined(config_file, shares, folder)
        open_to_readers(folder)

    replace_folder(target, make, on_wait=on_wait)
    return target


def fill_joined(config_file: Path, shares: Path, folder: Path, *, to_change: bool = False) -> None:
    """Fill `folder` with the site that `join_shares` makes; `to_change` when its pages will be written anew.

    Else they are the same files on disk as those of the shares, where that is possible. Raises as `join_shares` does.
    """
    folders = [path for path in share_folders(shares) if (path / _TOPICS).is_file()]
    made = _whole_collection(source_folder(config_file), folders)

    def contents(source: Path, _: AskPress) -> Site:
        return joint_site(read_around(source), made)

    known = build_pages(config_file, folder, contents=contents).html
    beside = (f"{share.name}/{path.relative_to(share)}" for share in folders for path in share.rglob("*.html"))
    stop_at(read_site(folder, beside, known).faults())
    _join_search(folder, folders, made)
    for share in folders:
        shutil.copytree(share, folder / share.name, copy_function=_copied if to_change else _linked)


def _whole_collection(source: Path, folders: Sequence[Path]) -> list[Share]:
    """The shares as they were built. Raises BuildStopped unless they hold what site.yml shows, in that order."""
    indexes = ((folder.name, _read(folder / _TOPICS, _Listed)) for folder in folders)
    made = [
        Share(name=name, protocols=tuple((found[0], found[1]) for found in index.protocols)) for name, index in indexes
    ]
    present, wanted = [name for share in made for name, _ in share.protocols], shown_protocols(source)
    if present != wanted:
        lacking = [name for name in wanted if name not in set(present)]
        which = f"Er ontbreekt: {', '.join(lacking[:8])}." if lacking else "Ze horen bij andere bronnen of delen."
        raise BuildStopped(f"De delen zijn samen niet de protocollen van site.yml. {which} Bouw de delen opnieuw.")
    return made


def _join_search(folder: Path, shares: Sequence[Path], made: Iterable[Share]) -> None:
    """Write the joint index, in processes that have no more than one topic in memory. Raises BuildStopped."""
    topics = (_read(share / _TOPICS, Topics) for share in shares)
    write_files(folder, {_TOPICS: joint_topics(((share.name, share.protocols) for share in made), topics)})
    parts = sorted((shares[0] / FOLDER).glob("rules*.js"), key=lambda part: part.stat().st_size)
    names = [part.name for part in parts]
    work = partial(_join_parts, folder, shares)
    try:
        each_apart(work, [names[first :: cores()] for first in range(cores())], silent, [__name__])
    except PartLost as lost:
        raise BuildStopped("De zoekindex van alle delen is niet afgemaakt: het proces is afgebroken.") from lost


def _join_parts(folder: Path, shares: Sequence[Path], names: Iterable[str]) -> None:
    """Write these parts of the joint index, one after the other."""
    for name in names:
        indexes = (_read(share / FOLDER / name, Index) for share in shares)
        write_files(folder, {f"{FOLDER}/{name}": joint_part(name.removesuffix(".js"), indexes)})


def _read(script: Path, kind: type[Script]) -> Script:
    """What a script of a share's search holds. Raises BuildStopped when it is damaged, or that of another version."""
    try:
        return read_script(script.read_text(encoding="utf-8"), kind)
    except (DecodeError, UnicodeDecodeError) as odd:
        where = "/".join(script.parts[-3:])
        raise BuildStopped(f"{where} is niet te lezen. Bouw dit deel opnieuw, met dezelfde versie.") from odd


def _copied(source: str, target: str) -> None:
    """A page as a file of its own; other files of a share are never written to."""
    (shutil.copyfile if source.endswith(".html") else _linked)(source, target)


def _linked(source: str, target: str) -> None:
    """A file of a share on the joined site: the same on disk where that is possible, else a copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
