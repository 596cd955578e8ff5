"""What changed between two versions of a protocol: by meaning first, then by wording; pure functions.

A rule is known by its id. One whose id is new while its text stood under an id that is gone has moved.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from build_tools.model import Item, Protocol
from build_tools.records import AudienceId, Norm, PartyId, StanceId
from build_tools.relation import opposed

ChangeKind = Literal["stricter", "milder", "stance", "value", "party", "added", "removed", "moved", "reworded"]
WordOp = Literal["same", "ins", "del"]

#: In the order in which they are told: what matters most first.
CHANGE_KINDS: Mapping[ChangeKind, str] = {
    "stricter": "strenger",
    "milder": "soepeler",
    "stance": "ander standpunt",
    "value": "waarde of voorwaarde gewijzigd",
    "party": "voor wie gewijzigd",
    "added": "toegevoegd",
    "removed": "vervallen",
    "moved": "verplaatst",
    "reworded": "anders verwoord",
}

#: How much a stance leaves to the reader: the higher, the less.
_STRICTNESS: Mapping[StanceId, int] = {
    "allowed": 0,
    "recommended": 1,
    "discouraged": 1,
    "conditional": 1,
    "required": 2,
    "forbidden": 2,
}
_SAME_TEXT = 0.9
_WORD = re.compile(r"\s*\S+\s*")
_MOSTLY_OTHER = 0.5


class Change(Struct, frozen=True, kw_only=True):
    """One change to one rule; `old` or `new` is None when the rule was added or removed."""

    kind: ChangeKind
    old: Item | None
    new: Item | None
    detail: str | None = None

    @property
    def item(self) -> Item:
        """The rule as it is now, or as it last was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change without a rule")
        return found


class Words(Struct, frozen=True, kw_only=True):
    """A run of words that stayed (`same`), came (`ins`) or went (`del`)."""

    op: WordOp
    text: str


def protocol_changes(old: Protocol, new: Protocol) -> list[Change]:
    """Every change from `old` to `new`, in the order of `CHANGE_KINDS`, within a kind in the protocol's order."""
    pairs, added, removed = _paired(old, new)
    order = {item.id: number for number, item in enumerate((*new.items, *old.items))}
    found = [
        *(change for before, after in pairs for change in rule_changes(before, after)),
        *(Change(kind="moved", old=before, new=after) for before, after in _moved(pairs, old, new)),
        *(Change(kind="added", old=None, new=item) for item in added),
        *(Change(kind="removed", old=item, new=None) for item in removed),
    ]
    kinds = list(CHANGE_KINDS)
    return sorted(found, key=lambda change: (kinds.index(change.kind), order[change.item.id]))


def rule_changes(old: Item, new: Item) -> Iterator[Change]:
    """What changed in one rule: its norms by meaning, or else its words."""
    kinds = dict(_norm_changes(old.rule.norms, new.rule.norms))
    if tuple(sorted(old.audiences)) != tuple(sorted(new.audiences)):
        kinds.setdefault("party", _audience_detail(old.audiences, new.audiences))
    for kind, detail in kinds.items():
        yield Change(kind=kind, old=old, new=new, detail=detail)
    if not kinds and _texts(old) != _texts(new):
        yield Change(kind="reworded", old=old, new=new)


def word_changes(old: str, new: str) -> tuple[Words, ...]:
    """The new text with what came and what went, word by word; a text that is mostly other words, as a whole.

    difflib is the standard library's own, and good enough for a paragraph; a kept differ on PyPI wraps the same.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    if matcher.ratio() < _MOSTLY_OTHER:
        return tuple(_runs("".join(before), "".join(after)))
    found: list[Words] = []
    for op, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        came = "".join(after[from_new:to_new])
        if op == "equal":
            found.append(Words(op="same", text=came))
        else:
            found.extend(_runs("".join(before[from_old:to_old]), came))
    return tuple(found)


def _runs(gone: str, came: str) -> Iterator[Words]:
    if gone:
        yield Words(op="del", text=gone)
    if came:
        yield Words(op="ins", text=came)


def _paired(old: Protocol, new: Protocol) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Rules that stayed as (before, after), and those that came and went."""
    before, after = {item.id: item for item in old.items}, {item.id: item for item in new.items}
    pairs = [(before[name], item) for name, item in after.items() if name in before]
    added = [item for name, item in after.items() if name not in before]
    removed = [item for name, item in before.items() if name not in after]
    for item in list(added):
        twin = next((gone for gone in removed if _alike(gone, item)), None)
        if twin:
            pairs.append((twin, item))
            added.remove(item)
            removed.remove(twin)
    return pairs, added, removed


def _alike(one: Item, other: Item) -> bool:
    return difflib.SequenceMatcher(a=one.rule.text, b=other.rule.text, autojunk=False).ratio() >= _SAME_TEXT


def _moved(pairs: list[tuple[Item, Item]], old: Protocol, new: Protocol) -> Iterator[tuple[Item, Item]]:
    """The rules in another section, under another id, or in another order; of those the fewest that explain it."""
    stayed = {after.id for before, after in pairs if before.section.id == after.section.id and before.id == after.id}
    before = [item.id for item in old.items if item.id in stayed]
    after = [item.id for item in new.items if item.id in stayed]
    blocks = difflib.SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    kept = {name for block in blocks for name in after[block.b : block.b + block.size]}
    yield from ((one, other) for one, other in pairs if other.id not in kept)


def _norm_changes(old: tuple[Norm, ...], new: tuple[Norm, ...]) -> Iterator[tuple[ChangeKind, str | None]]:
    """The kinds of change in a rule's norms, each with a detail in words where there is one."""
    for topic in dict.fromkeys(norm.topic for norm in (*old, *new)):
        before, after = _by_party(old, topic), _by_party(new, topic)
        for party in [party for party in before if party in after]:
            yield from _stance_change(before[party], after[party])
        if before.keys() != after.keys():
            yield "party", None


def _by_party(norms: tuple[Norm, ...], topic: str) -> dict[PartyId, Norm]:
    return {party: norm for norm in norms if norm.topic == topic for party in norm.parties}


def _stance_change(old: Norm, new: Norm) -> Iterator[tuple[ChangeKind, str | None]]:
    if old.stance != new.stance:
        step = 0 if opposed({old.stance}, {new.stance}) else _STRICTNESS[new.stance] - _STRICTNESS[old.stance]
        yield ("stricter" if step > 0 else "milder" if step < 0 else "stance"), None
    elif (old.value, old.condition) != (new.value, new.condition):
        yield "value", _value_detail(old, new)


def _value_detail(old: Norm, new: Norm) -> str:
    def said(norm: Norm) -> str:
        return ", ".join(part for part in (norm.value, norm.condition) if part) or "niets"

    return f"was: {said(old)}; is nu: {said(new)}"


def _audience_detail(old: tuple[AudienceId, ...], new: tuple[AudienceId, ...]) -> str | None:
    return None if set(old) == set(new) else "de regel staat op andere doelgroeppagina's"


def _texts(item: Item) -> tuple[object, ...]:
    rule = item.rule
    return (rule.title, rule.text, rule.wording, rule.footnotes)
