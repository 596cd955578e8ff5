"""Plain text -> paragraphs: lines, labels typed by hand, indents, and the light markup that people type."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from build_tools.importing.labels import adopted, is_bullet, split_label
from build_tools.importing.paper import Aside, Cell, Link, Paper, Paragraph, Refused, marked, squeezed, without_marks

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TAG = re.compile(r"</?(?:i|b|u|em|strong|br|p|span|sup|sub|h[1-6])\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"^\s*(?:[-_*=~+•·–—#]\s*)*$")
_FIELD = re.compile(r"\[bookmark:[^\]]*\]\s*", re.IGNORECASE)
_NOTE_MARK = re.compile(r"\[(?:foot|end)noteRef:\s*(\w{1,3})\]", re.IGNORECASE)
_NOTE_TEXT = re.compile(r"\[(\d{1,3}):\s+([^\[\]]*(?:\[[^\[\]]{0,300}\][^\[\]]*){0,20})\]")
_MD_NOTE_MARK = re.compile(r"\[\^(\w{1,12})\](?!:)")
_MD_NOTE_TEXT = re.compile(r"^\[\^(\w{1,12})\]:\s*(.*)$")
_LOOSE_NOTE = re.compile(r"^(?:\[(\d{1,2})\]|([¹²³⁴-⁹]+))\s+(.+)$")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(([^()\s]*)\)")
_BOLD_LINE = re.compile(r"^(\*\*|__)(?P<text>[^*_].*?)\1(?P<end>:?)$")
_BOLD_LEAD = re.compile(r"^(\*\*|__)(?P<lead>[^*_]+?)\1\s*(?P<rest>.+)$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")

TAB = 4


class _Line(Struct, frozen=True, kw_only=True):
    """A line of text with its number, its indent in columns, and whether an empty line stands above it."""

    number: int
    indent: int
    text: str
    gap: bool


def read_plain(content: bytes) -> Paper:
    """The paragraphs of a text file. Raises Refused when it holds no text."""
    text = decode(content)
    if "\x00" in text:
        raise Refused("Dit bestand is geen tekst. Sla het document op als .docx, .odt, .pdf, .md of .txt.")
    return read_lines(text)


def decode(content: bytes) -> str:
    """Text in UTF-8, UTF-16 with its mark, or the old Windows set; without the characters that mark footnotes here."""
    name = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    try:
        return without_marks(content.decode(name))
    except UnicodeDecodeError:
        return without_marks(content.decode("cp1252", errors="replace"))


def read_lines(text: str) -> Paper:
    """The paragraphs of a text, line by line; a line that goes on in the next is joined with it."""
    text, notes, asides = _notes(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))
    lines = list(_lines(text))
    wrapped = _is_wrapped(lines)
    paragraphs: list[Paragraph] = []
    tables = 0
    for number, line in enumerate(lines):
        cells = _cells(line.text)
        if cells:
            new = number == 0 or not _cells(lines[number - 1].text)
            tables += new
            row = 0 if new else (paragraphs[-1].cell.row + 1 if paragraphs[-1].cell else 0)
            paragraphs.extend(_row(line, cells, tables - 1, row))
        elif (heading := _HEADING.match(line.text)) and heading[2]:
            paragraphs.append(_paragraph(line, heading[2], level=len(heading[1])))
        elif wrapped and _goes_on(paragraphs, line):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(_item(line))
    return Paper(
        paragraphs=adopted(paragraphs),
        footnotes=notes,
        asides=tuple(asides),
        headings_known=sum(part.level is not None for part in paragraphs) > 1,
    )


def _notes(text: str) -> tuple[str, dict[str, str], list[Aside]]:
    """The text with marks where footnotes are called, the footnotes, and the technical marks that were taken out."""
    notes: dict[str, str] = {}
    asides = [
        Aside(
            text=squeezed(found),
            place="in de tekst",
            reason="technische aanduiding van het tekstprogramma",
            settled=True,
        )
        for found in _FIELD.findall(text)
    ]
    text = _FIELD.sub("", text)
    called = set(_NOTE_MARK.findall(text))
    text = _NOTE_MARK.sub(lambda found: marked(found[1]), text)

    def taken(found: re.Match[str]) -> str:
        if found[1] not in called:
            return found[0]
        notes[found[1]] = squeezed(found[2])
        return ""

    text = _NOTE_TEXT.sub(taken, text)
    called |= set(_MD_NOTE_MARK.findall(text))
    kept = []
    for line in text.split("\n"):
        if (found := _MD_NOTE_TEXT.match(line.strip())) and found[1] in called:
            notes[found[1]] = squeezed(found[2])
        elif (loose := _LOOSE_NOTE.match(line.strip())) and _is_called(text, loose):
            notes[(loose[1] or loose[2]).translate(_RAISED)] = squeezed(loose[3])
        else:
            kept.append(line)
    text = _MD_NOTE_MARK.sub(lambda found: marked(found[1]) if found[1] in notes else found[0], "\n".join(kept))
    return _call(text, notes), notes, asides


def _is_called(text: str, note: re.Match[str]) -> bool:
    """Whether the mark of a note at the foot stands behind a word elsewhere."""
    sign = f"[{note[1]}]" if note[1] else note[2]
    return bool(re.search(rf"(?<=[\w.,;:!?)]){re.escape(sign)}", text))


def _call(text: str, notes: dict[str, str]) -> str:
    """Marks like `[1]` and ¹ behind a word, as calls of the notes that were found."""
    text = re.sub(
        r"(?<=[\w.,;:!?)])\[(\d{1,2})\]", lambda found: marked(found[1]) if found[1] in notes else found[0], text
    )
    return re.sub(
        r"(?<=[\w.,;:!?)])[¹²³⁴-⁹]+",
        lambda found: marked(found[0].translate(_RAISED)) if found[0].translate(_RAISED) in notes else found[0],
        text,
    )


def _lines(text: str) -> Iterator[_Line]:
    gap = True
    for number, raw in enumerate(text.split("\n"), 1):
        line = _TAG.sub("", raw.replace("\xa0", " ").replace("\u200b", ""))
        if _RULE.match(line):
            gap = True
            continue
        stripped = line.lstrip(" \t")
        lead = line[: len(line) - len(stripped)].expandtabs(TAB)
        yield _Line(number=number, indent=len(lead), text=stripped.rstrip(" "), gap=gap)
        gap = False


def _is_wrapped(lines: list[_Line]) -> bool:
    """Whether the text is cut into lines of about equal length, so that a line can go on in the next one."""
    long = [len(line.text) for line in lines if len(line.text) > 50]
    if len(long) < 5:
        return False
    most = max(long)
    full = [length for length in long if length > most - 22]
    ended = sum(line.text.endswith((".", ";", ":", "!", "?")) for line in lines if len(line.text) > most - 22)
    return most <= 110 and len(full) >= 0.4 * len(long) and ended < 0.5 * len(full)


def _goes_on(before: list[Paragraph], line: _Line) -> bool:
    if not before or line.gap or before[-1].level is not None or before[-1].cell is not None:
        return False
    if split_label(line.text)[0]:
        return False
    last = before[-1].text
    return len(last) > 40 or line.text[:1].islower()


def _joined(before: Paragraph, line: _Line) -> Paragraph:
    last, text = before.text, line.text
    if re.search(r"[a-z]-$", last) and text[:1].islower() and not re.match(r"(en|of)\b", text):
        return replace(before, text=last[:-1] + text)
    return replace(before, text=f"{last} {text}")


def _cells(text: str) -> list[str]:
    """The cells of a row: between upright strokes, or with tabs between them."""
    if text.startswith("|") and text.count("|") > 2:
        return [cell.strip() for cell in text.strip("|").split("|")]
    parts = text.split("\t")
    if len(parts) > 1 and all(len(part) < 60 for part in parts) and not split_label(text)[0]:
        return [part.strip() for part in parts]
    return []


def _row(line: _Line, cells: list[str], table: int, row: int) -> Iterator[Paragraph]:
    if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
        return
    for column, cell in enumerate(cells):
        yield replace(_paragraph(line, cell), cell=Cell(table=table, row=row, column=column))


def _item(line: _Line) -> Paragraph:
    label, rest = split_label(line.text)
    depth = line.indent // 2 if line.indent < 8 else line.indent // TAB
    if label is None:
        return _paragraph(line, rest)
    return replace(_paragraph(line, rest), label=label, depth=depth + len(label) - 1 if is_bullet(label) else depth)


def _paragraph(line: _Line, text: str, level: int | None = None) -> Paragraph:
    bold = _BOLD_LINE.match(text)
    lead = None if bold else _BOLD_LEAD.match(text)
    text = f"{bold['text']}{bold['end']}" if bold else text
    links = tuple(Link(text=squeezed(words), target=target) for words, target in _LINK.findall(text))
    clean = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    return Paragraph(
        text=squeezed(clean),
        place=f"regel {line.number}",
        level=level,
        bold=bool(bold),
        lead=squeezed(lead["lead"]).strip(" :.") if lead else None,
        gap=line.gap,
        indent=line.indent > 0,
        links=links,
    )
