"""Texts that were right once: platforms that stopped or have another name, and facts that changed.

Notes of the editors are left out: they speak of what was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby

from build_tools.model import Library, Said
from build_tools.problems import Place, Problem, problem
from build_tools.records import Fact, Platform

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n{2,}|\n(?=\s*[-*+\d])")


def platforms_are_there(library: Library) -> Iterator[Problem]:
    """A platform that a rule or protocol names exists under that name; the new name beside the old is enough."""
    gone = {name: found for name, found in library.vocabulary.platforms.items() if found.status != "active"}
    names = _any_of(platform.name for platform in gone.values())
    for texts in _parts(library) if gone else ():
        words = " ".join(said.text for said in texts)
        for name, place_of in _named(texts, gone, names).items():
            now = gone[name].now
            if not (now and _any_of([now]).search(words)):
                yield _gone(gone[name], place_of())


def _parts(library: Library) -> Iterator[Sequence[Said]]:
    """What readers see, together for each rule, and for what a protocol says besides its rules."""
    told = (said for said in library.said if said.protocol and not said.note)
    for _, texts in groupby(told, key=lambda said: (said.protocol, said.item.id if said.item else None)):
        yield list(texts)


def _named(
    texts: Sequence[Said], gone: Mapping[str, Platform], names: re.Pattern[str]
) -> dict[str, Callable[[], Place]]:
    """The platforms of `gone` that these texts name, or that stand in the field `platforms`, and where."""
    by_name = {platform.name.casefold(): name for name, platform in gone.items()}
    found: dict[str, Callable[[], Place]] = {}
    for said in texts:
        for match in names.findall(said.text):
            found.setdefault(by_name[match.casefold()], partial(said.place_of, *said.path))
    item = texts[0].item
    for number, name in enumerate(item.rule.platforms if item else ()):
        if name in gone:
            found.setdefault(name, partial(texts[0].place_of, "platforms", number))
    return found


def _gone(platform: Platform, place: Place) -> Problem:
    since = f" (sinds {platform.since})" if platform.since else ""
    if platform.status == "renamed":
        what = f"{platform.name} heet nu {platform.now or 'anders'}{since}"
        return problem(
            "platform-hernoemd", place, what=what, expected=platform.now or "de naam van nu", value=platform.id
        )
    what = f"{platform.name} is gestopt{since}"
    return problem("platform-gestopt", place, what=what, expected="een platform dat bestaat", value=platform.id)


def facts_still_hold(library: Library) -> Iterator[Problem]:
    """No sentence says what vocabulary/facts.yml calls outdated; told once for each rule and fact.

    A sentence counts when it holds an `old` phrase and, if the fact names any, one of the words in `near`.
    """
    facts: dict[str, list[Fact]] = {}
    for fact in library.vocabulary.facts.values():
        for phrase in fact.old:
            facts.setdefault(phrase.casefold(), []).append(fact)
    if not facts:
        return
    phrases = _any_of(facts)
    near = {fact.id: _any_of(fact.near) for fact in library.vocabulary.facts.values() if fact.near}
    for texts in _parts(library):
        first: dict[str, tuple[Fact, Said]] = {}
        for said in texts:
            for fact in _outdated(said.text, facts, phrases, near) if phrases.search(said.text) else ():
                first.setdefault(fact.id, (fact, said))
        yield from (_once_true(fact, said.place) for fact, said in first.values())


def _once_true(fact: Fact, place: Place) -> Problem:
    since = f" sinds {fact.since}" if fact.since else ""
    return problem(
        "feit-verouderd",
        place,
        what=f"{fact.title}: dit gold vroeger",
        expected=f"wat{since} geldt: {fact.now.rstrip('.')} ({fact.source})",
        value=fact.id,
    )


def _outdated(
    text: str, facts: Mapping[str, Sequence[Fact]], phrases: re.Pattern[str], near: Mapping[str, re.Pattern[str]]
) -> list[Fact]:
    """The facts that sentences of the text tell as they were, each once."""
    found = {
        fact.id: fact
        for sentence in _SENTENCE_END.split(text)
        for phrase in phrases.findall(sentence)
        for fact in facts[phrase.casefold()]
        if fact.id not in near or near[fact.id].search(sentence)
    }
    return list(found.values())


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for each of the names as whole words, the longest first."""
    options = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({options})(?!\w)", re.IGNORECASE)


OUTDATED_CHECKS = (platforms_are_there, facts_still_hold)
