"""Children can read their texts: help for the author, never a gate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import floor

from build_tools.model import Library
from build_tools.problems import Problem, problem
from build_tools.readability import AIMS, flesch_douma, sentences, syllables, words

#: A score over fewer words says little.
ENOUGH = 60

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SIGNS = re.compile(r"^\s*(?:[-*+]|\d+\.|>)\s+|\*\*|__|[*_`]", re.MULTILINE)


def children_read_with_ease(library: Library) -> Iterator[Problem]:
    """The texts for a group, taken together and long enough to tell, read as easily as is aimed at for that group."""
    for protocol in library.protocols.values():
        for group, aim in AIMS.items():
            told = (item.text_for_group(group) for item in protocol.items if item.is_for_group(group))
            lines, count, sounds = (sum(parts) for parts in zip((0, 0, 0), *map(_counts, told), strict=True))
            if count >= ENOUGH and (score := flesch_douma(lines, count, sounds)) < aim:
                yield problem(
                    "leest-moeilijk",
                    protocol.place_of("id"),
                    what=f"de teksten voor groep {group} scoren {floor(score)}",
                    expected=f"{aim} of meer; zie protocolwijzer check --leesbaarheid",
                    value=f"groep-{group}",
                )


@lru_cache(maxsize=20_000)
def _counts(text: str) -> tuple[int, int, int]:
    """The sentences, words and syllables of a text without signs of Markdown; most groups and schools read the same."""
    plain = _SIGNS.sub("", _LINK.sub(r"\1", text))
    found = words(plain)
    return len(sentences(plain)), len(found), sum(map(syllables, found))


READING_CHECKS = (children_read_with_ease,)
