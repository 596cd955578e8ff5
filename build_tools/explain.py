"""Where each part of a rule comes from, in a chain of protocols that build on each other; pure functions.

Reads the sources as they were written, before anything is taken over, so that what was overruled can be shown too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from build_tools.descent import GOES_WITH_TEXT
from build_tools.problems import Place
from build_tools.reading import ProtocolSources, Sources, read_sources
from build_tools.records import ArticleFile
from build_tools.source import Document, Path
from build_tools.texts import used_parameters


class Said(Struct, frozen=True, kw_only=True):
    """What one protocol says in one place; `value` is None for a part that fell away with another text."""

    protocol: str
    place: Place
    value: Any


class Part(Struct, frozen=True, kw_only=True):
    """A part of a rule: the field, what counts, and what that overrules, the nearest first."""

    name: str
    counts: Said | None
    overruled: tuple[Said, ...] = ()


class Explanation(Struct, frozen=True, kw_only=True):
    """A rule of a protocol: its parts, the values of the blanks in it, and whether and why it was left out.

    Of a rule that was left out the parts are as they would have been.
    """

    id: str
    protocol: str
    chain: tuple[str, ...]
    parts: tuple[Part, ...]
    parameters: tuple[Part, ...]
    left_out: Said | None = None


class _Level(Struct, frozen=True, kw_only=True):
    """A file of one protocol in the chain, and where in it the rule stands."""

    protocol: str
    document: Document
    at: Path

    @property
    def data(self) -> Mapping[str, Any]:
        """The fields as written."""
        found = self.document.data
        for step in self.at:
            found = found[step]
        return found if isinstance(found, dict) else {}

    def said(self, *path: str | int) -> Said:
        """What stands at the path."""
        value: Any = self.data
        for step in path:
            value = value[step]
        return Said(protocol=self.protocol, place=self.document.place((*self.at, *path)), value=value)


def explain(files: Mapping[str, bytes], protocol: str, rule: str) -> Explanation | None:
    """Where the parts of a protocol's rule come from; None when no protocol in its chain has that rule.

    `rule` is the id of an article, of an advice list, or of an item of one.
    """
    sources, _ = read_sources(files)
    chain = tuple(_chain(sources, protocol))
    levels = next((found for found in _places(sources, chain, rule) if found), None)
    if levels is None:
        return None
    gone = levels[0].said("left_out") if "left_out" in levels[0].data else None
    parts = tuple(_parts(tuple(_counting(levels[1:] if gone else levels))))
    texts = [part.counts.value for part in parts if part.counts]
    return Explanation(
        id=rule,
        protocol=protocol,
        chain=chain,
        parts=parts,
        parameters=tuple(_parameter(sources, chain, name) for name in sorted(used_parameters(texts))),
        left_out=gone,
    )


def known_rules(files: Mapping[str, bytes], protocol: str) -> list[str]:
    """The ids of every article, advice list and advice item in the protocol's chain, left out ones too."""
    sources, _ = read_sources(files)
    found: dict[str, None] = {}
    for name in _chain(sources, protocol):
        for part, document in _own(sources.protocols[name]).items():
            found[part.split("/")[1].removesuffix(".yml")] = None
            found.update(dict.fromkeys(str(entry.get("id")) for entry in _entries(document)))
    return list(found)


def _chain(sources: Sources, protocol: str) -> Iterator[str]:
    """The protocol, the one that it builds on, and so on."""
    found = sources.protocols.get(protocol)
    while found:
        yield found.name
        found = sources.protocols[found.documents.base] if found.documents.base else None


def _own(protocol: ProtocolSources) -> dict[str, Document]:
    """The documents in the protocol's own folder, also those that leave something out, by path below it."""
    start = f"protocols/{protocol.name}/"
    documents = protocol.documents
    return {
        part: document
        for part, document in {**documents.parts, **documents.left_out}.items()
        if document.file.startswith(start)
    }


