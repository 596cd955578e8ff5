"""The pages of the topics: the list by theme, and every protocol's answer to one question."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from build_tools.compare import Cell, cell
from build_tools.model import Library, Protocol
from build_tools.records import Norm, Topic
from build_tools.views.comparison import comparison_link
from build_tools.views.parts import (
    Link,
    NormLine,
    NoteBox,
    decision_text,
    filled,
    norm_line,
    note_boxes,
    protocol_page,
    rule_link,
    topic_link,
    topic_page,
)
from build_tools.views.view import View

TOPICS_PAGE = "onderwerpen/index.md"


class TopicRule(Struct, frozen=True, kw_only=True):
    """A rule or decision under a protocol's answer."""

    anchor: str
    title: str
    number: str | None
    text: str
    link: Link
    norms: tuple[NormLine, ...]
    notes: tuple[NoteBox, ...]


class ProtocolAnswer(Struct, frozen=True, kw_only=True):
    """What one protocol says on the topic."""

    protocol: str
    title: str
    link: Link
    status: str
    status_label: str
    reason: str | None
    readings: tuple[str, ...]
    rules: tuple[TopicRule, ...]
    mentions: tuple[TopicRule, ...]


class TopicView(View, frozen=True, kw_only=True):
    """Every protocol's answer to one question."""

    question: str
    theme: str
    words: tuple[str, ...]
    answers: tuple[ProtocolAnswer, ...]
    related: tuple[Link, ...]
    compared: Link | None
    regulated: int


class TopicLine(Struct, frozen=True, kw_only=True):
    """A topic in the list, with how many protocols rule on it."""

    link: Link
    question: str
    regulated: int


class TopicTheme(Struct, frozen=True, kw_only=True):
    """A theme in the list."""

    id: str
    title: str
    description: str
    topics: tuple[TopicLine, ...]


class TopicsView(View, frozen=True, kw_only=True):
    """All topics by theme."""

    themes: tuple[TopicTheme, ...]
    protocol_count: int


def topics_view(library: Library) -> TopicsView:
    """The list of topics."""
    return TopicsView(
        path=TOPICS_PAGE,
        template="topics.md.j2",
        title="Onderwerpen",
        description="Alle vragen die de protocollen beantwoorden, per thema.",
        themes=tuple(_themes(library)),
        protocol_count=len(library.shown),
    )


def _themes(library: Library) -> Iterator[TopicTheme]:
    for theme in library.vocabulary.themes.values():
        topics = [topic for topic in library.vocabulary.topics.values() if topic.theme == theme.id]
        lines = tuple(_line(library, topic) for topic in topics)
        if lines:
            yield TopicTheme(id=theme.id, title=theme.title, description=theme.description, topics=lines)


def _line(library: Library, topic: Topic) -> TopicLine:
    return TopicLine(
        link=topic_link(library, topic.id),
        question=topic.question,
        regulated=sum(cell(protocol, topic).status in ("regulated", "unclear") for protocol in library.shown),
    )


def topic_view(library: Library, name: str) -> TopicView:
    """The page of one topic, by its id."""
    topic = library.vocabulary.topics[name]
    answers = tuple(_answer(library, protocol, topic) for protocol in library.shown)
    return TopicView(
        path=topic_page(topic.id),
        template="topic.md.j2",
        title=topic.title,
        description=topic.question,
        searchable=True,
        question=topic.question,
        theme=library.vocabulary.themes[topic.theme].title,
        words=topic.words,
        answers=answers,
        related=tuple(topic_link(library, other) for other in topic.related),
        compared=comparison_link(library, topic),
        regulated=sum(answer.status in ("regulated", "unclear") for answer in answers),
    )


def _answer(library: Library, protocol: Protocol, topic: Topic) -> ProtocolAnswer:
    found: Cell = cell(protocol, topic)
    status = library.vocabulary.statuses[found.status]
    return ProtocolAnswer(
        protocol=protocol.id,
        title=protocol.record.short_title,
        link=Link(page=protocol_page(protocol.id), text=protocol.record.title),
        status=status.id,
        status_label=status.label,
        reason=found.unclear.reason if found.unclear else None,
        readings=found.unclear.readings if found.unclear else (),
        rules=tuple(_rules(library, protocol, topic, ruling=True)),
        mentions=tuple(_rules(library, protocol, topic, ruling=False)),
    )


def _rules(library: Library, protocol: Protocol, topic: Topic, *, ruling: bool) -> Iterator[TopicRule]:
    for item in protocol.items_by_topic.get(topic.id, ()):
        norms = [norm for norm in item.rule.norms if norm.topic == topic.id]
        if bool(norms) == ruling:
            yield TopicRule(
                anchor=f"{protocol.id}--{item.id}",
                title=filled(library, protocol, item.rule.title),
                number=item.rule.number,
                text=filled(library, protocol, item.rule.text),
                link=rule_link(item, protocol.id),
                norms=_lines(library, norms),
                notes=note_boxes(item.rule.notes),
            )
    for decision in protocol.record.decisions:
        norms = [norm for norm in decision.norms if norm.topic == topic.id]
        if bool(norms) == ruling and (norms or topic.id in decision.topics):
            yield TopicRule(
                anchor=f"{protocol.id}--{decision.id}",
                title=f"Besluit: {decision_text(decision)}",
                number=None,
                text=filled(library, protocol, decision.text or f"Besluit van {decision.body}."),
                link=rule_link(decision, protocol.id),
                norms=_lines(library, norms),
                notes=note_boxes(decision.notes),
            )


def _lines(library: Library, norms: list[Norm]) -> tuple[NormLine, ...]:
    return tuple(norm_line(library, norm) for norm in norms)
