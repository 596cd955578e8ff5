"""What an import recovers of documents that were encoded by hand, beside the encoded truth.

`python -m bench.importing --sources DIR [--provisions TSV]` reads each text of DIR, imports it without showing what was
made of it by hand, and prints a table in Markdown. The TSV names for each provision the lines of the document that hold
it. Topics are proposed from the vocabulary and the other protocols, never from the protocol itself.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from build_tools.importing.intake import take_in, with_draft
from build_tools.load import load
from build_tools.model import Item, Library, Protocol
from build_tools.plaintext import plain
from build_tools.source import parse, read_folder

PROJECT = Path(__file__).parents[1]
DAY = date(2026, 1, 1)
NEAR = 0.75
_WORD = re.compile(r"[^\W_]+")
#: Fields that the import fills with words of its own, or with words that stand elsewhere too.
_OURS = {
    "id",
    "norms",
    "topics",
    "source",
    "summary",
    "numbering",
    "short_title",
    "reason",
    "place",
    "decision",
    "hint",
    "label",
}
_COLUMNS = (
    ("provisions", "found"),
    ("labels", "label"),
    ("words placed", "words"),
    ("audiences, all right", "audience"),
    ("audiences, shared", "shared"),
    ("topic, first", "topic"),
    ("topic, in three", "topics"),
    ("stance", "stance"),
    ("party", "party"),
)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A rule of the draft: its words in order, and what was proposed for it."""

    words: tuple[str, ...]
    data: Mapping[str, Any]
    audiences: frozenset[str]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True, help="the folder with the documents")
    parser.add_argument("--provisions", type=Path, help="which lines hold which provision; default beside the folder")
    parser.add_argument("--misses", action="store_true", help="print what was not found or proposed wrongly")
    given = parser.parse_args()
    table = given.provisions or given.sources.parent / "provisions.tsv"
    with table.open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t"))
    files = read_folder(PROJECT / "protocol_src")
    library, _ = load(files)
    print("| document | " + " | ".join(name for name, _ in _COLUMNS) + " |")
    print("| --- |" + " --- |" * len(_COLUMNS))
    total: Counter[str] = Counter()
    for document in sorted(given.sources.glob("*.txt")):
        own = [row for row in rows if row["source"] == document.name]
        counts, misses = measure(document, own, library, files)
        total += counts
        print(line(document.stem.split("_")[0], counts))
        for miss in misses if given.misses else ():
            print("   ", miss)
    print(line("all", total))


def line(name: str, counts: Counter[str]) -> str:
    """A row of the table: right, of how many, and the share."""
    cells = []
    for _, key in _COLUMNS:
        right, of = counts[key], counts[f"{key} of"]
        cells.append(f"{right}/{of} ({100 * right / of:.1f}%)" if of else "-")
    return f"| {name} | " + " | ".join(cells) + " |"


def measure(
    document: Path, rows: Sequence[Mapping[str, str]], library: Library, files: Mapping[str, bytes]
) -> tuple[Counter[str], list[str]]:
    """What was recovered of one document, and what was missed."""
    text = document.read_text(encoding="utf-8")
    truth = protocol_of(library, rows)
    intake = take_in(document.name, text.encode(), protocol="proef", library=without(library, truth.id), day=DAY)
    with_draft(files, intake.draft)  # the draft passes the loader
    data = {path: parse(path, content.encode()).data for path, content in intake.draft.files.items()}
    rules = list(proposed(data))
    counts: Counter[str] = Counter()
    kept, of = placed(text, data)
    counts.update({"words": kept, "words of": of})
    items = {source: item for item in truth.items for source in item.rule.source}
    misses: list[str] = []
    lines = text.split("\n")
    taken: set[int] = set()
    for row in rows:
        wanted = words(" ".join(lines[int(number) - 1] for number in row["lines"].split(",")))
        at = best(wanted, rules, taken)
        counts["found of"] += 1
        counts["found"] += at is not None
        if at is None:
            misses.append(f"{row['id']}: not a separate rule")
        else:
            taken.add(at)
            compare(row["id"], items.get(row["id"]), rules[at], counts, misses)
    return counts, misses


def protocol_of(library: Library, rows: Sequence[Mapping[str, str]]) -> Protocol:
    """The protocol that was made of the document by hand."""
    ids = {row["id"] for row in rows}
    return max(
        library.protocols.values(),
        key=lambda one: sum(source in ids for item in one.items for source in item.rule.source),
    )


def without(library: Library, name: str) -> Library:
    """The library as if this protocol had never been encoded."""
    kept = {key: value for key, value in library.protocols.items() if key != name}
    return Library(
        site=library.site, vocabulary=library.vocabulary, protocols=kept, versions={}, place_of=library.place_of
    )


