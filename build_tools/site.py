"""The pipeline: sources -> library -> findings -> views -> pages and data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial

from build_tools.agenda import agenda_files, agenda_paths
from build_tools.checks import AcceptedFinding, check, together, where_changed
from build_tools.colours import style_sheet
from build_tools.comparison_scripts import comparison_paths, comparison_scripts, joint_index
from build_tools.data import article_count, article_lines, data_files, data_paths
from build_tools.found import Earlier, earlier
from build_tools.kept import Recall, anew, digest
from build_tools.load import load, load_lists, load_partly
from build_tools.model import Library, Protocol
from build_tools.parsing import Parse
from build_tools.printing import Press
from build_tools.problems import Place, Problem, SourceFaults, did_you_mean, errors, problem
from build_tools.records import Term
from build_tools.redirects import redirect_problems
from build_tools.render import PICTOGRAMS, Page, Piece, render, render_part
from build_tools.renewal import renewals, seen_protocols
from build_tools.search import search_files, search_paths
from build_tools.search_rules import shown_rules
from build_tools.slices import (
    Digests,
    DigestsText,
    InParts,
    Outlined,
    Sliced,
    Slices,
    made_for,
    read_digests,
    rules_of,
)
from build_tools.source import parse
from build_tools.views.audience import audience_maker
from build_tools.views.changes import (
    ChangesView,
    VersionChanges,
    came_or_went,
    changes_page,
    changes_page_of,
    changes_view,
    version_changes,
)
from build_tools.views.children import GROUPS, MAKER_PAGE, children_view, group_page
from build_tools.views.comparison import comparison_makers
from build_tools.views.embed import embed_makers
from build_tools.views.group import GroupView, group_view
from build_tools.views.guide import CODES_PAGE, FIELDS_PAGE, codes_view, fields_view
from build_tools.views.joint import Share, joint_views
from build_tools.views.media import JOURNALISTS_PAGE, journalists_view, media_view
from build_tools.views.missing import missing_makers
from build_tools.views.moved import MovedLink, address_of, moved_makers, moved_rules
from build_tools.views.parts import audience_page, protocol_page, topic_page
from build_tools.views.pdf_links import PdfList
from build_tools.views.poster_maker import PosterMakerView, poster_maker_view
from build_tools.views.print_footer import print_footers
from build_tools.views.protocol import PROTOCOLS_PAGE, ProtocolView, protocol_view, protocols_view
from build_tools.views.readability import READABILITY_PAGE, readability_view
from build_tools.views.reference import ABOUT_PAGE, GLOSSARY_PAGE, HOME_PAGE, about_view, glossary_view, home_view
from build_tools.views.sheets import sheets
from build_tools.views.shelf import Shelf, for_group, for_reception, of_protocol
from build_tools.views.standing import Standing, standing
from build_tools.views.topic import TOPICS_PAGE, TopicView, topic_view, topics_view
from build_tools.views.view import Makers, View

#: The style sheet with the school's own colour.
STYLE = "assets/school.css"


@dataclass(frozen=True, kw_only=True)
class Site:
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


@dataclass(frozen=True, kw_only=True)
class Group:
    """Files that are made together, with their paths below the site's root; what can be recalled is not made again."""

    paths: tuple[str, ...]
    make: Callable[[Recall], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything that a site will have, each thing made when it is asked for, and the same whenever that is.

    `unlisted` are the pages that nobody has to find: those for a frame, and those that only lead on.
    """

    library: Library
    shelf: Shelf
    pages: Makers
    data: tuple[Group, ...]
    moved: Mapping[str, Sequence[MovedLink]]
    unlisted: frozenset[str]

    @cached_property
    def _footers(self) -> Mapping[str, Callable[[], str]]:
        return print_footers(self.library)

    def footer(self, path: str) -> str | None:
        """The foot of a printed page, if it has one."""
        footer = self._footers.get(path)
        return (footer() if footer else None) or None


def plan_site(library: Library, shelf: Shelf, *, apart: bool = False, before: Earlier | None = None) -> Plan:
    """What the site of a library will have; `apart` as in `make_site`, `before` is what was found in its sources."""
    slices = Slices(library=library, known=_digests(library, before) if before else {})
    pages = page_makers(slices, shelf, before.recall if before else None)
    gone = moved_makers(library, pages)
    return Plan(
        library=library,
        shelf=shelf,
        pages={**pages, **gone},
        data=data_groups(slices, apart=apart),
        moved=moved_rules(library, pages),
        unlisted=frozenset((*embed_makers(slices), *gone)),
    )


def _digests(library: Library, before: Earlier) -> dict[str, Digests]:
    """The digests of each protocol, made now or in an earlier run."""
    texts = {
        name: DigestsText(protocol=found, key=before.key("digests", (above.id for above in library.line_of(name))))
        for name, found in library.protocols.items()
    }
    made = before.recall({f"digests {name}": text for name, text in texts.items()})
    return {name: read_digests(made[f"digests {name}"]) for name in texts}


def planned_page(plan: Plan, path: str, recall: Recall = anew) -> Page:
    """One page of the site; `recall` is asked for the parts of a long one. Raises KeyError when there is none."""
    maker, glossary = plan.pages[path], plan.library.vocabulary.glossary.values()
    parts = _parts(maker, path, glossary, recall) if isinstance(maker, InParts) else ()
    return render(maker(), parts=parts, glossary=glossary, footer=plan.footer(path), moved=plan.moved.get(path, ()))


def _parts(maker: InParts[View], path: str, glossary: Iterable[Term], recall: Recall) -> list[Piece]:
    makers = {f"{path}#{name}": PieceText(part=part, glossary=glossary) for name, part in maker.parts.items()}
    return [_read_piece(text) for text in recall(makers).values()]


@dataclass(frozen=True, kw_only=True)
class PieceText:
    """Gives a part of a page as text: on a line, in JSON, the names that the glossary explains; then the Markdown."""

    part: Sliced[View] | Outlined[View]
    glossary: Iterable[Term]

    @property
    def key(self) -> bytes:
        """A digest of all that it is made of, the code apart; the glossary is in that of every part."""
        return self.part.key

    def __call__(self) -> str:
        """Make it."""
        made = render_part(self.part(), self.glossary)
        return f"{json.dumps(sorted(made.names))}\n{made.text}"


def _read_piece(text: str) -> Piece:
    names, _, markdown = text.partition("\n")
    return Piece(text=markdown, names=frozenset(json.loads(names)))


def page_key(plan: Plan, path: str) -> bytes | None:
    """A digest of all that a page is made of, the code apart; None when that may be anything."""
    maker = plan.pages[path]
    if not isinstance(maker, (InParts, Outlined, Sliced)):
        return None
    return digest(maker.key, repr((plan.footer(path), plan.moved.get(path, ()))))


def data_groups(slices: Slices, *, apart: bool = False) -> tuple[Group, ...]:
    """What stands beside the pages, in the groups in which it is made."""
    library, words = slices.library, slices.library.vocabulary
    names = [(protocol.id, protocol.record.short_title) for protocol in library.shown]

    def of_articles(recall: Recall) -> Mapping[str, str]:
        lines = article_lines(slices, recall)
        rules = shown_rules(slices, lines, recall)
        return data_files(slices, lines, recall) | search_files(words, names, rules, recall, apart=apart)

    of_search = search_paths(words, article_count(library), apart=apart)
    return (
        Group(paths=(*data_paths(), *of_search), make=of_articles),
        Group(paths=comparison_paths(library, apart=apart), make=partial(comparison_scripts, slices, apart=apart)),
        Group(paths=(STYLE,) if library.site.looks.colour else (), make=lambda _: _style(library)),
        Group(paths=agenda_paths(library), make=lambda _: agenda_files(library)),
    )


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
        data=joint_index(library, ((share.name, share.protocols) for share in shares)) | _style(library),
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


def _style(library: Library) -> dict[str, str]:
    colour = library.site.looks.colour
    return {STYLE: style_sheet(colour)} if colour else {}


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a check found: the library as far as it is sound, what remains to be looked at, and what was accepted."""

    library: Library | None
    remaining: tuple[Problem, ...]
    accepted: tuple[AcceptedFinding, ...]


def findings(
    files: Mapping[str, bytes],
    today: date | None = None,
    dead_links: Callable[[Library], Iterable[Problem]] | None = None,
    parse: Parse = parse,
    before: Earlier | None = None,
) -> Findings:
    """Every problem in the sources; with `today` and `dead_links` also what depends on the day and on the web.

    What was found `before` need not be found again.
    """
    return judged_library(files, load_partly(files, parse, before=before), today, dead_links, before)


def judged_library(
    files: Mapping[str, bytes],
    loaded: tuple[Library | None, Sequence[Problem]],
    today: date | None = None,
    dead_links: Callable[[Library], Iterable[Problem]] | None = None,
    before: Earlier | None = None,
) -> Findings:
    """What `findings` gives, of sources that were loaded: as far as they are sound, and with what is wrong in them."""
    library, problems = loaded
    if library is None:
        return Findings(library=None, remaining=tuple(problems), accepted=())
    dead = dead_links(library) if dead_links else None
    is_whole = not errors(problems)  # a protocol of which a part is missing follows from more than its own files
    judged = check(library, today, dead, where_changed(before) if before and is_whole else together)
    found = [*judged.remaining, *_undrawn(library)]
    sure = _sure(found, problems) if errors(problems) else [*found, *_moved_wrongly(library)]
    remaining = tuple(sorted({*problems, *sure, *renewals(files, library)}))
    return Findings(library=library, remaining=remaining, accepted=judged.accepted)


def read(
    files: Mapping[str, bytes], parse: Parse = parse, before: Earlier | None = None
) -> tuple[Library, list[Problem]]:
    """The checked library and its warnings, on any day the same; `before` as in `findings`.

    Raises SourceFaults with every fault.
    """
    found = findings(files, parse=parse, before=before)
    if found.library is None or errors(found.remaining):
        raise SourceFaults(found.remaining)
    return found.library, list(found.remaining)


def _undrawn(library: Library) -> Iterator[Problem]:
    """A pictogram of the vocabulary has a drawing in the package."""
    drawn = {path.stem for path in PICTOGRAMS.glob("*.svg")}
    for name in library.vocabulary.pictograms:
        if name not in drawn:
            yield problem(
                "onbekende-verwijzing",
                Place(file="vocabulary/pictograms.yml"),
                what=f'van pictogram "{name}" is er geen tekening',
                expected="een pictogram dat Protocolwijzer heeft",
                remedy=did_you_mean(name, drawn),
            )


def _moved_wrongly(library: Library) -> Iterator[Problem]:
    """Faults in the table of moved addresses."""
    if library.site.redirects and not library.site.shares:  # each share tells of its own
        yield from redirect_problems(library, page_addresses(library))


def _sure(found: Iterable[Problem], problems: Iterable[Problem]) -> list[Problem]:
    """Faults of content that do not follow from one of form: no warnings, and nothing about a file that has one."""
    faulty = {fault.place.file for fault in errors(problems)}
    return [fault for fault in errors(found) if fault.place.file not in faulty]


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


def page_addresses(library: Library) -> list[str]:
    """The address of each page of the site, but for those that only lead on."""
    return [address_of(path) for path in page_makers(Slices(library=library))]


def page_makers(
    slices: Slices,
    shelf: Shelf = Shelf(),  # noqa: B008 - a frozen record
    recall: Recall | None = None,
) -> Makers:
    """What makes each page of the site, in the order of the navigation; `recall` as in `missing_makers`."""
    library, words, shown = slices.library, slices.library.vocabulary, slices.library.shown
    versioned = (protocol for protocol in shown if protocol.id in library.versions)
    return {
        HOME_PAGE: Outlined(slices=slices, make=home_view),
        audience_page(words.audiences["staff"]): audience_maker(slices, "staff"),
        audience_page(words.audiences["parents"]): audience_maker(slices, "parents"),
        audience_page(words.audiences["children"]): made_for(slices, "children", children_view),
        **{group_page(group): _group_maker(slices, shelf, group) for group in GROUPS},
        MAKER_PAGE: _poster_maker(slices, shelf),
        audience_page(words.audiences["media"]): made_for(slices, "media", media_view, partial(for_reception, shelf)),
        JOURNALISTS_PAGE: Outlined(slices=slices, make=journalists_view),
        TOPICS_PAGE: Outlined(slices=slices, make=topics_view),
        **{topic_page(name): _topic_maker(slices, name) for name in words.topics},
        PROTOCOLS_PAGE: Outlined(slices=slices, make=protocols_view),
        **{protocol_page(protocol.id): _protocol_maker(slices, shelf, protocol.id) for protocol in shown},
        **{changes_page(protocol.id): partial(changes_view, library, protocol) for protocol in versioned},
        **comparison_makers(slices),
        **missing_makers(slices, recall),
        GLOSSARY_PAGE: Outlined(slices=slices, make=glossary_view),
        ABOUT_PAGE: Outlined(slices=slices, make=about_view),
        FIELDS_PAGE: Outlined(slices=slices, make=lambda _: fields_view()),
        CODES_PAGE: Outlined(slices=slices, make=lambda _: codes_view()),
        READABILITY_PAGE: made_for(slices, "children", readability_view),
        **embed_makers(slices),
    }


def _group_maker(slices: Slices, shelf: Shelf, group: int) -> Sliced[GroupView]:
    return made_for(slices, "children", group_view, lambda: group, lambda: _printed(slices.library, shelf, group))


def _poster_maker(slices: Slices, shelf: Shelf) -> Sliced[PosterMakerView]:
    return made_for(
        slices,
        "children",
        poster_maker_view,
        lambda: {group: _printed(slices.library, shelf, group) for group in GROUPS},
    )


def _printed(library: Library, shelf: Shelf, group: int) -> Mapping[str, PdfList]:
    """What a group can print of each protocol."""
    return {protocol.id: for_group(shelf, protocol.id, group) for protocol in library.shown}


def _topic_maker(slices: Slices, name: str) -> Sliced[TopicView]:
    return Sliced(slices=slices, choose=lambda: slices.rules_about[name], make=topic_view, beside=lambda: (name,))


def _protocol_maker(slices: Slices, shelf: Shelf, name: str) -> Sliced[ProtocolView]:
    return Sliced(
        slices=slices,
        choose=lambda: rules_of(slices.library, name),
        make=_whole_protocol,
        beside=lambda: (name, of_protocol(shelf, name)),
    )


def _whole_protocol(library: Library, name: str, pdfs: PdfList) -> ProtocolView:
    return protocol_view(library, library.protocols[name], pdfs)
