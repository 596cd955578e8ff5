"""What is wrong in a part of the sources: found once, for as long as the part is the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from msgspec import Struct

from build_tools.kept import Recall, digest
from build_tools.problems import Place, Problem

#: Looks for what is wrong.
Find = Callable[[], Iterable[Problem]]


class Finder(Struct, frozen=True, kw_only=True):
    """Finds what is wrong in a part, as JSON; `key` is a digest of all that decides it, the code apart."""

    key: bytes
    find: Find

    def __call__(self) -> str:
        """Find it."""
        return json.dumps([asdict(one) for one in self.find()])


class Earlier(Struct, frozen=True, kw_only=True):
    """What earlier runs found; with digests of the files in each protocol's folder, and of all others together."""

    recall: Recall
    others: bytes
    own: Mapping[str, bytes]

    def key(self, looked: str, line: Iterable[str]) -> bytes:
        """A digest of all files that decide what is wrong in the first of these protocols, which builds on the rest.

        `looked` says what is looked for.
        """
        return digest(looked, self.others, *(self.own[name] for name in line))

    def found(self, finders: Mapping[str, Finder]) -> Iterator[Problem]:
        """What all of these find, each now or in an earlier run."""
        return (_read(**data) for text in self.recall(finders).values() for data in json.loads(text))


def earlier(files: Mapping[str, bytes], recall: Recall) -> Earlier:
    """What earlier runs found in these sources, by what recalls it."""
    others, own = [], {}  # type: tuple[list[str | bytes], dict[str, list[str | bytes]]]
    for path, content in files.items():
        match path.split("/"):
            case ["protocols", name, _, *_]:
                own.setdefault(name, []).extend((path, content))
            case _:
                others.extend((path, content))
    return Earlier(recall=recall, others=digest(*others), own={name: digest(*parts) for name, parts in own.items()})


def _read(place: dict[str, Any], **rest: Any) -> Problem:
    return Problem(place=Place(**place), **rest)
