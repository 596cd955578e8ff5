"""View -> Page: Markdown through Jinja templates; the only module that knows jinja2.

Templates hold no logic beyond loop and if. Comments are written `<# ... #>`, since Jinja's own `{#` begins a
heading anchor in Markdown.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache, partial
from pathlib import Path
from traceback import extract_tb

import jinja2
from msgspec import Struct
from msgspec.structs import asdict

from build_tools.compiled import compiled_before
from build_tools.records import Term
from build_tools.views.moved import MovedLink
from build_tools.views.parts import Link
from build_tools.views.view import View

TEMPLATES = Path(__file__).parent / "templates"
PICTOGRAMS = Path(__file__).parent / "pictograms"

#: How many texts of a run are remembered: labels, titles and addresses come back on every page.
MANY = 20_000

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|])")
_LIST_MARK = re.compile(r"^(\d*)([-+.])(?=\s|$)")
_IN_HTML = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"}
    | {character: f"&#{ord(character)};" for character in "\\`*_{}[]#|"}
)
_WORD = re.compile(r"\w+")
_SPACES_FOR_SIGNS = bytes(n if n > 0x7F or _WORD.match(chr(n)) else ord(" ") for n in range(256))


class Page(Struct, frozen=True, kw_only=True):
    """A page as Markdown, with its path below the docs folder."""

    path: str
    front_matter: str
    body: str

    @property
    def markdown(self) -> str:
        """The whole file."""
        return f"{self.front_matter}\n{self.body}"


class Piece(Struct, frozen=True, kw_only=True):
    """A part of a page as Markdown, and the names in it that the glossary explains."""

    text: str
    names: frozenset[str]


def render(
    view: View,
    *,
    parts: Sequence[Piece] = (),
    glossary: Iterable[Term] = (),
    footer: str | None = None,
    moved: Sequence[MovedLink] = (),
) -> Page:
    """The view's page with the `parts` below it, what stands at its foot in print, and where its rules went that moved.

    Raises jinja2.UndefinedError or AttributeError when a template names what its view does not have.
    """
    terms = tuple(glossary)
    top, foot = render_part(view, terms), _without_gaps(_moved(moved, partial(_relative, view.path))).strip()
    body = "\n\n".join(text for text in (top.text, *(part.text for part in parts), foot) if text)
    explained = _abbreviations(terms, top.names.union(_explained(terms, foot), *(part.names for part in parts)))
    body = f"{body}\n\n{explained.rstrip()}\n" if explained else f"{body}\n"
    return Page(path=view.path, front_matter=_front_matter(view, footer), body=body)


def render_part(view: View, glossary: Iterable[Term]) -> Piece:
    """A part of a page, as `render` puts it below the rest; raises what that raises."""
    text = _without_gaps(_filled(view)).strip()
    return Piece(text=text, names=frozenset(_explained(glossary, text)))


def _filled(view: View) -> str:
    template = _environment().get_template(view.template)
    return template.render(**asdict(view), url=partial(_relative, view.path), svg=_pictogram)


#: What goes wrong in a template, also in one of a school's own that MkDocs uses.
TemplateFault = jinja2.TemplateError


def place_in_template(fault: BaseException) -> tuple[str, int] | None:
    """The file and line of the template in which something went wrong, if it was in one."""
    frames = [(frame.filename, frame.lineno or 0) for frame in extract_tb(fault.__traceback__)]
    return next((frame for frame in reversed(frames) if frame[0].endswith((".html", ".xml", ".j2"))), None)


class _Environment(jinja2.Environment):
    """Finds attributes as Python does: a view has them all, and Jinja's own way takes twice as long for each."""

    getattr = staticmethod(getattr)  # type: ignore[assignment] # the same, but for an AttributeError


@cache
def _environment() -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        bytecode_cache=compiled_before(__file__),
        undefined=jinja2.StrictUndefined,
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(line=escape_line, attribute=escape_attribute, block=_block, indented=_indented)
    return environment


@lru_cache(maxsize=MANY)
def escape_line(text: str) -> str:
    """Text on one line, with what Markdown and HTML would take for syntax made harmless."""
    escaped = html.escape(" ".join(text.split()), quote=False)
    return _LIST_MARK.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", escaped))


