"""What stands at the foot of each printed page: protocol, numbers of its rules, and the date of the version."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from build_tools.dutch import in_words
from build_tools.model import Library, Protocol
from build_tools.records import AudienceId
from build_tools.views.audience import items_for
from build_tools.views.children import GROUPS, group_page
from build_tools.views.parts import audience_page, protocol_page, topic_page
from build_tools.views.sheets import version_day


def footers_of_rules(library: Library) -> dict[str, Callable[[Library], str]]:
    """What gives the foot of each page of which it follows from the rules there, by the page's path.

    It is asked of a library with those rules; without any, the foot is empty.
    """
    return {
        **{protocol_page(protocol.id): partial(_of_whole, protocol.id) for protocol in library.shown},
        **{topic_page(topic): partial(_on_topic, topic) for topic in library.vocabulary.topics},
    }


def other_footers(library: Library) -> dict[str, Callable[[], str]]:
    """What gives the foot of each other page that may show rules, by the page's path."""
    readers = library.vocabulary.audiences.values()
    return {
        **{audience_page(one): cache(partial(_for_reader, library, one.id)) for one in readers},
        **_on_sheets(library),
    }


def _on_sheets(library: Library) -> dict[str, Callable[[], str]]:
    """The foot of the sheets of a school's own site; with more protocols each printed sheet names its own version."""
    return {group_page(group): partial(_whole, library.own) for group in GROUPS} if library.own else {}


def _of_whole(name: str, library: Library) -> str:
    return _whole(library.protocols[name])


def _whole(protocol: Protocol) -> str:
    printed = [item.rule.number for item in protocol.items if item.rule.number]
    numbers = [int(number) for number in printed if number.isdigit()]
    listed = f", nummers {min(numbers)} tot en met {max(numbers)}" if numbers and min(numbers) < max(numbers) else ""
    return f"{protocol.record.short_title}{listed}. {version_day(protocol)[0]}."


def _on_topic(topic: str, library: Library) -> str:
    cited = [_cited(protocol, topic) for protocol in library.shown]
    return " ".join(line for line in cited if line)


def _cited(protocol: Protocol, topic: str) -> str | None:
    """What a protocol says on the topic: `De Mare nummer 1 en 8 (Versie gelezen op 21 november 2026).`."""
    about = protocol.items_by_topic.get(topic)
    if not about:
        return None
    numbers = list(dict.fromkeys(item.rule.number for item in about if item.rule.number))
    label = f" nummer {in_words(numbers)}" if numbers else ""
    return f"{protocol.record.short_title}{label} ({version_day(protocol)[0]})."


def _for_reader(library: Library, reader: AudienceId) -> str:
    present = {item.protocol for item in items_for(library, reader)}
    named = [protocol for protocol in library.shown if protocol.id in present]
    return " ".join(f"{protocol.record.short_title}: {version_day(protocol)[0]}." for protocol in named)
