"""What each protocol answers on each topic: cells of the comparison, as pure functions over norms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from build_tools.answers import Answer
from build_tools.model import Library, Protocol
from build_tools.records import StatusId, Topic, Unclear


class Cell(Struct, frozen=True, kw_only=True):
    """A protocol's stand on a topic; `unclear` holds the readings when there are two."""

    topic: str
    protocol: str
    status: StatusId
    answers: tuple[Answer, ...]
    unclear: Unclear | None = None


def cell(protocol: Protocol, topic: Topic) -> Cell:
    """What the protocol says on the topic.

    Unclear when the protocol's `unclear` names the topic; unreviewed when the topic is newer than the last reading
    of the protocol and no norm rules on it; silent when it was read and no norm does.
    """
    answers = protocol.answers_on(topic.id)
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


def _status(protocol: Protocol, topic: Topic, answers: Sequence[Answer], unclear: Unclear | None) -> StatusId:
    if unclear:
        return "unclear"
    if answers:
        return "regulated"
    return "unreviewed" if topic.added > protocol.record.read_on else "silent"