@lru_cache(maxsize=MANY)
def escape_attribute(text: str) -> str:
    """Text for HTML, in an attribute or between tags, that is read as Markdown or not: neither sees syntax in it."""
    return text.translate(_IN_HTML)


def _block(text: str) -> str:
    """Markdown of a source as a block of its own: angle brackets that are no HTML stay what they are."""
    return text.strip().replace("<", "&lt;")


def _indented(text: str, spaces: int = 4) -> str:
    """A block inside a list item or a definition."""
    return _block(text).replace("\n", "\n" + " " * spaces)


def _front_matter(view: View, footer: str | None) -> str:
    """The page's metadata; JSON strings are YAML too."""
    lines = [f"title: {json.dumps(view.title, ensure_ascii=False)}"]
    lines.append(f"description: {json.dumps(view.description, ensure_ascii=False)}")
    lines.append("hide: [navigation, toc]" if view.wide else "hide: [navigation]")
    if view.layout:
        lines.append(f"template: {view.layout}")
    if view.moved_to:
        lines.append(f"moved_to: {view.moved_to}")
    if view.assets:
        lines.append(f"assets: {view.assets}")
    if view.for_children:
        lines.append("for_children: true")
    if footer:
        lines.append(f"footer: {json.dumps(footer, ensure_ascii=False)}")
    if not view.searchable:
        lines.append("search: {exclude: true}")
    return "---\n" + "\n".join(lines) + "\n---\n"


def _without_gaps(text: str) -> str:
    """The text with one blank line where there were more."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def _abbreviations(glossary: Iterable[Term], names: Set[str]) -> str:
    """Definitions for the glossary's terms that stand on a page, in every spelling."""
    return "".join(
        f"*[{name}]: {html.escape(term.short)}\n"
        for term in glossary
        for name in (term.term, *term.aliases)
        if name in names
    )


def _explained(glossary: Iterable[Term], text: str) -> Iterator[str]:
    """The names of the glossary's terms that stand in a text."""
    words = _words_in(text)
    for term in glossary:
        for name in (term.term, *term.aliases):
            if name in words or (words.issuperset(_words_of(name)) and _stands_in(text, name)):
                yield name


@cache
def _words_of(name: str) -> list[str]:
    return _WORD.findall(name)


def _words_in(text: str) -> set[str]:
    """The words of a long text, in which most lines come back, and most words; bytes are cut sooner than letters."""
    lines = "\n".join(set(text.split("\n"))).encode("utf-8", "surrogatepass")
    seen = b" ".join(set(lines.translate(_SPACES_FOR_SIGNS).split()))
    return set(_WORD.findall(seen.decode("utf-8", "surrogatepass")))


def _stands_in(text: str, name: str) -> bool:
    """Whether a name of several words stands in a text as words of its own; to search by pattern takes far longer."""
    at = text.find(name)
    while at >= 0:
        if _spelled(name).match(text, at):
            return True
        at = text.find(name, at + 1)
    return False


@cache
def _spelled(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(name)}\b")


def _moved(moved: Sequence[MovedLink], address: Callable[[Link], str]) -> str:
    """At the foot of a page the anchors that it had, each on a link to where the rule stands now."""
    if not moved:
        return ""
    return _environment().get_template("_moved.md.j2").render(moved=moved, url=address)


def _relative(page: str, link: Link) -> str:
    """The address of a link as seen from a page: relative, so that the site works in any folder."""
    anchor = f"#{link.anchor}" if link.anchor else ""
    if link.page == page and anchor:
        return anchor
    return _path_from(_folder(page), link.page) + anchor


_folder = lru_cache(maxsize=MANY)(posixpath.dirname)


@lru_cache(maxsize=MANY)
def _path_from(folder: str, page: str) -> str:
    """The path of a page as seen from a folder, both below the docs folder."""
    return posixpath.relpath(f"/{page}", f"/{folder}")  # absolute, or each call asks for the working folder


@cache
def _pictogram(name: str) -> str:
    """The drawing itself, without its svg element, for use as a symbol."""
    text = (PICTOGRAMS / f"{name}.svg").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"</?svg[^>]*>", "", text)).strip()
