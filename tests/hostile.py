"""Attacks on the site through the sources: texts that try to become something else than words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import lxml.html
import markdown
import yaml

from build_tools.findings import read
from build_tools.problems import SourceFaults, errors
from build_tools.reading import read_sources
from build_tools.site import make_site
from build_tools.source import MAX_BYTES, Path, parse
from build_tools.texts import text_finders
from tests.library import PROJECT, article, edited, sources

Files = Mapping[str, bytes]

#: What a text may become: words with emphasis, lists, quotes and links.
PLAIN_TAGS = {"p", "em", "strong", "ul", "ol", "li", "code", "blockquote", "br", "abbr"}
SAFE_LINKS = ("https://", "http://", "mailto:", "tel:")


def places(files: Files) -> Iterator[tuple[str, Path, str]]:
    """Every text in the sources: its file, where in it, and the text."""
    for file, content in files.items():
        yield from ((file, path, text) for path, text in _strings(parse(file, content).data, ()))


def _strings(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        yield from _strings(value, (*path, name))


def injected(files: Files, change: Callable[[str], str]) -> dict[str, bytes]:
    """The sources with every text changed that may be: a text whose change is refused stays as it was."""
    wanted = {(file, path): change(text) for file, path, text in places(files)}
    while True:
        made = _with(files, wanted)
        refused = _refused(made, wanted)
        if not refused:
            return made
        for place in refused:
            del wanted[place]


def _with(files: Files, wanted: Mapping[tuple[str, Path], str]) -> dict[str, bytes]:
    made = {}
    for file, content in files.items():
        data = parse(file, content).data
        for (where, path), text in wanted.items():
            if where == file:
                _set(data, path, text)
        made[file] = json.dumps(data, indent=0, ensure_ascii=False).encode(errors="backslashreplace")
    return made


def _set(data: Any, path: Path, text: str) -> None:
    for name in path[:-1]:
        data = data[name]
    data[path[-1]] = text


def _refused(files: Files, wanted: Mapping[tuple[str, Path], str]) -> set[tuple[str, Path]]:
    """The changes to take back: those at the place of a fault, or else all in the files that have one."""
    try:
        read(files)
    except SourceFaults as faults:
        faulty = errors(faults.problems)
    else:
        return set()
    at = {(found.place.file, found.place.line) for found in faulty}
    exact = {place for place in wanted if (place[0], _line(files, *place)) in at}
    return exact or {place for place in wanted if place[0] in {file for file, _ in at}} or set(wanted)


@cache
def _places_of(file: str, content: bytes) -> Mapping[Path, Any]:
    return parse(file, content).places.by_path


def _line(files: Files, file: str, path: Path) -> int:
    return int(_places_of(file, files[file])[path].line)


@cache
def _extensions() -> list[str]:
    settings = yaml.load((PROJECT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return [name if isinstance(name, str) else next(iter(name)) for name in settings["markdown_extensions"]]


def page_elements(files: Files) -> dict[str, Counter[tuple[str, ...]]]:
    """What the pages of the site are made of, as HTML: each element with the names of its attributes, and ids."""
    return {page.path: Counter(_elements(page.body)) for page in make_site(files).pages}


def _elements(body: str) -> Iterator[tuple[str, ...]]:
    html = _html(body)
    for element in lxml.html.fragment_fromstring(html, create_parent="main").iter():
        if isinstance(element.tag, str):
            target = [f"href={_scheme(element.get('href'))}"] if element.get("href") else []
            names = sorted(name for name in element.attrib if name not in ("href", "title", "id"))
            own = element.get("id") and element.tag not in (
                "h1",
                "h2",
                "h3",
                "h4",
            )  # headings may be called by their words
            yield (element.tag, *names, *target, *([f"id={element.get('id')}"] if own else []))
        else:
            yield ("comment",)


def _scheme(link: str | None) -> str:
    lower = (link or "").strip().lower()
    return next((scheme for scheme in SAFE_LINKS if lower.startswith(scheme)), "" if ":" not in lower else lower)


@cache
def _usual() -> dict[str, Counter[tuple[str, ...]]]:
    return page_elements(sources())


def strangers(files: Files) -> dict[str, list[tuple[str, ...]]]:
    """What stands on pages that plain texts would not have made."""
    usual = _usual()
    found = {}
    for path, elements in page_elements(files).items():
        more = [one for one in elements - usual.get(path, Counter()) if not _harmless(one)]
        if more:
            found[path] = more
    return found


def _harmless(element: tuple[str, ...]) -> bool:
    tag, *rest = element
    if tag == "a":
        return len(rest) == 1 and rest[0] in {f"href={scheme}" for scheme in SAFE_LINKS}
    return tag in PLAIN_TAGS and not rest


def text_codes(text: str, value: str | None = None) -> set[str]:
    """The codes of what is refused in a text of a rule, with the value of the parameter `a` if there is one."""
    parameters = [{"id": "a", "label": "A", "type": "text", "hint": "Vul in.", "value": value}] if value else []
    changes = article(text=text) | edited("protocols/de-wilg/protocol.yml", parameters=parameters)
    files = {path: content.encode(errors="replace") for path, content in changes.items()}
    documents, _ = read_sources(sources() | files)
    return {found.code for find in text_finders(documents).values() for found in find()}


def element_kinds(text: str) -> set[str]:
    """The elements that Markdown makes of a text; a link is `a safe` or `a other`."""
    kinds = set()
    for element in lxml.html.fragment_fromstring(_html(text), create_parent="main").iter():
        is_safe = str(element.get("href")).startswith(SAFE_LINKS)
        kinds.add(f"a {'safe' if is_safe else 'other'}" if element.tag == "a" else str(element.tag))
    return kinds - {"main"}


def _html(body: str) -> str:
    return markdown.markdown(body, extensions=_extensions())


#: Each tries to be something else than words: a script, a link, a block, a template, code of Typst, a formula.
ATTACKS = (
    "javascript:alert(x)",
    "[x](javascript:alert)",
    "[x][y] [y]: javascript:alert",
    "<script>alert(x)</script>",
    "</script><img src=x onerror=alert(x)>",
    "&lt;script&gt; &#x3c;script>",
    '" onmouseover="alert(x)',
    "' onmouseover='alert(x)",
    "\\<script>alert\\</script>",
    "[TOC]",
    "* * *",
    "tekst\n\n    code",
    "- a\n\n        code",
    "a | b\n--- | ---\nc | d",
    "Term\n: uitleg",
    "*[AVG]: anders",
    "!!! danger",
    "{: onclick=alert }",
    "{ #kapot onclick=x }",
    "{% include 'x' %} {# weg #}",
    "{{ cycler.__init__ }}",
    "\x02wzxhzdk:nul\x03 \x02amp\x03",
    "\u202eomgekeerd\u2066",
    "on\u200bzicht\u2060baar\ufeff",
    "a\u2028# b\x85# c\x0b# d\x0c# e\r# f",
    "=cmd|'/C calc'!A",
    '#panic("x") $x$ *_',
    "`<b>` ``x`",
    "]] ]]> --> <!--",
    '[x](https://e.nl "t" onclick=x)',
    '[x](https://e.nl/"onclick="x)',
    "[x](data:text/html,x) [x](//e.nl)",
    "/// html | script",
)


def aliases(letters: bytes = b"bcdefghi") -> bytes:
    """A billion laughs: each line stands for nine of the line above it."""
    lines = (b"%c: &%c [%s]" % (name, name, b",".join([b"*%c" % (name - 1)] * 9)) for name in letters)
    return b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"\n".join(lines)


#: A file that asks for too much, and the code of its refusal.
BOMBS = {
    "aliases": (aliases(), "anker-of-tag"),
    "lists in lists": (b"[" * (MAX_BYTES - 1), "te-diep"),
    "objects in objects": (b"{a: " * (MAX_BYTES // 4 - 1), "te-diep"),
    "one text of a megabyte": (b"a: " + b"x" * 2**20, "te-diep"),
    "a text of all that a file may hold": (b'text: "' + b"[" * (MAX_BYTES - 10) + b'"', "ongeldige-vorm"),
    "quotes in quotes": (b'text: "' + b"> " * (MAX_BYTES // 2 - 10) + b'"', "ongeldige-vorm"),
    "as many values as fit": (b"[" + b"1," * (MAX_BYTES // 2 - 2) + b"]", "te-diep"),
    "as many fields as fit": (b"".join(b"f%d: 1\n" % n for n in range(24_000)), "onbekend-veld"),
    "a number of many digits": (b"position: " + b"9" * 5000, "verkeerd-type"),
    "a very long field": (b"x" * 100_000 + b": 1", "yaml"),
}
