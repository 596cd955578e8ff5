"""The pages of groups 6, 7 and 8: the rules for one group, a printed page for each protocol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from build_tools.model import Item, Library, Protocol
from build_tools.views.children import CARD_KINDS, HELP, MAKER_PAGE, group_links, group_page
from build_tools.views.parts import Link, Picture, filled, picture, rule_link
from build_tools.views.pdf_links import PdfList
from build_tools.views.sheets import rule_place, version_day
from build_tools.views.standing import foot_for_children, what_decides
from build_tools.views.view import View


class GroupRule(Struct, frozen=True, kw_only=True):
    """A rule in the group's words."""

    anchor: str
    text: str
    picture: Picture
    place: str
    link: Link
    title: str


class GroupPart(Struct, frozen=True, kw_only=True):
    """The rules of one kind: doen, niet doen, vertel het."""

    sign: str
    id: str
    title: str
    rules: tuple[GroupRule, ...]


class GroupProtocol(Struct, frozen=True, kw_only=True):
    """One protocol's rules for the group: one A4 when printed."""

    id: str
    title: str
    parts: tuple[GroupPart, ...]
    know: tuple[GroupRule, ...]
    version: str
    decides: str
    density: str
    pdfs: PdfList


class GroupView(View, frozen=True, kw_only=True):
    """The rules for one group."""

    group: int
    other_groups: tuple[Link, ...]
    children: Link
    maker: Link
    help: tuple[str, str]
    pictures: tuple[str, ...]
    protocols: tuple[GroupProtocol, ...]


def group_view(library: Library, group: int, pdfs: Mapping[str, PdfList]) -> GroupView:
    """The page of one group, with what it can print of each protocol."""
    found = [_protocol(library, protocol, group, pdfs[protocol.id]) for protocol in library.shown]
    return GroupView(
        path=group_page(group),
        template="group.md.j2",
        title=f"Afspraken voor groep {group}",
        description=f"De regels voor groep {group}: wat je doet, wat je niet doet en wat je vertelt. Om te printen.",
        assets="group",
        for_children=True,
        group=group,
        other_groups=group_links(but=group),
        children=Link(page="kinderen.md"),
        maker=Link(page=MAKER_PAGE),
        help=HELP,
        pictures=tuple(sorted({rule.picture.id for one in found for part in one.parts for rule in part.rules})),
        protocols=tuple(protocol for protocol in found if protocol.parts or protocol.know),
    )


def _protocol(library: Library, protocol: Protocol, group: int, pdfs: PdfList) -> GroupProtocol:
    items = [item for item in protocol.items if item.is_for_group(group)]
    parts = (
        GroupPart(sign=kind, id=name, title=title, rules=_rules(library, items, kind, group))
        for kind, name, title, _ in CARD_KINDS
        if kind != "know"
    )
    shown = [part for part in parts if part.rules]
    return GroupProtocol(
        id=protocol.id,
        title=protocol.record.short_title,
        parts=tuple(shown),
        know=_rules(library, items, "know", group),
        version=version_day(protocol)[0],
        decides=_decides(library, protocol),
        density=_density(shown),
        pdfs=pdfs,
    )


def _decides(library: Library, protocol: Protocol) -> str:
    """Where no banner tells children that a protocol is a draft, the foot of its sheet does."""
    return what_decides(protocol) if library.own else foot_for_children(protocol)


def _density(parts: Iterable[GroupPart]) -> str:
    """How full the printed page gets; its type is chosen to fit one A4."""
    signs = sum(len(rule.text) + 60 for part in parts for rule in part.rules)
    return "roomy" if signs < 1300 else "normal" if signs < 2600 else "full"


def _rules(library: Library, items: Iterable[Item], kind: str, group: int) -> tuple[GroupRule, ...]:
    return tuple(_rule(library, item, group) for item in items if item.rule.card and item.rule.card.kind == kind)


def _rule(library: Library, item: Item, group: int) -> GroupRule:
    protocol = library.protocols[item.protocol]
    assert item.rule.card  # noqa: S101 - only rules with a card get here
    return GroupRule(
        anchor=f"{item.protocol}--{item.id}",
        text=filled(library, protocol, item.text_for_group(group)),
        picture=picture(library, item.rule.card.pictogram),
        place=rule_place(library, protocol, item),
        link=rule_link(item, item.protocol),
        title=filled(library, protocol, item.rule.title),
    )
