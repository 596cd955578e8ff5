"""The search index, made ahead: what MiniSearch in the browser would make of the rules, so that it only has to load.

Topics are searched first: their index is small however many protocols there are. The rules follow in parts: one
part while there are few, a part for each topic when there are many. Every file is a classic script that hands its
data to `protocolwijzerSearch`, since a page opened from a disk can neither fetch nor import.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from msgspec import Raw, Struct
from msgspec.json import decode, encode
from msgspec.structs import replace

from build_tools.joining import Counts, Index, index_of, merged
from build_tools.kept import Recall, anew, digest
from build_tools.model import Vocabulary
from build_tools.records import Topic
from build_tools.search_rules import Held, Rule, Rules, read_rule, spoken
from build_tools.search_words import FILLERS, Listed, compound_parts, phrases, stem, stems, words
from build_tools.slices import words_key

FOLDER = "search"
ONE_PART_AT_MOST = 500
SHORTEST_SPELLED = 5
_ALL_RULES = "rules"
_WORDS = f"{FOLDER}/words"

Script = TypeVar("Script")


class Language(Struct, frozen=True, kw_only=True):
    """What the vocabulary says of words: which mean the same, which belong together, which say little or nothing.

    `phrases` holds those that belong together.
    """

    meanings: Mapping[str, tuple[str, ...]]
    phrases: Listed
    fillers: Collection[str]
    weak: Collection[str]


class Counted(NamedTuple):
    """Terms, and how often each stands there: a counter takes four times the memory, and rules wait for their parts."""

    terms: tuple[str, ...]
    times: tuple[int, ...]


class Document(Struct, frozen=True, kw_only=True):
    """One thing to find: which terms stand in each field and how often, and what the browser shows of it."""

    id: str
    counts: Mapping[str, Counted]
    shown: Mapping[str, Any]


Halves = Callable[[str], tuple[str, ...]]


class Part(Struct, frozen=True, kw_only=True):
    """Rules that stand in the index together, with the topics that they answer: some of the rules of each protocol."""

    name: str
    topics: Sequence[Spread]
    held: Sequence[tuple[Rules, Held]]

    def rules(self, order: Mapping[str, int]) -> Iterator[Rule]:
        """Each rule; `order` numbers all topics."""
        return (read_rule(rules, number, order) for rules, held in self.held for number in held.lines)

    @property
    def long(self) -> set[str]:
        """Every word of the rules and topics that may be a compound."""
        told = (*(held.long for _, held in self.held), *(topic.long for topic in self.topics))
        return {word for words in told for word in words.split()}


class Spread(NamedTuple):
    """A topic, its own words by field as `Rule` has those of a rule, and what the browser shows of it."""

    id: str
    stems: Mapping[str, str]
    long: str
    shown: Mapping[str, Any]


class Count(Struct, frozen=True, kw_only=True):
    """What counts terms in words as `Spoken` has them: by their stems, and by the halves of the long ones."""

    terms: Callable[[str], Counted]
    parts: Callable[[str], Counted]


class Shared(Struct, frozen=True, kw_only=True):
    """What all parts of one index share: a digest of the vocabulary, the number of each topic, and what counts.

    `count` counts the same in the same words and lists, but for the `halves` of compounds: those are words that may
    stand anywhere in the collection. `recount` counts as `count` does, and remembers what it counted.
    """

    lists: bytes
    order: Mapping[str, int]
    halves: Halves
    count: Count
    recount: Count


class PartMaker(Struct, frozen=True, kw_only=True):
    """Makes a part's topics as documents, on one line of JSON, and the script with the index of its rules."""

    part: Part
    shared: Shared

    @property
    def key(self) -> bytes:
        """A digest of all that the part is made of, the code apart."""
        part, shared = self.part, self.shared
        compounds = sorted((word, halves) for word in part.long if (halves := shared.halves(word)))
        names = (topic.id for topic in part.topics)
        rules = " ".join(held.digest for _, held in part.held)
        return digest(shared.lists, part.name, *names, json.dumps(compounds), rules)

    def __call__(self) -> str:
        """Make them."""
        rules = [*self.part.rules(self.shared.order)]
        topics = [(one.id, one.counts, one.shown) for one in _topic_documents(self.part, rules, self.shared.count)]
        index = minisearch_index([_rule_document(rule, self.shared.recount) for rule in rules])
        return f"{json.dumps(topics)}\n{_script(self.part.name, index)}"


