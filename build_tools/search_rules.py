"""What the search index takes of rules, as a text that a later build recalls: it then reads no word of them again."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from build_tools.data import lines_of_articles, split
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
    """Some of the rules: a digest of all that the index takes of them, their long words, and their lines."""

    digest: str
    long: str
    lines: Sequence[int]


class Rules(NamedTuple):
    """Rules as they were written down: the stems of all, those on each topic, all together, and a line for each."""

    stems: Sequence[str]
    on: Mapping[str, Held]
    whole: Held
    lines: Sequence[str]


def spoken(text: str) -> Spoken:
    """What the index takes of a text."""
    found = words(text)
    return Spoken(" ".join(map(stem, found)), " ".join(word for word in found if len(word) >= SHORTEST_COMPOUND))


def written_rules(
    articles: Iterable[Mapping[str, Any]], topics: Iterable[str], take: Callable[[str], Spoken] = spoken
) -> str:
    """Articles, as in data/articles.json, for `read_rules`; `topics` are all, in the order of the vocabulary.

    `take` gives what `spoken` does.
    """
    order = {name: number for number, name in enumerate(topics)}
    rules = [_rule(article, order, take) for article in articles]
    lines = [json.dumps(rule) for rule in rules]
    on: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        for topic in rule.topics:
            on.setdefault(topic, []).append(number)
    held = {topic: _held(rules, lines, numbers) for topic, numbers in on.items()}
    stems = _distinct(text for rule in rules for text in rule.stems.values())
    return "\n".join([json.dumps([stems, held, _held(rules, lines, range(len(rules)))]), *lines])


def rules_by_protocol(slices: Slices, recall: Recall = anew) -> Iterator[str]:
    """What `written_rules` makes of each shown protocol; none is held on to."""
    remembered = cache(spoken)  # rules of many protocols are alike

    def make(library: Library, name: str) -> str:
        (lines,) = lines_of_articles(slices, [library.protocols[name]], recall)
        return written_rules(map(json.loads, split(lines)), library.vocabulary.topics, remembered)

    shown = slices.library.shown
    found = dict(recall({f"search/{protocol.id}": made_of_one(slices, protocol, make) for protocol in shown}))
    remembered.cache_clear()
    return (found.pop(name) for name in tuple(found))


def read_rules(text: str) -> Rules:
    """What `written_rules` wrote down; of its lines nothing is read yet."""
    head, *lines = text.split("\n")
    stems, on, whole = json.loads(head)
    return Rules(stems.split(), {topic: Held(*held) for topic, held in on.items()}, Held(*whole), lines)


def read_rule(line: str) -> Rule:
    """One of the rules."""
    return Rule(*json.loads(line))


def _held(rules: Sequence[Rule], lines: Sequence[str], numbers: Sequence[int]) -> Held:
    long = _distinct(rules[number].long for number in numbers)
    return Held(digest(*(lines[number] for number in numbers)).hex(), long, [*numbers])


def _distinct(texts: Iterable[str]) -> str:
    """The words of the texts, each once."""
    return " ".join(dict.fromkeys(word for text in texts for word in text.split()))


def _rule(article: Mapping[str, Any], order: Mapping[str, int], take: Callable[[str], Spoken]) -> Rule:
    title, text = take(article["title"]), take(_text(article))
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


def _text(article: Mapping[str, Any]) -> str:
    """All that an article says below its title."""
    return " ".join([article["text"], *article["wording"].values(), *_ruled(article)])


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
