"""Views become Markdown; whatever an author types, no HTML, attribute list or link gets through where it should not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import lxml.html
import markdown
import pytest

from build_tools import compiled
from build_tools import render as rendering
from build_tools.records import Term
from build_tools.render import escape_attribute, escape_line, render
from build_tools.site import make_site
from build_tools.views.parts import Link
from build_tools.views.view import View
from tests.library import edited, sources

EXTENSIONS = ["abbr", "attr_list", "md_in_html", "tables", "toc"]
HOSTILE = (
    "*a* _b_ __c__ **d**",
    "`code` en nog `een`",
    "[x](https://example.org) [y][z]",
    "\\ aan \\* het \\[ eind \\",
    "a | b ~ c ~~d~~",
    "1. punt",
    "- punt",
    "+ punt",
    "12.",
    "\" onclick=\"x\" ' style='y'",
    "&lt;b&gt; &amp; &copy; & ampersand",
    "!! let op ** !!",
    "a -- b --- c",
    "einde #",
    "AVG *[AVG]",
    "https://example.org/_a_",
    "a@example.org",
)
#: These never come from the sources (the check of texts refuses them), and yet do no harm.
REFUSED = (
    "# kop",
    "***",
    "## #",
    "<script>alert(1)</script>",
    "{ #anker .klasse onclick=x }",
    "{: onclick=x }",
    "{{ naam }}",
    "![x](y)",
    "</p></div><b>",
)


def to_html(text: str) -> lxml.html.HtmlElement:
    return lxml.html.fragment_fromstring(markdown.markdown(text, extensions=EXTENSIONS), create_parent="div")


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def normal(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", [*HOSTILE, *REFUSED])
@pytest.mark.parametrize(
    ("before", "after", "tags"),
    [
        ("", "", ["p"]),
        ("### ", " { #vast }", ["h3"]),
        ("- ", "", ["ul", "li"]),
        ("**", ":** x", ["p", "strong"]),
        ("<dl markdown='1'><dd markdown='block'>", "</dd></dl>", ["dl", "dd", "p"]),
        ("[", "](https://example.org)", ["p", "a"]),
        ('<p markdown="span">', "</p>", ["p"]),
    ],
)
def test_a_line_shows_what_was_typed_and_makes_no_tags(text: str, before: str, after: str, tags: list[str]) -> None:
    root = to_html(before + escape_line(text) + after)
    assert [element.tag for element in root.iterdescendants()] == tags
    assert words(root).removesuffix(": x") == normal(text)
    assert "onclick" not in {name for element in root.iter() for name in element.attrib}


@pytest.mark.parametrize("text", [*HOSTILE, *REFUSED])
@pytest.mark.parametrize(
    ("before", "after"),
    [('<p class="a">', "</p>"), ('<p class="a" markdown="span">', "</p>"), ('<p title="', '">x</p>')],
)
def test_text_in_html_shows_what_was_typed_and_makes_no_tags(text: str, before: str, after: str) -> None:
    root = to_html(before + escape_attribute(text) + after)
    (only,) = root.iterdescendants()
    assert set(only.attrib) <= {"class", "title"}
    assert normal(only.get("title") or only.text_content()) == normal(text)


@pytest.mark.parametrize("text", [*HOSTILE, *REFUSED])
def test_the_title_of_a_link_shows_what_was_typed(text: str) -> None:
    (link,) = to_html(f'[`a` *b*](https://example.org "{escape_attribute(text)}, in het protocol") `c` *d*').iter("a")
    assert link.get("title") == f"{text}, in het protocol"


def test_a_line_is_one_line() -> None:
    assert escape_line(" een\n\n  twee\t") == "een twee"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_whole_site_with_hostile_titles_shows_them_as_they_are(text: str) -> None:
    """A title, number, label, note and value of every kind, on every page that shows it."""
    rule = "protocols/de-wilg/articles/telefoon-in-de-tas.yml"
    norms = [{"topic": "telefoon", "parties": ["pupils"], "stance": "required", "value": text, "condition": text}]
    changes = (
        edited(rule, title=text, number=text, norms=norms, notes=[{"kind": "fault", "text": "Een noot."}])
        | edited("protocols/de-wilg/protocol.yml", title=text, short_title=text, organisation=text)
        | edited("site.yml", name=text, description=text)
    )
    pages = {page.path: page.body for page in make_site(sources(changes)).pages}
    for path in (
        "index.md",
        "medewerkers.md",
        "kinderen.md",
        "onderwerpen/telefoon.md",
        "protocollen/de-wilg.md",
        "over.md",
    ):
        root = to_html(pages[path])
        assert normal(text) in words(root), path
        assert not [one for one in root.iter("script", "code", "em") if one.tag != "em" or words(one) == "a"], path
        assert not {link.get("href") for link in root.iter("a")} & {"https://example.org", "z"}, path
        assert not [name for one in root.iter() for name in one.attrib if name in ("onclick", "style")], path


class TextView(View, frozen=True, kw_only=True):
    """A page with one line of text."""

    text: str
    link: Link


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file for a template of our own, in place of all others."""
    monkeypatch.setattr(rendering, "TEMPLATES", tmp_path)
    monkeypatch.setattr(compiled, "COMPILED", tmp_path / "compiled")
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    rendering._environment.cache_clear()  # noqa: SLF001 - it remembers the folder of the templates
    yield tmp_path / "proef.md.j2"
    rendering._environment.cache_clear()  # noqa: SLF001 - as above, for the tests that follow