class WordsMaker(Struct, frozen=True, kw_only=True, dict=True):
    """Writes down all that the index takes of the vocabulary, for `_read_words`."""

    vocabulary: Vocabulary

    @cached_property
    def key(self) -> bytes:
        """A digest of the lists."""
        return words_key(self.vocabulary)

    def __call__(self) -> str:
        """Write it."""
        language = language_of(self.vocabulary)
        phrases = [key for listed in language.phrases.values() for keys in listed.values() for key in keys]
        topics = [*map(_spread, self.vocabulary.topics.values())]
        return json.dumps([language.meanings, phrases, [*language.weak], _spelled(self.vocabulary), topics])


def _read_words(text: str) -> tuple[Language, list[str], list[Spread]]:
    """The language, the words that are spelled, and the topics."""
    meanings, phrases, weak, spelled, topics = decode(text)
    language = Language(meanings=meanings, phrases=_by_first_stems(phrases), fillers=FILLERS, weak=weak)
    return language, spelled, [Spread(*topic) for topic in topics]


def search_files(
    vocabulary: Vocabulary,
    protocols: Sequence[tuple[str, str]],
    rules: Sequence[Rules],
    recall: Recall = anew,
    *,
    apart: bool = False,
) -> dict[str, str]:
    """Path below the site's root -> script; protocols as (id, short title), and the rules of each.

    With `apart` each topic has a part of its own, however few the rules: so shares can be joined topic by topic.
    """
    of_lists = WordsMaker(vocabulary=vocabulary)
    language, spelled, topics = _read_words(recall({_WORDS: of_lists})[_WORDS])
    shared = _shared(language, topics, rules, of_lists.key)
    found = _made_parts(_parts(topics, rules, apart=apart), shared, recall)
    documents = [_read_document(*topic) for topics, _ in found.values() for topic in decode(topics)]
    index = Topics(
        audiences=[[found.id, found.label, found.page] for found in vocabulary.audiences.values()],
        protocols=[list(protocol) for protocol in protocols],
        fillers=sorted(language.fillers),
        words=spelled,
        weak=sorted(language.weak),
        meanings=language.meanings,
        topics=minisearch_index(documents),
    )
    return {f"{FOLDER}/topics.js": _script("topics", index)} | {path: script for path, (_, script) in found.items()}


def _made_parts(parts: Iterable[Part], shared: Shared, recall: Recall) -> dict[str, tuple[str, str]]:
    """Path of each part -> its topics as documents, in JSON, and its script."""
    makers = {f"{FOLDER}/{part.name}.js": PartMaker(part=part, shared=shared) for part in parts}
    made = ((path, text.partition("\n")) for path, text in recall(makers).items())
    return {path: (found, script) for path, (found, _, script) in made}


def _shared(language: Language, topics: Sequence[Spread], rules: Sequence[Rules], lists: bytes) -> Shared:
    halves = _halves(_known(language, topics, rules), language)
    count = _count(language, halves)
    return Shared(
        lists=lists,
        order={topic.id: number for number, topic in enumerate(topics)},
        halves=halves,
        count=count,
        recount=Count(terms=cache(count.terms), parts=cache(count.parts)),
    )


def _read_document(name: str, counts: Mapping[str, Any], shown: Mapping[str, Any]) -> Document:
    return Document(id=name, counts={field: Counted(*found) for field, found in counts.items()}, shown=shown)


def search_paths(vocabulary: Vocabulary, rules: int, *, apart: bool = False) -> tuple[str, ...]:
    """The paths of `search_files` for so many rules."""
    names = ("topics", *_part_names(vocabulary.topics, rules, apart=apart))
    return tuple(f"{FOLDER}/{name}.js" for name in names)


def language_of(vocabulary: Vocabulary) -> Language:
    """The synonyms, with the glossary's spellings and the platforms' old and new names, and the topics' phrases."""
    groups = [group.words for group in vocabulary.synonyms]
    groups += [(term.term, *term.aliases) for term in vocabulary.glossary.values() if term.aliases]
    groups += [(found.name, found.now) for found in vocabulary.platforms.values() if found.now]
    meanings: dict[str, list[str]] = {}
    for number, group in enumerate(groups):
        for key in dict.fromkeys(phrase_key(word) for word in group):
            meanings.setdefault(key, []).append(f"={number}")
    listed = {phrase_key(word) for topic in vocabulary.topics.values() for word in topic.words}
    return Language(
        meanings={key: tuple(names) for key, names in sorted(meanings.items())},
        phrases=_by_first_stems(key for key in listed | meanings.keys() if "_" in key),
        fillers=FILLERS,
        weak=_weak(vocabulary, meanings),
    )


