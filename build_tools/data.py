"""The data contract: protocols.json, articles.json, comparison.json and redirects.json, each with its JSON Schema.

The shapes are fixed (other programs read them); a change of shape is a new `schema_version`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from build_tools.answers import Answer
from build_tools.compare import Cell, cell
from build_tools.data_schema import SCHEMAS
from build_tools.kept import Recall, anew
from build_tools.model import Item, Library, Protocol, parameter_values
from build_tools.plaintext import plain
from build_tools.records import Decision, Norm
from build_tools.slices import Slices, made_of_one
from build_tools.views.parts import decision_text, decision_topics, filled, protocol_page

SCHEMA_VERSION = 1
_DATA = ("protocols", "articles", "comparison", "redirects")


def data_files(slices: Slices, lines: Mapping[str, Sequence[str]], recall: Recall = anew) -> dict[str, str]:
    """Path below the site's root -> JSON text, the schemas included; `lines` as `article_lines` gives them."""
    library = slices.library
    redirects = ({"old": found.old, "new": found.new} for found in library.site.redirects)
    contents: dict[str, Mapping[str, Iterable[str]]] = {
        "protocols": {"protocols": (_json(_protocol(library, found)) for found in library.shown)},
        "articles": {"articles": chain.from_iterable(lines.values())},
        "comparison": _comparison(slices, recall),
        "redirects": {"redirects": map(_json, redirects)},
    }
    files = {f"data/{name}.json": _lines(content) for name, content in contents.items()}
    schemas = {name: json.dumps(schema, ensure_ascii=False, indent=1) for name, schema in SCHEMAS.items()}
    return files | {f"data/{name}.schema.json": f"{schema}\n" for name, schema in schemas.items()}


def data_paths() -> tuple[str, ...]:
    """The paths of `data_files`."""
    return (*(f"data/{name}.json" for name in _DATA), *(f"data/{name}.schema.json" for name in SCHEMAS))


def article_count(library: Library) -> int:
    """How many `articles` there are."""
    return sum(len(protocol.items) + len(protocol.record.decisions) for protocol in library.shown)


def _lines(lists: Mapping[str, Iterable[str]]) -> str:
    """One JSON object of lists with each of their elements on a line: a change shows as a changed line."""
    written = ((name, ",\n".join(found)) for name, found in lists.items())
    content = ",\n".join(f'"{name}": [\n{elements}\n]' for name, elements in written)
    return f'{{"schema_version": {SCHEMA_VERSION},\n{content}}}\n'


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False)


def _protocol(library: Library, protocol: Protocol) -> dict[str, Any]:
    record, values = protocol.record, parameter_values(library, protocol)
    return {
        "id": record.id,
        "title": record.title,
        "organisation": record.organisation,
        "kind": record.kind,
        "decisions": [
            {"body": decision.body, "action": decision.action, "date": str(decision.date) if decision.date else None}
            for decision in record.decisions
        ],
        "review": {"text": record.review.text, "next": str(record.review.next) if record.review.next else None}
        if record.review
        else None,
        "platforms": list(record.platforms),
        "parameters": [
            {"id": parameter.id, "label": parameter.label, "type": parameter.type, "value": values.get(parameter.id)}
            for parameter in record.parameters
        ],
        "url": _address(protocol.id),
    }


def articles(library: Library) -> Iterator[dict[str, Any]]:
    """Every article, advice item and decision that the site shows, as articles.json holds it."""
    return (found for protocol in library.shown for found in _articles(library, protocol))


def article_lines(slices: Slices, recall: Recall = anew) -> dict[str, list[str]]:
    """By the id of each shown protocol its `articles` as JSON, each on one line."""
    return _lines_by_protocol(slices, recall, "articles", _lines_of_articles)


def _lines_by_protocol(
    slices: Slices, recall: Recall, name: str, make: Callable[[Library, str], str]
) -> dict[str, list[str]]:
    """The lines that are made of each shown protocol by itself."""
    shown = slices.library.shown
    found = recall({f"data/{name}.json/{protocol.id}": made_of_one(slices, protocol, make) for protocol in shown})
    texts = zip(shown, found.values(), strict=True)
    return {protocol.id: lines.split("\n") if lines else [] for protocol, lines in texts}


def _lines_of_articles(library: Library, name: str) -> str:
    return "\n".join(map(_json, _articles(library, library.protocols[name])))


def _articles(library: Library, protocol: Protocol) -> Iterator[dict[str, Any]]:
    for item in protocol.items:
        yield _item(library, protocol, item)
    for decision in protocol.record.decisions:
        yield _decision(library, protocol, decision)


def _item(library: Library, protocol: Protocol, item: Item) -> dict[str, Any]:
    rule = item.rule
    wordings = {name: text for name in item.audiences if (text := getattr(rule.wording, name))}
    return {
        "id": item.id,
        "protocol": protocol.id,
        "kind": item.kind,
        "number": rule.number,
        "title": filled(library, protocol, rule.title),
        "section": item.section.id,
        "text": plain(filled(library, protocol, rule.text)),
        "audiences": list(item.audiences),
        "groups": list(rule.groups),
        "wording": {name: plain(filled(library, protocol, text)) for name, text in wordings.items()},
        "topics": list(item.topics),
        "norms": [_norm(norm) for norm in rule.norms],
        "provisions": list(rule.source),
        "url": _address(protocol.id, item.id),
    }


def _decision(library: Library, protocol: Protocol, decision: Decision) -> dict[str, Any]:
    title = filled(library, protocol, decision_text(decision))
    return {
        "id": decision.id,
        "protocol": protocol.id,
        "kind": "decision",
        "number": None,
        "title": title[0].upper() + title[1:],
        "section": "besluiten",
        "text": plain(filled(library, protocol, decision.text or f"{title}.")),
        "audiences": list(decision.audiences),
        "groups": [],
        "wording": {},
        "topics": list(decision_topics(decision)),
        "norms": [_norm(norm) for norm in decision.norms],
        "provisions": list(decision.source),
        "url": _address(protocol.id, decision.id),
    }


def _norm(norm: Norm) -> dict[str, Any]:
    return {
        "topic": norm.topic,
        "parties": list(norm.parties),
        "stance": norm.stance,
        "value": norm.value,
        "condition": norm.condition,
    }


def _comparison(slices: Slices, recall: Recall) -> dict[str, Iterable[str]]:
    topics = slices.library.vocabulary.topics.values()
    cells = _lines_by_protocol(slices, recall, "comparison", _lines_of_cells).values()
    return {
        "protocols": [_json(protocol.id) for protocol in slices.library.shown],
        "topics": (_json({"id": topic.id, "title": topic.title, "theme": topic.theme}) for topic in topics),
        "cells": chain.from_iterable(zip(*cells, strict=True)),  # topic by topic
    }


def _lines_of_cells(library: Library, name: str) -> str:
    topics = library.vocabulary.topics.values()
    return "\n".join(_json(_cell(cell(library.protocols[name], topic))) for topic in topics)


def _cell(found: Cell) -> dict[str, Any]:
    return {
        "topic": found.topic,
        "protocol": found.protocol,
        "status": found.status,
        "answers": [_answer(answer) for answer in found.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "parties": list(answer.parties),
        "stance": answer.stance,
        "value": answer.value,
        "condition": answer.condition,
        "articles": list(answer.articles),
    }


def _address(protocol: str, anchor: str | None = None) -> str:
    """The address relative to the site's root."""
    return protocol_page(protocol).removesuffix(".md") + "/" + (f"#{anchor}" if anchor else "")
