"""Questions to start from: what a reader often asks, each a link to the topic that answers it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest

from build_tools.model import Library
from build_tools.records import AudienceId, Topic
from build_tools.views.parts import Link, topic_page

MOST = 6


def questions_for(library: Library, audience: AudienceId, most: int = MOST) -> tuple[Link, ...]:
    """At most `most` questions in the reader's own words that a rule for that reader answers, the most answered first.

    The themes take turns, so that they are not all about one thing.
    """
    answered = _answers(library, audience)
    topics = [topic for topic in library.vocabulary.topics.values() if answered.get(topic.id)]
    asked = [topic for topic in topics if getattr(topic.questions, audience)]
    by_theme = [
        sorted((topic for topic in asked if topic.theme == theme), key=lambda topic: -answered[topic.id])
        for theme in library.vocabulary.themes
    ]
    return tuple(_link(topic, audience) for topic in islice(_in_turn(by_theme), most))


def _answers(library: Library, audience: AudienceId) -> dict[str, int]:
    """How many rules for this reader rule on each topic."""
    counts: dict[str, int] = {}
    items = (item for protocol in library.shown for item in protocol.items if audience in item.audiences)
    for item in items:
        for topic in {norm.topic for norm in item.rule.norms}:
            counts[topic] = counts.get(topic, 0) + 1
    return counts


def _in_turn(groups: list[list[Topic]]) -> Iterator[Topic]:
    for turn in zip_longest(*groups):
        yield from (topic for topic in turn if topic)


def _link(topic: Topic, audience: AudienceId) -> Link:
    return Link(page=topic_page(topic.id), text=getattr(topic.questions, audience))
