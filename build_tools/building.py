"""Builds a whole site: MkDocs into a new folder, the HTML checked, then in place of the old one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from build_tools.built import NOTHING_KNOWN, HtmlPage, check_built_site
from build_tools.deliver import open_to_readers, quietly, replace_folder, restore_folder
from build_tools.kept import digest
from build_tools.plugin import (
    Built,
    Contents,
    Origin,
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
from build_tools.unchanged import PACKAGE, folder_digest, inputs_digest, note, still


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


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a new folder is filled with a site, given the digest `tools` of `build_pages`; and what sets it apart.

    What was built in one way is not taken for what another way makes of the same sources. A way without a name finds
    out by itself what of its work need not be done again.
    """

    name: str | None
    fill: Callable[[Path, str | None], Built | None]


def at_once(config_file: Path, report: Report = silent, *, pdfs: bool = True) -> Way:
    """All pages together."""

    def fill(folder: Path, tools: str | None) -> Built:
        return build_checked(config_file, folder, report, tools, whole if pdfs else without_pdfs)

    return Way(name=f"at once {pdfs}", fill=fill)


def build_checked(
    config_file: Path,
    folder: Path,
    report: Report = silent,
    tools: str | None = None,
    contents: Contents = whole,
) -> Built:
    """Build the site into a new folder, and see that its HTML is sound; `tools` and `contents` as in `build_pages`.

    Raises BuildStopped.
    """
    built = build_pages(config_file, folder, report, contents, tools)
    check_or_stop(folder, known=built.html)
    return built


def check_or_stop(folder: Path, beside: Iterable[str] = (), known: Mapping[str, HtmlPage] = NOTHING_KNOWN) -> None:
    """See that a built folder's HTML is sound; `beside` and `known` as in `check_built_site`. Raises BuildStopped."""
    faults = check_built_site(folder, beside, known)
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
    noted = config_file.parent / ".cache" / "site" / f"{digest(str(target.resolve())).hex()}.json"
    tools = _tools(origin)
    before = _inputs(origin, tools, way, finish)
    said = still(noted, before, target) if before else None
    if said is not None:
        say_again(said)
        return target

    def make(folder: Path) -> None:
        with messages() as heard:
            built = way.fill(folder, tools)
        finish(folder)
        open_to_readers(folder)
        if tools and _tools(origin) == tools:  # nothing was changed meanwhile
            if built:
                keep_pages(built)
            if before and _inputs(origin, tools, way, finish) == before:
                note(noted, before, folder_digest(folder), heard)

    replace_folder(target, make, on_wait=on_wait)
    return target


def _tools(origin: Origin | None) -> str | None:
    """A digest of all but the sources that decides the site; None when that cannot be known."""
    return None if origin is None else inputs_digest((PACKAGE, *origin.paths), origin.said)


def _inputs(origin: Origin | None, tools: str | None, way: Way, finish: Callable[[Path], None]) -> str | None:
    """A digest of all that decides the site, the sources too; None when that cannot be known."""
    if origin is None or tools is None or way.name is None or finish not in PROFILES.values():
        return None
    return inputs_digest((origin.sources,), (tools, way.name, finish.__name__))