def _places(sources: Sources, chain: tuple[str, ...], rule: str) -> Iterator[tuple[_Level, ...]]:
    """The files in which the rule could stand: as an article, as a list, as an item of a list; the nearest first."""
    for part in (f"articles/{rule}.yml", f"advice/{rule}.yml"):
        yield tuple(_levels(sources, chain, part))
    for name in chain:
        for part, document in _own(sources.protocols[name]).items():
            if any(entry.get("id") == rule for entry in _entries(document)):
                yield tuple(_of_entry(sources, chain, part, rule))


def _levels(sources: Sources, chain: tuple[str, ...], part: str) -> Iterator[_Level]:
    for name in chain:
        document = sources.documents.get(f"protocols/{name}/{part}")
        if document and isinstance(document.data, dict):
            yield _Level(protocol=name, document=document, at=())


def _of_entry(sources: Sources, chain: tuple[str, ...], part: str, rule: str) -> Iterator[_Level]:
    """An item of a list; a list's items are taken over or replaced together, so the nearest list with items counts."""
    for level in _levels(sources, chain, part):
        if "left_out" in level.data:
            yield level
        for at, entry in enumerate(_entries(level.document)):
            if entry.get("id") == rule:
                yield _Level(protocol=level.protocol, document=level.document, at=("entries", at))
        if "left_out" in level.data or "entries" in level.data:
            return


def _entries(document: Document) -> list[dict[str, Any]]:
    found = document.data.get("entries") if isinstance(document.data, dict) else None
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def _counting(levels: tuple[_Level, ...]) -> Iterator[_Level]:
    """The levels that count: not those behind one that left the rule out."""
    for level in levels:
        if "left_out" in level.data:
            return
        yield level


def _parts(levels: tuple[_Level, ...]) -> Iterator[Part]:
    named = {name: None for level in levels for name in level.data}
    for name in sorted(named, key=_order):
        found = [level for level in levels if name in level.data]
        texts = [at for at, level in enumerate(levels) if "text" in level.data]
        lost = name in GOES_WITH_TEXT and bool(texts) and texts[0] < levels.index(found[0])
        if name == "wording":
            yield from _wordings(found, lost=lost)
        else:
            said = [level.said(name) for level in found]
            yield Part(name=name, counts=None if lost else said[0], overruled=tuple(said if lost else said[1:]))


def _wordings(levels: list[_Level], *, lost: bool) -> Iterator[Part]:
    """Each reader's words apart; the nearest protocol that has words of its own replaces those of all readers."""
    readers = {reader: None for level in levels for reader in (level.data["wording"] or {})}
    for reader in readers:
        said = [level.said("wording", reader) for level in levels if reader in (level.data["wording"] or {})]
        stays = not lost and said[0].protocol == levels[0].protocol
        counts = said[0] if stays else None
        yield Part(name=f"wording.{reader}", counts=counts, overruled=tuple(said[1:] if stays else said))


def _order(name: str) -> tuple[int, str]:
    fields = list(ArticleFile.__struct_fields__)
    return (fields.index(name) if name in fields else len(fields), name)


def _parameter(sources: Sources, chain: tuple[str, ...], name: str) -> Part:
    """Where the value of a blank comes from: site.yml for the own protocol, then the chain."""
    said = tuple(_values(sources, chain, name))
    return Part(name=name, counts=said[0] if said else None, overruled=said[1:])


def _values(sources: Sources, chain: tuple[str, ...], name: str) -> Iterator[Said]:
    site = sources.documents.get("site.yml")
    if site and isinstance(site.data, dict) and site.data.get("own_protocol") == chain[0]:
        yield from _value(site, "site.yml", "parameters", name)
    for protocol in chain:
        document = sources.documents.get(f"protocols/{protocol}/protocol.yml")
        if document and isinstance(document.data, dict):
            yield from _value(document, protocol, "values", name)
            for number, declared in enumerate(document.data.get("parameters") or []):
                if isinstance(declared, dict) and declared.get("id") == name and declared.get("value"):
                    place = document.place(("parameters", number, "value"))
                    yield Said(protocol=protocol, place=place, value=declared["value"])


def _value(document: Document, protocol: str, field: str, name: str) -> Iterator[Said]:
    given = document.data.get(field)
    if isinstance(given, dict) and given.get(name):
        yield Said(protocol=protocol, place=document.place((field, name)), value=given[name])
