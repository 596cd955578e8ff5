"""What one protocol lacks beside the others, as a page: gaps, deviations, what it alone rules on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from msgspec import Struct

from build_tools.dutch import in_words
from build_tools.kept import Recall
from build_tools.missing import MOST_NAMED, Deviation, Gap, Missing, MissingText, missing, read_missing, uncompared
from build_tools.model import Library, Protocol
from build_tools.records import Relation, StanceId, Topic
from build_tools.slices import Chosen, Sliced, Slices, kin, own_rules, rules_on
from build_tools.views.comparison import CellView, comparison_link, row_of, rule_title
from build_tools.views.parts import Link, protocol_page, rule_link, topic_link
from build_tools.views.view import Makers, View


class GapLine(Struct, frozen=True, kw_only=True):
    """A topic that the protocol leaves to itself, with what the others say."""

    topic: Link
    question: str
    others: str
    cells: tuple[CellView, ...]


class DeviationLine(Struct, frozen=True, kw_only=True):
    """A topic on which the protocol stands apart for some party, with everyone's answers."""

    topic: Link
    question: str
    sentence: str
    relation: Relation
    cells: tuple[CellView, ...]


class MissingView(View, frozen=True, kw_only=True):
    """What one protocol lacks beside the others."""

    protocol: Link
    others: str
    gaps: tuple[GapLine, ...]
    deviations: tuple[DeviationLine, ...]
    alone: tuple[Link, ...]
    uncompared: tuple[Link, ...]


def missing_page(protocol: str) -> str:
    """The Markdown path of the page with what a protocol lacks."""
    return f"protocollen/{protocol}/vergelijking.md"


def missing_makers(slices: Slices, recall: Recall | None = None) -> Makers:
    """What makes a page for each shown protocol; none when there is nothing to compare with.

    `recall` is asked at once for what earlier pages lacked; without it that is found when a page is asked for.
    """
    library = slices.library
    if len(library.shown) < 2:
        return {}
    known = recall and read_missing(recall({"missing": MissingText(slices=slices)})["missing"])
    found = cache(lambda: known or missing(library))
    return {missing_page(one.id): _maker(slices, one, found) for one in library.shown}


def _maker(slices: Slices, protocol: Protocol, all_missing: Callable[[], Mapping[str, Missing]]) -> Sliced[MissingView]:
    def known() -> bytes:  # the others are shown topic by topic: how rules on two topics are ordered decides nothing
        named = sorted(_named_topics(all_missing()[protocol.id]))
        return slices.key_of([(protocol.id, kin()), *((other, kin(topic=topic)) for other, topic in named)])

    return Sliced(
        slices=slices,
        choose=lambda: _named_rules(slices.library, protocol, all_missing()[protocol.id]),
        known=known,
        make=_missing_view,
        beside=lambda: (protocol.id, all_missing()[protocol.id]),
    )


def _named_rules(library: Library, protocol: Protocol, found: Missing) -> Chosen:
    """The rules of the protocol itself, and those of the others that its page names, on the topics that it names."""
    topics: dict[str, set[str]] = {}
    for other, topic in _named_topics(found):
        topics.setdefault(other, set()).add(topic)
    beside = {name: rules_on([library.protocols[name]], about)[name] for name, about in topics.items()}
    return {**beside, **own_rules(protocol)}


def _named_topics(found: Missing) -> set[tuple[str, str]]:
    """The other protocols that the page names, each with a topic that it names them for."""
    named = (*((gap.topic, gap.others) for gap in found.gaps), *((one.topic, one.others) for one in found.deviations))
    return {(other, topic) for topic, others in named for other in others}


def gap_sentence(library: Library, gap: Gap) -> str:
    """`4 van de 5 andere protocollen regelen dit: A, B, C en D`; of many `..., zoals A, B en C`."""
    others, rule = len(library.shown) - 1, "regelt" if gap.count == 1 else "regelen"
    named = ":" if gap.count == len(gap.others) else ", zoals"
    return f"{gap.count} van de {others} andere protocollen {rule} dit{named} {_names(library, gap.others)}"


def deviation_sentence(library: Library, protocol: Protocol, found: Deviation) -> str:
    """For whom the protocol says what, and what most others say."""
    party = library.vocabulary.parties[found.party].label
    own, usual = _stances(library, found.stances), _stances(library, found.of_others)
    name, others = protocol.record.short_title, _usual(library, found)
    if found.in_value:
        return f"Voor {party} zegt {name} net als {others} {own}, maar met een andere waarde of voorwaarde."
    return f"Voor {party} zegt {name} {own}; de meeste andere ({others}) zeggen {usual}."


def _usual(library: Library, found: Deviation) -> str:
    """Who says what is usual: `A, B en C`, or `412 andere, zoals A, B en C`."""
    names = _names(library, found.others)
    return names if found.count == len(found.others) else f"{found.count} andere, zoals {names}"


def _others(library: Library, protocol: Protocol) -> str:
    """Whom the protocol is set beside: by name, or how many they are."""
    if len(library.shown) - 1 > MOST_NAMED:
        return f"{len(library.shown) - 1} andere protocollen"
    return in_words(other.record.short_title for other in library.shown if other.id != protocol.id)


def _missing_view(library: Library, of: str, found: Missing) -> MissingView:
    protocol = library.protocols[of]
    name = protocol.record.short_title
    return MissingView(
        path=missing_page(protocol.id),
        template="missing.md.j2",
        title=f"{name} naast de andere protocollen",
        description=f"Wat {name} niet regelt en de meeste andere wel, en waar het van de meeste afwijkt.",
        assets="comparison",
        protocol=Link(page=protocol_page(protocol.id), text=protocol.record.title),
        others=_others(library, protocol),
        gaps=tuple(_gap_line(library, gap) for gap in found.gaps),
        deviations=tuple(_deviation_line(library, protocol, deviation) for deviation in found.deviations),
        alone=tuple(topic_link(library, topic) for topic in found.alone),
        uncompared=tuple(
            rule_link(item, protocol.id, rule_title(library, protocol, item)) for item in uncompared(protocol)
        ),
    )


def _gap_line(library: Library, gap: Gap) -> GapLine:
    topic = library.vocabulary.topics[gap.topic]
    row = row_of(library, topic, [library.protocols[name] for name in gap.others])
    return GapLine(
        topic=_compared(library, topic),
        question=topic.question,
        others=gap_sentence(library, gap),
        cells=row.cells,
    )


def _deviation_line(library: Library, protocol: Protocol, found: Deviation) -> DeviationLine:
    topic = library.vocabulary.topics[found.topic]
    row = row_of(library, topic, [protocol, *(library.protocols[name] for name in found.others)])
    return DeviationLine(
        topic=_compared(library, topic),
        question=topic.question,
        sentence=deviation_sentence(library, protocol, found),
        relation=row.relation,
        cells=row.cells,
    )


def _compared(library: Library, topic: Topic) -> Link:
    """The topic in the comparison."""
    return comparison_link(library, topic) or topic_link(library, topic.id)


def _names(library: Library, protocols: Iterable[str]) -> str:
    return in_words(library.protocols[name].record.short_title for name in protocols)


def _stances(library: Library, stances: Iterable[StanceId]) -> str:
    return in_words(library.vocabulary.stances[stance].label for stance in stances)
