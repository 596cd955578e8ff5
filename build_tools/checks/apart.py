"""What checks find in one protocol by itself: found once for as long as the files that it comes from are the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from build_tools.kept import Recall, digest
from build_tools.model import Library
from build_tools.problems import Place, Problem

Rule = Callable[[Library], Iterator[Problem]]

#: Gives a digest of the files that a protocol comes from, and of those that are no protocol's; "" is for these alone.
KeyOf = Callable[[str], bytes]


def found_apart(rules: Sequence[Rule], library: Library, key_of: KeyOf, recall: Recall) -> Iterator[Problem]:
    """What these rules find in site.yml and in each protocol, each looked at as if there were no other protocol."""
    found = {name: Alone(rules=rules, library=library, name=name, key_of=key_of) for name in ("", *library.protocols)}
    return (_read(**data) for text in recall(found).values() for data in json.loads(text))


@dataclass(frozen=True, kw_only=True)
class Alone:
    """Finds what is wrong in a protocol, or without a name in site.yml, as JSON."""

    rules: Sequence[Rule]
    library: Library
    name: str
    key_of: KeyOf

    @property
    def key(self) -> bytes:
        """A digest of the files in which all of it stands."""
        return digest(self.name, self.key_of(self.name))

    def __call__(self) -> str:
        """Find it."""
        own = {name: found for name, found in self.library.protocols.items() if name == self.name}
        alone = replace(self.library, protocols=own)
        found = (one for rule in self.rules for one in rule(alone))
        return json.dumps([asdict(one) for one in found if bool(one.place.within) == bool(self.name)])


def _read(place: dict[str, Any], **rest: Any) -> Problem:
    return Problem(place=Place(**place), **rest)


def source_keys(files: Mapping[str, bytes], library: Library) -> KeyOf:
    """What gives the digests, of sources without faults of form."""
    shared, own = [], {name: [] for name in library.protocols}  # type: tuple[list[bytes], dict[str, list[bytes]]]
    for path, content in files.items():
        of = path.split("/")[1] if path.startswith("protocols/") else ""
        own.get(of, shared).append(digest(path, content))

    def key_of(name: str) -> bytes:
        return digest(*shared, *(part for above in library.line_of(name) for part in own[above.id]))

    return key_of