def _by_first_stems(keys: Iterable[str]) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for key in keys:
        first, second, *_ = key.split("_")
        found.setdefault(first, {}).setdefault(second, set()).add(key)
    return found


def _weak(vocabulary: Vocabulary, meanings: Mapping[str, Sequence[str]]) -> set[str]:
    """Platforms and people of the school: where and by whom, seldom what the question is about."""
    named = [platform.name for platform in vocabulary.platforms.values()]
    named += [party.label for party in vocabulary.parties.values() if party.id not in ("media", "everyone")]
    keys = {phrase_key(name) for name in named}
    shared = {name for key in keys for name in meanings.get(key, ())}
    return keys | {key for key, names in meanings.items() if shared & set(names)}


def _spelled(vocabulary: Vocabulary) -> list[str]:
    """The vocabulary's own words as they are written: what a typing error is compared with."""
    texts = [text for topic in vocabulary.topics.values() for text in _topic_fields(topic).values()]
    found = [word for text in texts for word in words(text)]
    found += [word for group in vocabulary.synonyms for text in group.words for word in words(text)]
    return sorted({word for word in found if len(word) >= SHORTEST_SPELLED})


def phrase_key(phrase: str) -> str:
    """A word or phrase as the index holds it."""
    return "_".join(stems(phrase))


def terms(found: Sequence[str], language: Language) -> Counter[str]:
    """What the index holds of a text's words, by their stems, and how often: those, known phrases, and all meanings.

    Inside a phrase with a meaning a word has none of its own: the media in "sociale media" are not the press.
    """
    runs = phrases(found, language.phrases)
    inside = {place for run in runs if run.term in language.meanings for place in run.places}
    counts = Counter(found)
    alone = counts - Counter(found[place] for place in inside) if inside else counts
    _add_meanings(counts, alone, language)
    if runs:
        joined = Counter(run.term for run in runs)
        counts.update(joined)
        _add_meanings(counts, joined, language)
    return counts


def _add_meanings(counts: Counter[str], of: Counter[str], language: Language) -> None:
    for term in of.keys() & language.meanings.keys():
        for meaning in language.meanings[term]:
            counts[meaning] += of[term]


def minisearch_index(documents: Sequence[Document]) -> Index:
    """The documents as MiniSearch 7 writes its own index (serializationVersion 2)."""
    names = [*documents[0].counts] if documents else []
    lengths = {number: [len(count.terms) for count in one.counts.values()] for number, one in enumerate(documents)}
    postings: defaultdict[str, defaultdict[int, Counts]] = defaultdict(lambda: defaultdict(dict))
    for number, document in enumerate(documents):
        for field, count in enumerate(document.counts.values()):
            for term, frequency in zip(count.terms, count.times, strict=True):
                postings[term][field][number] = frequency
    return index_of(
        documents={number: document.id for number, document in enumerate(documents)},
        fields={name: number for number, name in enumerate(names)},
        lengths=lengths,
        stored={number: Raw(encode(document.shown)) for number, document in enumerate(documents)},
        postings=postings,
    )


def _count(language: Language, halves: Halves) -> Count:
    """What counts for an index in this language, of a collection whose compounds have these halves."""
    return Count(
        terms=lambda stems: _counted(terms(stems.split(), language)),
        parts=lambda long: _counted(_parts_of_compounds(long.split(), language, halves)),
    )


def _counted(found: Counter[str]) -> Counted:
    return Counted(tuple(found), tuple(found.values()))


def _parts_of_compounds(long: Iterable[str], language: Language, halves: Halves) -> Counter[str]:
    """The halves of every compound, with their meanings."""
    found: Counter[str] = Counter()
    for word, times in Counter(long).items():
        for half in halves(word):
            found[half] += times
    parts = Counter(found)
    _add_meanings(parts, found, language)
    return parts


