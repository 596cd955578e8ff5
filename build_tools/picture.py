"""Whether a file can be a school's logo: a PNG, or an SVG that only draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

MAX_BYTES = 500 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = {"script", "foreignObject", "iframe", "embed", "object", "audio", "video", "handler"}
_OWN_LINK = re.compile(r"\s*(#|data:image/(png|jpeg|gif|webp)[;,])", re.IGNORECASE)
_FETCH = re.compile(r"@import|url\(\s*['\"]?(?!#|data:)", re.IGNORECASE)


def file_fault(path: Path) -> str | None:
    """Why what stands at the path cannot be a logo, in Dutch; None when it can."""
    return picture_fault(path.name, path.read_bytes()) if path.is_file() else "dit bestand is er niet"


def picture_fault(name: str, content: bytes) -> str | None:
    """Why the file cannot be a logo, in Dutch; None when it can.

    An SVG can hold scripts and fetch things from elsewhere; one that does is refused whole, not mended.
    """
    if len(content) > MAX_BYTES:
        return f"het bestand is groter dan {MAX_BYTES // 1024} kB"
    match name.rpartition(".")[2].lower():
        case "png":
            return None if content.startswith(_PNG) and content[12:16] == b"IHDR" else "dit is geen png-bestand"
        case "svg":
            return _svg_fault(content)
    return "een logo is een svg- of een png-bestand"


def _svg_fault(content: bytes) -> str | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return "dit is geen svg-bestand"
    if root.tag != f"{_SVG}svg":
        return "dit is geen svg-bestand"
    return next(_dangers(root), None)


def _dangers(root: etree._Element) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            if element.tag is etree.Entity:
                yield "het svg-bestand gebruikt een eigen afkorting (entity)"
            continue
        name = etree.QName(element).localname
        if name in _ACTIVE:
            yield f"het svg-bestand bevat <{name}>: bewaar het als gewone tekening"
        if name == "style" and _FETCH.search(element.text or ""):
            yield "het svg-bestand haalt iets op van elders"
        for attribute, value in element.attrib.items():
            yield from _attribute_dangers(etree.QName(attribute).localname, str(value))


def _attribute_dangers(name: str, value: str) -> Iterator[str]:
    if name.lower().startswith("on"):
        yield f"het svg-bestand bevat een script ({name})"
    if name == "href" and not _OWN_LINK.match(value):
        yield f"het svg-bestand verwijst naar iets erbuiten: {value[:60]}"
    elif _FETCH.search(value):
        yield "het svg-bestand haalt iets op van elders"
