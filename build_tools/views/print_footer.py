"""What stands at the foot of each printed page: protocol, numbers of its rules, and the date of the version."""

from __future__ import annotations

from build_tools.model import Item, Library, Protocol
from build_tools.records import Topic
from build_tools.views.audience import items_for
from build_tools.views.children import GROUPS, group_page
from build_tools.views.parts import audience_page, in_words, protocol_page, topic_page
from build_tools.views.sheets import version_day


def print_footers(library: Library) -> dict[str, str]:
    """The foot of each page that shows rules, by the page's path."""
    footers = {protocol_page(protocol.id): _whole(protocol) for protocol in library.shown}
    for topic in library.vocabulary.topics.values():
        if cited := _on_topic(library, topic):
            footers[topic_page(topic.id)] = cited
    for audience in library.vocabulary.audiences.values():
        footers[audience_page(audience)] = _versions(library, items_for(library, audience.id))
    if library.own:  # with more protocols each printed sheet names its own version
        footers |= {group_page(group): _whole(library.own) for group in GROUPS}
    return footers


def _whole(protocol: Protocol) -> str:
    printed = [item.rule.number for item in protocol.items if item.rule.number]
    numbers = [int(number) for number in printed if number.isdigit()]
    listed = f", nummers {min(numbers)} tot en met {max(numbers)}" if numbers and min(numbers) < max(numbers) else ""
    return f"{protocol.record.short_title}{listed}. {version_day(protocol)[0]}."


def _on_topic(library: Library, topic: Topic) -> str:
    cited = [_cited(protocol, topic.id) for protocol in library.shown]
    return " ".join(line for line in cited if line)


def _cited(protocol: Protocol, topic: str) -> str | None:
    """What a protocol says on the topic: `De Mare nummer 1 en 8 (Versie gelezen op 21 november 2026).`."""
    about = protocol.items_by_topic.get(topic, ())
    numbers = list(dict.fromkeys(item.rule.number for item in about if item.rule.number))
    label = f" nummer {in_words(numbers)}" if numbers else ""
    return f"{protocol.record.short_title}{label} ({version_day(protocol)[0]})." if about else None


def _versions(library: Library, items: list[Item]) -> str:
    present = {item.protocol for item in items}
    named = [protocol for protocol in library.shown if protocol.id in present]
    return " ".join(f"{protocol.record.short_title}: {version_day(protocol)[0]}." for protocol in named)
