"""What one protocol lacks beside the others: topics, the usual stance or value, norms; as pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from build_tools.compare import Cell, cell
from build_tools.model import Item, Library, Protocol
from build_tools.records import PartyId, StanceId, Topic
from build_tools.relation import Reading, readings_by_party


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A topic that most others rule on and this protocol does not."""

    topic: Topic
    others: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """For one party another stance than most others have, or the same stance with another value than any of them."""

    topic: Topic
    party: PartyId
    stances: tuple[StanceId, ...]
    of_others: tuple[StanceId, ...]
    others: tuple[str, ...]

    @property
    def in_value(self) -> bool:
        """Whether the stance is the same, and only the value or condition differs."""
        return self.stances == self.of_others


@dataclass(frozen=True, kw_only=True)
class Missing:
    """All that one protocol lacks beside the others."""

    gaps: tuple[Gap, ...]
    deviations: tuple[Deviation, ...]
    alone: tuple[Topic, ...]
    uncompared: tuple[Item, ...]


def missing(library: Library, protocol: Protocol) -> Missing:
    """What the protocol lacks beside the other shown protocols."""
    others = [other for other in library.shown if other.id != protocol.id]
    rows = [
        (topic, cell(protocol, topic), {other.id: cell(other, topic) for other in others})
        for topic in library.vocabulary.topics.values()
    ]
    return Missing(
        gaps=tuple(gap for row in rows for gap in _gap(*row)),
        deviations=tuple(found for row in rows for found in _deviations(*row)),
        alone=tuple(topic for topic, own, found in rows if own.status == "regulated" and not _ruling(found)),
        uncompared=tuple(item for item in protocol.items if not item.rule.norms),
    )


def _ruling(others: Mapping[str, Cell]) -> tuple[str, ...]:
    """The protocols that rule on it, clearly or not."""
    return tuple(name for name, found in others.items() if found.status in ("regulated", "unclear"))


def _gap(topic: Topic, own: Cell, others: Mapping[str, Cell]) -> Iterator[Gap]:
    """More than half of the others rule on it."""
    ruling = _ruling(others)
    if own.status == "silent" and len(ruling) * 2 > len(others):
        yield Gap(topic=topic, others=ruling)


def _deviations(topic: Topic, own: Cell, others: Mapping[str, Cell]) -> Iterator[Deviation]:
    """Party by party, where at least two others rule clearly."""
    if own.status != "regulated":
        return
    clear = {name: readings_by_party(found.answers) for name, found in others.items() if found.status == "regulated"}
    for party, reading in readings_by_party(own.answers).items():
        beside = {name: found[party] for name, found in clear.items() if party in found}
        usual = _usual(beside.values())
        if len(beside) > 1 and usual and (stances_of(reading) != usual or _has_own_value(reading, beside.values())):
            yield Deviation(
                topic=topic,
                party=party,
                stances=stances_of(reading),
                of_others=usual,
                others=tuple(name for name, found in beside.items() if stances_of(found) == usual),
            )


def stances_of(reading: Reading) -> tuple[StanceId, ...]:
    """The stances in a reading, each once, in alphabetical order."""
    return tuple(sorted({said[0] for said in reading}))


def _usual(readings: Iterable[Reading]) -> tuple[StanceId, ...] | None:
    """The stances that more than half of the readings have; None when no such majority exists."""
    counts = Counter(map(stances_of, readings))
    most = counts.most_common(1)
    return most[0][0] if most and most[0][1] * 2 > counts.total() else None


def _has_own_value(reading: Reading, others: Iterable[Reading]) -> bool:
    """Whether most of the others agree on value and condition too, and this reading has another."""
    counts: Counter[Reading] = Counter(others)
    usual: Sequence[tuple[Reading, int]] = counts.most_common(1)
    return bool(usual) and usual[0][1] * 2 > counts.total() and usual[0][0] != reading
