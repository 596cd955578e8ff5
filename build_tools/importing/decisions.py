"""Decisions on a document: rows of a table, and sentences that name a body, what it did, and a date."""

# ruff: noqa: E501 - patterns that read best on one line

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from build_tools.dutch import MONTHS
from build_tools.importing.blanks import NAMED
from build_tools.importing.outline import DecisionRow

_DATE = re.compile(
    rf"\b(\d{{1,2}})\s+({'|'.join(month[:3] for month in MONTHS)}|mrt)[a-z]*\.?\s+(\d{{4}})\b|"
    r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b",
    re.IGNORECASE,
)
_ACTIONS = (
    ("goedgekeurd", r"goedgekeurd|goedkeuring"),
    ("instemming", r"instemming|ingestemd|stemt in\b"),
    ("advies", r"\badvies\b|geadviseerd"),
    ("vastgesteld", r"vastgesteld|vaststelling"),
)
_BODIES = re.compile(
    r"(?:gemeenschappelijke )?medezeggenschapsraad|\(?G\)?MR\b|\bMR\b|\bCvB\b|college van bestuur|raad van (?:toezicht|bestuur)|"
    r"(?:school)?bestuur\b|bevoegd gezag|directeurenberaad|directieberaad|directie\b|directeur(?:-bestuurder)?\b|schoolleiding|team\b|"
    r"ouderraad|leerlingenraad",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^(?:\w+[ /()]+){0,4}\w*:\s*\S")
MOST_WORDS = 60


class DecisionFound(Struct, frozen=True, kw_only=True):
    """A decision: who did what and when, as far as the document says; `parameter` names a date still open."""

    body: str
    action: str
    day: date | None
    text: str | None = None
    parameter: str | None = None


def from_row(row: DecisionRow) -> DecisionFound | None:
    """The decision in a row of a table."""
    text = " | ".join(row.cells)
    action = next((name for name, words in _ACTIONS if re.search(words, text, re.IGNORECASE)), None)
    others = [cell for cell in row.cells if cell and not _DATE.search(cell) and not _is_action(cell)]
    body = others[0] if others else ""
    return DecisionFound(body=body, action=action, day=day_in(text)) if action and body else None


def _is_action(cell: str) -> bool:
    return any(re.search(words, cell, re.IGNORECASE) for _, words in _ACTIONS) and len(cell.split()) <= 3


def from_sentence(text: str) -> tuple[DecisionFound, ...]:
    """The decisions that a sentence tells, each with the date or open date that follows it; none for an ordinary rule.

    Blanks in the text are already named.
    """
    if len(text.split()) > MOST_WORDS or not (_DATE.search(text) or "datum" in "".join(NAMED.findall(text))):
        return ()
    return tuple(_first_has_text(list(_told(text)), text))


def _first_has_text(found: list[DecisionFound], text: str) -> Iterator[DecisionFound]:
    for number, one in enumerate(found):
        yield DecisionFound(
            body=one.body, action=one.action, day=one.day, parameter=one.parameter, text=text if number == 0 else None
        )


def _told(text: str) -> Iterator[DecisionFound]:
    found = sorted(
        (match.start(), name) for name, words in _ACTIONS for match in [re.search(words, text, re.IGNORECASE)] if match
    )
    for number, (start, action) in enumerate(found):
        end = found[number + 1][0] if number + 1 < len(found) else len(text)
        dated = _DATE.search(text, start) or _DATE.search(text)
        blank = next((name for name in NAMED.findall(text[start:]) if "datum" in name), None)
        body = _body(text, start, end, found[number - 1][0] if number else 0)
        if body and (dated or blank):
            day = day_in(text[start:]) or day_in(text)
            yield DecisionFound(body=body, action=action, day=None if blank else day, parameter=blank)


def _body(text: str, start: int, end: int, before: int) -> str | None:
    """The body nearest to an action: behind it when the words say so, or else before it."""
    behind = _BODIES.search(text, start, end)
    ahead = list(_BODIES.finditer(text, before, start))
    if behind and (not ahead or (behind.start() - start < 40 and re.match(r"\w+(?: van| door|:)", text[start:]))):
        return behind[0]
    return ahead[-1][0] if ahead else (behind[0] if behind else None)


def day_in(text: str) -> date | None:
    """The first date in a text; None when there is none, or it does not exist."""
    found = _DATE.search(text)
    if not found:
        return None
    day, month, year, day2, month2, year2, year3, month3, day3 = found.groups()
    if month:
        short = "maa" if month.lower() == "mrt" else month.lower()[:3]
        numbers = (int(year), [name[:3] for name in MONTHS].index(short) + 1, int(day))
    else:
        numbers = (int(year2 or year3), int(month2 or month3), int(day2 or day3))
    try:
        return date(*numbers)
    except ValueError:
        return None


def is_field(text: str) -> bool:
    """Whether a line is a label with a value, such as `Versie: 2`."""
    return bool(_FIELD.match(text)) and len(text.split()) <= 14
