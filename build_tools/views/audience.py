"""The pages for staff and parents: all that binds or helps this reader, by theme and topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from build_tools.answers import answer_key
from build_tools.model import Item, Library
from build_tools.records import Audience, AudienceId, PartyId, Theme, Topic
from build_tools.slices import InParts, Outlined, Sliced, Slices, kin, within
from build_tools.views.parts import (
    Link,
    NormLine,
    RuleCard,
    audience_page,
    decision_text,
    decision_topics,
    filled,
    norm_line,
    rule_anchor,
    rule_card,
    rule_link,
    topic_link,
)
from build_tools.views.questions import questions_for
from build_tools.views.view import View


class AnswerBlock(Struct, frozen=True, kw_only=True):
    """Rules that answer a topic alike: the first in full, the others as further sources."""

    norms: tuple[NormLine, ...]
    lead: RuleCard
    others: tuple[RuleCard, ...]


class Elsewhere(Struct, frozen=True, kw_only=True):
    """A rule that also answers this topic but stands under another one of the page, at `anchor`."""

    title: str
    anchor: str
    protocol: str
    protocol_title: str
    norms: tuple[NormLine, ...]


class TopicBlock(Struct, frozen=True, kw_only=True):
    """A topic with every answer to it."""

    id: str
    title: str
    question: str
    link: Link
    answers: tuple[AnswerBlock, ...]
    elsewhere: tuple[Elsewhere, ...]
    decisions: tuple[DecisionLink, ...]


class DecisionLink(Struct, frozen=True, kw_only=True):
    """A decision on a protocol, for this reader: `instemming door GMR op 19 september 2018`."""

    anchor: str
    text: str
    protocol: str
    protocol_title: str
    link: Link


class ThemeBlock(Struct, frozen=True, kw_only=True):
    """A theme with its topics."""

    id: str
    title: str
    topics: tuple[TopicBlock, ...]


class AudienceView(View, frozen=True, kw_only=True):
    """A page for one reader, but for its parts: all that follows from rules."""

    audience: Audience


class StartPart(View, frozen=True, kw_only=True):
    """Where to start on such a page: questions, and the protocols to choose from."""

    questions: tuple[Link, ...]
    protocols: tuple[tuple[str, str], ...]


class ThemeEdge(View, frozen=True, kw_only=True):
    """Where a theme of such a page begins or ends; without a theme nothing of it is for this reader."""

    theme: Theme | None


class TopicPart(View, frozen=True, kw_only=True):
    """A topic of such a page; without a topic nothing of it is for this reader."""

    topic: TopicBlock | None
    are_several: bool


def audience_themes(library: Library, name: AudienceId) -> tuple[ThemeBlock, ...]:
    """All that is for `staff` or `parents`."""
    about = _by_topic(items_for(library, name))
    found = (_theme_block(library, theme, about, name) for theme in library.vocabulary.themes.values())
    return tuple(block for block in found if block)


def audience_maker(slices: Slices, name: AudienceId) -> InParts[View]:
    """What makes the page of `staff` or `parents`, topic by topic: at sixty protocols it is megabytes."""
    return InParts(
        top=Sliced(
            slices=slices,
            choose=dict,
            known=lambda: slices.key_of(()),
            make=audience_view,
            beside=lambda: (name,),
        ),
        parts={"": Outlined(slices=slices, make=_start, beside=(name,)), **dict(_theme_makers(slices, name))},
    )


def _theme_makers(slices: Slices, name: AudienceId) -> Iterator[tuple[str, Outlined[View] | Sliced[View]]]:
    """What makes each part of each theme, by a name for it."""
    words = slices.library.vocabulary
    for theme in words.themes:
        yield f"{theme} begins", Outlined(slices=slices, make=_edge, beside=(name, theme, "_audience_theme.md.j2"))
        for topic in words.topics.values():
            if topic.theme == theme:
                yield topic.id, _topic_maker(slices, name, topic.id)
        yield f"{theme} ends", Outlined(slices=slices, make=_edge, beside=(name, theme, "_audience_theme_end.md.j2"))


def _topic_maker(slices: Slices, name: AudienceId, topic: str) -> Sliced[View]:
    return Sliced(
        slices=slices,
        choose=lambda: within(slices.rules_about[topic], slices.rules_for[name]),
        known=lambda: slices.key_of_kin(kin(reader=name, topic=topic)),
        make=_topic_part,
        beside=lambda: (name, topic, sum(map(bool, slices.rules_for[name].values())) > 1),
    )


def audience_view(library: Library, name: AudienceId) -> AudienceView:
    """The top of the page of `staff` or `parents`."""
    audience = library.vocabulary.audiences[name]
    return AudienceView(
        path=audience_page(audience),
        template="audience.md.j2",
        title=f"Afspraken voor {audience.label}",
        description=audience.description,
        audience=audience,
    )


def _start(library: Library, name: AudienceId) -> StartPart:
    return StartPart(
        path=audience_page(library.vocabulary.audiences[name]),
        template="_audience_start.md.j2",
        title="",
        description="",
        questions=questions_for(library, name),
        protocols=shown_protocols(items_for(library, name), library),
    )


def _edge(library: Library, name: AudienceId, theme: str, template: str) -> ThemeEdge:
    words = library.vocabulary
    topics = {topic.id for topic in words.topics.values() if topic.theme == theme}
    ruled = any(not topics.isdisjoint(item.topics) for item in items_for(library, name))
    is_there = ruled or any(True for topic in topics for _ in _decisions(library, topic, name))
    return ThemeEdge(
        path=audience_page(words.audiences[name]),
        template=template,
        title="",
        description="",
        theme=words.themes[theme] if is_there else None,
    )


def _topic_part(library: Library, name: AudienceId, topic: str, several: bool) -> TopicPart:
    words = library.vocabulary
    about = [item for item in items_for(library, name) if topic in item.topics]
    return TopicPart(
        path=audience_page(words.audiences[name]),
        template="_audience_topic.md.j2",
        title="",
        description="",
        topic=_topic_block(library, words.topics[topic], about, name),
        are_several=several,
    )


def items_for(library: Library, name: AudienceId) -> list[Item]:
    """The items of the shown protocols that are for this reader."""
    return [item for protocol in library.shown for item in protocol.items if name in item.audiences]


def shown_protocols(items: Iterable[Item], library: Library) -> tuple[tuple[str, str], ...]:
    """(id, short title) of the protocols that these items come from."""
    present = {item.protocol for item in items}
    return tuple((protocol.id, protocol.record.short_title) for protocol in library.shown if protocol.id in present)


def alike(items: Iterable[Item], topic: str) -> list[list[Item]]:
    """The items in groups that answer the topic alike; one that rules nothing on it stands by itself."""
    groups: dict[object, list[Item]] = {}
    for item in items:
        norms = tuple(sorted({answer_key(norm) for norm in item.rule.norms if norm.topic == topic}))
        key: object = (norms, item.rule.groups) if norms else (item.protocol, item.id)
        groups.setdefault(key, []).append(item)
    return list(groups.values())


_PARTIES: Mapping[AudienceId, frozenset[PartyId]] = {
    "staff": frozenset({"staff", "management", "everyone"}),
    "parents": frozenset({"parents", "everyone"}),
    "children": frozenset({"pupils", "everyone"}),
    "media": frozenset({"media"}),
}


def main_topic(item: Item, audience: AudienceId) -> str:
    """The topic under which this reader finds the item: the first on which it binds the reader, or its first."""
    binding = (norm.topic for norm in item.rule.norms if _PARTIES[audience] & set(norm.parties))
    return next(binding, item.topics[0])


def _by_topic(items: Iterable[Item]) -> dict[str, list[Item]]:
    about: dict[str, list[Item]] = {}
    for item in items:
        for topic in item.topics:
            about.setdefault(topic, []).append(item)
    return about


def _theme_block(
    library: Library, theme: Theme, about: Mapping[str, list[Item]], audience: AudienceId
) -> ThemeBlock | None:
    of_theme = (topic for topic in library.vocabulary.topics.values() if topic.theme == theme.id)
    found = (_topic_block(library, topic, about.get(topic.id, []), audience) for topic in of_theme)
    topics = tuple(block for block in found if block)
    return ThemeBlock(id=f"thema-{theme.id}", title=theme.title, topics=topics) if topics else None


def _decisions(library: Library, topic: str, audience: AudienceId) -> Iterator[DecisionLink]:
    """The decisions on this topic that are for this reader."""
    for protocol in library.shown:
        for decision in protocol.record.decisions:
            if audience in decision.audiences and topic in decision_topics(decision)[:1]:
                yield DecisionLink(
                    anchor=f"{protocol.id}--{decision.id}",
                    text=filled(library, protocol, decision_text(decision)),
                    protocol=protocol.id,
                    protocol_title=protocol.record.short_title,
                    link=rule_link(decision, protocol.id),
                )


def _topic_block(library: Library, topic: Topic, about: list[Item], audience: AudienceId) -> TopicBlock | None:
    decisions = tuple(_decisions(library, topic.id, audience))
    if not (about or decisions):
        return None
    here: list[Item] = []
    elsewhere: list[Item] = []
    for item in about:
        (here if main_topic(item, audience) == topic.id else elsewhere).append(item)
    return TopicBlock(
        id=topic.id,
        title=topic.title,
        question=getattr(topic.questions, audience) or topic.question,
        link=topic_link(library, topic.id),
        answers=tuple(answer_block(library, group, topic.id, audience) for group in alike(here, topic.id)),
        elsewhere=tuple(_elsewhere(library, item, topic.id) for item in elsewhere),
        decisions=decisions,
    )


def _elsewhere(library: Library, item: Item, topic: str) -> Elsewhere:
    protocol = library.protocols[item.protocol]
    return Elsewhere(
        title=filled(library, protocol, item.rule.title),
        anchor=rule_anchor(item),
        protocol=item.protocol,
        protocol_title=protocol.record.short_title,
        norms=norms_on(library, item, topic),
    )


def answer_block(library: Library, group: list[Item], topic: str, audience: AudienceId) -> AnswerBlock:
    """One answer with its sources, as the reader sees it."""
    lead, *others = [rule_card(library, item, audience) for item in group]
    return AnswerBlock(norms=norms_on(library, group[0], topic), lead=lead, others=tuple(others))


def norms_on(library: Library, item: Item, topic: str) -> tuple[NormLine, ...]:
    """What the item rules on this topic, in words."""
    return tuple(norm_line(library, norm) for norm in item.rule.norms if norm.topic == topic)