def _halves(known: Collection[str], language: Language) -> Halves:
    """What gives the halves of a compound, and remembers them for as long as this index is made."""
    return cache(lambda word: compound_parts(word, known, language.meanings))


def _known(language: Language, topics: Iterable[Spread], rules: Iterable[Rules]) -> set[str]:
    """Every stem that stands somewhere: what compounds can be made of."""
    found = {stem for topic in topics for stems in topic.stems.values() for stem in stems.split()}
    found.update(*(told.stems for told in rules))
    single = {key for key in language.meanings if "_" not in key}
    return single | found - {stem(word) for word in language.fillers}


def _parts(topics: Sequence[Spread], rules: Sequence[Rules], *, apart: bool) -> list[Part]:
    names = _part_names([topic.id for topic in topics], sum(len(told.lines) for told in rules), apart=apart)
    if names == [_ALL_RULES]:
        return [Part(name=_ALL_RULES, topics=topics, held=[(told, told.whole) for told in rules])]
    return [
        Part(name=name, topics=[topic], held=[(told, told.on[topic.id]) for told in rules if topic.id in told.on])
        for name, topic in zip(names, topics, strict=True)
    ]


def _part_names(topics: Iterable[str], rules: int, *, apart: bool) -> list[str]:
    if rules <= ONE_PART_AT_MOST and not apart:
        return [_ALL_RULES]
    return [f"{_ALL_RULES}-{topic}" for topic in topics]


def _rule_document(rule: Rule, count: Count) -> Document:
    counts = {field: count.terms(stems) for field, stems in rule.stems.items()} | {"parts": count.parts(rule.long)}
    return Document(id=rule.id, counts=counts, shown=rule.shown)


def _topic_documents(part: Part, rules: Sequence[Rule], count: Count) -> Iterator[Document]:
    for topic in part.topics:
        on = [rule for rule in rules if topic.id in rule.topics]
        body = " ".join(stems for rule in on for stems in rule.stems.values())
        long = " ".join([topic.long, *(rule.long for rule in on)])
        counts = {field: count.terms(stems) for field, stems in {**topic.stems, "body": body}.items()}
        yield Document(
            id=topic.id, counts=counts | {"parts": count.parts(long)}, shown={**topic.shown, "part": part.name}
        )


def _spread(topic: Topic) -> Spread:
    fields = {field: spoken(text) for field, text in _topic_fields(topic).items()}
    return Spread(
        id=topic.id,
        stems={field: found.stems for field, found in fields.items()},
        long=" ".join(found.long for found in fields.values()),
        shown={"title": topic.title, "asked": [phrase_key(text) for text in topic.questions.asked]},
    )


def _topic_fields(topic: Topic) -> dict[str, str]:
    return {
        "title": topic.title,
        "questions": " ".join([topic.question, *topic.questions.asked]),
        "words": " | ".join(topic.words),
    }


class Topics(Struct, kw_only=True):
    """What the first script of a site holds: its protocols and the index of topics, and lists that all shares share."""

    audiences: Any
    protocols: list[list[str]]
    fillers: Any
    words: Any
    weak: Any
    meanings: Any
    topics: Index


def joint_topics(shares: Iterable[tuple[str, Iterable[tuple[str, str]]]], indexes: Iterable[Topics]) -> str:
    """The first script of several shares' as one; shares as (folder, protocols), and what the script of each holds."""
    told = iter(indexes)
    first = next(told)
    protocols = [[*protocol, f"{folder}/"] for folder, found in shares for protocol in found]
    topics = merged(index.topics for index in chain([first], told))
    return _script("topics", replace(first, protocols=protocols, topics=topics))


def joint_part(name: str, indexes: Iterable[Index]) -> str:
    """A part of several shares' indexes as one."""
    return _script(name, merged(indexes))


def read_script(text: str, kind: type[Script]) -> Script:
    """What a script of the index holds. Raises msgspec.DecodeError when it is no such thing."""
    quoted = text.partition("JSON.parse('")[2].removesuffix("'));\n")
    return decode(quoted.replace("\\'", "'").replace("\\\\", "\\"), type=kind)


def _script(name: str, data: object) -> str:
    """A browser parses a text of JSON faster than the same data written as a script."""
    content = encode(data).decode().replace("\\", "\\\\").replace("'", "\\'")
    return f"protocolwijzerSearch.take({json.dumps(name)},JSON.parse('{content}'));\n"
