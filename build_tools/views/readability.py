"""The authors' page on how the children's wordings read."""

from __future__ import annotations

from msgspec import Struct

from build_tools.model import Library
from build_tools.readability import AIMS, LONG_SENTENCE, GroupReading, readings
from build_tools.views.parts import Link, rule_link
from build_tools.views.view import View

READABILITY_PAGE = "redactie/leesbaarheid.md"
_HARDEST = 5


class ReadingLine(Struct, frozen=True, kw_only=True):
    """One protocol and group."""

    protocol: str
    group: int
    score: str
    aim: int
    reached: bool
    longest: str
    longest_words: int
    to_avoid: tuple[str, ...]


class HardRule(Struct, frozen=True, kw_only=True):
    """A rule that reads hard."""

    link: Link
    protocol: str
    score: str
    longest: str
    longest_words: int


class ReadabilityView(View, frozen=True, kw_only=True):
    """Scores per protocol and group, and the rules that read hardest."""

    aims: tuple[tuple[int, int], ...]
    long_sentence: int
    lines: tuple[ReadingLine, ...]
    hardest: tuple[HardRule, ...]


def readability_view(library: Library) -> ReadabilityView:
    """The page for authors."""
    found = list(readings(library))
    return ReadabilityView(
        path=READABILITY_PAGE,
        template="readability.md.j2",
        title="Leesbaarheid van de kinderteksten",
        description="Hoe makkelijk de regels voor groep 6, 7 en 8 lezen. Een hulp bij het schrijven, geen keuring.",
        aims=tuple(AIMS.items()),
        long_sentence=LONG_SENTENCE,
        lines=tuple(_line(one) for one in found),
        hardest=tuple(rule for one in found if one.group == max(AIMS) for rule in _hardest(one)),
    )


def in_dutch(score: float) -> str:
    """A score as Dutch writes it: `81,3`."""
    return f"{score:.1f}".replace(".", ",")


def _line(one: GroupReading) -> ReadingLine:
    return ReadingLine(
        protocol=one.protocol.record.short_title,
        group=one.group,
        score=in_dutch(one.whole.score),
        aim=one.aim,
        reached=one.whole.score >= one.aim,
        longest=one.whole.longest,
        longest_words=one.whole.longest_words,
        to_avoid=one.whole.to_avoid,
    )


def _hardest(one: GroupReading) -> list[HardRule]:
    return [
        HardRule(
            link=rule_link(item, item.protocol, item.rule.title),
            protocol=one.protocol.record.short_title,
            score=in_dutch(reading.score),
            longest=reading.longest,
            longest_words=reading.longest_words,
        )
        for item, reading in one.rules[:_HARDEST]
    ]
