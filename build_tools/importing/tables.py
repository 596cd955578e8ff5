"""Tables of a document: decisions, rules beside their explanation, lists side by side, or mere layout."""

# ruff: noqa: E501 - patterns that read best on one line

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from build_tools.importing.labels import split_label
from build_tools.importing.outline import DecisionRow, Leftover, Point, Provision
from build_tools.importing.paper import Paragraph

ACTION = re.compile(
    r"\b(goedgekeurd|goedkeuring|instemming|ingestemd|advies|geadviseerd|vastgesteld|vaststelling)\b", re.IGNORECASE
)
_DECISION_HEAD = re.compile(
    r"^(orgaan|actie|besluit|datum|gremium|geleding|status|door|wie|wanneer|versie)\b", re.IGNORECASE
)
_NUMBER_HEAD = re.compile(r"^(nr\.?|nummer|#|art\.?|artikel|punt)$", re.IGNORECASE)
_READER_HEAD = re.compile(
    r"^(wel|niet|do'?s?|don'?ts?|ja|nee|mag|mag niet|mag wel|(wat )?(mag|moet)( wel| niet)?|wel doen|niet doen|"
    r"(voor |van )?(de )?(leerlingen|kinderen|ouders?|ouders/verzorgers|medewerkers|personeel|team|leerkrachten|school))$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\(?\d{1,2}(\.\d{1,2})*[.)]?$|^[a-zA-Z][.)]$")

Row = list[list[Paragraph]]


class TableFound(Struct, frozen=True, kw_only=True):
    """What a table turned out to hold; `flow` is its text in reading order when it is layout only."""

    rows: tuple[DecisionRow, ...] = ()
    provisions: tuple[Provision, ...] = ()
    columns: tuple[tuple[Paragraph, tuple[Paragraph, ...]], ...] = ()
    flow: tuple[Paragraph, ...] = ()
    head: tuple[Paragraph, ...] = ()
    leftovers: tuple[Leftover, ...] = ()


def read_table(cells: Sequence[Paragraph]) -> TableFound:
    """What the paragraphs of one table are: decisions, rules in rows, lists in columns, or layout."""
    rows = _grid(cells)
    width = max(len(row) for row in rows)
    if width > 1 and _is_decisions(rows):
        return _decisions(rows)
    if width > 1 and len(rows) > 1 and _heads_lists(rows[0]):
        return _columns(rows)
    if width > 1 and len(rows) > 1:
        return _rules(rows)
    return TableFound(flow=tuple(replace(one, cell=None) for row in rows for cell in row for one in cell))


def _grid(cells: Iterable[Paragraph]) -> list[Row]:
    found: dict[int, dict[int, list[Paragraph]]] = {}
    for paragraph in cells:
        if paragraph.cell:
            found.setdefault(paragraph.cell.row, {}).setdefault(paragraph.cell.column, []).append(paragraph)
    width = 1 + max(column for row in found.values() for column in row)
    return [[found[row].get(column, []) for column in range(width)] for row in sorted(found)]


def _text(cell: Iterable[Paragraph]) -> str:
    return " ".join(paragraph.text for paragraph in cell)


def _is_decisions(rows: Sequence[Row]) -> bool:
    texts = [[_text(cell) for cell in row] for row in rows]
    heads = sum(bool(_DECISION_HEAD.match(text)) for text in texts[0])
    actions = sum(any(ACTION.search(text) and len(text.split()) <= 6 for text in row) for row in texts)
    long = sum(len(text.split()) > 15 for row in texts for text in row)
    return long == 0 and ((heads >= 2 and actions >= 1) or actions >= max(1, len(rows) // 2))


def _decisions(rows: Sequence[Row]) -> TableFound:
    found: list[DecisionRow] = []
    left: list[Leftover] = []
    head: list[Paragraph] = []
    for number, row in enumerate(rows):
        sources = tuple(paragraph for cell in row for paragraph in cell)
        texts = tuple(_text(cell) for cell in row)
        if number == 0 and sum(bool(_DECISION_HEAD.match(text)) for text in texts) >= 2:
            head.extend(sources)
        elif any(ACTION.search(text) for text in texts):
            found.append(DecisionRow(cells=texts, sources=sources))
        else:
            reason = "rij van de besluittabel zonder besluit"
            text = " | ".join(text for text in texts if text)
            left.append(Leftover(text=text, place=sources[0].place, reason=reason, sources=sources))
    return TableFound(rows=tuple(found), head=tuple(head), leftovers=tuple(left))


def _heads_lists(row: Row) -> bool:
    texts = [_text(cell) for cell in row]
    return sum(bool(_READER_HEAD.match(text.strip(" :"))) for text in texts if text) == len(texts)


def _columns(rows: Sequence[Row]) -> TableFound:
    """Each column is a list of its own, under its own head."""
    found = []
    for column, head in enumerate(rows[0]):
        items = [paragraph for row in rows[1:] for paragraph in row[column]]
        listed = tuple(replace(one, cell=None, label=one.label or "-") for one in items)
        found.append((replace(head[0], cell=None), listed))
    return TableFound(columns=tuple(found))


def _rules(rows: Sequence[Row]) -> TableFound:
    """A row is a rule: perhaps its number, what it is about, and what it says."""
    head = rows[0] if _is_head(rows) else None
    body = rows[1:] if head else rows
    numbered = all(not row[0] or _NUMBER.match(_text(row[0])) for row in body) and any(row[0] for row in body)
    found = [_rule(row, numbered) for row in body]
    return TableFound(
        provisions=tuple(rule for rule in found if rule.points),
        head=tuple(paragraph for cell in head or [] for paragraph in cell),
    )


def _is_head(rows: Sequence[Row]) -> bool:
    first, rest = rows[0], rows[1:]
    short = all(len(_text(cell).split()) <= 4 and not _text(cell).endswith(".") for cell in first)
    longer = sum(len(_text(cell).split()) > 4 for row in rest for cell in row)
    bold = all(paragraph.bold for cell in first for paragraph in cell)
    differs = not all(all(paragraph.bold for paragraph in cell) for row in rest for cell in row[:1])
    named = bool(first[0]) and bool(_NUMBER_HEAD.match(_text(first[0])))
    return short and longer > 0 and (named or (bold and differs) or _is_plain_head(first))


def _is_plain_head(row: Row) -> bool:
    """Heads such as `Onderwerp | Afspraak`: one word or two in every cell."""
    return all(0 < len(_text(cell).split()) <= 2 for cell in row) and bool(
        re.search(
            r"\b(onderwerp|afspraak|afspraken|regel|uitleg|toelichting|wat|wie|thema|situatie|actie|maatregel|gevolg)\b",
            " ".join(_text(cell) for cell in row),
            re.IGNORECASE,
        )
    )


def _rule(row: Row, numbered: bool) -> Provision:
    sources = tuple(paragraph for cell in row for paragraph in cell)
    number = _text(row[0]).strip(" .)(") if numbered and row[0] else None
    cells = [cell for cell in (row[1:] if numbered else row) if cell]
    label = cells[0][0].label if cells else None
    number = number or (label.strip(" .)(") if label and label[0].isalnum() else None)
    title = _text(cells[0]) if len(cells) > 1 and len(_text(cells[0]).split()) <= 12 else None
    if title and (named := split_label(title)[0]) and not number:
        number = named.strip(" .)(:")
    points = [Point(text=one.text, label=one.label if len(cell) > 1 else None) for cell in cells for one in cell]
    return Provision(points=tuple(points), sources=sources, number=number, title=title, listed=True)
