"""Markdown text -> plain words and rich blocks, for what is not a web page; knows markdown and lxml."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

import lxml.html
import markdown

#: How many texts of a run are remembered: a protocol takes over most of another's, and its rules are read twice.
MANY = 20_000

#: Lines that begin with a letter and hold letters, figures, spaces and harmless signs: no syntax, no entity.
_BARE_LINE = r"[^\W\d_](?:[^\W_]|[ ,.;:!'\"()/?%+\u2013\u2018\u2019\u201c\u201d\u2026\u20ac-])*"
_BARE = re.compile(rf"{_BARE_LINE}(?:\n+{_BARE_LINE})*")


def _bare(text: str) -> list[str] | None:
    """The paragraphs of a text without any syntax, as most are; None when only a parser can tell."""
    found = text.strip("\n")
    if not _BARE.fullmatch(found) or "  " in found or " \n" in found or found[-1] == " ":
        return None
    return [paragraph for paragraph in found.split("\n\n") if paragraph]


@lru_cache(maxsize=MANY)
def plain(text: str) -> str:
    """The words of a Markdown text; paragraphs and list items each on a line of their own."""
    if not text.strip():
        return ""
    if paragraphs := _bare(text):
        return "\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    root = _tree(text)
    blocks = [element for element in root.iter("p", "li") if not _holds_block(element)]
    return "\n".join(" ".join(element.text_content().split()) for element in blocks)


def _holds_block(element: lxml.html.HtmlElement) -> bool:
    return any(child.tag in ("p", "ul", "ol") for child in element)


@lru_cache(maxsize=MANY)
def rich(text: str) -> list[dict[str, Any]]:
    """The blocks of a Markdown text as JSON: paragraphs `{runs}` and lists `{ordered, points}`, points holding blocks.

    A run is `{text, strong, emph, link}`. What is given is given again for the same text: it is not to be changed.
    """
    if paragraphs := _bare(text):
        return [{"runs": [_run(paragraph.strip("\n"), {})]} for paragraph in paragraphs]
    return _blocks(_tree(text)) if text.strip() else []


def _tree(text: str) -> lxml.html.HtmlElement:
    made = _converter().reset().convert(text.replace("<", "&lt;"))
    return lxml.html.fragment_fromstring(made, create_parent="div")


@cache
def _converter() -> markdown.Markdown:
    """Made once: that takes longer than a text."""
    return markdown.Markdown()


def _blocks(parent: lxml.html.HtmlElement) -> list[dict[str, Any]]:
    """The blocks in an element; words that stand loose in a list's point are a paragraph too."""
    found: list[dict[str, Any]] = []
    if not parent.xpath("p") and (loose := _runs(parent, {})):
        found.append({"runs": loose})
    for element in parent.xpath("p|ul|ol|blockquote"):
        if element.tag in ("ul", "ol"):
            points = [_blocks(point) for point in element.xpath("li")]
            found.append({"ordered": element.tag == "ol", "points": points})
        else:
            found.extend(_blocks(element) if element.tag == "blockquote" else [{"runs": _runs(element, {})}])
    return found


def _runs(element: lxml.html.HtmlElement, style: dict[str, Any]) -> list[dict[str, Any]]:
    """The element's own words with their styles, without those of blocks inside it."""
    runs = [_run(element.text, style)]
    for child in element:
        if child.tag not in ("p", "ul", "ol", "blockquote"):
            runs.extend(_runs(child, style | _style(child)))
            runs.append(_run(child.tail, style))
    return (
        [run for run in runs if run["text"].strip() or run["text"] == " "]
        if any(r["text"].strip() for r in runs)
        else []
    )


def _run(text: str | None, style: dict[str, Any]) -> dict[str, Any]:
    return {"text": (text or "").replace("\n", " "), "strong": False, "emph": False, "link": None} | style


def _style(element: lxml.html.HtmlElement) -> dict[str, Any]:
    styles = {"strong": {"strong": True}, "em": {"emph": True}, "a": {"link": element.get("href")}}
    return styles.get(str(element.tag), {})
