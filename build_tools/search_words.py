"""Dutch words as the search compares them; overrides/assets/search-engine.js does the same to what is typed.

The stemmer is Snowball's (Kraaij-Pohlmann), on both sides. It leaves some forms of one word apart (`app`, `apps`;
`rare`, `raar`; `verwijderen`, `verwijderd`), so a last step takes away what differs only in spelling.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from itertools import compress, count

from msgspec import Struct

_APOSTROPHES = re.compile("['\u2018\u2019`]")
_ONE_LETTER = re.compile(r"\b([a-z])-(?=[a-z])")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"[a-z0-9]+")
_UNVOICED = {"z": "s", "v": "f"}
_CONSONANTS = frozenset("bcdfghjklmnpqrstvwxyz")

_FILLER_WORDS = """
de het een en of maar dus want dat die dit deze er hier daar te om aan al als bij dan door in is naar nog nu op
ook over te tot uit van voor met wel niet geen zo zou zouden heel erg meer tijdens tegen tussen onder achter
naast per sinds na zonder via ivm bv evt aub ik jij je jou jouw mij me mijn mn we wij ons onze u uw hij zij ze
hem haar zijn hun hen men iemand iets niets niks jullie ieder elke zulke bepaalde allebei ben bent was waren
word wordt worden werd werden heb hebt heeft hebben had hadden mag mogen mocht moet moeten moest kan kun kunt
kunnen kon wil wilt willen zal zullen ga gaat gaan ging doe doet doen deed gedaan krijg krijgt krijgen kreeg zit
zitten zat sta staat staan stond laat laten liet kom komt komen kwam maak maakt maken gemaakt geef geeft geven
gaf gegeven zet zetten gezet neem neemt nemen weet weten vind vindt vinden hoor hoort lijkt betekent bestaat
bestaan heet wat wie waar wanneer waarom hoe welk welke hoeveel hoelang waarover waarmee waarvoor waaraan
eigenlijk gewoon zomaar even eens toch weer zelf terwijl omdat zodat echt alle alles allemaal altijd soms vaak
steeds misschien graag opeens ineens nou hoi alsjeblieft leuk leuke goed goede mooi beetje paar ding dingen
"""

SHORTEST_HALF = 3
SHORTEST_COMPOUND = 7


def words(text: str) -> list[str]:
    """The words of a text in lower case, without accents: `foto's` is `fotos`, `e-mail` is `email`."""
    plain = text.lower()
    if not plain.isascii():
        plain = _BEYOND_ASCII.sub(_without_accent, unicodedata.normalize("NFD", plain))
    return _WORD.findall(_ONE_LETTER.sub(r"\1", _APOSTROPHES.sub("", plain)))


def _without_accent(letter: re.Match[str]) -> str:
    return "" if unicodedata.combining(letter[0]) else letter[0]


FILLERS = frozenset(words(_FILLER_WORDS))
"""Words of whole questions that say nothing of what is asked."""


@cache
def stem(word: str) -> str:
    """What all forms of a word share."""
    return _level(_stemmer()(word)) if len(word) > 2 else word


@cache
def _stemmer() -> Callable[[str], str]:
    import Stemmer  # type: ignore[import-not-found]  # only a build needs it

    stemmed: Callable[[str], str] = Stemmer.Stemmer("dutch", 0).stemWord  # `stem` remembers words, in less time
    return stemmed


def _level(found: str) -> str:
    if len(found) > 4 and found[-2] in "aio":
        found = found.removesuffix("s")
    if len(found) > 3:
        found = found.removesuffix("e")
    found = found[:-1] + _UNVOICED.get(found[-1:], found[-1:])
    if len(found) > 3:
        found = _without_t(f"{found[:-2]}t" if found.endswith("ts") else found)
    return _undoubled(found)


def _without_t(found: str) -> str:
    """Without the last t or d after a consonant, or the last two."""
    last, before, third = found[-1], found[-2], found[-3:-2]
    if last not in "td" or before not in _CONSONANTS:
        return found
    return found[:-2] if before in "td" and third in _CONSONANTS else found[:-1]


def _undoubled(found: str) -> str:
    """With one letter for two that are alike, at the end or before the last consonant."""
    last, before, third = found[-1:], found[-2:-1], found[-3:-2]
    if before.isalpha() and third == before and last in _CONSONANTS:
        return found[:-2] + last
    return found[:-1] if before == last and last.isalpha() else found


def stems(text: str) -> list[str]:
    """The stems of all words of a text, in order."""
    return [*map(stem, words(text))]


def compound_parts(word: str, known: Collection[str], named: Collection[str]) -> tuple[str, ...]:
    """The stems of the two known words that a compound is made of, the longest tail first; empty when it is none.

    Of three letters only a word that the vocabulary names is a half: `app` and `juf`, not `bes` in `bestellen`.
    """

    def half(text: str) -> bool:
        return stem(text) in (known if len(text) > SHORTEST_HALF else named)

    if len(word) < SHORTEST_COMPOUND:
        return ()
    for cut in range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1):
        if half(word[:cut]) and half(word[cut:]):
            return (stem(word[:cut]), stem(word[cut:]))
    return ()


class Run(Struct, frozen=True, kw_only=True):
    """Stems that stand side by side, written as one term, and their places."""

    term: str
    places: range


#: Runs of stems, written with underscores, by their first stem and then by their second.
Listed = Mapping[str, Mapping[str, Collection[str]]]


def phrases(found: Sequence[str], listed: Listed, longest: int = 6) -> list[Run]:
    """Every run of two to `longest` stems that is listed."""
    starts = compress(count(), map(listed.__contains__, found[:-1]))
    return [
        Run(term=term, places=range(start, start + size))
        for start in starts
        if (alike := listed[found[start]].get(found[start + 1]))
        for size in range(2, min(longest, len(found) - start) + 1)
        if (term := "_".join(found[start : start + size])) in alike
    ]
