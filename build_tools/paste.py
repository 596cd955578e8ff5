"""The paste version: of a page for a frame only what survives pasting into any system, as plain semantic HTML.

A list of what may stay, not of what must go: whatever a template or a source adds, nothing else comes through. Own
code rather than a cleaner of untrusted HTML (nh3, lxml-html-clean): those keep what is safe, this keeps what is plain.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

import lxml.html

_PLAIN = {"h2", "h3", "h4", "p", "ul", "ol", "li", "a", "strong", "em", "blockquote"}
_DROPPED = {"h1", "script", "style"}
_BLOCK_END = re.compile(r"</(?:h2|h3|h4|p|ul|ol|li|blockquote)>(?!\n)")


def paste_html(page: str) -> str:
    """The words of a page for a frame, without its title: headings from h2, paragraphs, lists, emphasis, links.

    Links are whole addresses when the page says where it stands (its canonical link), else their words alone. No
    element has a class, an id or a style.
    """
    root = lxml.html.document_fromstring(page)
    base = next((link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"), None)
    (main,) = root.iter("main")
    for element in list(main.iterdescendants()):
        _make_plain(element, base)
    blocks = (lxml.html.tostring(child, encoding="unicode") for child in main)
    inner = "".join([html.escape(main.text or "", quote=False), *blocks])
    return _BLOCK_END.sub(lambda found: found[0] + "\n", re.sub(r"\n\s*\n", "\n", inner).strip()).strip() + "\n"


def _make_plain(element: lxml.html.HtmlElement, base: str | None) -> None:
    """Leave the element only what is plain, or only its words."""
    if element.getparent() is None:
        return  # it went with what held it
    if not isinstance(element.tag, str) or element.tag in _DROPPED or "headerlink" in element.get("class", ""):
        element.drop_tree()  # a comment has no tag of its own
        return
    address = _address(element.get("href"), base) if element.tag == "a" else None
    if element.tag not in _PLAIN or (element.tag == "a" and address is None):
        element.drop_tag()
        return
    element.attrib.clear()
    if address:
        element.set("href", address)


def _address(href: str | None, base: str | None) -> str | None:
    """A whole address of a link, or None when the page does not know where it stands."""
    if href is None or urlsplit(href).scheme:
        return href
    return urljoin(base, href) if base else None
