"""OpenDocument text (.odt) -> paragraphs, from its XML: odfdo and odfpy give no printed labels of lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.importing.archive import broken, locked, opened, tracked, xml_part
from build_tools.importing.counting import BULLET, Counter, Level
from build_tools.importing.labels import adopted, split_label
from build_tools.importing.paper import Aside, Cell, Link, Paper, Paragraph, marked, squeezed

_NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_MOST_DEPTH = 10


def _q(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_NS[prefix]}}}{local}"


_SKIPPED = {_q(f"text:{name}") for name in ("tracked-changes", "sequence-decls", "variable-decls", "user-field-decls")}
_WRAPPERS = {
    _q(name) for name in ("text:section", "text:index-body", "text:numbered-paragraph", "draw:frame", "draw:text-box")
}


class _Style(Struct, frozen=True, kw_only=True):
    """What a paragraph style says: its list, its level as a heading, and whether it is bold."""

    list_style: str | None = None
    level: int | None = None
    bold: bool = False
    set_in: bool = False


class _Walk(Struct):
    """Where the walk through the text is."""

    styles: dict[str, _Style]
    lists: dict[str, dict[int, Level]]
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    counters: dict[str, Counter] = field(default_factory=dict)
    last: dict[str, Counter] = field(default_factory=dict)
    outline: Counter | None = None
    count: int = 0
    opened: int = 0
    tables: int = 0
    empty: int = 0
    gap: bool = True
    cell: Cell | None = None


class _Words(Struct):
    """The words of a paragraph on the way."""

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)


def read_odt(content: bytes) -> Paper:
    """The paragraphs of an OpenDocument text. Raises Refused when it is broken, locked, or has tracked changes."""
    with opened(content) as archive:
        manifest = xml_part(archive, "META-INF/manifest.xml")
        if manifest is not None and next(manifest.iter(_q("manifest:encryption-data")), None) is not None:
            raise locked()
        root, common = xml_part(archive, "content.xml"), xml_part(archive, "styles.xml")
    body = root.find(f"{_q('office:body')}/{_q('office:text')}") if root is not None else None
    if root is None or body is None:
        raise broken()
    if next(body.iter(_q("text:changed-region")), None) is not None:
        raise tracked()
    roots = [one for one in (common, root) if one is not None]
    walk = _Walk(styles=_styles(roots), lists=_list_styles(roots), outline=_outline(roots))
    _blocks(walk, body)
    if common is not None:
        walk.asides.extend(_page_texts(common))
    by_lines = walk.empty * 5 > len(walk.paragraphs)
    return Paper(
        paragraphs=adopted(one if by_lines else replace(one, gap=True) for one in walk.paragraphs),
        footnotes=walk.notes,
        asides=tuple(walk.asides),
        headings_known=sum(one.level is not None for one in walk.paragraphs) > 1,
    )


def _styles(roots: list[Any]) -> dict[str, _Style]:
    elements = {one.get(_q("style:name")): one for root in roots for one in root.iter(_q("style:style"))}
    return {name: _style(one, elements) for name, one in elements.items()}


def _style(element: Any, elements: dict[str, Any], seen: int = 0) -> _Style:
    parent = elements.get(element.get(_q("style:parent-style-name")))
    start = _style(parent, elements, seen + 1) if parent is not None and seen < _MOST_DEPTH else _Style()
    text, paragraph = element.find(_q("style:text-properties")), element.find(_q("style:paragraph-properties"))
    weight = text.get(_q("fo:font-weight")) if text is not None else None
    margin = paragraph.get(_q("fo:margin-left"), "") if paragraph is not None else ""
    level = element.get(_q("style:default-outline-level"))
    name = (element.get(_q("style:display-name")) or element.get(_q("style:name")) or "").lower()
    return _Style(
        list_style=element.get(_q("style:list-style-name")) or start.list_style,
        level=1 if name in ("title", "titel") else int(level) + 1 if level and level.isdigit() else start.level,
        bold=start.bold if weight is None else weight in ("bold", "600", "700", "800", "900"),
        set_in=_is_wide(margin) if margin else start.set_in,
    )


def _is_wide(length: str) -> bool:
    number = length.rstrip("abcdefghijklmnopqrstuvwxyz%")
    return number.replace(".", "", 1).isdigit() and float(number) > 0.2


def _list_styles(roots: list[Any]) -> dict[str, dict[int, Level]]:
    return {
        style.get(_q("style:name")): dict(map(_level, style))
        for root in roots
        for style in root.iter(_q("text:list-style"))
    }


def _outline(roots: list[Any]) -> Counter | None:
    for root in roots:
        for style in root.iter(_q("text:outline-style")):
            levels = dict(map(_level, style))
            return Counter(levels=levels) if any(one.format != "none" for one in levels.values()) else None
    return None


def _level(element: Any) -> tuple[int, Level]:
    depth = int(element.get(_q("text:level"), "1")) - 1
    if element.tag in (_q("text:list-level-style-bullet"), _q("text:list-level-style-image")):
        return depth, Level(format="bullet", pattern=BULLET)
    format_ = element.get(_q("style:num-format"), "")
    shown = int(element.get(_q("text:display-levels"), "1"))
    numbers = ".".join(f"%{at + 1}" for at in range(max(depth - shown + 1, 0), depth + 1))
    before, after = element.get(_q("style:num-prefix"), ""), element.get(_q("style:num-suffix"), "")
    start = element.get(_q("text:start-value"), "1")
    pattern = f"{before}{numbers}{after}" if format_ else f"{before}{after}"
    return depth, Level(format=format_ or "none", pattern=pattern, start=int(start) if start.isdigit() else 1)


def _page_texts(common: Any) -> Iterator[Aside]:
    seen: set[str] = set()
    for tag in ("style:header", "style:footer", "style:header-first", "style:footer-first"):
        for one in common.iter(_q(tag)):
            text = squeezed(" ".join(one.itertext()))
            if text and text not in seen:
                seen.add(text)
                reason = "kop- of voettekst die op elke bladzijde staat"
                yield Aside(text=text, place="kop- of voettekst", reason=reason, settled=True)


def _blocks(walk: _Walk, parent: Any) -> None:
    for child in parent:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag in (_q("text:p"), _q("text:h")):
            _paragraph(walk, child)
        elif child.tag == _q("text:list"):
            _list(walk, child, None, 0)
        elif child.tag == _q("table:table"):
            _table(walk, child)
        elif child.tag == _q("text:table-of-content"):
            text = squeezed(" ".join(child.itertext()))
            walk.asides.append(Aside(text=text, place="inhoudsopgave", reason="inhoudsopgave", settled=True))
        elif child.tag in _WRAPPERS:
            _blocks(walk, child)


def _table(walk: _Walk, table: Any) -> None:
    if walk.cell is not None:
        for cell in table.iter(_q("table:table-cell")):
            _blocks(walk, cell)
        return
    number, walk.tables = walk.tables, walk.tables + 1
    for row_number, row in enumerate(table.iter(_q("table:table-row"))):
        column = 0
        for cell in row:
            if cell.tag == _q("table:table-cell"):
                walk.cell = Cell(table=number, row=row_number, column=column)
                _blocks(walk, cell)
            repeated = cell.get(_q("table:number-columns-repeated"), "1")
            column += min(int(repeated), 50) if repeated.isdigit() else 1
    walk.cell, walk.gap = None, True


def _list(walk: _Walk, element: Any, style: str | None, depth: int) -> None:
    style = element.get(_q("text:style-name")) or style
    if depth == 0:
        walk.opened += 1
        _open_list(walk, element, style)
    for item in element:
        if item.tag not in (_q("text:list-item"), _q("text:list-header")) or depth > _MOST_DEPTH:
            continue
        labelled = item.tag == _q("text:list-item")
        start = item.get(_q("text:start-value"))
        for child in item:
            if child.tag == _q("text:list"):
                _list(walk, child, style, depth + 1)
            elif child.tag in (_q("text:p"), _q("text:h")):
                label = _label(walk, child, style, depth, start) if labelled else None
                _paragraph(walk, child, label=label, depth=depth, listed=True)
                labelled = False


def _open_list(walk: _Walk, element: Any, style: str | None) -> None:
    """Begin counting, or go on: with the list that is named, or with the last one of the same style."""
    key = style or ""
    named = element.get(_q("text:continue-list"))
    goes_on = element.get(_q("text:continue-numbering")) == "true"
    fresh = Counter(levels=walk.lists.get(key, {}))
    counter = walk.counters.get(named or "") or (walk.last.get(key) if goes_on else None) or fresh
    walk.last[key] = counter
    if name := element.get(_q("xml:id")):
        walk.counters[name] = counter


def _label(walk: _Walk, paragraph: Any, style: str | None, depth: int, start: str | None) -> str | None:
    own = walk.styles.get(paragraph.get(_q("text:style-name")), _Style()).list_style
    key = style or own or ""
    counter = walk.last.get(style or "")
    if counter is None or (not counter.levels and key in walk.lists):
        counter = walk.last[style or ""] = Counter(levels=walk.lists.get(key, {}))
    if not counter.levels:
        return BULLET
    return counter.next(depth, int(start) if start and start.isdigit() else None) or None


def _paragraph(walk: _Walk, element: Any, *, label: str | None = None, depth: int = 0, listed: bool = False) -> None:
    style = walk.styles.get(element.get(_q("text:style-name")), _Style())
    words = _Words()
    _inline(walk, element, words, bold=style.bold)
    walk.count += 1
    if words.text.strip():
        _add(walk, element, words, style, label=label, depth=depth, listed=listed)
        walk.gap = False
    else:
        walk.empty += 1
        walk.gap = True
    for box in words.boxes:
        _blocks(walk, box)


def _add(  # noqa: PLR0913 - all that is known of one paragraph
    walk: _Walk, element: Any, words: _Words, style: _Style, *, label: str | None, depth: int, listed: bool
) -> None:
    level = _heading_level(element, style)
    if level is not None and label is None and walk.outline is not None and element.tag == _q("text:h"):
        label = walk.outline.next(level - 2) or None
    lines = [one for one in words.text.split("\n") if one.strip()]
    apart = lines if any(split_label(one.strip())[0] for one in lines[1:]) else [" ".join(lines)]
    for at, text in enumerate(apart):
        own, rest = (label, text) if label and at == 0 else split_label(text.strip())
        bold, lead = _weight(words, text) if at == 0 else (False, None)
        walk.paragraphs.append(
            Paragraph(
                text=squeezed(rest),
                place=f"alinea {walk.count}",
                label=own,
                depth=depth,
                list_id=f"odt-{walk.opened}" if label and at == 0 else None,
                level=level if at == 0 else None,
                bold=bold and level is None,
                lead=lead if level is None else None,
                gap=walk.gap,
                indent=own is None and (listed or style.set_in),
                cell=walk.cell,
                links=tuple(words.links),
            )
        )


def _heading_level(element: Any, style: _Style) -> int | None:
    if element.tag == _q("text:h"):
        level = element.get(_q("text:outline-level"), "1")
        return int(level) + 1 if level.isdigit() else 2
    return style.level if style.level == 1 else None


def _weight(words: _Words, text: str) -> tuple[bool, str | None]:
    """Whether all words are bold, and else the bold words that the text begins with."""
    heavy = sum(end - start for start, end in words.bold)
    if heavy >= 0.95 * len(words.text.strip()):
        return True, None
    end = 0
    for first, last in words.bold:
        end = max(end, last) if first <= end + 1 else end
    lead = squeezed(text[:end]).strip(" :.–-")
    return False, lead if lead and len(lead.split()) <= 12 else None


def _inline(walk: _Walk, element: Any, words: _Words, *, bold: bool) -> None:
    _put(words, element.text, bold)
    for child in element:
        _piece(walk, child, words, bold=bold)
        _put(words, child.tail, bold)


def _put(words: _Words, text: str | None, bold: bool) -> None:
    if text:
        start = len(words.text)
        words.text += " ".join(text.split("\n"))
        if bold and text.strip():
            words.bold.append((start, len(words.text)))


def _piece(walk: _Walk, child: Any, words: _Words, *, bold: bool) -> None:  # noqa: C901 - a case per element
    match child.tag if isinstance(child.tag, str) else "":
        case tag if tag == _q("text:span"):
            style = walk.styles.get(child.get(_q("text:style-name")), _Style())
            _inline(walk, child, words, bold=bold or style.bold)
        case tag if tag == _q("text:a"):
            start = len(words.text)
            _inline(walk, child, words, bold=bold)
            words.links.append(Link(text=squeezed(words.text[start:]), target=child.get(_q("xlink:href"), "")))
        case tag if tag == _q("text:s"):
            words.text += " "
        case tag if tag == _q("text:tab"):
            words.text += "\t"
        case tag if tag == _q("text:line-break"):
            words.text += "\n"
        case tag if tag == _q("text:note"):
            _note(walk, child, words)
        case tag if tag == _q("text:placeholder"):
            _put(words, f"[{squeezed(''.join(child.itertext())).strip('<> ')}]", bold)
        case tag if tag == _q("office:annotation"):
            text = squeezed(" ".join(one for p in child.iter(_q("text:p")) for one in p.itertext()))
            walk.asides.append(Aside(text=text, place="in de kantlijn", reason="opmerking in de kantlijn"))
        case tag if tag.startswith(f"{{{_NS['draw']}}}"):
            words.boxes.extend(child.iter(_q("draw:text-box")))
        case tag if tag.startswith(f"{{{_NS['text']}}}"):
            _inline(walk, child, words, bold=bold)


def _note(walk: _Walk, element: Any, words: _Words) -> None:
    cited, body = element.find(_q("text:note-citation")), element.find(_q("text:note-body"))
    mark = squeezed("".join(cited.itertext())) if cited is not None else str(len(walk.notes) + 1)
    walk.notes[mark] = squeezed(" ".join(body.itertext())) if body is not None else ""
    words.text += marked(mark)
