"""Many protocols out of a few: copies with ids of their own and words changed, the same in every run."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Any

SHARE_CHANGED = 0.15
_SYLLABLES = ("ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "zo", "sta", "kle", "bro", "dri")
_LONG_WORD = re.compile(r"[a-z]{6,}")

Article = dict[str, Any]


def cloned(articles: Sequence[Article], total: int, *, seed: int = 5) -> list[Article]:
    """The articles of `total` protocols: those given and copies of them."""
    chance = random.Random(seed)  # noqa: S311 - the same copies in every run, no secret
    protocols = list(dict.fromkeys(article["protocol"] for article in articles))
    rounds = total // len(protocols)
    return [article for number in range(rounds) for article in _round(articles, number, chance)]


def _round(articles: Sequence[Article], number: int, chance: random.Random) -> Iterator[Article]:
    for article in articles:
        if number == 0:
            yield article
        else:
            yield article | {
                "protocol": f"{article['protocol']}-{number}",
                "title": changed(article["title"], chance),
                "text": changed(article["text"], chance),
                "wording": {audience: changed(text, chance) for audience, text in article["wording"].items()},
            }


def changed(text: str, chance: random.Random) -> str:
    """The text with some of its longer words made into words that did not exist."""
    return _LONG_WORD.sub(lambda found: _new_word(chance) if chance.random() < SHARE_CHANGED else found[0], text)


def _new_word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 4)))
