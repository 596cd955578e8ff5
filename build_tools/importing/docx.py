"""Word (.docx) -> paragraphs.

python-docx opens the package; the text is walked here, since python-docx gives no labels, footnotes or text boxes, and
leaves tracked insertions out without a word.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document
from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.importing.archive import broken, opened, part, tracked, tree
from build_tools.importing.labels import adopted, split_label
from build_tools.importing.numbering import Numbering, W, read_numbering
from build_tools.importing.paper import Aside, Cell, Link, Paper, Paragraph, marked, squeezed

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_HOLDERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_CONTENTS = re.compile(r"^(toc|inhopg|inhoudsopgave)\b", re.IGNORECASE)
_HEADING = re.compile(r"^(?:heading|kop|überschrift|titre)\s*(\d)", re.IGNORECASE)
_TITLE = re.compile(r"^(title|titel)$", re.IGNORECASE)
_LIST_STYLE = re.compile(r"^(?:list|lijst)\D*\s([2-5])$", re.IGNORECASE)
_OFF = {"0", "false", "off", "none"}
_OF_PAGES = "kop- of voettekst die op elke bladzijde staat"


class _Style(Struct, frozen=True, kw_only=True):
    """What a paragraph takes from its style: name, heading level, numbering, weight."""

    name: str = ""
    level: int | None = None
    number: str | None = None
    depth: int = 0
    bold: bool = False


class _Walk(Struct):
    """Where the walk through the text is."""

    document: Document
    styles: dict[str, _Style]
    numbering: Numbering
    paragraphs: list[Paragraph] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    count: int = 0
    tables: int = 0
    empty: int = 0
    gap: bool = True
    cell: Cell | None = None


class _Line(Struct):
    """A paragraph's words on the way: text, which of it is bold, links, and text boxes that hang on it."""

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    field_depth: int = 0
    instructions: int = 0
    hidden: str = ""


def read_docx(content: bytes) -> Paper:
    """The paragraphs of a Word file. Raises Refused when it is broken, locked, or has tracked changes."""
    _look_at_parts(content)
    try:
        document = docx.Document(io.BytesIO(content))
        body = document.element.body
    except (KeyError, ValueError, AttributeError, docx.exceptions.PythonDocxError) as error:
        raise broken() from error
    walk = _Walk(document=document, styles=_styles(document), numbering=read_numbering(_part(document, "numbering")))
    _notes_marks(walk, body)
    for element in _blocks(body):
        _block(walk, element)
    notes = _notes(walk)
    walk.asides.extend(_comments(document))
    walk.asides.extend(_page_texts(document))
    return Paper(
        paragraphs=adopted(_with_gaps(walk)),
        footnotes=notes,
        asides=tuple(walk.asides),
        headings_known=sum(one.level is not None for one in walk.paragraphs) > 1,
    )


def _look_at_parts(content: bytes) -> None:
    """Refuse what no part may hold before python-docx reads them all."""
    with opened(content) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = tree(part(archive, name))
                if name.startswith("word/") and next(root.iter(*_TRACKED), None) is not None:
                    raise tracked()


def _part(document: Document, name: str) -> Any:
    """The root of a part that the text refers to, such as `footnotes`; None when there is none."""
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{name}"):
            target = relation.target_part
            return getattr(target, "element", None) if hasattr(target, "element") else tree(target.blob)
    return None


def _styles(document: Document) -> dict[str, _Style]:
    root = _part(document, "styles")
    found = {one.get(f"{W}styleId"): one for one in (root.iter(f"{W}style") if root is not None else ())}
    return {name: _style(element, found) for name, element in found.items()}


