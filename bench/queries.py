"""Queries with the rules that answer them, and how high a list of results puts those rules."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWN = Path(__file__).with_name("queries.tsv")


@dataclass(frozen=True, kw_only=True)
class Query:
    """What someone types, and the rules (protocol/id) that answer it; none when no protocol does."""

    text: str
    best: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Score:
    """How well one list of queries is answered; the queries without an answer are counted apart."""

    asked: int
    hit1: float
    hit3: float
    reciprocal: float
    empty: int
    unanswerable: int
    honest: int


def own_queries() -> tuple[list[Query], list[Query]]:
    """Our own list in two halves: the rows that were tuned on, and those kept unseen (every second row)."""
    rows = [Query(text=row["query"], best=frozenset(row["best"].split())) for row in _rows(OWN)]
    return rows[::2], rows[1::2]


def given_queries(file: Path, articles: Iterable[Mapping[str, Any]]) -> list[Query]:
    """A list that names provisions; the articles say which rules those became."""
    rules: dict[str, list[str]] = {}
    for article in articles:
        for provision in article["provisions"]:
            rules.setdefault(provision, []).append(f"{article['protocol']}/{article['id']}")
    return [
        Query(
            text=row["query"], best=frozenset(rule for name in row["best_provisions"].split() for rule in rules[name])
        )
        for row in _rows(file)
    ]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def score(queries: Sequence[Query], results: Mapping[str, Sequence[str]]) -> Score:
    """The measures over all queries; `results` holds what was shown for each text, best first."""
    answerable = [query for query in queries if query.best]
    ranks = [rank(query, results[query.text]) for query in answerable]
    unanswerable = [query for query in queries if not query.best]
    return Score(
        asked=len(answerable),
        hit1=sum(found == 1 for found in ranks) / len(ranks),
        hit3=sum(0 < found <= 3 for found in ranks) / len(ranks),
        reciprocal=sum(1 / found for found in ranks if found) / len(ranks),
        empty=sum(not results[query.text] for query in answerable),
        unanswerable=len(unanswerable),
        honest=sum(not results[query.text] for query in unanswerable),
    )


def rank(query: Query, shown: Sequence[str]) -> int:
    """The place, from 1, of the first rule that answers the query; 0 when none is shown."""
    return next((place for place, rule in enumerate(shown, 1) if rule in query.best), 0)
