"""Builds a collection that site.yml wants in shares: those that changed, several at once, and then their joint site."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from build_tools.apart import PartLost, each_apart
from build_tools.building import Way
from build_tools.joined import Wanted, build_share, fill_joined
from build_tools.kept import digest
from build_tools.load import load_lists
from build_tools.overheard import Ear, Message, hear, say
from build_tools.plugin import Past, log, messages, say_again, source_folder
from build_tools.printing import Report, silent
from build_tools.problems import BuildStopped, SourceFaults
from build_tools.shares import (
    SITE,
    layout,
    read_around,
    read_share,
    share_count,
    share_folders,
    share_name,
    shown_protocols,
    site_faults,
)
from build_tools.unchanged import folder_digest, note, still


def in_shares(
    config_file: Path, size: int, report: Report = silent, *, pdfs: bool = True, to_change: bool = False
) -> Way:
    """Shares of `size` protocols, then their joint site; `report` hears how many shares are done.

    `to_change` as in `fill_joined`.
    """

    def fill(folder: Path, past: Past) -> None:
        division = _Division(config_file=config_file, size=size, pdfs=pdfs, tools=past.tools)
        _build_shares(division, report)
        fill_joined(config_file, division.shares, folder, to_change=to_change)

    return Way(name=None, fill=fill)


class _Division(Struct, frozen=True, kw_only=True):
    """How a collection is to be built: `tools` is a digest of all but the sources that decides it, if that is known."""

    config_file: Path
    size: int
    pdfs: bool
    tools: str | None

    @property
    def shares(self) -> Path:
        """The folder in which the shares are kept from one build to the next."""
        return self.config_file.parent / ".cache" / "shares"


class _Told(Struct, frozen=True, kw_only=True):
    """What the building of a share said, and why it stopped, if it did."""

    said: Sequence[Message]
    reason: str | None = None


def _build_shares(division: _Division, report: Report) -> None:
    """Build each share that is not what it would become.

    Raises BuildStopped, after the faults of all shares were told.
    """
    source = source_folder(division.config_file)
    _see_site_file(source)
    count = share_count(shown_protocols(source), division.size)
    for left in share_folders(division.shares)[count:]:
        shutil.rmtree(left)
    numbers = range(1, count + 1)
    try:
        told = each_apart(partial(_build, division), numbers, report, [__name__])
    except PartLost as lost:
        raise BuildStopped(f"Deel {numbers[lost.args[0]]} is niet afgemaakt: het proces is afgebroken.") from lost
    _say(told)


def _see_site_file(source: Path) -> None:
    """Tell the faults of site.yml and the lists once. Raises BuildStopped."""
    try:
        load_lists(read_around(source))
        if faults := list(site_faults(source)):
            raise SourceFaults(faults)
    except SourceFaults as found:
        raise BuildStopped(f"De bronnen bevatten fouten.\n{found.below(source.name)}") from found


def _build(division: _Division, number: int) -> _Told:
    """In a process of its own: build a share, unless it is still what it would become."""
    ear = Ear()
    hear(ear)
    log.logger.setLevel(logging.INFO)  # our own remarks too; a warning is heard anyway
    try:
        _renew(division, number)
    except BuildStopped as stopped:
        return _Told(said=ear.said, reason=str(stopped))
    return _Told(said=ear.said)


def _renew(division: _Division, number: int) -> None:
    target = division.shares / share_name(number)
    noted, inputs = division.shares / f"{target.name}.json", _inputs(division, number)
    for known in inputs:
        said = still(noted, known, target)
        if said is not None:
            say_again(said)
            return
    wanted = Wanted(number=number, size=division.size, pdfs=division.pdfs)
    with messages() as heard:
        build_share(division.config_file, target, wanted)
    if inputs and _inputs(division, number) == inputs:  # nothing was changed meanwhile
        note(noted, inputs[any(map(_is_of_site_file, heard))], folder_digest(target), heard)


def _inputs(division: _Division, number: int) -> tuple[str, ...]:
    """A digest of all that decides a share, and one of that and of where all stands in site.yml; none if not known.

    When a share said nothing of site.yml, it does not matter that a line there has moved.
    """
    if division.tools is None:
        return ()
    source = source_folder(division.config_file)
    try:
        files, placed = read_share(source, number, division.size), layout(source)
    except SourceFaults:
        return ()  # building the share tells
    named = (part for path in sorted(files) for part in (path, files[path]))
    contents = digest(division.tools, share_name(number), str(division.pdfs), *named).hex()
    return contents, digest(contents, placed).hex()


def _is_of_site_file(message: str) -> bool:
    return re.match(rf"{log.prefix}: (\S+/)?{re.escape(SITE)}:", message) is not None


def _say(told: Iterable[_Told]) -> None:
    """Say what the shares said, each thing once. Raises BuildStopped when one stopped.

    A share knows only its own protocols: what it says of site.yml counts when all shares that were built say so.
    """
    given = list(told)
    built = [set(share.said) for share in given if not share.reason]
    said = dict.fromkeys(one for share in given for one in share.said)
    say(one for one in said if not _is_of_site_file(one[2]) or all(one in share for share in built))
    if any(share.reason for share in given):
        raise BuildStopped("\n".join(dict.fromkeys(share.reason for share in given if share.reason)))
