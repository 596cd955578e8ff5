"""How easy a Dutch text reads: Flesch-Douma, long sentences, words to avoid. Help beside the text, never a gate.

Flesch-Douma is 206.835 - 0.93 x words per sentence - 77 x syllables per word. The usual libraries count Dutch
syllables and sentences wrongly (a list item has no full stop), so both are counted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from build_tools.model import Item, Library, Protocol
from build_tools.plaintext import plain

#: How many texts and words of a run are remembered: most stand in many protocols, and are read for each group.
MANY = 20_000

AIMS = {6: 80, 7: 75, 8: 75}
LONG_SENTENCE = 15

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+|\n+")
_NUCLEUS = re.compile(  # the written forms of one Dutch vowel sound, long ones first; a trema starts a new syllable
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|ïe|ei|ij|eu|oe|ui|ou|au|ai|[aeiouyàáâäèéêëìíîïòóôöùúûü]"
)
_NO_VOWEL = re.compile(r"qu")
_LATIN_ENDING = re.compile(r"eum$")  # mu-se-um has three
_FOREIGN = {  # words of the field that are not spelled as Dutch
    "online": 2, "offline": 2, "facebook": 2, "youtube": 2, "website": 2, "websites": 2, "site": 1, "sites": 1,
    "team": 1, "team's": 1, "game": 1, "games": 1, "like": 1, "likes": 1, "e-mail": 2, "nickname": 2, "real": 1,
    "life": 1, "smartphone": 2, "smartphones": 2,
}  # fmt: skip
_AVOID = re.compile(
    r"\b(?:men|dient|dienen|teneinde|alvorens|betreffende|conform|derhalve|desbetreffende|echter|ingevolge|inzake|"
    r"middels|omtrent|tevens|voornoemde|geschiedt|indien|aldus|nimmer)\b",
    re.IGNORECASE,
)
_NEVER_UNLESS = re.compile(r"\b(?:nooit|nimmer)\b[^.!?]*\b(?:tenzij|behalve)\b", re.IGNORECASE)


class Reading(Struct, frozen=True, kw_only=True):
    """How a text reads. `to_avoid` names each hard word once."""

    score: float
    words_per_sentence: float
    syllables_per_word: float
    longest: str
    to_avoid: tuple[str, ...]

    @property
    def longest_words(self) -> int:
        """The number of words in the longest sentence."""
        return len(words(self.longest))


class GroupReading(Struct, frozen=True, kw_only=True):
    """How a protocol's rules for one group read, and each of them, the hardest first."""

    protocol: Protocol
    group: int
    whole: Reading
    rules: tuple[tuple[Item, Reading], ...]

    @property
    def aim(self) -> int:
        """The score that texts for this group aim at."""
        return AIMS[self.group]


def readings(library: Library) -> Iterator[GroupReading]:
    """Every shown protocol's children's wordings, group by group."""
    for protocol in library.shown:
        for group in AIMS:
            told = [(item, plain(item.text_for_group(group))) for item in protocol.items if item.is_for_group(group)]
            if told:
                rules = sorted(((item, read(text)) for item, text in told), key=lambda rule: rule[1].score)
                whole = read("\n".join(text for _, text in told))
                yield GroupReading(protocol=protocol, group=group, whole=whole, rules=tuple(rules))


@lru_cache(maxsize=MANY)
def read(text: str) -> Reading:
    """How a plain text reads; every line is at least one sentence. An empty text scores as the easiest."""
    found = sentences(text)
    all_words = words(text)
    sounds = sum(map(syllables, all_words))
    return Reading(
        score=flesch_douma(len(found), len(all_words), sounds),
        words_per_sentence=len(all_words) / max(1, len(found)),
        syllables_per_word=sounds / max(1, len(all_words)),
        longest=max(found, key=lambda sentence: len(words(sentence)), default=""),
        to_avoid=tuple(dict.fromkeys(_hard_words(found))),
    )


def flesch_douma(sentences: int, words: int, syllables: int) -> float:
    """The score of a text with so many sentences, words and syllables; higher is easier."""
    return 206.835 - 0.93 * words / max(1, sentences) - 77 * syllables / max(1, words)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text: what ends in . ! ? and each line by itself, such as a list item."""
    return [part.strip() for part in _SENTENCE_END.split(text) if words(part)]


def words(text: str) -> list[str]:
    """The words of a text; `foto's`, `e-mail` and `google.com` are one word each."""
    return _WORD.findall(text)


@lru_cache(maxsize=MANY)
def syllables(word: str) -> int:
    """The syllables of a Dutch word, at least one.

    Every written vowel sound counts once: `leer-ling` has two, `co-ör-di-na-tor` five. Capitals alone are spelled
    (`GMR` is three), digits count one each.
    """
    if word.isdigit() or (word.isupper() and len(word) > 1):
        return len(word)
    small = word.lower()
    if small in _FOREIGN:
        return _FOREIGN[small]
    plain_word = _LATIN_ENDING.sub("e-um", _NO_VOWEL.sub("kw", small))
    return max(1, len(_NUCLEUS.findall(plain_word)))


def _hard_words(found: Iterable[str]) -> Iterator[str]:
    for sentence in found:
        yield from (word.lower() for word in _AVOID.findall(sentence))
        if _NEVER_UNLESS.search(sentence):
            yield "nooit ... tenzij"
