"""Words of a document -> the Markdown that sources may hold: nothing is read as markup that was not meant as such."""

from __future__ import annotations

import re
from collections.abc import Iterable

from build_tools.importing.blanks import NAMED, Blanks
from build_tools.importing.labels import is_bullet
from build_tools.importing.outline import Point
from build_tools.importing.paper import MARK, MARK_END, Link, unmarked

_SIGNS = re.compile(r"([\\`*_\[\]])")
_START = re.compile(r"^(\s*)([#>+-]|\d{1,9}[.)])(?=\s|$)|^(\s*)(#)")
_BLOCK_START = {"!!!": "\\!!!", "???": "&#63;??", "===": "&#61;==", "~~~": "&#126;~~"}
_SAFE = re.compile(r"(https?://|mailto:|tel:)[^\s()<>\[\]{}\"]+$", re.IGNORECASE)
_LINE = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")", "\n": " ", "[": "(", "]": ")"})
MOST_IN_TITLE = 70


def markdown(text: str, blanks: Blanks, links: Iterable[Link] = ()) -> str:
    """A text as Markdown: signs escaped, blanks as `{{ name }}`, footnotes as `[1]`, sound links as links."""
    pieces = NAMED.split(blanks.named(text))  # every second one is the name of a parameter
    text = "".join(_escaped(one) if not at % 2 else f"{{{{ {one} }}}}" for at, one in enumerate(pieces))
    text = re.sub(r"^(\{\{ \w+ \}\}):", r"\1&#58;", text.replace("}}(", "}} ("))  # a blank is shown between brackets
    for link in links:
        words = _escaped(unmarked(link.text))
        if is_sound(link) and words and words in text:
            text = text.replace(words, f"[{words}]({link.target})", 1)
    return MARK.sub(r"[\1]", re.sub(f"{MARK_END}\\(", f"{MARK_END} (", text))


def is_sound(link: Link) -> bool:
    """Whether a link may stand in a source."""
    return bool(_SAFE.match(link.target))


def _escaped(text: str) -> str:
    text = re.sub(r"&(?=#?\w+;)", "&amp;", text)
    text = (
        _SIGNS.sub(r"\\\1", text)
        .replace("\\](", "&#93;(")
        .replace("<", "&lt;")
        .replace("{", "&#123;")
        .replace("}", "&#125;")
    )
    for start, safe in _BLOCK_START.items():
        text = safe + text[len(start) :] if text.startswith(start) else text
    return _START.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    space, sign = (found[1], found[2]) if found[2] else (found[3], found[4])
    return f"{space}{sign[:-1]}\\{sign[-1]}"


def body(points: Iterable[Point], blanks: Blanks, links: Iterable[Link] = ()) -> str:
    """The pieces of a provision as Markdown: paragraphs, and what has a label as a list."""
    links = tuple(links)
    lines: list[str] = []
    listed = False
    for point in points:
        text = markdown(point.text, blanks, links)
        if point.label is None:
            lines.extend(["", text] if lines else [text])
        else:
            sign = "" if is_bullet(point.label) else f"{_escaped(point.label)} "
            lines.extend([*([""] if lines and not listed else []), f"- {sign}{text}"])
        listed = point.label is not None
    return "\n".join(lines)


def plain_line(text: str, most: int = 300) -> str:
    """A text as a line of plain words: no markup, no braces, at most `most` characters."""
    words = NAMED.sub(lambda found: found[1].replace("_", " "), unmarked(text))
    line = " ".join(words.translate(_LINE).replace("`", "'").replace("*", "").split()).strip()
    line = re.sub(r"^(?:[#>+=~!?-]+\s*)+", "", line)
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def title_of(text: str, given: str | None = None) -> str:
    """A short title: the given one, or the beginning of the text to its first pause."""
    if given and (title := plain_line(given.strip(" :."), MOST_IN_TITLE)):
        return title
    line = re.sub(r"^[.…\s]+", "", plain_line(text, 2000))
    first = re.split(r"(?<=\w)[.;:?!](?:\s|$)", line)[0]
    if len(first) > MOST_IN_TITLE and "," in first[20:MOST_IN_TITLE]:
        first = first[: 20 + first[20:MOST_IN_TITLE].index(",")]
    short = plain_line(first, MOST_IN_TITLE).strip(" ,;")
    return (short[:1].upper() + short[1:]) or "Zonder titel"
