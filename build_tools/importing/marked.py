"""Markdown -> paragraphs, through markdown-it: it tells the list, the number and the level of every line."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from msgspec import Struct, field
from msgspec.structs import replace

from build_tools.importing.labels import split_label
from build_tools.importing.paper import Aside, Cell, Link, Paper, Paragraph, Refused, marked, squeezed
from build_tools.importing.plain import decode

_BULLET = "•"
_BREAK = "\n"
_HARD = "\r"


class _List(Struct):
    """A list that is open: its next number, or None for bullets; `waiting` says that an item has no text yet."""

    id: str
    number: int | None
    end: str
    waiting: bool = False


class _State(Struct):
    """Where the walk through the tokens is."""

    lists: list[_List] = field(default_factory=list)
    opened: int = 0
    level: int | None = None
    table: int = -1
    row: int = 0
    column: int = 0
    in_table: bool = False
    note: str | None = None
    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)


def read_markdown(content: bytes) -> Paper:
    """The paragraphs of a Markdown file. Raises Refused when it holds no text."""
    text = decode(content)
    if "\x00" in text:
        raise Refused("Dit bestand is geen tekst. Sla het document op als .docx, .odt, .pdf, .md of .txt.")
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"]).use(footnote_plugin)
    state = _State()
    for token in parser.parse(_without_front_matter(text)):
        _take(state, token)
    headed = sum(one.level is not None for one in state.paragraphs)
    return Paper(
        paragraphs=tuple(state.paragraphs),
        footnotes=state.notes,
        asides=tuple(state.asides),
        headings_known=headed > 1,
    )


def _without_front_matter(text: str) -> str:
    text = text.removeprefix("\ufeff")
    if text.startswith("---\n") and (end := text.find("\n---\n", 3)) > 0 and ":" in text[:end]:
        return text[:end].replace("---\n", "", 1).replace("\n", "\n\n") + "\n\n" + text[end + 5 :]
    return text


def _take(state: _State, token: Token) -> None:  # noqa: C901, PLR0912 - a case per kind of token
    match token.type:
        case "bullet_list_open" | "ordered_list_open":
            state.opened += 1
            ordered = token.type.startswith("ordered")
            start = int(token.attrs.get("start", 1)) if ordered else None
            state.lists.append(_List(id=f"md-{state.opened}", number=start, end=token.markup))
        case "bullet_list_close" | "ordered_list_close":
            state.lists.pop()
        case "list_item_open":
            state.lists[-1].waiting = True
        case "list_item_close":
            _end_item(state)
        case "heading_open":
            state.level = int(token.tag[1])
        case "heading_close":
            state.level = None
        case "table_open":
            state.table, state.row, state.in_table = state.table + 1, -1, True
        case "table_close":
            state.in_table = False
        case "tr_open":
            state.row, state.column = state.row + 1, -1
        case "th_open" | "td_open":
            state.column += 1
        case "footnote_open":
            state.note = str(token.meta.get("label", token.meta.get("id", 0)))
        case "footnote_close":
            state.note = None
        case "inline":
            _take_text(state, token)
        case "html_block" | "fence" | "code_block":
            _take_block(state, token)


def _end_item(state: _State) -> None:
    one = state.lists[-1]
    one.waiting = False
    if one.number is not None:
        one.number += 1


def _take_block(state: _State, token: Token) -> None:
    place = f"regel {(token.map or [0])[0] + 1}"
    if token.type == "html_block" and token.content.lstrip().startswith("<!--"):
        text, reason = squeezed(token.content), "opmerking in de opmaak, die niemand te zien krijgt"
        state.asides.append(Aside(text=text, place=place, reason=reason))
    elif text := squeezed(token.content):
        state.paragraphs.append(Paragraph(text=text, place=place))


def _take_text(state: _State, token: Token) -> None:
    words, links = _words(token.children or [])
    if state.note is not None:
        before = state.notes.get(state.note)
        state.notes[state.note] = f"{before} {squeezed(words)}" if before else squeezed(words)
        return
    lead = _lead(token.children or [])
    start = (token.map or [0])[0] + 1
    for number, text in enumerate(_lines(words)):
        if text:
            state.paragraphs.append(_paragraph(state, text, f"regel {start + number}", lead, links, first=number == 0))


def _lines(words: str) -> list[str]:
    """The paragraphs in a run of text: a hard break, or a label typed by hand, begins a new one."""
    found: list[str] = []
    for line in words.split(_BREAK):
        if found and not found[-1].endswith(_HARD) and not split_label(line.strip())[0]:
            found[-1] = f"{found[-1]} {line}"
        else:
            found.append(line)
    return [squeezed(line) for line in found]


def _words(children: Sequence[Token]) -> tuple[str, tuple[Link, ...]]:
    """The words of a line, with marks for footnotes, and its links."""
    text, links, open_links = "", [], []
    for child in children:
        match child.type:
            case "text" | "code_inline" | "html_inline":
                text += child.content
            case "softbreak":
                text += _BREAK
            case "hardbreak":
                text += _HARD + _BREAK
            case "footnote_ref":
                text += marked(str(child.meta.get("label", child.meta.get("id", 0))))
            case "link_open":
                open_links.append((len(text), str(child.attrs.get("href", ""))))
            case "link_close" if open_links:
                start, target = open_links.pop()
                links.append(Link(text=squeezed(text[start:]), target=target))
            case "image":
                text += f"(afbeelding: {child.content})" if child.content else ""
    return text, tuple(links)


def _lead(children: Sequence[Token]) -> tuple[str, bool] | None:
    """The bold words that a line begins with, and whether they are all of it."""
    types = [child.type for child in children if child.type != "text" or child.content.strip()]
    if not types or types[0] != "strong_open" or "strong_close" not in types:
        return None
    inner = [child for child in children if child.type != "text" or child.content]
    end = next(at for at, child in enumerate(inner) if child.type == "strong_close")
    words = "".join(child.content for child in inner[:end])
    rest = "".join(child.content for child in inner[end:]).strip(" :.")
    return squeezed(words), not rest


def _paragraph(  # noqa: PLR0913 - all that is known of one paragraph
    state: _State, text: str, place: str, lead: tuple[str, bool] | None, links: tuple[Link, ...], *, first: bool
) -> Paragraph:
    one = Paragraph(
        text=text,
        place=place,
        level=state.level,
        bold=bool(lead and lead[1]) and state.level is None,
        lead=lead[0].strip(" :.") if lead and not lead[1] and first else None,
        links=links,
    )
    if state.in_table:
        return replace(one, cell=Cell(table=state.table, row=state.row, column=state.column))
    holder = state.lists[-1] if state.lists else None
    if holder and holder.waiting and first:
        holder.waiting = False
        label = _BULLET if holder.number is None else f"{holder.number}{holder.end}"
        typed, words = split_label(text)
        if holder.number is None and typed and typed[-1:] in ".)":
            label, text = typed, words
        return replace(one, text=text, label=label, depth=len(state.lists) - 1, list_id=holder.id)
    typed, words = split_label(text)
    if typed and state.level is None:
        return replace(one, text=words, label=typed, depth=len(state.lists))
    return replace(one, indent=bool(holder))
