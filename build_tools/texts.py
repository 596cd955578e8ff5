"""What a text may hold: Markdown without HTML, no template syntax but parameters, no links that do harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from build_tools.problems import Problem, did_you_mean, problem
from build_tools.reading import Sources, protocol_part
from build_tools.source import Document, Path

MAX_NESTED = 4
MAX_LENGTH = 10_000
MAX_BRACKETS = 200

PARAMETER = re.compile(r"\{\{ ?([a-z][a-z0-9_]*) ?\}\}")
_HTML = re.compile(r"<[a-zA-Z/!?]")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)")
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
_QUOTE_OR_POINT = r"(?: |>|[-*+] |\d+\. )*"
_BLOCK = re.compile(
    rf"^{_QUOTE_OR_POINT}(?:#|\*\[|\[[^\]\n]*\]:|\[TOC\]|!!!|\?\?\?|===|```|~~~)"
    r"|\S.*\n[ >]*(?:=+|[|: -]*-[|: -]*)$"  # a heading by what stands below it, or a table
    rf"|^{_QUOTE_OR_POINT}(?P<line>[-*_])(?: *(?P=line)){{2,}} *$",
    re.MULTILINE,
)
_NESTED = re.compile(rf"^ *(?:(?:[-*+]|\d+\.|>) *){{{MAX_NESTED + 1}}}", re.MULTILINE)
_POINT = re.compile(r"(?:[-*+]|\d+\.) ")
_QUOTE = re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE)
#: Control characters, halves of characters, and what turns text round or takes up no room; not what joins an emoji.
_UNSEEN = (
    "\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0d\ufeff\ufff0-\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff"
)
_HIDDEN = re.compile(f"[{_UNSEEN}]")
#: Starts as words do and has no sign that a rule here is about; three question marks are looked for apart.
_HARMLESS = re.compile(rf"(?!\d+\. )[^\W_][^\n<>{{}}\[\]#!=`~{_UNSEEN}]*")


class _Refusal(NamedTuple):
    """Why a text cannot stand on a page: a code, what is wrong, what was expected, and a remedy if not the code's."""

    code: str
    what: str
    expected: str
    remedy: str | None = None


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
    for path, whole in _suspects(document.data):
        if path[:1] == ("looks",):  # a colour starts with the sign of a heading; its form is all that it may hold
            continue
        text = whole[:MAX_LENGTH]  # no field takes more; only so much is worth a search
        refusals = [
            *_refusals(text),
            *(_unknown_parameters(text, parameters) if parameters is not None else ()),
            *_refusals_when_filled(text, document, sources),
        ]
        for code, what, expected, remedy in refusals:
            yield problem(code, document.place(path), what=what, expected=expected, remedy=remedy)


def _refusals(text: str) -> Iterator[_Refusal]:
    """Everything about a text that would make of it something else than words with emphasis, lists and links."""
    if found := _HIDDEN.search(text):
        what = f"er staat een onzichtbaar teken in de tekst (U+{ord(found[0]):04X})"
        yield _Refusal("onzichtbaar-teken", what, "gewone letters en leestekens")
    if _HTML.search(text):
        yield _Refusal("html-in-tekst", "er staat HTML in de tekst", "Markdown zonder HTML")
    if "{" in (rest := PARAMETER.sub("", text)) or "}" in rest:
        yield _Refusal("accolades-in-tekst", "er staat een losse accolade", "{{ naam }}")
    if _BLOCK.search(text) or _holds_code(text):
        what = "de tekst bevat een kop, tabel, lijn, codeblok of ander bijzonder blok"
        yield _Refusal("opmaak-niet-toegestaan", what, "alinea's, lijsten, nadruk en links")
    if _NESTED.search(text) or text.count("[") > MAX_BRACKETS:
        what = "de tekst bevat te veel lijsten in lijsten, of te veel haken"
        yield _Refusal("opmaak-niet-toegestaan", what, f"hooguit {MAX_NESTED} niveaus en {MAX_BRACKETS} haken")
    if "![" in text:
        what = "er staat een afbeelding in de tekst"
        yield _Refusal("gevaarlijke-link", what, "alleen tekst", "haal de afbeelding weg")
    for target in _LINK.findall(text):
        if not _SAFE_LINK.match(target):
            yield _Refusal("gevaarlijke-link", f'de link "{target}" is niet toegestaan', "https://...")


def _holds_code(text: str) -> bool:
    """Whether Markdown makes a code block: a paragraph further in than the list that it stands in, if any."""
    level = 0
    for paragraph in re.split(r"\n *\n", _QUOTE.sub("", text)):
        lines = paragraph.strip("\n").split("\n")
        indents = [len(line) - len(line.lstrip(" ")) for line in lines]
        if indents[0] >= 4 * (level + 1):
            return True
        points = [indent for line, indent in zip(lines, indents, strict=True) if _POINT.match(line.lstrip(" "))]
        level = points[-1] // 4 + 1 if points else min(level, indents[0] // 4)
    return False


def _unknown_parameters(text: str, parameters: list[str]) -> Iterator[_Refusal]:
    for name in PARAMETER.findall(text):
        if name not in parameters:
            what = f'parameter "{name}" bestaat niet'
            expected = ", ".join(parameters) or "geen parameters in dit bestand"
            yield _Refusal("onbekende-verwijzing", what, expected, did_you_mean(name, parameters))


def _refusals_when_filled(text: str, document: Document, sources: Sources) -> Iterator[_Refusal]:
    """What is wrong only when parameters are filled in: each half of `{{ a }}(javascript:...)` looks innocent."""
    if not PARAMETER.search(text):
        return
    known = {refusal.code for refusal in _refusals(text)}
    for values in _ways_to_fill(document, sources):
        for refusal in _refusals(fill(text, values, str)):
            if refusal.code not in known:
                known.add(refusal.code)
                remedy = "zet er gewone tekst tussen, of vul iets anders in"
                yield refusal._replace(what=f"met de parameter ingevuld: {refusal.what}", remedy=remedy)


def _ways_to_fill(document: Document, sources: Sources) -> Iterator[dict[str, str]]:
    """The values that a document's parameters can get: none, which shows their labels in brackets, or those given."""
    place = protocol_part(document.file)
    protocol = sources.protocols.get(place[0]) if place else None
    main = protocol.documents.main if protocol else None
    declared = _dicts(main.data.get("parameters")) if main and isinstance(main.data, dict) else []
    labels = {str(one.get("id")): f"[{one.get('label')}]" for one in declared}
    given = {str(one.get("id")): str(one["value"]) for one in declared if one.get("value")}
    taken = _texts(main.data.get("values") if main and isinstance(main.data, dict) else None)
    site = _texts(sources.site.document.data.get("parameters") if sources.site else None)
    yield labels
    yield labels | given | taken
    yield labels | given | taken | site


def _dicts(data: Any) -> list[dict[str, Any]]:
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _texts(data: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in data.items()} if isinstance(data, dict) else {}


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
