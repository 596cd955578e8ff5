"""What the search index takes of rules. What it must know of all of them a later build recalls, and reads few again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec.json import Decoder, decode

from build_tools.kept import Recall, anew, digest
from build_tools.model import Library
from build_tools.search_words import SHORTEST_COMPOUND, stem, words
from build_tools.slices import Slices, made_of_one


class Spoken(NamedTuple):
    """A text as the index takes it: the stem of each word, and those words that may be compounds; spaces between."""

    stems: str
    long: str


class Rule(NamedTuple):
    """What the index takes of an article: its topics, its words as `Spoken` has them, and what the browser shows.

    `stems` has those of each field.
    """

    id: str
    topics: Sequence[str]
    stems: Mapping[str, str]
    long: str
    shown: Mapping[str, Any]


class Held(NamedTuple):
    """Some of the rules: a digest of their lines, their long words, and the numbers of the lines."""

    digest: str
    long: str
    lines: Sequence[int]


#: Gives what `spoken` does.
Take = Callable[[str], Spoken]


class Rules(NamedTuple):
    """Rules of which none is read yet: the stems of all, those on each topic, all together, and a line for each."""

    stems: Sequence[str]
    on: Mapping[str, Held]
    whole: Held
    lines: Sequence[str]
    take: Take


def spoken(text: str) -> Spoken:
    """What the index takes of a text."""
    found = words(text)
    return Spoken(" ".join(map(stem, found)), " ".join(word for word in found if len(word) >= SHORTEST_COMPOUND))


def shown_rules(slices: Slices, lines: Mapping[str, Sequence[str]], recall: Recall = anew) -> list[Rules]:
    """The rules of each shown protocol out of their lines in data/articles.json, which stand by its id."""
    take = cache(spoken)  # rules of many protocols are alike

    def make(_: Library, name: str) -> str:
        return _about(lines[name], take)

    shown = slices.library.shown
    found = recall({f"search/{protocol.id}": made_of_one(slices, protocol, make) for protocol in shown})
    return [_rules(about, lines[protocol.id], take) for protocol, about in zip(shown, found.values(), strict=True)]


def rules_of(lines: Sequence[str], take: Take = spoken) -> Rules:
    """Rules out of their lines in data/articles.json."""
    return _rules(_about(lines, take), lines, take)


def read_rule(rules: Rules, number: int, order: Mapping[str, int]) -> Rule:
    """The rule on the line with this number; `order` numbers all topics."""
    article = decode(rules.lines[number])
    title, text = map(rules.take, _said(article))
    return Rule(
        id=f"{article['protocol']}/{article['id']}",
        topics=article["topics"],
        stems={"title": title.stems, "text": text.stems},
        long=f"{title.long} {text.long}",
        shown={
            "title": article["title"],
            "number": article["number"],
            "audiences": article["audiences"],
            "groups": article["groups"],
            "topics": [[order[topic], _answer(article, topic)] for topic in article["topics"]],
        },
    )


def _about(lines: Sequence[str], take: Take) -> str:
    """What `Rules` holds of rules besides their lines, as JSON."""
    articles = [*map(decode, lines)]
    told = [[*map(take, _said(article))] for article in articles]
    on: dict[str, list[int]] = {}
    for number, article in enumerate(articles):
        for topic in article["topics"]:
            on.setdefault(topic, []).append(number)
    held = {topic: _held(lines, told, numbers) for topic, numbers in on.items()}
    stems = _distinct(text.stems for texts in told for text in texts)
    return json.dumps([stems, held, _held(lines, told, range(len(lines)))])


def _rules(about: str, lines: Sequence[str], take: Take) -> Rules:
    stems, on, whole = _ABOUT.decode(about)
    return Rules(stems.split(), on, whole, lines, take)


#: The stems of rules, those on each topic, and all together.
_ABOUT = Decoder(tuple[str, dict[str, Held], Held])


def _held(lines: Sequence[str], told: Sequence[Sequence[Spoken]], numbers: Sequence[int]) -> Held:
    long = _distinct(text.long for number in numbers for text in told[number])
    return Held(digest(*(lines[number] for number in numbers)).hex(), long, [*numbers])


def _distinct(texts: Iterable[str]) -> str:
    """The words of the texts, each once."""
    return " ".join(dict.fromkeys(" ".join(texts).split()))


def _said(article: Mapping[str, Any]) -> tuple[str, str]:
    """An article's title, and all that it says below."""
    return article["title"], " ".join([article["text"], *article["wording"].values(), *_ruled(article)])


def _ruled(article: Mapping[str, Any]) -> Iterator[str]:
    for norm in article["norms"]:
        yield from filter(None, (norm["value"], norm["condition"]))


def _answer(article: Mapping[str, Any], topic: str) -> str:
    """What the article rules on the topic, in a few characters: equal for articles that answer alike, else empty."""
    ruled = sorted(
        json.dumps([sorted(norm["parties"]), norm["stance"], norm["value"], norm["condition"]]).casefold()
        for norm in article["norms"]
        if norm["topic"] == topic
    )
    return f"{_fingerprint(str([ruled, list(article['groups'])])):x}" if ruled else ""


def _fingerprint(text: str) -> int:
    """A short number for a text, the same in every run."""
    return zlib.crc32(text.encode("utf-8"))