def _style(element: Any, all_styles: dict[str, Any], seen: int = 0) -> _Style:
    """A style with what it takes over from those that it is based on."""
    based = element.find(f"{W}basedOn")
    parent = all_styles.get(based.get(f"{W}val")) if based is not None and seen < 12 else None
    start = _style(parent, all_styles, seen + 1) if parent is not None else _Style()
    named = element.find(f"{W}name")
    name = named.get(f"{W}val") if named is not None else ""
    level = _outline(element.find(f"{W}pPr"))
    if heading := _HEADING.match(name):
        level = int(heading[1]) + 1
    elif _TITLE.match(name):
        level = 1
    number, depth = _numbered(element.find(f"{W}pPr"))
    bold = _is_on(element.find(f"{W}rPr"), "b")
    return replace(
        start,
        name=name,
        level=level if level is not None else start.level,
        number=number if number is not None else start.number,
        depth=depth if depth is not None else start.depth,
        bold=start.bold if bold is None else bold,
    )


def _outline(properties: Any) -> int | None:
    one = properties.find(f"{W}outlineLvl") if properties is not None else None
    value = one.get(f"{W}val") if one is not None else None
    return int(value) + 2 if value and value.isdigit() and int(value) < 9 else None


def _numbered(properties: Any) -> tuple[str | None, int | None]:
    one = properties.find(f"{W}numPr") if properties is not None else None
    if one is None:
        return None, None
    number, depth = one.find(f"{W}numId"), one.find(f"{W}ilvl")
    level = depth.get(f"{W}val") if depth is not None else None
    return (number.get(f"{W}val") if number is not None else None), (int(level) if level and level.isdigit() else None)


def _is_on(properties: Any, tag: str) -> bool | None:
    one = properties.find(f"{W}{tag}") if properties is not None else None
    return None if one is None else one.get(f"{W}val", "1") not in _OFF


def _notes_marks(walk: _Walk, body: Any) -> None:
    """Number the notes as they are printed: in the order of the text, endnotes in roman."""
    for tag, kind in (("footnoteReference", "f"), ("endnoteReference", "e")):
        for count, one in enumerate(body.iter(f"{W}{tag}"), 1):
            mark = str(count) if kind == "f" else _roman_mark(count)
            walk.marks.setdefault(kind + one.get(f"{W}id", ""), mark)


def _roman_mark(count: int) -> str:
    from build_tools.importing.counting import counted

    return counted(count, "i")


def _notes(walk: _Walk) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, tag, kind in (("footnotes", "footnote", "f"), ("endnotes", "endnote", "e")):
        root = _part(walk.document, name)
        for note in root.iter(f"{W}{tag}") if root is not None else ():
            mark = walk.marks.get(kind + note.get(f"{W}id", ""))
            if mark:
                found[mark] = squeezed(" ".join(_line(walk, one).text for one in note.iter(f"{W}p")))
    return found


def _comments(document: Document) -> Iterator[Aside]:
    root = _part(document, "comments")
    for comment in root.iter(f"{W}comment") if root is not None else ():
        text = squeezed(" ".join(one.text or "" for one in comment.iter(f"{W}t")))
        if text:
            yield Aside(text=text, place="in de kantlijn", reason="opmerking in de kantlijn")


def _page_texts(document: Document) -> Iterator[Aside]:
    seen: set[str] = set()
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/header", "/footer")):
            continue
        root = relation.target_part.element
        text = squeezed(" ".join(one.text or "" for one in root.iter(f"{W}t")))
        if text and text not in seen:
            seen.add(text)
            yield Aside(text=text, place="kop- of voettekst", reason=_OF_PAGES, settled=True)


