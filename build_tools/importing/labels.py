"""Printed labels of list items: how they look, what they count, and which one follows which."""

# ruff: noqa: E501 - patterns that read best on one line

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from build_tools.importing.paper import Paragraph

_BULLETS = "•·●○◦▪▫■□◾◽►▶▸➢➤➔→✓✔✗✘❖◆◇⁃∙*‣−–—\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf02d-"
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

#: `Artikel 3`, `Art. 3 lid 2`, `§ 4.1`, `Regel 5:` at the start of a line.
_NAMED = r"(?:artikel|art\.|lid|regel|afspraak|punt|hoofdstuk|paragraaf|stap|§)\s*\d+(?:[.,]\d+)*[a-z]?(?:\s*,?\s*lid\s+\d+)?"
_TYPED = re.compile(
    r"^(?P<label>"
    r"[" + re.escape(_BULLETS) + r"](?=\s|\w)"
    r"|-{2,4}(?=\s)|o(?=\s{2,}|\t)"
    rf"|{_NAMED}(?=\s*[.:)–—-]\s|\s+[A-ZÀ-Ý]|\s*$)"
    r"|\(?\d{1,3}(?:\.\d{1,3})*[.)](?=\s|[A-ZÀ-Ý‘'\"(])"
    r"|\d{1,2}(?:\.\d{1,2})+(?=\s)"
    r"|\(?[a-zA-Z][.)](?=\s)(?!\s[a-zA-Z]\.)"
    r"|\(?(?:[ivx]{2,6}|[IVX]{2,6})[.)](?=\s)"
    r"|\d{1,2}(?=\t|\s{2,}|\s[-–—]\s)"
    r")[ \t\xa0]*",
    re.IGNORECASE,
)
_STUCK = re.compile(r"^[-–—*]\w")


def split_label(line: str) -> tuple[str | None, str]:
    """The label that a line begins with, typed by hand, and the rest; None when it begins with words."""
    found = _TYPED.match(line)
    if not found or _is_word(line, found["label"]):
        return None, line
    rest = re.sub(r"^\s*[:–—-]\s+", "", line[found.end() :]) if found["label"][0].isalpha() else line[found.end() :]
    return found["label"].strip(), rest.strip()


def _is_word(line: str, label: str) -> bool:
    """What looks like a label and is none: a star of a footnote, a date, a minus before a number, a loose dash."""
    if label == "*" and not line.startswith(("* ", "*\t")):
        return True
    if label in "–—-−" and re.match(r"[^\w\s]?\s*\d+([.,]\d+)?\s*$", line[1:]):
        return True
    if re.match(r"\d{1,2}\.\d{1,2}(\.|\s+uur)", line) and re.match(r"\d{1,2}[.:]\d{2}\s*(uur|u\b)", line):
        return True
    return bool(re.match(r"\d{1,2}[.-]\d{1,2}[.-]\d{2,4}\b", line))


def is_bullet(label: str) -> bool:
    """Whether the label is a sign rather than a number or letter."""
    return bool(label) and (set(label) == {"-"} or (len(label) == 1 and (label in _BULLETS or label == "o")))


def printed(label: str | None) -> str | None:
    """The label as a rule's number: `3.` is 3, `(a)` is a, `Artikel 3 lid 2` stays; None for a bullet."""
    if label is None or is_bullet(label):
        return None
    return label.strip().strip("().:").strip() or None


def shape(label: str) -> str:
    """The kind of counting: `bullet`, `1`, `1.1`, `a`, `A`, `i`, `I` or `named`, with its punctuation."""
    core = label.strip("(). ")
    end = label[-1] if label[-1] in ".)" else ""
    if is_bullet(label):
        return "bullet"
    if re.fullmatch(r"\d+", core):
        return "1" + end
    if re.fullmatch(r"\d+(\.\d+)+", core):
        return ".".join("1" * (core.count(".") + 1))
    if re.fullmatch(r"[ivxlc]{2,}", core):
        return "i" + end
    if re.fullmatch(r"[IVXLC]{2,}", core):
        return "I" + end
    if len(core) == 1 and core.isalpha():
        return ("a" if core.islower() else "A") + end
    return "named"


def value(label: str) -> int | None:
    """The last number that a label counts: 4 for `4.`, 2 for `1.2` and `b)`, 3 for `iii.`."""
    core = label.strip("(). ")
    if found := re.search(r"(\d+)\D*$", core):
        return int(found[1])
    if len(core) == 1 and core.isalpha():
        return ord(core.lower()) - ord("a") + 1
    return _roman(core.lower()) if re.fullmatch(r"[ivxlc]+", core.lower()) else None


def follows(one: str, other: str) -> bool:
    """Whether `other` can be the next item of the list that `one` is in: the next number, or again a bullet or `1.`."""
    if shape(one) != shape(other):
        return False
    before, after = value(one), value(other)
    return is_bullet(one) or (
        before is not None and after is not None and (after == before + 1 or after == before == 1)
    )


def _roman(text: str) -> int:
    numbers = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-one if one < after else one for one, after in zip(numbers, [*numbers[1:], 0], strict=True))


def adopted(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs that have words; a number that stands alone on its line belongs to the text below it.

    A lone bullet says nothing; a lone number with no text below it is kept as words.
    """
    found: list[Paragraph] = []
    waiting: Paragraph | None = None
    for given in paragraphs:
        one = given
        if waiting and one.label is None and one.level is None and one.text and one.cell == waiting.cell:
            one = replace(one, label=waiting.label, depth=waiting.depth, gap=waiting.gap)
        elif waiting:
            found.append(replace(waiting, text=waiting.label or "", label=None))
        waiting = one if not one.text and one.label and not is_bullet(one.label) else None
        if one.text:
            found.append(one)
    return (*found, replace(waiting, text=waiting.label or "", label=None)) if waiting else tuple(found)
