"""Builds a whole site: MkDocs into a new folder, the HTML checked, then in place of the old one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from build_tools.built import read_site
from build_tools.deliver import Standing, open_to_readers, quietly, replace_folder, restore_folder
from build_tools.folders import keep_folders
from build_tools.kept import DIGEST, digest, read
from build_tools.ledger import Ledger, look, read_ledger, write_ledger
from build_tools.plugin import (
    NO_PAST,
    Built,
    Contents,
    Origin,
    Past,
    Project,
    build_pages,
    keep_pages,
    messages,
    project_of,
    say_again,
    whole,
    without_pdfs,
)
from build_tools.policy import UntrustedScript, secure
from build_tools.printing import Report, silent
from build_tools.problems import BuildStopped
from build_tools.unchanged import PACKAGE, folder_digest, inputs_digest, note, stamp, still


def as_built(folder: Path) -> None:
    """Leave the site as it is: its scripts then also run when a page is opened from disk."""


def guarded(folder: Path) -> None:
    """Guard the site for the web. Raises BuildStopped when a page holds a script that is not the theme's."""
    try:
        secure(folder)
    except UntrustedScript as found:
        raise BuildStopped(str(found)) from found


#: What a site gets last, by what it is for.
PROFILES: dict[str, Callable[[Path], None]] = {"offline": as_built, "web": guarded}


class Way(Struct, frozen=True, kw_only=True):
    """How a new folder is filled with a site, with what earlier builds left; and what sets it apart.

    What was built in one way is not taken for what another way makes of the same sources. A way without a name finds
    out by itself what of its work need not be done again.
    """

    name: str | None
    fill: Callable[[Path, Past], Built | None]


def at_once(config_file: Path, report: Report = silent, *, pdfs: bool = True) -> Way:
    """All pages together."""

    def fill(folder: Path, past: Past) -> Built:
        return build_checked(config_file, folder, report, past, whole if pdfs else without_pdfs)

    return Way(name=f"at once {pdfs}", fill=fill)


def build_checked(
    config_file: Path,
    folder: Path,
    report: Report = silent,
    past: Past = NO_PAST,
    contents: Contents = whole,
) -> Built:
    """Build the site into a new folder, and see that its HTML is sound; `past` and `contents` as in `build_pages`.

    Raises BuildStopped.
    """
    built = build_pages(config_file, folder, report, contents, past)
    site = read_site(folder, known=built.html)
    if past.tools is None:
        stop_at(site.faults())
        return built
    key = digest("sound", past.tools, site.surroundings)
    sound = frozenset(_seals(read(built.kept, [key]).get(key, b"")))
    stop_at(site.faults(but=sound))
    return replace(built, pages={**built.pages, key: b"".join(sorted(site.seals))}, asked=(*built.asked, key))


def _seals(kept: bytes) -> Iterator[bytes]:
    """The seals of pages that were found sound among the same files and anchors."""
    return (kept[at : at + DIGEST] for at in range(0, len(kept), DIGEST))


def stop_at(faults: Sequence[str]) -> None:
    """Raises BuildStopped with faults in the HTML, if there are any."""
    if faults:
        raise BuildStopped("De gebouwde pagina's hebben fouten:\n" + "\n".join(faults))


def build_site(
    config_file: Path,
    on_wait: Callable[[], None] = quietly,
    finish: Callable[[Path], None] = as_built,
    way: Way | None = None,
    project: Project | None = None,
) -> Path:
    """The folder of the new site.

    `on_wait` hears that another build goes first, `finish` (one of PROFILES) has the last word on the new folder. `way`
    is how it is built: `at_once` unless it is given. `project` is what `config_file` tells, when that was read already.

    Raises BuildStopped, and OSError when the disk or its rights refuse, with the old site untouched.
    """
    project, way = project or project_of(config_file), way or at_once(config_file)
    target, origin = project.site, project.origin
    restore_folder(target)
    kept = config_file.parent / ".cache" / "site"
    noted = kept / f"{digest(str(target.resolve())).hex()}.json"
    used, stood = kept / "used.json", noted.with_suffix(".files.json")
    inputs = _inputs(origin, way, finish, used)
    standing = Standing(folder=target.resolve(), digest=_of_site(stood).digest)
    said = still(noted, inputs.whole, target, standing.digest) if inputs.whole else None
    if said is not None:
        say_again(said)
        return target
    folders = noted.with_suffix(".folders") if way.name else None
    past = Past(
        tools=inputs.tools,
        site=standing if finish is as_built else None,
        folders=folders,
        settings=project.settings,
    )
    to_note: list[tuple[str, list[str]]] = []

    def make(folder: Path) -> None:
        with messages() as heard:
            built = way.fill(folder, past)
        finish(folder)
        open_to_readers(folder, target.resolve())
        now = inputs if inputs.is_unwritten() else _inputs(origin, way, finish, used)
        if built and inputs.tools and now.tools == inputs.tools:
            keep_pages(built)
        if inputs.whole and now.whole == inputs.whole:
            to_note.append((inputs.whole, heard))

    def look_back(old: Path) -> None:
        ledger = _of_site(stood)
        for known, heard in to_note:
            note(noted, known, folder_digest(target, ledger.digest), heard)
            write_ledger(stood, ledger)
        if folders:
            keep_folders(old, folders)

    replace_folder(target, make, after=look_back, on_wait=on_wait)
    return target


def _of_site(kept: Path) -> Ledger:
    """What is remembered of the files of a site, which are linked to when a new one takes its place."""
    return read_ledger(kept, time.time_ns(), are_linked=True)


class _Inputs(Struct, frozen=True, kw_only=True):
    """What decides a site at some moment: digests of `tools`, all but the sources, and of the `whole`.

    Either is None when it cannot be known. `when` is the stamp of the files.
    """

    files: tuple[Path, ...] = ()
    when: str | None = None
    tools: str | None = None
    whole: str | None = None

    def is_unwritten(self) -> bool:
        """Whether certainly no file was written since."""
        return self.when is not None and stamp(look(self.files), time.time_ns()) == self.when


def _inputs(origin: Origin | None, way: Way, finish: Callable[[Path], None], kept: Path) -> _Inputs:
    """What decides the site now; `kept` is the file in which digests of files are remembered.

    A way without a name has the sources looked at elsewhere: they may be those of a whole country.
    """
    if origin is None:
        return _Inputs()
    now, around = time.time_ns(), (PACKAGE, *origin.paths)
    sources = (origin.sources,) if way.name is not None and finish in PROFILES.values() else ()
    ledger, seen, seen_sources = read_ledger(kept, now), look(around), look(sources)
    tools = inputs_digest(seen, origin.said, ledger.digest)
    told = (tools, str(way.name), finish.__name__)
    whole = inputs_digest(seen_sources, told, ledger.digest) if sources else None
    write_ledger(kept, ledger)
    return _Inputs(files=(*around, *sources), when=stamp(seen | seen_sources, now), tools=tools, whole=whole)
