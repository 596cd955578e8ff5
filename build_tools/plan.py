"""What a site will have: what makes each page and each data file, nothing made before it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial

from msgspec import Struct
from msgspec.json import decode

from build_tools.agenda import agenda_files, agenda_paths
from build_tools.colours import style_sheet
from build_tools.comparison_scripts import comparison_paths, comparison_scripts
from build_tools.data import article_count, article_lines, data_files, data_paths
from build_tools.found import Earlier
from build_tools.kept import Recall, anew, digest
from build_tools.model import Library
from build_tools.records import Term
from build_tools.render import Page, Piece, render, render_part
from build_tools.search import search_files, search_paths
from build_tools.search_rules import shown_rules
from build_tools.slices import (
    Digests,
    DigestsText,
    InParts,
    Outlined,
    Sliced,
    Slices,
    kin,
    made_for,
    read_digests,
    rules_of,
)
from build_tools.views.audience import audience_maker
from build_tools.views.changes import changes_page, changes_view
from build_tools.views.children import GROUPS, MAKER_PAGE, children_view, group_page
from build_tools.views.comparison import comparison_makers
from build_tools.views.embed import embed_makers
from build_tools.views.group import GroupView, group_view
from build_tools.views.guide import CODES_PAGE, FIELDS_PAGE, codes_view, fields_view
from build_tools.views.media import JOURNALISTS_PAGE, journalists_view, media_view
from build_tools.views.missing import missing_makers
from build_tools.views.moved import MovedLink, address_of, moved_makers, moved_rules
from build_tools.views.parts import audience_page, protocol_page, topic_page
from build_tools.views.pdf_links import PdfList
from build_tools.views.poster_maker import PosterMakerView, poster_maker_view
from build_tools.views.print_footer import footers_of_rules, other_footers
from build_tools.views.protocol import PROTOCOLS_PAGE, ProtocolView, protocol_view, protocols_view
from build_tools.views.readability import READABILITY_PAGE, readability_view
from build_tools.views.reference import ABOUT_PAGE, GLOSSARY_PAGE, HOME_PAGE, about_view, glossary_view, home_view
from build_tools.views.shelf import Shelf, for_group, for_reception, of_protocol
from build_tools.views.topic import TOPICS_PAGE, TopicView, topic_view, topics_view
from build_tools.views.view import Makers, View

#: The style sheet with the school's own colour.
STYLE = "assets/school.css"


class Group(Struct, frozen=True, kw_only=True):
    """Files that are made together, with their paths below the site's root; what can be recalled is not made again."""

    paths: tuple[str, ...]
    make: Callable[[Recall], Mapping[str, str]]


class Plan(Struct, frozen=True, kw_only=True, dict=True):
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
    def footers_of_rules(self) -> Mapping[str, Callable[[Library], str]]:
        """What gives the foot of a printed page of which it follows from the rules on that page."""
        return footers_of_rules(self.library)

    @cached_property
    def _footers(self) -> Mapping[str, Callable[[], str]]:
        return other_footers(self.library)

    def beside(self, path: str) -> tuple[str, Sequence[MovedLink]]:
        """What else stands on a page: its foot when printed, if not one of `footers_of_rules`, and what moved there."""
        footer = self._footers.get(path)
        return footer() if footer else "", self.moved.get(path, ())


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
        name: DigestsText(
            protocol=found,
            words=library.vocabulary,
            key=before.key("digests", (above.id for above in library.line_of(name))),
        )
        for name, found in library.protocols.items()
    }
    made = before.recall({f"digests {name}": text for name, text in texts.items()})
    return {name: read_digests(made[f"digests {name}"]) for name in texts}


def planned_page(plan: Plan, path: str, recall: Recall = anew) -> Page:
    """One page of the site; `recall` is asked for the parts of a long one. Raises KeyError when there is none."""
    maker, glossary = plan.pages[path], plan.library.vocabulary.glossary.values()
    parts = _parts(maker, path, glossary, recall) if isinstance(maker, InParts) else ()
    footer, moved = plan.beside(path)
    if isinstance(maker, Sliced):
        part = maker.part()
        of_rules = plan.footers_of_rules.get(path)
        view, footer = maker.of(part), of_rules(part) if of_rules else footer
    else:
        view = maker()
    return render(view, parts=parts, glossary=glossary, footer=footer or None, moved=moved)


def _parts(maker: InParts[View], path: str, glossary: Iterable[Term], recall: Recall) -> list[Piece]:
    makers = {f"{path}#{name}": PieceText(part=part, glossary=glossary) for name, part in maker.parts.items()}
    return [_read_piece(text) for text in recall(makers).values()]


class PieceText(Struct, frozen=True, kw_only=True):
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
    return Piece(text=markdown, names=frozenset(decode(names)))


def page_key(plan: Plan, path: str) -> bytes | None:
    """A digest of all that a page is made of, the code apart; None when that may be anything."""
    maker = plan.pages[path]
    if not isinstance(maker, (InParts, Outlined, Sliced)):
        return None
    return digest(maker.key, repr(plan.beside(path)))


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
        Group(paths=(STYLE,) if library.site.looks.colour else (), make=lambda _: style(library)),
        Group(paths=agenda_paths(library), make=lambda _: agenda_files(library)),
    )


def style(library: Library) -> dict[str, str]:
    """The style sheet with the school's own colour, if it has one, by its path."""
    colour = library.site.looks.colour
    return {STYLE: style_sheet(colour)} if colour else {}


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
    return Sliced(
        slices=slices,
        choose=lambda: slices.rules_about[name],
        known=lambda: slices.key_of_kin(kin(topic=name)),
        make=topic_view,
        beside=lambda: (name,),
    )


def _protocol_maker(slices: Slices, shelf: Shelf, name: str) -> Sliced[ProtocolView]:
    return Sliced(
        slices=slices,
        choose=lambda: rules_of(slices.library, name),
        known=lambda: slices.key_of_whole(found.id for found in slices.library.line_of(name)),
        make=_whole_protocol,
        beside=lambda: (name, of_protocol(shelf, name)),
    )


def _whole_protocol(library: Library, name: str, pdfs: PdfList) -> ProtocolView:
    return protocol_view(library, library.protocols[name], pdfs)
