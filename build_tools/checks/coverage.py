"""Nothing in the sources is left unseen: topics, audiences, sections, protocols, footnotes."""

from __future__ import annotations

from collections.abc import Iterator, Sized

from build_tools.model import Item, Library
from build_tools.problems import Problem, problem

#: The groups that have a page of their own.
GROUPS = {6, 7, 8}


def every_item(library: Library) -> Iterator[Item]:
    """The articles and advice items of all protocols, shown or not."""
    for protocol in library.protocols.values():
        yield from protocol.items


def rule_has_topic(library: Library) -> Iterator[Problem]:
    """Every rule has a topic: through its norms, or because it says something about one."""
    for item in every_item(library):
        if not item.topics:
            yield problem(
                "geen-onderwerp",
                item.place_of("id"),
                what=f'de regel "{item.id}" heeft geen onderwerp',
                expected="minstens één norm of onderwerp",
            )


def children_can_read(library: Library) -> Iterator[Problem]:
    """A rule for children, or that binds pupils or everyone, has a children's wording, a card and that audience."""
    for item in every_item(library):
        binds = any({"pupils", "everyone"} & set(norm.parties) for norm in item.rule.norms)
        if not binds and "children" not in item.audiences:
            continue
        lacking = [
            name
            for name, present in (
                ("wording.children", item.rule.wording.children),
                ("card", item.rule.card),
                ("children bij audiences", "children" in item.audiences),
            )
            if not present
        ]
        if lacking:
            yield problem(
                "kinderwoorden-ontbreken",
                item.place_of("id"),
                what=f'de regel "{item.id}" is (ook) voor leerlingen, maar {" en ".join(lacking)} {_lack(lacking)}',
                expected="een tekst in de je-vorm met een plaats op de kinderpagina",
                remedy=f"voeg {' en '.join(lacking)} toe",
            )


def _lack(names: Sized) -> str:
    return "ontbreekt" if len(names) == 1 else "ontbreken"


def audience_has_page(library: Library) -> Iterator[Problem]:
    """What is written for a reader is for a reader: a wording, card or moment goes with its audience."""
    for item in every_item(library):
        for audience in ("staff", "parents", "children", "media"):
            if getattr(item.rule.wording, audience) and audience not in item.audiences:
                yield _unseen(item, ("wording", audience), f"wording.{audience}", audience)
        for name in ("children_for", "poster"):
            if getattr(item.rule.wording, name) and "children" not in item.audiences:
                yield _unseen(item, ("wording", name), f"wording.{name}", "children")
        if item.rule.card and "children" not in item.audiences:
            yield _unseen(item, ("card",), "card", "children")
        if item.rule.moments and "media" not in item.audiences:
            yield _unseen(item, ("moments",), "moments", "media")


def _unseen(item: Item, path: tuple[str, ...], name: str, audience: str) -> Problem:
    return problem(
        "doelgroep-zonder-pagina",
        item.place_of(*path),
        what=f'{name} van "{item.id}" wordt nergens getoond',
        expected=f"{audience} bij audiences",
    )


def wording_has_page(library: Library) -> Iterator[Problem]:
    """A text for some groups is for one that has a page; one for paper belongs to a rule that stands on paper."""
    for item in every_item(library):
        for number, own in enumerate(item.rule.wording.children_for):
            if not GROUPS & set(own.groups):
                path = ("wording", "children_for", number)
                yield _nowhere(item, path, "een tekst voor groep 6, 7 of 8, of de gewone kindertekst")
        if item.rule.wording.poster and item.rule.card and item.rule.card.kind == "know":
            yield _nowhere(item, ("wording", "poster"), "een kaart do, dont of tell, of geen postertekst")


def _nowhere(item: Item, path: tuple[str | int, ...], expected: str) -> Problem:
    return problem(
        "tekst-zonder-pagina",
        item.place_of(*path),
        what=f'een tekst van "{item.id}" staat op geen enkele pagina',
        expected=expected,
    )


def section_has_content(library: Library) -> Iterator[Problem]:
    """A section holds at least one article or list."""
    for protocol in library.protocols.values():
        for number, section in enumerate(protocol.sections):
            if not section.blocks and not section.record.intro:
                yield problem(
                    "lege-afdeling",
                    protocol.place_of("sections", number),
                    what=f'de afdeling "{section.record.title}" is leeg',
                    expected="minstens één regel",
                )


def poster_shows_rules_for_children(library: Library) -> Iterator[Problem]:
    """What a protocol puts on its posters are rules of its own, with a card under doen, niet doen or vertel het."""
    for protocol in library.protocols.values():
        fit = {item.id: item for item in protocol.items if item.fits_paper}
        for number, name in enumerate(protocol.record.poster):
            if name not in fit:
                yield problem(
                    "niet-op-poster",
                    protocol.place_of("poster", number),
                    what=f'de regel "{name}" kan niet op een poster',
                    expected=", ".join(fit) or "geen regels: dit protocol heeft er geen voor kinderen",
                )


def protocol_is_shown(library: Library) -> Iterator[Problem]:
    """A protocol in the sources is one of those that site.yml names, or one that another builds on."""
    built_on = {protocol.record.extends for protocol in library.protocols.values()}
    named = {*library.site.protocols, library.site.own_protocol, *built_on}
    for name, protocol in library.protocols.items():
        if name not in named:
            yield problem(
                "protocol-niet-getoond",
                protocol.place_of("id"),
                what=f'het protocol "{name}" staat niet op de site',
                expected=f"- {name} bij protocols in site.yml",
            )


def footnote_has_mark(library: Library) -> Iterator[Problem]:
    """The mark of a footnote stands in the text, in square brackets."""
    for item in every_item(library):
        for number, footnote in enumerate(item.rule.footnotes):
            if f"[{footnote.mark}]" not in item.rule.text:
                yield problem(
                    "voetnoot-zonder-plaats",
                    item.place_of("footnotes", number),
                    what=f'voetnoot "{footnote.mark}" komt niet in de tekst van "{item.id}" voor',
                    expected=f"[{footnote.mark}] in de tekst",
                )


COVERAGE_CHECKS = (
    rule_has_topic,
    children_can_read,
    audience_has_page,
    wording_has_page,
    section_has_content,
    poster_shows_rules_for_children,
    footnote_has_mark,
)
