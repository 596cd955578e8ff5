"""PDF with text -> paragraphs: lines and columns from the places of words, without the heads and feet of pages."""

# ruff: noqa: E501 - sentences that read best on one line

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.importing.labels import adopted, split_label
from build_tools.importing.paper import Aside, Cell, Paper, Paragraph, Refused, marked, squeezed, without_marks

_REFUSED = {
    "locked": "Deze pdf is beveiligd met een wachtwoord. Sla hem op zonder wachtwoord en probeer het opnieuw.",
    "broken": "Deze pdf is beschadigd. Maak hem opnieuw vanuit het tekstprogramma, of lees het tekstbestand zelf in.",
    "long": "Deze pdf heeft meer dan 300 bladzijden. Lees alleen het deel met het protocol in.",
    "big": "Deze pdf vraagt te veel geheugen. Maak hem opnieuw vanuit het tekstprogramma, of lees het tekstbestand zelf in.",
    "scanned": (
        "Deze pdf bevat geen tekst, alleen afbeeldingen: waarschijnlijk is hij gescand. Zet hem met tekstherkenning (OCR) "
        "om, of zoek het oorspronkelijke tekstbestand."
    ),
}
_PAGE_NUMBER = re.compile(
    r"^(?:pagina|pag\.?|blz\.?|bladzijde|page|-)?\s*\d{1,3}\s*(?:(?:van|/|\||of)\s*\d{1,3}|-)?$", re.IGNORECASE
)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_EDGE = 0.09
#: How far a line may be set in and still begin at the edge of its column, in points.
_INDENT = 50
_END = (".", ":", ";", "!", "?", "…")


