"""A reader's rules once more, for a frame on another site: headings, paragraphs, lists and links, and nothing else.

The paste version is made of the same pages, so what a school pastes is what the frame shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from build_tools.model import Item, Library, Protocol
from build_tools.records import Audience, AudienceId, Contact, Decision
from build_tools.slices import Outlined, Slices, made_for
from build_tools.views.audience import AnswerBlock, DecisionLink, ThemeBlock, audience_themes, audience_view
from build_tools.views.children import HELP, CardGroup, children_view
from build_tools.views.comparison import is_large
from build_tools.views.media import MediaList, MediaView, media_view
from build_tools.views.parts import Link, NormLine, NoteBox, RuleCard, audience_page
from build_tools.views.standing import draft_lines
from build_tools.views.view import View

FOLDER = "inbedden"
LAYOUT = "embed.html"


class EmbedRule(Struct, frozen=True, kw_only=True):
    """A rule with who else says so; without a title it is a point in a list."""

    title: str | None
    text: str
    groups: str | None
    norms: tuple[NormLine, ...]
    footnotes: tuple[tuple[str, str], ...]
    notes: tuple[NoteBox, ...]
    sources: tuple[Link, ...]


class EmbedPart(Struct, frozen=True, kw_only=True):
    """Some rules under a heading, in order of doing when they are steps."""

    title: str
    intro: str | None = None
    rules: tuple[EmbedRule, ...] = ()
    steps: tuple[str, ...] = ()
    contact: Contact | None = None


class EmbedView(View, frozen=True, kw_only=True):
    """All rules for one reader, for a frame."""

    drafts: tuple[str, ...]
    intro: str
    help: tuple[str, str] | None
    parts: tuple[EmbedPart, ...]
    decisions: tuple[DecisionLink, ...]
    instead: Link | None


def embed_makers(slices: Slices) -> Mapping[str, Callable[[], EmbedView]]:
    """What makes a page for a frame for each reader.

    That of a large collection only leads to the reader's own page: as long as that one is, nobody reads it in a frame.
    """
    audiences = slices.library.vocabulary.audiences
    if is_large(slices.library):
        return {
            _page_for(audience): Outlined(slices=slices, make=_leading_on, beside=(audience.id,))
            for audience in audiences.values()
        }
    return {
        _page_for(audiences["staff"]): made_for(slices, "staff", _for_grown_ups, lambda: "staff"),
        _page_for(audiences["parents"]): made_for(slices, "parents", _for_grown_ups, lambda: "parents"),
        _page_for(audiences["children"]): made_for(slices, "children", _for_children),
        _page_for(audiences["media"]): made_for(slices, "media", _for_media),
    }


def embed_views(library: Library) -> Iterator[EmbedView]:
    """Each page for a frame."""
    return (make() for make in embed_makers(Slices(library=library)).values())


def _page_for(audience: Audience) -> str:
    return embed_page(audience_page(audience))


def embed_page(page: str) -> str:
    """The Markdown path of the frame's page of a reader's page."""
    return f"{FOLDER}/{page}"


def _for_grown_ups(library: Library, name: AudienceId) -> EmbedView:
    view, themes = audience_view(library, name), audience_themes(library, name)
    decisions = {found.anchor: found for theme in themes for topic in theme.topics for found in topic.decisions}
    parts = tuple(map(_theme, themes))
    shown = tuple(part for part in parts if part.rules)
    return _embed(library, view, view.audience, shown, decisions=tuple(decisions.values()))


def _for_children(library: Library) -> EmbedView:
    view = children_view(library)
    return _embed(library, view, view.audience, tuple(map(_cards, view.groups)))


def _for_media(library: Library) -> EmbedView:
    view = media_view(library)
    return _embed(library, view, view.audience, tuple(_media_parts(view)))


def _leading_on(library: Library, reader: AudienceId) -> EmbedView:
    audience = library.vocabulary.audiences[reader]
    title, page = f"Afspraken voor {audience.label}", audience_page(audience)
    return EmbedView(
        path=embed_page(page),
        template="embed.md.j2",
        layout=LAYOUT,
        title=title,
        description=audience.description,
        drafts=(),
        intro=audience.intro,
        help=HELP if audience.id == "children" else None,
        parts=(),
        decisions=(),
        instead=Link(page=page, text=title),
    )


def _embed(
    library: Library,
    view: View,
    audience: Audience,
    parts: tuple[EmbedPart, ...],
    decisions: tuple[DecisionLink, ...] = (),
) -> EmbedView:
    return EmbedView(
        path=embed_page(view.path),
        template="embed.md.j2",
        layout=LAYOUT,
        title=view.title,
        description=view.description,
        drafts=draft_lines(library, _of_reader(library, audience.id), audience.id),
        intro=audience.intro,
        help=HELP if audience.id == "children" else None,
        parts=parts,
        decisions=decisions,
        instead=None,
    )


def _of_reader(library: Library, audience: AudienceId) -> Iterator[Protocol]:
    """The shown protocols of which a rule or a decision is for this reader."""
    for protocol in library.shown:
        told: tuple[Item | Decision, ...] = (*protocol.items, *protocol.record.decisions)
        if any(audience in one.audiences for one in told):
            yield protocol


def _theme(theme: ThemeBlock) -> EmbedPart:
    rules = (_answer(answer, answer.lead.title) for topic in theme.topics for answer in topic.answers)
    return EmbedPart(title=theme.title, rules=tuple(rules))


def _cards(group: CardGroup) -> EmbedPart:
    return EmbedPart(title=group.title, intro=group.intro, rules=tuple(_answer(found, None) for found in group.answers))


def _answer(answer: AnswerBlock, title: str | None) -> EmbedRule:
    norms = answer.norms if title else ()  # children read what to do, not how strictly it binds
    return _rule(answer.lead, title, norms, (answer.lead, *answer.others))


def _media_parts(view: MediaView) -> Iterator[EmbedPart]:
    if view.press_contact:
        yield EmbedPart(title="Wie voert het woord?", contact=view.press_contact)
    if view.first_hour:
        yield EmbedPart(title="Het eerste uur", steps=tuple(card.title for card in view.first_hour))
    yield from (_media_list(found) for found in view.lists)


def _media_list(found: MediaList) -> EmbedPart:
    rules = tuple(_rule(card, card.title, card.norms, (card,)) for card in found.rules)
    return EmbedPart(title=found.title, intro=found.intro, rules=rules)


def _rule(card: RuleCard, title: str | None, norms: tuple[NormLine, ...], cards: tuple[RuleCard, ...]) -> EmbedRule:
    return EmbedRule(
        title=title,
        text=card.text,
        groups=card.groups,
        norms=norms,
        footnotes=card.footnotes,
        notes=card.notes if title else (),
        sources=_sources(cards),
    )


def _sources(cards: tuple[RuleCard, ...]) -> tuple[Link, ...]:
    """Who says so, each name once: two rules of a protocol without numbers read the same."""
    named = {_source(card): card.link for card in reversed(cards)}
    return tuple(Link(page=link.page, anchor=link.anchor, text=name) for name, link in reversed(named.items()))


def _source(card: RuleCard) -> str:
    return f"{card.protocol_title}, nummer {card.number}" if card.number else card.protocol_title
