"""Markdown text -> plain text, for data that other programs read; knows markdown and lxml."""

from __future__ import annotations

import lxml.html
import markdown


def plain(text: str) -> str:
    """The words of a Markdown text; paragraphs and list items each on a line of their own."""
    if not text.strip():
        return ""
    root = lxml.html.fragment_fromstring(markdown.markdown(text.replace("<", "&lt;")), create_parent="div")
    blocks = [element for element in root.iter("p", "li") if not _holds_block(element)]
    return "\n".join(" ".join(element.text_content().split()) for element in blocks)


def _holds_block(element: lxml.html.HtmlElement) -> bool:
    return any(child.tag in ("p", "ul", "ol") for child in element)
