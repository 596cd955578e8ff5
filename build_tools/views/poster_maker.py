"""The page on which a teacher puts a poster together; what it needs is inlined, so that it works from a USB stick."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from build_tools.model import Item, Library, Protocol
from build_tools.plaintext import plain
from build_tools.views.children import CARD_KINDS, GROUPS, HELP, MAKER_PAGE, group_links
from build_tools.views.parts import Link, filled, picture
from build_tools.views.pdf_links import PdfList
from build_tools.views.sheets import items_on_paper, rule_place, version_day, whose_rules
from build_tools.views.standing import foot_for_children
from build_tools.views.view import View


class ReadyMade(Struct, frozen=True, kw_only=True):
    """The PDFs of one protocol for one group."""

    title: str
    pdfs: PdfList


class PosterMakerView(View, frozen=True, kw_only=True):
    """Choose rules, add the class's own, print; nothing leaves the browser."""

    protocols: tuple[tuple[str, str], ...]
    groups: tuple[int, ...]
    group_pages: tuple[Link, ...]
    pictures: tuple[str, ...]
    signs: tuple[str, ...]
    ready: tuple[ReadyMade, ...]
    choices: str


def poster_maker_view(library: Library, pdfs: Mapping[int, Mapping[str, PdfList]]) -> PosterMakerView:
    """The poster maker for the shown protocols, with what each group can print of each of them."""
    protocols = [protocol for protocol in library.shown if any(item.fits_paper for item in protocol.items)]
    rules = [item.rule for protocol in protocols for item in protocol.items if item.fits_paper]
    return PosterMakerView(
        path=MAKER_PAGE,
        template="poster_maker.md.j2",
        title="Poster maken",
        description="Stel een poster of klassenafspraken samen en print ze. Wat u invult, blijft in uw browser.",
        assets="poster-maker",
        wide=True,
        protocols=tuple((protocol.id, protocol.record.short_title) for protocol in protocols),
        groups=GROUPS,
        group_pages=group_links(),
        pictures=tuple(sorted({rule.card.pictogram for rule in rules if rule.card})),
        signs=tuple(kind for kind, _, _, _ in CARD_KINDS if kind != "know"),
        ready=tuple(
            ReadyMade(title=f"{protocol.record.short_title}, groep {group}", pdfs=pdfs[group][protocol.id])
            for protocol in protocols
            for group in GROUPS
        ),
        choices=_inlined([_choices(library, protocol) for protocol in protocols]),
    )


def _inlined(protocols: list[dict[str, Any]]) -> str:
    """JSON that can stand in an HTML script element."""
    kinds = [{"id": kind, "title": title} for kind, _, title, _ in CARD_KINDS if kind != "know"]
    content = {"kinds": kinds, "help": HELP, "protocols": protocols}
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")


def _choices(library: Library, protocol: Protocol) -> dict[str, Any]:
    version, _ = version_day(protocol)
    return {
        "id": protocol.id,
        "title": protocol.record.short_title,
        "whose": whose_rules(protocol),
        "version": f"{version}. {foot_for_children(protocol)}",
        "origin": f"Naverteld uit: {protocol.document.title}, {protocol.record.organisation}.",
        "poster": {group: [item.id for item in items_on_paper(protocol, group)] for group in GROUPS},
        "rules": [_choice(library, protocol, item) for item in protocol.items if item.fits_paper],
    }


def _choice(library: Library, protocol: Protocol, item: Item) -> dict[str, Any]:
    assert item.rule.card  # noqa: S101 - what fits on paper has a card
    return {
        "id": item.id,
        "kind": item.rule.card.kind,
        "picture": item.rule.card.pictogram,
        "label": picture(library, item.rule.card.pictogram).label,
        "place": rule_place(library, protocol, item),
        "texts": {
            group: plain(filled(library, protocol, item.text_on_paper(group)))
            for group in GROUPS
            if item.is_for_group(group)
        },
    }
