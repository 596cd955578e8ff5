"""Home, glossary and about: the pages around the protocols."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from build_tools.model import Library
from build_tools.records import Audience, Contact, Term
from build_tools.views.agenda import Happening, happenings
from build_tools.views.media import media_promise
from build_tools.views.parts import Link, audience_page, date_in_words, platform_line, protocol_page
from build_tools.views.protocol import ProtocolLine, decision_status, protocol_line
from build_tools.views.questions import questions_for
from build_tools.views.view import View

HOME_QUESTIONS = 4
HOME_PAGE, GLOSSARY_PAGE, ABOUT_PAGE = "index.md", "begrippen.md", "over.md"


class Door(Struct, frozen=True, kw_only=True):
    """One of the four doors on the home page."""

    audience: str
    label: str
    description: str
    link: Link


class HomeView(View, frozen=True, kw_only=True):
    """Who are you? Four doors, search, and whose site this is."""

    name: str
    doors: tuple[Door, ...]
    usage: str
    protocols: tuple[ProtocolLine, ...]
    own: ProtocolLine | None
    contact: Contact | None
    questions: tuple[tuple[str, tuple[Link, ...]], ...]


class GlossaryView(View, frozen=True, kw_only=True):
    """Explained words and platforms."""

    terms: tuple[Term, ...]
    platforms: tuple[tuple[str, str, str | None, str | None], ...]


class AboutSource(Struct, frozen=True, kw_only=True):
    """Where one protocol was taken from."""

    link: Link
    organisation: str
    document: str
    url: str | None
    note: str | None


class AboutView(View, frozen=True, kw_only=True):
    """What this site is, and what decides."""

    name: str
    of_one_school: bool
    own: str | None
    agenda: tuple[tuple[str, str], ...]
    sources: tuple[AboutSource, ...]


def home_view(library: Library) -> HomeView:
    """The home page."""
    return HomeView(
        path=HOME_PAGE,
        template="home.md.j2",
        title="Afspraken over sociale media",
        description=library.site.description,
        wide=True,
        name=library.site.name,
        doors=tuple(_door(_promised(library, audience)) for audience in library.vocabulary.audiences.values()),
        usage=library.site.usage,
        protocols=tuple(protocol_line(protocol) for protocol in library.shown),
        own=protocol_line(library.own) if library.own else None,
        contact=library.site.contacts.questions,
        questions=tuple(_questions(library)),
    )


def _questions(library: Library) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """For each reader that has any: the door's text and the first questions."""
    for audience in library.vocabulary.audiences.values():
        if asked := questions_for(library, audience.id, HOME_QUESTIONS):
            yield audience.door, asked


def _promised(library: Library, audience: Audience) -> Audience:
    return media_promise(library) if audience.id == "media" else audience


def _door(audience: Audience) -> Door:
    return Door(
        audience=audience.id,
        label=audience.door,
        description=audience.description,
        link=Link(page=audience_page(audience), text=audience.door),
    )


def glossary_view(library: Library) -> GlossaryView:
    """The glossary, in the alphabet's order."""
    terms = sorted(library.vocabulary.glossary.values(), key=lambda term: term.term.casefold())
    platforms = sorted(library.vocabulary.platforms.values(), key=lambda platform: platform.name.casefold())
    return GlossaryView(
        path=GLOSSARY_PAGE,
        template="glossary.md.j2",
        title="Begrippen",
        description="Woorden uit de protocollen, in gewone taal uitgelegd.",
        searchable=True,
        terms=tuple(terms),
        platforms=tuple((platform_line(found), found.kind, found.note, found.source) for found in platforms),
    )


def about_view(library: Library) -> AboutView:
    """The page on what this site is."""
    return AboutView(
        path=ABOUT_PAGE,
        template="about.md.j2",
        title="Over deze site",
        description="Wat deze site is, waar de teksten vandaan komen en welke tekst beslist.",
        searchable=True,
        name=library.site.name,
        of_one_school=library.own is not None,
        own=decision_status(library.own) if library.own else None,
        agenda=tuple((one.title, _days(one)) for one in happenings(library)),
        sources=tuple(
            AboutSource(
                link=Link(page=protocol_page(protocol.id), text=protocol.record.title),
                organisation=protocol.record.organisation,
                document=protocol.document.title,
                url=protocol.document.url,
                note=protocol.document.note,
            )
            for protocol in library.shown
        ),
    )


def _days(one: Happening) -> str:
    first = date_in_words(one.first)
    return first if one.first == one.last else f"{first} tot en met {date_in_words(one.last)}"
