"""What the norms of one protocol answer on one topic: norms that say the same are one answer."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from build_tools.records import Norm, PartyId, StanceId

AnswerKey = tuple[tuple[PartyId, ...], StanceId, str, str]


class Answer(Struct, frozen=True, kw_only=True):
    """One answer of a protocol on a topic, with the ids of the rules that give it."""

    parties: tuple[PartyId, ...]
    stance: StanceId
    value: str | None
    condition: str | None
    articles: tuple[str, ...]


def answer_key(norm: Norm | Answer) -> AnswerKey:
    """What makes two norms the same answer: party, stance, value and condition, letter case aside."""
    return (tuple(sorted(norm.parties)), norm.stance, (norm.value or "").casefold(), (norm.condition or "").casefold())


def answers_of(norms: Iterable[tuple[str, Norm]]) -> tuple[Answer, ...]:
    """The answers that norms give, each with the id of the rule that holds it, in the order in which they come."""
    grouped: dict[AnswerKey, list[tuple[str, Norm]]] = {}
    for name, norm in norms:
        grouped.setdefault(answer_key(norm), []).append((name, norm))
    return tuple(
        Answer(
            parties=found[0][1].parties,
            stance=found[0][1].stance,
            value=found[0][1].value,
            condition=found[0][1].condition,
            articles=tuple(dict.fromkeys(name for name, _ in found)),
        )
        for found in grouped.values()
    )
