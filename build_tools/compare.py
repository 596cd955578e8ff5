"""What each protocol answers on each topic: cells of the comparison, as pure functions over norms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from build_tools.model import Library, Protocol
from build_tools.records import Norm, PartyId, StanceId, StatusId, Topic, Unclear

AnswerKey = tuple[tuple[PartyId, ...], StanceId, str, str]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer of a protocol on a topic, with the ids of the rules that give it."""

    parties: tuple[PartyId, ...]
    stance: StanceId
    value: str | None
    condition: str | None
    articles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A protocol's stand on a topic; `unclear` holds the readings when there are two."""

    topic: str
    protocol: str
    status: StatusId
    answers: tuple[Answer, ...]
    unclear: Unclear | None = None


def answer_key(norm: Norm | Answer) -> AnswerKey:
    """What makes two norms the same answer: party, stance, value and condition, letter case aside."""
    return (tuple(sorted(norm.parties)), norm.stance, (norm.value or "").casefold(), (norm.condition or "").casefold())


def cell(protocol: Protocol, topic: Topic) -> Cell:
    """What the protocol says on the topic.

    Unclear when the protocol's `unclear` names the topic; unreviewed when the topic is newer than the last reading
    of the protocol and no norm rules on it; silent when it was read and no norm does.
    """
    answers = _answers(protocol, topic.id)
    unclear = next((row for row in protocol.record.unclear if row.topic == topic.id), None)
    return Cell(
        topic=topic.id,
        protocol=protocol.id,
        status=_status(protocol, topic, answers, unclear),
        answers=answers,
        unclear=unclear,
    )


def comparison(library: Library) -> Iterator[Cell]:
    """A cell for every topic and every shown protocol."""
    return (cell(protocol, topic) for topic in library.vocabulary.topics.values() for protocol in library.shown)


def _status(protocol: Protocol, topic: Topic, answers: Iterable[Answer], unclear: Unclear | None) -> StatusId:
    if unclear:
        return "unclear"
    if any(answers):
        return "regulated"
    return "unreviewed" if topic.added > protocol.record.read_on else "silent"


def _answers(protocol: Protocol, topic: str) -> tuple[Answer, ...]:
    grouped: dict[AnswerKey, list[tuple[str, Norm]]] = {}
    for holder, norm in protocol.norms_by_topic.get(topic, ()):
        grouped.setdefault(answer_key(norm), []).append((holder.id, norm))
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
