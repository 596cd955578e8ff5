"""What a text may hold: Markdown without HTML, no template syntax but parameters, no links that do harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from build_tools.problems import Problem, did_you_mean, problem
from build_tools.reading import Sources, protocol_part
from build_tools.source import Document, Path

PARAMETER = re.compile(r"\{\{ ?([a-z][a-z0-9_]*) ?\}\}")
_HTML = re.compile(r"<[a-zA-Z/!?]")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_QUOTE_OR_POINT = r"(?:[\s>]|[-*+]\s|\d+\.\s)*"
_BLOCK = re.compile(
    rf"^{_QUOTE_OR_POINT}(?:#|\*\[|\[[^\]]*\]:|!!!|\?\?\?|===|```|~~~)|\S.*\n[\s>]*(?:=+|-+) *$", re.MULTILINE
)
#: One line without a sign that any rule here is about; three question marks are looked for apart.
_HARMLESS = re.compile(r"[^\n<>{}\[\]#!=`~]*")


def text_problems(sources: Sources) -> list[Problem]:
    """Every text in the sources that holds what it may not."""
    return [found for document in sources.documents.values() for found in _document_problems(document, sources)]


def fill(text: str, values: Mapping[str, str], blank: Callable[[str], str]) -> str:
    """`text` with its parameters replaced; one without a value becomes `blank(its id)`."""
    return PARAMETER.sub(lambda match: values.get(match[1]) or blank(match[1]), text)


def used_parameters(document_data: Any) -> set[str]:
    """The ids of the parameters that any text in the data names."""
    return {name for _, text in _strings(document_data, ()) for name in PARAMETER.findall(text)}


def _document_problems(document: Document, sources: Sources) -> Iterator[Problem]:
    parameters = _parameters_of(document, sources)
    for path, text in _suspects(document.data):
        place = document.place(path)
        if _HTML.search(text):
            yield problem("html-in-tekst", place, what="er staat HTML in de tekst", expected="Markdown zonder HTML")
        if "{" in (rest := PARAMETER.sub("", text)) or "}" in rest:
            yield problem("accolades-in-tekst", place, what="er staat een losse accolade", expected="{{ naam }}")
        if _BLOCK.search(text) and path[0] != "looks":  # a colour starts with the sign of a heading
            yield problem(
                "opmaak-niet-toegestaan",
                place,
                what="de tekst bevat een kop, codeblok of ander bijzonder blok",
                expected="alinea's, lijsten, nadruk en links",
            )
        if "![" in text:
            yield problem(
                "gevaarlijke-link",
                place,
                what="er staat een afbeelding in de tekst",
                expected="alleen tekst",
                remedy="haal de afbeelding weg",
            )
        for target in _LINK.findall(text):
            if not _SAFE_LINK.match(target):
                yield problem(
                    "gevaarlijke-link", place, what=f'de link "{target}" is niet toegestaan', expected="https://..."
                )
        for name in PARAMETER.findall(text):
            if parameters is not None and name not in parameters:
                yield problem(
                    "onbekende-verwijzing",
                    place,
                    what=f'parameter "{name}" bestaat niet',
                    expected=", ".join(parameters) or "geen parameters in dit bestand",
                    remedy=did_you_mean(name, parameters),
                )


def _suspects(data: Any) -> Iterator[tuple[Path, str]]:
    """The texts in which something may be wrong: a few of all."""
    return ((path, text) for path, text in _strings(data, ()) if not _HARMLESS.fullmatch(text) or "???" in text)


def _parameters_of(document: Document, sources: Sources) -> list[str] | None:
    """The parameters that the document's protocol declares or takes over.

    Faulty ones count too, and None is for a protocol that cannot be read, so that one fault gives one report.
    """
    place = protocol_part(document.file)
    protocol = sources.protocols.get(place[0]) if place else None
    if protocol is None:
        return []
    main = protocol.documents.main
    if main is None or not isinstance(main.data, dict):
        return None
    declared = main.data.get("parameters")
    found = declared if isinstance(declared, list) else []
    return [str(parameter["id"]) for parameter in found if isinstance(parameter, dict) and "id" in parameter]


def _strings(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        inner = data.items()
    elif isinstance(data, (list, tuple)):
        inner = enumerate(data)
    elif isinstance(data, str):
        yield path, data
    for name, value in inner:
        if isinstance(value, str):
            yield (*path, name), value
        elif isinstance(value, (dict, list, tuple)):
            yield from _strings(value, (*path, name))
