"""The pages around a collection that was built in shares: choose a share, find a protocol, compare any of them.

Links into a share are addresses in HTML, since its pages are built already and no page of this build.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from build_tools.model import Library
from build_tools.records import Relation
from build_tools.views.children import GROUPS, MAKER_PAGE, group_page
from build_tools.views.comparison import ASSETS, PAGE, Choice, ThemeLinks
from build_tools.views.moved import address_of
from build_tools.views.parts import Link, audience_page, protocol_page, topic_page
from build_tools.views.view import View


class Share(Struct, frozen=True, kw_only=True):
    """A part of the collection as it was built: its folder, and its protocols as (id, short title) in order."""

    name: str
    protocols: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """What the share is called: its first and last protocol."""
        return f"{self.protocols[0][1]} tot en met {self.protocols[-1][1]}"


class Way(Struct, frozen=True, kw_only=True):
    """An address in a share, as seen from the page, and what to call it."""

    href: str
    text: str


class ChooseView(View, frozen=True, kw_only=True):
    """The same page in every share."""

    lead: str
    ways: tuple[Way, ...]
    count: int
    front: bool


class JointTopicsView(View, frozen=True, kw_only=True):
    """All topics by theme: (title, links)."""

    themes: tuple[tuple[str, tuple[Link, ...]], ...]


class JointProtocolsView(View, frozen=True, kw_only=True):
    """Every protocol: (share, ways)."""

    shares: tuple[tuple[str, tuple[Way, ...]], ...]


class JointComparisonView(View, frozen=True, kw_only=True):
    """Any two to four protocols of the whole collection side by side."""

    protocols: tuple[Way, ...]
    protocol_ids: tuple[str, ...]
    themes: tuple[ThemeLinks, ...]
    parties: tuple[Choice, ...]
    relations: tuple[Relation, ...]


def joint_views(library: Library, shares: Sequence[Share]) -> Iterator[View]:
    """Every page of the joined site but its lists; `library` holds no protocols."""
    words = library.vocabulary
    yield _choose(shares, "index.md", library.site.name, library.site.description)
    for audience in words.audiences.values():
        title = f"Afspraken voor {audience.label}"
        yield _choose(
            shares, audience_page(audience), title, audience.description, for_children=audience.id == "children"
        )
    for group in GROUPS:
        yield _choose(
            shares, group_page(group), f"Afspraken voor groep {group}", "De regels voor één groep.", for_children=True
        )
    yield _choose(shares, MAKER_PAGE, "Poster maken", "Stel een poster samen uit de regels van uw school.")
    yield _choose(shares, "media/journalisten.md", "Voor journalisten", "Wie er te bereiken is.")
    yield _choose(shares, "over.md", "Over deze site", library.site.description)
    yield _choose(shares, "redactie/leesbaarheid.md", "Leesbaarheid", "Hoe makkelijk de teksten voor kinderen lezen.")
    yield _topics(library)
    for topic in words.topics.values():
        yield _choose(shares, topic_page(topic.id), topic.title, topic.question)
    yield _protocols(shares)
    yield _comparison(library, shares)


def _choose(shares: Sequence[Share], path: str, title: str, lead: str, *, for_children: bool = False) -> ChooseView:
    return ChooseView(
        path=path,
        template="joint.md.j2",
        title=title,
        description=lead,
        lead=lead,
        ways=_ways(shares, path, path),
        count=sum(len(share.protocols) for share in shares),
        front=path == "index.md",
        for_children=for_children,
    )


def _ways(shares: Sequence[Share], page: str, to: str) -> tuple[Way, ...]:
    """From one page of the joined site to a page of every share."""
    return tuple(Way(href=f"{_up(page)}{share.name}/{address_of(to)}", text=share.title) for share in shares)


def _up(page: str) -> str:
    """From a page to the site's root, as its address is written."""
    return "../" * address_of(page).count("/")


def _topics(library: Library) -> JointTopicsView:
    words = library.vocabulary
    return JointTopicsView(
        path="onderwerpen/index.md",
        template="joint_topics.md.j2",
        title="Onderwerpen",
        description="Alle vragen die de protocollen beantwoorden, per thema.",
        themes=tuple(
            (theme.title, tuple(link for _, link in _topic_links(library, theme.id))) for theme in words.themes.values()
        ),
    )


def _topic_links(library: Library, theme: str) -> tuple[tuple[str, Link], ...]:
    topics = library.vocabulary.topics.values()
    return tuple(
        (topic.id, Link(page=topic_page(topic.id), text=topic.title)) for topic in topics if topic.theme == theme
    )


def _protocol_ways(shares: Sequence[Share], page: str) -> tuple[tuple[str, tuple[Way, ...]], ...]:
    return tuple(
        (
            share.title,
            tuple(
                Way(href=f"{_up(page)}{share.name}/{address_of(protocol_page(name))}", text=title)
                for name, title in share.protocols
            ),
        )
        for share in shares
    )


def _protocols(shares: Sequence[Share]) -> JointProtocolsView:
    path = "protocollen/index.md"
    return JointProtocolsView(
        path=path,
        template="joint_protocols.md.j2",
        title="Protocollen",
        description="Alle protocollen van deze site, in de volgorde van de verzameling.",
        shares=_protocol_ways(shares, path),
    )


def _comparison(library: Library, shares: Sequence[Share]) -> JointComparisonView:
    words = library.vocabulary
    return JointComparisonView(
        path=PAGE,
        template="comparison_joint.md.j2",
        title="Vergelijken",
        description="Kies protocollen uit de hele verzameling om naast elkaar te lezen.",
        wide=True,
        assets=ASSETS,
        protocols=tuple(way for _, ways in _protocol_ways(shares, PAGE) for way in ways),
        protocol_ids=tuple(name for share in shares for name, _ in share.protocols),
        themes=tuple(
            ThemeLinks(
                id=theme.id,
                page=Link(page=PAGE, anchor=f"thema-{theme.id}", text=theme.title),
                topics=_topic_links(library, theme.id),
            )
            for theme in words.themes.values()
            if _topic_links(library, theme.id)
        ),
        parties=tuple(Choice(id=party.id, label=party.label) for party in words.parties.values()),
        relations=tuple(words.relations.values()),
    )
