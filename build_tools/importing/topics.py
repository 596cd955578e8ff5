"""On which topic a rule is: the words of the vocabulary and of rules that were encoded before, weighed by rarity."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from build_tools.model import Library, Vocabulary
from build_tools.records import AudienceId, Topic
from build_tools.search_words import FILLERS, stem, words

_WEIGHTS = (("title", 3.0), ("words", 2.0), ("question", 1.0))
_READER = re.compile(r"\((\w+)(?: en (\w+))?\)|\b(ouders|leerlingen|kinderen|medewerkers)\b")
_READERS: dict[str, AudienceId] = {
    "leerlingen": "children", "kinderen": "children", "ouders": "parents", "medewerkers": "staff",
}  # fmt: skip
#: A rule's words count this much beside those of the vocabulary.
_EXAMPLE = 1.5


class TopicGuess(Struct, frozen=True, kw_only=True):
    """A topic with how sure it is, from 0 to 1."""

    topic: str
    confidence: float


Guesser = Callable[[str, str, tuple[AudienceId, ...]], list[TopicGuess]]


def topic_guesser(vocabulary: Vocabulary, examples: Iterable[tuple[str, tuple[str, ...]]] = ()) -> Guesser:
    """A function (text, heading, audiences) -> likely topics, best first; `examples` are texts with their topics."""
    same = _synonyms(vocabulary)
    weights = {topic.id: _topic_terms(topic, same) for topic in vocabulary.topics.values()}
    for text, topics in examples:
        for at, topic in enumerate(topics):
            if topic in weights:
                for term in set(_terms(text, same)):
                    weights[topic][term] += _EXAMPLE / (1 + at)
    rarity = _rarity(weights)
    vectors = {topic: _vector(terms, rarity) for topic, terms in weights.items()}
    readers = {topic.id: _reader_of(topic) for topic in vocabulary.topics.values()}

    def guess(text: str, heading: str, audiences: tuple[AudienceId, ...]) -> list[TopicGuess]:
        asked: Counter[str] = Counter(_terms(text, same))
        for term in set(_terms(heading, same)):
            asked[term] += 0.4  # type: ignore[assignment]  # a share, not a count
        vector = _vector(asked, rarity)
        scores = {
            topic: sum(value * other.get(term, 0.0) for term, value in vector.items())
            * (1.0 if not (only := readers[topic]) or only in audiences else 0.5)
            for topic, other in vectors.items()
        }
        return _ranked(scores)

    return guess


def examples_of(library: Library, *, without: str = "") -> list[tuple[str, tuple[str, ...]]]:
    """The rules of a library with their topics, but for those of one protocol."""
    return [
        (f"{item.rule.title} {item.rule.text}", item.topics)
        for name, protocol in library.protocols.items()
        if name != without
        for item in protocol.items
    ]


def _synonyms(vocabulary: Vocabulary) -> dict[str, str]:
    """One term for words that mean the same; the first list that holds a word decides."""
    found: dict[str, str] = {}
    for group in vocabulary.synonyms:
        single = [stem(words(word)[0]) for word in group.words if len(words(word)) == 1]
        for term in single:
            found.setdefault(term, single[0])
    return found


def _terms(text: str, same: Mapping[str, str]) -> list[str]:
    """The stems of a text that say something, and its pairs of neighbours."""
    stems = [same.get(found := stem(word), found) for word in words(text) if word not in FILLERS and not word.isdigit()]
    return [*stems, *(f"{one}_{other}" for one, other in itertools.pairwise(stems))]


def _topic_terms(topic: Topic, same: Mapping[str, str]) -> defaultdict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    fields = {"title": [topic.title], "words": topic.words, "question": [topic.question]}
    for name, weight in _WEIGHTS:
        for text in (*fields[name], *(topic.questions.asked if name == "question" else ())):
            for term in _terms(text, same):
                found[term] += weight
    return found


def _rarity(weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    count = Counter(term for terms in weights.values() for term in terms)
    return {term: math.log((1 + len(weights)) / number) for term, number in count.items()}


def _vector(terms: Mapping[str, float], rarity: Mapping[str, float]) -> dict[str, float]:
    found = {
        term: (1 + math.log(1 + count)) * rarity[term] for term, count in terms.items() if term in rarity and count
    }
    length = math.sqrt(sum(value * value for value in found.values())) or 1.0
    return {term: value / length**0.75 for term, value in found.items()}


def _reader_of(topic: Topic) -> AudienceId | None:
    found = re.search(r"\((\w+)\)", topic.title)
    return _READERS.get(found[1]) if found else None


def _ranked(scores: Mapping[str, float], most: int = 3) -> list[TopicGuess]:
    best = sorted(scores, key=lambda topic: (-scores[topic], topic))[: most + 1]
    if not best or scores[best[0]] <= 0:
        return []
    top = scores[best[0]]
    return [
        TopicGuess(topic=topic, confidence=_confidence(scores[topic], top, scores[best[min(at + 1, len(best) - 1)]]))
        for at, topic in enumerate(best[:most])
        if scores[topic] > 0.6 * top
    ]


def _confidence(score: float, top: float, following: float) -> float:
    """High when the score is, and when the next topic is far behind."""
    strength = min(1.0, score / 0.8)
    lead = (score - following) / score if score else 0.0
    return round(min(0.95, (0.35 + 0.35 * strength + 0.6 * lead) * (score / top)), 2)
