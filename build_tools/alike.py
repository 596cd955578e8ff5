"""Texts with the same words, or nearly: equal ones first, then MinHash; the only module that knows rensa.

rensa is one small wheel without further needs; datasketch, the better known one, brings numpy and scipy along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]

#: The share of words that texts of one group have in common with its first text.
LIKENESS = 0.8

_PERMUTATIONS = 128
_BANDS = 32
_SEED = 1
_WORD = re.compile(r"\w+")


def alike(texts: Sequence[str]) -> list[tuple[int, ...]]:
    """The groups of two and more texts that are alike, as positions in `texts`; the largest group first.

    Within a group the wording that occurs most stands first. Texts with equal words, letter case and punctuation aside,
    are always together. The others are candidates by MinHash, and counted: at least `LIKENESS` of their words are the
    same as those of the group's first text.
    """
    equal: dict[tuple[str, ...], list[int]] = {}
    for number, text in enumerate(texts):
        equal.setdefault(tuple(_WORD.findall(text.casefold())), []).append(number)
    wordings = sorted(equal, key=lambda words: -len(equal[words]))
    groups = [tuple(number for wording in group for number in equal[wording]) for group in _near(wordings)]
    return sorted((group for group in groups if len(group) > 1), key=lambda group: -len(group))


def _near(wordings: Sequence[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Every wording in one group, with those that come after it and share most of its words."""
    if len(wordings) < 2:
        yield from ([wording] for wording in wordings)
        return
    sketches = RMinHash.from_token_sets(wordings, num_perm=_PERMUTATIONS, seed=_SEED)
    index = RMinHashLSH(threshold=LIKENESS, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    index.insert_pairs(enumerate(sketches))
    taken: set[int] = set()
    for number, wording in enumerate(wordings):
        if number not in taken:
            near = [other for other in sorted(index.query(sketches[number])) if other not in taken and other != number]
            group = [other for other in near if likeness(wording, wordings[other]) >= LIKENESS]
            taken.update((number, *group))
            yield [wording, *(wordings[other] for other in group)]


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the words of two texts that both have (Jaccard)."""
    words, others = set(one), set(other)
    return len(words & others) / len(words | others) if words | others else 1.0
