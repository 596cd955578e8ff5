"""What checks find in one protocol by itself: found once for as long as the files that it comes from are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from build_tools.found import Earlier, Finder
from build_tools.kept import digest
from build_tools.model import Library
from build_tools.problems import Problem

Rule = Callable[[Library], Iterator[Problem]]


class Informed(Struct, frozen=True, kw_only=True):
    """A rule that knows something of all protocols, and then looks in one; `key` is a digest of what it knows."""

    name: str
    key: bytes
    rule: Rule


def found_apart(
    rules: Sequence[Rule], informed: Sequence[Informed], library: Library, before: Earlier
) -> Iterator[Problem]:
    """What these rules find in site.yml and in each protocol, each looked at as if there were no other protocol."""
    finders: dict[str, Finder] = {}
    for name in ("", *library.protocols):
        line = [above.id for above in library.line_of(name)]
        alone = replace(library, protocols={one: found for one, found in library.protocols.items() if one == name})
        find = partial(_found_in, alone, rules, name)
        finders[f"checks {name}"] = Finder(key=before.key(f"checks {name}", line), find=find)
        for one in informed:
            looked, find = f"{one.name} {name}", partial(_found_in, alone, (one.rule,), name)
            finders[looked] = Finder(key=digest(before.key(looked, line), one.key), find=find)
    return before.found(finders)


def _found_in(alone: Library, rules: Sequence[Rule], name: str) -> Iterator[Problem]:
    """What is found in a protocol, or without a name in site.yml."""
    found = (one for rule in rules for one in rule(alone))
    return (one for one in found if bool(one.place.within) == bool(name))