def test_a_template_that_names_what_its_view_lacks_is_an_error(template: Path) -> None:
    template.write_text("# {{ onbekend }}")
    with pytest.raises(jinja2.UndefinedError, match="onbekend"):
        render(View(path="a.md", template="proef.md.j2", title="A", description="B"))


def test_a_template_that_names_what_a_part_of_its_view_lacks_is_an_error(template: Path) -> None:
    template.write_text("# {{ link.onbekend }}")
    with pytest.raises(AttributeError, match="onbekend"):
        render(text_view("x"))


def text_view(text: str) -> TextView:
    return TextView(path="a.md", template="proef.md.j2", title="T", description="D", text=text, link=Link(page="a"))


def test_a_template_that_was_compiled_before_is_used_until_it_changes(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def anew(written: str) -> tuple[str, int]:
        """The page, as a run of its own makes it, and how many templates were compiled for it."""
        template.write_text(written)
        compiled: list[str] = []
        compiling = jinja2.Environment.compile

        def listening(*given: Any) -> Any:
            compiled.append(written)
            return compiling(*given)

        with monkeypatch.context() as patch:
            patch.setattr(jinja2.Environment, "compile", listening)
            rendering._environment.cache_clear()  # noqa: SLF001 - as in another run
            return render(text_view("x")).body, len(compiled)

    assert anew("a {{ text }}") == ("a x\n", 1)
    assert anew("a {{ text }}") == ("a x\n", 0)
    assert anew("b {{ text }}") == ("b x\n", 1)
    monkeypatch.setattr(compiled, "version", lambda _: "99")
    compiled._tools.cache_clear()  # noqa: SLF001 - as in another run
    assert anew("b {{ text }}") == ("b x\n", 1)


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("Wij werken met Social School.", True),
        ("Social Schools, en dan (Social School).", True),
        ("Social Schools", False),
        ("Social\n\nSchool", False),
        ("a Social en een School", False),
        ("aSocial School", False),
    ],
)
def test_a_name_of_several_words_is_explained_where_it_stands_whole(template: Path, text: str, explained: bool) -> None:
    template.write_text("{{ text }}")
    terms = [Term(id="app", term="Social School", short="Een app.", text="x")]
    assert ("*[Social School]" in render(text_view(text), glossary=terms).body) == explained


@pytest.mark.parametrize(
    ("page", "target", "address"),
    [
        ("index.md", Link(page="ouders.md"), "ouders.md"),
        ("ouders.md", Link(page="ouders.md", anchor="a"), "#a"),
        ("a/b.md", Link(page="a/c.md", anchor="x"), "c.md#x"),
        ("a/b.md", Link(page="c.md"), "../c.md"),
        ("a.md", Link(page="b/c/d.md", anchor="x--y"), "b/c/d.md#x--y"),
    ],
)
def test_links_are_relative(template: Path, page: str, target: Link, address: str) -> None:
    template.write_text("[x]({{ url(link) }})")
    view = TextView(path=page, template="proef.md.j2", title="T", description="D", text="", link=target)
    assert render(view).body == f"[x]({address})\n"


def test_front_matter_is_safe_and_says_what_search_may_find(template: Path) -> None:
    template.write_text("tekst")
    view = TextView(
        path="a.md", template="proef.md.j2", title='Zeg: "nee" # ja', description="é", text="", link=Link(page="a.md")
    )
    assert render(view).front_matter == (
        '---\ntitle: "Zeg: \\"nee\\" # ja"\ndescription: "é"\nhide: [navigation]\nsearch: {exclude: true}\n---\n'
    )


def test_only_words_on_the_page_are_explained(template: Path) -> None:
    template.write_text("{{ text }}")
    terms = [
        Term(id="avg", term="AVG", short="De privacywet & meer.", text="x", aliases=("privacywet",)),
        Term(id="mr", term="MR", short="De raad.", text="x"),
    ]
    view = TextView(
        path="a.md",
        template="proef.md.j2",
        title="T",
        description="D",
        text="Zie de AVG, niet de GMR.",
        link=Link(page="a"),
    )
    assert render(view, glossary=terms).body == "Zie de AVG, niet de GMR.\n\n*[AVG]: De privacywet &amp; meer.\n"


def test_every_pictogram_is_only_drawing() -> None:
    for path in rendering.PICTOGRAMS.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("<svg"), path.name
        assert not [sign for sign in ("<script", "href=", "url(", "style=", " on") if sign in text], path.name
