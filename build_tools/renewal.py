"""What changed in a protocol that others build on since its school last looked at it; pure functions.

`seen.json` in the sources holds the files of those protocols as they were when they were last looked at, whole, so
that a newer package can tell the difference word by word.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from build_tools.changes import CHANGE_KINDS, Change, protocol_changes
from build_tools.load import load_partly
from build_tools.model import Library, Protocol
from build_tools.problems import Place, Problem, problem
from build_tools.reading import SEEN
from build_tools.source import written


class UnreadableRecord(Exception):
    """`seen.json` does not hold what it should; the message says so in Dutch."""


def bases(library: Library) -> tuple[str, ...]:
    """The protocols that others build on, in order."""
    named = (protocol.record.extends for protocol in library.protocols.values())
    return tuple(dict.fromkeys(name for name in named if name))


def record(files: Mapping[str, bytes], library: Library) -> str:
    """The contents of `seen.json` when everything that others build on has just been looked at."""
    starts = tuple(f"protocols/{name}/" for name in bases(library))
    texts = {path: content.decode() for path, content in files.items() if path.startswith(starts)}
    return json.dumps({"files": texts}, ensure_ascii=False, indent=0) + "\n"


def seen_files(files: Mapping[str, bytes]) -> dict[str, bytes] | None:
    """The files as last looked at, by path; None when nothing was ever recorded. Raises UnreadableRecord."""
    if SEEN not in files:
        return None
    try:
        data = json.loads(files[SEEN])
        return {str(path): text.encode() for path, text in data["files"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableRecord(f"{SEEN} is niet te lezen") from error


def seen_protocols(files: Mapping[str, bytes], library: Library) -> dict[str, Protocol]:
    """The protocols that others build on as last looked at, by id; those that can no longer be read are left out.

    Raises UnreadableRecord.
    """
    seen = seen_files(files) or {}
    if all(files.get(path) == content for path, content in seen.items()) and not _came(files, seen, library):
        return {}
    names = sorted({path.split("/")[1] for path in seen if path.startswith("protocols/")})
    if not names:
        return {}
    site = {"name": "-", "description": "-", "usage": "-", "protocols": names}
    lists = {path: content for path, content in files.items() if path.startswith("vocabulary/")}
    found, _ = load_partly({"site.yml": written(site).encode()} | lists | seen)
    return {name: found.protocols[name] for name in names if found and name in found.protocols}


def _came(files: Mapping[str, bytes], seen: Mapping[str, bytes], library: Library) -> bool:
    starts = tuple(f"protocols/{name}/" for name in bases(library))
    return any(path.startswith(starts) and path not in seen for path in files)


def renewals(files: Mapping[str, bytes], library: Library) -> Iterator[Problem]:
    """What the school should look at: that a base changed, and which of its own files stand on what changed."""
    try:
        seen = seen_protocols(files, library)
    except UnreadableRecord as fault:
        yield problem("onleesbaar", Place(file=SEEN), what=str(fault), expected="wat protocolwijzer erin zette")
        return
    for name, old in seen.items():
        new = library.protocols.get(name)
        changes = protocol_changes(old, new) if new else []
        for protocol in library.protocols.values():
            if changes and protocol.record.extends == name:
                yield _renewed(protocol, old, changes)
        yield from _beneath_own_files(files, library, name, changes)


def _renewed(protocol: Protocol, base: Protocol, changes: Iterable[Change]) -> Problem:
    counted = Counter(change.kind for change in changes)
    summary = ", ".join(f"{counted[kind]} {title}" for kind, title in CHANGE_KINDS.items() if counted[kind])
    return problem(
        "model-vernieuwd",
        protocol.place_of("extends"),
        what=f'"{base.record.title}" is vernieuwd ({summary})',
        expected="dat u dit gelezen hebt",
    )


def _beneath_own_files(
    files: Mapping[str, bytes], library: Library, base: str, changes: Iterable[Change]
) -> Iterator[Problem]:
    """A file of a protocol's own that changes or leaves out a rule which is no longer what it was."""
    kinds: dict[str, list[str]] = {}
    for change in changes:
        if change.old:
            kinds.setdefault(change.old.id, []).append(CHANGE_KINDS[change.kind])
    for name, protocol in library.protocols.items():
        for rule, told in kinds.items():
            file = f"protocols/{name}/articles/{rule}.yml"
            if protocol.record.extends == base and file in files:
                yield problem(
                    "model-vernieuwd-onder-eigen-tekst",
                    Place(file=file),
                    what=f'u wijzigde de regel "{rule}", en het model is daar nu ook anders ({", ".join(told)})',
                    expected="dat uw eigen tekst nog klopt",
                )