class _Word(Struct, frozen=True, kw_only=True):
    """A word with its place on the page, from the left and from the top, in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


class _Line(Struct, frozen=True, kw_only=True):
    """A line of words, in its column."""

    words: tuple[_Word, ...]
    page: int
    left: float
    right: float
    cell: Cell | None = None
    edge: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return sizes.most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        heavy = sum(len(word.text) for word in self.words if word.bold)
        return heavy >= 0.9 * sum(len(word.text) for word in self.words)


class _Block(Struct):
    """A paragraph on the way: its lines."""

    lines: list[_Line] = field(default_factory=list)
    gap: bool = True


def read_pdf(content: bytes, progress: Callable[[int, int], None]) -> Paper:
    """The paragraphs of a PDF. Raises Refused when it is locked, broken, too big, or has no text."""
    if find_spec("pdfplumber") is None:  # the other process cannot tell
        raise ModuleNotFoundError(name="pdfplumber")
    pages = list(_pages(content, progress))
    if sum(len(page["words"]) for page in pages) < max(5, len(pages)):
        raise Refused(_REFUSED["scanned"])
    lines = [line for number, page in enumerate(pages, 1) for line in _lines(page, number)]
    lines, asides = _without_edges(lines, len(pages))
    body = _body_size(lines)
    lines, notes = _footnotes(lines, body)
    lines = [_with_calls(line, notes) for line in lines]
    blocks = _blocks(lines)
    paragraphs = _paragraphs(blocks, body)
    asides += [
        Aside(
            text=f"bladzijde {number} heeft geen tekst, wel een afbeelding",
            place=f"bladzijde {number}",
            reason="afbeelding",
        )
        for number, page in enumerate(pages, 1)
        if not page["words"] and page["images"]
    ]
    return Paper(
        paragraphs=tuple(paragraphs),
        footnotes=notes,
        asides=tuple(asides),
        headings_known=sum(one.level is not None for one in paragraphs) > 1,
    )


def _pages(content: bytes, progress: Callable[[int, int], None]) -> Iterator[dict[str, Any]]:
    """Each page as `pdf_words` tells it."""
    command = [sys.executable, "-m", "build_tools.importing.pdf_words"]
    with subprocess.Popen(  # noqa: S603 - our own module, with nothing of the document on the command line
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        _feed(process, content)
        assert process.stdout  # noqa: S101 - it was asked for
        total = told = 0
        for raw in process.stdout:
            data: dict[str, Any] = json.loads(raw)
            if "refused" in data:
                raise Refused(_REFUSED[data["refused"]])
            if "pages" in data:
                total = data["pages"]
                continue
            told += 1
            progress(told, total)
            yield data
        process.wait()
    if process.returncode or told < total or not total:
        raise Refused(_REFUSED["broken"])


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    assert process.stdin  # noqa: S101 - it was asked for
    try:
        process.stdin.write(content)
        process.stdin.close()
    except BrokenPipeError as error:
        raise Refused(_REFUSED["broken"]) from error


def _lines(page: dict[str, Any], number: int) -> Iterator[_Line]:
    """The lines of a page in reading order: tables in their place, columns one after the other."""
    words = [
        _Word(text=without_marks(text), x0=x0, x1=x1, top=top, bottom=bottom, size=size, bold=bool(_BOLD.search(font)))
        for text, x0, x1, top, bottom, size, font in page["words"]
    ]
    tables = [table for table in page["tables"] if len(table) > 1 and max(len(row) for row in table) > 1]
    placed: list[tuple[float, list[_Line]]] = []
    for at, table in enumerate(tables):
        inside, words = _taken(words, table)
        cells = list(_cells(inside, table, 1000 * number + at, number))
        if cells:
            placed.append((min(line.top for line in cells), cells))
    free = _columns(words, page["width"], number)
    edge = _EDGE * page["height"]
    for line in free:
        while placed and placed[0][0] < line.top and line.left < page["width"] / 2:
            yield from placed.pop(0)[1]
        yield replace(line, edge=line.bottom < edge or line.top > page["height"] - edge)
    for _, cells in placed:
        yield from cells


def _taken(words: Sequence[_Word], table: Any) -> tuple[list[_Word], list[_Word]]:
    boxes = [cell for row in table for cell in row if cell]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    inside = [
        word
        for word in words
        if left <= (word.x0 + word.x1) / 2 <= right and top <= (word.top + word.bottom) / 2 <= bottom
    ]
    taken = set(map(id, inside))
    return inside, [word for word in words if id(word) not in taken]


def _cells(words: Sequence[_Word], table: Any, name: int, page: int) -> Iterator[_Line]:
    for row_number, row in enumerate(table):
        for column, box in enumerate(row):
            if not box:
                continue
            own = [
                word
                for word in words
                if box[0] <= (word.x0 + word.x1) / 2 <= box[2] and box[1] <= (word.top + word.bottom) / 2 <= box[3]
            ]
            cell = Cell(table=name, row=row_number, column=column)
            for line in _grouped(own):
                yield _Line(words=line, page=page, left=box[0], right=box[2], cell=cell)


def _grouped(words: Sequence[_Word]) -> Iterator[tuple[_Word, ...]]:
    """Words on one line together, from top to bottom; raised marks stay with their line."""
    rows: list[list[_Word]] = []
    for word in sorted(words, key=lambda one: (one.bottom, one.x0)):
        near = rows[-1] if rows else []
        middle = (word.top + word.bottom) / 2
        if near and any(other.top - 1 <= middle <= other.bottom + 1 for other in near):
            near.append(word)
        else:
            rows.append([word])
    for row in rows:
        yield tuple(sorted(row, key=lambda one: one.x0))


def _columns(words: Sequence[_Word], width: float, page: int) -> list[_Line]:
    if not words:
        return []
    gutter = _gutter(words, width)
    if gutter is None:
        left, right = min(word.x0 for word in words), max(word.x1 for word in words)
        return [_Line(words=line, page=page, left=left, right=right) for line in _grouped(words)]
    return _two_columns(words, gutter, page)


def _gutter(words: Sequence[_Word], width: float) -> float | None:
    """The middle of the empty strip between two columns of about equal weight; None for a page of one column."""
    best: tuple[int, float] | None = None
    for tenth in range(int(width * 0.35), int(width * 0.65), 2):
        crossing = sum(word.x0 - 4 < tenth < word.x1 + 4 for word in words)
        if best is None or crossing < best[0]:
            best = (crossing, tenth)
    if best is None or best[0] > 0.03 * len(words):
        return None
    before = [word for word in words if word.x1 < best[1]]
    after = [word for word in words if word.x0 > best[1]]
    if min(len(before), len(after)) < max(15, 0.06 * len(words)):
        return None
    firsts: dict[int, float] = {}
    for word in after:
        row = round(word.bottom / 3)
        firsts[row] = min(word.x0, firsts.get(row, word.x0))
    edge = sorted(firsts.values())[len(firsts) // 20]
    near = sum(first - edge < _INDENT for first in firsts.values())
    return best[1] if len(firsts) >= 4 and near >= 0.8 * len(firsts) else None


def _two_columns(words: Sequence[_Word], gutter: float, page: int) -> list[_Line]:
    """Left column, then right, between the lines that cross the gutter."""
    found: list[_Line] = []
    halves: tuple[list[_Line], list[_Line]] = ([], [])
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    for row in _grouped(words):
        before = tuple(word for word in row if word.x1 < gutter + 2)
        after = tuple(word for word in row if word.x0 > gutter - 2)
        crosses = len(before) + len(after) < len(row) or (
            before and after and after[0].x0 - before[-1].x1 < 1.2 * row[0].size
        )
        if crosses:
            found.extend((*halves[0], *halves[1], _Line(words=row, page=page, left=left, right=right)))
            halves = ([], [])
            continue
        edges = ((before, left, gutter), (after, min(w.x0 for w in words if w.x0 > gutter - 2), right))
        for half, (own, start, end) in zip(halves, edges, strict=True):
            if own:
                half.append(_Line(words=own, page=page, left=start, right=end))
    return [*found, *halves[0], *halves[1]]


def _without_edges(lines: Sequence[_Line], pages: int) -> tuple[list[_Line], list[Aside]]:
    """Without the lines at the top and foot that return on other pages, and without page numbers."""
    seen: Counter[str] = Counter()
    for text in {(line.page, _mold(line.text)) for line in lines if line.edge}:
        seen[text[1]] += 1
    kept, asides = [], []
    for line in lines:
        returns = line.edge and pages > 1 and seen[_mold(line.text)] >= max(2, pages // 3)
        if returns or (line.edge and _PAGE_NUMBER.match(line.text.strip())):
            reason = "kop- of voetregel van de bladzijde"
            asides.append(Aside(text=line.text, place=f"bladzijde {line.page}", reason=reason, settled=True))
        else:
            kept.append(line)
    return kept, asides


def _mold(text: str) -> str:
    return re.sub(r"\d+", "0", text).strip().lower()


def _body_size(lines: Sequence[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 11.0


def _footnotes(lines: Sequence[_Line], body: float) -> tuple[list[_Line], dict[str, str]]:
    """The notes in small print at the foot of a page, which begin with a number, and the lines without them."""
    kept: list[_Line] = []
    notes: dict[str, str] = {}
    open_mark: str | None = None
    page = 0
    for line in lines:
        found = re.match(r"^(\d{1,2})[.)]?\s+(\S.*)$", line.text)
        small = line.size < 0.92 * body and line.cell is None
        if small and found and int(found[1]) == len(notes) + 1:
            open_mark, page = found[1], line.page
            notes[open_mark] = found[2]
        elif small and open_mark and line.page == page:
            notes[open_mark] = f"{notes[open_mark]} {line.text}"
        else:
            open_mark = None
            kept.append(line)
    return kept, notes


def _with_calls(line: _Line, notes: dict[str, str]) -> _Line:
    """The line with small raised numbers as calls of their notes."""
    found: list[_Word] = []
    for word in line.words:
        raised = word.size < 0.8 * line.size and word.text in notes and found
        if raised and word.x0 - found[-1].x1 < 2:
            found[-1] = replace(found[-1], text=found[-1].text + marked(word.text), x1=word.x1)
        elif found and MARKED_LAST.search(found[-1].text) and word.x0 - found[-1].x1 < 0.5:
            found[-1] = replace(found[-1], text=found[-1].text + word.text, x1=word.x1)
        else:
            found.append(word)
    return replace(line, words=tuple(found))


MARKED_LAST = re.compile("\ue001$")


def _blocks(lines: Sequence[_Line]) -> list[_Block]:
    """Lines that make one paragraph together."""
    usual = _usual_step(lines)
    blocks: list[_Block] = []
    for line in lines:
        before = blocks[-1].lines[-1] if blocks else None
        if before and _goes_on(blocks[-1].lines, line, usual):
            blocks[-1].lines.append(line)
        else:
            near = before and before.page == line.page and before.cell == line.cell
            gap = not (near and before and 0 < line.top - before.top < 1.35 * usual * max(line.size, before.size))
            blocks.append(_Block(lines=[line], gap=bool(gap)))
    return blocks


def _usual_step(lines: Sequence[_Line]) -> float:
    """The usual distance between lines, in sizes of type."""
    steps: Counter[float] = Counter()
    for one, other in itertools.pairwise(lines):
        if one.page == other.page and one.cell == other.cell and 0 < (step := other.bottom - one.bottom) < 3 * one.size:
            steps[round(step / one.size, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 1.3


def _goes_on(block: Sequence[_Line], line: _Line, usual: float) -> bool:
    """Whether a line belongs to the paragraph of the lines before it."""
    before = block[-1]
    if before.cell != line.cell or split_label(line.text)[0] or abs(before.size - line.size) > 0.6:
        return False
    if before.bold != line.bold:
        return False
    ended = before.text.rstrip().endswith(_END)
    full = before.x1 > before.right - 0.15 * (before.right - before.left)
    if before.page != line.page or line.top < before.top - 20:
        return not ended and (line.text[:1].islower() or (full and not before.bold))
    if line.top - before.top > 1.3 * usual * before.size:
        return False
    if line.text[:1].islower() or (full and not ended):
        return True
    first = split_label(block[0].text)[0]
    if first and line.x0 > block[0].x0 + 4:
        return full or not ended
    if line.bold:
        return full
    return full and abs(line.x0 - before.x0) < 12


def _paragraphs(blocks: Sequence[_Block], body: float) -> list[Paragraph]:
    levels = _levels(blocks, body)
    depths = _depths(blocks)
    found = []
    for block in blocks:
        first = block.lines[0]
        label, rest = split_label(_joined(block.lines))
        level = levels.get(first.size) if first.cell is None and len(rest.split()) <= 25 else None
        found.append(
            Paragraph(
                text=squeezed(rest),
                place=f"bladzijde {first.page}",
                label=label,
                depth=depths.get(_step(first), 0) if label else 0,
                level=level,
                bold=all(line.bold for line in block.lines) and level is None,
                lead=None if level else _lead(block),
                gap=block.gap,
                indent=label is None and first.x0 > first.left + 14 and first.cell is None,
                cell=first.cell,
            )
        )
    return list(adopted(found))


def _levels(blocks: Sequence[_Block], body: float) -> dict[float, int]:
    """The sizes of type that are larger than the text, as levels of headings: the largest is 1."""
    sizes = sorted({block.lines[0].size for block in blocks if block.lines[0].size > 1.12 * body}, reverse=True)
    return {size: min(at + 1, 5) for at, size in enumerate(sizes)}


def _step(line: _Line) -> int:
    return round((line.x0 - line.left) / 7)


def _depths(blocks: Sequence[_Block]) -> dict[int, int]:
    """How deep labels lie by where they begin: the places that occur, from left to right."""
    steps = sorted({_step(block.lines[0]) for block in blocks if split_label(block.lines[0].text)[0]})
    found: dict[int, int] = {}
    depth, last = -1, -9
    for step in steps:
        if step - last > 1:
            depth += 1
        found[step], last = depth, step
    return found


def _joined(lines: Sequence[_Line]) -> str:
    """The words of the lines, with words that were broken off at a line's end made whole."""
    text = ""
    for line in lines:
        words = line.text.strip()
        if re.search(r"\w[-\u00ad\u2010]$", text) and words[:1].islower() and not re.match(r"(en|of|en/of)\b", words):
            text = text[:-1] + words
        else:
            text = f"{text} {words}" if text else words
    return text


def _lead(block: _Block) -> str | None:
    """The bold words that a paragraph begins with, when the rest is not bold."""
    words = [word for line in block.lines for word in line.words]
    if split_label(block.lines[0].text)[0]:
        words = words[1:]
    heavy = next((at for at, word in enumerate(words) if not word.bold), len(words))
    lead = " ".join(word.text for word in words[:heavy]).strip(" :.–-")
    return lead if 0 < heavy < len(words) and len(lead.split()) <= 12 and lead else None
