"""The pipeline: sources -> library -> findings -> views -> pages and data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.comparison_scripts import joint_index
from build_tools.findings import read
from build_tools.found import earlier
from build_tools.kept import Recall, anew
from build_tools.load import load, load_lists, load_partly
from build_tools.model import Library, Protocol
from build_tools.parsing import Parse
from build_tools.plan import STYLE, Plan, plan_site, planned_page, style
from build_tools.printing import Press
from build_tools.problems import Problem, SourceFaults
from build_tools.render import Page, render
from build_tools.renewal import seen_protocols
from build_tools.source import parse
from build_tools.views.changes import (
    ChangesView,
    VersionChanges,
    came_or_went,
    changes_page_of,
    version_changes,
)
from build_tools.views.guide import codes_view, fields_view
from build_tools.views.joint import Share, joint_views
from build_tools.views.reference import glossary_view
from build_tools.views.sheets import sheets
from build_tools.views.shelf import Shelf
from build_tools.views.standing import Standing, standing


class Site(Struct, frozen=True, kw_only=True):
    """Everything generated: pages, data files, and warnings about the sources.

    With a `plan`, pages and data files have their paths alone: what is in them is made when it is asked for.
    """

    name: str
    description: str
    url: str | None
    logo: str | None
    style: str | None
    pages: tuple[Page, ...]
    data: Mapping[str, str]
    standing: Standing | None = None
    pdfs: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()
    plan: Plan | None = None
    unlisted: frozenset[str] = frozenset()


def make_site(
    files: Mapping[str, bytes], press: Press | None = None, *, apart: bool = False, parse: Parse = parse
) -> Site:
    """The site that the source files make, with PDFs when there is a press; `apart` when it is a share of a larger one.

    Raises SourceFaults with every fault, of form and of content, and what the press raises.
    """
    site = planned_site(files, press, apart=apart, parse=parse)
    assert site.plan  # noqa: S101 - planned_site gives one
    return replace(
        site,
        pages=tuple(planned_page(site.plan, path) for path in site.plan.pages),
        data={path: content for group in site.plan.data for path, content in group.make(anew).items()},
        plan=None,
    )


def planned_site(
    files: Mapping[str, bytes],
    press: Press | None = None,
    *,
    apart: bool = False,
    parse: Parse = parse,
    recall: Recall | None = None,
) -> Site:
    """As `make_site`, but with a plan in place of the contents of pages and data files; PDFs are made.

    `recall` is asked for what an earlier run may have found.
    """
    before = earlier(files, recall) if recall else None
    library, warnings = read(files, parse, before)
    to_print = tuple(sheets(library)) if press else ()
    pdfs = press(to_print) if press else {}
    shelf = Shelf(sheets=to_print, size_of=(lambda sheet: len(pdfs[sheet.path])) if press else None)
    plan = plan_site(library, shelf, apart=apart, before=before)
    return replace(outline(plan), pdfs=pdfs, warnings=tuple(warnings), plan=plan)


def outline(plan: Plan) -> Site:
    """The site without contents: its name and looks, and what there is at which path."""
    return replace(
        _site(
            plan.library,
            pages=tuple(Page(path=path, front_matter="", body="") for path in plan.pages),
            data={path: "" for group in plan.data for path in group.paths},
        ),
        standing=standing(plan.library),
        unlisted=plan.unlisted,
        pdfs={sheet.path: b"" for sheet in plan.shelf.sheets if plan.shelf.size_of},
    )


def joint_site(files: Mapping[str, bytes], shares: Sequence[Share]) -> Site:
    """The pages and the comparison's index around shares that are built; `files` are site.yml and the lists.

    Raises SourceFaults.
    """
    library = load_lists(files)
    pages = (*joint_views(library, shares), glossary_view(library), fields_view(), codes_view())
    return _site(
        library,
        pages=tuple(render(view) for view in pages),
        data=joint_index(library, ((share.name, share.protocols) for share in shares)) | style(library),
    )


def _site(library: Library, *, pages: tuple[Page, ...], data: Mapping[str, str]) -> Site:
    """What was made, under the site's own name, address and looks."""
    settings = library.site
    return Site(
        name=settings.name,
        description=settings.description,
        url=settings.url,
        logo=settings.looks.logo,
        style=STYLE if settings.looks.colour else None,
        pages=pages,
        data=data,
    )


def changes(old_files: Mapping[str, bytes], new_files: Mapping[str, bytes], *, since: str) -> Iterator[Page]:
    """For each protocol that changed, came or went between two versions of the sources: what, and for whom.

    Raises SourceFaults when either version has faults of form.
    """
    vocabulary = {path: content for path, content in new_files.items() if path.startswith("vocabulary/")}
    old, _ = load(vocabulary | dict(old_files))  # the old sources may lack a list that came later
    new, _ = load(new_files)
    before, after = ({protocol.id: protocol for protocol in library.shown} for library in (old, new))
    for name in {**after, **before}:
        found = _between(new, before.get(name), after.get(name), since=since)
        if found.note or found.groups:
            yield render(changes_page_of(after.get(name) or before[name], (found,)))


def base_changes(files: Mapping[str, bytes]) -> Iterator[ChangesView]:
    """For each protocol that others build on: what changed since `seen.json` was written, and for whom.

    Raises SourceFaults when no library can be made of the files, and UnreadableRecord.
    """
    library, problems = load_partly(files)
    if library is None:
        raise SourceFaults(problems)
    for name, old in seen_protocols(files, library).items():
        new = library.protocols.get(name)
        found = _between(library, old, new, since="toen")
        if found.note or found.groups:
            yield changes_page_of(new or old, (found,))


def _between(library: Library, old: Protocol | None, new: Protocol | None, *, since: str) -> VersionChanges:
    if old and new:
        return version_changes(library, old, new, since=since, until="nu")
    return came_or_went(since=since, until="nu", came=new is not None)
