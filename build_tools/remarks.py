"""What `protocolwijzer check --vergelijking` remarks: never a fault, so it is shown only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from build_tools.missing import Missing, missing, uncompared
from build_tools.model import Library, Protocol
from build_tools.problems import Problem, problem
from build_tools.views.missing import deviation_sentence, gap_sentence


def comparison_remarks(library: Library) -> list[Problem]:
    """For every shown protocol: what it lacks beside the others, in the order of the sources."""
    if len(library.shown) < 2:
        return []
    found = missing(library)
    return sorted(remark for protocol in library.shown for remark in _remarks(library, protocol, found[protocol.id]))


def _remarks(library: Library, protocol: Protocol, found: Missing) -> Iterator[Problem]:
    place, topics = protocol.place_of("id"), library.vocabulary.topics
    for gap in found.gaps:
        yield problem(
            "mist-onderwerp",
            place,
            what=f'"{topics[gap.topic].title}" is niet geregeld',
            expected=gap_sentence(library, gap),
        )
    for deviation in found.deviations:
        yield problem(
            "wijkt-af",
            place,
            what=f'"{topics[deviation.topic].title}" is anders geregeld dan in de meeste protocollen',
            expected=deviation_sentence(library, protocol, deviation).rstrip("."),
        )
    for item in uncompared(protocol):
        yield problem(
            "niet-vergeleken",
            item.place_of("id"),
            what=f'de regel "{item.id}" staat niet in de vergelijking',
            expected="een norm bij een onderwerp, als de regel iets bepaalt",
        )
