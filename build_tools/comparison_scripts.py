"""What the comparison's page loads when protocols are chosen: classic scripts, which work from file:// too.

`data/comparison/index.js` holds the words of the vocabulary, and `data/comparison/<protocol>.js` one protocol's cells
and the rules that they name. Each calls a function that the page's script defines. Addresses are not in them: the
page has those of topics and protocols, as the site's builder made them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.json import encode

from build_tools.compare import cell
from build_tools.kept import Recall, anew
from build_tools.model import Library, Protocol
from build_tools.plaintext import rich
from build_tools.records import Decision
from build_tools.relation import DIFFERENT, RELATIONS, side_of
from build_tools.slices import Slices, made_of_one
from build_tools.views.comparison import PAGE, AnswerView, cell_view, is_large, rule_title
from build_tools.views.parts import filled

FOLDER = "data/comparison"


def comparison_scripts(slices: Slices, recall: Recall = anew, *, apart: bool = False) -> dict[str, str]:
    """Path below the site's root -> script; none when there is nothing to compare, here or with `apart` elsewhere."""
    library = slices.library
    if not comparison_paths(library, apart=apart):
        return {}
    scripts = {f"{FOLDER}/{found.id}.js": made_of_one(slices, found, _script) for found in library.shown}
    return {**recall(scripts), f"{FOLDER}/index.js": _call("index", _index(library))}


def _script(library: Library, name: str) -> str:
    return _call("protocol", _protocol(library, library.protocols[name]))


def comparison_paths(library: Library, *, apart: bool = False) -> tuple[str, ...]:
    """The paths of `comparison_scripts`."""
    if len(library.shown) < 2 and not apart:
        return ()
    return tuple(f"{FOLDER}/{name}.js" for name in (*(protocol.id for protocol in library.shown), "index"))


def _call(name: str, content: object) -> str:
    return f"pwComparison.{name}({encode(content).decode()});\n"


def joint_index(library: Library, shares: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> dict[str, str]:
    """Path -> the index of a collection in shares: (folder, its protocols as (id, short title))."""
    protocols = [
        {"id": name, "title": title, "share": f"{folder}/"} for folder, found in shares for name, title in found
    ]
    content = _index(library) | {"large": True, "protocols": protocols}
    return {f"{FOLDER}/index.js": _call("index", content)}


def _index(library: Library) -> dict[str, Any]:
    words = library.vocabulary
    return {
        "large": is_large(library),
        "page": PAGE,
        "protocols": [{"id": found.id, "title": found.record.short_title} for found in library.shown],
        "themes": [{"id": theme.id, "title": theme.title} for theme in words.themes.values()],
        "topics": [
            {"id": topic.id, "title": topic.title, "question": topic.question, "theme": topic.theme}
            for topic in words.topics.values()
        ],
        "stances": {
            stance.id: {"label": stance.label, "sign": stance.sign, "side": side_of(stance.id)}
            for stance in words.stances.values()
        },
        "statuses": {status.id: status.label for status in words.statuses.values()},
        "parties": {party.id: party.label for party in words.parties.values()},
        "relations": {
            name: {"label": words.relations[name].label, "sign": words.relations[name].sign, "order": order}
            for order, name in enumerate(RELATIONS)
        },
        "different": sorted(DIFFERENT),
    }


def _protocol(library: Library, protocol: Protocol) -> dict[str, Any]:
    cells = {topic.id: _cell(library, protocol, topic.id) for topic in library.vocabulary.topics.values()}
    return {
        "id": protocol.id,
        "cells": {topic: found for topic, found in cells.items() if found["status"] != "silent"},
        "rules": _rules(library, protocol),
    }


def _cell(library: Library, protocol: Protocol, topic: str) -> dict[str, Any]:
    found = cell_view(library, protocol, cell(protocol, library.vocabulary.topics[topic]))
    content: dict[str, Any] = {"status": found.status, "answers": [_answer(answer) for answer in found.answers]}
    return content | ({"readings": found.readings, "reason": found.reason} if found.readings else {})


def _answer(answer: AnswerView) -> dict[str, Any]:
    return {
        "stance": answer.stance,
        "parties": answer.parties,
        "bound": answer.bound,
        "value": answer.value,
        "condition": answer.condition,
        "rules": [rule.anchor for rule in answer.rules],
    }


def _rules(library: Library, protocol: Protocol) -> dict[str, Any]:
    """Every rule and decision with a norm, by id: what to call it, and its words as blocks."""
    found = {}
    for holder, _ in protocol.norms:
        text = holder.text or "" if isinstance(holder, Decision) else holder.rule.text
        found[holder.id] = {
            "title": rule_title(library, protocol, holder),
            "text": rich(filled(library, protocol, text)),
        }
    return found
