"""Protocols that extend another: what a school's own files change, add and leave out of a model.

A file of the extending protocol holds only what differs; every other field comes from the file of the same name in
the protocol that it extends. Positions stay true: each value keeps the place where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from build_tools.packaged import SHARED
from build_tools.problems import Place, Problem, did_you_mean, listed, problem
from build_tools.source import Document, Path, Places

Origin = Literal["own", "equal", "reworded", "added"]

#: What a protocol takes over from the one that it extends; decisions, review and notes are its own.
INHERITED = ("numbering", "document", "sections", "platforms", "parameters", "unclear", "values", "read_on")
#: What belongs to a rule's text, and is not taken over beside another text.
GOES_WITH_TEXT = ("wording", "accepted")
#: The protocols that the package brings, which a project need not have itself.
_COME_ALONG = [path.rsplit("/", 1)[-1] for path in SHARED if path.startswith("protocols/")]
#: Of these every name is taken over by itself: a board fills some blanks, a school the others.
_PAIRS = ("values",)


class ProtocolDocuments(Struct, frozen=True, kw_only=True):
    """The documents of one protocol; those of articles and advice lists by their path below its folder.

    Not `is_whole`: what it builds on cannot be known, so nobody can tell what it lacks.
    """

    name: str
    main: Document | None
    parts: Mapping[str, Document]
    origins: Mapping[str, Origin]
    left_out: Mapping[str, Document]
    base: str | None = None
    rest: Document | None = None
    is_whole: bool = True


def own_documents(name: str, documents: Mapping[str, Document]) -> ProtocolDocuments:
    """The documents in one protocol's folder, before anything is taken over."""
    parts = {part: document for part, document in documents.items() if part not in ("protocol.yml", "rest.yml")}
    left_out = {part: document for part, document in parts.items() if _leaves_out(document)}
    kept = {part: document for part, document in parts.items() if part not in left_out}
    return ProtocolDocuments(
        name=name,
        main=documents.get("protocol.yml"),
        parts=kept,
        origins=dict.fromkeys(kept, "own"),
        left_out=left_out,
        rest=documents.get("rest.yml"),
        is_whole="protocol.yml" in documents,
    )


def resolve(protocols: Mapping[str, ProtocolDocuments]) -> tuple[dict[str, ProtocolDocuments], list[Problem]]:
    """Each protocol with what it takes over from the one that it extends, and every fault in that."""
    resolved: dict[str, ProtocolDocuments] = {}
    problems: list[Problem] = []
    for name in protocols:
        problems.extend(_resolve(name, protocols, resolved, ()))
    return resolved, problems


def _resolve(
    name: str, protocols: Mapping[str, ProtocolDocuments], resolved: dict[str, ProtocolDocuments], path: tuple[str, ...]
) -> Iterator[Problem]:
    if name in resolved:
        return
    own = protocols[name]
    resolved[name] = own
    base = _extends(own.main)
    if own.main is None:
        return
    if base is None:
        yield from _nothing_to_leave_out(own)
        return
    place = own.main.place(("extends",))
    if base in (*path, name):
        yield problem(
            "kring", place, what=f"{name} bouwt via {base} op zichzelf voort", expected="een keten die eindigt"
        )
    elif base not in protocols:
        resolved[name] = replace(own, is_whole=False)
        options = sorted({*protocols, *_COME_ALONG} - {name})
        yield problem(
            "onbekende-verwijzing",
            place,
            what=f'protocol "{base}" bestaat niet',
            expected=listed(options),
            remedy=did_you_mean(base, options),
        )
    else:
        yield from _resolve(base, protocols, resolved, (*path, name))
        yield from _nothing_to_leave_out(own, resolved[base].parts)
        resolved[name] = _extended(own, resolved[base])


def _extended(own: ProtocolDocuments, base: ProtocolDocuments) -> ProtocolDocuments:
    taken = {part: document for part, document in base.parts.items() if part not in own.left_out}
    changed = {part: inherit(taken[part], document) for part, document in own.parts.items() if part in taken}
    added = {part: document for part, document in own.parts.items() if part not in taken}
    origins: dict[str, Origin] = dict.fromkeys(taken, "equal")
    origins |= dict.fromkeys(changed, "reworded")
    origins |= dict.fromkeys(added, "added")
    main = inherit(base.main, own.main, only=INHERITED) if base.main and own.main else own.main
    return replace(own, main=main, parts=taken | changed | added, origins=origins, base=base.name)


def inherit(base: Document, own: Document, *, only: tuple[str, ...] | None = None) -> Document:
    """The document that `own` makes of `base`: fields of `own` replace those of `base`, the others are taken over.

    A reader's wording belongs to its text, and so does what was accepted in it: where `own` has another text, those
    of `base` are not taken over.
    """
    if not isinstance(base.data, dict) or not isinstance(own.data, dict):
        return own
    dropped = set(GOES_WITH_TEXT) if "text" in own.data else set()
    taken = {
        name: value
        for name, value in base.data.items()
        if name not in own.data and name not in dropped and (only is None or name in only)
    }
    paired = {name: base.data[name] | own.data[name] for name in _PAIRS if _both_pairs(name, base.data, own.data)}
    names = {*taken, *paired}

    def look() -> dict[Path, Place]:
        taken_over = {path: place for path, place in base.places.by_path.items() if path and path[0] in names}
        return taken_over | dict(own.places.by_path)

    return Document(file=own.file, data=taken | own.data | paired, places=Places(file=own.file, look=look))


def _both_pairs(name: str, base: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    return isinstance(base.get(name), dict) and isinstance(own.get(name), dict)


def _extends(main: Document | None) -> str | None:
    base = main.data.get("extends") if main and isinstance(main.data, dict) else None
    return base if isinstance(base, str) else None


def _leaves_out(document: Document) -> bool:
    return isinstance(document.data, dict) and "left_out" in document.data


def _nothing_to_leave_out(own: ProtocolDocuments, base: Mapping[str, Any] | None = None) -> Iterator[Problem]:
    """A file that leaves out what is not there has no effect."""
    for part, document in own.left_out.items():
        if part not in (base or {}):
            yield problem(
                "niets-weg-te-laten",
                document.place(("left_out",)),
                what=f"er is geen {part} om weg te laten",
                expected="een regel van het protocol waarop dit voortbouwt",
                remedy=did_you_mean(part, base or {}),
            )