def proposed(data: Mapping[str, Any]) -> Iterator[Proposed]:
    """Every rule and decision of the draft."""
    for path, one in data.items():
        if "/articles/" in path:
            yield _rule(one, one["audiences"])
        elif "/advice/" in path:
            for entry in one["entries"]:
                yield _rule(entry, entry.get("audiences", one["audiences"]))
        elif path.endswith("protocol.yml"):
            for decision in one.get("decisions", ()):
                told = f"{decision['body']} {decision['action']} {decision.get('date', '')} {decision.get('text', '')}"
                yield Proposed(words=words(dutch(told)), data=decision, audiences=frozenset(decision["audiences"]))


def _rule(data: Mapping[str, Any], audiences: Sequence[str]) -> Proposed:
    notes = " ".join(note["text"] for note in data.get("footnotes", ()))
    return Proposed(words=words(f"{plain(data['text'])} {notes}"), data=data, audiences=frozenset(audiences))


def dutch(text: str) -> str:
    """A date in figures as the documents write it, so that its words can be compared."""
    months = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905
    return re.sub(
        r"(\d{4})-(\d\d)-(\d\d)", lambda found: f"{int(found[3])} {months[int(found[2]) - 1]} {found[1]}", text
    )


def words(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case."""
    return tuple(_WORD.findall(re.sub(r"\[bookmark:[^\]]*\]|\[footnoteRef:\d+\]|</?i>", "", text).lower()))


def best(wanted: Sequence[str], rules: Sequence[Proposed], taken: set[int]) -> int | None:
    """The rule that holds the wanted words and few others; a rule counts for one provision only."""
    scores = {at: likeness(wanted, rule.words) for at, rule in enumerate(rules) if at not in taken}
    at = max(scores, key=lambda one: scores[one], default=None)
    return at if at is not None and scores[at] >= NEAR else None


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words that two texts have in common, counted as often as they occur; a list's label may lack."""
    first, second = Counter(one), Counter(other)
    shared = sum((first & second).values())
    return shared / max(1, len(one) + len(other) - shared - (1 if len(one) > 1 and one[0].isdigit() else 0))


def placed(text: str, data: Mapping[str, Any]) -> tuple[int, int]:
    """How many words of the document stand in the draft, remainder included, and of how many.

    A word counts as often as it occurs, and titles that repeat the beginning of their rule do not count.
    """
    have = Counter(word for one in data.values() for value in strings(one) for word in _words_of(value))
    wanted = Counter(_WORD.findall(re.sub(r"\[footnoteRef:\d+\]|</?i>", " ", text).lower()))
    return sum((wanted & have).values()), sum(wanted.values())


def _words_of(value: str) -> list[str]:
    return _WORD.findall(dutch(plain(value) if "\\" in value or "&" in value else value).lower())


def strings(data: Any, inside: str = "") -> Iterator[str]:
    """Every text in the data that came from the document."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for one in data:
            yield from strings(one, inside)
    elif isinstance(data, dict):
        for name, value in data.items():
            if name not in _OURS and not (name == "title" and "text" in data):
                yield from strings(value, name)


def compare(name: str, truth: Item | None, rule: Proposed, counts: Counter[str], misses: list[str]) -> None:
    """Count what was proposed rightly for one provision."""
    if truth is None:
        return  # a decision: its record has no label, topic or stance of its own
    norms = rule.data.get("norms", ())
    topics = [*(norm["topic"] for norm in norms), *rule.data.get("topics", ())]
    stances = {norm.stance for norm in truth.rule.norms}
    parties = {party for norm in truth.rule.norms for party in norm.parties}
    given = {party for norm in norms for party in norm["parties"]}
    checks: dict[str, bool] = {
        "audience": rule.audiences == set(truth.audiences),
        "shared": bool(rule.audiences & set(truth.audiences)),
        "topic": bool(topics) and topics[0] in truth.topics,
        "topics": bool(set(topics[:3]) & set(truth.topics)),
        "stance": norms[0]["stance"] in stances if norms else not stances,
    }
    if truth.rule.number:
        checks["label"] = rule.data.get("number") == truth.rule.number
    if parties:
        checks["party"] = bool(given & (parties | {"everyone"})) or "everyone" in given
    for key, right in checks.items():
        counts[f"{key} of"] += 1
        counts[key] += right
        if not right:
            misses.append(f"{name}: {key} proposed {_said(key, rule, topics)}")


def _said(key: str, rule: Proposed, topics: Sequence[str]) -> str:
    if key in ("audience", "shared"):
        return ", ".join(sorted(rule.audiences))
    if key in ("topic", "topics"):
        return ", ".join(topics) or "nothing"
    if key == "label":
        return str(rule.data.get("number"))
    return (
        ", ".join(f"{norm['stance']} for {' '.join(norm['parties'])}" for norm in rule.data.get("norms", ()))
        or "nothing"
    )


if __name__ == "__main__":
    main()