def _blocks(parent: Any) -> Iterator[Any]:
    """The paragraphs and tables below an element, those in content controls too."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in _HOLDERS:
            yield from _blocks(child)
        elif child.tag == f"{_MC}AlternateContent":
            choice = child.find(f"{_MC}Choice")
            yield from _blocks(choice if choice is not None else child)


def _block(walk: _Walk, element: Any) -> None:
    if element.tag == f"{W}p":
        _paragraph(walk, element)
    elif walk.cell is not None:
        for inner in element.iter(f"{W}p"):
            _paragraph(walk, inner)
    else:
        _table(walk, element)


def _table(walk: _Walk, table: Any) -> None:
    number, walk.tables = walk.tables, walk.tables + 1
    for row_number, row in enumerate(table.iter(f"{W}tr")):
        column = 0
        for cell in _cells(row):
            walk.cell = Cell(table=number, row=row_number, column=column)
            for element in _blocks(cell):
                _block(walk, element)
            column += _span(cell)
    walk.cell, walk.gap = None, True


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _HOLDERS:
            yield from _cells(child)


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = span.get(f"{W}val") if span is not None else None
    return int(value) if value and value.isdigit() and 0 < int(value) < 64 else 1


def _paragraph(walk: _Walk, element: Any) -> None:
    properties = element.find(f"{W}pPr")
    named = properties.find(f"{W}pStyle") if properties is not None else None
    style = walk.styles.get(named.get(f"{W}val")) if named is not None else walk.styles.get("Normal")
    style = style or _Style()
    line = _line(walk, element, bold=style.bold)
    walk.count += 1
    if line.hidden.strip():
        walk.asides.append(Aside(text=squeezed(line.hidden), place=f"alinea {walk.count}", reason="verborgen tekst"))
    label, depth, number = _label(walk, properties, style)
    if line.text.strip():
        if _CONTENTS.match(style.name):
            aside = Aside(text=squeezed(line.text), place=f"alinea {walk.count}", reason="inhoudsopgave", settled=True)
            walk.asides.append(aside)
        else:
            _add(walk, element, line, style=style, label=label, depth=depth, number=number)
        walk.gap = False
    else:
        walk.empty += 1
        walk.gap = True
    for box in line.boxes:
        for inner in _blocks(box):
            _block(walk, inner)


def _label(walk: _Walk, properties: Any, style: _Style) -> tuple[str | None, int, str | None]:
    number, depth = _numbered(properties)
    number = number if number is not None else style.number
    level = depth if depth is not None else style.depth
    if number is None or number == "0":
        return None, 0, None
    named = _LIST_STYLE.search(style.name)
    deep = max(level, int(named[1]) - 1) if named else level
    return walk.numbering.label(number, level) or None, deep, number


def _add(  # noqa: PLR0913 - all that is known of one paragraph
    walk: _Walk, element: Any, line: _Line, *, style: _Style, label: str | None, depth: int, number: str | None
) -> None:
    properties = element.find(f"{W}pPr")
    outline = _outline(properties)
    level = outline if outline is not None else style.level
    for at, text in enumerate(_split(line.text)):
        own, rest = (label, text) if label and at == 0 else split_label(text.strip())
        bold, lead = _weight(line, text) if at == 0 else (False, None)
        set_in = _set_in(properties) or text.startswith("\t")
        walk.paragraphs.append(
            Paragraph(
                text=squeezed(rest),
                place=f"alinea {walk.count}",
                label=own,
                depth=depth if own == label and label else (_steps(properties) if own else 0),
                list_id=f"word-{number}" if label and at == 0 else None,
                level=level if at == 0 else None,
                bold=bold and level is None,
                lead=lead if level is None else None,
                gap=walk.gap,
                indent=set_in and own is None,
                cell=walk.cell,
                links=tuple(line.links),
            )
        )


def _split(text: str) -> list[str]:
    """The lines of a paragraph with hard breaks: apart when one begins with a label, or else as one."""
    lines = [one for one in text.split("\n") if one.strip()]
    if any(split_label(one.strip())[0] for one in lines[1:]):
        found: list[str] = []
        for one in lines:
            if found and not split_label(one.strip())[0]:
                found[-1] += f" {one}"
            else:
                found.append(one)
        return found
    return [" ".join(lines)]


def _set_in(properties: Any) -> bool:
    return _left(properties) > 0


def _steps(properties: Any) -> int:
    """How deep a label typed by hand lies, a step for each half inch or so."""
    return min(_left(properties) // 500, 8)


def _left(properties: Any) -> int:
    one = properties.find(f"{W}ind") if properties is not None else None
    value = (one.get(f"{W}left") or one.get(f"{W}start")) if one is not None else None
    return int(value) if value and value.lstrip("-").isdigit() else 0


def _weight(line: _Line, text: str) -> tuple[bool, str | None]:
    """Whether all words are bold, and else the bold words that the text begins with."""
    letters = len(line.text.strip())
    heavy = sum(end - start for start, end in line.bold)
    if letters and heavy >= 0.95 * letters:
        return True, None
    start = len(line.text) - len(line.text.lstrip())
    end = start
    for first, last in line.bold:
        if first <= end + 1:
            end = max(end, last)
    lead = squeezed(text[start:end]).strip(" :.–-")
    return False, lead if lead and len(lead.split()) <= 12 else None


def _line(walk: _Walk, element: Any, *, bold: bool = False) -> _Line:
    line = _Line()
    for child in element:
        _inline(walk, child, line, bold=bold)
    return line


def _inline(walk: _Walk, element: Any, line: _Line, *, bold: bool) -> None:
    tag = element.tag
    if tag == f"{W}r":
        _run(walk, element, line, bold=bold)
    elif tag == f"{W}hyperlink":
        start = len(line.text)
        for child in element:
            _inline(walk, child, line, bold=bold)
        line.links.append(Link(text=squeezed(line.text[start:]), target=_target(walk, element)))
    elif tag == f"{W}sdt":
        _control(walk, element, line, bold=bold)
    elif tag in _HOLDERS or tag in (f"{W}fldSimple", f"{W}dir", f"{W}bdo"):
        for child in element:
            _inline(walk, child, line, bold=bold)


def _control(walk: _Walk, element: Any, line: _Line, *, bold: bool) -> None:
    """A field to fill in: while it shows its hint, the hint stands between brackets, as a blank."""
    hint = element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None
    line.text += "[" if hint else ""
    content = element.find(f"{W}sdtContent")
    for child in content if content is not None else ():
        _inline(walk, child, line, bold=bold)
    line.text += "]" if hint else ""


def _target(walk: _Walk, element: Any) -> str:
    relation = walk.document.part.rels.get(element.get(f"{_R}id", ""))
    anchor = element.get(f"{W}anchor")
    return relation.target_ref if relation is not None else (f"#{anchor}" if anchor else "")


def _run(walk: _Walk, run: Any, line: _Line, *, bold: bool) -> None:
    properties = run.find(f"{W}rPr")
    own = _is_on(properties, "b")
    start = len(line.text)
    for child in run:
        _piece(walk, child, line)
    if _is_on(properties, "vanish"):
        line.hidden += line.text[start:]
        line.text = line.text[:start]
    if (bold if own is None else own) and line.text[start:].strip():
        line.bold.append((start, len(line.text)))


def _piece(walk: _Walk, child: Any, line: _Line) -> None:
    match child.tag.rsplit("}", 1)[-1]:
        case "t":
            line.text += child.text or ""
        case "tab" | "ptab":
            line.text += "\t"
        case "br" | "cr":
            line.text += "\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else " "
        case "noBreakHyphen":
            line.text += "-"
        case "sym":
            line.text += "•"
        case "footnoteReference" | "endnoteReference" as name:
            mark = walk.marks.get(name[0] + child.get(f"{W}id", ""))
            line.text += marked(mark) if mark else ""
        case "drawing" | "pict" | "object" | "AlternateContent":
            source = child.find(f"{_MC}Choice") if child.tag == f"{_MC}AlternateContent" else child
            line.boxes.extend((source if source is not None else child).iter(f"{W}txbxContent"))


def _with_gaps(walk: _Walk) -> Iterator[Paragraph]:
    """White space says something only where empty paragraphs make it; elsewhere every paragraph stands apart."""
    by_lines = walk.empty * 5 > len(walk.paragraphs)
    for one in walk.paragraphs:
        yield one if by_lines else replace(one, gap=True)
