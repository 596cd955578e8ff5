"""What a preview is made of: which files and folders, and what stands in them.

Only contents decide whether anything changed: an event may come of a file that was read, or saved as it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from build_tools.kept import digest
from build_tools.packaged import GUIDES, LOOKS, SETTINGS, SHARED
from build_tools.packaged import SOURCES as PACKAGED
from build_tools.plugin import plugin_of
from build_tools.project import read_project
from build_tools.render import TEMPLATES
from build_tools.settings import read_settings
from build_tools.source import MAX_BYTES


class Watched(Struct, frozen=True, kw_only=True):
    """The folders of sources, the project's own and the package's, and the files and folders of looks."""

    source: Path
    shared: tuple[Path, ...]
    looks: tuple[Path, ...]

    @property
    def all(self) -> tuple[Path, ...]:
        """Every one of them."""
        return (self.source, *self.shared, *self.looks)


class Inputs(Struct, frozen=True, kw_only=True):
    """What stood in all of them at one moment: the sources by path below their folder, and a digest of each other."""

    files: Mapping[str, bytes]
    looks: Mapping[Path, bytes]


def watched(config_file: Path) -> Watched:
    """What mkdocs.yml names, and what comes with the package. Raises BuildStopped when it cannot be read."""
    config = read_settings(config_file)
    source = Path(plugin_of(config).config.source).absolute()
    own = (config.docs_dir, *filter(None, [config.theme.custom_dir]), *config.watch)
    looks = {path.absolute() for path in (config_file, *map(Path, own), SETTINGS, LOOKS, GUIDES, TEMPLATES)}
    return Watched(
        source=source,
        shared=_apart({(PACKAGED / name).absolute() for name in SHARED}, source),
        looks=_apart(looks, source),
    )


def _apart(paths: Iterable[Path], source: Path) -> tuple[Path, ...]:
    """Those that are there, and lie neither in the folder of sources nor in each other."""
    there = sorted(path for path in paths if path.exists() and not path.is_relative_to(source))
    return tuple(path for path in there if not any(path != other and path.is_relative_to(other) for other in there))


def look(where: Watched, before: Inputs | None = None, changed: Collection[Path] | None = None) -> Inputs:
    """What stands there now; only `changed` can be other than `before`. Raises SourceFaults."""
    if before is None or changed is None:
        return Inputs(files=read_project(where.source), looks=_digests(where.looks))
    of_sources = any(path.is_relative_to(folder) for path in changed for folder in (where.source, *where.shared))
    of_looks = any(path.is_relative_to(folder) for path in changed for folder in where.looks)
    return Inputs(
        files=_files_now(where.source, before.files, changed) if of_sources else before.files,
        looks=_digests(where.looks) if of_looks else before.looks,
    )


def _files_now(source: Path, before: Mapping[str, bytes], changed: Collection[Path]) -> Mapping[str, bytes]:
    """The sources; when only articles and lists were saved that were there before, no other is read again."""
    files = [path for path in changed if not path.is_dir()]
    names = {path: path.relative_to(source).as_posix() for path in files if path.is_relative_to(source)}
    were_there = all(
        names.get(path) in before and path.parent.name in ("articles", "advice") and path.is_file() for path in files
    )
    if not files or not were_there or any(path.is_symlink() or path.stat().st_size > MAX_BYTES for path in files):
        return read_project(source)
    try:
        return {**before, **{name: path.read_bytes() for path, name in names.items()}}
    except OSError:
        return read_project(source)  # gone in the meantime, or it may not be read: that is told


def _digests(paths: Iterable[Path]) -> dict[Path, bytes]:
    found = {}
    for file in (file for path in paths for file in _files(path)):
        with suppress(OSError):  # gone in the meantime: its going is an event too
            found[file] = digest(file.read_bytes())
    return found


def _files(path: Path) -> Iterator[Path]:
    """The visible files in a folder, or the file itself."""
    if path.is_dir():
        for entry in path.iterdir():
            if not entry.name.startswith(".") and entry.name != "__pycache__":
                yield from _files(entry)
    elif path.is_file():
        yield path
