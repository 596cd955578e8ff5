"""What one protocol lacks beside the others: topics, the usual stance or value, norms; as pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from msgspec import Struct
from msgspec.json import Decoder, encode

from build_tools.compare import Cell, cell
from build_tools.model import Item, Library, Protocol
from build_tools.records import PartyId, StanceId, Topic
from build_tools.relation import Reading, readings_by_party
from build_tools.slices import Slices

Value = TypeVar("Value")


#: Others are all named while they are this few; of more, the first of them.
MOST_NAMED = 7
NAMED_OF_MANY = 3


class Gap(Struct, frozen=True, kw_only=True):
    """A topic that most others rule on and this protocol does not; `count` of them, of which `others` are named."""

    topic: str
    count: int
    others: tuple[str, ...]


class Deviation(Struct, frozen=True, kw_only=True):
    """For one party another stance than most others have, or the same stance with another value than any of them.

    `count` others have the usual stance, of which `others` are named.
    """

    topic: str
    party: PartyId
    stances: tuple[StanceId, ...]
    of_others: tuple[StanceId, ...]
    count: int
    others: tuple[str, ...]

    @property
    def in_value(self) -> bool:
        """Whether the stance is the same, and only the value or condition differs."""
        return self.stances == self.of_others


class Missing(Struct, frozen=True, kw_only=True):
    """All that one protocol lacks beside the others, and the topics that it alone rules on."""

    gaps: tuple[Gap, ...]
    deviations: tuple[Deviation, ...]
    alone: tuple[str, ...]


class _Said(Struct, frozen=True, kw_only=True):
    """What the shown protocols say to one party on a topic: how many do, what most of them, and who has which stances.

    Whichever protocol is set beside the others, what more than half of them say is one of the two that are said most.
    """

    total: int
    most: Mapping[Reading, int]
    stances: Mapping[tuple[StanceId, ...], Sequence[str]]


class _Row(Struct, frozen=True, kw_only=True):
    """A topic over all shown protocols; `ruling` do so clearly or not, and `readings` has those that do clearly."""

    topic: str
    cells: Mapping[str, Cell]
    ruling: Sequence[str]
    readings: Mapping[str, Mapping[PartyId, Reading]]
    by_party: Mapping[PartyId, _Said]


def missing(library: Library) -> dict[str, Missing]:
    """What each shown protocol lacks beside the others; every topic is counted once for all of them."""
    rows = [_row(library, topic) for topic in library.vocabulary.topics.values()]
    return {protocol.id: _missing(protocol, rows) for protocol in library.shown}


class MissingText(Struct, frozen=True, kw_only=True):
    """Gives what `missing` gives, as JSON: it follows from the outline."""

    slices: Slices

    @property
    def key(self) -> bytes:
        """A digest of all that decides it."""
        return self.slices.outline_key

    def __call__(self) -> str:
        """Find it."""
        return encode(missing(self.slices.outline)).decode()


def read_missing(text: str) -> dict[str, Missing]:
    """What a `MissingText` gave."""
    return _DECODER.decode(text)


_DECODER = Decoder(dict[str, Missing])


def _row(library: Library, topic: Topic) -> _Row:
    cells = {protocol.id: cell(protocol, topic) for protocol in library.shown}
    readings = {name: readings_by_party(one.answers) for name, one in cells.items() if one.status == "regulated"}
    by_party: dict[PartyId, dict[str, Reading]] = {}
    for name, found in readings.items():
        for party, reading in found.items():
            by_party.setdefault(party, {})[name] = reading
    return _Row(
        topic=topic.id,
        cells=cells,
        ruling=[name for name, one in cells.items() if one.status in ("regulated", "unclear")],
        readings=readings,
        by_party={party: _said(found) for party, found in by_party.items()},
    )


def _said(readings: Mapping[str, Reading]) -> _Said:
    stances: dict[tuple[StanceId, ...], list[str]] = {}
    for name, reading in readings.items():
        stances.setdefault(stances_of(reading), []).append(name)
    return _Said(total=len(readings), most=dict(Counter(readings.values()).most_common(2)), stances=stances)


def _missing(protocol: Protocol, rows: Sequence[_Row]) -> Missing:
    return Missing(
        gaps=tuple(gap for row in rows for gap in _gap(protocol.id, row)),
        deviations=tuple(found for row in rows for found in _deviations(protocol.id, row)),
        alone=tuple(
            row.topic for row in rows if row.cells[protocol.id].status == "regulated" and row.ruling == [protocol.id]
        ),
    )


def uncompared(protocol: Protocol) -> tuple[Item, ...]:
    """The rules of a protocol that the comparison does not see."""
    return tuple(item for item in protocol.items if not item.rule.norms)


def _named(names: Sequence[str], but: str) -> tuple[str, ...]:
    most = MOST_NAMED if len(names) <= MOST_NAMED + 1 else NAMED_OF_MANY
    return tuple(islice((name for name in names if name != but), most))


def _gap(name: str, row: _Row) -> Iterator[Gap]:
    """More than half of the others rule on it."""
    if row.cells[name].status == "silent" and len(row.ruling) * 2 > len(row.cells) - 1:
        yield Gap(topic=row.topic, count=len(row.ruling), others=_named(row.ruling, name))


def _deviations(name: str, row: _Row) -> Iterator[Deviation]:
    """Party by party, where at least two others rule clearly."""
    for party, reading in row.readings.get(name, {}).items():
        said, own = row.by_party[party], stances_of(reading)
        beside = said.total - 1
        counts = {stances: len(names) - (stances == own) for stances, names in said.stances.items()}
        usual = _most(counts, beside)
        if beside > 1 and usual and (own != usual or _has_own_value(reading, said.most, beside)):
            yield Deviation(
                topic=row.topic,
                party=party,
                stances=own,
                of_others=usual,
                count=counts[usual],
                others=_named(said.stances[usual], name),
            )


def _most(counts: Mapping[Value, int], total: int) -> Value | None:
    """What more than half have; None when no such majority exists."""
    return next((found for found, count in counts.items() if count * 2 > total), None)


def _has_own_value(reading: Reading, readings: Mapping[Reading, int], others: int) -> bool:
    """Whether most of the others agree on value and condition too, and this reading has another."""
    usual = _most({said: count - (said == reading) for said, count in readings.items()}, others)
    return usual is not None and usual != reading


def stances_of(reading: Reading) -> tuple[StanceId, ...]:
    """The stances in a reading, each once, in alphabetical order."""
    return tuple(sorted({said[0] for said in reading}))
