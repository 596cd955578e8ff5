"""Indexes of the search, made apart, as one: what MiniSearch would have made of all documents at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Index = Mapping[str, Any]


def merged(indexes: Iterable[Index]) -> dict[str, Any]:
    """One index of all documents, numbered on in order; a document that stands in several is one with all their words.

    The field lengths of such a document count each word once, as `search.minisearch_index` does.
    """
    numbers: dict[str, str] = {}
    stored: dict[str, Any] = {}
    lengths: dict[str, list[int]] = {}
    postings: dict[str, dict[str, dict[str, int]]] = {}
    fields: Mapping[str, int] = {}
    for index in indexes:
        fields = index["fieldIds"] or fields
        as_joined = {own: numbers.setdefault(name, str(len(numbers))) for own, name in index["documentIds"].items()}
        repeated = {number for number in as_joined.values() if number in stored}
        for own, number in as_joined.items():
            if number not in stored:
                stored[number], lengths[number] = index["storedFields"][own], list(index["fieldLength"][own])
        for term, found in index["index"]:
            _add(postings.setdefault(term, {}), found, as_joined, repeated, lengths)
    return {
        "documentCount": len(numbers),
        "nextId": len(numbers),
        "documentIds": {number: name for name, number in numbers.items()},
        "fieldIds": fields,
        "fieldLength": lengths,
        "averageFieldLength": [
            sum(length[field] for length in lengths.values()) / max(len(numbers), 1) for field in range(len(fields))
        ],
        "storedFields": stored,
        "dirtCount": 0,
        "index": sorted([term, found] for term, found in postings.items()),
        "serializationVersion": 2,
    }


def _add(
    joined: dict[str, dict[str, int]],
    found: Mapping[str, Mapping[str, int]],
    as_joined: Mapping[str, str],
    repeated: set[str],
    lengths: Mapping[str, list[int]],
) -> None:
    """Add one term's postings; of a repeated document only the body grows, its own words stay as often as they were."""
    for field, counts in found.items():
        kept = joined.setdefault(field, {})
        for own, count in counts.items():
            number = as_joined[own]
            if number not in repeated:
                kept[number] = count
            elif number not in kept:
                kept[number] = count
                lengths[number][int(field)] += 1
            elif int(field) == _BODY:
                kept[number] += count


#: Of a topic, the field that holds the words of its rules; title, questions and words are the same in every share.
_BODY = 3
