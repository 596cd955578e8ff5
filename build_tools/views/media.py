"""The pages for when the press calls: a checklist for who is rung, and whom a journalist may contact."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from build_tools.model import AdviceList, Item, Library
from build_tools.records import Audience, Contact
from build_tools.views.audience import items_for
from build_tools.views.parts import Link, RuleCard, audience_page, rule_card
from build_tools.views.pdf_links import NO_PDFS, PdfList
from build_tools.views.questions import questions_for
from build_tools.views.view import View

JOURNALISTS_PAGE = "media/journalisten.md"


class MediaList(Struct, frozen=True, kw_only=True):
    """One part of the checklist."""

    id: str
    title: str
    intro: str
    sign: str
    rules: tuple[RuleCard, ...]


class MediaView(View, frozen=True, kw_only=True):
    """The checklist for who is rung."""

    audience: Audience
    first_hour: tuple[RuleCard, ...]
    speakers: tuple[RuleCard, ...]
    reception: tuple[RuleCard, ...]
    lists: tuple[MediaList, ...]
    reception_contact: Contact | None
    press_contact: Contact | None
    protocols: tuple[str, ...]
    pdfs: PdfList
    questions: tuple[Link, ...]


class JournalistsView(View, frozen=True, kw_only=True):
    """Whom a journalist may contact, and nothing else."""

    contact: Contact | None
    own_name: str | None


def media_view(library: Library, pdfs: PdfList = NO_PDFS) -> MediaView:
    """The media page of the shown protocols."""
    audience = media_promise(library)
    items = items_for(library, "media")
    return MediaView(
        path=audience_page(audience),
        template="media.md.j2",
        title="Als de pers belt",
        description=audience.description,
        audience=audience,
        first_hour=_at(library, items, "first-hour"),
        speakers=_at(library, items, "speaker"),
        reception=tuple(rule_card(library, item, "media") for item in for_the_desk(items)),
        lists=tuple(_lists(library, items)),
        reception_contact=library.site.contacts.reception,
        press_contact=library.site.contacts.press,
        protocols=tuple(p.record.short_title for p in library.shown if any(item.protocol == p.id for item in items)),
        pdfs=pdfs,
        questions=questions_for(library, "media"),
    )


def media_promise(library: Library) -> Audience:
    """What this reader may expect: without a rule on the press no checklist, only who speaks with them."""
    audience = library.vocabulary.audiences["media"]
    if items_for(library, "media"):
        return audience
    return replace(
        audience,
        description="Wie op school de pers te woord staat, en bij wie journalisten terechtkunnen.",
        intro="Het protocol op deze site zegt niets over contact met de pers.",
    )


def journalists_view(library: Library) -> JournalistsView:
    """The page for journalists."""
    return JournalistsView(
        path=JOURNALISTS_PAGE,
        template="journalists.md.j2",
        title="Voor journalisten",
        description="Met wie u als journalist contact opneemt.",
        searchable=True,
        contact=library.site.contacts.press,
        own_name=library.own.record.organisation if library.own else None,
    )


def for_the_desk(items: Iterable[Item]) -> list[Item]:
    """What the reception desk does, in the protocol's order, what belongs to the first hour before the rest."""
    here = [item for item in items if "reception" in item.rule.moments]
    return sorted(here, key=lambda item: "first-hour" not in item.rule.moments)


def _at(library: Library, items: Iterable[Item], moment: str) -> tuple[RuleCard, ...]:
    return tuple(rule_card(library, item, "media") for item in items if moment in item.rule.moments)


def _lists(library: Library, items: list[Item]) -> Iterable[MediaList]:
    kinds = _kinds(library)
    headings = (
        ("do", "doen", "Doen", "Zo houdt u de regie."),
        ("dont", "niet-doen", "Niet doen", "Dit werkt tegen u."),
        ("tips", "verder", "Verder goed om te weten", "Voor als het langer duurt of ernstiger is."),
    )
    for kind, name, title, intro in headings:
        rules = tuple(
            rule_card(library, item, "media") for item in items if kinds.get((item.protocol, item.id), "tips") == kind
        )
        if rules:
            yield MediaList(id=name, title=title, intro=intro, sign=kind, rules=rules)


def _kinds(library: Library) -> dict[tuple[str, str], str]:
    """Under which heading each do and don't stands; all else is good to know."""
    return {
        (item.protocol, item.id): block.record.kind
        for protocol in library.shown
        for section in protocol.sections
        for block in section.blocks
        if isinstance(block, AdviceList) and block.record.kind in ("do", "dont")
        for item in block.items
    }
