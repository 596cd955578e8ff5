"""What a text may hold: Markdown without HTML, no template syntax but parameters, no links that do harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

from build_tools.found import Find
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


class Filling(NamedTuple):
    """The parameters that a text may name (None when nobody can tell), and the values that they can get, each way."""

    names: tuple[str, ...] | None = ()
    ways: tuple[Mapping[str, str], ...] = ()


#: What is wrong with the texts of a document.
Look: TypeAlias = Callable[[Document, Filling], Iterable[Problem]]


def document_problems(document: Document, filling: Filling) -> Iterator[Problem]:
    """Every text in a document that holds what it may not."""
    for path, whole in _suspects(document.data):
        if path[:1] == ("looks",):  # a colour starts with the sign of a heading; its form is all that it may hold
            continue
        text = whole[:MAX_LENGTH]  # no field takes more; only so much is worth a search
        for code, what, expected, remedy in _all_refusals(text, filling):
            yield problem(code, document.place(path), what=what, expected=expected, remedy=remedy)


class LookAgain:
    """Looks a document through, but the same one once: for a program that reads its sources time after time."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[Document, Filling, tuple[Problem, ...]]] = {}

    def __call__(self, document: Document, filling: Filling) -> tuple[Problem, ...]:
        """What `document_problems` gives; of each file only the last document is remembered."""
        known, filled, found = self._seen.get(document.file, (None, None, ()))
        if known is not document or filled != filling:
            found = tuple(document_problems(document, filling))
            self._seen[document.file] = document, filling, found
        return found


def text_finders(sources: Sources, look: Look = document_problems) -> dict[str, Find]:
    """What finds every text that holds what it may not: by protocol, and under "" in site.yml and the lists."""
    documents: dict[str, list[Document]] = {}
    for document in sources.documents.values():
        place = protocol_part(document.file)
        documents.setdefault(place[0] if place else "", []).append(document)
    return {name: partial(_text_problems, sources, name, found, look) for name, found in documents.items()}


def _text_problems(sources: Sources, name: str, documents: Iterable[Document], look: Look) -> Iterator[Problem]:
    filling = _filling(sources, name)
    return (found for document in documents for found in look(document, filling))


def fill(text: str, values: Mapping[str, str], blank: Callable[[str], str]) -> str:
    """`text` with its parameters replaced; one without a value becomes `blank(its id)`."""
    return PARAMETER.sub(lambda match: values.get(match[1]) or blank(match[1]), text)


def used_parameters(document_data: Any) -> set[str]:
    """The ids of the parameters that any text in the data names."""
    return {name for _, text in _strings(document_data, ()) for name in PARAMETER.findall(text)}


def _all_refusals(text: str, filling: Filling) -> Iterator[_Refusal]:
    yield from _refusals(text)
    if filling.names is not None:
        yield from _unknown_parameters(text, filling.names)
    yield from _refusals_when_filled(text, filling.ways)


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


def _unknown_parameters(text: str, parameters: Sequence[str]) -> Iterator[_Refusal]:
    for name in PARAMETER.findall(text):
        if name not in parameters:
            what = f'parameter "{name}" bestaat niet'
            expected = ", ".join(parameters) or "geen parameters in dit bestand"
            yield _Refusal("onbekende-verwijzing", what, expected, did_you_mean(name, parameters))


def _refusals_when_filled(text: str, ways: Iterable[Mapping[str, str]]) -> Iterator[_Refusal]:
    """What is wrong only when parameters are filled in: each half of `{{ a }}(javascript:...)` looks innocent."""
    if not PARAMETER.search(text):
        return
    known = {refusal.code for refusal in _refusals(text)}
    for values in ways:
        for refusal in _refusals(fill(text, values, str)):
            if refusal.code not in known:
                known.add(refusal.code)
                remedy = "zet er gewone tekst tussen, of vul iets anders in"
                yield refusal._replace(what=f"met de parameter ingevuld: {refusal.what}", remedy=remedy)


def _filling(sources: Sources, name: str) -> Filling:
    """The parameters that a protocol declares or takes over, with their values; those of no protocol are none.

    The values are none at all, which shows their labels in brackets, or those given. Faulty parameters count too, and
    nobody can tell of a protocol that cannot be read, so that one fault gives one report.
    """
    protocol = sources.protocols.get(name)
    data = protocol.documents.main.data if protocol and protocol.documents.main else None
    main = data if isinstance(data, dict) else {}
    declared = _dicts(main.get("parameters"))
    labels = {str(one.get("id")): f"[{one.get('label')}]" for one in declared}
    given = {str(one.get("id")): str(one["value"]) for one in declared if one.get("value")}
    taken = _texts(main.get("values"))
    site = _texts(sources.site.document.data.get("parameters") if sources.site else None)
    return Filling(
        names=None if protocol and data is not main else tuple(str(one["id"]) for one in declared if "id" in one),
        ways=(labels, labels | given | taken, labels | given | taken | site),
    )


def _dicts(data: Any) -> list[dict[str, Any]]:
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def _texts(data: Any) -> dict[str, str]:
    return {str(name): str(value) for name, value in data.items()} if isinstance(data, dict) else {}


def _suspects(data: Any) -> Iterator[tuple[Path, str]]:
    """The texts in which something may be wrong: a few of all."""
    return ((path, text) for path, text in _strings(data, ()) if not _HARMLESS.fullmatch(text) or "???" in text)


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
