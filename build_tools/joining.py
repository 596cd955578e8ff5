"""Indexes of the search, made apart, as one: what MiniSearch would have made of all documents at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Raw, Struct

#: How often a term stands in each document, by the document's number.
Counts = dict[int, int]


class Index(Struct, kw_only=True, rename="camel"):
    """An index as MiniSearch 7 writes it; what it stores of documents is passed on unread."""

    document_count: int
    next_id: int
    document_ids: dict[int, str]
    field_ids: dict[str, int]
    field_length: dict[int, list[int]]
    average_field_length: list[float]
    stored_fields: dict[int, Raw]
    dirt_count: int = 0
    index: list[tuple[str, dict[int, Counts]]]
    serialization_version: int = 2


def index_of(
    *,
    documents: dict[int, str],
    fields: dict[str, int],
    lengths: dict[int, list[int]],
    stored: dict[int, Raw],
    postings: Mapping[str, dict[int, Counts]],
) -> Index:
    """The index of these documents, which have their numbers from 0 on; the rest as in `Index`."""
    return Index(
        document_count=len(documents),
        next_id=len(documents),
        document_ids=documents,
        field_ids=fields,
        field_length=lengths,
        average_field_length=[
            sum(length[field] for length in lengths.values()) / max(len(documents), 1) for field in range(len(fields))
        ],
        stored_fields=stored,
        index=sorted(postings.items()),
    )


def merged(indexes: Iterable[Index]) -> Index:
    """One index of all documents, numbered on in order; a document that stands in several is one with all their words.

    The field lengths of such a document count each word once, as `search.minisearch_index` does.
    """
    numbers: dict[str, int] = {}
    stored: dict[int, Raw] = {}
    lengths: dict[int, list[int]] = {}
    postings: dict[str, dict[int, Counts]] = {}
    fields: dict[str, int] = {}
    for index in indexes:
        fields = index.field_ids or fields
        as_joined = {own: numbers.setdefault(name, len(numbers)) for own, name in index.document_ids.items()}
        repeated = {number for number in as_joined.values() if number in stored}
        for own, number in as_joined.items():
            if number not in stored:
                stored[number], lengths[number] = index.stored_fields[own], [*index.field_length[own]]
        for term, found in index.index:
            _add(postings.setdefault(term, {}), found, as_joined, repeated, lengths)
    documents = {number: name for name, number in numbers.items()}
    return index_of(documents=documents, fields=fields, lengths=lengths, stored=stored, postings=postings)


def _add(
    joined: dict[int, Counts],
    found: Mapping[int, Counts],
    as_joined: Mapping[int, int],
    repeated: set[int],
    lengths: Mapping[int, list[int]],
) -> None:
    """Add one term's postings; of a repeated document only the body grows, its own words stay as often as they were."""
    for field, counts in found.items():
        kept = joined.setdefault(field, {})
        if not repeated:
            kept.update(zip(map(as_joined.__getitem__, counts), counts.values(), strict=True))
            continue
        for own, count in counts.items():
            number = as_joined[own]
            if number not in repeated:
                kept[number] = count
            elif number not in kept:
                kept[number] = count
                lengths[number][field] += 1
            elif field == _BODY:
                kept[number] += count


#: Of a topic, the field that holds the words of its rules; title, questions and words are the same in every share.
_BODY = 3
