"""Paragraphs -> parts and provisions: what belongs together, what stands alone, what is only a lead to a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.importing.headings import (
    heading_levels,
    is_enumeration,
    is_title_like,
    labelled_heading,
    names_advice,
)
from build_tools.importing.labels import follows, is_bullet, printed, shape, value
from build_tools.importing.outline import DecisionRow, Leftover, ListKind, Outline, Part, Point, Provision
from build_tools.importing.paper import Paper, Paragraph, marked, unmarked
from build_tools.importing.tables import read_table

_LEAD_END = (":", "...", "…")
_KINDS: tuple[tuple[ListKind, str], ...] = (
    ("dont", r"don'?ts?|\bniet (?:te )?doen|na te laten|mag (?:je |u )?niet|wat niet|^niet$|^nee$|vermijd|beter niet"),
    ("steps", r"stappen|stappenplan|checklist|draaiboek|als het mis ?gaat"),
    ("do", r"do'?s\b|\bwel doen|wat te doen|zo doe|^wel$|^ja$|^(?:wat )?mag( wel)?$"),
    ("tips", r"\btips?\b|advie[sz]|bedenk|aandachtspunten|aanbeveling|achtergrondinformatie|wist je|onthoud"),
)
_RUNNING = 3


def take_apart(paper: Paper) -> Outline:
    """The document's title, parts, provisions and decisions; what fits nowhere is left over."""
    paragraphs = [replace(one, position=number) for number, one in enumerate(paper.paragraphs)]
    paragraphs, running = _without_running_heads(paragraphs)
    paragraphs, stars = _star_notes(paragraphs)
    levels = heading_levels(paragraphs)
    start, title, cover = _title(paragraphs, levels)
    building = _Building()
    _build(building, paragraphs[start:], levels[start:])
    building.close()
    return Outline(
        title=unmarked(title[0].text).rstrip("* ") if title else "",
        title_sources=title,
        cover=cover,
        parts=_with_paths(building.parts),
        rows=tuple(building.rows),
        leftovers=(
            *(Leftover(text=a.text, place=a.place, reason=a.reason, settled=a.settled) for a in paper.asides),
            *running,
            *building.leftovers,
        ),
        footnotes={**paper.footnotes, **{mark: note.text for mark, note in stars.items()}},
        note_sources=tuple(stars.values()),
    )


def _without_running_heads(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[Leftover]]:
    """Without headings that come back again and again: the heads of pages. The first stays."""
    texts = Counter(one.text for one in paragraphs if one.level is not None and not one.label)
    seen: set[str] = set()
    kept, running = [], []
    for one in paragraphs:
        if one.level is not None and texts[one.text] >= _RUNNING and one.text in seen:
            reason = "kop die op elke bladzijde terugkomt"
            running.append(Leftover(text=one.text, place=one.place, reason=reason, settled=True, sources=(one,)))
        else:
            kept.append(one)
        seen.add(one.text if one.level is not None else "")
    return kept, running


def _star_notes(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], dict[str, Paragraph]]:
    """Notes with a star: a line that begins with one, when the star stands behind a word earlier on."""
    starred = [one for one in paragraphs if re.search(r"\w\*+(?=\W|$)", one.text)]
    notes: dict[str, Paragraph] = {}
    for one in paragraphs:
        mark = one.label or ""
        called = re.fullmatch(r"\*+", mark) and any(star.position < one.position for star in starred)
        if called and not one.text.endswith(":") and mark not in notes:
            notes[mark] = one
    kept = []
    for one in paragraphs:
        if one in notes.values():
            continue
        text = one.text
        for mark, note in notes.items():
            if one is next((star for star in starred if star.position < note.position), None):
                text = re.sub(rf"(?<=\w){re.escape(mark)}(?!\*)", marked(mark), text, count=1)
        if one.label and re.fullmatch(r"\*+", one.label) and one.text.endswith(":"):
            kept.append(replace(one, text=text, label=None, gap=True))
        else:
            kept.append(replace(one, text=text))
    return kept, notes


