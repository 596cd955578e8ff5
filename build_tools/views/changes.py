"""What changed in a protocol: since an earlier version, and against the protocol that it extends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import asdict

from build_tools.changes import CHANGE_KINDS, Change, Words, protocol_changes, word_changes
from build_tools.dutch import MONTHS, in_words
from build_tools.model import Item, Library, Protocol
from build_tools.views.parts import Link, date_in_words, protocol_page, rule_link
from build_tools.views.view import View

ORIGIN_LABELS = {
    "equal": "gelijk aan het model",
    "filled": "gelijk aan het model, ingevuld",
    "reworded": "anders verwoord dan het model",
    "added": "toegevoegd aan het model",
}


class ChangeLine(Struct, frozen=True, kw_only=True):
    """One change to one rule; a rule that is gone has no link."""

    title: str
    number: str | None
    link: Link | None
    audiences: str
    detail: str | None
    texts: tuple[tuple[str, tuple[Words, ...]], ...]


class ChangeGroup(Struct, frozen=True, kw_only=True):
    """All changes of one kind."""

    id: str
    title: str
    lines: tuple[ChangeLine, ...]


class VersionChanges(Struct, frozen=True, kw_only=True):
    """What changed from one version to the next; a protocol that came or went has a note and no groups."""

    id: str
    title: str
    note: str | None = None
    groups: tuple[ChangeGroup, ...]
    per_audience: tuple[tuple[str, str], ...]


class ChangesView(View, frozen=True, kw_only=True):
    """What changed when, the newest first."""

    protocol: Link
    versions: tuple[VersionChanges, ...]


def changes_page(protocol: str) -> str:
    """The Markdown path of the page with a protocol's changes."""
    return f"protocollen/{protocol}/wijzigingen.md"


def changes_view(library: Library, protocol: Protocol) -> ChangesView:
    """What changed between the versions that a protocol keeps, up to now."""
    steps = [*library.versions[protocol.id]]
    later = [*((version.label, version.protocol) for version in steps[1:]), ("nu", protocol)]
    found = [
        version_changes(library, old.protocol, new, since=old.label, until=label)
        for old, (label, new) in zip(steps, later, strict=True)
    ]
    return changes_page_of(protocol, tuple(reversed(found)))


def changes_page_of(protocol: Protocol, versions: tuple[VersionChanges, ...]) -> ChangesView:
    """The page on which these changes are told."""
    return ChangesView(
        path=changes_page(protocol.id),
        template="changes.md.j2",
        title=f"Wat er veranderde: {protocol.record.short_title}",
        description=f"De wijzigingen in {protocol.record.title}, naar betekenis en per lezer.",
        protocol=Link(page=protocol_page(protocol.id), text=protocol.record.title),
        versions=versions,
    )


def version_changes(library: Library, old: Protocol, new: Protocol, *, since: str, until: str) -> VersionChanges:
    """What changed from `old` to `new`, in words; `since` and `until` are labels of versions."""
    changes = protocol_changes(old, new)
    return VersionChanges(
        **_from_to(since, until),
        groups=tuple(
            ChangeGroup(id=kind, title=title, lines=tuple(_line(library, c) for c in changes if c.kind == kind))
            for kind, title in CHANGE_KINDS.items()
            if any(change.kind == kind for change in changes)
        ),
        per_audience=tuple(
            (audience.label, summary)
            for audience in library.vocabulary.audiences.values()
            if (summary := _summary([change for change in changes if audience.id in change.item.audiences]))
        ),
    )


def came_or_went(*, since: str, until: str, came: bool) -> VersionChanges:
    """A protocol that stands in only one of two versions: whole new, or gone."""
    note = "Dit protocol is nieuw." if came else "Dit protocol is vervallen."
    return VersionChanges(**_from_to(since, until), note=note, groups=(), per_audience=())


def _from_to(since: str, until: str) -> dict[str, str]:
    return {"id": f"sinds-{since}", "title": f"Van {_moment(since)} tot {_moment(until)}"}


def origin_of(item: Item) -> str | None:
    """How the item came from the protocol that its own extends, in words; None for a protocol on its own."""
    if item.origin == "equal" and "{{" in item.rule.text:
        return ORIGIN_LABELS["filled"]
    return ORIGIN_LABELS.get(item.origin)


def _line(library: Library, change: Change) -> ChangeLine:
    item = change.item
    audiences = library.vocabulary.audiences.values()
    return ChangeLine(
        title=item.rule.title,
        number=item.rule.number,
        link=rule_link(item, item.protocol, item.rule.title) if change.new else None,
        audiences=in_words(audience.label for audience in audiences if audience.id in item.audiences),
        detail=change.detail,
        texts=tuple(_texts(library, change)),
    )


def _texts(library: Library, change: Change) -> Iterator[tuple[str, tuple[Words, ...]]]:
    """(whose text, its words) for the title, the text and each reader's wording that changed."""
    named = {"title": "Titel", "text": "Tekst"}
    named |= {audience.id: f"Voor {audience.label}" for audience in library.vocabulary.audiences.values()}
    old, new = _texts_of(change.old), _texts_of(change.new)
    for name, label in named.items():
        before, after = old.get(name) or "", new.get(name) or ""
        if before != after:
            yield label, word_changes(before, after)


def _texts_of(item: Item | None) -> dict[str, str | None]:
    return {"title": item.rule.title, "text": item.rule.text, **asdict(item.rule.wording)} if item else {}


def _summary(changes: list[Change]) -> str:
    """`2 strenger, 1 toegevoegd`, in the order of the kinds."""
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {title}" for kind, title in CHANGE_KINDS.items() if counts[kind])


def _moment(label: str) -> str:
    parts = label.split("-")
    is_date = len(parts) == 3 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= len(MONTHS)
    return date_in_words(label) if is_date else label
