"""Children can read their texts: help for the author, never a gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_tools.model import Library, Protocol
from build_tools.problems import Problem, problem
from build_tools.readability import AIMS, read, words

#: A score over fewer words says little.
ENOUGH = 60

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"^\s*(?:[-*+]|\d+\.|>)\s+|\*\*|__|[*_`]", re.MULTILINE)


def children_read_with_ease(library: Library) -> Iterator[Problem]:
    """The texts for a group, taken together and long enough to tell, read as easily as is aimed at for that group."""
    for protocol in library.protocols.values():
        scores: dict[str, float] = {}
        for group, aim in AIMS.items():
            text = _told(protocol, group)
            if len(words(text)) >= ENOUGH and _score(text, scores) < aim:
                yield problem(
                    "leest-moeilijk",
                    protocol.place_of("id"),
                    what=f"de teksten voor groep {group} scoren {scores[text]:.0f}",
                    expected=f"{aim} of meer; zie protocolwijzer check --leesbaarheid",
                    value=f"groep-{group}",
                )


def _score(text: str, scores: dict[str, float]) -> float:
    """The score of a text, counted once: most groups read the same."""
    if text not in scores:
        scores[text] = read(text).score
    return scores[text]


def _told(protocol: Protocol, group: int) -> str:
    """What the children of a group read, without signs of Markdown."""
    texts = (item.text_for_group(group) for item in protocol.items if item.is_for_group(group))
    return "\n".join(_SIGNS.sub("", _LINK.sub(r"\1", text)) for text in texts)


READING_CHECKS = (children_read_with_ease,)