def _title(
    paragraphs: Sequence[Paragraph], levels: Sequence[int | None]
) -> tuple[int, tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    """Where the body begins, the title, and the other lines of the cover."""
    if not paragraphs:
        return 0, (), ()
    first = paragraphs[0]
    if (
        first.cell
        or first.label
        or len(first.text.split()) > 20
        or (levels[0] is None and not is_title_like(first, 20))
    ):
        return 0, (), ()
    end = 1
    tops = [level for level in levels if level is not None]
    is_alone = levels[0] is not None and tops.count(levels[0]) == 1
    while end < len(paragraphs) - 1 and not paragraphs[end].cell and _on_cover(paragraphs, levels, end, is_alone):
        end += 1
    return end, (first,), tuple(paragraphs[1:end])


def _on_cover(paragraphs: Sequence[Paragraph], levels: Sequence[int | None], at: int, titled: bool) -> bool:
    one, after = paragraphs[at], paragraphs[at + 1]
    if (
        not one.gap
        and not one.label
        and one.level is None
        and len(one.text.split()) <= 12
        and not one.text.endswith(".")
    ):
        return True
    if one.label or len(one.text.split()) > 12 or (one.text.endswith((".", ":", ";")) and levels[at] is not None):
        return False
    if titled and levels[at] is not None:
        return False
    if levels[at] is None:
        return after.label is None and len(one.text.split()) <= 10 and not one.text.endswith(".")
    return levels[at + 1] is not None and one.level is None and not one.bold


class _Open(Struct):
    """An item that others may nest in or go on from."""

    label: str
    depth: int
    at: int
    children: int = 0
    number: str | None = None


class _Building(Struct):
    """The parts as far as they are read; the last is open."""

    parts: list[tuple[int, Part]] = field(default_factory=list)
    rows: list[DecisionRow] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    heading: Part | None = None
    level: int = 2
    intro: list[Paragraph] = field(default_factory=list)
    provisions: list[Provision] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def begin(self, heading: str, level: int, sources: tuple[Paragraph, ...], *, made_up: bool = False) -> None:
        """Start a new part under this heading."""
        self.close()
        if self.parts and not self.parts[-1][1].provisions and not self.parts[-1][1].intro and not made_up:
            before, part = self.parts[-1]
            if level <= before and not any(source.level is not None for source in (*part.sources, *sources)):
                level = before + 1
        self.heading, self.level = Part(heading=heading, sources=sources, made_up=made_up), level

    def close(self) -> None:
        """Finish the open part."""
        if self.heading or self.provisions or self.intro:
            part = self.heading or Part(heading="", made_up=True)
            kind = _kind(part.heading, self.intro, self.provisions)
            rules = _with_number_of_heading(part, self.provisions)
            done = replace(part, intro=tuple(self.intro), provisions=tuple(rules), kind=kind)
            self.parts.append((self.level if self.heading else 2, done))
        self.heading, self.intro, self.provisions, self.stack = None, [], [], []

    def add(self, provision: Provision) -> int:
        """Add a provision; gives its place."""
        self.provisions.append(provision)
        return len(self.provisions) - 1

    def extend(self, at: int, point: Point, source: Paragraph) -> None:
        """Add a piece of text to a provision."""
        before = self.provisions[at]
        self.provisions[at] = replace(before, points=(*before.points, point), sources=(*before.sources, source))


def _with_number_of_heading(part: Part, rules: Sequence[Provision]) -> Sequence[Provision]:
    """The only rule under a numbered heading has the number of the heading: `Artikel 3` and its one paragraph."""
    number = printed(part.sources[0].label) if part.sources else None
    if number is None or len(rules) != 1 or rules[0].number or rules[0].listed:
        return rules
    return [replace(rules[0], number=number, title=rules[0].title or part.sources[0].text or None)]


def _kind(heading: str, intro: Sequence[Paragraph], provisions: Sequence[Provision]) -> ListKind | None:
    """The kind of advice list that a part holds, or None when it holds rules."""
    if sum(provision.listed for provision in provisions) < 2:
        return None
    for text in (
        *([heading] if len(heading.split()) <= 8 else []),
        *(unmarked(one.text) for one in intro[-1:] if len(one.text.split()) <= 12),
    ):
        for kind, words in _KINDS:
            if re.search(words, text.replace("\u2019", "'").strip(" :.").lower()):
                return kind
    return None


def _build(building: _Building, paragraphs: Sequence[Paragraph], levels: Sequence[int | None]) -> None:
    number = 0
    while number < len(paragraphs):
        one = paragraphs[number]
        if one.cell:
            end = number
            while end < len(paragraphs) and (cell := paragraphs[end].cell) and cell.table == one.cell.table:
                end += 1
            _table(building, paragraphs[number:end])
            number = end
        elif (level := levels[number]) is not None:
            building.begin(unmarked(labelled_heading(one)).rstrip("* "), level, (one,))
            number += 1
        else:
            number = _block(building, paragraphs, levels, number)


def _table(building: _Building, cells: Sequence[Paragraph]) -> None:
    found = read_table(cells)
    building.rows.extend(found.rows)
    building.leftovers.extend(found.leftovers)
    building.stack = []
    if found.provisions:
        building.leftovers.extend(_heads(found.head, "kop van de tabel"))
        for provision in found.provisions:
            building.add(provision)
    elif found.rows or found.leftovers:
        building.leftovers.extend(_heads(found.head, "kop van de besluittabel"))
    below = building.level + 1
    for head, items in found.columns:
        building.begin(head.text, below, (head,))
        _build(building, items, [None] * len(items))
    if found.flow:
        _build(building, found.flow, heading_levels(found.flow))


def _heads(cells: Sequence[Paragraph], reason: str) -> Iterator[Leftover]:
    """The heads of columns: they say what the cells below are, and are no text of their own."""
    for one in cells:
        yield Leftover(text=one.text, place=one.place, reason=reason, settled=True, sources=(one,))


def _block(building: _Building, paragraphs: Sequence[Paragraph], levels: Sequence[int | None], number: int) -> int:
    """Place one paragraph, or a lead with its list; gives the number of the next."""
    one = paragraphs[number]
    if one.label:
        return _item(building, paragraphs, levels, number)
    items = _items_after(paragraphs, levels, number + 1)
    if items and unmarked(one.text).rstrip().endswith(_LEAD_END):
        return _lead(building, one, items, number)
    if one.text.endswith(":") and (lines := _bare_lines(paragraphs, levels, number + 1)):
        at = building.add(_provision(one))
        for line in lines:
            building.extend(at, Point(text=line.text, label="-"), line)
        return number + 1 + len(lines)
    if building.stack and _continues(building, paragraphs, levels, number):
        building.extend(building.stack[-1].at, Point(text=one.text), one)
    else:
        building.stack = []
        building.add(_provision(one))
    return number + 1


def _items_after(paragraphs: Sequence[Paragraph], levels: Sequence[int | None], start: int) -> list[Paragraph]:
    """The items that follow one another from here."""
    found = []
    for one, level in zip(paragraphs[start:], levels[start:], strict=True):
        if not one.label or level is not None or one.cell:
            break
        found.append(one)
    return found


def _bare_lines(paragraphs: Sequence[Paragraph], levels: Sequence[int | None], start: int) -> list[Paragraph]:
    """The short lines without labels that follow a lead, when they are a list of two or more."""
    found = []
    for one, level in zip(paragraphs[start:], levels[start:], strict=True):
        if one.label or level is not None or one.cell or len(one.text.split()) > 6 or one.text.endswith("."):
            break
        found.append(one)
    return found if len(found) > 1 else []


def _lead(building: _Building, one: Paragraph, items: Sequence[Paragraph], number: int) -> int:
    heading = unmarked(one.text).strip()
    if is_enumeration(items) and not names_advice(heading):
        at = building.add(_provision(one))
        for item in items:
            building.extend(at, Point(text=item.text, label=item.label), item)
        building.stack = []
        return number + 1 + len(items)
    if building.provisions or building.heading is None or not _titled(building):
        title = heading if len(heading.split()) <= 10 else _shortened(heading)
        below = building.heading is not None and not any(rule.listed for rule in building.provisions)
        building.begin(title.rstrip(":.… "), building.level + below, (), made_up=True)
    building.intro.append(one)
    building.stack = []
    return number + 1


def _titled(building: _Building) -> bool:
    return bool(building.heading and building.heading.heading)


def _shortened(text: str, most: int = 9) -> str:
    words = text.split()
    return " ".join(words[:most]) + ("…" if len(words) > most else "")


def _provision(one: Paragraph, *, listed: bool = False, number: str | None = None) -> Provision:
    return Provision(
        points=(Point(text=one.text),), sources=(one,), number=number, title=one.lead, listed=listed or bool(one.label)
    )


def _continues(building: _Building, paragraphs: Sequence[Paragraph], levels: Sequence[int | None], number: int) -> bool:
    """Whether text without a label belongs to the item before it: set in like it, or the list goes on after it."""
    one = paragraphs[number]
    if (one.indent and building.stack[-1].label != "") or one.text[:1].islower():
        return True
    for other, level in zip(paragraphs[number + 1 :], levels[number + 1 :], strict=True):
        if level is not None or other.cell:
            return False
        if other.label:
            last = next((entry for entry in reversed(building.stack) if follows(entry.label, other.label)), None)
            return last is not None and not is_bullet(other.label)
    return False


def _item(building: _Building, paragraphs: Sequence[Paragraph], levels: Sequence[int | None], number: int) -> int:
    one = paragraphs[number]
    parent = _parent(building.stack, one)
    if parent is None:
        at = building.add(_provision(one, number=printed(one.label)))
        building.stack = [
            *_siblings(building.stack, one),
            _Open(one.label or "", one.depth, at, number=printed(one.label)),
        ]
        return number + 1
    holder = building.provisions[parent.at]
    group = _nested(paragraphs, levels, number, parent)
    parent.children += 1
    if _folds(holder, group):
        for inner in group:
            building.extend(parent.at, Point(text=inner.text, label=inner.label), inner)
        return number + len(group)
    label = printed(one.label)
    full = f"{parent.number}{'.' if label and label[0].isdigit() else ''}{label}" if parent.number and label else label
    if label and parent.number and label.startswith(f"{parent.number}."):
        full = label
    at = building.add(_provision(one, number=full))
    building.stack.append(_Open(one.label or "", one.depth, at, number=full))
    return number + 1


def _siblings(stack: Sequence[_Open], one: Paragraph) -> list[_Open]:
    """The items that stay open above a new one: those that it is not deeper than are closed."""
    return [entry for entry in stack if entry.depth < one.depth and not follows(entry.label, one.label or "")]


def _parent(stack: list[_Open], one: Paragraph) -> _Open | None:
    """The open item that this one lies in; None when it is a sibling of the outermost, or starts a list."""
    label = one.label or ""
    for at in range(len(stack) - 1, -1, -1):
        entry = stack[at]
        known = one.list_id is not None
        if follows(entry.label, label) and (
            one.depth <= entry.depth or (not known and (not is_bullet(label) or entry.at == 0 or not entry.children))
        ):
            if one.depth <= entry.depth or not is_bullet(label):
                del stack[at:]
                return stack[-1] if stack else None
            if not known and at == 0:
                return None
        if one.depth > entry.depth or (one.depth == entry.depth and not known and _lies_in(entry.label, label)):
            del stack[at + 1 :]
            return entry
    stack.clear()
    return None


def _lies_in(outer: str, inner: str) -> bool:
    """Whether a list of another kind begins here: `a.` or a bullet under `1.`."""
    return shape(outer) != shape(inner) and not is_bullet(outer) and (is_bullet(inner) or value(inner) == 1)


def _nested(
    paragraphs: Sequence[Paragraph], levels: Sequence[int | None], start: int, parent: _Open
) -> list[Paragraph]:
    """The items from here on that lie in the same parent."""
    first, found = paragraphs[start], []
    for one, level in zip(paragraphs[start:], levels[start:], strict=True):
        if not one.label or level is not None or one.cell or one.depth < first.depth:
            break
        if (
            one.depth == parent.depth
            and follows(parent.label, one.label)
            and shape(one.label) != shape(first.label or "")
        ):
            break
        found.append(one)
    return found


def _folds(holder: Provision, group: Sequence[Paragraph]) -> bool:
    """Whether inner items belong to the text above them: they complete its sentence, or are a few words each."""
    texts = [unmarked(one.text) for one in group]
    average = sum(len(text.split()) for text in texts) / len(texts)
    if holder.text.rstrip().endswith(_LEAD_END):
        fragments = sum(text[:1].islower() or text.endswith((";", ",")) for text in texts)
        return average <= 10 or fragments >= len(texts) / 2
    return average <= 3 or (holder.text.rstrip()[-1:] not in ".;!?)" and all(text[:1].islower() for text in texts))


def _with_paths(parts: Sequence[tuple[int, Part]]) -> tuple[Part, ...]:
    """Each part with the headings above it."""
    above: list[tuple[int, str]] = []
    found = []
    for level, part in parts:
        while above and above[-1][0] >= level:
            above.pop()
        found.append(replace(part, path=tuple(heading for _, heading in above)))
        above.append((level, part.heading))
    return tuple(found)


def every_provision(outline: Outline) -> Iterator[tuple[Part, Provision]]:
    """Each provision with its part, in order."""
    for part in outline.parts:
        for provision in part.provisions:
            yield part, provision
